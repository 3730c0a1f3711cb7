"""How good the proposals are, measured against pairs that people judged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from store import Pair, PairKind, Proposal

from .groups import Edge, Groups
from .truth import Truth, ordered

CLAIMED = (PairKind.EXACT, PairKind.VARIANT, PairKind.NEAR)  # `related` says that they are not the same


@dataclass(frozen=True, slots=True)
class KindCount:
    """Of the judged pairs that the machine put in one kind: how many, and how many belong together.

    `precision`, `recall` and `f1` are what they would be if this kind alone were called the same: those of recall
    add up over the kinds, and that of `related` is the part that the machine wrongly keeps apart.
    """

    pairs: int
    true: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`precision` is found / pairs, `recall` found / true; None where there is nothing to divide by.

    `pairs` counts the judged pairs that the machine calls the same, `true` the judged pairs that are,
    `found` those that are both. `unjudged` counts proposals on which the truth says nothing.
    """

    pairs: int
    true: int
    found: int
    precision: float | None
    recall: float | None
    f1: float | None
    by_kind: Mapping[PairKind, KindCount]
    unjudged: int
    left_out: int


def evaluate(proposed: Iterable[Proposal | Pair], truth: Truth) -> Evaluation:
    """Measure proposals against judged pairs; `duplicate` and `variant` are true, `unsure` is left out.

    Copies are proposed as a star, n - 1 pairs for n copies, so a judged pair also counts as proposed where
    `exact` and `variant` pairs lead from one to the other: both stand on equal texts, and equality carries
    over. It is `exact` where exact pairs alone lead there. `near` pairs count only as they stand.
    """
    exact, equal = Groups(), Groups()
    kinds: dict[Edge, PairKind] = {}
    for pair in proposed:
        if pair.kind is None:
            continue
        kinds[ordered(pair.a, pair.b)] = pair.kind
        if pair.kind is PairKind.EXACT:
            exact.join((pair.a, pair.b))
        if pair.kind in (PairKind.EXACT, PairKind.VARIANT):
            equal.join((pair.a, pair.b))

    def kind_of(edge: Edge) -> PairKind | None:
        if edge not in kinds and equal.tied(*edge):
            return PairKind.EXACT if exact.tied(*edge) else PairKind.VARIANT
        return kinds.get(edge)

    judged = {edge: kind_of(edge) for edge in truth.same}
    true = sum(truth.same.values())
    by_kind = {}
    for kind in PairKind:
        verdicts = [truth.same[edge] for edge, claimed in judged.items() if claimed is kind]
        by_kind[kind] = _count(verdicts, true)
    pairs = sum(by_kind[kind].pairs for kind in CLAIMED)
    found = sum(by_kind[kind].true for kind in CLAIMED)
    return Evaluation(
        pairs=pairs,
        true=true,
        found=found,
        precision=_ratio(found, pairs),
        recall=_ratio(found, true),
        f1=_ratio(2 * found, pairs + true),
        by_kind=by_kind,
        unjudged=sum(edge not in truth.same for edge in kinds),
        left_out=truth.left_out,
    )


def _count(verdicts: Sequence[bool], true: int) -> KindCount:
    pairs, found = len(verdicts), sum(verdicts)
    return KindCount(pairs, found, _ratio(found, pairs), _ratio(found, true), _ratio(2 * found, pairs + true))


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
