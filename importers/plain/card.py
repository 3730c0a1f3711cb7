"""A card: one posting with its title, a line of facts set off by middle dots, and lists under headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from importers.base import Document
from importers.fields.drafting import draft
from importers.fields.locations import is_location_line, location_of
from importers.fields.sections import LONGEST_HEADING, headings_in, partition
from store import Location, Problem, Requirement, SourceSkill, canonical_line, visible
from store.drafts import Draft

from .texts import TextFormat

LONGEST_TITLE = 200
_SKILLS = {
    "required": Requirement.REQUIRED,
    "must have": Requirement.REQUIRED,
    "requirements": Requirement.REQUIRED,
    "nice to have": Requirement.PREFERRED,
    "preferred": Requirement.PREFERRED,
    "bonus": Requirement.PREFERRED,
    "skills": Requirement.MENTIONED,
    "what the jd emphasized": Requirement.MENTIONED,
    "what the jd emphasised": Requirement.MENTIONED,
    "other signals": Requirement.MENTIONED,
}
_HEADINGS = frozenset((*_SKILLS, "what you'd actually do", "what you'll actually do"))
_TELLING = frozenset(
    ("what you'd actually do", "what the jd emphasized", "what the jd emphasised", "other signals")
)
_DOT = re.compile(r"\s+[·•‧∙]\s+")
_ITEM = re.compile(r"\s*(?:[•‣◦▪*–-]|\d{1,3}[.)])\s+(?P<text>\S.*)")
_MODES = {"remote": "remote", "hybrid": "hybrid", "on-site": "onsite", "onsite": "onsite"}
_TYPES = frozenset(
    ("full-time", "full time", "part-time", "part time", "internship", "contract", "temporary", "permanent")
)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the line below the title says; empty where there is no such line."""

    company: str | None = None
    locations: tuple[Location, ...] = ()
    work_mode: str | None = None
    employment_type: tuple[str, ...] = ()


class CardImporter(TextFormat):
    """Reads a card; everything from its summary on is the body, what stands above is fields."""

    name = "card"
    description = "one posting with a line such as `Company · Field · CC, City` and lists under headings"
    version = 1

    def knows(self, document: Document) -> bool:
        """Whether a title is followed by the line of facts and a card's headings, or by most of these."""
        title, facts, _ = _head(document)
        if title is None:
            return False
        line = document.lines[title]
        if len(line) > LONGEST_TITLE or is_location_line(line):
            return False
        keys = {_key(line) for line in document.lines[title + 1 :]}
        known, telling = keys & _HEADINGS, keys & _TELLING
        if facts is None:
            return bool(telling) and len(known) > 2
        return bool(telling) or len(known) > 1

    def read(self, document: Document) -> Iterator[Draft | Problem]:
        """Yield the one draft, or the problem that there is nothing below the head."""
        title, facts_at, body_at = _head(document)
        if title is None:
            return
        if body_at is None:
            yield Problem(f"line {title + 1}", "body", "nothing follows the head of the card")
            return
        body = "\n".join(document.lines[body_at:])
        facts = _Facts() if facts_at is None else _facts(document.lines[facts_at])
        yield draft(
            document,
            range(title + 1, len(document.lines) + 1),
            body,
            document.text,
            title=canonical_line(visible(document.lines[title])),
            company=facts.company,
            locations=facts.locations,
            work_mode=facts.work_mode,
            employment_type=facts.employment_type,
            sections=partition(body, [*headings_in(body), *_card_headings(body)]),
            source_skills=_skills(body),
        )


def _head(document: Document) -> tuple[int | None, int | None, int | None]:
    """The indexes of the lines with title, facts and the first of the body; None for what is missing."""
    filled = (index for index, line in enumerate(document.lines) if visible(line).strip())
    title, second, third = (next(filled, None) for _ in range(3))
    if (
        second is not None
        and len(_DOT.split(document.lines[second])) > 1
        and not _ITEM.match(document.lines[second])
    ):
        return title, second, third
    return title, None, second


def _facts(line: str) -> _Facts:
    company, *parts = _DOT.split(canonical_line(line))
    modes = [_MODES[part.casefold()] for part in parts if part.casefold() in _MODES]
    if is_location_line(company):
        company, parts = "", [company, *parts]
    return _Facts(
        _said_once(company) or None,
        tuple(location_of(part) for part in parts if is_location_line(part)),
        modes[0] if modes else None,
        tuple(part for part in parts if part.casefold() in _TYPES),
    )


def _said_once(company: str) -> str:
    """Drop the second half of a name that is its first again: the text of the logo comes before it."""
    words = company.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and words[:half] == words[half:] else company


def _card_headings(body: str) -> Iterator[tuple[int, str]]:
    """Yield short lines that stand alone above a list or above another such line."""
    lines = body.split("\n")
    offset = 0
    starts: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if line.strip():
            starts.append((index, offset))
        offset += len(line) + 1
    for (index, start), (below, _) in pairwise(starts):
        line = lines[index].rstrip()
        alone = index == 0 or not lines[index - 1].strip()
        if alone and _may_head(line) and (_ITEM.match(lines[below]) or _key(line) in _HEADINGS):
            yield start, line.rstrip(":")


def _may_head(line: str) -> bool:
    text = line.rstrip(":")
    return (
        0 < len(text) <= LONGEST_HEADING
        and text[0].isalnum()
        and not _ITEM.match(line)
        and text[-1] not in ".,;!"
    )


def _skills(body: str) -> tuple[SourceSkill, ...]:
    """The items of the lists of skills, each once: what is required counts before what is emphasised."""
    found: dict[str, Requirement] = {}
    headings = {start for start, _ in _card_headings(body)}
    requirement: Requirement | None = None
    last: str | None = None
    offset = 0
    for line in body.split("\n"):
        if offset in headings or _key(line) in _HEADINGS:
            requirement, last = _SKILLS.get(_key(line)), None
        elif requirement is not None and (item := _ITEM.match(line)):
            last = canonical_line(item["text"])
            found.setdefault(last, requirement)
        elif last is not None and line[:1].isspace() and line.strip() and last in found:
            # A long item goes on, indented, on the next line.
            held = found.pop(last)
            last = f"{last} {canonical_line(line)}"
            found.setdefault(last, held)
        elif line.strip():
            last = None
        offset += len(line) + 1
    return tuple(SourceSkill(text, requirement) for text, requirement in found.items())


def _key(line: str) -> str:
    return canonical_line(visible(line)).rstrip(":").replace("’", "'").casefold()
