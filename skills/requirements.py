"""How a posting asks for a skill, proposed from where a mention stands: its section, and the words around it.

The words nearest to the mention in its sentence count most. Some speak of what follows them ("must have", "ideally"),
some of what they follow ("required", "a plus"). Where the sentence says nothing, the line that begins its list does,
then the heading of its section. Every answer has its reason in words. English only: in any other language a skill is
merely mentioned, until a person says more.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from store import Requirement, Section, Span

from .mentions import Mention
from .requirement_words import (
    AHEAD,
    BEHIND,
    HEADINGS,
    MENTIONED,
    NONE_ASKED,
    PREFERRED,
    REQUIRED,
    STEMS,
    STRICT,
    WORDS,
)

REACH = 300  # code points of a sentence on either side of a mention that are read
LIST_REACH = 4_000  # code points before a mention in which the line that begins its list is looked for
LONGEST_LEAD, LONGEST_BARE_LEAD = 120, 60  # code points of such a line, with a colon at its end and without

# Lines that were joined without a blank end too: "is a plus.Experience", "requiredMinimum".
_SENTENCE_END = re.compile(
    r"(?:(?<!e\.g)(?<!i\.e)[.!?;]|·)(?=\s|$)|[\n•▪●◦]|(?<=[a-z)])[.!?;](?=[A-Z][a-z])"
    r"|(?:(?<=required)|(?<=preferred)|(?<=plus))(?=[A-Z])|(?<=[a-z])-\s(?=[A-Z])"
)
_BULLET = re.compile(r"[ \t]*(?:[-*–•·▪●◦o]|\(?\d{1,2}[.)])[ \t]")


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words that say how something is asked for: where they stand, and whether they speak of what follows them."""

    requirement: Requirement
    words: str
    start: int
    end: int
    ahead: bool


def requirement_of(
    body: str, sections: Sequence[Section], mention: Mention | Span
) -> tuple[Requirement, str]:
    """Return how a posting seems to ask for what a mention names, and why in a few words.

    Reads no more than a few thousand code points around the mention, however long the body is.
    """
    section = next((part for part in sections if part.start <= mention.start < part.end), None)
    begin, end = _sentence(body, mention, section)
    cue = _nearest(list(_cues(body, begin, end)), mention)
    if cue and not cue.ahead and cue.requirement is REQUIRED:
        none = NONE_ASKED.search(body, begin, mention.start)
        if none:
            return MENTIONED, f"“{none[0].split()[0]} … {_quoted(cue.words)}” stand around it"
    if cue:
        return cue.requirement, f"“{_quoted(cue.words)}” stands {'before' if cue.ahead else 'after'} it"
    lead = _lead(body, mention.start, section.start if section else 0)
    for requirement, pattern in HEADINGS if lead else ():
        if pattern.search(lead):
            return requirement, f"in the list under “{_quoted(lead)}”"
    if section:
        found = (requirement for requirement, pattern in HEADINGS if pattern.search(section.heading))
        return next(found, MENTIONED), f"under the heading “{_quoted(section.heading)}”"
    return MENTIONED, "nothing around it says more"


def _sentence(body: str, mention: Mention | Span, section: Section | None) -> tuple[int, int]:
    """Return the range of the sentence or bullet around a mention, cut where it is very long."""
    low = max(mention.start - REACH, section.start + len(section.heading) if section else 0, 0)
    low = min(low, mention.start)
    high = min(mention.end + REACH, section.end if section else len(body))
    begin = low
    for match in _SENTENCE_END.finditer(body, low, mention.start):
        begin = match.end()
    high = max(high, mention.end)
    ending = _SENTENCE_END.search(body, mention.end, high)
    return begin, ending.start() if ending else high


def _cues(body: str, begin: int, end: int) -> Iterator[_Cue]:
    sentence = body[begin:end].lower()
    if not any(stem in sentence for stem in STEMS):
        return
    for match in WORDS.finditer(body, begin, end):
        name = match.lastgroup or ""
        behind = name.startswith("behind")
        requirement = (BEHIND if behind else AHEAD)[int(name.lstrip("abdehin"))][0]
        # "Nice to have" speaks of what it follows, but not where nothing comes before it, nor before a colon.
        first = not body[begin : match.start()].strip(" \t-*–•·")
        ahead = not behind or first or body[match.end() : match.end() + 1] == ":"
        yield _Cue(requirement, match[0], match.start(), match.end(), ahead)


def _nearest(cues: Sequence[_Cue], mention: Mention | Span) -> _Cue | None:
    """Return the words that speak of the mention: the last before it, or the first after it, whichever is nearer."""
    before = [cue for cue in cues if cue.end <= mention.start]
    after = [cue for cue in cues if cue.start >= mention.end]
    leading = list(takewhile(lambda cue: cue.ahead, reversed(before)))
    ahead = leading[0] if leading else None
    if ahead and ahead.requirement is REQUIRED and not STRICT.match(ahead.words):
        # "Ideally you know", "preferably two years": the wish stands before what would else be asked for.
        ahead = next((cue for cue in leading if cue.requirement is PREFERRED), ahead)
    behind = after[0] if after and not after[0].ahead else None
    if ahead and behind:
        return min(ahead, behind, key=lambda cue: max(mention.start - cue.end, cue.start - mention.end))
    return ahead or behind


def _lead(body: str, start: int, floor: int) -> str:
    """Return the line that begins the list in which an offset stands, or nothing where it stands in none."""
    floor = max(floor, start - LIST_REACH, 0)
    line = body.rfind("\n", floor, start) + 1
    if line <= floor or not _BULLET.match(body, line):
        return ""
    while line > floor:
        end = line - 1
        line = body.rfind("\n", floor, end) + 1 or floor
        text = body[line:end]
        if text.strip() and not _BULLET.match(text):
            text = text.strip()
            return text if len(text) <= (LONGEST_LEAD if text.endswith(":") else LONGEST_BARE_LEAD) else ""
    return ""


def _quoted(words: str) -> str:
    return " ".join(words.split()).rstrip(":")
