"""The two lines at the bottom: what was saved and where one is; and the keys of the moment."""

from typing import Literal

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from store import Event
from tui.commands import Scope, in_scope, key_name, key_of
from tui.text import shown

from .line_view import LineView

Beside = Literal["all", "help", "nothing"]
_BOLD = Style(bold=True)
LONGEST_WORK = 46  # cells


class StatusBar(LineView):
    """What was saved last, and on the right the place in the queue; between them work that goes on."""

    MARGIN = 1

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

    def on_resize(self) -> None:
        """Fit the line."""
        self._draw()

    def segments(self, index: int) -> list[Segment]:
        """Return the line."""
        return [Segment(self._line, self.base)]

    def _draw(self) -> None:
        width = self.text_width
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
            self.refresh()


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


class KeyBar(LineView):
    """The keys that are used often here, as the table of commands names them."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._scope: Scope = "app"
        self._beside: Beside = "all"
        self._parts: list[tuple[str, str]] = []

    def show_scope(self, scope: Scope, *, beside: Beside = "all") -> None:
        """Show the keys of a scope, then of those that work everywhere what is said, help first, while they fit."""
        self._scope, self._beside = scope, beside
        self._draw()

    def on_resize(self) -> None:
        """Fit the line."""
        self._draw()

    def segments(self, index: int) -> list[Segment]:
        """Return the line."""
        bold = self.base + _BOLD
        return [
            piece for key, label in self._parts for piece in (Segment(key, bold), Segment(label, self.base))
        ]

    def _draw(self) -> None:
        everywhere = [
            command
            for command in in_scope("app")
            if self._beside == "all" or (command.id == self._beside == "help")
        ]
        commands = [command for command in (*in_scope(self._scope), *everywhere) if command.label is not None]
        commands.sort(key=lambda command: command.id != "help")
        room = self.text_width
        parts: list[tuple[str, str]] = []
        for command in commands:
            key, label = f" {key_name(command.keys[0])}", f" {command.label} "
            cells = cell_len(key) + cell_len(label)
            if cells <= room:
                parts.append((key, label))
                room -= cells
        helps = bool(commands) and commands[0].id == "help"  # it fits first, and stands last
        self._parts = [*parts[1:], *parts[:1]] if helps else parts
        self.refresh()
