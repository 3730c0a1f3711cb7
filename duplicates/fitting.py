"""A model fitted to judged pairs: logistic regression, drawn towards the defaults where there is little to go by.

Loads numpy.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from .scoring import DEFAULT_START, DEFAULTS, MEASURES, Model

# By how much a weight is expected to be off its default, as a standard deviation. With 25 made-up verdicts of a judge
# with other views, half of this learned too little; twice as much hardly learned more.
SPREAD: Mapping[str, float] = {
    "start": 3.0,
    "words": 6.0,
    "phrases": 1.5,
    "one employer": 4.0,
    "longer title": 3.0,
    "unknown title": 3.0,
}
FOR = ("words", "phrases")  # measures that speak for one job: more of them never lowers a score
STEPS = 100
NEAR_ENOUGH = 1e-9  # of the largest step
DIGITS = 4  # of a weight that is kept

Numbers = npt.NDArray[np.float64]

_NAMES = ("start", *MEASURES)
_WORDS = _NAMES.index("words")
_CENTRE = np.array([DEFAULT_START, *(DEFAULTS[name] for name in MEASURES)])
_TIGHT = np.array([SPREAD[name] for name in _NAMES]) ** -2.0


def fit(judged: Sequence[tuple[Mapping[str, float], bool]], name: str = "fitted") -> Model:
    """Return the model that judged pairs, each as its measures and whether it is one job, speak for most.

    The most likely weights, where each is normally distributed about its default with the deviation in `SPREAD`.
    A measure that no pair has keeps its proportion to the words: what it costs in them is as by default. The order
    of the pairs makes no difference.
    """
    rows = sorted(([1.0, *(measures[name] for name in MEASURES)], float(same)) for measures, same in judged)
    inputs = np.array([row for row, _ in rows]).reshape(len(rows), len(_NAMES))
    wanted = np.array([same for _, same in rows])
    free = np.ones(len(_NAMES), bool)
    weights = _most_likely(inputs, wanted, free)
    while any(against := free & (weights < 0) & np.isin(_NAMES, FOR)):
        free &= ~against
        weights = _most_likely(inputs, wanted, free)
    weights = np.where(inputs.any(axis=0), weights, _CENTRE * weights[_WORDS] / _CENTRE[_WORDS])
    rounded = [round(float(weight), DIGITS) for weight in weights]
    return Model(rounded[0], dict(zip(MEASURES, rounded[1:], strict=True)), name)


def _most_likely(inputs: Numbers, wanted: Numbers, free: npt.NDArray[np.bool_]) -> Numbers:
    """Climb by Newton's steps, halved where they would lead down; weights that are not free are 0."""
    weights = np.where(free, _CENTRE, 0.0)
    here = _loss(inputs, wanted, weights)
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(inputs @ weights, -60, 60)))
        slope = inputs.T @ (likely - wanted) + _TIGHT * (weights - _CENTRE)
        bend = (inputs.T * (likely * (1 - likely))) @ inputs + np.diag(_TIGHT)
        step = np.zeros(len(weights))
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        while _loss(inputs, wanted, weights - step) > here and np.abs(step).max() > NEAR_ENOUGH:
            step /= 2
        if np.abs(step).max() <= NEAR_ENOUGH:
            break
        weights = weights - step
        here = _loss(inputs, wanted, weights)
    return weights


def _loss(inputs: Numbers, wanted: Numbers, weights: Numbers) -> float:
    """Return how unlikely the verdicts and the weights are: the negative logarithm, but for a constant."""
    total = inputs @ weights
    unlikely = np.logaddexp(0, total) - wanted * total
    return float(unlikely.sum() + (_TIGHT * (weights - _CENTRE) ** 2).sum() / 2)
