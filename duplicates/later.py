"""Which of very many texts may be copies of a few later ones, without a look at each of the many.

What the many share is looked up by phrase; only of those that may be partners the samples are read.
"""

from dataclasses import dataclass

import numpy as np

from .candidates import CONTAINED, SHARED, Reading, Search, blocks, search, shares, split
from .rarity import COMMON, Rare, of_entries, rare
from .samples import (
    NO_HASH,
    Flags,
    Hashes,
    Marks,
    Numbers,
    Samples,
    among,
    distinct,
    entries,
    marks,
    phrases_of,
    ranges,
    runs,
    spans,
    texts_of,
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of many texts: `keys` are the entries, ascending, but for those of `common` ones.

    `common` are the phrases of very many texts, ascending, and `told` counts them for each text.
    """

    keys: Hashes
    common: Hashes
    marks: Marks
    told: Numbers


def phrases_by(keys: Hashes, known: Marks) -> Phrases:
    """Return the phrases of texts by their entries, ascending."""
    starts, counts = runs(keys)
    many = counts > COMMON
    common = phrases_of(keys[starts[many]])
    theirs = np.zeros(len(keys), bool)
    theirs[ranges(starts[many], counts[many])] = True
    told = np.bincount(texts_of(keys[theirs]), minlength=len(known))
    return Phrases(keys[~theirs], common, known, told)


def later(there: Phrases, standing: Flags, added: Samples, fresh: int, read: Reading) -> Search:
    """Prepare a search for partners of the texts added from `fresh` on, places among those and those before them.

    The places of the added texts come behind those that are there. Of these only the `standing` ones count. `read`
    reads samples of these.
    """
    return _Later(there, standing, added, fresh, read).search()


class _Later:
    def __init__(self, there: Phrases, standing: Flags, added: Samples, fresh: int, read: Reading) -> None:
        self._there = there
        self._standing = standing
        self._added = added
        self._behind = len(there.marks)  # the place of the first text added
        self._fresh = fresh
        self._read = read
        self._keys = entries(added, self._behind)
        self._marks = _with(there.marks, standing, marks(added))
        self._common = np.concatenate([there.told, self._count_common(added)])

    def search(self) -> Search:
        involved = np.arange(len(self._marks)) >= self._fresh
        later = self._added.hashes[self._added.starts[self._fresh - self._behind] :]
        keys = self._entries_of(later)
        told = rare(keys, self._marks.sizes, self._common, involved)
        shared = keys[among(phrases_of(keys), distinct(told.phrases))]
        # What the earlier texts have beside is not known yet, and is all taken for rare here.
        sizes = np.where(involved, told.counts, self._marks.sizes - self._common)
        involved[self._partners(of_entries(shared, sizes, told.common))] = True
        texts = np.flatnonzero(involved)
        keys = self._entries_of(self.samples(texts).hashes)
        told = rare(keys, self._marks.sizes, self._common, involved)
        return search(self._marks, told, self.samples, self._fresh)

    def _partners(self, shared: Rare) -> Numbers:
        """Return the texts that share enough with a later one."""
        found = [np.zeros(0, np.int64)]
        for _, rows in blocks(shared, self._fresh, len(self._marks), crowd=COMMON):
            pairs, counts = np.unique(rows, return_counts=True)
            enough = shares(pairs, counts, shared.counts, self._marks.levels) >= CONTAINED / 2
            found.append(split(pairs[(counts >= SHARED) & enough])[0])
        return distinct(np.concatenate(found))

    def samples(self, texts: Numbers) -> Samples:
        """Read the samples of some texts, ascending: first those that are there, then those added."""
        old = texts < self._behind
        one, other = self._read(texts[old]), self._added.of(texts[~old] - self._behind)
        return Samples(
            np.concatenate([one.hashes, other.hashes]),
            np.concatenate([one.starts, one.starts[-1] + other.starts[1:]]),
            np.concatenate([one.levels, other.levels]),
        )

    def _entries_of(self, hashes: Hashes) -> Hashes:
        """Return the entries of these phrases, ascending, but for the common ones."""
        wanted = distinct(hashes)
        wanted = wanted[~among(wanted, self._there.common)]
        old = self._there.keys[ranges(*spans(self._there.keys, wanted))]
        old = old[self._standing[texts_of(old)]]
        return np.sort(np.concatenate([old, self._keys[ranges(*spans(self._keys, wanted))]]))

    def _count_common(self, samples: Samples) -> Numbers:
        owners = np.repeat(np.arange(len(samples)), np.diff(samples.starts))
        return np.bincount(owners[among(samples.hashes, self._there.common)], minlength=len(samples))


def _with(there: Marks, standing: Flags, added: Marks) -> Marks:
    return Marks(
        np.concatenate([there.sizes, added.sizes]),
        np.concatenate([there.levels, added.levels]),
        # What does not stand comes behind all others in the order of signatures, and is nobody's neighbour.
        np.concatenate([np.where(standing, there.least, NO_HASH), added.least]),
        np.concatenate([there.second, added.second]),
    )
