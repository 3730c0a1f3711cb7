"""Where one can go: a letter each."""

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.bindings import bindings
from tui.commands import in_scope, key_name

Destination = Literal["review", "duplicates", "skills", "progress", "adjudication"]


class GoTo(ModalScreen[Destination | None]):
    """Returns where to go, or None."""

    CSS_PATH = "go_to.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("go")]

    def compose(self) -> ComposeResult:
        """A line a place."""
        lines = [((f"{key_name(c.keys[0]):>5}", "bold"), f"  {c.help}\n") for c in in_scope("go")]
        yield Static(Content.assemble("Go to\n\n", *(part for line in lines for part in line)), id="places")
