"""Two postings side by side: the words that differ, how much of the text is equal, and which fields agree."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from store import INVISIBLE, Location, Posting, normalised

Range = tuple[int, int]
Match = tuple[int, int, int]

# A word keeps its accents and whatever invisible characters are inside it; each other mark is one of its own.
_WORD = re.compile(rf"[\w\u0300-\u036f{INVISIBLE.pattern[1:-1]}]+|[^\w\s]")
# Words of one text times words of the other that are aligned exactly: some 25 ms and 25 MB. A posting of
# 14,000 words is within it; longer ones are first cut at phrases that occur once in each.
EXACT_LIMIT = 200_000_000
PHRASE = 5  # words of such a phrase
FLEETING = 3  # an equal run below this is an accident where more than that differs on both of its sides


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """A field of two postings as a person reads it; blank where it is not stated. `same` ignores case and form."""

    name: str
    a: str
    b: str
    same: bool


def differences(a: str, b: str) -> tuple[list[Range], list[Range]]:
    """Return the ranges `[start, end)` of each text whose words the other does not have there, in order.

    Neighbouring words make one range. Two texts that are equal when normalised have no differences.
    """
    gaps = list(_gaps(a, b))
    return [one for one, _ in gaps if one[0] < one[1]], [other for _, other in gaps if other[0] < other[1]]


@dataclass(frozen=True, slots=True)
class Merged:
    """Two texts as one: where they differ, `[-words of the first-]` and `{+words of the second+}` stand in turn.

    `marked` are those ranges, in order. `moved` has, by offsets of the first text that rise, by how many characters
    what stands from there on has moved.
    """

    text: str
    marked: tuple[Range, ...]
    moved: tuple[Range, ...]

    def at(self, offset: int) -> int:
        """Return where an offset of the first text is now."""
        before = bisect_right(self.moved, (offset, len(self.text))) - 1
        return offset + (self.moved[before][1] if before >= 0 else 0)


def merged(a: str, b: str) -> Merged:
    """Return two texts in one column."""
    pieces: list[str] = []
    marked: list[Range] = []
    moved: list[Range] = []
    length = at = 0

    def add(piece: str) -> None:
        nonlocal length
        pieces.append(piece)
        length += len(piece)

    for (start, end), (other_start, other_end) in _gaps(a, b):
        add(a[at:start])
        first = len(marked)
        for words, sign, close in ((a[start:end], "[-", "-]"), (b[other_start:other_end], "{+", "+}")):
            if words:
                # What is only added stands behind a word, so that a blank has to come between.
                add(" " if sign == "{+" and length else "")
                marked.append((length, length + len(words) + len(sign) + len(close)))
                add(f"{sign}{words}{close}")
        if end == 0:
            add(" ")
        if start < end:
            moved.append((start, marked[first][0] + 2 - start))
        moved.append((end, length - end))
        at = end
    add(a[at:])
    return Merged("".join(pieces), tuple(marked), tuple(moved))


def _gaps(a: str, b: str) -> Iterator[tuple[Range, Range]]:
    """Yield, in order, where the texts differ: a range of each, empty in the one that has no words there."""
    if normalised(a) == normalised(b):
        return
    left, right = _words(a), _words(b)
    runs = list(_equal_runs([word for word, _ in left], [word for word, _ in right]))
    at = bt = 0
    for start, other, length in [*_lasting(runs, len(left), len(right)), (len(left), len(right), 0)]:
        if at < start or bt < other:
            yield _range(left, at, start), _range(right, bt, other)
        at, bt = start + length, other + length


def _range(words: Sequence[tuple[str, Range]], start: int, end: int) -> Range:
    """Return where words stand; for none, the place behind the word before."""
    if start < end:
        return words[start][1][0], words[end - 1][1][1]
    place = words[start - 1][1][1] if start else 0
    return place, place


def share(a: str, b: str) -> float:
    """Return how much of the two texts is equal, from 0 to 1: words in common and in order, of all words."""
    if normalised(a) == normalised(b):
        return 1.0
    left, right = ([word for word, _ in _words(text)] for text in (a, b))
    if not left and not right:
        return 1.0
    equal = sum(length for _, _, length in _equal_runs(left, right))
    return 2 * equal / (len(left) + len(right))


def compare_fields(a: Posting, b: Posting) -> tuple[FieldComparison, ...]:
    """Compare what two postings state beside their texts; places are equal in any order."""
    return (
        _stated("title", a.shown_title, b.shown_title),
        _stated("employer", a.company, b.company),
        FieldComparison("places", _named(a.locations), _named(b.locations), same_places(a, b)),
        _stated("date", a.date_posted, b.date_posted),
        _stated("salary", a.salary_text, b.salary_text),
        _stated("employment", ", ".join(a.employment_type), ", ".join(b.employment_type)),
        _stated("work mode", a.work_mode, b.work_mode),
        _stated("link", a.url, b.url),
    )


def same_places(a: Posting, b: Posting) -> bool:
    """Whether two postings state the same places, in whatever order and words."""
    return {place_key(place) for place in a.locations} == {place_key(place) for place in b.locations}


@lru_cache(maxsize=50_000)
def place_key(place: Location) -> tuple[str, ...]:
    """Return what two mentions of one place have in common: its parts where they are known, else its words."""
    if place.country and place.city:
        return place.country, normalised(place.region or ""), normalised(place.city)
    return (normalised(place.text),)


def _stated(name: str, a: str | None, b: str | None) -> FieldComparison:
    return FieldComparison(name, a or "", b or "", normalised(a or "") == normalised(b or ""))


def _named(places: Sequence[Location]) -> str:
    return "; ".join(place.name for place in places)


def _words(text: str) -> list[tuple[str, Range]]:
    plain: dict[str, str] = {}
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        if word not in plain:
            plain[word] = normalised(word)
        if plain[word]:
            found.append((plain[word], match.span()))
    return found


def _equal_runs(left: Sequence[str], right: Sequence[str]) -> Iterator[Match]:
    """Yield the runs of equal words as (place in left, place in right, length), in order."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    tail = 0
    while tail < min(len(left), len(right)) - start and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    if start:
        yield 0, 0, start
    at = bt = start
    ends = (len(left) - tail, len(right) - tail)
    for anchor in [*_anchors(left[start : ends[0]], right[start : ends[1]]), None]:
        a, b = (start + anchor[0], start + anchor[1]) if anchor else ends
        yield from _aligned(left[at:a], right[bt:b], at, bt)
        if anchor:
            yield a, b, PHRASE
            at, bt = a + PHRASE, b + PHRASE
    if tail:
        yield *ends, tail


def _aligned(left: Sequence[str], right: Sequence[str], at: int, bt: int) -> Iterator[Match]:
    if len(left) * len(right) > EXACT_LIMIT:
        return
    # Numbers, because a word's own hash differs from one process to the next.
    numbers: dict[str, int] = {}
    one, other = ([numbers.setdefault(word, len(numbers)) for word in words] for words in (left, right))
    for step in Indel.opcodes(one, other):
        if step.tag == "equal":
            yield at + step.src_start, bt + step.dest_start, step.src_end - step.src_start


def _anchors(left: Sequence[str], right: Sequence[str]) -> list[Range]:
    """Return where phrases stand that occur once in each of two long texts, rising in both; none for short ones."""
    if len(left) * len(right) <= EXACT_LIMIT:
        return []
    single = _single_phrases(right)
    shared = sorted((a, single[key]) for key, a in _single_phrases(left).items() if key in single)
    # The longest rising series: `ends[n]` is the lowest place at which a series of n + 1 can end.
    ends: list[int] = []
    best: list[int] = []
    before: list[int] = []
    for index, (_, b) in enumerate(shared):
        length = bisect_left(ends, b)
        if length == len(ends):
            ends.append(b)
            best.append(index)
        else:
            ends[length], best[length] = b, index
        before.append(best[length - 1] if length else -1)
    series: list[Range] = []
    index = best[-1] if best else -1
    while index >= 0:
        # Phrases overlap, so only one that ends before the next begins is of use.
        a, b = shared[index]
        if not series or (a + PHRASE <= series[-1][0] and b + PHRASE <= series[-1][1]):
            series.append((a, b))
        index = before[index]
    return series[::-1]


def _single_phrases(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    phrases = list(zip(*(words[shift:] for shift in range(PHRASE)), strict=False))
    counted = Counter(phrases)
    return {phrase: place for place, phrase in enumerate(phrases) if counted[phrase] == 1}


def _lasting(runs: Sequence[Match], ends_a: int, ends_b: int) -> Iterator[Match]:
    """Yield the equal runs without the fleeting ones, which would break a rewritten passage into confetti."""
    at = bt = 0
    for index, (a, b, length) in enumerate(runs):
        next_a, next_b = runs[index + 1][:2] if index + 1 < len(runs) else (ends_a, ends_b)
        gaps = max(a - at, b - bt), max(next_a - a, next_b - b) - length
        if length >= FLEETING or min(gaps) <= length:
            yield a, b, length
            at, bt = a + length, b + length
