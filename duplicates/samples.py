"""Samples of many texts as columns of numbers, and what searches of all kinds do with such columns.

A text is known by its place in the columns.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
Shares = npt.NDArray[np.float64]
Column = TypeVar("Column", Numbers, Hashes)

MOST_TEXTS = 2**24
NO_HASH = np.uint64(2**64 - 1)  # in the place of a hash that a text is too short to have

_PIECE = 4_000_000  # entries worked on at once: some hundred MB
_TEXT = np.uint64(24)  # bits of a place
_PLACE = np.uint64(MOST_TEXTS - 1)


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

    def of(self, texts: Numbers) -> "Samples":
        """Return the samples of some texts, in the order given."""
        starts, sizes = self.starts[texts], np.diff(self.starts)[texts]
        return Samples(self.hashes[ranges(starts, sizes)], beginnings(sizes), self.levels[texts])


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of each text without its sample: its size, how often it was halved, its two least hashes."""

    sizes: Numbers
    levels: Numbers
    least: Hashes
    second: Hashes

    def __len__(self) -> int:
        return len(self.levels)


def marks(samples: Samples) -> Marks:
    """Return what stays known of texts when their samples are put away."""
    starts, ends = samples.starts[:-1], samples.starts[1:]
    last = len(samples.hashes) - 1
    least, second = (
        np.where(starts + n < ends, samples.hashes[np.minimum(starts + n, last)], NO_HASH)
        if len(samples.hashes)
        else np.full(len(samples), NO_HASH)
        for n in (0, 1)
    )
    return Marks(ends - starts, samples.levels, least, second)


def entries(samples: Samples, first: int = 0) -> Hashes:
    """Return each phrase of each text as one number, ascending: the phrase, then the place of the text.

    The first text has the place `first`.
    """
    keys = samples.hashes << _TEXT
    keys |= np.repeat(np.arange(first, first + len(samples), dtype=np.uint64), np.diff(samples.starts))
    sort(keys)
    return keys


def sort(numbers: Hashes) -> None:
    """Put numbers in order, in place; where they are very many, each half by a thread of its own."""
    half = len(numbers) // 2
    if half < _PIECE:
        numbers.sort()
        return
    numbers.partition(half)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(np.ndarray.sort, (numbers[:half], numbers[half:])))


def texts_of(keys: Hashes) -> Numbers:
    """Return the text of each entry."""
    return (keys & _PLACE).astype(np.int64)


def phrases_of(keys: Hashes) -> Hashes:
    """Return the phrase of each entry."""
    found: Hashes = keys >> _TEXT
    return found


def runs(keys: Hashes) -> tuple[Numbers, Numbers]:
    """Return where the entries of each phrase begin, and how many there are."""
    new = np.ones(len(keys), bool)
    for start in range(1, len(keys), _PIECE):
        part = keys[start - 1 : start + _PIECE] >> _TEXT
        new[start : start + _PIECE] = part[1:] != part[:-1]
    starts = np.flatnonzero(new)
    return starts, np.diff(starts, append=len(keys))


def spans(keys: Hashes, wanted: Hashes) -> tuple[Numbers, Numbers]:
    """Return where the entries of each of some phrases begin, and how many there are; both are ascending."""
    starts = np.searchsorted(keys, wanted << _TEXT)
    ends = np.searchsorted(keys, (wanted + np.uint64(1)) << _TEXT)
    return starts, ends - starts


def distinct(numbers: Column) -> Column:
    """Return each number once, ascending; numpy's own way is slower by half where they are very many."""
    ascending = np.sort(numbers)
    new = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    return ascending[new]


def among(numbers: Column, ascending: Column) -> Flags:
    """Say of each number whether it is one of the ascending ones."""
    if not len(ascending):
        return np.zeros(len(numbers), bool)
    places = np.minimum(np.searchsorted(ascending, numbers), len(ascending) - 1)
    found: Flags = ascending[places] == numbers
    return found


def beginnings(sizes: Numbers) -> Numbers:
    """Return where each of some runs of these sizes begins, and where the last one ends."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])


def ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """Return the numbers from each start on, so many of each, one range after another."""
    ends = np.cumsum(counts)
    found: Numbers = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - counts), counts)
    return found
