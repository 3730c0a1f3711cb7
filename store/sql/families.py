"""Families: postings that proposals tie together, as they were when they were last sorted."""

import json
from collections.abc import Iterable

from .connection import Connection

_CLAIMS = "kind IN ('exact', 'variant', 'near')"
_LISTED = "(SELECT value FROM json_each(?))"


def unsorted(db: Connection) -> bool:
    """Whether proposals came or changed since postings were last sorted into families."""
    return bool(db.value("SELECT EXISTS (SELECT 1 FROM unsorted)"))


def sort(db: Connection) -> None:
    """Sort the postings of changed proposals into families anew, and those of the families they were in."""
    touched = {
        number
        for row in db.tuples(
            "SELECT u.posting_id, r.b_id FROM unsorted u "
            f"LEFT JOIN pair r ON r.a_id = u.posting_id AND r.{_CLAIMS}"
        )
        for number in row
        if number is not None
    }
    before = _listed(
        db.tuples(f"SELECT DISTINCT family FROM kin WHERE posting_id IN {_LISTED}", [_json(touched)])
    )
    members = _listed(db.tuples(f"SELECT posting_id FROM kin WHERE family IN {_LISTED}", [_json(before)]))
    affected = touched.union(members)
    roots: dict[int, int] = {}
    tied = db.tuples(
        f"SELECT r.a_id, r.b_id FROM json_each(?) e CROSS JOIN pair r ON r.a_id = e.value WHERE r.{_CLAIMS}",
        [_json(affected)],
    )
    for a, b in tied:
        one, other = _root(roots, a), _root(roots, b)
        roots[max(one, other)] = min(one, other)
    kin = [(number, _root(roots, number)) for number in sorted({number for pair in tied for number in pair})]
    sizes: dict[int, int] = {}
    for _, family in kin:
        sizes[family] = sizes.get(family, 0) + 1
    db.change(f"DELETE FROM kin WHERE family IN {_LISTED}", [_json(before)])
    db.change(f"DELETE FROM family WHERE id IN {_LISTED}", [_json(before)])
    db.change_many(
        "INSERT INTO family (id, place) VALUES (?, ?)", [(family, -size) for family, size in sizes.items()]
    )
    db.change_many("INSERT INTO kin (posting_id, family) VALUES (?, ?)", kin)
    db.change("DELETE FROM unsorted")


def _root(roots: dict[int, int], number: int) -> int:
    while (above := roots.get(number, number)) != number:
        roots[number] = number = roots.get(above, above)
    return number


def _listed(rows: Iterable[tuple[int]]) -> list[int]:
    return [number for (number,) in rows]


def _json(numbers: Iterable[int]) -> str:
    return json.dumps(sorted(numbers))
