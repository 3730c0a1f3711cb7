"""Before an import: what would be taken, from which columns, and the first posting as it would look."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Label

from store import PostilError, Unreadable
from tui.bindings import bindings
from tui.commands import Scope, key_of
from tui.import_keys import on_screen
from tui.import_words import counted, quoted, taken_over
from tui.imports import Progress, Stopped, Wanted
from tui.preview_rows import (
    PreviewRow,
    Setting,
    first_page,
    preview_rows,
    rows_without_body,
    setting_rows,
)
from tui.text import content
from tui.widgets.bars import KeyBar
from tui.widgets.line_list import LineList, ListLine, line
from tui.widgets.line_moves import LineMoves, Move
from tui.widgets.posting_text import Page, PostingText

from .answer import Answer
from .choice import Choice

if TYPE_CHECKING:
    from importers.fields.mapping import Columns, NoBody
    from importers.intake import Outcome
    from tui.app import PostilApp

NO_COLUMN = line("leave it empty", "dim")
AS_RECOGNISED = line("as its content says")
ANOTHER = line("another one: type its name")
ENCODINGS = {
    "utf-8": "nearly everything today",
    "cp1252": "Windows, Western Europe",
    "iso-8859-15": "older files of Western Europe",
    "cp1250": "Windows, Central Europe",
    "cp1251": "Windows, Cyrillic",
    "koi8-r": "older files in Russian",
    "cp1253": "Windows, Greek",
    "cp1254": "Windows, Turkish",
    "utf-16-le": "Windows, without a mark at its beginning",
    "mac-roman": "older files of a Mac",
    "shift_jis": "Japanese",
    "gb18030": "Chinese, simplified",
    "big5": "Chinese, traditional",
    "cp949": "Korean",
}


class ImportPreview(LineMoves, Screen[Wanted | None]):
    """Returns what to import, or None. What it shows is a trial, made beside the screen."""

    CSS_PATH = "import_preview.tcss"
    SCOPE: ClassVar[Scope] = "preview"
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
        self._outcomes: Sequence[Outcome] = ()  # of the last trial, if it succeeded
        self._no_body: NoBody | None = None  # why it did not: a person has to choose a column
        self._ready = False  # whether it was a trial of what is wanted now, and succeeded
        self._reading = ""  # how far the trial has come
        self._rows: list[PreviewRow] = []
        self._shown: int | None = None  # the file whose first posting is shown

    def compose(self) -> ComposeResult:
        """What and how many, then settings, columns and problems beside the first posting."""
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
        self.query_one(KeyBar).show_scope("preview", beside="help")
        self.app.release_keys()
        self._try()

    @work(exclusive=True, group="trial")
    async def _try(self) -> None:
        self._ready, self._reading = False, "reading …"
        self._say(self._reading)
        try:
            self._outcomes = (await self.app.imports.lane.run(self._wanted, self._told, trial=True)).outcomes
        except Stopped:
            return
        except PostilError as error:
            from importers.fields.mapping import NoBody  # loaded by the trial

            self._reading = ""
            self._no_body = error if isinstance(error, NoBody) else None
            if isinstance(
                error, Unreadable
            ):  # else it is about what was said, and what was found still holds
                self._outcomes = ()
            self._say(on_screen(str(error)), wrong=True)
        else:
            self._reading, self._no_body, self._ready = "", None, True
            self._say_counts()
        self._draw()

    def _told(self, progress: Progress) -> None:
        self.post_message(self.Read(progress))

    @on(Read)
    def _read(self, message: Read) -> None:
        if self._reading:
            self._reading = f"reading …  {message.progress.words}"
            self._say(self._reading)

    # Drawing

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        label = self.query_one("#counts", Label)
        label.set_class(wrong, "-wrong")
        label.update(content(sentence))

    def _say_counts(self) -> None:
        reports = [outcome.report for outcome in self._outcomes if outcome.report.format]
        formats = ", ".join(sorted({report.format for report in reports}))
        many = f"{len(self._outcomes):,} files, " if len(self._outcomes) > 1 else ""
        over = taken_over(reports)
        also = f"; {over} would be taken over" if over else ""
        self._say(f"{formats}: {many}{counted(reports, trial=True)}{also}")

    def _draw(self) -> None:
        found = self.query_one(LineList)
        before = self._rows[found.cursor or 0] if self._rows else None
        settings = setting_rows(self._wanted, self._outcomes)
        others = rows_without_body(self._no_body) if self._no_body else preview_rows(self._outcomes)
        self._rows = [*settings, *others]
        at = len(settings) if others else 0  # the settings are right as they are, most of the time
        if before and not self._no_body:
            at = next((place for place, row in enumerate(self._rows) if row.is_about(before)), at)
        found.show([row.line for row in self._rows], at)
        self._shown = None
        self._show_first(self._rows[found.cursor or 0].outcome)

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        if message.at < len(self._rows):
            row = self._rows[message.at]
            self.query_one("#detail", Label).update(content(row.line.text.strip()))
            self._show_first(row.outcome)

    def _show_first(self, number: int) -> None:
        if number != self._shown:
            self._shown = number
            page = first_page(self._outcomes[number]) if self._outcomes else Page()
            self.query_one(PostingText).show(page)

    # Keys

    def over_lines(self, move: Move) -> None:
        """Move at once."""
        move(self.query_one(LineList))

    def action_page(self, step: int) -> None:
        """Read on in the first posting, or back."""
        self.query_one(PostingText).page_by(step)

    def action_take(self) -> None:
        """Import, if the trial of it is done: nobody should import what was not shown."""
        if self._ready:
            self.app.hold_keys()  # until the answer is taken
            self.dismiss(self._wanted)
        elif self._no_body:
            self.action_change()
        elif self._reading:
            take, leave = key_of("preview", "import-now"), key_of("preview", "leave-preview")
            self.app.say(f"It is still being read; {take} imports it when it is. {leave} leaves it.")
        else:
            self.app.say("There is nothing to import yet: the line above says why.")

    def action_leave(self) -> None:
        """Import nothing."""
        self.app.hold_keys()
        self.dismiss(None)

    # Changing

    @on(LineList.Chosen)
    def action_change(self) -> None:
        """Say otherwise what the line under the cursor says."""
        at = self.query_one(LineList).cursor
        row = self._rows[at] if at is not None and at < len(self._rows) else PreviewRow(NO_COLUMN)
        if row.setting is not None:
            self._change_setting(row.setting)
        elif row.field is None and row.column is None:
            self.app.say("Move to a field, a column or a setting first; some formats have no columns.")
        elif len({outcome.file for outcome in self._outcomes}) > 1:
            self.app.say("These are several files: import them one by one to choose their columns.")
        elif row.field is not None:
            columns = self._no_body.columns if self._no_body else self._outcomes[row.outcome].columns
            self._ask_for_column(row.field, row.column, columns)
        elif row.column is not None:
            self._ask_for_field(row.column)

    def _change_setting(self, setting: Setting) -> None:
        change = {
            "format": self.action_format,
            "source": self.action_source,
            "encoding": self.action_encoding,
            "rejects": self.action_rejects,
        }
        change[setting]()

    def _ask_for_column(self, field: str, now: str | None, columns: "Columns | None") -> None:
        mapped = columns.mapped if columns else ()
        takes = {column.name: f"  now {column.field}" for column in mapped}
        values = (
            self._no_body.samples if self._no_body else {column.name: column.samples for column in mapped}
        )
        names = [*takes, *(columns.unused if columns else ())]
        lines = [
            ListLine(
                ((name, None), (takes.get(name, ""), "dim"), (f"  {quoted(values.get(name, ()))}", "dim"))
            )
            for name in names
        ]

        def chosen(at: int) -> None:
            self._map(field, names[at - 1] if at else None)

        at = 1 + names.index(now) if now is not None else 1 + len(takes) if names[len(takes) :] else 0
        self._choose(f"Which column is the {field}?", [NO_COLUMN, *lines], at, chosen)

    def _ask_for_field(self, column: str) -> None:
        from importers.fields.mapping import FIELDS  # loaded by the trial

        fields = list(FIELDS)
        at = fields.index("body") if self._no_body else 0
        self._choose(
            f"What is in the column {column}?",
            _described(FIELDS),
            at,
            lambda at: self._map(fields[at], column),
        )

    def _map(self, field: str, column: str | None) -> None:
        said = {**self._wanted.columns, field: (column,) if column is not None else ()}
        self._try_with(replace(self._wanted, columns=said))

    def action_format(self) -> None:
        """Choose how to read the file."""
        from importers import IMPORTERS  # loaded by the trial

        names = [importer.name for importer in IMPORTERS]
        lines = _described({importer.name: importer.description for importer in IMPORTERS})

        def chosen(at: int) -> None:
            self._try_with(replace(self._wanted, format=names[at - 1] if at else None, columns={}))

        now = 1 + names.index(self._wanted.format) if self._wanted.format else 0
        self._choose(f"What is {self._name}?", [AS_RECOGNISED, *lines], now, chosen)

    def action_encoding(self) -> None:
        """Choose the encoding of a text."""
        names = list(ENCODINGS)
        now = self._wanted.encoding

        def chosen(at: int) -> None:
            if at > len(names):
                self._ask("What is the encoding called?", now or "", "such as cp850", self._encode)
            else:
                self._encode(names[at - 1] if at else "")

        lines = [AS_RECOGNISED, *_described(ENCODINGS), ANOTHER]
        at = 0 if now is None else 1 + names.index(now) if now in names else len(lines) - 1
        self._choose("In which encoding is it?", lines, at, chosen)

    def _encode(self, name: str) -> None:
        self._try_with(replace(self._wanted, encoding=name or None))

    def action_source(self) -> None:
        """Give the source a name: it stays the same where the files are called otherwise each time."""
        sources = {outcome.report.source for outcome in self._outcomes}
        now = self._wanted.source or (next(iter(sources)) if len(sources) == 1 else "")
        self._ask(
            "What is the source called? By the same name each time, equal ids are the same postings.",
            now,
            "as the files are called",
            lambda name: self._try_with(replace(self._wanted, source=name or None)),
        )

    def action_rejects(self) -> None:
        """Choose a file for the refused records."""

        def taken(path: str) -> None:
            self._try_with(replace(self._wanted, rejects=Path(path).expanduser() if path else None))

        self._ask(
            "Write refused records to which file? Mended there, they can be imported.",
            str(self._wanted.rejects or ""),
            "to none",
            taken,
        )

    def _try_with(self, wanted: Wanted) -> None:
        if wanted != self._wanted:
            self._wanted = wanted
            self._try()

    def _choose(self, about: str, lines: Sequence[ListLine], at: int, chosen: Callable[[int], None]) -> None:
        def taken(at: int | None) -> None:
            if at is not None:
                chosen(at)

        self.app.hold_keys()  # until it is there
        self.app.push_screen(Choice(about, lines, at), taken)

    def _ask(self, about: str, now: str, hint: str, answered: Callable[[str], None]) -> None:
        def taken(answer: str | None) -> None:
            self.app.release_keys()
            if answer is not None:
                answered(answer)

        self.app.hold_keys()
        self.app.push_screen(Answer(about, now, hint), taken)


def _described(names: Mapping[str, str]) -> list[ListLine]:
    width = max(map(len, names))
    return [ListLine(((f"{name:{width}}", "strong"), (f"  {words}", "dim"))) for name, words in names.items()]
