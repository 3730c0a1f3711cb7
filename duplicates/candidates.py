"""Which of many texts may be copies of each other: those that share phrases few others have.

What stands in hundreds of texts, such as what an employer says of itself in each of its postings, joins nothing.
Works on columns of numbers; a text is known here by its place in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
Shares = npt.NDArray[np.float64]

RARE = 12  # texts that may share a phrase for it to count as rare
RAREST = 12  # of its phrases the rarest so many count in any case, so that copies in their dozens are found
COMMON = 400  # a phrase of more texts tells nothing
SHARED = 3  # rare phrases that two texts must share,
CONTAINED = 0.2  # and this part of those of the one with fewer
CROWD = 50  # where more texts share a phrase, each is tied to its neighbours alone
NEIGHBOURS = 3  # on each side of a text, in the order of signatures
MASS = 0.75  # where this part of a sample is common phrases, its neighbours are compared whole,
ALIKE = 0.5  # and must share this part of the smaller sample
BLOCK = 4_000_000  # entries or pairs worked on at once: some hundred MB
MOST_TEXTS = 2**24

_TEXT = np.uint64(24)  # bits of a place
_PLACE = np.uint64(MOST_TEXTS - 1)
_ENTRY = np.uint64(31)  # bits of the place of an entry
_ENTRIES = np.uint64(2**31 - 1)
_SIZE = np.uint64(2**9 - 1)  # `COMMON` and less


@dataclass(frozen=True, slots=True)
class Samples:
    """Samples of texts, one after another: that of text `n` is `hashes[starts[n]:starts[n + 1]]`, ascending.

    `levels` says how often each was halved.
    """

    hashes: Hashes
    starts: Numbers
    levels: Numbers

    def __len__(self) -> int:
        return len(self.levels)


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
class _Rare:
    """The phrases that tell something, as entries of (phrase, text) in this order.

    `phrases` and `texts` are what they say. `groups` gives of each entry the place of the first with the same
    phrase, `sizes` how many there are. `counts` is how many rare phrases a text has, `common` the part of its
    sample that tells nothing.
    """

    phrases: Hashes
    texts: Numbers
    groups: Numbers
    sizes: Numbers
    counts: Numbers
    common: Shares


def candidates(samples: Samples, fresh: int = 0) -> Iterator[Candidates]:
    """Yield, block by block, the pairs of which the second text is at `fresh` or after it.

    A pair is the same whatever `fresh` is. A large family is found as a chain of neighbours, not as all of its
    pairs, and its later texts, when asked about by themselves, may be tied to other neighbours.
    """
    if len(samples) > MOST_TEXTS:
        raise ValueError(f"{len(samples):,} texts are more than {MOST_TEXTS:,}")
    rare = _rare_of_later(samples, fresh) if fresh else _rare(samples, _entries(samples))
    places = _signature_places(samples)
    massed, alike = _massed(samples, rare, places, fresh)
    done = fresh
    for upto, pairs, counts in _counted(rare, places, fresh, len(samples)):
        shares = _shares(pairs, counts, rare.counts, samples.levels)
        kept = (counts >= SHARED) & (shares >= CONTAINED)
        whole = _between(massed, done, upto)
        pairs = np.concatenate([massed[whole], pairs[kept]])
        shares = np.concatenate([alike[whole], shares[kept]])
        pairs, first = np.unique(pairs, return_index=True)
        yield Candidates(*_split(pairs), shares[first], upto)
        done = upto


def _rare_of_later(samples: Samples, fresh: int) -> _Rare:
    """Return what `_rare` does, of the later texts and of those that they may be paired with."""
    beginnings = (samples.hashes >> np.uint64(16)).astype(np.int64)
    load = _load(beginnings)
    involved = np.arange(len(samples)) >= fresh
    later = samples.hashes[samples.starts[fresh] :]
    keys = _entries_of(samples, beginnings, _uncommon(later, load))
    rare = _rare(samples, keys, _common(samples, beginnings, load, involved), involved)
    keys = keys[_found(keys >> _TEXT, np.unique(rare.phrases)) >= 0]
    groups, sizes_there = _groups(keys)
    shared = replace(rare, phrases=keys >> _TEXT, texts=_places(keys), groups=groups, sizes=sizes_there)
    met = involved.copy()
    met[shared.texts] = True
    # What the earlier texts have beside is not known yet, and is all taken for rare here.
    sizes = np.where(involved, rare.counts, np.diff(samples.starts) - _common(samples, beginnings, load, met))
    for _, rows in _blocks(shared, fresh, len(samples), crowd=COMMON):
        pairs, counts = np.unique(rows, return_counts=True)
        shares = _shares(pairs, counts, sizes, samples.levels)
        involved[_split(pairs[(counts >= SHARED) & (shares >= CONTAINED / 2)])[0]] = True
    theirs = _uncommon(samples.hashes[np.repeat(involved, np.diff(samples.starts))], load)
    keys = _entries_of(samples, beginnings, theirs)
    return _rare(samples, keys, _common(samples, beginnings, load, involved), involved)


def _entries(samples: Samples) -> Hashes:
    """Return each phrase of each text as one number, ascending: the phrase, then the place of the text."""
    keys = samples.hashes << _TEXT
    keys |= np.repeat(np.arange(len(samples), dtype=np.uint64), np.diff(samples.starts))
    keys.sort()
    return keys


def _load(beginnings: Numbers) -> Numbers:
    """Return how many entries have a phrase whose number begins with each 24 bits: no fewer than have the phrase."""
    load = np.zeros(2**24, np.int64)
    for start in range(0, len(beginnings), 4 * BLOCK):
        load += np.bincount(beginnings[start : start + 4 * BLOCK], minlength=len(load))
    return load


def _uncommon(phrases: Hashes, load: Numbers) -> Hashes:
    """Return each of the phrases once, ascending, but for the common ones."""
    return np.unique(phrases[load[(phrases >> np.uint64(16)).astype(np.int64)] <= COMMON])


def _common(samples: Samples, beginnings: Numbers, load: Numbers, asked: Flags) -> Numbers:
    """Return how many common phrases each of the texts asked about has, 0 for others."""
    texts = np.flatnonzero(asked)
    starts, sizes = samples.starts[texts], np.diff(samples.starts)[texts]
    common = load[beginnings[_ranges(starts, sizes)]] > COMMON
    return np.bincount(np.repeat(texts, sizes)[common], minlength=len(samples))


def _entries_of(samples: Samples, beginnings: Numbers, phrases: Hashes) -> Hashes:
    """Return the entries of the given phrases, which are ascending."""
    wanted = np.zeros(2**24, bool)  # by their first 24 bits, by which most others are told apart
    wanted[(phrases >> np.uint64(16)).astype(np.int64)] = True
    found = [np.zeros(0, np.uint64)]
    for start in range(0, len(beginnings), BLOCK):
        places = start + np.flatnonzero(wanted[beginnings[start : start + BLOCK]])
        hashes = samples.hashes[places]
        exact = _found(hashes, phrases) >= 0
        texts = np.searchsorted(samples.starts, places[exact], "right") - 1
        found.append(hashes[exact] << _TEXT | texts.astype(np.uint64))
    return np.sort(np.concatenate(found))


def _found(hashes: Hashes, among: Hashes) -> Numbers:
    """Return the place of each hash among ascending ones, -1 for one that is not there."""
    if not len(among):
        return np.full(len(hashes), -1)
    places = np.minimum(np.searchsorted(among, hashes), len(among) - 1)
    return np.where(among[places] == hashes, places, -1)


def _runs(keys: Hashes) -> tuple[Numbers, Numbers]:
    """Return where the entries of each phrase begin, and how many there are."""
    new = np.ones(len(keys), bool)
    for start in range(1, len(keys), BLOCK):
        part = keys[start - 1 : start + BLOCK] >> _TEXT
        new[start : start + BLOCK] = part[1:] != part[:-1]
    starts = np.flatnonzero(new)
    return starts, np.diff(starts, append=len(keys))


def _groups(keys: Hashes) -> tuple[Numbers, Numbers]:
    """Return, of each entry, the place of the first with the same phrase, and how many have it."""
    starts, counts = _runs(keys)
    return np.repeat(starts, counts), np.repeat(counts, counts)


def _rare(samples: Samples, keys: Hashes, common: Numbers | None = None, asked: Flags | None = None) -> _Rare:
    """Of the phrases that more than one text has, keep those of few, and of each text the rarest.

    `common` counts phrases of each text that are not among the entries; `asked` keeps the entries of these
    texts alone.
    """
    count = len(samples)
    starts, counts = _runs(keys)
    alone = np.bincount(_places(keys[starts[counts == 1]]), minlength=count)
    many = np.bincount(
        _places(keys[_ranges(starts[counts > COMMON], counts[counts > COMMON])]), minlength=count
    )
    shares = (many if common is None else many + common) / np.maximum(1, np.diff(samples.starts))
    few = (counts > 1) & (counts <= COMMON)
    starts, counts = starts[few], counts[few]
    at = _ranges(starts, counts)
    # By text, then by how many have the phrase, then by the phrase: as one number, which is fast to sort.
    order = (keys[at] & _PLACE) << np.uint64(40)
    order |= np.repeat(counts, counts).astype(np.uint64) << _ENTRY
    order |= at.astype(np.uint64)
    del at, starts, counts, few
    if asked is not None:
        order = order[asked[(order >> np.uint64(40)).astype(np.int64)]]
    order.sort()
    texts = (order >> np.uint64(40)).astype(np.int64)
    rank = np.arange(len(order)) - np.searchsorted(texts, np.arange(count))[texts]
    del texts
    rarest = (rank < RAREST) | ((order >> _ENTRY & _SIZE) <= RARE)
    keys = keys[np.sort((order[rarest] & _ENTRIES).astype(np.int64))]
    del order, rank, rarest
    texts = _places(keys)
    told = alone + np.bincount(texts, minlength=count)
    return _Rare(keys >> _TEXT, texts, *_groups(keys), told, shares)


def _signature_places(samples: Samples) -> Numbers:
    """Return the place of each text in an order in which copies stand side by side: by its two least hashes."""
    if not len(samples.hashes):
        return np.arange(len(samples))
    starts, ends = samples.starts[:-1], samples.starts[1:]
    last = len(samples.hashes) - 1
    least = [
        np.where(starts + n < ends, samples.hashes[np.minimum(starts + n, last)], np.uint64(2**64 - 1))
        for n in (0, 1)
    ]
    order = np.lexsort((least[1], least[0]))
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return places


def _crowded(rare: _Rare, places: Numbers, fresh: int) -> Hashes:
    """Return, once for each phrase that they share, the pairs of neighbours among the many that have it."""
    crowd = np.flatnonzero(rare.sizes > CROWD)
    crowd = crowd[np.lexsort((places[rare.texts[crowd]], rare.groups[crowd]))]
    return _neighbours(rare.texts[crowd], rare.groups[crowd], fresh)


def _neighbours(texts: Numbers, groups: Numbers, fresh: int) -> Hashes:
    pairs = [
        _pairs(texts[step:][same], texts[:-step][same])
        for step in range(1, NEIGHBOURS + 1)
        for same in [groups[step:] == groups[:-step]]
    ]
    found = np.concatenate(pairs)
    return found[found >> _TEXT >= np.uint64(fresh)]


def _massed(samples: Samples, rare: _Rare, places: Numbers, fresh: int) -> tuple[Hashes, Shares]:
    """Return pairs of neighbours that are alike, where one or all have next to no phrases but common ones; ascending.

    Where only later texts are asked about, these are such a one, and any of their neighbours the other.
    """
    texts = np.flatnonzero(rare.common >= MASS)
    if fresh:
        order = np.empty(len(places), np.int64)
        order[places] = np.arange(len(places))
        steps = np.arange(-NEIGHBOURS, NEIGHBOURS + 1)
        near = (places[texts[texts >= fresh]][:, None] + steps).ravel()
        texts = np.unique(order[near[(near >= 0) & (near < len(order))]])
    texts = texts[np.argsort(places[texts])]
    pairs = np.sort(_neighbours(texts, np.zeros_like(texts), fresh))
    sizes = np.diff(samples.starts)
    alike = [np.zeros(0)]
    step = max(1, BLOCK // max(1, int(sizes.max(initial=0))))
    for start in range(0, len(pairs), step):
        part = pairs[start : start + step]
        counts = _shared(samples, *_split(part))
        alike.append(_shares(part, counts, sizes, samples.levels))
    shares = np.concatenate(alike)
    return pairs[shares >= ALIKE], shares[shares >= ALIKE]


def _shared(samples: Samples, first: Numbers, second: Numbers) -> Numbers:
    """Return how many phrases the samples of each pair have in common."""
    sides = []
    for texts in (first, second):
        starts, sizes = samples.starts[texts], np.diff(samples.starts)[texts]
        at = _ranges(starts, sizes)
        sides.append(
            np.repeat(np.arange(len(texts), dtype=np.uint64), sizes) << np.uint64(40) | samples.hashes[at]
        )
    keys = np.sort(np.concatenate(sides))
    twice = keys[1:][keys[1:] == keys[:-1]] >> np.uint64(40)
    return np.bincount(twice.astype(np.int64), minlength=len(first))


def _counted(rare: _Rare, places: Numbers, fresh: int, count: int) -> Iterator[tuple[int, Hashes, Numbers]]:
    """Yield pairs, ascending, and how many phrases each shares, some texts at a time.

    Each block begins with the place up to which the second texts of its pairs reach; in the last it is `count`.
    """
    crowded = np.sort(_crowded(rare, places, fresh))
    done = fresh
    for upto, rows in _blocks(rare, fresh, count):
        chained = crowded[_between(crowded, done, upto)]
        yield upto, *np.unique(np.concatenate([rows, chained]), return_counts=True)
        done = upto


def _blocks(rare: _Rare, fresh: int, count: int, crowd: int = CROWD) -> Iterator[tuple[int, Hashes]]:
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
        others = rare.texts[_ranges(rare.groups[part], counts[start:end])]
        yield last, _pairs(np.repeat(texts[start:end], counts[start:end]), others)
        start = end
    if not len(asked):
        yield count, np.zeros(0, np.uint64)


def _shares(pairs: Hashes, counts: Numbers, sizes: Numbers, levels: Numbers) -> Shares:
    """Return which part of the smaller of two sets is shared, each counted as the sparser sample would."""
    first, second = _split(pairs)
    sparser = np.maximum(levels[first], levels[second])
    smaller = np.minimum(*(sizes[texts] / 2.0 ** (sparser - levels[texts]) for texts in (first, second)))
    found: Shares = np.minimum(1.0, counts / np.maximum(1.0, smaller))
    return found


def _ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """Return the numbers from each start on, so many of each, one range after another."""
    ends = np.cumsum(counts)
    found: Numbers = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - counts), counts)
    return found


def _pairs(one: Numbers, other: Numbers) -> Hashes:
    pairs: Hashes = np.maximum(one, other).astype(np.uint64) << _TEXT | np.minimum(one, other).astype(
        np.uint64
    )
    return pairs


def _split(pairs: Hashes) -> tuple[Numbers, Numbers]:
    return _places(pairs), (pairs >> _TEXT).astype(np.int64)


def _places(keys: Hashes) -> Numbers:
    return (keys & _PLACE).astype(np.int64)


def _between(pairs: Hashes, start: int, end: int) -> slice:
    """Return where, among ascending pairs, those stand whose second text is in a range."""
    low, high = np.searchsorted(pairs, np.array([start, end], np.uint64) << _TEXT)
    return slice(int(low), int(high))
