"""Postings with equal texts: what else of them agrees decides what is proposed."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import lru_cache

from store import Comparable, PairKind, Proposal, normalised

from . import reasons
from .differences import place_key
from .employers import same_employer
from .titles import TitleMatch, compare_titles

_plain = lru_cache(maxsize=50_000)(normalised)

# They put what is surer first in a list.
SCORES = {PairKind.EXACT: 1.0, PairKind.VARIANT: 0.99, PairKind.NEAR: 0.7, PairKind.RELATED: 0.4}

# From what sets postings most apart to what does least.
_ASPECTS: tuple[Callable[[Comparable], Hashable], ...] = (
    lambda posting: _plain(posting.shown_title or ""),
    lambda posting: _plain(posting.company or ""),
    lambda posting: frozenset(place_key(place) for place in posting.locations),
    lambda posting: posting.date_posted or "",
)


def proposals(equal: Sequence[Comparable]) -> Iterator[Proposal]:
    """Yield the pairs that tie postings of equal text together, in import order: one fewer than postings.

    Those that agree in everything make a star about the first of them; the stars hang together by one
    pair between their first members, those of one title and employer before those of different ones.
    """
    yield from _stars(equal, _ASPECTS)


def _stars(
    postings: Sequence[Comparable], aspects: Sequence[Callable[[Comparable], Hashable]]
) -> Iterator[Proposal]:
    if aspects:
        groups: dict[Hashable, list[Comparable]] = {}
        for posting in postings:
            groups.setdefault(aspects[0](posting), []).append(posting)
        for group in groups.values():
            yield from _stars(group, aspects[1:])
        postings = [group[0] for group in groups.values()]
    hub, *others = postings
    for other in others:
        yield proposal(hub, other)


def proposal(a: Comparable, b: Comparable) -> Proposal:
    """Return what to propose of two postings whose texts are equal after normalisation.

    Another title is another job or level however equal the text, so `related`. Another employer, or a
    title or employer that only one of them states, is `near`: a person has to look.
    """
    places = reasons.place_words("; ".join(place.text for place in (*a.locations, *b.locations)))
    titles = compare_titles(a.shown_title, b.shown_title, places)
    employer = same_employer(a.company, b.company)
    same_title = titles.match is TitleMatch.SAME or not (a.shown_title or b.shown_title)
    same_employers = employer or not (a.company or b.company)
    if not same_title and a.title and b.title:
        kind = PairKind.RELATED
    elif not (same_title and same_employers):
        kind = PairKind.NEAR
    elif apart(a, b):
        kind = PairKind.VARIANT
    else:
        kind = PairKind.EXACT
    why = (
        "text equal after normalisation",
        reasons.of_titles(titles, a.shown_title, b.shown_title),
        reasons.of_employers(a.company, b.company, employer),
        reasons.of_places(a, b),
        reasons.of_dates(a.date_posted, b.date_posted),
    )
    return Proposal(a.key, b.key, kind, SCORES[kind], tuple(reason for reason in why if reason))


def apart(a: Comparable, b: Comparable) -> bool:
    """Whether two postings state different places, or different dates."""
    places = [{place_key(place) for place in posting.locations} for posting in (a, b)]
    dates = {date for date in (a.date_posted, b.date_posted) if date}
    return (all(places) and places[0] != places[1]) or len(dates) > 1
