"""Agreement on sets of which each may be empty: all the skills that one annotator tagged on a posting."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations

from .held import Deviation, Held
from .undefined import ALL_EQUAL, NOTHING_TWICE, Undefined

FORMULA = "1 - J·M"
"""J is the Jaccard index; M is 1 for equal sets, 2/3 where one is in the other, 1/3 where they overlap, else 0."""

Sets = tuple[frozenset[str], ...]
"""The answers to one item, one for each annotator who answered it."""


def masi_distance(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the distance 1 - J·M of two sets (Passonneau 2006, “Measuring agreement on set-valued items”).

    0 for two empty sets. Elsewhere “MASI” is also used of (1 - J)·M, which gives other values.
    """
    if one == other:
        return 0.0
    common = len(one & other)
    if not common:
        return 1.0
    part = 2 / 3 if common in (len(one), len(other)) else 1 / 3
    return 1 - part * common / (len(one) + len(other) - common)


def set_alpha(items: Mapping[Sets, int]) -> Held:
    """Return what Krippendorff's alpha with that distance is computed from; raises Undefined.

    Takes time in the square of the number of different sets.
    """
    deviations: Counter[Deviation] = Counter()
    frequency: Counter[frozenset[str]] = Counter()
    for sets, count in items.items():
        size = len(sets)
        if size < 2:
            continue
        far = 2 * sum(masi_distance(one, other) for one, other in combinations(sets, 2)) / (size - 1)
        deviations[far, float(size)] += count
        for one in sets:
            frequency[one] += count
    total = sum(frequency.values())
    if not total:
        raise Undefined(NOTHING_TWICE)
    if len(frequency) == 1:
        raise Undefined(ALL_EQUAL)
    return Held(deviations, 2 * _apart(frequency) / (total * (total - 1)))


def _apart(frequency: Mapping[frozenset[str], int]) -> float:
    """Return the sum of the distances of all pairs of answers. Sets are bits of a number, for speed."""
    bit = {name: 1 << at for at, name in enumerate(set().union(*frequency))}
    counted = [
        (sum(bit[name] for name in one), len(one), votes) for one, votes in frequency.items()
    ]  # each set once, so that no two are equal
    total = 0.0
    for at, (one, size, votes) in enumerate(counted):
        here = 0.0
        for other, other_size, other_votes in counted[:at]:
            both = one & other
            if not both:
                here += other_votes
                continue
            common = both.bit_count()
            part = 2 / 3 if common in (size, other_size) else 1 / 3
            here += other_votes * (1 - part * common / (size + other_size - common))
        total += votes * here
    return total
