"""Models that people decided for, and what of the pairs they are learned from and applied to."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.pairs import Proposal
from store.words import PairKind

from .connection import Connection


@dataclass(frozen=True, slots=True)
class LearnedModel:
    """A model that somebody decided for: a weight for each measure, and where their sum begins.

    `learned` says what it was learned from, and how well it did. `at` is UTC, ISO 8601.
    """

    uid: str
    annotator: str
    at: str
    start: float
    weights: Mapping[str, float]
    learned: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """A pair that shares rare phrases, by row numbers, `a < b`, and what is proposed of it, None for nothing.

    `phrases` is the part of the rare phrases of one that the other has.
    """

    a: int
    b: int
    phrases: float
    kind: PairKind | None


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A pair with a verdict, by keys and by row numbers. `phrases` is None where the search here did not score it.

    `equal` says whether the texts are equal when normalised; then no model scores them.
    """

    a: str
    b: str
    a_id: int
    b_id: int
    phrases: float | None
    equal: bool


def in_force(db: Connection) -> LearnedModel | None:
    """Return the model of the latest decision that stands; None where there is none, or it was for the defaults."""
    row = db.row(
        "SELECT m.uid, n.name AS annotator, m.at, m.start, m.weights, m.learned FROM model m "
        "JOIN annotator n ON n.id = m.annotator_id ORDER BY m.at DESC, m.uid DESC LIMIT 1"
    )
    if row is None or row["weights"] is None:
        return None
    texts = {name: json.loads(row[name]) for name in ("weights", "learned")}
    return LearnedModel(**{**row, **texts})


_OPEN = "NOT EXISTS (SELECT 1 FROM verdict v WHERE v.a_id = pair.a_id AND v.b_id = pair.b_id)"


def open_pairs(db: Connection, other_than: str | None) -> list[ScoredPair]:
    """Return the scored pairs without a verdict, in order; given a model's name, those that others scored."""
    rows = db.tuples(
        f"SELECT a_id, b_id, phrases, kind FROM pair WHERE phrases IS NOT NULL AND {_OPEN} "
        "AND (:model IS NULL OR model IS NOT :model) ORDER BY b_id, a_id",
        {"model": other_than},
    )
    return [ScoredPair(a, b, phrases, PairKind(kind) if kind else None) for a, b, phrases, kind in rows]


def rescore(
    db: Connection, model: str, pairs: Sequence[ScoredPair], proposals: Mapping[tuple[int, int], Proposal]
) -> None:
    """Store what a model makes of pairs, nothing of those without a proposal; what was judged meanwhile stays."""
    rows = []
    for pair in pairs:
        found = proposals.get((pair.a, pair.b))
        what = (found.kind, found.score, json.dumps(found.reasons)) if found else (None, None, "[]")
        rows.append((*what, model, pair.a, pair.b, pair.phrases))
    # A text may have been revised meanwhile: then the phrases are unknown, and the pair is left to the search.
    db.change_many(
        "UPDATE pair SET kind = ?, score = ?, reasons = ?, model = ? WHERE a_id = ? AND b_id = ? AND phrases = ? "
        f"AND {_OPEN}",
        rows,
    )


def judged_pairs(db: Connection) -> list[JudgedPair]:
    """Return every pair that has a verdict of anybody."""
    rows = db.tuples(
        "SELECT a.key, b.key, r.a_id, r.b_id, r.phrases, a.norm_sha256 = b.norm_sha256 FROM pair r "
        "JOIN posting a ON a.id = r.a_id JOIN posting b ON b.id = r.b_id WHERE EXISTS "
        "(SELECT 1 FROM verdict v WHERE v.a_id = r.a_id AND v.b_id = r.b_id) ORDER BY r.a_id, r.b_id"
    )
    return [JudgedPair(a, b, a_id, b_id, phrases, bool(equal)) for a, b, a_id, b_id, phrases, equal in rows]
