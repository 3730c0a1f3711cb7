"""The functions that look at some pairs with the postings at hand: at their titles first, then at their texts."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from duplicates import exact, reasons
from duplicates.comparing import RELATED, Comparing
from duplicates.scoring import Model
from duplicates.titles import TitleMatch, compare_titles
from store import Comparable, Heading, Proposal

_place_words = lru_cache(maxsize=50_000)(reasons.place_words)


class Candidate(NamedTuple):
    """A row of what the second statement returns, by the postings' numbers."""

    a: int
    b: int
    shared: int
    containment: float
    equal: int


def is_worth_reading(pair: Candidate, a: Comparable, b: Comparable) -> bool:
    """Whether the texts of two postings have a say, after their titles: of the postings all but the texts is read."""
    if pair.equal or pair.containment >= RELATED:
        return True
    places = _place_words(_named(a)) | _place_words(_named(b))
    match = compare_titles(a.shown_title, b.shown_title, places).match
    return match not in (TitleMatch.LEVEL, TitleMatch.OTHER)


def looked_at(
    pairs: Sequence[Candidate], postings: Iterable[Comparable], model: Model
) -> list[Proposal | None]:
    """Return for each pair what the search in a database would propose, None where it is not worth it."""
    shelf = Shelf(postings)
    close = [(pair.a, pair.b, pair.containment) for pair in pairs if not pair.equal]
    found = {(one.first, one.second): one.proposal for one in Comparing(shelf, model).found(close)}
    return [
        exact.proposal(shelf[pair.a], shelf[pair.b]) if pair.equal else found.get((pair.a, pair.b))
        for pair in pairs
    ]


class Shelf:
    """Postings at hand, for what otherwise reads them from a store."""

    def __init__(self, postings: Iterable[Comparable]) -> None:
        self._postings: Mapping[int, Comparable] = {posting.id: posting for posting in postings}

    def __getitem__(self, number: int) -> Comparable:
        return self._postings[number]

    def headings(self, numbers: Sequence[int]) -> list[Heading]:
        """Return what stands above postings."""
        asked = (self[number] for number in numbers)
        return [Heading(one.id, one.key, one.shown_title, one.company, _named(one)) for one in asked]

    def comparables(self, numbers: Sequence[int]) -> dict[int, Comparable]:
        """Return postings by number."""
        return {number: self[number] for number in numbers}


def _named(posting: Comparable) -> str:
    return "; ".join(place.text for place in posting.locations)
