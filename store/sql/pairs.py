"""Pairs of postings: what the machine proposed, and what people said of them."""

import json
from collections.abc import Iterator, Sequence

from store.errors import NotFound
from store.records import Judgement, Pair, PairKind, Proposal, Verdict

from .connection import Connection, Record
from .postings import id_of

_PAIR = """
SELECT a.id AS a_id, b.id AS b_id, a.key AS a, b.key AS b,
    sa.name || ':' || a.locator AS a_at, sb.name || ':' || b.locator AS b_at,
    r.kind, r.score, r.reasons, v.verdict
FROM pair r
JOIN posting a ON a.id = r.a_id JOIN source sa ON sa.id = a.source_id
JOIN posting b ON b.id = r.b_id JOIN source sb ON sb.id = b.source_id
LEFT JOIN verdict v ON v.a_id = r.a_id AND v.b_id = r.b_id AND v.annotator_id = :who
"""


def propose(db: Connection, proposals: Sequence[Proposal]) -> int:
    """Store pairs that are not there yet; return how many were new. What was judged stays as it is."""
    added = 0
    for proposal in proposals:
        a, b = in_order(db, proposal.a, proposal.b)
        added += db.change(
            "INSERT INTO pair (a_id, b_id, kind, score, reasons) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET kind = excluded.kind, score = excluded.score, "
            "reasons = excluded.reasons WHERE kind IS NULL",
            [a, b, proposal.kind, proposal.score, json.dumps(proposal.reasons)],
        )
    return added


def in_order(db: Connection, a: str, b: str) -> tuple[int, int]:
    """Return the row numbers of two postings, the first imported first; raises NotFound."""
    one, other = sorted((id_of(db, a), id_of(db, b)))
    if one == other:
        raise NotFound("A pair needs two postings; the same one was given twice.")
    return one, other


def pairs(
    db: Connection,
    who: int,
    *,
    posting: str | None = None,
    only_open: bool = False,
    kind: PairKind | None = None,
) -> Iterator[Pair]:
    """Yield pairs in the order of import of their postings; `posting` keeps those with it in them."""
    conditions = ["(r.kind IS NOT NULL OR v.verdict IS NOT NULL)"]
    if posting is not None:
        conditions.append("(r.a_id = :posting OR r.b_id = :posting)")
    if only_open:
        conditions.append("v.verdict IS NULL")
    if kind is not None:
        conditions.append("r.kind = :kind")
    params = {"who": who, "posting": id_of(db, posting) if posting is not None else None, "kind": kind}
    for row in db.rows(f"{_PAIR} WHERE {' AND '.join(conditions)} ORDER BY r.a_id, r.b_id", params):
        yield _pair(row)


def pair(db: Connection, who: int, a: str, b: str) -> Pair | None:
    """Return one pair, or None where it was neither proposed nor judged."""
    one, other = in_order(db, a, b)
    row = db.row(
        f"{_PAIR} WHERE r.a_id = :a AND r.b_id = :b AND (r.kind IS NOT NULL OR EXISTS "
        "(SELECT 1 FROM verdict WHERE a_id = r.a_id AND b_id = r.b_id))",
        {"who": who, "a": one, "b": other},
    )
    return _pair(row) if row else None


def _pair(row: Record) -> Pair:
    return Pair(
        a=row["a"],
        b=row["b"],
        a_at=row["a_at"],
        b_at=row["b_at"],
        kind=PairKind(row["kind"]) if row["kind"] else None,
        score=row["score"],
        reasons=tuple(json.loads(row["reasons"])),
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
    )


def judgements(db: Connection) -> list[Judgement]:
    """Return every verdict of everybody, in the order of import of the postings, then by name."""
    return [
        Judgement(row["a"], row["b"], Verdict(row["verdict"]), row["annotator"], row["at"])
        for row in db.rows(
            "SELECT a.key AS a, b.key AS b, v.verdict, n.name AS annotator, v.at FROM verdict v "
            "JOIN posting a ON a.id = v.a_id JOIN posting b ON b.id = v.b_id "
            "JOIN annotator n ON n.id = v.annotator_id ORDER BY v.a_id, v.b_id, n.name"
        )
    ]


def judged(db: Connection) -> list[str]:
    """Return the keys of the postings that some verdict is about, in the order of import."""
    return [
        row["key"]
        for row in db.rows(
            "SELECT key FROM posting WHERE id IN (SELECT a_id FROM verdict UNION SELECT b_id FROM verdict) "
            "ORDER BY id"
        )
    ]


def canonical_choices(db: Connection) -> list[str]:
    """Return the keys that people chose as canonical, the latest choice last."""
    return [
        row["key"]
        for row in db.rows(
            "SELECT p.key FROM canonical c JOIN posting p ON p.id = c.posting_id ORDER BY c.at, p.key"
        )
    ]


def equal_texts(db: Connection) -> Iterator[list[str]]:
    """Yield the keys of each group of postings whose normalised bodies are equal, in import order."""
    group: list[str] = []
    last = None
    for row in db.rows(
        "SELECT p.key, p.norm_sha256 AS text FROM posting p WHERE p.norm_sha256 IN "
        "(SELECT norm_sha256 FROM posting GROUP BY norm_sha256 HAVING count(*) > 1) ORDER BY p.norm_sha256, p.id"
    ):
        if row["text"] != last and group:
            yield group
            group = []
        last = row["text"]
        group.append(row["key"])
    if group:
        yield group


def judgement(db: Connection, a: int, b: int, annotator: str) -> Judgement | None:
    """Return an annotator's verdict on a pair of row numbers, or None."""
    row = db.row(
        "SELECT p.key AS a, q.key AS b, v.verdict, n.name AS annotator, v.at FROM verdict v "
        "JOIN posting p ON p.id = v.a_id JOIN posting q ON q.id = v.b_id "
        "JOIN annotator n ON n.id = v.annotator_id WHERE v.a_id = ? AND v.b_id = ? AND n.name = ?",
        [a, b, annotator],
    )
    return Judgement(**{**row, "verdict": Verdict(row["verdict"])}) if row else None


def stands(db: Connection, a: int, b: int) -> bool:
    """Whether a pair has a row: proposed once, or named by a person."""
    return bool(db.value("SELECT 1 FROM pair WHERE a_id = ? AND b_id = ?", [a, b]))
