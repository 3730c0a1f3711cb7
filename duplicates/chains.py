"""Contradictions: verdicts that together say that two postings are one job and that they are not."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from store import Judgement, Store

from .clusters import Clustering, Refusal, clustering, clusters
from .groups import Edge


@dataclass(frozen=True, slots=True)
class Link:
    """Two postings of a chain next to each other, and the verdicts on them that count here."""

    a: str
    b: str
    said: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A chain of joining verdicts from one posting to another, and the verdicts that part those two.

    `unfollowed` is the link of the chain that clusters leave out, so that the two stay apart; `unfollowed_in_all` is
    how many such links there are because of the parted two, each in a chain of its own.
    """

    chain: tuple[Link, ...]
    parted: Link
    unfollowed: Link
    unfollowed_in_all: int

    @property
    def take_back(self) -> Link:
        """The pair whose verdict is to be taken back, as it stands against the most.

        Where one joining verdict alone is not followed it is that, since no cluster changes without it.
        """
        return self.unfollowed if self.unfollowed_in_all == 1 else self.parted

    @property
    def pairs(self) -> tuple[Edge, ...]:
        """The pairs to look at, the one to take back first, then what it stands against."""
        links = (self.take_back, self.unfollowed, self.parted, *self.chain)
        return tuple(dict.fromkeys((link.a, link.b) for link in links))

    def has(self, a: str, b: str) -> bool:
        """Whether a pair has a part in it."""
        return (a, b) in self.pairs or (b, a) in self.pairs


def contradictions(store: Store, annotator: str | None = None) -> list[Contradiction]:
    """Return every contradiction of a database, in the order of import of the pairs that are not followed.

    With an annotator only among the verdicts that they may know.
    """
    with store.snapshot():
        said = store.judgements(annotator)
        return told(said, clustering(store, said))


def contradiction_near(store: Store, annotator: str, keys: Sequence[str]) -> tuple[Contradiction, int] | None:
    """Return the first contradiction among what joining verdicts tie to some postings, and how many there are."""
    with store.snapshot():
        said, order, choices = store.judged_around(keys, annotator)
    found = by_parted(clusters(said, order, choices).refusals)
    if not found:
        return None
    refusals = [refusal for group in found for refusal in group]
    return Chains(said, refusals).contradiction(found[0]), len(found)


def told(said: Sequence[Judgement], found: Clustering) -> list[Contradiction]:
    """Return what contradicts verdicts on these postings: one contradiction for each pair that is parted."""
    chains = Chains(said, found.refusals)
    return [chains.contradiction(refusals) for refusals in by_parted(found.refusals)]


def by_parted(refusals: Iterable[Refusal]) -> list[list[Refusal]]:
    """Return refusals, those because of one parted pair together, in the order of the first of each."""
    groups: defaultdict[Edge, list[Refusal]] = defaultdict(list)
    for refusal in refusals:
        groups[refusal.parted].append(refusal)
    return list(groups.values())


class Chains:
    """The ways that joining verdicts make through postings, those that are followed and no others."""

    def __init__(self, said: Iterable[Judgement], refusals: Iterable[Refusal]) -> None:
        self._joining: defaultdict[frozenset[str], list[Judgement]] = defaultdict(list)
        self._parting: defaultdict[frozenset[str], list[Judgement]] = defaultdict(list)
        self._next: defaultdict[str, list[str]] = defaultdict(list)
        refused = {frozenset((refusal.a, refusal.b)) for refusal in refusals}
        for one in said:
            pair = frozenset((one.a, one.b))
            if one.verdict.joins:
                if not self._joining[pair] and pair not in refused:
                    self._next[one.a].append(one.b)
                    self._next[one.b].append(one.a)
                self._joining[pair].append(one)
            elif one.verdict.parts:
                self._parting[pair].append(one)

    def contradiction(self, refusals: Sequence[Refusal]) -> Contradiction:
        """Return the chain that the first of verdicts which are not followed would close, and what forbids them."""
        refusal = refusals[0]
        one, other = refusal.parted
        near, far = (refusal.a, refusal.b) if self.way(one, refusal.a) else (refusal.b, refusal.a)
        unfollowed = self.link(near, far)
        before = self.way(one, near) or [one]
        behind = self.way(far, other) or [other]
        chain = (*self.links(before), unfollowed, *self.links(behind))
        parted = Link(one, other, tuple(self._parting[frozenset((one, other))]))
        return Contradiction(chain, parted, unfollowed, len(refusals))

    def way(self, start: str, end: str) -> list[str] | None:
        """Return the keys of a shortest way from one posting to another, None where there is none."""
        came_from = {start: start}
        waiting = deque([start])
        while waiting:
            key = waiting.popleft()
            if key == end:
                way = [key]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            for further in self._next[key]:
                if further not in came_from:
                    came_from[further] = key
                    waiting.append(further)
        return None

    def links(self, way: Sequence[str]) -> list[Link]:
        """Return the links of a way."""
        return [self.link(one, other) for one, other in pairwise(way)]

    def link(self, a: str, b: str) -> Link:
        """Return two postings with what joins them."""
        return Link(a, b, tuple(self._joining[frozenset((a, b))]))
