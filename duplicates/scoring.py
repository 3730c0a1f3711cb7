"""From what two postings share to a score, by few named measures and a weight for each.

The score runs from 0 to 1, grows with every measure that speaks for one job, and is no probability: it orders
pairs, and from 0.5 on they are proposed as one job.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from store import Store

from .texts import Overlap
from .titles import TitleComparison, TitleMatch

MEASURES = ("words", "phrases", "one employer", "longer title", "unknown title")

# What employers say of themselves makes all their postings alike, so words count for less where the employer is
# one, or is not known. The weights are round numbers near those that fit postings made by
# `benchmarks/advertisements.py` best, but for those of titles, which are on the careful side.
DEFAULTS: Mapping[str, float] = {
    "words": 38.0,
    "phrases": 3.0,
    "one employer": -13.0,
    "longer title": -5.0,
    "unknown title": -4.0,
}
DEFAULT_START = -20.0
DEFAULT_NAME = "defaults-1"  # another number with other weights, so that pairs are scored anew
PROPOSED = 0.5


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two postings share. `phrases` is the part of the rare phrases of one that the other has, 0 to 1.

    `employer` is None where one of them does not state it.
    """

    titles: TitleComparison
    employer: bool | None
    phrases: float
    overlap: Overlap

    def measures(self) -> dict[str, float]:
        """Return each measure by its name."""
        return {
            "words": self.overlap.shared,
            "phrases": self.phrases,
            "one employer": float(self.employer is not False),
            "longer title": float(self.titles.match is TitleMatch.LONGER),
            "unknown title": float(self.titles.match is TitleMatch.UNKNOWN),
        }


@dataclass(frozen=True, slots=True)
class Model:
    """A weight for each measure, and where the sum begins. Pairs are marked with `name` when they are scored."""

    start: float = DEFAULT_START
    weights: Mapping[str, float] = field(default_factory=lambda: DEFAULTS)
    name: str = DEFAULT_NAME

    def score(self, measures: Mapping[str, float]) -> float:
        """Return the score of a pair, from 0 to 1."""
        total = self.start + sum(self.weights[name] * value for name, value in measures.items())
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))

    def needed(self, measures: Mapping[str, float]) -> float:
        """Return which part of the words two texts must share to be proposed, where the other measures are these.

        0 where any part is enough, more than 1 where no part is.
        """
        others = self.start + sum(
            self.weights[name] * value for name, value in measures.items() if name != "words"
        )
        if self.weights["words"] <= 0:
            return 0.0 if others >= 0 else math.inf
        return max(0.0, -others / self.weights["words"])


def model_in_force(store: Store) -> Model:
    """Return the model that people decided for last, else the defaults.

    A model of other measures than this version's is not used.
    """
    learned = store.model_in_force()
    if learned is None or set(learned.weights) != set(MEASURES):
        return Model()
    return Model(learned.start, learned.weights, learned.uid)
