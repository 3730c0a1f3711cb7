"""What a search looks for partners among: the sketches of all postings, or an index of them and a few sketches."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from store import Store

from .candidates import Candidates, Search, search
from .comparing import Candidate
from .keeping import VERSION, Kept, keep, read_kept
from .later import later, phrases_by
from .rarity import rare
from .samples import MOST_TEXTS, Flags, Hashes, Numbers, Samples, among, beginnings, entries, marks
from .sampling import BYTES
from .sketches import levels

AT_ONCE = 50_000  # sketches, or pairs, held as objects at once
MANY = 50_000  # postings from which on an index is kept: of fewer, all sketches are read in no time
FEW = 16  # times fewer have to be later than there are, for the index to be looked in


@dataclass(frozen=True, slots=True)
class Gathered:
    """Row numbers of postings that differ in more than place and date, those asked about last, and the search.

    For those of `stood_for`, also asked about, others stand.
    """

    numbers: Numbers
    search: Search
    stood_for: list[int]

    @property
    def asked(self) -> list[int]:
        """The row numbers of those asked about, ascending."""
        found: list[int] = self.numbers[self.search.fresh :].tolist()
        return found

    def candidates(self) -> Iterator[tuple[Iterator[Candidate], int]]:
        """Yield the pairs to be looked at, in the order of the second posting.

        With each block comes how many of those asked about have all their pairs in it and in those before.
        """
        for block in self.search.candidates():
            yield self._candidates(block), block.upto - self.search.fresh

    def _candidates(self, block: Candidates) -> Iterator[Candidate]:
        for start in range(0, len(block.first), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            yield from zip(
                self.numbers[block.first[part]].tolist(),
                self.numbers[block.second[part]].tolist(),
                block.contained[part].tolist(),
                strict=True,
            )


@dataclass(frozen=True, slots=True)
class _Part:
    """Some sketches, a column each; `data` are the samples one after another, `sizes` how many phrases each has."""

    numbers: Numbers
    same: Numbers
    phrases: Numbers
    sizes: Numbers
    data: bytes


def gather(store: Store, since: int, upto: int, told: Callable[[], None]) -> Gathered:
    """Read what the postings that wait are compared with.

    All postings up to the row number `upto` have a sketch, but for those revised after `since`. `told` is called
    now and then, every few seconds at a million postings, and may raise what ends it.
    """
    with store.snapshot():
        index = store.phrase_index(VERSION)
        if index is not None:
            waiting = store.waiting()
            changed = sorted({*store.younger_sketches(index), *waiting})
            if len(changed) * FEW <= index.upto:
                return _gather_later(store, read_kept(store, index), changed, waiting)
    return _gather_all(store, since, upto, told)


def _gather_all(store: Store, since: int, upto: int, told: Callable[[], None]) -> Gathered:
    with store.snapshot():
        old, new = (list(_read(store, told, compared=compared)) for compared in (True, False))
    parts = [*old, *new]
    numbers, same, phrases, sizes = (
        np.concatenate([np.zeros(0, np.int64), *(getattr(part, name) for part in parts)])
        for name in ("numbers", "same", "phrases", "sizes")
    )
    kept = _firsts(same)
    hashes = [np.zeros(0, np.uint64)]
    start = 0
    for part in parts:
        end = start + len(part.numbers)
        hashes.append(_unpacked(part.data)[np.repeat(kept[start:end], part.sizes)])
        start = end
    fresh = sum(len(part.numbers) for part in old)
    samples = Samples(np.concatenate(hashes), beginnings(sizes[kept]), levels(phrases[kept]))
    del hashes, parts, old, new
    if len(samples) > MOST_TEXTS:
        raise ValueError(f"{len(samples):,} texts are more than {MOST_TEXTS:,}")
    told()
    keys, known = entries(samples), marks(samples)
    if len(numbers) >= MANY:
        others = numbers[~kept], same[~kept]
        keep(store, Kept(numbers[kept], same[kept], phrases_by(keys, known), *others), since, upto, told)
    told()
    telling = rare(keys, known.sizes)
    del keys
    told()
    prepared = search(known, telling, samples.of, int(kept[:fresh].sum()))
    return Gathered(numbers[kept], prepared, numbers[fresh:][~kept[fresh:]].tolist())


def _gather_later(store: Store, kept: Kept, changed: list[int], waiting: list[int]) -> Gathered:
    standing = ~among(kept.numbers, np.array(changed, np.int64))
    # Where one of those for whom a posting stood is not as it was, another has to stand for the rest.
    widowed = among(kept.others_same, np.sort(kept.same[~standing]))
    rows = store.sketches_of(sorted({*changed, *kept.others[widowed].tolist()}))
    asked = set(waiting)
    rows.sort(key=lambda row: row[0] in asked)
    part = _part(rows)
    stood_for = kept.same[standing & among(kept.same, np.sort(part.same))]
    own = _firsts(part.same) & ~among(part.same, np.sort(stood_for))
    fresh = np.array([number in asked for number in part.numbers.tolist()], bool)
    added = _samples(part, own)
    numbers = np.concatenate([kept.numbers, part.numbers[own]])

    def read(texts: Numbers) -> Samples:
        return _samples_of(store, kept.numbers[texts])

    first = len(kept.numbers) + int(np.sum(own & ~fresh))
    prepared = later(kept.phrases, standing, added, first, read)
    return Gathered(numbers, prepared, part.numbers[fresh & ~own].tolist())


def _samples_of(store: Store, numbers: Numbers) -> Samples:
    """Read the samples of postings, in the order given; one without a sketch has an empty one."""
    part = _part(store.sketches_of(numbers.tolist()))
    found = _samples(part, np.ones(len(part.numbers), bool))
    missing = np.setdiff1d(numbers, part.numbers)
    starts = np.concatenate([found.starts, np.repeat(found.starts[-1:], len(missing))])
    known = Samples(found.hashes, starts, np.concatenate([found.levels, np.zeros_like(missing)]))
    there = np.concatenate([part.numbers, missing])
    order = np.argsort(there)
    return known.of(order[np.searchsorted(there[order], numbers)])


def _firsts(same: Numbers) -> Flags:
    """Say which stand for all: of postings that are the same but for place and date, the first.

    They are proposed together.
    """
    _, first = np.unique(same, return_index=True)
    kept = np.zeros(len(same), bool)
    kept[first] = True
    return kept


def _read(store: Store, told: Callable[[], None], *, compared: bool) -> Iterator[_Part]:
    last = 0
    while rows := store.sketches(compared=compared, after=last, limit=AT_ONCE):
        last = rows[-1][0]
        told()
        yield _part(rows)


def _part(rows: list[tuple[int, int, int, bytes]]) -> _Part:
    numbers, same, phrases, samples = zip(*rows, strict=True) if rows else ((), (), (), ())
    return _Part(
        np.array(numbers, np.int64),
        np.array(same, np.int64),
        np.array(phrases, np.int64),
        np.fromiter(map(len, samples), np.int64, len(samples)) // BYTES,
        b"".join(samples),
    )


def _samples(part: _Part, kept: Flags) -> Samples:
    hashes = _unpacked(part.data)[np.repeat(kept, part.sizes)]
    return Samples(hashes, beginnings(part.sizes[kept]), levels(part.phrases[kept]))


def _unpacked(data: bytes) -> Hashes:
    wide = np.zeros((len(data) // BYTES, 8), np.uint8)
    wide[:, :BYTES] = np.frombuffer(data, np.uint8).reshape(-1, BYTES)
    found: Hashes = wide.view("<u8").reshape(-1).astype(np.uint64, copy=False)
    return found
