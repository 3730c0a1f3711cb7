"""The place in the pane where notes are written."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from store import canonical
from tui.commands import key_of
from tui.text import content

from .fields import NoteArea


class NoteField(Vertical):
    """What the note is on, several lines to write on, and the keys."""

    def compose(self) -> ComposeResult:
        """Nothing is asked yet."""
        yield Label(id="about")
        yield NoteArea(soft_wrap=True, show_line_numbers=False)
        save, line, later = (key_of("note", name) for name in ("keep-note", "new-line", "put-by"))
        yield Label(content(f"{save} saves\n{line} new line\n{later} keeps it for later"), id="note-keys")

    def begin(self, about: str, text: str) -> None:
        """Write on from the end of a text."""
        self.query_one("#about", Label).update(content(about))
        area = self.query_one(NoteArea)
        area.begin(text)
        self.display = True
        self.screen.set_focus(area)

    @property
    def typed(self) -> str:
        """What stands there."""
        return canonical(self.query_one(NoteArea).text)
