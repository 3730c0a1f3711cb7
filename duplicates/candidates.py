"""Which of many texts may be copies of each other: those that share phrases few others have.

What stands in hundreds of texts, such as what an employer says of itself in each of its postings, joins nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from .rarity import Rare, rare
from .samples import MOST_TEXTS, Hashes, Marks, Numbers, Samples, Shares, entries, marks, ranges, texts_of

SHARED = 3  # rare phrases that two texts must share,
CONTAINED = 0.2  # and this part of those of the one with fewer
CROWD = 50  # where more texts share a phrase, each is tied to its neighbours alone
NEIGHBOURS = 3  # on each side of a text, in the order of signatures
MASS = 0.75  # where this part of a sample is common phrases, its neighbours are compared whole,
ALIKE = 0.5  # and must share this part of the smaller sample
BLOCK = 4_000_000  # pairs worked on at once: some hundred MB

_TEXT = np.uint64(24)  # bits of a place

Reading = Callable[[Numbers], Samples]
"""Reads the samples of some texts, in the order given."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of places, `first < second`, in the order of `second`, and how much each shares.

    `contained` is the part of the rare phrases of the one with fewer that the other has too, 0 to 1. With the
    blocks before it, these are all pairs whose second text is before `upto`.
    """

    first: Numbers
    second: Numbers
    contained: Shares
    upto: int


@dataclass(frozen=True, slots=True)
class Search:
    """What pairs are made of. `order` is the place of each text in the order of signatures.

    Of the pairs the second text is at `fresh` or after it. `massed` are pairs that share much, though not of what
    is rare, ascending, and `alike` says how much.
    """

    marks: Marks
    rare: Rare
    order: Numbers
    massed: Hashes
    alike: Shares
    fresh: int

    def candidates(self) -> Iterator[Candidates]:
        """Yield the pairs, block by block.

        A large family is found as a chain of neighbours, not as all of its pairs, and its later texts, when asked
        about by themselves, may be tied to other neighbours.
        """
        done = self.fresh
        for upto, pairs, counts in self._counted():
            shared = shares(pairs, counts, self.rare.counts, self.marks.levels)
            kept = (counts >= SHARED) & (shared >= CONTAINED)
            whole = _between(self.massed, done, upto)
            pairs = np.concatenate([self.massed[whole], pairs[kept]])
            shared = np.concatenate([self.alike[whole], shared[kept]])
            pairs, first = np.unique(pairs, return_index=True)
            yield Candidates(*split(pairs), shared[first], upto)
            done = upto

    def _counted(self) -> Iterator[tuple[int, Hashes, Numbers]]:
        """Yield pairs, ascending, and how many phrases each shares, some texts at a time.

        Each block begins with the place up to which the second texts of its pairs reach; in the last it is all.
        """
        crowded = np.sort(_crowded(self.rare, self.order, self.fresh))
        done = self.fresh
        for upto, rows in blocks(self.rare, self.fresh, len(self.marks)):
            chained = crowded[_between(crowded, done, upto)]
            yield upto, *np.unique(np.concatenate([rows, chained]), return_counts=True)
            done = upto


def search(known: Marks, told: Rare, read: Reading, fresh: int = 0) -> Search:
    """Prepare a search among texts of which these phrases tell something."""
    order = _order(known)
    return Search(known, told, order, *_massed(known, told, order, read, fresh), fresh)


def candidates(samples: Samples, fresh: int = 0) -> Iterator[Candidates]:
    """Yield, block by block, the pairs of which the second text is at `fresh` or after it."""
    if len(samples) > MOST_TEXTS:
        raise ValueError(f"{len(samples):,} texts are more than {MOST_TEXTS:,}")
    known = marks(samples)
    return search(known, rare(entries(samples), known.sizes), samples.of, fresh).candidates()


def _order(known: Marks) -> Numbers:
    """Return the place of each text in an order in which copies stand side by side: by its two least hashes."""
    order = np.lexsort((known.second, known.least))
    found = np.empty(len(order), np.int64)
    found[order] = np.arange(len(order))
    return found


def _crowded(rare: Rare, order: Numbers, fresh: int) -> Hashes:
    """Return, once for each phrase that they share, the pairs of neighbours among the many that have it."""
    crowd = np.flatnonzero(rare.sizes > CROWD)
    crowd = crowd[np.lexsort((order[rare.texts[crowd]], rare.groups[crowd]))]
    return _neighbours(rare.texts[crowd], rare.groups[crowd], fresh)


def _neighbours(texts: Numbers, groups: Numbers, fresh: int) -> Hashes:
    pairs = [
        _pairs(texts[step:][same], texts[:-step][same])
        for step in range(1, NEIGHBOURS + 1)
        for same in [groups[step:] == groups[:-step]]
    ]
    found = np.concatenate(pairs)
    return found[found >> _TEXT >= np.uint64(fresh)]


def _massed(known: Marks, rare: Rare, order: Numbers, read: Reading, fresh: int) -> tuple[Hashes, Shares]:
    """Return pairs of neighbours that are alike, where one or all have next to no phrases but common ones; ascending.

    Where only later texts are asked about, these are such a one, and any of their neighbours the other.
    """
    texts = np.flatnonzero(rare.common >= MASS)
    if fresh:
        by_order = np.empty(len(order), np.int64)
        by_order[order] = np.arange(len(order))
        steps = np.arange(-NEIGHBOURS, NEIGHBOURS + 1)
        near = (order[texts[texts >= fresh]][:, None] + steps).ravel()
        texts = np.unique(by_order[near[(near >= 0) & (near < len(order))]])
    texts = texts[np.argsort(order[texts])]
    pairs = np.sort(_neighbours(texts, np.zeros_like(texts), fresh))
    alike = [np.zeros(0)]
    step = max(1, BLOCK // max(1, int(known.sizes[texts].max(initial=0))))
    for start in range(0, len(pairs), step):
        part = pairs[start : start + step]
        alike.append(shares(part, _shared(read, *split(part)), known.sizes, known.levels))
    found = np.concatenate(alike)
    return pairs[found >= ALIKE], found[found >= ALIKE]


def _shared(read: Reading, first: Numbers, second: Numbers) -> Numbers:
    """Return how many phrases the samples of each pair have in common."""
    texts, at = np.unique(np.concatenate([first, second]), return_inverse=True)
    samples = read(texts)
    both = np.tile(np.arange(len(first), dtype=np.uint64), 2)
    sizes = np.diff(samples.starts)[at]
    keys = np.repeat(both, sizes) << np.uint64(40)
    keys |= samples.hashes[ranges(samples.starts[at], sizes)]
    keys.sort()
    twice = keys[1:][keys[1:] == keys[:-1]] >> np.uint64(40)
    return np.bincount(twice.astype(np.int64), minlength=len(first))


def blocks(rare: Rare, fresh: int, count: int, crowd: int = CROWD) -> Iterator[tuple[int, Hashes]]:
    """Yield the pairs that share a phrase, once for each that they share, some texts at a time.

    Each block comes with the place up to which the second texts of its pairs reach; the last reaches `count`.
    """
    before = np.arange(len(rare.texts)) - rare.groups
    asked = np.flatnonzero((rare.sizes <= crowd) & (before > 0) & (rare.texts >= fresh))
    asked = asked[np.argsort(rare.texts[asked], kind="stable")]
    texts, counts = rare.texts[asked], before[asked]
    total = np.cumsum(counts)
    start = 0
    while start < len(asked):
        reached = total[start] - counts[start] + BLOCK
        end = int(np.searchsorted(total, reached, "right"))
        last = int(texts[max(end, start + 1) - 1]) + 1 if end < len(asked) else count
        end = int(np.searchsorted(texts, last))
        part = asked[start:end]
        others = rare.texts[ranges(rare.groups[part], counts[start:end])]
        yield last, _pairs(np.repeat(texts[start:end], counts[start:end]), others)
        start = end
    if not len(asked):
        yield count, np.zeros(0, np.uint64)


def shares(pairs: Hashes, counts: Numbers, sizes: Numbers, levels: Numbers) -> Shares:
    """Return which part of the smaller of two sets is shared, each counted as the sparser sample would."""
    first, second = split(pairs)
    sparser = np.maximum(levels[first], levels[second])
    smaller = np.minimum(*(sizes[texts] / 2.0 ** (sparser - levels[texts]) for texts in (first, second)))
    found: Shares = np.minimum(1.0, counts / np.maximum(1.0, smaller))
    return found


def _pairs(one: Numbers, other: Numbers) -> Hashes:
    pairs: Hashes = np.maximum(one, other).astype(np.uint64) << _TEXT | np.minimum(one, other).astype(
        np.uint64
    )
    return pairs


def split(pairs: Hashes) -> tuple[Numbers, Numbers]:
    """Return the first and the second text of each pair."""
    return texts_of(pairs), (pairs >> _TEXT).astype(np.int64)


def _between(pairs: Hashes, start: int, end: int) -> slice:
    """Return where, among ascending pairs, those stand whose second text is in a range."""
    low, high = np.searchsorted(pairs, np.array([start, end], np.uint64) << _TEXT)
    return slice(int(low), int(high))
