"""cards: a posting a file, to be read by people, and by `postil import --as card`."""

import re

from exports.models import PostingModel, TagModel
from store import Requirement, canonical_line

from .base import Format
from .inert import inert, inert_line, without_commands
from .losses import Loss, beside_spans

_DOT = re.compile("[·•‧∙]")
_HEADINGS = {
    Requirement.REQUIRED: "Required",
    Requirement.PREFERRED: "Nice to have",
    Requirement.MENTIONED: "Skills",
}
_UNTITLED = "(no title)"
_FILLER = "job posting"
"""Beside a fact that is alone: a line is one of facts by its dot."""


class Cards(Format):
    """A Markdown file a posting: the title, a line of facts set off by dots, the text, and the skills in lists.

    Files are numbered in the order of the postings; nothing from a posting is in their names.
    """

    name = "cards"
    about = """\
A card a posting, numbered in the order of import: its title, a line with the company, the places, the work mode and
the kinds of employment, then the text, and lists of the skills that are required, nice to have, or mentioned. In
the text, backslashes stand before `<`, `[` and backslashes, so that it cannot be HTML, a link or an image; Markdown
takes them away, but within code. `postil import --as card` of this folder reads cards back, with the lists as what
the source claims.
"""
    cannot = (
        "The places of tags; their skills are held.",
        "Characters that a terminal obeys, and dots in the line of facts, which are replaced.",
        "Notes, states, verdicts on pairs, and who chose a posting to stand for its cluster.",
        "More than one annotator, and splits.",
    )
    labels = False

    def posting(self, posting: PostingModel) -> None:
        """Write a card."""
        number = self.parts.rows.get("cards", 0) + 1
        self.parts.rows["cards"] = number
        with (self.parts.folder / f"card-{number:06}.md").open("x", encoding="utf-8", newline="") as out:
            out.write(self._head(posting))
            out.write("\n" + inert(posting.body).rstrip("\n") + "\n")
            for requirement, heading in _HEADINGS.items():
                out.write(f"\n{heading}\n" + _items(posting.tags, requirement))
        self._count_losses(posting)

    def _head(self, posting: PostingModel) -> str:
        guess = posting.title_inferred
        title = posting.title or (guess.text if guess else None) or _UNTITLED
        return f"{inert_line(title)}\n" + (f"\n{line}\n" if (line := _facts(posting)) else "")

    def _count_losses(self, posting: PostingModel) -> None:
        for tag in posting.tags:
            if tag.start is not None:
                self.losses.tag(posting, tag, "its place cannot be held, its skill is")
            elif tag.quote is not None:
                self.losses.tag(posting, tag, "its lost words cannot be held, its skill is")
        for loss in beside_spans(posting, held=("tag",)):
            self.losses.add(loss)
        if without_commands(posting.body) != posting.body:
            self._changed(posting, "text", None, "characters in it that a terminal obeys were replaced")
        for what, text in (("title", posting.title), ("company", posting.company)):
            line = canonical_line(text or "")
            if without_commands(line) != line or (what == "company" and _DOT.search(line)):
                self._changed(posting, what, text, "characters in it were replaced")
        for place in posting.locations:
            if place.text not in _places(posting):
                self._changed(
                    posting, "place", place.text, "without a company beside it, it would read as one"
                )
        if (posting.work_mode or posting.employment_type) and not _facts(posting):
            self._changed(posting, "facts", None, "there is neither company nor place to say them beside")
        if posting.split is not None:
            self._changed(posting, "split", posting.split, "cards are in no split")

    def _changed(self, posting: PostingModel, what: str, quote: str | None, reason: str) -> None:
        self.losses.add(Loss(posting.key, what, "", None, None, quote, reason))


def _facts(posting: PostingModel) -> str:
    """Return the line of facts; empty without a company and a place, as what else comes first reads as a company."""
    first = [*([posting.company] if posting.company else []), *_places(posting)]
    if not first:
        return ""
    rest = [*([posting.work_mode] if posting.work_mode else []), *posting.employment_type]
    facts = [_DOT.sub("-", inert_line(fact)) for fact in (*first, *rest)]
    return " · ".join(facts if len(facts) > 1 else (*facts, _FILLER))


def _places(posting: PostingModel) -> list[str]:
    """Return the places; without a company only those that nobody would take for one."""
    return [place.text for place in posting.locations if posting.company or _is_plain_place(place.text)]


def _is_plain_place(text: str) -> bool:
    """Whether a place is worded `CC, City`, every word with a capital: so it reads as a place wherever it stands."""
    country, *parts = text.split(", ")
    words = [word for part in parts for word in part.split(" ")]
    return (
        re.fullmatch("[A-Z]{2}", country) is not None
        and bool(words)
        and all(word[:1].isupper() and word[-1:].isalpha() for word in words)
    )


def _items(tags: list[TagModel], requirement: Requirement) -> str:
    labels = dict.fromkeys(inert_line(tag.skill) for tag in tags if tag.requirement is requirement)
    return ("\n" if labels else "") + "".join(f"- {label}\n" for label in labels)
