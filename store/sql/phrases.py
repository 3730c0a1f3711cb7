"""The index of phrases: columns of numbers in pieces, and which sketches are younger than it.

What the columns mean is known to who made them; here they are named bytes.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from .connection import Connection


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """An index of the sketches of all postings up to the row number `upto`, but for those revised after `since`."""

    id: int
    since: int
    upto: int


def last_posting(db: Connection) -> int:
    """Return the highest row number of a posting, 0 where there is none."""
    found: int = db.value("SELECT coalesce(max(id), 0) FROM posting")
    return found


def index(db: Connection, version: int) -> PhraseIndex | None:
    """Return the index of this version, None where there is none that is whole."""
    row = db.row("SELECT id, since, upto FROM phrase_index WHERE whole AND version = ?", [version])
    return PhraseIndex(**row) if row else None


def pieces(db: Connection, number: int, name: str) -> list[bytes]:
    """Return the pieces of a column of an index, in order."""
    rows = db.tuples(
        "SELECT data FROM phrase_piece WHERE index_id = ? AND name = ? ORDER BY position", [number, name]
    )
    return [data for (data,) in rows]


def begin(db: Connection, version: int, since: int, upto: int) -> int:
    """Begin an index, in the place of one that was never finished; return its number."""
    db.change("DELETE FROM phrase_piece WHERE index_id IN (SELECT id FROM phrase_index WHERE NOT whole)")
    db.change("DELETE FROM phrase_index WHERE NOT whole")
    return db.insert("phrase_index", {"version": version, "since": since, "upto": upto})


def add(db: Connection, number: int, name: str, position: int, data: bytes) -> bool:
    """Add a piece; return whether the index is still wanted: another search may have begun one since."""
    if not db.value("SELECT count(*) FROM phrase_index WHERE id = ?", [number]):
        return False
    db.change("INSERT INTO phrase_piece VALUES (?, ?, ?, ?)", [number, name, position, data])
    return True


def finish(db: Connection, number: int) -> None:
    """Let an index be whole, if it is still wanted, and stand in the place of the one before."""
    if not db.change("UPDATE phrase_index SET whole = 1 WHERE id = ?", [number]):
        return
    db.change("DELETE FROM phrase_piece WHERE index_id <> ?", [number])
    db.change("DELETE FROM phrase_index WHERE id <> ?", [number])


def younger(db: Connection, since: int, upto: int) -> list[int]:
    """Return the row numbers of the postings with sketches that an index does not tell of, or not any more."""
    rows = db.tuples(
        "SELECT posting_id FROM sketch WHERE posting_id > :upto UNION "
        "SELECT posting_id FROM old_body WHERE rowid > :since",
        {"since": since, "upto": upto},
    )
    return [number for (number,) in rows]


def waiting(db: Connection) -> list[int]:
    """Return the row numbers of postings that wait to be compared, in order."""
    return [number for (number,) in db.tuples("SELECT posting_id FROM uncompared ORDER BY posting_id")]


def sketches_of(db: Connection, numbers: Sequence[int]) -> list[tuple[int, int, int, bytes]]:
    """Return the sketches of these postings, each as the columns of a Sketch, in order, where they have one."""
    return db.tuples(
        "SELECT posting_id, same, phrases, sample FROM sketch "
        "WHERE posting_id IN (SELECT value FROM json_each(?)) ORDER BY posting_id",
        [json.dumps(list(numbers))],
    )
