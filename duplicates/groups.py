"""Keys tied into groups, some of which must not be joined."""

from collections import defaultdict
from collections.abc import Iterable

Edge = tuple[str, str]


class Groups:
    """Union-find in which each group knows the groups it may not be joined with, and by which pair.

    Where several pairs part two groups it is the one given first, whatever the order of joining.
    """

    def __init__(self, parted: Iterable[Edge] = ()) -> None:
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._barred: defaultdict[str, dict[str, tuple[int, Edge]]] = defaultdict(dict)
        for place, (a, b) in enumerate(parted):
            self._bar(a, b, (place, (a, b)))

    def join(self, edge: Edge) -> Edge | None:
        """Join the groups of two keys; return the parted pair that forbids it, else None."""
        kept, gone = (self._root(key) for key in edge)
        if kept == gone:
            return None
        if gone in self._barred[kept]:
            return self._barred[kept][gone][1]
        # The smaller one moves, so that a key moves at most log2(n) times.
        if self._weight(kept) < self._weight(gone):
            kept, gone = gone, kept
        self._parent[gone] = kept
        self._members[kept] += self._members.pop(gone)
        for other, pair in self._barred.pop(gone, {}).items():
            del self._barred[other][gone]
            self._bar(kept, other, pair)
        return None

    def _bar(self, a: str, b: str, pair: tuple[int, Edge]) -> None:
        self._barred[a][b] = self._barred[b][a] = min(pair, self._barred[a].get(b, pair))

    def tied(self, a: str, b: str) -> bool:
        """Whether two keys are in one group."""
        return self._root(a) == self._root(b)

    def together(self) -> list[list[str]]:
        """Return the groups of two or more."""
        return [members for members in self._members.values() if len(members) > 1]

    def _root(self, key: str) -> str:
        if key not in self._parent:
            self._parent[key] = key
            self._members[key] = [key]
        while self._parent[key] != key:
            self._parent[key] = key = self._parent[self._parent[key]]
        return key

    def _weight(self, root: str) -> int:
        return len(self._members[root]) + len(self._barred[root])
