"""Open pairs that another model scored, scored anew by the one in force."""

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from store import PairKind, Proposal, ScoredPair, Store

from .comparing import Comparing
from .scoring import Model
from .spreading import spread

PIECE = 1_000  # pairs scored between two transactions
SHOWN = 5  # pairs shown of those that would change

Progress = Callable[[int, int, str], None]
Proposals = Mapping[tuple[int, int], Proposal]


def rescore(store: Store, model: Model, tell: Progress) -> int:
    """Score open pairs that another model scored; return how many.

    What a model drops is kept with what it takes to score it, so that all is as before once the model before is
    in force again. A pair with a verdict keeps its score.
    """
    waiting = store.open_pairs(not_scored_by=model.name)
    done = 0
    with closing(_scored(store, model, waiting)) as work:
        for piece, proposals in work:
            store.rescore(model.name, piece, proposals)
            done += len(piece)
            tell(done, len(waiting), "scoring pairs anew")
    return len(waiting)


@dataclass(frozen=True, slots=True)
class Effects:
    """What a model would make of the `looked_at` open pairs: how many go from one kind to another, None for dropped.

    `shown` are the first few of them: the keys of both, and from what to what.
    """

    looked_at: int
    changes: Mapping[tuple[PairKind | None, PairKind | None], int]
    shown: tuple[tuple[str, str, PairKind | None, PairKind | None], ...]

    def listed(self) -> list[tuple[PairKind | None, PairKind | None, int]]:
        """Return from what to what how many go, most first."""
        found = [(was, becomes, count) for (was, becomes), count in self.changes.items()]
        return sorted(found, key=lambda one: (-one[2], str(one[0]), str(one[1])))


def effects(store: Store, model: Model, tell: Progress) -> Effects:
    """Say what a model would make of the open pairs, and write nothing."""
    waiting = store.open_pairs()
    changes: Counter[tuple[PairKind | None, PairKind | None]] = Counter()
    shown: list[tuple[ScoredPair, PairKind | None]] = []
    done = 0
    with closing(_scored(store, model, waiting)) as work:
        for piece, proposals in work:
            for pair in piece:
                found = proposals.get((pair.a, pair.b))
                kind = found.kind if found else None
                if kind is not pair.kind:
                    changes[pair.kind, kind] += 1
                    if len(shown) < SHOWN:
                        shown.append((pair, kind))
            done += len(piece)
            tell(done, len(waiting), "scoring open pairs")
    headings = {one.id: one.key for one in store.headings([n for pair, _ in shown for n in (pair.a, pair.b)])}
    examples = tuple((headings[pair.a], headings[pair.b], pair.kind, kind) for pair, kind in shown)
    return Effects(len(waiting), changes, examples)


def _scored(
    store: Store, model: Model, waiting: Sequence[ScoredPair]
) -> Generator[tuple[Sequence[ScoredPair], Proposals], None, None]:
    pieces = (waiting[start : start + PIECE] for start in range(0, len(waiting), PIECE))
    yield from spread(store, partial(_proposals, model), pieces, postings=len(waiting))


def _proposals(model: Model, store: Store, piece: Sequence[ScoredPair]) -> Proposals:
    found = Comparing(store, model).found([(pair.a, pair.b, pair.phrases) for pair in piece])
    return {(one.first, one.second): one.proposal for one in found}
