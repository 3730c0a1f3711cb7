"""Which phrases tell a text from most others: those that few texts have, and of each text the rarest."""

from dataclasses import dataclass

import numpy as np

from .samples import Flags, Hashes, Numbers, Shares, phrases_of, ranges, runs, sort, texts_of

RARE = 12  # texts that may share a phrase for it to count as rare
RAREST = 12  # of its phrases the rarest so many count in any case, so that copies in their dozens are found
COMMON = 400  # a phrase of more texts tells nothing

_TEXT = np.uint64(40)  # a text is before this bit, then come
_ENTRY = np.uint64(31)  # `COMMON` and less, and the place of an entry
_ENTRIES = np.uint64(2**31 - 1)
_SIZE = np.uint64(2**9 - 1)


@dataclass(frozen=True, slots=True)
class Rare:
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


def rare(keys: Hashes, sizes: Numbers, common: Numbers | None = None, asked: Flags | None = None) -> Rare:
    """Of the phrases that more than one text has, keep those of few, and of each text the rarest.

    `sizes` are those of all samples. `common` counts phrases of each text that are not among the entries; `asked`
    keeps the entries of these texts alone.
    """
    count = len(sizes)
    starts, counts = runs(keys)
    alone = np.bincount(texts_of(keys[starts[counts == 1]]), minlength=count)
    many = np.bincount(
        texts_of(keys[ranges(starts[counts > COMMON], counts[counts > COMMON])]), minlength=count
    )
    shares = (many if common is None else many + common) / np.maximum(1, sizes)
    few = (counts > 1) & (counts <= COMMON)
    starts, counts = starts[few], counts[few]
    at = ranges(starts, counts)
    # By text, then by how many have the phrase, then by the phrase: as one number, which is fast to sort.
    order = texts_of(keys[at]).astype(np.uint64) << _TEXT
    order |= np.repeat(counts, counts).astype(np.uint64) << _ENTRY
    order |= at.astype(np.uint64)
    del at, starts, counts, few
    if asked is not None:
        order = order[asked[(order >> _TEXT).astype(np.int64)]]
    sort(order)
    texts = (order >> _TEXT).astype(np.int64)
    rank = np.arange(len(order)) - np.searchsorted(texts, np.arange(count))[texts]
    del texts
    rarest = (rank < RAREST) | ((order >> _ENTRY & _SIZE) <= RARE)
    keys = keys[np.sort((order[rarest] & _ENTRIES).astype(np.int64))]
    del order, rank, rarest
    told = alone + np.bincount(texts_of(keys), minlength=count)
    return of_entries(keys, told, shares)


def of_entries(keys: Hashes, counts: Numbers, common: Shares) -> Rare:
    """Return entries with what their groups are; all of them tell something."""
    starts, sizes = runs(keys)
    return Rare(
        phrases_of(keys), texts_of(keys), np.repeat(starts, sizes), np.repeat(sizes, sizes), counts, common
    )
