"""How much two bodies have in common, and by which words they differ."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

BEGINNING = 3_000  # characters that are compared letter by letter
NEARLY = 0.9  # part of the words of both, from which that is worth while


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
    """How many words only one of two bodies has, and what in these and in sayings tells how senior a job is.

    `words` yields them, in no order and some twice: mostly it is their number that matters.
    """

    count: int
    ranks: frozenset[str]
    sayings: frozenset[str]
    words: Callable[[], Iterator[str]]


def equal_share(a: str, b: str, at_least: float = 0.0) -> float:
    """Return how much of the beginnings of two texts is equal, letter by letter; 0 where it is below `at_least`."""
    return fuzz.ratio(a[:BEGINNING], b[:BEGINNING], score_cutoff=100 * at_least) / 100
