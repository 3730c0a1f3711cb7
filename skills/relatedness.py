"""How much more often two skills are asked for together than the tags alone would lead one to expect.

The measure is the corrected one of item-to-item recommendation (Smith and Linden, "Two Decades of Recommender Systems
at Amazon.com", 2017), with a posting for a customer and a tag for a purchase: a posting with many tags has any other
tag the likelier, and that is taken out. Add one posting of each cluster of duplicates only, as copies would count
one employer's wishes many times.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from math import sqrt
from typing import TypeVar

Key = TypeVar("Key", str, int)

TOGETHER = 2
"""Postings that must have two skills before one suggests the other."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How a skill stands to another one, X: `together` of the `postings` with X have it too.

    `expected` is how many of them would if tags fell as they may; `score` is how far off that is, in units of its
    standard deviation. Below 0 the two avoid each other. It is not symmetric.
    """

    skill: str
    together: int
    postings: int
    expected: float
    score: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A skill that a posting's tags suggest, with the sum of the scores of the relations that do."""

    skill: str
    score: float
    because: tuple[tuple[str, Relation], ...]


class Relations:
    """The counts behind the measure, for skills by any name, kept while postings come, change and go.

    A posting is its set of skills: what changes is removed as it was and added as it is.
    """

    def __init__(self, postings: Iterable[Collection[str]] = ()) -> None:
        self._tags = 0
        self._together: defaultdict[str, Counter[str]] = defaultdict(Counter)
        # By skill: how many of its postings have so many other tags.
        self._others: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._postings: Counter[str] = Counter()
        for tags in postings:
            self.add(tags)

    def add(self, tags: Collection[str]) -> None:
        """Count a posting that has these skills."""
        self._count(frozenset(tags), 1)

    def remove(self, tags: Collection[str]) -> None:
        """Take back what adding a posting with these skills counted. Raises ValueError where none was added."""
        skills = frozenset(tags)
        for skill in skills:
            others = skills - {skill}
            if not (
                skill in self._others
                and self._others[skill][len(others)]
                and self._together[skill].keys() >= others
            ):
                raise ValueError("no posting with these skills was added")
        self._count(skills, -1)

    def related(self, skill: str, limit: int = 10) -> list[Relation]:
        """Return the skills asked for together with one, the highest score first, then by name."""
        expected = _Expected(self._others.get(skill, {}), self._tags)
        scores = (
            (-_score(together, expected.of(self._postings[other])), other)
            for other, together in self._together.get(skill, {}).items()
        )
        return [self.relation(skill, other) for _, other in nsmallest(limit, scores)]

    def relation(self, skill: str, other: str) -> Relation:
        """Return how `other` stands to `skill`, though no posting has both. Raises ValueError for one skill twice."""
        if skill == other:
            raise ValueError("a skill has no relation to itself")
        together = self._both(skill, other)
        expected = _Expected(self._others.get(skill, {}), self._tags).of(self._postings[other])
        return Relation(other, together, self._postings[skill], expected, _score(together, expected))

    def suggestions(
        self, tags: Collection[str], rejected: Collection[str] = (), limit: int = 9
    ) -> list[Suggestion]:
        """Return the skills that a posting's tags suggest: neither had nor rejected, and above chance in sum."""
        known = {*tags, *rejected}
        sums: defaultdict[str, float] = defaultdict(float)
        for tag in sorted(set(tags)):
            expected = _Expected(self._others.get(tag, {}), self._tags)
            for other, together in self._together.get(tag, {}).items():
                if together >= TOGETHER and other not in known:
                    sums[other] += _score(together, expected.of(self._postings[other]))
        best = nsmallest(limit, ((-score, skill) for skill, score in sums.items() if score > 0))
        return [Suggestion(skill, -less, self._because(tags, skill)) for less, skill in best]

    def _both(self, skill: str, other: str) -> int:
        return self._together[skill][other] if skill in self._together else 0

    def _because(self, tags: Collection[str], skill: str) -> tuple[tuple[str, Relation], ...]:
        having = (tag for tag in sorted(set(tags)) if self._both(tag, skill) >= TOGETHER)
        return tuple((tag, self.relation(tag, skill)) for tag in having)

    def _count(self, tags: frozenset[str], by: int) -> None:
        self._tags += by * len(tags)
        for skill in tags:
            _change(self._postings, skill, by)
            _change(self._others[skill], len(tags) - 1, by)
            together = self._together[skill]
            for other in tags:
                if other != skill:
                    _change(together, other, by)
            if not self._others[skill]:
                del self._others[skill], self._together[skill]


def _change(counts: Counter[Key], key: Key, by: int) -> None:
    counts[key] += by
    if not counts[key]:
        del counts[key]


class _Expected:
    """How many of a skill's postings would have another by chance; asked for all others, it is by their frequency."""

    def __init__(self, others: Mapping[int, int], tags: int) -> None:
        self._sizes = sorted(others.items())  # in order, so that counts come and gone leave the same sums
        self._tags = tags
        self._known: dict[int, float] = {0: 0.0}

    def of(self, postings: int) -> float:
        """Return it for a skill that so many postings have."""
        found = self._known.get(postings)
        if found is None:
            not_drawn = 1 - postings / self._tags
            found = sum(count * (1 - not_drawn**others) for others, count in self._sizes)
            self._known[postings] = found
        return found


def _score(together: int, expected: float) -> float:
    return (together - expected) / sqrt(expected) if expected else 0.0
