"""Pairs of postings: what the machine proposes of them, and what people say."""

from dataclasses import dataclass

from .words import PairKind, Verdict


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair as the machine proposes it, by key. `score` runs from 0 to 1 and is no probability.

    `phrases` is the part of the rare phrases of one that the other has, 0 to 1, and `model` names the model that
    scored the pair; both None where equal texts made it, or another machine.
    """

    a: str
    b: str
    kind: PairKind
    score: float
    reasons: tuple[str, ...]
    phrases: float | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposed or judged pair. `a` comes before `b` in the order of import.

    `kind`, `score` and `reasons` are the machine's; a pair that only a person named has kind None,
    no score and no reasons. `a_at` and `b_at` are `source:locator`. `verdict` is the asking annotator's
    own, None while it is open. `model` names the model that scored the pair, None where none did.
    """

    a: str
    b: str
    a_at: str
    b_at: str
    kind: PairKind | None
    score: float | None
    reasons: tuple[str, ...]
    verdict: Verdict | None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One annotator's verdict on a pair, by key. `at` is UTC, ISO 8601."""

    a: str
    b: str
    verdict: Verdict
    annotator: str
    at: str
