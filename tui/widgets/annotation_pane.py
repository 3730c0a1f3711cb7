"""What has been said of a posting: its state, tags and notes, and what its source claims."""

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from store import Posting, Requirement, State, Tag
from tui.paragraphs import lines, paragraphs
from tui.text import shown, shown_lines

from .line_view import LineView
from .queue_list import STATE_MARKS

REQUIREMENT_MARKS = {Requirement.REQUIRED: "!", Requirement.PREFERRED: "+", Requirement.MENTIONED: "·"}


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    style: str | None = None
    tag: str | None = None  # the uid of the tag the line is about


class AnnotationPane(LineView):
    """Shows the annotations of one posting, with a cursor on one of the annotator's own tags."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "annotation-pane--heading",
        "annotation-pane--dim",
        "annotation-pane--warning",
        "annotation-pane--current",
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._posting: Posting | None = None
        self._annotator = ""
        self._current: str | None = None
        self._pairs = 0
        self._laid_out: list[_Line] = []

    def show(self, posting: Posting | None, annotator: str, current: str | None, pairs: int) -> None:
        """Show a posting's annotations; `current` is the uid of the tag under the cursor, `pairs` its open pairs."""
        self._posting, self._annotator, self._current, self._pairs = posting, annotator, current, pairs
        self._lay_out()
        at = next((y for y, line in enumerate(self._laid_out) if line.tag == current), None)
        top, height = self.scroll_offset.y, self.size.height
        if current is None or at is None:
            self.scroll_to(y=0, animate=False)
        elif not top <= at < top + height - 1:
            self.scroll_to(y=max(0, at - height // 2), animate=False)
        self.refresh()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        posting = self._posting
        found: list[_Line] = []
        if posting is not None:
            found = [
                *self._head(posting),
                *self._tags(posting),
                *self._notes(posting),
                *self._claims(posting),
                *self._problems(posting),
            ]
        self._laid_out = found
        self.virtual_size = Size(max(1, self.scrollable_content_region.width), len(found))

    def _head(self, posting: Posting) -> list[_Line]:
        mark = STATE_MARKS[posting.state]
        found = [_Line(f"{mark} {'to do' if posting.state is State.TODO else posting.state}", "heading")]
        if self._pairs:
            found.append(
                _Line(f"= {self._pairs} open {'pair' if self._pairs == 1 else 'pairs'}: d", "warning")
            )
        return found

    def _tags(self, posting: Posting) -> list[_Line]:
        found = [_Line(""), _Line(f"Tags {len(posting.tags) or ''}".rstrip(), "heading")]
        if not posting.tags:
            found += [_Line(line, "dim") for line in self._wrapped("none yet: s tags a skill")]
        for tag in posting.tags:
            pointer = "▌" if tag.uid == self._current else " "
            style = "current" if tag.uid == self._current else None
            mark = REQUIREMENT_MARKS[tag.requirement]
            found.append(_Line(f"{pointer}{mark} {shown(tag.skill.label)}", style, tag.uid))
            found += [_Line(f"    {line}", "dim") for line in self._evidence(tag)]
        return found

    def _evidence(self, tag: Tag) -> list[str]:
        found = []
        if tag.span:
            found.append(f"“{shown(tag.span.quote)}”")
        if tag.lost_quote:
            found.append(f"lost: “{shown(tag.lost_quote)}”")
        if tag.annotator != self._annotator:
            found.append(f"by {shown(tag.annotator)}")
        return found

    def _notes(self, posting: Posting) -> list[_Line]:
        if not posting.notes:
            return []
        found = [_Line(""), _Line(f"Notes {len(posting.notes)}", "heading")]
        for note in posting.notes:
            who = "" if note.annotator == self._annotator else f"{note.annotator}: "
            text = f"{who}{note.text}"
            found += [_Line(f" {line}") for line in self._wrapped(text)]
            if note.span or note.lost_quote:
                quote = note.span.quote if note.span else note.lost_quote
                found.append(_Line(f"    “{shown(quote or '')}”", "dim"))
        return found

    def _claims(self, posting: Posting) -> list[_Line]:
        if not posting.source_skills:
            return []
        found = [_Line(""), _Line("The source says", "heading")]
        for claim in posting.source_skills:
            first, *rest = self._wrapped(claim.text) or [""]
            found.append(_Line(f" {REQUIREMENT_MARKS[claim.requirement]} {first}", "dim"))
            found += [_Line(f"   {line}", "dim") for line in rest]
        return found

    def _problems(self, posting: Posting) -> list[_Line]:
        if not posting.problems:
            return []
        found = [_Line(""), _Line("Repaired at import", "warning")]
        for problem in posting.problems:
            found += [_Line(f" {line}", "dim") for line in self._wrapped(problem.reason)]
        return found

    def _wrapped(self, text: str) -> list[str]:
        width = max(8, self.scrollable_content_region.width - 4)
        text = shown_lines(text)
        return [text[line.start : line.end] for line in lines(text, paragraphs(text, ()), width)]

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen."""
        index = self.scroll_offset.y + y
        width = self.size.width
        if index >= len(self._laid_out):
            return Strip.blank(width, self.base)
        line = self._laid_out[index]
        style: Style = self.base
        if line.style:
            style += self.style(f"annotation-pane--{line.style}")
        return Strip([Segment(set_cell_size(line.text, width), style)])
