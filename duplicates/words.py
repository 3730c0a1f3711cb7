"""The words of bodies as numbers, so that a look at a pair is quick; words are read only where they differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import numpy as np

from store import normalised

from .levels import RANKS, years
from .samples import Hashes, Numbers, among, distinct
from .sketches import BATCH, words_in
from .texts import Difference, Overlap

_WORD = re.compile(r"[\w\u0300-\u036f+#]+")
# In ASCII what words are made of, and every byte of other letters.
_SIGNS = bytes(code >= 0x80 or bool(_WORD.match(chr(code))) for code in range(256))


@dataclass(frozen=True, eq=False)
class Wording:
    """A body, normalised, and a number for each word in it, once each and ascending."""

    text: str
    words: Hashes
    _data: bytes = field(repr=False)
    _starts: Numbers = field(repr=False)
    _ends: Numbers = field(repr=False)
    _hashes: Hashes = field(repr=False)

    def named(self, words: Hashes) -> Iterator[str]:
        """Yield those words that stand here, each time that they do; the numbers are ascending."""
        at = among(self._hashes, words)
        for start, end in zip(self._starts[at].tolist(), self._ends[at].tolist(), strict=True):
            yield self._data[start:end].decode()

    @cached_property
    def years(self) -> frozenset[str]:
        """What it says of years."""
        return frozenset(years(self.text))


def wordings(bodies: Sequence[str]) -> list[Wording]:
    """Return what of bodies is compared."""
    made: list[Wording] = []
    waiting: list[tuple[str, bytes]] = []
    size = 0
    for body in bodies:
        text = normalised(body)
        data = (text if text.isascii() else " ".join(_WORD.findall(text))).encode()
        if waiting and size + len(data) > BATCH:
            made += _read(waiting)
            waiting, size = [], 0
        waiting.append((text, data))
        size += len(data) + 1
    return made + list(_read(waiting))


def overlap(a: Wording, b: Wording) -> Overlap:
    """Compare two bodies by their words."""
    one, other = len(a.words), len(b.words)
    if not one or not other:
        same = float(a.text == b.text)
        return Overlap(same, same, same)
    words = _merged(a, b)
    both = int(np.count_nonzero(words[1:] == words[:-1]))
    lengths = sorted((len(a.text), len(b.text)))
    return Overlap(both / min(one, other), 2 * both / (one + other), lengths[0] / lengths[1])


def difference(a: Wording, b: Wording) -> Difference:
    """Return how two bodies differ."""
    words = _merged(a, b)
    twice = words[1:] == words[:-1]
    once = np.ones(len(words), bool)
    once[1:][twice] = False
    once[:-1][twice] = False
    single = words[once]
    ranks = frozenset(_RANKS[number] for number in single[among(single, _RANK_NUMBERS)].tolist())
    return Difference(len(single), ranks, a.years ^ b.years, lambda: chain(a.named(single), b.named(single)))


def _merged(a: Wording, b: Wording) -> Hashes:
    # Two runs that are in order, which this kind of sort takes as they are.
    return np.sort(np.concatenate([a.words, b.words]), kind="stable")


def _read(texts: Sequence[tuple[str, bytes]]) -> Iterator[Wording]:
    data = b"\n".join([b"", *(data for _, data in texts), b""])  # a blank before and after each text
    starts, ends, hashes = words_in(data, _SIGNS)
    sizes = np.array([len(data) + 1 for _, data in texts])
    first = np.searchsorted(starts, np.concatenate([[0], np.cumsum(sizes)])).tolist()
    for (text, _), begin, end in zip(texts, first, first[1:], strict=False):
        own = slice(begin, end)
        yield Wording(text, distinct(hashes[own]), data, starts[own], ends[own], hashes[own])


_PLAIN_RANKS = sorted(rank for rank in RANKS if _WORD.fullmatch(rank))
_RANKS = dict(
    zip(
        words_in(b"\n".join([b"", *map(str.encode, _PLAIN_RANKS), b""]), _SIGNS)[2].tolist(),
        _PLAIN_RANKS,
        strict=True,
    )
)
_RANK_NUMBERS = np.sort(np.array(list(_RANKS), np.uint64))
