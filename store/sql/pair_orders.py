"""Open pairs in the orders in which a person may take them: always some of them, behind one that is known."""

from store.pairs import Pair
from store.words import PairOrder

from .connection import Connection, Record
from .pairs import PAIR, in_order, pair_of

_OPEN = (
    "NOT EXISTS (SELECT 1 FROM verdict v WHERE v.a_id = r.a_id AND v.b_id = r.b_id AND v.annotator_id = :who)"
)
_BY_MEASURE = """
SELECT r.a_id, r.b_id FROM pair r INDEXED BY {index} WHERE r.kind IS NOT NULL AND {open} AND {behind}
LIMIT :limit
"""
# First the pairs whose measure is equal, then those behind: SQLite finds its way into an index by an expression
# with one comparison of it, not with one of several values.
_BEHIND_PAIR = (
    "{measure} = :measure AND (r.a_id, r.b_id) > (:a, :b) ORDER BY r.a_id, r.b_id",
    "{measure} > :measure ORDER BY {measure}, r.a_id, r.b_id",
)
# The sign keeps SQLite from an index by kind, where the one by postings leads to few.
_OF_FAMILY = """
SELECT r.a_id, r.b_id FROM kin k CROSS JOIN pair r ON r.a_id = k.posting_id WHERE k.family = :family
AND k.posting_id >= :a AND +r.kind IN ('exact', 'variant', 'near') AND {open} AND (r.a_id, r.b_id) > (:a, :b)
ORDER BY k.posting_id, r.b_id LIMIT :limit
"""
_NEXT_FAMILY = """
SELECT f.place, f.id FROM family f WHERE {behind} AND EXISTS (SELECT 1 FROM kin k CROSS JOIN pair r
ON r.a_id = k.posting_id WHERE k.family = f.id AND +r.kind IN ('exact', 'variant', 'near') AND {open})
ORDER BY f.place, f.id LIMIT 1
"""
_BEHIND = ("f.place = :place AND f.id > :family", "f.place > :place")
_RELATED = """
SELECT r.a_id, r.b_id FROM pair r WHERE r.kind = 'related' AND {open}
AND (r.a_id, r.b_id) > (:a, :b) ORDER BY r.a_id, r.b_id LIMIT :limit
"""
_MEASURES = {
    PairOrder.UNCERTAIN: ("abs(r.score - 0.5) + (r.kind <> 'near')", "pair_by_doubt"),
    PairOrder.ALIKE: ("1 - r.score", "pair_by_distance"),
}
BEFORE_ALL = -(2**62)


def ahead(
    db: Connection, who: int, order: PairOrder, after: tuple[str, str] | None, limit: int
) -> list[Pair]:
    """Return the first open pairs behind a given one in an order, or from its start; see Store."""
    a, b = in_order(db, *after) if after else (0, 0)
    params: Record = {"who": who, "a": a, "b": b, "limit": limit}
    by_family = order is PairOrder.FAMILY
    found = _in_families(db, params) if by_family else _by_measure(db, *_MEASURES[order], params)
    return [pair for numbers in found if (pair := _pair(db, who, *numbers))]


def _by_measure(db: Connection, measure: str, index: str, params: Record) -> list[tuple[int, int]]:
    at = db.value(f"SELECT {measure} FROM pair r WHERE a_id = ? AND b_id = ?", [params["a"], params["b"]])
    here = {**params, "measure": BEFORE_ALL if at is None else at}
    found: list[tuple[int, int]] = []
    for behind in _BEHIND_PAIR:
        if len(found) < params["limit"]:
            sql = _BY_MEASURE.format(
                measure=measure, index=index, open=_OPEN, behind=behind.format(measure=measure)
            )
            found += db.tuples(sql, {**here, "limit": params["limit"] - len(found)})
    return found


def _in_families(db: Connection, params: Record) -> list[tuple[int, int]]:
    kind = db.value("SELECT kind FROM pair WHERE a_id = ? AND b_id = ?", [params["a"], params["b"]])
    found: list[tuple[int, int]] = []
    limit = params["limit"]
    if kind != "related":
        at = db.tuples(
            "SELECT f.place, f.id FROM kin k JOIN family f ON f.id = k.family WHERE k.posting_id = ?",
            [params["a"]],
        )
        place, family = at[0] if at else (BEFORE_ALL, 0)
        here = {**params, "place": place, "family": family}
        while True:
            found += db.tuples(_OF_FAMILY.format(open=_OPEN), {**here, "limit": limit - len(found)})
            further = _next_family(db, here) if len(found) < limit else None
            if further is None:
                break
            here = {**here, "place": further[0], "family": further[1], "a": 0, "b": 0}
        params = {**params, "a": 0, "b": 0}
    if len(found) < limit:
        found += db.tuples(_RELATED.format(open=_OPEN), {**params, "limit": limit - len(found)})
    return found


def _next_family(db: Connection, here: Record) -> tuple[int, int] | None:
    for behind in _BEHIND:
        found = db.tuples(_NEXT_FAMILY.format(open=_OPEN, behind=behind), here)
        if found:
            place, family = found[0]
            return place, family
    return None


def _pair(db: Connection, who: int, a: int, b: int) -> Pair | None:
    row = db.row(f"{PAIR} WHERE r.a_id = :a AND r.b_id = :b", {"who": who, "a": a, "b": b})
    return pair_of(row) if row else None


def count_open(db: Connection, who: int) -> int:
    """Return how many proposals wait for the annotator's verdict."""
    proposed: int = db.value("SELECT count(*) FROM pair WHERE kind IS NOT NULL")
    judged: int = db.value(
        "SELECT count(*) FROM verdict v JOIN pair r ON r.a_id = v.a_id AND r.b_id = v.b_id "
        "WHERE v.annotator_id = ? AND r.kind IS NOT NULL",
        [who],
    )
    return proposed - judged
