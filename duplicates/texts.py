"""How much two bodies have in common, and by which words they differ, in one quick look at each pair."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from store import normalised

from .levels import RANKS, years

BEGINNING = 3_000  # characters that are compared letter by letter
NEARLY = 0.9  # part of the words of both, from which that is worth while

_WORD = re.compile(r"[\w\u0300-\u036f+#]+")
# Where all is ASCII, marks become blanks, which is five times as fast as to look for words.
_MARKS = {code: " " for code in range(128) if not _WORD.match(chr(code))}


@dataclass(frozen=True, slots=True)
class Wording:
    """A body, normalised, the words in it, and those of its words and sayings that tell how senior a job is."""

    text: str
    words: frozenset[str]
    ranks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Of two bodies, from 0 to 1: `shared` is the part of the words of the shorter one that the other has.

    `common` is the part of all words that both have, `length` how long the shorter one is to the longer.
    """

    shared: float
    common: float
    length: float


@dataclass(frozen=True, slots=True)
class Difference:
    """The words that only one of two bodies has, and which of them tell how senior a job is; in no order."""

    words: frozenset[str]
    ranks: frozenset[str]


def wording(body: str) -> Wording:
    """Return what of a body is compared."""
    text = normalised(body)
    words = frozenset(text.translate(_MARKS).split() if text.isascii() else _WORD.findall(text))
    return Wording(text, words, (words & RANKS).union(years(text)))


def overlap(a: Wording, b: Wording) -> Overlap:
    """Compare two bodies by their words."""
    if not a.words or not b.words:
        same = float(a.text == b.text)
        return Overlap(same, same, same)
    less, more = sorted((a.words, b.words), key=len)
    both = len(less) - len(less - more)  # of copies next to nothing is left, which is quick
    lengths = sorted((len(a.text), len(b.text)))
    return Overlap(
        both / min(len(a.words), len(b.words)),
        2 * both / (len(a.words) + len(b.words)),
        lengths[0] / lengths[1],
    )


def difference(a: Wording, b: Wording) -> Difference:
    """Return how two bodies differ."""
    return Difference(a.words ^ b.words, a.ranks ^ b.ranks)


def equal_share(a: Wording, b: Wording, at_least: float = 0.0) -> float:
    """Return how much of the beginnings of two bodies is equal, letter by letter; 0 where it is below `at_least`."""
    return fuzz.ratio(a.text[:BEGINNING], b.text[:BEGINNING], score_cutoff=100 * at_least) / 100
