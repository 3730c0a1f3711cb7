"""Postings in the orders in which they may be gone through: always some of them, about a spot that is known.

An order is parts, one behind the other, and each part is sorted by an index. What stands behind or before a spot is
looked for in its part, then in the next ones; nothing is counted off. A spot is kept by what it was sorted by: it
holds when a decision moves the posting itself.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from store.places import Spot
from store.words import QueueOrder

from .connection import Connection

_OPEN = (
    "{r}.kind IS NOT NULL AND NOT EXISTS (SELECT 1 FROM verdict v "
    "WHERE v.a_id = {r}.a_id AND v.b_id = {r}.b_id AND v.annotator_id = :who)"
)
_PAIRS = f"SELECT 1 FROM pair q WHERE (q.a_id = p.id OR q.b_id = p.id) AND {_OPEN.format(r='q')}"
_NEVER_SEEN = "NOT EXISTS (SELECT 1 FROM seen s WHERE s.annotator_id = :who AND s.posting_id = p.id)"
_EMPLOYERS = "SELECT company FROM done_at WHERE annotator_id = :who AND done"


class _Part(NamedTuple):
    """A part of an order: which postings `p` are in it, and what sorts them, the number of the posting last."""

    number: int
    tables: str
    condition: str
    sorted_by: tuple[str, ...]


def _parts(db: Connection, order: QueueOrder, who: int) -> Iterator[_Part]:
    """Yield the parts of an order, those that come first first."""
    match order:
        case QueueOrder.IMPORTED:
            yield _Part(0, "posting p", "1", ("p.id",))
        case QueueOrder.UNSEEN:
            yield _Part(0, "posting p", _NEVER_SEEN, ("p.id",))
            tables = "seen s CROSS JOIN posting p ON p.id = s.posting_id"
            yield _Part(1, tables, "s.annotator_id = :who", ("s.at", "s.posting_id"))
        case QueueOrder.DUPLICATES:
            # A posting stands where its best pair stands.
            tables = "pair r INDEXED BY pair_by_distance CROSS JOIN posting p ON p.id IN (r.a_id, r.b_id)"
            better = f"{_PAIRS} AND (1 - q.score, q.a_id, q.b_id) < (1 - r.score, r.a_id, r.b_id)"
            condition = f"{_OPEN.format(r='r')} AND NOT EXISTS ({better})"
            yield _Part(0, tables, condition, ("1 - r.score", "r.a_id", "r.b_id", "p.id"))
            yield _Part(1, "posting p", f"NOT EXISTS ({_PAIRS})", ("p.id",))
        case QueueOrder.UNLIKE:
            company = "coalesce(p.company, '')"
            yield _Part(0, "posting p", f"{company} NOT IN ({_EMPLOYERS} > 0)", ("p.id",))
            for (done,) in db.tuples(
                "SELECT DISTINCT done FROM done_at WHERE annotator_id = ? ORDER BY done", [who]
            ):
                yield _Part(done, "posting p", f"{company} IN ({_EMPLOYERS} = {done})", ("p.id",))


def spot(db: Connection, order: QueueOrder, who: int, posting: int) -> Spot:
    """Return where a posting stands in an order now."""
    for part in _parts(db, order, who):
        found = db.tuples(
            f"SELECT {', '.join(part.sorted_by)} FROM {part.tables} WHERE p.id = :id AND {part.condition} LIMIT 1",
            {"who": who, "id": posting},
        )
        if found:
            return Spot(posting, part.number, found[0])
    return Spot(posting, -1, ())  # before all, where there is no such posting


def beyond(
    db: Connection,
    order: QueueOrder,
    who: int,
    condition: tuple[str, Sequence[Any]],
    at: Spot,
    limit: int,
    *,
    forward: bool,
) -> list[int]:
    """Return the numbers of the postings behind a spot (or before it, the nearest first) that meet a condition."""
    found: list[int] = []
    parts = list(_parts(db, order, who))
    for part in parts if forward else reversed(parts):
        if part.number == at.part and len(part.sorted_by) == len(at.values):
            steps = list(_steps(part, forward=forward))
        elif (part.number > at.part) is forward and part.number != at.part:
            steps = [("1", _order(part, forward=forward))]
        else:
            continue
        for step, sorted_by in steps:
            if len(found) < limit:
                found += _numbers(
                    db, part, who, condition, at, f"{step} ORDER BY {sorted_by}", limit - len(found)
                )
    return found


def count_up_to(
    db: Connection, order: QueueOrder, who: int, condition: tuple[str, Sequence[Any]], at: Spot
) -> int:
    """Return how many postings that meet a condition stand before a spot, or at it."""
    total = 0
    for part in _parts(db, order, who):
        steps = ["1"] if part.number < at.part else []
        if part.number == at.part and len(part.sorted_by) == len(at.values):
            steps = [step for step, _ in _steps(part, forward=False)]
        for step in steps:
            sql, params = condition
            total += db.value(
                f"SELECT count(*) FROM {part.tables} WHERE {part.condition} AND {_bound(sql)} AND {step} "
                "AND p.id <> :posting",
                _params(who, at, params),
            )
    return total


def _steps(part: _Part, *, forward: bool) -> Iterator[tuple[str, str]]:
    """Yield conditions for what lies beyond a spot in its part, each with how it is sorted.

    First for what is equal in the first column, then for the rest: SQLite finds its way into an index by an
    expression with one comparison of it, not with one of several values.
    """
    than = ">" if forward else "<"
    first, *rest = part.sorted_by
    if rest:
        values = ", ".join(f":at{number}" for number in range(1, len(part.sorted_by)))
        yield (
            f"{first} = :at0 AND ({', '.join(rest)}) {than} ({values})",
            _order(part, forward=forward, skip=1),
        )
    yield f"{first} {than} :at0", _order(part, forward=forward)


def _order(part: _Part, *, forward: bool, skip: int = 0) -> str:
    return ", ".join(f"{column}{'' if forward else ' DESC'}" for column in part.sorted_by[skip:])


def _numbers(
    db: Connection,
    part: _Part,
    who: int,
    condition: tuple[str, Sequence[Any]],
    at: Spot,
    ending: str,
    limit: int,
) -> list[int]:
    sql, params = condition
    return [
        number
        for (number,) in db.tuples(
            f"SELECT p.id FROM {part.tables} WHERE {part.condition} AND {_bound(sql)} AND p.id <> :posting "
            f"AND {ending} LIMIT {limit}",
            _params(who, at, params),
        )
    ]


def _bound(sql: str) -> str:
    """Return a condition whose values have names, as the order's own have."""
    pieces = sql.split("?")
    return "".join(f"{piece}:v{number}" for number, piece in enumerate(pieces[:-1])) + pieces[-1]


def _params(who: int, at: Spot, values: Sequence[Any]) -> dict[str, Any]:
    return {
        "who": who,
        "posting": at.posting,
        **{f"v{number}": value for number, value in enumerate(values)},
        **{f"at{number}": value for number, value in enumerate(at.values)},
    }
