"""Whether a model learned from verdicts does better than the defaults, on pairs that it was not learned from.

Loads numpy.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb

from .fitting import fit
from .judged import Example, Examples
from .scoring import MEASURES, PROPOSED, Model

FOLDS = 5
LEAST = 20  # judged pairs,
LEAST_OF_EACH = 5  # of which so many are one job, and so many are not,
LEAST_FAMILIES = 10  # and so many families that they are from
CUT_OFFS = (
    ("equal titles, different employers", {"one employer": 0.0}),
    ("equal titles, one employer", {"one employer": 1.0}),
    ("one title longer, one employer", {"one employer": 1.0, "longer title": 1.0}),
    ("no title on one side, one employer", {"one employer": 1.0, "unknown title": 1.0}),
)
PHRASES = (0.5, 1.0)  # parts of the rare phrases shared
"""Cases in which it is said which part of the words a model asks for, and with which parts of the phrases."""
CHANCE = 0.05  # a model whose lead chance would give more often than this is not better


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a model did on judged pairs: it claimed `claimed`, `true` are one job, `found` are both."""

    claimed: int
    true: int
    found: int

    @property
    def precision(self) -> float | None:
        """Which part of what it claimed is one job; None where it claimed nothing."""
        return self.found / self.claimed if self.claimed else None

    @property
    def recall(self) -> float | None:
        """Which part of what is one job it claimed; None where nothing is."""
        return self.found / self.true if self.true else None

    @property
    def f1(self) -> float:
        """The harmonic mean of both, 0 where there is nothing."""
        return 2 * self.found / (self.claimed + self.true) if self.claimed + self.true else 0.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned: the model, from all pairs, and how such models did against the defaults.

    `fitted` and `defaults` are on the same pairs, each judged by a model that was learned without its family. In
    `wins` families the fitted models were right more often than the defaults, in `losses` less often. `chance` is
    how often two models that are equally good would be so far apart by chance, from 0 to 1 (a sign test, one-sided).
    """

    model: Model
    fitted: Quality
    defaults: Quality
    wins: int
    losses: int
    chance: float

    @property
    def better(self) -> bool:
        """Whether the model may be used."""
        return self.fitted.f1 > self.defaults.f1 and self.chance <= CHANCE


def missing(judged: Examples) -> list[str]:
    """Return what has to be judged yet before anything can be learned, nothing where there is enough."""
    same, other = judged.same, len(judged.pairs) - judged.same
    wanted = (
        (LEAST - same - other, "judged pairs"),
        (LEAST_OF_EACH - same, "pairs judged to be one job (`duplicate` or `variant`)"),
        (LEAST_OF_EACH - other, "pairs judged not to be one job (`related` or `distinct`)"),
        (LEAST_FAMILIES - judged.families, "families that judged pairs are from"),
    )
    return [f"{count:,} more {what}" for count, what in wanted if count > 0]


def learn(judged: Examples) -> Lesson:
    """Fit a model to all pairs, and others to parts of them to see how such models do on the rest."""
    fold_of = folds(judged.pairs)
    default = Model()
    calls: list[tuple[Example, bool, bool]] = []
    for fold in range(FOLDS):
        held_out = [one for one in judged.pairs if fold_of[one.family] == fold]
        model = fit([(one.measures, one.same) for one in judged.pairs if fold_of[one.family] != fold])
        calls += [(one, claims(model, one), claims(default, one)) for one in held_out]
    balance: defaultdict[str, int] = defaultdict(int)
    for one, fitted, unfitted in calls:
        balance[one.family] += (fitted is one.same) - (unfitted is one.same)
    wins = sum(net > 0 for net in balance.values())
    losses = sum(net < 0 for net in balance.values())
    return Lesson(
        fit([(one.measures, one.same) for one in judged.pairs]),
        _quality((one.same, fitted) for one, fitted, _ in calls),
        _quality((one.same, unfitted) for one, _, unfitted in calls),
        wins,
        losses,
        by_chance(wins, losses),
    )


def claims(model: Model, one: Example) -> bool:
    """Whether a model proposes a pair as one job."""
    return model.score(one.measures) >= PROPOSED


def folds(pairs: Sequence[Example]) -> dict[str, int]:
    """Return by family which of the parts it is in: both verdicts spread evenly, no family in two of them."""
    counts: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for one in pairs:
        counts[one.family][one.same] += 1
    total = Counter(one.same for one in pairs)
    filled = [Counter[bool]() for _ in range(FOLDS)]

    def load(fold: int, more: Counter[bool]) -> float:
        # How uneven the part becomes: most for the verdict that there are fewest of.
        return sum(((filled[fold][same] + more[same]) / total[same]) ** 2 for same in total) - sum(
            (filled[fold][same] / total[same]) ** 2 for same in total
        )

    placed = {}
    for family in sorted(counts, key=lambda family: (-counts[family].total(), family)):
        best = min(range(FOLDS), key=lambda fold: (load(fold, counts[family]), fold))
        filled[best] += counts[family]
        placed[family] = best
    return placed


def cut_offs(model: Model) -> list[tuple[str, list[tuple[float, float]]]]:
    """Say in which case which part of the words two texts must share to be proposed, above 1 where none is enough.

    Each part comes after that of the rare phrases with which it holds.
    """
    plain = dict.fromkeys(MEASURES, 0.0)
    return [
        (what, [(part, model.needed(plain | measures | {"phrases": part})) for part in PHRASES])
        for what, measures in CUT_OFFS
    ]


def by_chance(wins: int, losses: int) -> float:
    """Return how often a fair coin, thrown once for each of them, would fall for as many wins or more."""
    thrown = wins + losses
    return sum(comb(thrown, heads) for heads in range(wins, thrown + 1)) / float(2**thrown)


def _quality(calls: Iterable[tuple[bool, bool]]) -> Quality:
    counted = Counter(calls)
    found = counted[True, True]
    return Quality(found + counted[False, True], found + counted[True, False], found)
