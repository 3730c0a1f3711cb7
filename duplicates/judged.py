"""What people judged, as examples from which to learn: each pair with its measures and what most said of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from store import JudgedPair, PairKind, Store, Verdict

from .comparing import Comparing
from .groups import Edge, Groups
from .scoring import MEASURES, Model
from .truth import Said, ordered

PIECE = 1_000  # pairs measured at a time

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Example:
    """A judged pair, the smaller key first: its measures, and whether it is one job.

    `family` is the smallest key of the postings that judged pairs and proposals tie to it.
    """

    pair: Edge
    measures: Mapping[str, float]
    same: bool
    family: str


@dataclass(frozen=True, slots=True)
class Examples:
    """The pairs to learn from, in the order of their keys, and how many judged pairs are none, and why.

    `ties` got as many verdicts for as against, `unsure` got only that. `ruled` are decided by rules, not by a
    model: equal texts, titles of other jobs, other levels. `unmeasured` were named by people or elsewhere, and not
    scored by the search here.
    """

    pairs: tuple[Example, ...]
    ties: int
    unsure: int
    ruled: int
    unmeasured: int

    @property
    def same(self) -> int:
        """How many are one job."""
        return sum(one.same for one in self.pairs)

    @property
    def silent(self) -> list[str]:
        """The measures of which nothing can be learned, as they are the same in all pairs."""
        return [name for name in MEASURES if len({one.measures[name] for one in self.pairs}) < 2]

    @property
    def families(self) -> int:
        """How many families they are from."""
        return len({one.family for one in self.pairs})


def examples(store: Store, tell: Progress) -> Examples:
    """Measure what was judged, each pair by the texts as they stand now."""
    with store.snapshot():
        votes = majority((one.a, one.b, one.verdict) for one in store.judgements())
        judged = store.judged_pairs()
        wanted = [pair for pair in judged if votes[ordered(pair.a, pair.b)].same is not None]
        equal = sum(pair.equal for pair in wanted)
        scored = [pair for pair in wanted if pair.phrases is not None and not pair.equal]
        families = _families(store, scored)
        comparing = Comparing(store, Model())
        found = []
        for start in range(0, len(scored), PIECE):
            piece = {(pair.a_id, pair.b_id): pair for pair in scored[start : start + PIECE]}
            asked = [(*numbers, pair.phrases or 0.0) for numbers, pair in piece.items()]
            for (a, b, _), likeness in comparing.measured(asked):
                edge = ordered(piece[a, b].a, piece[a, b].b)
                same = votes[edge].same
                found.append(Example(edge, likeness.measures(), bool(same), families[edge[0]]))
            tell(min(start + PIECE, len(scored)), len(scored), "measuring judged pairs")
    found.sort(key=lambda one: one.pair)
    return Examples(
        pairs=tuple(found),
        ties=sum(vote.same is None and vote.sure for vote in votes.values()),
        unsure=sum(not vote.sure for vote in votes.values()),
        ruled=equal + len(scored) - len(found),
        unmeasured=len(wanted) - equal - len(scored),
    )


@dataclass(frozen=True, slots=True)
class Vote:
    """What most said of a pair, None where as many said the one as the other; `sure` if anybody said either."""

    same: bool | None
    sure: bool


def majority(said: Iterable[Said]) -> dict[Edge, Vote]:
    """Count verdicts, one of each annotator on each pair; `unsure` counts for neither side."""
    votes: defaultdict[Edge, Counter[bool]] = defaultdict(Counter)
    for a, b, verdict in said:
        counted = votes[ordered(a, b)]
        if verdict is not Verdict.UNSURE:
            counted[verdict.joins] += 1
    return {
        edge: Vote(None if counts[True] == counts[False] else counts[True] > counts[False], bool(counts))
        for edge, counts in votes.items()
    }


def _families(store: Store, pairs: Sequence[JudgedPair]) -> dict[str, str]:
    """Return by key what each posting's family is called."""
    groups = Groups()
    numbers = {number for pair in pairs for number in (pair.a_id, pair.b_id)}
    for a, b, kind in store.ties(around=list(numbers)):
        if kind is not PairKind.RELATED:
            groups.join((str(a), str(b)))
    for pair in pairs:
        groups.join((str(pair.a_id), str(pair.b_id)))
    keys = {str(pair.a_id): pair.a for pair in pairs} | {str(pair.b_id): pair.b for pair in pairs}
    named = {}
    for members in groups.together():
        judged = [keys[number] for number in members if number in keys]
        named.update(dict.fromkeys(judged, min(judged, default="")))
    return named
