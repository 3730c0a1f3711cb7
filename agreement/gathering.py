"""The answers of several annotators, gathered item by item in bounded memory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random
from typing import Any

from .consensus import Tagging
from .interval import SEED

Named = tuple[tuple[str, Any], ...]
"""The answers to one item, each with the annotator's name, in the order of the names."""


@dataclass(frozen=True, slots=True)
class Done:
    """A posting that two or more are done with: its row, and the tags of each by URI."""

    number: int
    tags: Mapping[str, Mapping[str, Tagging]]


@dataclass(slots=True)
class Gathering:
    """Takes answers in. Of postings it keeps so many, each with the same chance, the same ones every time."""

    keep: int
    seed: int = SEED
    states: Counter[Named] = field(default_factory=Counter)
    verdicts: Counter[Named] = field(default_factory=Counter)
    kept: list[Done] = field(default_factory=list)
    postings: int = 0
    _random: Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311 - a sample, not a secret

    def add_states(self, answers: Mapping[str, str]) -> None:
        """Take in the states that a posting has."""
        if len(answers) > 1:
            self.states[tuple(sorted(answers.items()))] += 1

    def add_verdicts(self, answers: Mapping[str, str]) -> None:
        """Take in the verdicts on a pair."""
        if len(answers) > 1:
            self.verdicts[tuple(sorted(answers.items()))] += 1

    def add_tags(self, number: int, tags: Mapping[str, Mapping[str, Tagging]]) -> None:
        """Take in the tags of those who are done with a posting."""
        if len(tags) < 2:
            return
        self.postings += 1
        done = Done(number, tags)
        if len(self.kept) < self.keep:
            self.kept.append(done)
        elif (at := self._random.randrange(self.postings)) < self.keep:
            self.kept[at] = done


Both = list[tuple[int, Mapping[str, Tagging], Mapping[str, Tagging]]]
"""Of the postings that two are done with: the number, and the tags of each."""


def by_pairs(kept: Sequence[Done]) -> list[tuple[str, str, Both]]:
    """Return, for each two annotators in the order of their names, the postings that both are done with."""
    found: dict[tuple[str, str], Both] = {}
    for done in kept:
        for one, other in combinations(sorted(done.tags), 2):
            found.setdefault((one, other), []).append((done.number, done.tags[one], done.tags[other]))
    return [(one, other, both) for (one, other), both in sorted(found.items())]
