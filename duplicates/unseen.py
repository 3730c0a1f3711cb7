"""How many copies the search has not seen, judged from those that another way leads to as well.

The estimate is Lincoln and Petersen's, of capture and recapture: copies that stand under one heading are looked for
without the search (the recapture), and the part of them that the search had missed is taken for the part it missed
of all. The interval is Wilson's, of 95 %, for the part that it found, carried over.
"""

import math
from dataclasses import dataclass

from store import PairKind, Store

from .comparing import Comparing
from .forest import Forest
from .scoring import model_in_force

LOOKED_AT = 2_000  # pairs of postings under one heading
WIDTH = 1.96  # of the interval, in standard deviations to each side: 95 %
METHOD = (
    "capture and recapture (Lincoln-Petersen, interval by Wilson, 95 %): of the pairs under one title and one "
    "employer (or place) that read as one job, the part that the search by phrases missed is taken for the part it "
    "missed of all; this assumes that equal headings make a copy neither easier nor harder to find by its text"
)
BLIND = (
    "it cannot know of copies that share neither a heading nor enough words with another, such as translations and "
    "rewritten texts; it takes for one job what the scoring takes for one, not what people would; and copies of "
    "one family count as if they were found each by itself, so the interval is rather too narrow"
)


@dataclass(frozen=True, slots=True)
class Unseen:
    """`recaptured` of the `looked_at` pairs under one heading that read as one job were found by the search too.

    `proposed` is how many joins the proposals make, `estimate` how many it would take beside them, from `low` to
    `high`; all three None where no such pair was found by both ways, so that nothing can be said.
    """

    looked_at: int
    recaptured: int
    proposed: int
    estimate: float | None
    low: float | None
    high: float | None


def estimate_unseen(store: Store) -> Unseen:
    """Look at postings under one heading, whatever phrases they share, and count those that were not proposed."""
    ties = [tie for tie in store.ties() if tie[2] is not PairKind.RELATED]
    forest = Forest(ties)
    # How much they share of rare phrases is not known here, and counts as nothing: only what is surely one job is.
    headed = [(first, second, 0.0) for first, second in store.same_headings(LOOKED_AT)]
    found = [
        (pair.first, pair.second)
        for pair in Comparing(store, model_in_force(store)).found(headed)
        if pair.proposal.kind is not PairKind.RELATED
    ]
    recaptured = sum(forest.tied(*pair) for pair in found)
    if not recaptured:
        return Unseen(len(found), 0, forest.joins, None, None, None)
    least, most = found_part(recaptured, len(found))
    parts = (recaptured / len(found), most, least)
    return Unseen(len(found), recaptured, forest.joins, *(forest.joins * (1 - part) / part for part in parts))


def found_part(found: int, looked_at: int) -> tuple[float, float]:
    """Return the bounds of the part that is found of all, where `found` of some that were looked at are."""
    part = found / looked_at
    square = WIDTH**2 / looked_at
    middle = (part + square / 2) / (1 + square)
    reach = math.sqrt(part * (1 - part) * square + square**2 / 4) / (1 + square)
    return max(0.0, middle - reach), 1.0 if found == looked_at else min(1.0, middle + reach)
