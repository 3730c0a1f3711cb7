"""Fields to type in. Their keys are taken in the order of the typing, and none that follows is lost.

Enter given right behind a word must find the whole word there, so a field takes the keys of its scope
itself, in its own queue; and what is typed behind the key that closes it goes on to the screen below.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input, TextArea

from store import canonical
from tui.commands import command_at
from tui.text import shown, shown_lines

from .typed_in import TypedIn

if TYPE_CHECKING:
    from tui.app import PostilApp

EXAMPLE = 'words, "phrases", -not, country:US state:todo tag:sql dup:open'


async def _take(
    field: "SkillField | PathField | AnswerField | NoteArea | SearchBar | SkillSearch", event: events.Key
) -> None:
    """Run the command of a key; once the field is closed, pass the key on."""
    command = command_at(field.SCOPE, event.key)
    if field.closed:
        field.app.post_message(events.Key(event.key, event.character))
    elif command is not None:
        await field.run_action(command.action)
    else:
        return
    event.stop()
    event.prevent_default()


class SafeInput(TypedIn, Input):
    """A line in which nothing stands that a terminal would obey, however it came there."""

    virtual_size = Reactive(Size(0, 0))  # Textual's arranges the screen anew at each letter

    def watch_virtual_size(self) -> None:
        """Keep in sight what is there, as the arranging would have done."""
        self.scroll_x = self.validate_scroll_x(self.scroll_x)

    def validate_value(self, value: str) -> str:
        """Map what was typed, pasted or given as text from outside is mapped."""
        return shown(value)


class SkillField(SafeInput):
    """A part of a skill's name."""

    SCOPE = "picker"
    closed = False

    async def on_key(self, event: events.Key) -> None:
        """Take a key in its turn."""
        await _take(self, event)


class PathField(SafeInput):
    """The name of a file, or a path to one."""

    SCOPE = "files"
    closed = False

    async def on_key(self, event: events.Key) -> None:
        """Take a key in its turn."""
        await _take(self, event)


class AnswerField(SafeInput):
    """A word or a path that is asked for."""

    SCOPE = "answer"
    closed = False

    async def on_key(self, event: events.Key) -> None:
        """Take a key in its turn."""
        await _take(self, event)


class NoteArea(TypedIn, TextArea):
    """The text of a note."""

    app: "PostilApp"
    SCOPE = "note"
    closed = False
    keeps_text = True

    @dataclass
    class Left(Message):
        """The writing ended with this text; `kept` says whether to save it, `quitting` whether to leave Postil."""

        text: str
        kept: bool
        quitting: bool = False

    def begin(self, text: str) -> None:
        """Write on from the end of a text."""
        self.closed = False
        self.load_text(text)
        self.move_cursor(self.document.end)

    def action_new_line(self) -> None:
        """Begin a new line."""
        self.insert("\n")

    def action_keep(self) -> None:
        """Save the note."""
        self._leave(kept=True)

    def action_put_by(self) -> None:
        """Leave without saving; the text comes back next time."""
        self._leave(kept=False)

    def action_leave(self) -> None:
        """Leave the application; the text comes back next time."""
        self._leave(kept=False, quitting=True)

    def _leave(self, *, kept: bool, quitting: bool = False) -> None:
        self.closed = True
        self.app.hold_keys()  # until the text is taken: what follows comes behind it
        self.post_message(self.Left(canonical(self.text), kept, quitting))

    async def on_key(self, event: events.Key) -> None:
        """Take a key in its turn."""
        await _take(self, event)

    def on_paste(self, event: events.Paste) -> None:
        """Let nothing in that a terminal would obey."""
        event.text = shown_lines(canonical(event.text))


class SearchBar(SafeInput):
    """A search over the queue."""

    SCOPE = "search"
    closed = False

    async def on_key(self, event: events.Key) -> None:
        """Take a key in its turn."""
        await _take(self, event)

    @dataclass
    class Left(Message):
        """The person goes back to the queue, with this search."""

        text: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(placeholder=EXAMPLE, id=id)

    def action_leave_search(self) -> None:
        """Keep what was found and give the keys back to the queue."""
        self.closed = True
        self.post_message(self.Left(self.value))


class SkillSearch(SafeInput):
    """A search over the skills."""

    SCOPE = "search"
    closed = False

    class Left(Message):
        """The person goes back to the list."""

    async def on_key(self, event: events.Key) -> None:
        """Take a key in its turn."""
        await _take(self, event)

    def action_leave_search(self) -> None:
        """Keep what was found and give the keys back to the list."""
        self.closed = True
        self.post_message(self.Left())
