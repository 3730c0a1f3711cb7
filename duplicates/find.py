"""The job that looks through a database for pairs and leaves them there for a person to judge."""

from bisect import bisect
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from store import PairKind, Proposal, Store

from . import exact
from .comparing import Candidate, Comparing, in_pieces
from .forest import Forest, Found
from .rescoring import rescore
from .scoring import Model, model_in_force
from .spreading import spread

if TYPE_CHECKING:
    from .gathering import Gathered

BATCH = 1_000  # postings of equal texts looked at between two transactions, and
PIECE = 2_000  # other pairs: other writers wait some milliseconds, not seconds

Progress = Callable[[int, int, str], None]
"""Called with how many postings are done, how many there are to be done, and with what."""


@dataclass(frozen=True, slots=True)
class FindReport:
    """What a search did: how many postings it compared with all others, and how many new pairs it proposed.

    A posting that was revised meanwhile waits, as does what it tied, and is not among those compared.
    `kinds` counts all proposals there are now, those of earlier searches too, and `proposed` is their sum.
    `rescored` counts open pairs of earlier searches that another model had scored, or had dropped.
    """

    compared: int
    proposed: int
    new: int
    kinds: Mapping[PairKind, int]
    rescored: int = 0


def find(
    store: Store, progress: Progress | None = None, model: Model | None = None, *, again: bool = False
) -> FindReport:
    """Propose pairs of the postings that are new since the last time, with each other and with all there are.

    Verdicts stay as they are, and a pair that has one is not asked about again. What was found stays when the
    search is interrupted, and the next one goes on from there. `model` None is the one in force; open pairs that
    another one scored are scored anew first. With `again` all postings are compared anew, for what a model that
    asks for less proposes beside what was found.
    """
    # numpy loads late: most commands that know of this job never run it.
    from .gathering import gather
    from .sampling import VERSION, sketch_new

    tell = progress or _silent
    model = model or model_in_force(store)
    rescored = rescore(store, model, tell)
    # What others revise from here on waits for the next search: its text may have been read before.
    since, upto = store.revisions(), store.last_posting()
    waiting = store.begin_comparing(VERSION, again=again)
    asked = store.uncompared(upto)
    new = 0
    if waiting:
        with store.bulk():
            sketch_new(store, since, lambda done, total: tell(done, total, "reading texts"))
            new += _propose_equal(store, since, waiting, tell)
            gathered = gather(store, since, upto, lambda: tell(0, waiting, "comparing"))
            new += _propose_alike(store, since, gathered, model, tell)
    kinds = store.kinds()
    return FindReport(max(0, asked - store.uncompared(upto)), sum(kinds.values()), new, kinds, rescored)


def _silent(done: int, total: int, what: str) -> None:
    """Tell nobody."""


def _propose_equal(store: Store, since: int, waiting: int, tell: Progress) -> int:
    new = 0
    groups = list(store.equal_texts())  # to the end, as what follows writes to the tables that this reads
    with closing(spread(store, _equal, _batches(groups), postings=sum(map(len, groups)))) as work:
        for _, found in work:
            new += store.keep_compared(found, [], since)
            tell(0, waiting, "equal texts")
    return new


def _equal(store: Store, groups: list[list[int]]) -> list[Proposal]:
    postings = store.comparables([number for group in groups for number in group], bodies=False)
    return [
        proposal for group in groups for proposal in exact.proposals([postings[number] for number in group])
    ]


def _batches(groups: list[list[int]]) -> Iterator[list[list[int]]]:
    batch: list[list[int]] = []
    size = 0
    for group in groups:
        batch.append(group)
        size += len(group)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _propose_alike(store: Store, since: int, gathered: "Gathered", model: Model, tell: Progress) -> int:
    forest = Forest([])
    order = gathered.asked
    new = done = 0
    pieces = _pieces(gathered, order)
    with closing(spread(store, partial(_looked_at, model), pieces, postings=len(order))) as work:
        for (_, reached), found in work:
            forest.tie_all(
                store.ties(around=[number for pair in found for number in (pair.first, pair.second)])
            )
            new += store.keep_compared(list(forest.kept(found)), order[done:reached], since)
            done = reached
            tell(done, len(order), "comparing")
    store.keep_compared([], gathered.stood_for, since)
    return new


def _pieces(gathered: "Gathered", order: list[int]) -> Iterator[tuple[list[Candidate], int]]:
    """Yield pairs some at a time, and how many postings have all theirs in these and those before."""
    for candidates, upto in gathered.candidates():
        for piece in in_pieces(candidates, PIECE):
            yield piece, bisect(order, piece[-1][1])
        yield [], upto


def _looked_at(model: Model, store: Store, piece: tuple[list[Candidate], int]) -> list[Found]:
    return list(Comparing(store, model).tying(piece[0]))
