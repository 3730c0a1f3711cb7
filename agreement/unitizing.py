"""Krippendorff's alpha for units that annotators cut out of a text themselves: where they begin, end, and of what.

After Krippendorff 2004, “Measuring the reliability of qualitative text analysis data”, and his “Content Analysis”,
2nd edition, section 11.4. The texts of a collection are laid end to end to one continuum. Lengths are code points.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations

from .held import Deviation, Held
from .undefined import ALL_EQUAL, NOBODY_MARKED, NOTHING_TWICE, Undefined

Unit = tuple[int, int]
"""Offsets `[start, end)`."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the units of each category that each annotator cut out of it. All texts have the same annotators.

    Units of one category and annotator that overlap are read as one.
    """

    length: int
    units: Sequence[Mapping[str, Sequence[Unit]]]


@dataclass(frozen=True, slots=True)
class Unitized:
    """Observed (`far`, by text) and expected disagreement of one category, or of some together."""

    far: tuple[float, ...]
    expected: float


def unitized(texts: Iterable[Text]) -> dict[str, Unitized]:
    """Return the disagreements of every category that occurs, in the order of their names; raises Undefined.

    A category's own agreement is `agreement` of it alone, that of all together `agreement` of all.
    """
    laid = list(texts)
    length = sum(text.length for text in laid)
    annotators = len(laid[0].units) if laid else 0
    if not length or annotators < 2:
        raise Undefined(NOTHING_TWICE)
    names = sorted({name for text in laid for units in text.units for name, found in units.items() if found})
    if not names:
        raise Undefined(NOBODY_MARKED)
    return {name: _category(laid, name, length, annotators) for name in names}


def agreement(categories: Iterable[Unitized]) -> Held:
    """Return what alpha of some categories of the same texts is computed from; raises Undefined."""
    of_all = together(categories)
    deviations: Counter[Deviation] = Counter((one, 1.0) for one in of_all.far)
    return Held(deviations, of_all.expected / len(of_all.far))


def together(categories: Iterable[Unitized]) -> Unitized:
    """Return the disagreements of some categories of the same texts; raises Undefined."""
    taken = list(categories)
    if not taken:
        raise Undefined(NOBODY_MARKED)
    expected = sum(one.expected for one in taken)
    if not expected:
        raise Undefined(ALL_EQUAL)
    return Unitized(tuple(map(sum, zip(*(one.far for one in taken), strict=True))), expected)


def _category(texts: Sequence[Text], name: str, length: int, annotators: int) -> Unitized:
    scale = annotators * (annotators - 1) * length * length
    far: list[float] = []
    units: list[list[Unit]] = [[] for _ in range(annotators)]
    begin = 0
    for text in texts:
        here = [_joined(found.get(name, ())) for found in text.units]
        pairs = combinations(here, 2)
        far.append(2 * sum(_apart(one, other, text.length) for one, other in pairs) / scale)
        for all_, found in zip(units, here, strict=True):
            all_ += [(start + begin, end + begin) for start, end in found]
        begin += text.length
    return Unitized(tuple(far), _expected(units, length))


def _joined(units: Iterable[Unit]) -> list[Unit]:
    joined: list[Unit] = []
    for start, end in sorted(units):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _gaps(units: Sequence[Unit], length: int) -> list[Unit]:
    edges = [0, *(edge for unit in units for edge in unit), length]
    return [(edges[at], edges[at + 1]) for at in range(0, len(edges), 2) if edges[at] < edges[at + 1]]


def _apart(one: Sequence[Unit], other: Sequence[Unit], length: int) -> float:
    """Return the sum of squared differences of two annotators' units of one category in one text."""
    total = 0.0
    for start, end in one:
        for begin, stop in other:
            if start < stop and begin < end:
                total += (start - begin) ** 2 + (end - stop) ** 2
    for units, gaps in ((one, _gaps(other, length)), (other, _gaps(one, length))):
        for start, end in units:
            if any(begin <= start and end <= stop for begin, stop in gaps):
                total += (end - start) ** 2
    return total


def _expected(units: Sequence[Sequence[Unit]], length: int) -> float:
    """Return what chance would make of it: each unit laid over all places of all units and all gaps."""
    whole = len(units) * length
    gaps = sorted(stop - start for found in units for start, stop in _gaps(found, length))
    behind = list(
        accumulate(reversed(gaps), initial=0)
    )  # of the so many longest gaps, their lengths together
    sizes = Counter(stop - start for found in units for start, stop in found)
    number = sum(sizes.values())
    over = 0.0
    within = 0
    for size, count in sorted(sizes.items()):  # so that no order of annotators changes the last digit
        longer = len(gaps) - bisect_left(gaps, size)
        in_gaps = behind[longer] - longer * (size - 1)
        over += count * ((number - 1) / 3 * (2 * size**3 - 3 * size**2 + size) + size**2 * in_gaps)
        within += count * size * (size - 1)
    below = whole * (whole - 1) - within
    return 2 / length * over / below if below else 0.0
