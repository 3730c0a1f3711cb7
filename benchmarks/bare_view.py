"""A bare Line API view of texts with marked spans, the floor for a posting: `python bare_view.py TEXTS.json`.

It wraps a text and draws it, and does nothing else: no database, no queue, no search for what to mark.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

Line = tuple[int, int]


class View(ScrollView, can_focus=False):
    """One text at a time."""

    def on_mount(self) -> None:
        """Show the first text."""
        self.texts = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
        self.number = -1
        self.marked = Style(underline=True, bold=True)
        self.show_next()

    def on_resize(self) -> None:
        """Wrap anew."""
        self.lay_out()

    def show_next(self) -> None:
        """Show the next text."""
        self.number += 1
        self.body, self.marks = self.texts[self.number]
        self.lay_out()
        self.scroll_to(y=0, animate=False)

    def lay_out(self) -> None:
        """Cut the text into lines, at blanks."""
        width, start, self.lines = max(10, self.scrollable_content_region.width - 2), 0, list[Line]()
        while len(self.body) - start > width:
            end = self.body.rfind(" ", start, start + width) + 1 or start + width
            self.lines.append((start, end))
            start = end
        self.lines.append((start, len(self.body)))
        self.virtual_size = Size(width, len(self.lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one line; the last one of the screen says which text it is."""
        width, base = self.size.width, self.rich_style
        index = self.scroll_offset.y + y
        if y == self.size.height - 1:
            return Strip([Segment(f"text {self.number}", base)]).adjust_cell_length(width, base)
        if index >= len(self.lines):
            return Strip.blank(width, base)
        start, end = self.lines[index]
        here = [
            (max(one, start), min(other, end)) for one, other in self.marks if one < end and other > start
        ]
        cuts = sorted({start, end, *(cut for mark in here for cut in mark)})
        segments = [Segment(" ", base)]
        for one, other in pairwise(cuts):
            marked = any(first <= one and other <= last for first, last in here)
            segments.append(Segment(self.body[one:other], base + self.marked if marked else base))
        return Strip(segments).adjust_cell_length(width, base)


class BareView(App[None]):
    """The view alone."""

    BINDINGS = [("j", "next", "Next text")]

    def compose(self) -> ComposeResult:
        """Nothing but the view."""
        yield View()

    def action_next(self) -> None:
        """Show the next text."""
        self.query_one(View).show_next()


if __name__ == "__main__":
    BareView().run()
