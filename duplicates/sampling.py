"""The sketches of a database's postings: made for those that have none."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import lru_cache

import numpy as np

from store import Comparable, Sketch, Store, normalised

from .sketches import VERSION, Hashes, sketches
from .spreading import spread

__all__ = ["VERSION", "sketch_new"]

BATCH = 500  # postings sketched in one transaction
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


_plain = lru_cache(maxsize=50_000)(normalised)


def _same(posting: Comparable) -> int:
    parts = posting.words, _plain(posting.shown_title or ""), _plain(posting.company or "")
    digest = hashlib.blake2b("\n".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def _packed(sample: Hashes) -> bytes:
    return sample.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :BYTES].tobytes()
