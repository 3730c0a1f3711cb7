"""Choosing what to import: a path as one types it, and what lies in the folder it leads to."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from tui.commands import key_of
from tui.folders import MOST, Entry, Listing, kind_of, listing, matching, meant, size_told, told
from tui.text import content, shown
from tui.widgets.fields import PathField
from tui.widgets.line_list import LineList, ListLine, Part, line

if TYPE_CHECKING:
    from tui.app import PostilApp

WIDTH = 60  # cells of the folder's path


class ImportFiles(ModalScreen[tuple[Path, ...]]):
    """Returns the files and folders to import together, none where nothing is to be imported."""

    CSS_PATH = "import_files.tcss"
    AUTO_FOCUS = ""

    app: "PostilApp"

    def __init__(self, folder: Path) -> None:
        """`folder` is where to begin, an absolute path."""
        super().__init__()
        self._folder = folder
        self._listing = Listing(folder)
        self._entries: list[Entry] = []
        self._marked: dict[Path, None] = {}  # in the order of the marking
        self._answered: tuple[Path, str] | None = None  # the folder and the text that the entries answer to
        self._answering = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """The folder, a line to type on, and what lies there."""
        with Vertical(id="files"):
            yield Label(id="folder")
            yield PathField(placeholder="type a name, or a path", id="path")
            yield LineList(id="entries")
            yield Label(content(_keys()), id="keys")

    async def on_mount(self) -> None:
        """List the folder and take keys."""
        await self._catch_up()
        self.set_focus(self.query_one(PathField))
        self.app.release_keys()

    @on(PathField.Changed)
    async def _typed(self) -> None:
        await self._catch_up()

    async def _catch_up(self) -> None:
        """Answer to the last letters, whose message may still be on its way."""
        async with self._answering:
            typed = self.query_one(PathField).value
            if (self._folder, typed) == self._answered:
                return
            folder, begun = meant(self._folder, typed)
            if self._answered is None or folder != self._listing.folder:
                self._listing = await asyncio.to_thread(listing, folder, self.app.lanes.path)
            self._answered = self._folder, typed
            self._show(begun)

    def _show(self, begun: str) -> None:
        self._entries = matching(self._listing.entries, begun)
        lines = self._lines()
        if self._listing.problem:
            lines.append(line(f"This folder cannot be listed: {self._listing.problem}.", "warning"))
        elif not lines:
            lines.append(line("Nothing here begins so.", "dim"))
        if self._listing.cut:
            lines.append(line(f"Only {MOST:,} of its entries are shown; type the name of another.", "dim"))
        at = next(
            (index for index, entry in enumerate(self._entries) if entry.kind in ("folder", "file")),
            min(1, len(lines) - 1),  # an empty folder: not the way out of it
        )
        self.query_one(LineList).show(lines, at)

    def _lines(self) -> list[ListLine]:
        many = f"  {len(self._marked):,} marked" if self._marked else ""
        folder = told(self._listing.folder, WIDTH - len(many))
        self.query_one("#folder", Label).update(content(folder + many))
        return [_line(entry, marked=entry.path in self._marked) for entry in self._entries]

    @on(LineList.Chosen)
    async def _clicked(self) -> None:
        await self.action_choose()

    async def action_choose(self) -> None:
        """Open the folder under the cursor, or return the file there, or the folder as a whole, with the marked."""
        await self._catch_up()
        entry = self._under_cursor()
        if entry is None:
            await self._take_typed()
        elif entry.kind in ("above", "folder"):
            await self._open(entry.path)
        else:
            self._close(entry.path)

    async def action_mark(self) -> None:
        """Mark the file or folder under the cursor, or take its mark away, and go on to the next."""
        await self._catch_up()
        entry = self._under_cursor()
        if entry is None or entry.kind == "above":
            return
        if entry.path in self._marked:
            del self._marked[entry.path]
        else:
            self._marked[entry.path] = None
        lines = self.query_one(LineList)
        extra = lines.lines[len(self._entries) :]  # what is said below them
        lines.show([*self._lines(), *extra], (lines.cursor or 0) + 1)

    async def action_complete(self) -> None:
        """Open the folder under the cursor, or complete the name of the file there."""
        await self._catch_up()
        entry = self._under_cursor()
        if entry is None or entry.kind == "whole":
            return
        if entry.kind == "file":
            field = self.query_one(PathField)
            field.value = field.value[: field.value.rfind("/") + 1] + shown(entry.path.name)
            field.cursor_position = len(field.value)
        else:
            await self._open(entry.path)

    def action_move(self, step: int) -> None:
        """Move to another entry while the typing goes on."""
        self.query_one(LineList).move(step)

    def action_page(self, step: int) -> None:
        """Move by a page of entries."""
        self.query_one(LineList).page(step)

    def action_back(self) -> None:
        """Import nothing."""
        self._close()

    def _under_cursor(self) -> Entry | None:
        at = self.query_one(LineList).cursor
        return self._entries[at] if at is not None and at < len(self._entries) else None

    async def _take_typed(self) -> None:
        """Take what was typed as it stands: a hidden folder, or a name that is not shown."""
        folder, name = meant(self._folder, self.query_one(PathField).value)
        path = Path(folder, name)
        kind = await asyncio.to_thread(kind_of, path)
        if kind == "folder":
            await self._open(path)
        elif kind == "file":
            self._close(path)
        else:
            self.app.say(f"There is no file or folder {path}.")

    async def _open(self, folder: Path) -> None:
        self._folder = folder
        self.query_one(PathField).value = ""
        await self._catch_up()

    def _close(self, *chosen: Path) -> None:
        self.query_one(PathField).closed = True
        self.app.hold_keys()  # until the answer is taken: what follows comes behind it
        self.dismiss(tuple(dict.fromkeys((*self._marked, *chosen))) if chosen else ())


def _line(entry: Entry, *, marked: bool) -> ListLine:
    mark: Part = ("+ " if marked else "", "warning")
    if entry.kind == "whole":
        return ListLine((mark, ("./", None), ("  this folder, with all in it", "dim")))
    if entry.kind == "file":
        return ListLine((mark, (entry.name, None), (f"  {size_told(entry.size)}", "dim")))
    return ListLine((mark, (entry.name, "strong")))


def _keys() -> str:
    opens, before, after, completes, marks, back = (
        key_of("files", name)
        for name in ("choose-file", "previous-file", "next-file", "complete", "mark-file", "leave-files")
    )
    return f"{opens} opens · {before} {after} choose · {completes} completes · {marks} marks · {back} back"
