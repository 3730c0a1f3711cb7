"""Which pairs a person goes through, and in which order."""

from dataclasses import dataclass
from typing import Protocol

from store import PairOrder, Store

Edge = tuple[str, str]


class Course(Protocol):
    """Where the next pair comes from. Its methods are called in a lane."""

    def listed(self, store: Store, annotator: str) -> tuple[Edge, ...]:
        """Return the pairs that are known from the start, in order; none where they are looked up one by one."""

    def next_open(self, store: Store, annotator: str, after: Edge | None) -> Edge | None:
        """Return the next open pair behind one, from the start again at the end; None where none is open."""


@dataclass(frozen=True, slots=True)
class OpenPairs:
    """All that are open, in an order: a window on the database, never a copy of it."""

    order: PairOrder

    def listed(self, store: Store, annotator: str) -> tuple[Edge, ...]:
        """Return none."""
        return ()

    def next_open(self, store: Store, annotator: str, after: Edge | None) -> Edge | None:
        """Ask the database for it."""
        found = store.pairs_ahead(annotator, self.order, after)
        if not found and after is not None:
            found = store.pairs_ahead(annotator, self.order)
        return (found[0].a, found[0].b) if found else None


@dataclass(frozen=True, slots=True)
class PairsOf:
    """The pairs of one posting, decided or not."""

    posting: str

    def listed(self, store: Store, annotator: str) -> tuple[Edge, ...]:
        """Return them in the order of import."""
        return tuple((pair.a, pair.b) for pair in store.pairs(annotator, posting=self.posting))

    def next_open(self, store: Store, annotator: str, after: Edge | None) -> Edge | None:
        """Look at them in turn."""
        return _next_open(store, annotator, self.listed(store, annotator), after)


@dataclass(frozen=True, slots=True)
class ThesePairs:
    """Pairs chosen elsewhere, each to be looked at, in the order given; `first` is shown first."""

    pairs: tuple[Edge, ...]
    first: Edge

    def listed(self, store: Store, annotator: str) -> tuple[Edge, ...]:
        """Return them."""
        return self.pairs

    def next_open(self, store: Store, annotator: str, after: Edge | None) -> Edge | None:
        """Return the first one to begin with, then look at them in turn."""
        return self.first if after is None else _next_open(store, annotator, self.pairs, after)


def _next_open(store: Store, annotator: str, pairs: tuple[Edge, ...], after: Edge | None) -> Edge | None:
    at = pairs.index(after) + 1 if after in pairs else 0
    for a, b in (*pairs[at:], *pairs[:at]):
        pair = store.pair(annotator, a, b)
        if pair is None or pair.verdict is None:
            return a, b
    return None
