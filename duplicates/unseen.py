"""How many copies the search has not seen, judged from those that another way leads to as well."""

from dataclasses import dataclass

from store import PairKind, Store

from .comparing import Comparing
from .forest import Forest
from .scoring import Model

LOOKED_AT = 2_000  # pairs of postings under one heading
METHOD = (
    "capture and recapture: of the pairs under one title and one employer (or place) that read as one job, the part "
    "that the search by phrases missed is taken for the part it missed of all; this assumes that equal headings "
    "make a copy neither easier nor harder to find by its text"
)


@dataclass(frozen=True, slots=True)
class Unseen:
    """`recaptured` of the `looked_at` pairs under one heading that read as one job were found by the search too.

    `proposed` is how many joins the proposals make, `estimate` how many it would take beside them; None where
    no such pair was found by both ways, so that nothing can be said.
    """

    looked_at: int
    recaptured: int
    proposed: int
    estimate: float | None


def estimate_unseen(store: Store, model: Model | None = None) -> Unseen:
    """Look at postings under one heading, whatever phrases they share, and count those that were not proposed."""
    ties = [tie for tie in store.ties() if tie[2] is not PairKind.RELATED]
    forest = Forest(ties)
    # How much they share of rare phrases is not known here, and counts as nothing: only what is surely one job is.
    headed = [(first, second, 0.0) for first, second in store.same_headings(LOOKED_AT)]
    found = [
        (pair.first, pair.second)
        for pair in Comparing(store, model or Model()).found(headed)
        if pair.proposal.kind is not PairKind.RELATED
    ]
    recaptured = sum(forest.tied(*pair) for pair in found)
    proposed = forest.joins
    missed = len(found) - recaptured
    return Unseen(len(found), recaptured, proposed, proposed * missed / recaptured if recaptured else None)
