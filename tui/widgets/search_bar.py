"""The line to type a search on."""

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from tui.bindings import bindings

EXAMPLE = 'words, "phrases", -not, country:US state:todo tag:sql dup:open'


class SearchBar(Input):
    """An input that says when the person is done with it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("search")]

    class Left(Message):
        """The person goes back to the queue."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(placeholder=EXAMPLE, id=id)

    def action_leave_search(self) -> None:
        """Leave what was found as it is."""
        self.post_message(self.Left())
