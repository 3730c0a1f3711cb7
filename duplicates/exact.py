"""Postings with equal texts: what else of them agrees decides what is proposed."""

from collections.abc import Callable, Hashable, Iterator, Sequence

from store import PairKind, Posting, Proposal, normalised

from .differences import FieldComparison, compare_fields, place_key

LONGEST_SHOWN = 60  # characters of a value in a reason
SHOWN = 3  # places named in a reason

# No probabilities: they put what is surer first in a list.
SCORES = {PairKind.EXACT: 1.0, PairKind.VARIANT: 0.9, PairKind.NEAR: 0.7, PairKind.RELATED: 0.4}

# From what sets postings most apart to what does least.
_ASPECTS: tuple[Callable[[Posting], Hashable], ...] = (
    lambda posting: normalised(posting.shown_title or ""),
    lambda posting: normalised(posting.company or ""),
    lambda posting: frozenset(place_key(place) for place in posting.locations),
    lambda posting: posting.date_posted or "",
)


def proposals(equal: Sequence[Posting]) -> Iterator[Proposal]:
    """Yield the pairs that tie postings of equal text together, in import order: one fewer than postings.

    Those that agree in everything make a star about the first of them; the stars hang together by one
    pair between their first members, those of one title and employer before those of different ones.
    """
    yield from _stars(equal, _ASPECTS)


def _stars(
    postings: Sequence[Posting], aspects: Sequence[Callable[[Posting], Hashable]]
) -> Iterator[Proposal]:
    if aspects:
        groups: dict[Hashable, list[Posting]] = {}
        for posting in postings:
            groups.setdefault(aspects[0](posting), []).append(posting)
        for group in groups.values():
            yield from _stars(group, aspects[1:])
        postings = [group[0] for group in groups.values()]
    hub, *others = postings
    for other in others:
        yield proposal(hub, other)


def proposal(a: Posting, b: Posting) -> Proposal:
    """Return what to propose of two postings whose texts are equal after normalisation.

    Another title is another job or level however equal the text, so `related`. Another employer, or a
    title or employer that only one of them states, is `near`: a person has to look.
    """
    fields = {field.name: field for field in compare_fields(a, b)}
    title, employer, places, date = (fields[name] for name in ("title", "employer", "places", "date"))
    if a.title and b.title and not title.same:
        kind = PairKind.RELATED
    elif not (title.same and employer.same):
        kind = PairKind.NEAR
    elif not places.same or (date.a and date.b and not date.same):
        kind = PairKind.VARIANT
    else:
        kind = PairKind.EXACT
    reasons = [
        "text equal after normalisation",
        _reason("titles", title),
        _reason("employers", employer),
        _reason("places", places) if places.same else _places_apart(a, b),
        _reason("dates", date),
    ]
    return Proposal(a.key, b.key, kind, SCORES[kind], tuple(reason for reason in reasons if reason))


def _reason(names: str, field: FieldComparison) -> str | None:
    if field.same:
        return f"{names} equal: {_shown(field.a)}" if field.a else None
    if field.a and field.b:
        return f"{names} differ: {_shown(field.a)} / {_shown(field.b)}"
    return f"{field.name} stated on one side only: {_shown(field.a or field.b)}"


def _places_apart(a: Posting, b: Posting) -> str:
    here, there = ({place_key(place): place.text for place in posting.locations} for posting in (a, b))
    sides = (
        [text for key, text in here.items() if key not in there],
        [text for key, text in there.items() if key not in here],
    )
    return "differs in: " + " / ".join(_listed(side) for side in sides if side)


def _listed(places: Sequence[str]) -> str:
    named = ", ".join(_shown(place) for place in places[:SHOWN])
    return f"{named} and {len(places) - SHOWN} more" if len(places) > SHOWN else named


def _shown(value: str) -> str:
    return value if len(value) <= LONGEST_SHOWN else f"{value[: LONGEST_SHOWN - 1]}…"
