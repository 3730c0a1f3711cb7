"""Choosing one of several lines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from tui.bindings import bindings
from tui.commands import key_of
from tui.text import content
from tui.widgets.line_list import LineList, ListLine

if TYPE_CHECKING:
    from tui.app import PostilApp


class Choice(ModalScreen[int | None]):
    """Returns the number of the line that was chosen, or None."""

    CSS_PATH = "choice.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("choice")]

    app: "PostilApp"

    def __init__(self, about: str, lines: Sequence[ListLine], at: int = 0) -> None:
        """The cursor begins on line `at`."""
        super().__init__()
        self._about = about
        self._lines = lines
        self._at = at

    def compose(self) -> ComposeResult:
        """What is asked, and the lines."""
        with Vertical(id="choice"):
            yield Label(content(self._about), id="about")
            yield LineList(id="lines")
            takes, after, before, leaves = (
                key_of("choice", name)
                for name in ("choose", "next-choice", "previous-choice", "leave-choice")
            )
            about = f"{takes} takes  ·  {after} {before} choose  ·  {leaves} leaves it as it is"
            yield Label(content(about), id="keys")

    def on_mount(self) -> None:
        """Show the lines."""
        lines = self.query_one(LineList)
        lines.styles.height = len(self._lines)
        lines.show(self._lines, self._at)
        self.app.release_keys()

    @on(LineList.Chosen)
    def action_choose(self) -> None:
        """Return the line under the cursor."""
        self.dismiss(self.query_one(LineList).cursor)

    def action_move(self, step: int) -> None:
        """Move to another line."""
        self.query_one(LineList).move(step)

    def action_page(self, step: int) -> None:
        """Move by a page."""
        self.query_one(LineList).page(step)
