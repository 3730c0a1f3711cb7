"""Writing a note. Nothing typed is lost: what was left unsaved is there when the editor opens again."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from store import canonical
from tui.text import content
from tui.widgets.fields import NoteArea

if TYPE_CHECKING:
    from tui.app import PostilApp


@dataclass(frozen=True, slots=True)
class Written:
    """What the editor was left with; `kept` says whether it is to be saved."""

    text: str
    kept: bool


class NoteEditor(ModalScreen[Written]):
    """Returns the text and whether to save it."""

    CSS_PATH = "note_editor.tcss"
    AUTO_FOCUS = ""

    app: "PostilApp"

    def __init__(self, about: str, text: str) -> None:
        super().__init__()
        self._about = about
        self._text = text

    def compose(self) -> ComposeResult:
        """A small text area."""
        with Vertical(id="editor"):
            yield Label(content(self._about), id="about")
            yield NoteArea(self._text, soft_wrap=True, show_line_numbers=False)
            yield Label("Enter saves  ·  ctrl+j new line  ·  Esc keeps it for later", id="keys")

    def on_mount(self) -> None:
        """Write on from the end."""
        area = self.query_one(NoteArea)
        area.move_cursor(area.document.end)
        self.set_focus(area)
        self.app.release_keys()

    def action_new_line(self) -> None:
        """Begin a new line."""
        self.query_one(NoteArea).insert("\n")

    def action_keep(self) -> None:
        """Save the note."""
        self._close(kept=True)

    def action_put_by(self) -> None:
        """Leave without saving; the text comes back next time."""
        self._close(kept=False)

    def _close(self, *, kept: bool) -> None:
        area = self.query_one(NoteArea)
        area.closed = True
        self.dismiss(Written(canonical(area.text), kept=kept))
