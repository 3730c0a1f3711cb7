"""Pairs of postings: what the machine proposed, and what people said of them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from store.errors import NotFound
from store.pairs import Judgement, Pair, Proposal
from store.words import PairKind, Verdict

from . import blindness
from .connection import Connection, Record
from .postings import id_of

PAIR = """
SELECT a.id AS a_id, b.id AS b_id, a.key AS a, b.key AS b,
    sa.name || ':' || a.locator AS a_at, sb.name || ':' || b.locator AS b_at,
    r.kind, r.score, r.reasons, v.verdict, r.model
FROM pair r
JOIN posting a ON a.id = r.a_id JOIN source sa ON sa.id = a.source_id
JOIN posting b ON b.id = r.b_id JOIN source sb ON sb.id = b.source_id
LEFT JOIN verdict v ON v.a_id = r.a_id AND v.b_id = r.b_id AND v.annotator_id = :who
"""

_HEARD = blindness.heard("v", ":who")
_CHOICE_SHOWN = f"(c.annotator_id = :who OR NOT {blindness.hidden('c.posting_id', ':who')})"
_ONE = "A pair needs two postings; the same one was given twice."


def propose(db: Connection, proposals: Sequence[Proposal], revised: AbstractSet[int] = frozenset()) -> int:
    """Store pairs that are not there yet; return how many were new. What was judged stays as it is.

    Pairs with a posting of `revised`, row numbers, are left out: they were found in texts that are no more.
    """
    numbers = numbers_of(db, (key for proposal in proposals for key in (proposal.a, proposal.b)))
    rows = []
    for proposal in proposals:
        a, b = sorted((numbers[proposal.a], numbers[proposal.b]))
        if a == b:
            raise NotFound(_ONE)
        if a in revised or b in revised:
            continue
        why = json.dumps(proposal.reasons)
        rows.append((a, b, proposal.kind, proposal.score, why, proposal.phrases, proposal.model))
    # Counted before: what triggers change would be counted with it.
    known: int = db.value(
        "SELECT count(*) FROM json_each(?) e JOIN pair r ON r.a_id = e.value ->> 0 AND r.b_id = e.value ->> 1 "
        "WHERE r.kind IS NOT NULL",
        [json.dumps(sorted({row[:2] for row in rows}))],
    )
    db.change_many(
        "INSERT INTO pair (a_id, b_id, kind, score, reasons, phrases, model) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET kind = excluded.kind, score = excluded.score, reasons = excluded.reasons, "
        "phrases = coalesce(excluded.phrases, phrases), model = excluded.model WHERE kind IS NULL",
        rows,
    )
    return len({row[:2] for row in rows}) - known


def tied_to(db: Connection, proposals: Sequence[Proposal], revised: AbstractSet[int]) -> set[int]:
    """Return the row numbers of postings that proposals tie to any of `revised`."""
    numbers = numbers_of(db, (key for proposal in proposals for key in (proposal.a, proposal.b)))
    tied = [{numbers[proposal.a], numbers[proposal.b]} for proposal in proposals]
    return set().union(*(pair for pair in tied if pair & revised)) - revised


def in_order(db: Connection, a: str, b: str) -> tuple[int, int]:
    """Return the row numbers of two postings, the first imported first; raises NotFound."""
    one, other = sorted((id_of(db, a), id_of(db, b)))
    if one == other:
        raise NotFound(_ONE)
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
    for row in db.rows(f"{PAIR} WHERE {' AND '.join(conditions)} ORDER BY r.a_id, r.b_id", params):
        yield pair_of(row)


def pair(db: Connection, who: int, a: str, b: str) -> Pair | None:
    """Return one pair, or None where it was neither proposed nor judged."""
    one, other = in_order(db, a, b)
    row = db.row(
        f"{PAIR} WHERE r.a_id = :a AND r.b_id = :b AND (r.kind IS NOT NULL OR EXISTS "
        "(SELECT 1 FROM verdict WHERE a_id = r.a_id AND b_id = r.b_id))",
        {"who": who, "a": one, "b": other},
    )
    return pair_of(row) if row else None


def pair_of(row: Record) -> Pair:
    """Return the record of a row that PAIR selects."""
    return Pair(
        a=row["a"],
        b=row["b"],
        a_at=row["a_at"],
        b_at=row["b_at"],
        kind=PairKind(row["kind"]) if row["kind"] else None,
        score=row["score"],
        reasons=tuple(json.loads(row["reasons"])),
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        model=row["model"],
    )


_REACHED = """
WITH RECURSIVE reached (id) AS (
    SELECT id FROM posting WHERE key IN (SELECT value FROM json_each(:keys))
    UNION SELECT v.b_id FROM reached r JOIN verdict v ON v.a_id = r.id WHERE v.verdict IN ('duplicate', 'variant')
    UNION SELECT v.a_id FROM reached r JOIN verdict v ON v.b_id = r.id WHERE v.verdict IN ('duplicate', 'variant')
)
"""


def judged_around(
    db: Connection, keys: Sequence[str], who: int
) -> tuple[list[Judgement], list[str], list[str]]:
    """Return what was judged among the postings that joining verdicts lead to from the given ones.

    The verdicts, the postings' keys in the order of import, and those chosen as canonical, the latest last, as far
    as nothing of them is hidden from whoever asks, 0 for all.
    """
    asked = {"keys": json.dumps(list(keys)), "who": who}
    said = [
        judgement_of(row)
        for row in db.rows(
            # By the first posting of each: given both, SQLite would try every two of them.
            f"{_REACHED} {JUDGEMENT} WHERE v.a_id IN reached AND +v.b_id IN reached "
            f"AND {_HEARD} ORDER BY v.a_id, v.b_id, n.name",
            asked,
        )
    ]
    order = db.tuples(f"{_REACHED} SELECT key FROM posting WHERE id IN reached ORDER BY id", asked)
    chosen = db.tuples(
        f"{_REACHED} SELECT p.key FROM canonical c JOIN posting p ON p.id = c.posting_id "
        f"WHERE c.posting_id IN reached AND {_CHOICE_SHOWN} ORDER BY c.at, p.key",
        asked,
    )
    return said, [key for (key,) in order], [key for (key,) in chosen]


JUDGEMENT = """
SELECT a.key AS a, b.key AS b, v.verdict, n.name AS annotator, v.at FROM verdict v
JOIN posting a ON a.id = v.a_id JOIN posting b ON b.id = v.b_id JOIN annotator n ON n.id = v.annotator_id
"""


def judgement_of(row: Record) -> Judgement:
    """Return the record of a row that JUDGEMENT selects."""
    return Judgement(row["a"], row["b"], Verdict(row["verdict"]), row["annotator"], row["at"])


def judgements(db: Connection, who: int) -> list[Judgement]:
    """Return the verdicts that whoever asks may know (0: all), by the import of the postings, then by name."""
    shown = f"WHERE {_HEARD}" if who else ""
    rows = db.rows(f"{JUDGEMENT} {shown} ORDER BY v.a_id, v.b_id, n.name", {"who": who} if who else {})
    return [judgement_of(row) for row in rows]


def judged(db: Connection) -> list[str]:
    """Return the keys of the postings that some verdict is about, in the order of import."""
    return [
        row["key"]
        for row in db.rows(
            "SELECT key FROM posting WHERE id IN (SELECT a_id FROM verdict UNION SELECT b_id FROM verdict) "
            "ORDER BY id"
        )
    ]


def canonical_choices(db: Connection, who: int) -> list[str]:
    """Return the keys that people chose as canonical, as far as whoever asks may know (0: all), the latest last."""
    return [
        row["key"]
        for row in db.rows(
            "SELECT p.key FROM canonical c JOIN posting p ON p.id = c.posting_id "
            f"WHERE {_CHOICE_SHOWN} ORDER BY c.at, p.key",
            {"who": who},
        )
    ]


def kinds(db: Connection) -> dict[PairKind, int]:
    """Return how many proposals of each kind there are, judged or not."""
    found = dict(db.tuples("SELECT kind, count(*) FROM pair WHERE kind IS NOT NULL GROUP BY kind"))
    return {kind: found.get(kind.value, 0) for kind in PairKind}


def ties(db: Connection) -> list[tuple[int, int, PairKind]]:
    """Return every proposal as two row numbers and its kind."""
    return _ties(db.tuples("SELECT a_id, b_id, kind FROM pair WHERE kind IS NOT NULL"))


def ties_around(db: Connection, numbers: Sequence[int]) -> list[tuple[int, int, PairKind]]:
    """Return the proposals of postings that `exact`, `variant` and `near` ones lead to from the given ones.

    Each is returned for the first of its two postings.
    """
    claims = "r.kind IN ('exact', 'variant', 'near')"
    return _ties(
        db.tuples(
            "WITH RECURSIVE reached (id) AS (SELECT value FROM json_each(?) "
            f"UNION SELECT r.b_id FROM reached JOIN pair r ON r.a_id = reached.id WHERE {claims} "
            f"UNION SELECT r.a_id FROM reached JOIN pair r ON r.b_id = reached.id WHERE {claims}) "
            "SELECT r.a_id, r.b_id, r.kind FROM reached CROSS JOIN pair r ON r.a_id = reached.id "
            "WHERE r.kind IS NOT NULL",
            [json.dumps(list(numbers))],
        )
    )


_KINDS = {kind.value: kind for kind in PairKind}


def _ties(rows: list[tuple[int, int, str]]) -> list[tuple[int, int, PairKind]]:
    return [(a, b, _KINDS[kind]) for a, b, kind in rows]


def present(
    db: Connection, annotator: str, wanted: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], Judgement | None]:
    """Return, of these pairs of row numbers, those that have a row, each with the annotator's verdict, if any."""
    rows = db.rows(
        "SELECT r.a_id, r.b_id, a.key AS a, b.key AS b, v.verdict, n.name AS annotator, v.at "
        "FROM json_each(:wanted) e CROSS JOIN pair r ON r.a_id = e.value ->> 0 AND r.b_id = e.value ->> 1 "
        "JOIN posting a ON a.id = r.a_id JOIN posting b ON b.id = r.b_id "
        "LEFT JOIN annotator n ON n.name = :who "
        "LEFT JOIN verdict v ON v.a_id = r.a_id AND v.b_id = r.b_id AND v.annotator_id = n.id",
        {"wanted": json.dumps(list(wanted)), "who": annotator},
    )
    return {(row["a_id"], row["b_id"]): judgement_of(row) if row["verdict"] else None for row in rows}


def numbers_of(db: Connection, keys: Iterable[str]) -> dict[str, int]:
    """Return the row numbers of postings by key; raises NotFound where one is not there."""
    asked = list(dict.fromkeys(keys))
    found = dict(
        db.tuples(
            "SELECT key, id FROM posting WHERE key IN (SELECT value FROM json_each(?))", [json.dumps(asked)]
        )
    )
    missing = [key for key in asked if key not in found]
    if missing:
        raise NotFound(f"There is no posting {missing[0]!r}.")
    return found


def ordered(numbers: Mapping[str, int], pair: tuple[str, str]) -> tuple[int, int]:
    """Return a pair's row numbers, the first imported first; raises NotFound where it is one posting twice."""
    one, other = sorted(numbers[key] for key in pair)
    if one == other:
        raise NotFound(_ONE)
    return one, other


def places_of(db: Connection, keys: Iterable[str]) -> dict[str, str]:
    """Return `source:locator` by key."""
    return dict(
        db.tuples(
            "SELECT p.key, s.name || ':' || p.locator FROM posting p JOIN source s ON s.id = p.source_id "
            "WHERE p.key IN (SELECT value FROM json_each(?))",
            [json.dumps(list(keys))],
        )
    )


_STATED = ("title", "company", "work_mode", "date_posted", "salary_text", "url")


def completeness(db: Connection, keys: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return by key how many of its eight fields a posting states, and how many characters its body has."""
    stated = " + ".join(f"(p.{name} IS NOT NULL)" for name in _STATED)
    rows = db.tuples(
        f"SELECT p.key, {stated} + (p.employment_type <> '[]') "
        "+ EXISTS (SELECT 1 FROM location l WHERE l.posting_id = p.id), length(b.text) "
        "FROM posting p JOIN body b ON b.posting_id = p.id WHERE p.key IN (SELECT value FROM json_each(?))",
        [json.dumps(list(keys))],
    )
    return {key: (fields, length) for key, fields, length in rows}


def judged_by(db: Connection, seq: int) -> tuple[str, str] | None:
    """Return the keys of the first pair that an event gave or took a verdict; None where it did neither."""
    found = db.tuples(
        "SELECT c.value ->> '$.key.a', c.value ->> '$.key.b' FROM event e, json_each(e.changes) c "
        "WHERE e.seq = ? AND c.value ->> 'table' = 'verdict' LIMIT 1",
        [seq],
    )
    return found[0] if found else None
