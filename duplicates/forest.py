"""Which of many pairs are worth showing: enough to see a family whole, not each of its members with each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from store import PairKind, Proposal

BEST = 3  # earlier postings with which a posting is proposed in any case


@dataclass(frozen=True, slots=True)
class Found:
    """A pair worth proposing, by the row numbers of its postings; `second` is the one that was asked about."""

    first: int
    second: int
    proposal: Proposal


class Forest:
    """Postings by row number, tied into families by pairs; `related` ones tie them into wider ones."""

    def __init__(self, ties: Iterable[tuple[int, int, PairKind]]) -> None:
        self._families: dict[int, int] = {}
        self._circles: dict[int, int] = {}
        self.tie_all(ties)

    def tie_all(self, ties: Iterable[tuple[int, int, PairKind]]) -> None:
        """Tie many."""
        for a, b, kind in ties:
            self.tie(a, b, kind)

    @property
    def joins(self) -> int:
        """How many pairs it takes to tie the families."""
        return sum(number != above for number, above in self._families.items())

    def tied(self, a: int, b: int) -> bool:
        """Whether two postings are of one family."""
        return _root(self._families, a) == _root(self._families, b)

    def kept(self, found: Iterable[Found]) -> Iterator[Proposal]:
        """Yield, of the pairs of some postings, the best few of each, and those that hold families together.

        Of `related` pairs those alone are kept that tie what nothing else does.
        """
        claimed: dict[int, int] = {}
        for pair in sorted(
            found,
            key=lambda pair: (
                pair.proposal.kind is PairKind.RELATED,
                -pair.proposal.score,
                pair.second,
                pair.first,
            ),
        ):
            ties = self.tie(pair.first, pair.second, pair.proposal.kind)
            if pair.proposal.kind is not PairKind.RELATED:
                claimed[pair.second] = claimed.get(pair.second, 0) + 1
                ties = ties or claimed[pair.second] <= BEST
            if ties:
                yield pair.proposal

    def tie(self, a: int, b: int, kind: PairKind) -> bool:
        """Tie two postings; return whether nothing tied them before."""
        wider = _join(self._circles, a, b)
        return wider if kind is PairKind.RELATED else _join(self._families, a, b)


def _join(roots: dict[int, int], a: int, b: int) -> bool:
    one, other = _root(roots, a), _root(roots, b)
    if one == other:
        return False
    roots[max(one, other)] = min(one, other)
    return True


def _root(roots: dict[int, int], number: int) -> int:
    while (above := roots.get(number, number)) != number:
        # Halved on the way, so that no path grows long.
        roots[number] = number = roots.get(above, above)
    return number
