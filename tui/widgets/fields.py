"""Fields to type in. Their keys are taken in the order of the typing, and none that follows is lost.

Enter given right behind a word must find the whole word there, so a field takes the keys of its scope
itself, in its own queue; and what is typed behind the key that closes it goes on to the screen below.
"""

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Input, TextArea

from store import canonical
from tui.commands import Scope, command_at
from tui.text import shown, shown_lines

EXAMPLE = 'words, "phrases", -not, country:US state:todo tag:sql dup:open'


async def _take(
    field: "SkillField | PathField | AnswerField | NoteArea | SearchBar", scope: Scope, event: events.Key
) -> None:
    """Run the command of a key in a scope; once the field is closed, pass the key on."""
    command = command_at(scope, event.key)
    if field.closed:
        field.app.post_message(events.Key(event.key, event.character))
    elif command is not None:
        await field.run_action(command.action)
    else:
        return
    event.stop()
    event.prevent_default()


class SafeInput(Input):
    """A line in which nothing stands that a terminal would obey, however it came there."""

    def validate_value(self, value: str) -> str:
        """Map what was typed, pasted or given as text from outside is mapped."""
        return shown(value)


class SkillField(SafeInput):
    """A part of a skill's name."""

    closed = False

    async def on_key(self, event: events.Key) -> None:
        """Take a key in its turn."""
        await _take(self, "picker", event)


class PathField(SafeInput):
    """The name of a file, or a path to one."""

    closed = False

    async def on_key(self, event: events.Key) -> None:
        """Take a key in its turn."""
        await _take(self, "files", event)


class AnswerField(SafeInput):
    """A word or a path that is asked for."""

    closed = False

    async def on_key(self, event: events.Key) -> None:
        """Take a key in its turn."""
        await _take(self, "answer", event)


class NoteArea(TextArea):
    """The text of a note."""

    closed = False

    async def on_key(self, event: events.Key) -> None:
        """Take a key in its turn."""
        await _take(self, "note", event)

    def on_paste(self, event: events.Paste) -> None:
        """Let nothing in that a terminal would obey."""
        event.text = shown_lines(canonical(event.text))


class SearchBar(SafeInput):
    """A search over the queue."""

    closed = False

    async def on_key(self, event: events.Key) -> None:
        """Take a key in its turn."""
        await _take(self, "search", event)

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
