"""Agreement of two annotators on labelled spans: F1 of one against the other, which is the same both ways.

As no one counts the places where neither marked anything, this is the positive specific agreement, to which kappa
tends as those places grow (Hripcsak and Rothschild 2005, “Agreement, the F-measure, and reliability”).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from heapq import heappop, heappush

from .undefined import NOBODY_MARKED, NOTHING_TWICE, Undefined

Marked = tuple[int, int, str]
"""Offsets `[start, end)` and a label."""

Place = tuple[int, int]
"""The end and the start of a span: in this order they sort by the end."""

Matched = tuple[int, int]
"""Of one item: how many spans of one are matched by one of the other's, and how many both have, summed."""


def exact(one: Collection[Marked], other: Collection[Marked]) -> Matched:
    """Match spans that are the same in both offsets and the label."""
    first, second = set(one), set(other)
    return len(first & second), len(first) + len(second)


def overlapping(one: Collection[Marked], other: Collection[Marked]) -> Matched:
    """Match spans of one label that overlap, each with one other at most, as many as can be."""
    places: defaultdict[str, tuple[set[Place], set[Place]]] = defaultdict(lambda: (set(), set()))
    for side, spans in enumerate((one, other)):
        for start, end, label in spans:
            places[label][side].add((end, start))
    marked = sum(len(first) + len(second) for first, second in places.values())
    return sum(_most(first, second) for first, second in places.values()), marked


def _most(first: Collection[Place], second: Collection[Place]) -> int:
    """Return how many places can be matched at most.

    The places are taken in the order of their ends, each with the overlapping one of the other's that ends first.
    That is the best there is: whatever overlaps the place that ends first holds its last sign, so of these, one
    that ends later overlaps all that remain and overlap one that ends sooner, and is better kept for later.
    """
    places = sorted([(place, 0) for place in first] + [(place, 1) for place in second])
    begun: tuple[list[Place], list[Place]] = ([], [])
    coming = _by_start(first), _by_start(second)
    ahead = [next(one, None) for one in coming]
    matched: tuple[set[Place], set[Place]] = (set(), set())
    for place, side in places:
        if place in matched[side]:
            continue
        there = 1 - side
        while (one := ahead[there]) and one[1] < place[0]:
            heappush(begun[there], one)
            ahead[there] = next(coming[there], None)
        while begun[there] and (begun[there][0] < place or begun[there][0] in matched[there]):
            heappop(begun[there])
        if begun[there]:
            matched[there].add(heappop(begun[there]))
            matched[side].add(place)
    return len(matched[0])


def _by_start(places: Collection[Place]) -> Iterator[Place]:
    return iter(sorted(places, key=lambda place: place[1]))


def f1(items: Mapping[Matched, int]) -> float:
    """Return 2a / (2a + b + c) over all items together; raises Undefined where nobody marked anything."""
    marked = sum(count * both for (_, both), count in items.items())
    if not any(items.values()):
        raise Undefined(NOTHING_TWICE)
    if not marked:
        raise Undefined(NOBODY_MARKED)
    return 2 * sum(count * matched for (matched, _), count in items.items()) / marked
