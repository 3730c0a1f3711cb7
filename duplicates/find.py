"""The job that looks through a database for pairs and leaves them there for a person to judge."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from store import PairKind, Proposal, Store

from . import exact

BATCH = 500  # proposals in one transaction: other writers wait some milliseconds, not seconds
NOBODY = ""  # states and verdicts of an annotator are not looked at

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class FindReport:
    """How many pairs were proposed, of which kind, and how many of them were not known before."""

    proposed: int
    new: int
    kinds: Mapping[PairKind, int]


def find(store: Store, progress: Progress | None = None) -> FindReport:
    """Propose pairs among all postings; the second time none are new. Verdicts stay as they are.

    `progress` is called with how many of the postings in question are done, and how many there are. What
    was proposed stays when it is interrupted.
    """
    # Read to the end first: the batches below write to the tables that this reads.
    groups = list(store.equal_texts())
    total = sum(len(group) for group in groups)
    done = new = 0
    kinds: Counter[PairKind] = Counter()
    waiting: list[Proposal] = []

    def hand_over(at_least: int) -> None:
        nonlocal new
        if len(waiting) >= at_least:
            new += store.propose(waiting)
            waiting.clear()

    with store.bulk():
        for group in groups:
            for proposal in exact.proposals([store.posting(NOBODY, key) for key in group]):
                kinds[proposal.kind] += 1
                waiting.append(proposal)
                hand_over(BATCH)
            done += len(group)
            if progress:
                progress(done, total)
        hand_over(1)
    return FindReport(kinds.total(), new, {kind: kinds[kind] for kind in PairKind})
