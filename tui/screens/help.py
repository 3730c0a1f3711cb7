"""The keys of a screen, from the table of commands."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.bindings import bindings
from tui.commands import Scope
from tui.widgets.key_page import KeyPage


class Help(ModalScreen[None]):
    """Shows the keys of the given scopes."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("help")]

    def __init__(self, scopes: tuple[Scope, ...]) -> None:
        super().__init__()
        self._scopes = scopes

    def compose(self) -> ComposeResult:
        """A page that scrolls."""
        with Vertical(id="help"):
            yield KeyPage(self._scopes, id="page")

    def on_mount(self) -> None:
        """Scroll with the arrows at once."""
        self.query_one(KeyPage).focus()
