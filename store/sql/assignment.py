"""Who is to see which posting: rows of `assignment`, made and taken away by one change for very many."""

import json
from collections.abc import Callable, Iterator, Sequence

from store.query import Query
from store.shares import Share, Shares, Sharing

from .blindness import FINISHED
from .connection import Connection, Record
from .search import where

BATCH = 5_000  # postings of one statement

_BEGUN = """
SELECT json_group_array(a.name) FROM (
    SELECT annotator_id FROM state WHERE posting_id = p.id
    UNION SELECT annotator_id FROM tag WHERE posting_id = p.id
    UNION SELECT annotator_id FROM note WHERE posting_id = p.id
) b JOIN annotator a ON a.id = b.annotator_id
"""
_HAS = """
SELECT json_group_array(a.name) FROM assignment x JOIN annotator a ON a.id = x.annotator_id WHERE x.posting_id = p.id
"""


def everyone(db: Connection, query: Query, who: int) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield key, whose it is and who worked on it, of every posting that matches, in the order of import."""
    found = where(db, query, who)
    last = 0
    while rows := db.tuples(
        f"SELECT p.id, p.key, ({_HAS}), ({_BEGUN}) FROM {found.tables} WHERE {found.sql} AND {found.number} > ? "
        f"ORDER BY {found.number} LIMIT {BATCH}",
        [*found.params, last],
    ):
        for _, key, has, begun in rows:
            yield key, json.loads(has), json.loads(begun)
        last = rows[-1][0]


def carry_out(
    db: Connection, before: Record | None, after: Record | None, annotator_id: Callable[[str], int]
) -> None:
    """Assign postings and take them away, as a change says; turned back with `before`."""
    if before is not None:
        _remove(db, before["given"], annotator_id)
        _insert(db, before["taken"], before["at"], annotator_id)
    if after is not None:
        _remove(db, after["taken"], annotator_id)
        _insert(db, after["given"], after["at"], annotator_id)


def _insert(db: Connection, of: dict[str, list[str]], at: str, annotator_id: Callable[[str], int]) -> None:
    for name, keys in _batches(of):
        db.change(
            "INSERT OR IGNORE INTO assignment (posting_id, annotator_id, at) "
            "SELECT p.id, ?, ? FROM json_each(?) e CROSS JOIN posting p ON p.key = e.value",
            [annotator_id(name), at, json.dumps(keys)],
        )


def _remove(db: Connection, of: dict[str, list[str]], annotator_id: Callable[[str], int]) -> None:
    for name, keys in _batches(of):
        db.change(
            "DELETE FROM assignment WHERE annotator_id = ? AND posting_id IN ("
            "SELECT p.id FROM json_each(?) e CROSS JOIN posting p ON p.key = e.value)",
            [annotator_id(name), json.dumps(keys)],
        )


def _batches(of: dict[str, list[str]]) -> Iterator[tuple[str, Sequence[str]]]:
    for name, keys in of.items():
        for at in range(0, len(keys), BATCH):
            yield name, keys[at : at + BATCH]


def last_sharing(db: Connection) -> Sharing | None:
    """Return how postings were shared out last, as far as it stands."""
    row = db.row(
        "SELECT changes ->> '$[0].after.annotators' AS annotators, changes ->> '$[0].after.overlap' AS overlap, "
        "changes ->> '$[0].after.seed' AS seed FROM event "
        "WHERE action = 'assign' AND undone = 0 ORDER BY at DESC, uid DESC LIMIT 1"
    )
    return Sharing(tuple(json.loads(row["annotators"])), row["overlap"], row["seed"]) if row else None


def shares(db: Connection) -> Shares:
    """Count who has what."""
    postings: int = db.value("SELECT count(*) FROM posting")
    assigned: int = db.value("SELECT count(DISTINCT posting_id) FROM assignment")
    double: int = db.value(
        "SELECT count(*) FROM (SELECT 1 FROM assignment GROUP BY posting_id HAVING count(*) > 1)"
    )
    rows = db.rows(
        "SELECT a.name, count(*) AS postings, sum(s.state IN "
        f"{FINISHED}) AS finished, sum(EXISTS (SELECT 1 FROM assignment o WHERE o.posting_id = x.posting_id "
        "AND o.annotator_id <> x.annotator_id)) AS shared "
        "FROM assignment x JOIN annotator a ON a.id = x.annotator_id LEFT JOIN state s "
        "ON s.posting_id = x.posting_id AND s.annotator_id = x.annotator_id GROUP BY a.id ORDER BY a.name"
    )
    by_annotator = [Share(row["name"], row["postings"], row["shared"], row["finished"] or 0) for row in rows]
    return Shares(postings, postings - assigned, double, by_annotator, last_sharing(db))
