"""The sketches of a database's postings: made for those that have none, and read for the search."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from store import Comparable, Sketch, Store, normalised

from .candidates import Candidates, Numbers, Samples, candidates
from .comparing import Candidate
from .sketches import VERSION, Hashes, levels, sketches
from .spreading import spread

__all__ = ["VERSION", "Gathered", "gather", "sketch_new"]

BATCH = 500  # postings sketched in one transaction
AT_ONCE = 50_000  # sketches, or pairs, held as objects at once
BYTES = 5  # of a phrase's number


def sketch_new(store: Store, since: int, told: Callable[[int, int], None]) -> None:
    """Make the sketches that are missing, in batches that stay; `told` is called with how many are made, of all.

    None of a posting that was revised `since` is stored.
    """
    missing = store.unsketched()
    batches = (missing[start : start + BATCH] for start in range(0, len(missing), BATCH))
    done = 0
    with closing(spread(store, sketched, batches, postings=len(missing))) as work:
        for batch, made in work:
            store.put_sketches(made, since)
            done += len(batch)
            told(done, len(missing))


def sketched(store: Store, numbers: Sequence[int]) -> list[Sketch]:
    """Return the sketches of postings."""
    postings = list(store.comparables(numbers).values())
    made = sketches([posting.body for posting in postings])
    return [
        Sketch(posting.id, _same(posting), phrases, _packed(sample))
        for posting, (phrases, sample) in zip(postings, made, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Row numbers and samples of postings that differ in more than place and date, those asked about last.

    `fresh` is the place of the first of these. For those of `stood_for`, also asked about, others stand.
    """

    numbers: Numbers
    samples: Samples
    fresh: int
    stood_for: list[int]

    @property
    def asked(self) -> list[int]:
        """The row numbers of those asked about, ascending."""
        found: list[int] = self.numbers[self.fresh :].tolist()
        return found

    def candidates(self) -> Iterator[tuple[Iterator[Candidate], int]]:
        """Yield the pairs to be looked at, in the order of the second posting.

        With each block comes how many of those asked about have all their pairs in it and in those before.
        """
        for block in candidates(self.samples, self.fresh):
            yield self._candidates(block), block.upto - self.fresh

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


def gather(store: Store) -> Gathered:
    """Read all sketches."""
    old, new = (list(_read(store, compared=compared)) for compared in (True, False))
    parts = [*old, *new]
    numbers, same, phrases, sizes = (
        np.concatenate([np.zeros(0, np.int64), *(getattr(part, name) for part in parts)])
        for name in ("numbers", "same", "phrases", "sizes")
    )
    # Of postings that are the same but for place and date, the first stands for all: they are proposed together.
    _, first = np.unique(same, return_index=True)
    kept = np.zeros(len(numbers), bool)
    kept[first] = True
    hashes = [np.zeros(0, np.uint64)]
    start = 0
    for part in parts:
        end = start + len(part.numbers)
        hashes.append(_unpacked(part.data)[np.repeat(kept[start:end], part.sizes)])
        start = end
    fresh = sum(len(part.numbers) for part in old)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes[kept])])
    return Gathered(
        numbers[kept],
        Samples(np.concatenate(hashes), starts, levels(phrases[kept])),
        int(kept[:fresh].sum()),
        numbers[fresh:][~kept[fresh:]].tolist(),
    )


def _read(store: Store, *, compared: bool) -> Iterator[_Part]:
    last = 0
    while rows := store.sketches(compared=compared, after=last, limit=AT_ONCE):
        numbers, same, phrases, samples = zip(*rows, strict=True)
        last = numbers[-1]
        yield _Part(
            np.array(numbers, np.int64),
            np.array(same, np.int64),
            np.array(phrases, np.int64),
            np.fromiter(map(len, samples), np.int64, len(samples)) // BYTES,
            b"".join(samples),
        )


_plain = lru_cache(maxsize=50_000)(normalised)


def _same(posting: Comparable) -> int:
    parts = posting.words, _plain(posting.shown_title or ""), _plain(posting.company or "")
    digest = hashlib.blake2b("\n".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def _packed(sample: Hashes) -> bytes:
    return sample.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :BYTES].tobytes()


def _unpacked(data: bytes) -> Hashes:
    wide = np.zeros((len(data) // BYTES, 8), np.uint8)
    wide[:, :BYTES] = np.frombuffer(data, np.uint8).reshape(-1, BYTES)
    found: Hashes = wide.view("<u8").reshape(-1).astype(np.uint64, copy=False)
    return found
