"""Asking for a word or a path."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from tui.commands import key_of
from tui.text import content
from tui.widgets.fields import AnswerField

if TYPE_CHECKING:
    from tui.app import PostilApp


class Answer(ModalScreen[str | None]):
    """Returns what was typed, without the blanks around it, or None. An empty answer is one."""

    CSS_PATH = "answer.tcss"
    AUTO_FOCUS = ""

    app: "PostilApp"

    def __init__(self, about: str, now: str = "", hint: str = "") -> None:
        """`now` is what stands there already; `hint` what is meant where nothing is typed."""
        super().__init__()
        self._about = about
        self._now = now
        self._hint = hint

    def compose(self) -> ComposeResult:
        """What is asked, and a line to type on."""
        with Vertical(id="answer"):
            yield Label(content(self._about), id="about")
            yield AnswerField(self._now, placeholder=self._hint, id="typed")
            takes, leaves = key_of("answer", "take-answer"), key_of("answer", "leave-answer")
            yield Label(content(f"{takes} takes  ·  {leaves} leaves it as it is"), id="keys")

    def on_mount(self) -> None:
        """Take keys."""
        self.set_focus(self.query_one(AnswerField))
        self.app.release_keys()

    def action_take(self) -> None:
        """Return what was typed."""
        self._close(self.query_one(AnswerField).value.strip())

    def action_leave(self) -> None:
        """Leave it as it is."""
        self._close(None)

    def _close(self, answer: str | None) -> None:
        self.query_one(AnswerField).closed = True
        self.app.hold_keys()  # until the answer is taken: what follows comes behind it
        self.dismiss(answer)
