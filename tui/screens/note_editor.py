"""Writing a note. Nothing typed is lost: what was left unsaved is there when the editor opens again."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from store import Store, canonical
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

    def __init__(self, about: str, text: str, key: str | None) -> None:
        """`key` is the posting for which an unsaved text is kept; None keeps none."""
        super().__init__()
        self.key = key
        self._about = about
        self._text = text

    def compose(self) -> ComposeResult:
        """A small text area."""
        with Vertical(id="editor"):
            yield Label(content(self._about), id="about")
            yield NoteArea(self._text, soft_wrap=True, show_line_numbers=False)
            leaving = "keeps it for later" if self.key is not None else "leaves the note as it was"
            yield Label(f"Enter saves  ·  ctrl+j new line  ·  Esc {leaving}", id="keys")

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

    async def action_leave(self) -> None:
        """Keep what was typed for the next time, and leave the application."""
        if self.key is not None:
            await self.app.lanes.write.run(Store.keep_draft, self.app.annotator, self.key, self._typed)
        self.app.call_later(self.app.action_quit)

    @property
    def _typed(self) -> str:
        return canonical(self.query_one(NoteArea).text)

    def _close(self, *, kept: bool) -> None:
        self.query_one(NoteArea).closed = True
        self.app.hold_keys()  # until the answer is taken: what follows comes behind it
        self.dismiss(Written(self._typed, kept=kept))
