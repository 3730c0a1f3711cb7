"""What has been said of a posting: its state, tags and notes, and what its source claims."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from store import Posting, Requirement, State, Tag
from tui.commands import key_of
from tui.paragraphs import lines, paragraphs
from tui.skill_reader import SkillMention
from tui.text import shown, shown_lines

from .line_view import LineView
from .queue_list import STATE_MARKS

if TYPE_CHECKING:
    from skills.suggesting import Suggested

REQUIREMENT_MARKS = {Requirement.REQUIRED: "!", Requirement.PREFERRED: "+", Requirement.MENTIONED: "·"}
ROOMY = 30  # lines of the pane from which on each suggestion has a line for its reason


@dataclass(frozen=True, slots=True)
class Annotations:
    """What is shown of a posting, to whom.

    `pairs` are its open ones; `tag` is the uid of the tag under the cursor, `mention` what stands there instead, and
    `mentions` how many wait for a word, None while they are still to be found, as `offers` are. `answers` says by URI
    what was accepted and rejected; `rejecting` says that the next number rejects, `explaining` that all reasons show.
    """

    posting: Posting | None
    annotator: str
    pairs: int
    tag: str | None
    mention: SkillMention | None
    mentions: int | None
    offers: "tuple[Suggested, ...] | None" = ()
    answers: Mapping[str, bool] = field(default_factory=dict)
    rejecting: bool = False
    explaining: bool = False


class _Line(NamedTuple):
    text: str
    style: str | None = None
    current: bool = False  # whether it is about what is under the cursor


class AnnotationPane(LineView):
    """Shows the annotations of one posting, with a cursor on one of the annotator's own tags."""

    MARGIN = 1
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "annotation-pane--heading",
        "annotation-pane--dim",
        "annotation-pane--warning",
        "annotation-pane--current",
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._now = Annotations(None, "", 0, None, None, 0)
        self._laid_out: list[_Line] = []

    def show(self, annotations: Annotations) -> None:
        """Show a posting's annotations."""
        self._now = annotations
        before, was_at = self._laid_out, self.scroll_offset.y
        self.ask_to_lay_out()
        at = next((y for y, line in enumerate(self._laid_out) if line.current), None)
        height = max(1, self.size.height)
        # The suggestions stay in sight, and where they are, unless what is under the cursor stands further down.
        top = 0 if at is None or annotations.rejecting or at < height - 1 else at - height + 2
        self.scroll_to(y=top, animate=False)
        if self.scroll_offset.y == was_at:  # else all of it is drawn anew
            changed = [y for y, (old, new) in enumerate(zip_longest(before, self._laid_out)) if old != new]
            for y in changed:
                self.refresh_line(y)

    def lay_out(self) -> None:
        """Wrap to the width there is."""
        posting = self._now.posting
        found: list[_Line] = []
        if posting is not None:
            found = [
                *self._head(posting),
                *self._hidden(posting),
                *self._offers(posting),
                *self._tags(posting),
                *self._mentions(),
                *self._notes(posting),
                *self._claims(posting),
                *self._problems(posting),
            ]
        self._laid_out = found
        self.fit(len(found))

    def _head(self, posting: Posting) -> list[_Line]:
        mark = STATE_MARKS[posting.state]
        found = [_Line(f"{mark} {'to do' if posting.state is State.TODO else posting.state}", "heading")]
        pairs = self._now.pairs
        if pairs:
            found.append(
                _Line(
                    f"= {pairs} open {'pair' if pairs == 1 else 'pairs'}: {key_of('review', 'pairs')}",
                    "warning",
                )
            )
        return found

    def _hidden(self, posting: Posting) -> list[_Line]:
        """Say that what others think is kept from this annotator for now."""
        if not posting.blind:
            return []
        said = "Shared with another: what others say shows once all are done."
        return [_Line(line, "dim") for line in self._wrapped(said)]

    def _offers(self, posting: Posting) -> list[_Line]:
        """The suggestions: each stays under its number, with a sign when it was answered."""
        now = self._now
        if now.offers is None:
            return [_Line(""), _Line("Suggestions …", "heading")]
        if not now.offers:
            return []
        tagged = {tag.skill.uri for tag in posting.tags if tag.annotator == now.annotator}
        found = [_Line(""), _Line("Suggestions", "heading")]
        if now.rejecting:
            found[1] = _Line(f"Reject which? 1…9, or {key_of('review', 'clear')}", "warning")
        for offer in now.offers:
            uri = offer.skill.uri
            current = now.mention is not None and now.mention.skill.uri == uri
            accepted, rejected = uri in tagged, now.answers.get(uri) is False
            mark = "✓" if accepted else "×" if rejected else REQUIREMENT_MARKS[offer.requirement]
            pointer = "▌" if current else " "
            style = "current" if current else "dim" if accepted or rejected else None
            line = f"{pointer}{offer.number} {mark} {shown(offer.skill.label)}"
            if now.explaining:
                first, *rest = self._wrapped(offer.skill.label, 1) or [""]
                line = f"{pointer}{offer.number} {mark} {first}"
            found.append(_Line(line, style, current))
            if now.explaining:
                found += [_Line(f"     {part}", style) for part in rest]
                for reason in (*offer.reasons, offer.why):
                    found += [_Line(f"     {part}", "dim") for part in self._wrapped(reason, 2)]
            elif self.size.height >= ROOMY and not accepted and not rejected:
                found.append(_Line(f"     {shown(offer.reasons[0])}", "dim"))
        return found

    def _tags(self, posting: Posting) -> list[_Line]:
        found = [_Line(""), _Line(f"Tags {len(posting.tags) or ''}".rstrip(), "heading")]
        if not posting.tags:
            found += [
                _Line(line, "dim")
                for line in self._wrapped(f"none yet: {key_of('review', 'tag')} tags a skill")
            ]
        for tag in posting.tags:
            current = tag.uid == self._now.tag
            mark = REQUIREMENT_MARKS[tag.requirement]
            style = "current" if current else None
            found.append(_Line(f"{'▌' if current else ' '}{mark} {shown(tag.skill.label)}", style, current))
            found += [_Line(f"    {line}", "dim") for line in self._evidence(tag)]
        return found

    def _mentions(self) -> list[_Line]:
        """The mention under the cursor, or how many there are."""
        count, mention = self._now.mentions, self._now.mention
        if count is None:
            return [_Line(""), _Line("Mentions …", "heading")]
        if not count:
            return []
        found = [_Line(""), _Line(f"Mentions {count}", "heading")]
        if mention is None:
            to_next = f"{key_of('review', 'next-tag')} goes to the next one"
            return [*found, *(_Line(line, "dim") for line in self._wrapped(to_next))]
        mark = REQUIREMENT_MARKS[mention.requirement]
        found.append(_Line(f"▌{mark} {shown(mention.skill.label)}", "current", current=True))
        if mention.span.quote != mention.skill.label:
            found.append(_Line(f"    “{shown(mention.span.quote)}”", "dim"))
        found += [_Line(f"    {line}", "dim") for line in self._wrapped(mention.reason)]
        return found

    def _evidence(self, tag: Tag) -> list[str]:
        found = []
        if tag.span:
            found.append(f"“{shown(tag.span.quote)}”")
        if tag.lost_quote:
            found.append(f"lost: “{shown(tag.lost_quote)}”")
        if tag.annotator != self._now.annotator:
            found.append(f"by {shown(tag.annotator)}")
        return found

    def _notes(self, posting: Posting) -> list[_Line]:
        if not posting.notes:
            return []
        found = [_Line(""), _Line(f"Notes {len(posting.notes)}", "heading")]
        for note in posting.notes:
            who = "" if note.annotator == self._now.annotator else f"{note.annotator}: "
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

    def _wrapped(self, text: str, further: int = 0) -> list[str]:
        width = max(8, self.text_width - 4 - further)
        text = shown_lines(text)
        return [text[line.start : line.end] for line in lines(text, paragraphs(text, ()), width)]

    def segments(self, index: int) -> list[Segment]:
        """Return what stands in a line."""
        if index >= len(self._laid_out):
            return []
        width = self.text_width
        line = self._laid_out[index]
        style: Style = self.base
        if line.style:
            style += self.style(f"annotation-pane--{line.style}")
        text = line.text
        if cell_len(text) > width:
            text = f"{set_cell_size(text, max(0, width - 1)).rstrip()}…"
        return [Segment(set_cell_size(text, width), style)]
