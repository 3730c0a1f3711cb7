"""The two lines at the bottom: what was saved and where one is; and the keys of the moment."""

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widgets import Static

from store import Event
from tui.commands import Scope, in_scope, key_name, key_of
from tui.text import shown

LONGEST_WORK = 46  # cells


class StatusBar(Static):
    """What was saved last, and on the right the place in the queue; between them work that goes on."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._saved: Event | None = None
        self._right = ""
        self._work = ""
        self._search = ""
        self._line = ""

    def say(self, saved: Event | None, right: str) -> None:
        """Show what was saved last and a text on the right of it; what was saved gives way."""
        self._saved, self._right = saved, right
        self._draw()

    def show_work(self, words: str) -> None:
        """Show how far work in the background has come, until there is none."""
        self._work = words
        self._draw()

    def show_search(self, words: str) -> None:
        """Show how far a search has come, behind other work, until there is none."""
        self._search = words
        self._draw()

    def _draw(self) -> None:
        width = max(0, self.size.width - 2)
        left, right = shown(_told(self._saved)), shown(self._right)
        work = "  ".join(words for words in (self._work, self._search) if words)
        if work:
            right = f"{_cut(shown(work), width - cell_len(right) - 2)}  {right}"
        room = max(0, width - cell_len(right) - 2)
        if cell_len(left) > room:
            left = f"{set_cell_size(left, max(0, room - 1)).rstrip()}…"
        line = f"{left}{' ' * (width - cell_len(left) - cell_len(right))}{right}"
        if line != self._line:
            self._line = line
            self.update(Content(line), layout=False)


def _told(saved: Event | None) -> str:
    if saved is None:
        return "all is saved as you do it"
    if saved.action == "undo":
        return f"taken back: {saved.summary}"
    if saved.action == "redo":
        return f"brought back #{saved.seq}: {saved.summary} · {key_of('app', 'undo')} undoes"
    return f"saved #{saved.seq}: {saved.summary} · {key_of('app', 'undo')} undoes"


def _cut(text: str, room: int) -> str:
    """Return a text that fits, without its middle where it is too long: it ends with what changes."""
    room = min(room, LONGEST_WORK)
    if cell_len(text) <= room:
        return text
    half = max(0, room - 1) // 2
    return f"{set_cell_size(text, half)}…{text[len(text) - half :]}"


class KeyBar(Static):
    """The keys that are used often here, as the table of commands names them."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._scope: Scope = "app"
        self._alone = False

    def show_scope(self, scope: Scope, *, alone: bool = False) -> None:
        """Show the keys of a scope, then those that work everywhere; help always, the others while they fit.

        With `alone`, of those that work everywhere help is the only one.
        """
        self._scope, self._alone = scope, alone
        self._draw()

    def on_resize(self) -> None:
        """Fit the line."""
        self._draw()

    def _draw(self) -> None:
        everywhere = [command for command in in_scope("app") if not self._alone or command.id == "help"]
        commands = [command for command in (*in_scope(self._scope), *everywhere) if command.label is not None]
        commands.sort(key=lambda command: command.id != "help")
        room = self.size.width
        parts: list[Content] = []
        for command in commands:
            part = Content.assemble((f" {key_name(command.keys[0])}", "bold"), f" {command.label} ")
            if part.cell_length <= room:
                parts.append(part)
                room -= part.cell_length
        self.update(Content.assemble(*parts[1:], *parts[:1]))
