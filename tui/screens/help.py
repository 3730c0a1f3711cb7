"""The keys of a screen, from the table of commands."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.bindings import bindings
from tui.commands import SCOPES, Scope, in_scope, key_name

LEGEND = """\
In the queue: · to do  ✓ done  → skipped  ⚑ flagged;  #2 tags, ✎1 notes, =3 open pairs;
~ before a title: implied by the text, not stated.  On tags: ! required  + preferred  · mentioned.
Search: words and "phrases" that must all be there, -not this, and fields
title: company: location: country: state: source: tag: note: dup: key:  (state:todo dup:open -intern)"""


class Help(ModalScreen[None]):
    """Shows the keys of the given scopes."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("help")]

    def __init__(self, scopes: tuple[Scope, ...]) -> None:
        super().__init__()
        self._scopes = scopes

    def compose(self) -> ComposeResult:
        """A page that scrolls."""
        with VerticalScroll(id="help"):
            for scope in self._scopes:
                yield Static(SCOPES[scope], classes="scope")
                for command in in_scope(scope):
                    keys = " ".join(key_name(key) for key in command.keys)
                    yield Static(Content.assemble((f"{keys:>18}", "bold"), f"  {command.help}"))
            yield Static("Signs and search", classes="scope")
            yield Static(Content(LEGEND), id="legend")

    def on_mount(self) -> None:
        """Scroll with the arrows at once."""
        self.query_one(VerticalScroll).focus()
