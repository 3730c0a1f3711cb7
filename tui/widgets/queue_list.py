"""The queue: a window on the database that follows the posting on the screen."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from store import Posting, Row, State, Window
from tui.text import shown

from .line_view import LineView

ROW_HEIGHT = 2
STATE_MARKS = {State.TODO: "·", State.DONE: "✓", State.SKIPPED: "→", State.FLAGGED: "⚑"}
NO_TITLE = "(no title stated)"


def title_of(posting: Row | Posting) -> str:
    """Return a title for the screen; an inferred one is marked with a tilde."""
    if posting.title:
        return shown(posting.title)
    return f"~{shown(posting.title_inferred.text)}" if posting.title_inferred else NO_TITLE


class QueueList(LineView):
    """Shows the rows about the current one, two lines each."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "queue-list--current",
        "queue-list--place",
        "queue-list--finished",
        "queue-list--flagged",
    }

    @dataclass
    class Chosen(Message):
        """A row was clicked."""

        key: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._window = Window((), before=False, after=False)
        self._current: str | None = None
        self._top = 0

    def show(self, window: Window, current: str | None) -> None:
        """Show a window with one row current, kept in sight and away from the edges.

        Only rows that look different are drawn anew: where it stays, that is two of them for a move.
        """
        before = self._in_sight()
        top_key = self._window.rows[self._top].key if self._top < len(self._window.rows) else None
        self._window, self._current = window, current
        keys = [row.key for row in window.rows]
        self._top = keys.index(top_key) if top_key in keys else 0
        self.ask_to_lay_out()
        width = self.size.width
        for place, (old, new) in enumerate(zip_longest(before, self._in_sight())):
            if old != new:
                self.refresh(Region(0, place * ROW_HEIGHT, width, ROW_HEIGHT))

    def _in_sight(self) -> list[tuple[Row, bool]]:
        """Return the rows on the screen, the last of them perhaps cut, and which is current."""
        rows = self._window.rows[self._top : self._top + self.size.height // ROW_HEIGHT + 1]
        return [(row, row.key == self._current) for row in rows]

    def lay_out(self) -> None:
        """Keep the current row in sight."""
        keys = [row.key for row in self._window.rows]
        fits = max(1, self.size.height // ROW_HEIGHT)
        at = keys.index(self._current) if self._current in keys else 0
        margin = min(2, (fits - 1) // 2)
        if not self._top + margin <= at <= self._top + fits - 1 - margin:
            self._top = at - fits // 2  # by half of what fits, so that it seldom moves
        self._top = max(0, min(self._top, len(keys) - fits))

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen."""
        index, line = self._top + y // ROW_HEIGHT, y % ROW_HEIGHT
        width = self.size.width
        if index >= len(self._window.rows):
            return Strip.blank(width, self.base)
        row = self._window.rows[index]
        current = row.key == self._current
        style = self.base
        if row.state in (State.DONE, State.SKIPPED):
            style += self.style("queue-list--finished")
        elif row.state is State.FLAGGED:
            style += self.style("queue-list--flagged")
        if line:
            style += self.style("queue-list--place")
        if current:
            style += self.style("queue-list--current")
        text = self._second(row) if line else f"{STATE_MARKS[row.state]} {title_of(row)}"
        text = f"{'▌' if current else ' '}{text}"
        if cell_len(text) > width:
            text = f"{set_cell_size(text, width - 1).rstrip()}…"
        return Strip([Segment(set_cell_size(text, width), style)])

    def _second(self, row: Row) -> str:
        counts = [
            f"{mark}{count}" for count, mark in ((row.tags, "#"), (row.notes, "✎"), (row.pairs, "=")) if count
        ]
        place = shown(row.locations[0].name) if row.locations else shown(row.company or row.source)
        right = " ".join(counts)
        room = self.size.width - 4 - len(right)
        return f"  {set_cell_size(place, max(0, room))} {right}"

    def on_click(self, event: events.Click) -> None:
        """Ask for the row that was clicked."""
        index = self._top + event.y // ROW_HEIGHT
        if index < len(self._window.rows):
            self.post_message(self.Chosen(self._window.rows[index].key))
