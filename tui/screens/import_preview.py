"""Before an import: what would be taken, from which columns, and the first posting as it would look."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Label

from store import PostilError
from tui.bindings import bindings
from tui.import_words import counted
from tui.imports import Progress, Stopped, Wanted
from tui.preview_rows import PreviewRow, first_page, preview_rows
from tui.text import content
from tui.widgets.bars import KeyBar
from tui.widgets.line_list import LineList, ListLine, line
from tui.widgets.posting_text import PostingText

from .choice import Choice

if TYPE_CHECKING:
    from importers.job import Imported
    from importers.mapping import Columns
    from tui.app import PostilApp

NO_COLUMN = line("leave it empty", "dim")
AS_RECOGNISED = line("as its content says")


class ImportPreview(Screen[Wanted | None]):
    """Returns what to import, or None. What it shows is a trial, made beside the screen."""

    CSS_PATH = "import_preview.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("preview")]
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (110, "-wide")]

    app: "PostilApp"

    @dataclass
    class Read(Message):
        """The trial has come so far."""

        progress: Progress

    def __init__(self, wanted: Wanted, name: str) -> None:
        """`name` is what the file or folder is called on the screen."""
        super().__init__()
        self._wanted = wanted
        self._name = name
        self._tried: Imported | None = None  # the last trial that succeeded
        self._ready = False  # whether it is a trial of what is wanted now
        self._rows: list[PreviewRow] = []
        self._outcome: int | None = None  # the file whose first posting is shown

    def compose(self) -> ComposeResult:
        """What and how many, then columns and problems beside the first posting."""
        yield Label(content(f"Import {self._name}?"), id="about")
        yield Label(id="counts")
        with Container(id="panes"):
            yield LineList(id="found")
            yield PostingText(id="first")
        yield Label(id="detail")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Begin the trial."""
        self.query_one(PostingText).can_focus = False
        self.query_one(KeyBar).show_scope("preview", alone=True)
        self.app.release_keys()
        self._try()

    @work(exclusive=True, group="trial")
    async def _try(self) -> None:
        self._ready = False
        self._say("reading …")
        try:
            self._tried = await self.app.imports.lane.run(self._wanted, self._told, trial=True)
        except Stopped:
            return
        except PostilError as error:
            self._say(str(error), wrong=True)
            return
        self._ready = True
        self._draw()

    def _told(self, progress: Progress) -> None:
        self.post_message(self.Read(progress))

    @on(Read)
    def _read(self, message: Read) -> None:
        if not self._ready:
            self._say(f"reading …  {message.progress.words}")

    # Drawing

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        label = self.query_one("#counts", Label)
        label.set_class(wrong, "-wrong")
        label.update(content(sentence))

    def _draw(self) -> None:
        if self._tried is None:
            return
        reports = [report for report in self._tried.reports if report.format]
        formats = ", ".join(sorted({report.format for report in reports}))
        many = f"{len(self._tried.outcomes):,} files, " if len(self._tried.outcomes) > 1 else ""
        self._say(f"{formats}: {many}{counted(reports, trial=True)}")
        at = self.query_one(LineList).cursor or 0
        self._rows = preview_rows(self._tried.outcomes)
        self._outcome = None
        self.query_one(LineList).display = bool(self._rows)
        self.query_one(LineList).show([row.line for row in self._rows], at)
        self._show_first(0)

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        if message.at < len(self._rows):
            row = self._rows[message.at]
            self.query_one("#detail", Label).update(content(row.line.text.strip()))
            self._show_first(row.outcome)

    def _show_first(self, number: int) -> None:
        if self._tried is not None and number != self._outcome:
            self._outcome = number
            self.query_one(PostingText).show(first_page(self._tried.outcomes[number]))

    # Keys

    def action_move(self, step: int) -> None:
        """Move to another line."""
        self.query_one(LineList).move(step)

    def action_page(self, step: int) -> None:
        """Read on in the first posting, or back."""
        self.query_one(PostingText).page_by(step)

    def action_take(self) -> None:
        """Import, if the trial of it is done: nobody should import what was not shown."""
        if self._ready:
            self.app.hold_keys()  # until the answer is taken
            self.dismiss(self._wanted)
        else:
            self.app.say("There is nothing to import yet.")

    def action_leave(self) -> None:
        """Import nothing."""
        self.app.hold_keys()
        self.dismiss(None)

    @on(LineList.Chosen)
    def action_column(self) -> None:
        """Choose another column for the field under the cursor, or a field for the column that is not used."""
        at = self.query_one(LineList).cursor
        row = self._rows[at] if at is not None and at < len(self._rows) else None
        if self._tried is None or row is None or (row.field is None and row.column is None):
            self.app.say("Move to a field or a column first; the files of this format may have none.")
            return
        if sum(outcome.columns is not None for outcome in self._tried.outcomes) > 1:
            self.app.say("These files have columns of their own: import one by one to choose them.")
            return
        if row.field is not None:
            self._ask_for_column(row.field, row.column, self._tried.outcomes[row.outcome].columns)
        elif row.column is not None:
            self._ask_for_field(row.column)

    def _ask_for_column(self, field: str, now: str | None, columns: "Columns | None") -> None:
        mapped = columns.mapped if columns else ()
        takes = {column.name: f"  now {column.field}" for column in mapped}
        names = [*takes, *(columns.unused if columns else ())]
        lines = [ListLine(((name, None), (takes.get(name, ""), "dim"))) for name in names]

        def chosen(at: int | None) -> None:
            if at is not None:
                self._map(field, names[at - 1] if at else None)

        at = 1 + names.index(now) if now is not None else 0
        self._ask(Choice(f"Which column is the {field}?", [NO_COLUMN, *lines], at), chosen)

    def _ask_for_field(self, column: str) -> None:
        from importers.mapping import FIELDS  # loaded by the trial

        fields = list(FIELDS.items())
        width = max(map(len, FIELDS))
        lines = [ListLine(((f"{name:{width}}", "strong"), (f"  {words}", "dim"))) for name, words in fields]

        def chosen(at: int | None) -> None:
            if at is not None:
                self._map(fields[at][0], column)

        self._ask(Choice(f"What is in the column {column}?", lines), chosen)

    def _map(self, field: str, column: str | None) -> None:
        said = {**self._wanted.columns, field: (column,) if column is not None else ()}
        self._wanted = replace(self._wanted, columns=said)
        self._try()

    def action_format(self) -> None:
        """Choose how to read the file."""
        from importers import IMPORTERS  # loaded by the trial

        names = [importer.name for importer in IMPORTERS]
        width = max(map(len, names))
        lines = [
            ListLine(((f"{importer.name:{width}}", "strong"), (f"  {importer.description}", "dim")))
            for importer in IMPORTERS
        ]

        def chosen(at: int | None) -> None:
            if at is not None:
                self._wanted = replace(self._wanted, format=names[at - 1] if at else None, columns={})
                self._try()

        now = 1 + names.index(self._wanted.format) if self._wanted.format else 0
        self._ask(Choice(f"What is {self._name}?", [AS_RECOGNISED, *lines], now), chosen)

    def _ask(self, choice: Choice, chosen: Callable[[int | None], None]) -> None:
        self.app.hold_keys()  # until it is there
        self.app.push_screen(choice, chosen)
