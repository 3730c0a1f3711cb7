"""Decisions as rows and as events: each event carries the rows it changed, so that it can be turned back.

A change names its row by what means the same on every machine (a posting by its key, a skill by its URI,
an annotator by name), never by a row number.
"""

import json
import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from store import sql
from store.errors import UsageError
from store.event import Event

from . import skill_words
from .connection import Connection, Record

COPIES = "copied tags"
ASSIGNMENTS = "assigned postings"
ADJUDICATIONS = "accepted answers"
"""What changes are called that stand for very many rows."""


class _Table(NamedTuple):
    """How rows of one table of decisions are named: `refs` maps a column to its name in a change."""

    refs: Mapping[str, tuple[str, str, str]] = {}
    shared: bool = False  # others may lean on the row: turning its making back leaves it where they do


_POSTING = ("posting", "posting", "key")
_ANNOTATOR = ("annotator", "annotator", "name")
_PAIR = {"a_id": ("a", "posting", "key"), "b_id": ("b", "posting", "key")}

_TABLES = {
    "skill": _Table(shared=True),
    "skill_word": _Table(
        {
            "skill_id": ("skill", "skill", "uri"),
            "into_id": ("into", "skill", "uri"),
            "annotator_id": _ANNOTATOR,
        }
    ),
    "suggestion": _Table({"posting_id": _POSTING, "annotator_id": _ANNOTATOR}),
    "tag": _Table(
        {"posting_id": _POSTING, "skill_id": ("skill", "skill", "uri"), "annotator_id": _ANNOTATOR}
    ),
    "note": _Table({"posting_id": _POSTING, "annotator_id": _ANNOTATOR}),
    "state": _Table({"posting_id": _POSTING, "annotator_id": _ANNOTATOR}),
    "pair": _Table(_PAIR, shared=True),
    "verdict": _Table({**_PAIR, "annotator_id": _ANNOTATOR}),
    "canonical": _Table({"posting_id": _POSTING, "annotator_id": _ANNOTATOR}),
    "model": _Table({"annotator_id": _ANNOTATOR}),
    "adjudication": _Table({"posting_id": _POSTING, "annotator_id": _ANNOTATOR}),
}


class Change(NamedTuple):
    """One row of a table of decisions, before and after; None where it was not or is no more.

    `key` names the row. Of a row that stays, `before` and `after` hold only the columns that differ.
    """

    table: str
    key: Record
    before: Record | None
    after: Record | None

    def reversed(self) -> "Change":
        """Return the change that takes this one back."""
        return Change(self.table, self.key, self.after, self.before)


def tables() -> Mapping[str, _Table]:
    """Return how the rows of each table of decisions are named."""
    return _TABLES


def known_annotator(db: Connection, name: str) -> int:
    """Return the annotator's row number; 0, which no row has, for one who never decided anything."""
    found: int | None = db.value("SELECT id FROM annotator WHERE name = ?", [name])
    return found or 0


def annotator_id(db: Connection, name: str) -> int:
    """Return the annotator's row number, making the row where there is none."""
    return known_annotator(db, name) or db.insert(
        "annotator", {"name": name, "pseudonym": sql.pseudonyms.another(db, name)}
    )


def record(
    db: Connection,
    annotator: str,
    action: str,
    posting: str | None,
    summary: str,
    changes: Sequence[Change],
    *,
    refers_to: int | None = None,
    checked: bool = False,
    carried_out: bool = False,
) -> Event:
    """Carry out changes and write the event that tells of them, inside the open transaction.

    With `checked` the caller has seen that every span is one of its body, and that lost words are to stay lost;
    with `carried_out` the rows are the caller's business.
    """
    who = annotator_id(db, annotator)
    for change in [] if carried_out else changes:
        _carry_out(db, change, checked=checked)
    at = now(db, who)
    seq = db.insert(
        "event",
        {
            "uid": uuid.uuid4().hex,
            "at": at,
            "annotator_id": who,
            "action": action,
            "posting_id": _row_number(db, "posting", "key", posting) if posting else None,
            "summary": summary,
            "changes": json.dumps([_written(change) for change in changes], ensure_ascii=True),
            "refers_to": refers_to,
        },
    )
    event = event_at(db, seq)
    if event is None:
        raise RuntimeError(f"event {seq} was not written")
    return event


def undo(db: Connection, annotator: str) -> Event | None:
    """Turn back the annotator's last standing decision; None where there is none."""
    who = known_annotator(db, annotator)
    row = db.row(
        "SELECT seq FROM event WHERE annotator_id = ? AND undone = 0 AND refers_to IS NULL "
        "ORDER BY at DESC, uid DESC LIMIT 1",
        [who],
    )
    return _turn(db, annotator, row["seq"], "undo") if row else None


def redo(db: Connection, annotator: str) -> Event | None:
    """Bring back the decision undone last; None where there is none, or a new decision came since."""
    row = db.row(
        "SELECT d.seq FROM event u JOIN event d ON d.seq = u.refers_to "
        "WHERE u.annotator_id = :who AND u.action = 'undo' AND d.undone = 1 AND u.at > "
        "(SELECT max(at) FROM event WHERE annotator_id = :who AND refers_to IS NULL) "
        "ORDER BY u.at DESC, u.uid DESC LIMIT 1",
        {"who": known_annotator(db, annotator)},
    )
    return _turn(db, annotator, row["seq"], "redo") if row else None


def _turn(db: Connection, annotator: str, seq: int, action: str) -> Event:
    row = db.row(
        "SELECT e.summary, e.changes, p.key FROM event e LEFT JOIN posting p ON p.id = e.posting_id "
        "WHERE e.seq = ?",
        [seq],
    )
    if row is None:
        raise RuntimeError(f"event {seq} is gone")
    changes = [Change(**change) for change in json.loads(row["changes"])]
    if action == "undo":
        changes = [change.reversed() for change in reversed(changes)]
    db.change("UPDATE event SET undone = ? WHERE seq = ?", [action == "undo", seq])
    return record(
        db,
        annotator,
        action,
        row["key"],
        row["summary"],
        changes,
        refers_to=seq,
        carried_out=forked(db, annotator),
    )


def forked(db: Connection, annotator: str) -> bool:
    """Whether somebody decided in two databases at once, so that what stands is more than the row written last."""
    return bool(db.value("SELECT forked FROM annotator WHERE name = ?", [annotator]))


def now(db: Connection, who: int) -> str:
    """Return UTC in ISO 8601 with microseconds, always after the annotator's last event, whatever the clock says."""
    clock = datetime.now(UTC).isoformat(timespec="microseconds")
    last = db.value("SELECT max(at) FROM event WHERE annotator_id = ?", [who])
    if last is None or clock > last:
        return clock
    try:
        return (datetime.fromisoformat(last) + timedelta(microseconds=1)).isoformat(timespec="microseconds")
    except (
        ValueError,
        OverflowError,
    ):  # no time, or the last there is: `check` tells of it, and work goes on
        return clock


_EVENTS = """
SELECT e.seq, e.uid, e.at, a.name AS annotator, e.action, p.key AS posting, e.summary, e.undone, e.refers_to
FROM event e JOIN annotator a ON a.id = e.annotator_id LEFT JOIN posting p ON p.id = e.posting_id
"""


def event_at(db: Connection, seq: int) -> Event | None:
    """Return one event, or None."""
    row = db.row(f"{_EVENTS} WHERE e.seq = ?", [seq])
    return event_of(row) if row else None


def events(db: Connection, *, posting: str | None, annotator: str | None, limit: int) -> list[Event]:
    """Return the latest events, the newest first."""
    return [
        event_of(row)
        for row in db.rows(
            f"{_EVENTS} WHERE (:posting IS NULL OR p.key = :posting) "
            "AND (:annotator IS NULL OR a.name = :annotator) ORDER BY e.at DESC, e.uid DESC LIMIT :limit",
            {"posting": posting, "annotator": annotator, "limit": limit},
        )
    ]


def event_of(row: Record) -> Event:
    """Return an event from its row, with the names of what it is about."""
    return Event(**{**row, "undone": bool(row["undone"])})


def _written(change: Change) -> Record:
    return {"table": change.table, "key": change.key, "before": change.before, "after": change.after}


def _carry_out(db: Connection, change: Change, *, checked: bool) -> None:
    if change.table == COPIES:
        names = {"annotator": "name", "skill": "uri"}
        sql.copies.carry_out(
            db,
            change.key,
            change.before,
            change.after,
            lambda table, value: _row_number(db, table, names[table], value),
        )
        return
    if change.table == ASSIGNMENTS:
        sql.assignment.carry_out(db, change.before, change.after, lambda name: annotator_id(db, name))
        return
    if change.table == ADJUDICATIONS:
        sql.adjudication.carry_out(db, change.before, change.after, lambda name: annotator_id(db, name))
        return
    _carry_out_row(db, change, checked=checked)
    if change.table == "skill_word":
        word = _columns(db, _TABLES[change.table], change.after or change.before or {})
        skill_words.settle(db, word, came=change.after is not None)


def _carry_out_row(db: Connection, change: Change, *, checked: bool) -> None:
    table = _TABLES[change.table]
    where = _columns(db, table, change.key)
    clause = " AND ".join(f'"{name}" = ?' for name in where)
    if change.after is None:
        if table.shared:
            _unmake(db, change, where)
        else:
            db.change(f'DELETE FROM "{change.table}" WHERE {clause}', list(where.values()))
        return
    values = _columns(db, table, change.after)
    if change.before is None:
        if change.table == "skill" and skill_words.bearer(db, values["folded"]):
            return  # another skill has come to bear its name, and is taken for it
        row = where | values
        if row.get("quote") is not None and not checked:
            row |= _anchored(db, change.table, row)
        if (
            change.table == "verdict"
        ):  # the pair may have gone with the decision of another who named it first
            db.change("INSERT OR IGNORE INTO pair (a_id, b_id) VALUES (?, ?)", [row["a_id"], row["b_id"]])
        marks = ", ".join("?" for _ in row)
        names = ", ".join(f'"{name}"' for name in row)
        # A shared row may stand already, because others leaned on it when its making was turned back.
        verb = "INSERT OR IGNORE" if table.shared else "INSERT"
        db.change(f'{verb} INTO "{change.table}" ({names}) VALUES ({marks})', list(row.values()))
        return
    setters = ", ".join(f'"{name}" = ?' for name in values)
    changed = db.change(
        f'UPDATE "{change.table}" SET {setters} WHERE {clause}', [*values.values(), *where.values()]
    )
    if not changed:
        raise UsageError(f"The {change.table} this is about no longer exists, so nothing was changed.")


def _unmake(db: Connection, change: Change, where: Record) -> None:
    """Delete a shared row, unless others lean on it or it is no longer as this change made it."""
    as_made = where | (change.before or {})
    clause = " AND ".join(f'"{name}" IS ?' for name in as_made)
    db.change("SAVEPOINT shared")
    try:
        db.change(f'DELETE FROM "{change.table}" WHERE {clause}', list(as_made.values()))
    except sqlite3.IntegrityError:
        db.change("ROLLBACK TO shared")
    finally:
        db.change("RELEASE shared")


def _anchored(db: Connection, table: str, row: Record) -> Record:
    """Return the offsets of a span that comes back, found again where the text was revised meanwhile.

    None where its words are gone, or where an equal tag has come to stand on them.
    """
    start, end = sql.evidence.place(sql.evidence.texts(db, row["posting_id"]), row)
    if table == "tag" and db.value(
        'SELECT 1 FROM tag WHERE posting_id = ? AND annotator_id = ? AND skill_id = ? AND start = ? AND "end" = ?',
        [row["posting_id"], row["annotator_id"], row["skill_id"], start, end],
    ):
        return {"start": None, "end": None}
    return {"start": start, "end": end}


def _columns(db: Connection, table: _Table, record: Record) -> Record:
    """Return a change's record with its portable names turned into this database's row numbers."""
    by_name = {name: (column, target, key) for column, (name, target, key) in table.refs.items()}
    columns: Record = {}
    for name, value in record.items():
        if name in by_name:
            column, target, key = by_name[name]
            columns[column] = _row_number(db, target, key, value)
        else:
            columns[name] = value
    if columns.get("a_id", 0) > columns.get("b_id", 0):
        # Where the two were imported the other way round.
        columns["a_id"], columns["b_id"] = columns["b_id"], columns["a_id"]
    return columns


def columns_of(db: Connection, table: str, record: Record) -> Record:
    """Return a record of portable names as columns of this database; raises UsageError for what is not here."""
    return _columns(db, _TABLES[table], record)


def _row_number(db: Connection, table: str, column: str, value: object) -> int:
    if table == "annotator":
        return annotator_id(db, str(value))
    found: int | None = db.value(f'SELECT id FROM "{table}" WHERE "{column}" = ?', [value])
    if found is None and table == "skill":
        found = _skill_made_again(db, value)
    if found is None:
        raise UsageError(f"There is no {table} {value!r} in this database.")
    return found


def _skill_made_again(db: Connection, uri: object) -> int | None:
    """Return the row number of a skill that went when another annotator took its making back.

    It is made as it was made then, or is the skill that has come to bear its label.
    """
    made = db.value(
        "SELECT c.value ->> 'after' FROM event e, json_each(e.changes) c WHERE c.value ->> 'table' = 'skill' "
        "AND c.value ->> '$.key.uri' = ? AND c.value ->> 'after' IS NOT NULL ORDER BY e.at DESC, e.uid DESC LIMIT 1",
        [uri],
    )
    if made is None:
        return None
    row = json.loads(made)
    return skill_words.bearer(db, row["folded"]) or db.insert("skill", {"uri": uri, **row})
