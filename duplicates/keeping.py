"""The phrases of all postings as they are kept in the database, for a search of a few that come later."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from store import PhraseIndex, Store

from .later import Phrases
from .samples import Hashes, Marks, Numbers
from .sketches import VERSION as SKETCHES

FORMAT = 1  # of what is kept; another number with another form
VERSION = SKETCHES << 8 | FORMAT
PIECE = 2**20  # numbers stored at once: others write meanwhile


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of postings that differ in more than place and date: row numbers, `same` and phrases, by place.

    `others` are the row numbers of postings for which one of these stands, and `others_same` tells which.
    """

    numbers: Numbers
    same: Numbers
    phrases: Phrases
    others: Numbers
    others_same: Numbers


_TYPES = {
    "keys": "<u8", "common": "<u8", "numbers": "<i8", "same": "<i8", "sizes": "<u2", "levels": "<u1", "least": "<u8",
    "second": "<u8", "told": "<u2", "others": "<i8", "others_same": "<i8",
}  # fmt: skip


def keep(store: Store, kept: Kept, since: int, upto: int, told: Callable[[], None]) -> None:
    """Store what is known of all postings up to a row number, as they were at a revision.

    `told` is called at each piece, and may raise what ends it.
    """
    store.keep_phrases(VERSION, since, upto, _pieces(kept, told))


def read_kept(store: Store, index: PhraseIndex) -> Kept:
    """Read what is kept."""

    def numbers(name: str) -> Numbers:
        found: Numbers = _column(store, index, name).astype(np.int64, copy=False)
        return found

    def hashes(name: str) -> Hashes:
        found: Hashes = _column(store, index, name).astype(np.uint64, copy=False)
        return found

    known = Marks(numbers("sizes"), numbers("levels"), hashes("least"), hashes("second"))
    phrases = Phrases(hashes("keys"), hashes("common"), known, numbers("told"))
    return Kept(numbers("numbers"), numbers("same"), phrases, numbers("others"), numbers("others_same"))


def _pieces(kept: Kept, told: Callable[[], None]) -> Iterator[tuple[str, bytes]]:
    known = kept.phrases.marks
    columns = {
        "keys": kept.phrases.keys, "common": kept.phrases.common, "numbers": kept.numbers, "same": kept.same,
        "sizes": known.sizes, "levels": known.levels, "least": known.least, "second": known.second,
        "told": kept.phrases.told, "others": kept.others, "others_same": kept.others_same,
    }  # fmt: skip
    for name, column in columns.items():
        for start in range(0, len(column), PIECE):
            told()
            yield name, column[start : start + PIECE].astype(_TYPES[name]).tobytes()


def _column(store: Store, index: PhraseIndex, name: str) -> np.ndarray:
    return np.frombuffer(b"".join(store.phrase_pieces(index, name)), _TYPES[name])
