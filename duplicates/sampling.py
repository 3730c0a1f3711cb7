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
from .sketches import VERSION, Hashes, level, sketches
from .spreading import spread

__all__ = ["VERSION", "Gathered", "gather", "sketch_new"]

BATCH = 500  # postings sketched in one transaction
AT_ONCE = 50_000  # sketches, or pairs, held as objects at once
BYTES = 5  # of a phrase's number


def sketch_new(store: Store, told: Callable[[int, int], None]) -> None:
    """Make the sketches that are missing, in batches that stay; `told` is called with how many are made, of all."""
    missing = store.unsketched()
    batches = (missing[start : start + BATCH] for start in range(0, len(missing), BATCH))
    done = 0
    with closing(spread(store, sketched, batches, postings=len(missing))) as work:
        for batch, made in work:
            store.put_sketches(made)
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


def gather(store: Store) -> Gathered:
    """Read all sketches."""
    old, new = (_read(store, compared=compared) for compared in (True, False))
    numbers = np.concatenate([old[0], new[0]])
    # Of postings that are the same but for place and date, the first stands for all: they are proposed together.
    same = np.concatenate([old[1], new[1]])
    _, first = np.unique(same, return_index=True)
    kept = np.zeros(len(numbers), bool)
    kept[first] = True
    sizes = np.concatenate([old[3], new[3]])
    hashes = np.concatenate([old[4], new[4]])
    if not kept.all():
        hashes = hashes[np.repeat(kept, sizes)]
    levels = np.array([level(int(count)) for count in np.concatenate([old[2], new[2]])[kept]], np.int64)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes[kept])])
    stood_for = new[0][~kept[len(old[0]) :]].tolist()
    return Gathered(numbers[kept], Samples(hashes, starts, levels), int(kept[: len(old[0])].sum()), stood_for)


def _read(store: Store, *, compared: bool) -> tuple[Numbers, Numbers, Numbers, Numbers, Hashes]:
    """Return row numbers, what is the same, counts of phrases, sizes of samples, and the samples."""
    columns: list[list[Numbers]] = [[], [], [], []]
    hashes = [np.zeros(0, np.uint64)]
    last = 0
    while rows := store.sketches(compared=compared, after=last, limit=AT_ONCE):
        last = rows[-1].id
        for column, values in zip(
            columns,
            (
                [row.id for row in rows],
                [row.same for row in rows],
                [row.phrases for row in rows],
                [len(row.sample) // BYTES for row in rows],
            ),
            strict=True,
        ):
            column.append(np.array(values, np.int64))
        hashes.append(_unpacked(b"".join(row.sample for row in rows)))
    none = [np.zeros(0, np.int64)]
    numbers, same, phrases, sizes = (np.concatenate(column or none) for column in columns)
    return numbers, same, phrases, sizes, np.concatenate(hashes)


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
    return wide.view("<u8").reshape(-1).astype(np.uint64)
