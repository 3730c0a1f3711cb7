"""A list of lines with a cursor: files, columns, problems."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.message import Message

from tui.text import shown

from .line_view import LineView

Look = Literal["heading", "strong", "dim", "new", "warning"]
Part = tuple[str, Look | None]


@dataclass(frozen=True, slots=True)
class ListLine:
    """Pieces of text one behind the other, each with its look, None for a plain one. Headings take no cursor."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(text for text, _ in self.parts)

    @property
    def is_heading(self) -> bool:
        """Whether the cursor passes over it."""
        return not self.parts or self.parts[0][1] == "heading"


def line(text: str, look: Look | None = None) -> ListLine:
    """Make a line of one piece."""
    return ListLine(((text, look),))


class LineList(LineView):
    """Shows lines from outside or of ours, each cut to the width, and keeps the one under the cursor in sight."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--heading",
        "line-list--strong",
        "line-list--dim",
        "line-list--new",
        "line-list--warning",
        "line-list--current",
    }

    @dataclass
    class Moved(Message):
        """The cursor is on another line."""

        at: int

    @dataclass
    class Chosen(Message):
        """A line was clicked that the cursor was on already."""

        at: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self.lines: Sequence[ListLine] = ()
        self.cursor: int | None = None
        """The number of the line under the cursor, None where there is none to be on."""

    def show(self, lines: Sequence[ListLine], at: int = 0) -> None:
        """Show lines, with the cursor on line `at` or the next one that takes it."""
        self.lines = lines
        self.fit(len(lines))
        self.cursor = None
        places = [index for index, one in enumerate(lines) if not one.is_heading]
        if places:
            self._go(next((index for index in places if index >= at), places[-1]))
        self.refresh()

    def move(self, step: int) -> None:
        """Move the cursor by so many lines that take it, and no further than to the ends."""
        places = [index for index, one in enumerate(self.lines) if not one.is_heading]
        if self.cursor is not None:
            there = places.index(self.cursor) + step
            self._go(places[min(max(there, 0), len(places) - 1)])

    def page(self, step: int) -> None:
        """Move the cursor by nearly a screenful."""
        self.move(step * max(1, self.size.height - 1))

    def _go(self, at: int) -> None:
        self.cursor = at
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved(at))

    def _keep_in_sight(self) -> None:
        if self.cursor is None:
            return
        height, top = max(1, self.size.height), self.scroll_offset.y
        # A heading right above is shown with its first line.
        first = self.cursor - 1 if self.cursor and self.lines[self.cursor - 1].is_heading else self.cursor
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.fit(len(self.lines))
        self.call_after_refresh(self._keep_in_sight)

    def segments(self, index: int) -> list[Segment]:
        """Return what stands in a line."""
        if index >= len(self.lines):
            return []
        width = self.text_width
        current = index == self.cursor
        base = self.base + self.style("line-list--current") if current else self.base
        segments = [Segment("▌" if current else " ", base)]
        room = width - 1
        for text, look in self.lines[index].parts:
            text = shown(text[: 4 * width])
            if cell_len(text) > room:
                text = f"{set_cell_size(text, max(0, room - 1))}…" if room else ""
            room -= cell_len(text)
            segments.append(Segment(text, base + self.style(f"line-list--{look}") if look else base))
        segments.append(Segment(" " * room, base))
        return segments

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the line that was clicked; choose it where it was there."""
        at = self.scroll_offset.y + event.y
        if self.was_for_bar or at >= len(self.lines) or self.lines[at].is_heading:
            return
        if at == self.cursor:
            self.post_message(self.Chosen(at))
        else:
            self._go(at)
