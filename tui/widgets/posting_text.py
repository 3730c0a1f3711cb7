"""A posting's text: wrapped, with marks on it, a caret that moves by word, and a selection."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Literal

from rich.cells import get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message

from store import Section
from tui.bindings import bindings
from tui.paragraphs import Line, lines, paragraphs
from tui.text import shown, shown_lines

from .line_view import LineView

MarkKind = Literal["tag", "mention", "note", "hit", "differs", "current"]
LeadKind = Literal["title", "field", "hint", "differs"]
# All but blanks, controls and punctuation, since `\w` leaves out the vowel signs of many scripts. A dot may begin a
# word (`.NET`), and signs may join two (`R&D`, `night-shift`).
_LETTER = (
    r"[^\s\x00-\x22\x24-\x2a\x2c-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x9f\u2000-\u200b\u200e-\u206f\u3000-\u303f]"
)
_WORD = rf"(?:(?<!{_LETTER})\.)?{_LETTER}+(?:[.'’&/-]{_LETTER}+)*"


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of the body that looks different, and why."""

    start: int
    end: int
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Page:
    """What the widget shows: lines about the posting, then its body. `lead` pairs a text with a class of line."""

    lead: tuple[tuple[str, LeadKind], ...] = ()
    body: str = ""
    sections: tuple[Section, ...] = ()
    marks: tuple[Mark, ...] = ()


class PostingText(LineView, can_focus=True):
    """Shows a page. While it is read it has a caret on a word, and a selection from `v` on."""

    MARGIN = 1
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("text")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "posting-text--title",
        "posting-text--field",
        "posting-text--hint",
        "posting-text--heading",
        "posting-text--tag",
        "posting-text--overlap",
        "posting-text--mention",
        "posting-text--note",
        "posting-text--hit",
        "posting-text--differs",
        "posting-text--current",
        "posting-text--caret",
        "posting-text--selection",
    }

    @dataclass
    class CaretMoved(Message):
        """The caret stands on the word at this offset of the body."""

        offset: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self.page = Page()
        self._shown = ""
        self._lines: list[Line] = []
        self._lead: list[tuple[str, LeadKind]] = []
        self._starts: list[int] = []
        self._marks: list[list[tuple[int, int, str]]] = []  # of each line, and perhaps of its neighbours
        self._words: list[tuple[int, int]] = []
        self._caret = 0
        self._anchor: int | None = None
        self._reading = False

    def show(self, page: Page, *, from_top: bool = True) -> None:
        """Show a page; from its top, or as far down as before."""
        same_body = page.body == self.page.body
        self.page = page
        if not same_body or from_top:
            self._shown = shown_lines(page.body)
            self._words = []
            self._caret, self._anchor = 0, None
        self.ask_to_lay_out()
        if from_top:
            self.scroll_to(y=0, animate=False)
        if self._reading and not self._words:
            self.read()
        self.refresh()

    def reveal(self, offset: int) -> None:
        """Scroll so that an offset of the body is in sight."""
        y = self._line_of(offset) + len(self._lead)
        top, height = self.scroll_offset.y, self.size.height
        if not top <= y < top + height - 1:
            self.scroll_to(y=max(0, y - height // 3), animate=False)

    @property
    def is_read(self) -> bool:
        """Whether it has a caret."""
        return self._reading

    @property
    def selected(self) -> tuple[int, int] | None:
        """The range from where the selection began to the caret, by whole words; the caret's word without one."""
        if not self._words or not self._reading:
            return None
        one, other = sorted((self._caret if self._anchor is None else self._anchor, self._caret))
        return self._words[one][0], self._words[other][1]

    def resized(self) -> None:
        """Wrap anew, keeping what stands at the top there."""
        top = self.scroll_offset.y - len(self._lead)
        offset = self._lines[top].start if 0 <= top < len(self._lines) else None
        self.lay_out()
        if offset is not None:
            self.scroll_to(y=self._line_of(offset) + len(self._lead), animate=False)

    def lay_out(self) -> None:
        """Wrap to the width there is."""
        width = max(10, self.text_width - self.MARGIN)  # on the right, too
        self._lead = [
            (text[line.start : line.end], kind)
            for text, kind in ((shown(text), kind) for text, kind in self.page.lead)
            for line in lines(text, paragraphs(text, ()), width)
        ]
        if self.page.lead and self.page.body:
            self._lead.append(("", "field"))
        self._lines = lines(self._shown, paragraphs(self._shown, self.page.sections), width)
        self._starts = [line.start for line in self._lines]
        self._marks = [[] for _ in self._lines]
        for mark in self.page.marks:
            for index in self._lines_of(mark.start, mark.end):
                self._marks[index].append((mark.start, mark.end, mark.kind))
        self.fit(len(self._lead) + len(self._lines))

    def _line_of(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _lines_of(self, start: int, end: int) -> range:
        return range(self._line_of(start), bisect_left(self._starts, end))

    def segments(self, index: int) -> list[Segment]:
        """Return what stands in a line."""
        if index < len(self._lead):
            text, kind = self._lead[index]
            return [Segment(text, self.base + self._style(kind))]
        index -= len(self._lead)
        return self._body_line(index) if index < len(self._lines) else []

    def _style(self, name: str) -> Style:
        return self.style(f"posting-text--{name}")

    def _body_line(self, index: int) -> list[Segment]:
        line, base = self._lines[index], self.base
        segments = [Segment(" " * line.indent, base)] if line.indent else []
        if line.kind == "heading":
            base += self._style("heading")
        marks = [mark for mark in self._marks_of(index) if mark[0] < line.end and mark[1] > line.start]
        if not marks:
            segments.append(Segment(self._shown[line.start : line.end], base))
            return segments
        cuts = {line.start, line.end}
        for start, end, _ in marks:
            cuts |= {max(start, line.start), min(end, line.end)}
        for one, other in pairwise(sorted(cuts)):
            style = base
            here = [name for start, end, name in marks if start <= one and other <= end]
            for name in here:
                style += self._style(name)
            if here.count("tag") > 1:
                style += self._style("overlap")
            segments.append(Segment(self._shown[one:other], style))
        return segments

    def _marks_of(self, index: int) -> list[tuple[int, int, str]]:
        marks = self._marks[index]
        if chosen := self.selected:
            selection = [] if self._anchor is None else [(*chosen, "selection")]
            return [*marks, *selection, (*self._words[self._caret], "caret")]
        return marks

    def read(self) -> None:
        """Show the caret, on the first word in sight; from now on words can be selected."""
        self._reading = True
        if not self._words:
            self._words = [match.span() for match in re.finditer(_WORD, self.page.body)]
        top = self.scroll_offset.y - len(self._lead)
        offset = self._lines[max(0, top)].start if self._lines else 0
        if not self._words:
            return
        caret_line = self._line_of(self._words[self._caret][0]) + len(self._lead)
        if not 0 <= caret_line - self.scroll_offset.y < self.size.height:
            self._caret = self._word_at(offset)
        self.refresh()

    def _word_at(self, offset: int) -> int:
        index = bisect_right(self._words, (offset, len(self.page.body))) - 1
        if index < 0 or (self._words[index][1] <= offset and index + 1 < len(self._words)):
            index += 1
        return index

    def _move(self, word: int) -> None:
        if self._words:
            self._caret = min(max(word, 0), len(self._words) - 1)
            self.reveal(self._words[self._caret][0])
            self.refresh()
            self.post_message(self.CaretMoved(self._words[self._caret][0]))

    def action_word(self, step: int) -> None:
        """Move the caret by words."""
        self._move(self._caret + step)

    def action_line(self, step: int) -> None:
        """Move the caret to the word below or above it."""
        if not self._words:
            return
        here = self._words[self._caret][0]
        index = self._line_of(here)
        column = here - self._lines[index].start
        index += step
        while 0 <= index < len(self._lines) and self._lines[index].start == self._lines[index].end:
            index += step
        if 0 <= index < len(self._lines):
            line = self._lines[index]
            self._move(self._word_at(min(line.start + column, max(line.start, line.end - 1))))

    def action_select(self) -> None:
        """Begin a selection at the caret, or drop the one there is."""
        self._anchor = self._caret if self._anchor is None else None
        self.refresh()

    def stop_reading(self) -> None:
        """Hide the caret."""
        self._reading = False
        self.refresh()

    def drop_selection(self) -> bool:
        """Drop the selection; return whether there was one."""
        selecting = self._anchor is not None
        self._anchor = None
        self.refresh()
        return selecting

    def on_click(self, event: events.Click) -> None:
        """Put the caret on the word that was clicked."""
        index = self.scroll_offset.y + event.y - len(self._lead)
        if self.was_for_bar or not 0 <= index < len(self._lines):
            return
        line = self._lines[index]
        cell, at = self.MARGIN + line.indent, line.start
        while at < line.end and cell + get_character_cell_size(self._shown[at]) <= event.x:
            cell += get_character_cell_size(self._shown[at])
            at += 1
        if self._words:
            self._move(self._word_at(at))

    def page_by(self, step: int) -> None:
        """Scroll by nearly a screenful."""
        self.scroll_to(y=self.scroll_offset.y + step * max(1, self.size.height - 2), animate=False)
