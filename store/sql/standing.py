"""What decisions come to when two databases are brought together: rows as the standing events make them.

Events are taken in one order, that of their times and then of their names, which is the same everywhere; those that
are undone count for nothing. So the rows follow from the events alone, however these came to stand in one journal.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from store.event import Event

from . import copies, evidence, journal, skill_words
from .adjudication import accepted
from .connection import Connection, Record
from .journal import ADJUDICATIONS, ASSIGNMENTS, COPIES

BATCH = 2_000  # events whose changes are held at once
FEW = 50  # units whose events are looked for one by one

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Step:
    """What one event says of one row. `said` is None where it takes the row away, and has the columns it gives.

    Rows of one `unit` are settled together: what somebody said of a posting, or one row that is of no posting.
    """

    unit: str
    table: str
    key: str
    said: Record | None
    whole: bool


def steps(who: str, posting: str | None, changes: Iterable[Record]) -> Iterator[Step]:
    """Yield what an event of an annotator says of each row; rows that people share are not among them."""
    for change in changes:
        table = change["table"]
        if table == COPIES:
            yield from _copied(who, change)
        elif table == ASSIGNMENTS:
            yield from _assigned(change)
        elif table == ADJUDICATIONS:
            yield from _accepted(who, change)
        elif not journal.tables()[table].shared:
            yield _of_row(who, posting, change)


def _of_row(who: str, posting: str | None, change: Record) -> Step:
    table, key, before, after = (change[name] for name in ("table", "key", "before", "after"))
    named = journal.tables()[table].refs
    columns = key | (before or {}) | (after or {})
    about = columns.get("posting")
    if about is None and "posting_id" in named:
        about = posting  # a change of a row that stays names only what differs
    unit = f"{who}\n{about}" if about else f"{who}\n{table}\n{_row_name(key)}"
    return Step(unit, table, _row_name(key), after, whole=before is None or _says_all(key, after))


def _says_all(key: Record, after: Record | None) -> bool:
    # What has a name of its own changes by parts; the other rows are told whole each time.
    return after is not None and "uid" not in key


def _row_name(key: Record) -> str:
    if {"a", "b"} <= key.keys():
        # Which of the two was imported first differs from database to database.
        key = {**key, "a": min(key["a"], key["b"]), "b": max(key["a"], key["b"])}
    return json.dumps(key, sort_keys=True)


def _copied(who: str, change: Record) -> Iterator[Step]:
    row = change["after"] or change["before"]
    for posting, places in row["to"].items():
        for at, (number, start, end) in enumerate(places):
            tag = row["tags"][number]
            said = {
                "posting": posting,
                "skill": tag["skill"],
                "annotator": row["annotator"],
                "requirement": tag["requirement"],
                "start": start,
                "end": end,
                "quote": tag["quote"] if start is not None else None,
            }
            key = json.dumps({"uid": copies.uid(change["key"]["copy"], posting, at)})
            yield Step(f"{who}\n{posting}", "tag", key, said if change["after"] else None, whole=True)


def _accepted(who: str, change: Record) -> Iterator[Step]:
    for name, columns in accepted(change["after"] or change["before"]):
        key = json.dumps(name, sort_keys=True)
        said = columns if change["after"] else None
        yield Step(f"{who}\n{name['posting']}", "adjudication", key, said, whole=True)


def _assigned(change: Record) -> Iterator[Step]:
    row = change["after"] or change["before"]
    given, taken = ("given", "taken") if change["after"] else ("taken", "given")
    for which, said in ((taken, None), (given, {"at": row["at"]})):
        for name, keys in row[which].items():
            for posting in keys:
                key = json.dumps({"annotator": name, "posting": posting}, sort_keys=True)
                yield Step(f"\n{posting}", "assignment", key, said, whole=True)


def begin(db: Connection) -> None:
    """Make the tables in which units and steps are kept while they are settled."""
    db.change("DROP TABLE IF EXISTS temp.unit")
    db.change("DROP TABLE IF EXISTS temp.step")
    db.change("CREATE TEMP TABLE unit (name TEXT PRIMARY KEY) WITHOUT ROWID")
    db.change("CREATE TEMP TABLE step (unit, at, uid, place, standing, name, row, said, whole)")


def touch(db: Connection, units: Iterable[str]) -> None:
    """Note that units are to be settled anew."""
    db.change_many("INSERT OR IGNORE INTO temp.unit VALUES (?)", [(unit,) for unit in units])


_STEP = """
INSERT INTO temp.step SELECT :unit, :at, :uid, :place, :standing, :name, :row, :said, :whole
WHERE EXISTS (SELECT 1 FROM temp.unit WHERE name = :unit)
"""
_JOURNAL = """
SELECT e.uid, e.at, e.undone = 0 AND e.refers_to IS NULL AS standing, a.name AS who, p.key AS posting, e.changes
FROM event e JOIN annotator a ON a.id = e.annotator_id LEFT JOIN posting p ON p.id = e.posting_id
"""


def read(db: Connection, condition: str, params: Sequence[object]) -> int:
    """Read the steps of events into the units that are to be settled; return how many events there were."""
    batch: list[Record] = []
    count = 0
    for event in db.rows(f"{_JOURNAL} WHERE {condition}", params):
        count += 1
        for place, step in enumerate(steps(event["who"], event["posting"], json.loads(event["changes"]))):
            batch.append(
                {
                    "unit": step.unit,
                    "at": event["at"],
                    "uid": event["uid"],
                    "place": place,
                    "standing": event["standing"],
                    "name": step.table,
                    "row": step.key,
                    "said": None if step.said is None else json.dumps(step.said),
                    "whole": step.whole,
                }
            )
        if len(batch) >= BATCH:
            db.change_many(_STEP, batch)
            batch.clear()
    db.change_many(_STEP, batch)
    return count


def settle(db: Connection, progress: Progress | None = None) -> None:
    """Make the rows of all units what their steps come to."""
    total: int = db.value("SELECT count(*) FROM temp.unit")
    settling = _Settling(db)
    rows = db.rows("SELECT * FROM temp.step ORDER BY unit, at, uid, place")
    for done, (unit, told) in enumerate(groupby(rows, lambda row: row["unit"])):
        settling.unit(unit, list(told))
        if progress and done % 500 == 0:
            progress(done, total)
    if settling.words:
        skill_words.settle_all(db)


def turned(db: Connection, event: Event) -> None:
    """Make rows what stands, after an event that undid or redid another of somebody who decided in two databases."""
    row = db.row("SELECT changes FROM event WHERE seq = ?", [event.seq]) or {}
    units = {step.unit for step in steps(event.annotator, event.posting, json.loads(row["changes"]))}
    begin(db)
    touch(db, units)
    if any(unit.startswith("\n") for unit in units):  # of postings shared out, by whomever
        read(db, "e.action = 'assign' OR e.refers_to IN (SELECT seq FROM event WHERE action = 'assign')", [])
    elif len(units) > FEW:
        read(db, "a.name = ?", [event.annotator])
    else:
        posts = [part for unit in units for part in _words_of(unit)]
        some = " OR ".join("p.key = ? OR instr(e.changes, ?)" for _ in posts)
        read(
            db, f"a.name = ? AND ({some})", [event.annotator, *(word for one in posts for word in (one, one))]
        )
    settle(db)


def _words_of(unit: str) -> list[str]:
    """Return what every event of a unit has in it: the key of its posting, or a part of the name of its row."""
    _, about, *rest = unit.split("\n", 2)
    return (
        [str(next(value for name, value in json.loads(rest[0]).items() if name != "annotator"))]
        if rest
        else [about]
    )


@dataclass(slots=True)
class _Row:
    """A row as far as it is told: `order` is when it came to be as it is, None where it is not there."""

    columns: Record | None = None
    order: int = 0


@dataclass(slots=True)
class _Settling:
    """Writes units. `words` is whether anything was said of skills."""

    db: Connection
    words: bool = False
    _people: dict[str, int] = field(default_factory=dict)

    def unit(self, unit: str, told: Sequence[Record]) -> None:
        """Make the rows of one unit what its steps come to."""
        who, about, *_ = unit.split("\n")
        number = self.db.value("SELECT id FROM posting WHERE key = ?", [about])
        texts = evidence.texts(self.db, number) if number else []
        rows = _folded(told, once=len(texts) < 2)
        for table, name in rows:
            self._remove(table, json.loads(name), who)
        placed: set[tuple[object, ...]] = set()
        for (table, name), row in sorted(rows.items(), key=lambda item: item[1].order):
            if row.columns is not None:
                self._insert(table, {**json.loads(name), **row.columns}, texts, placed)
        for table, name in rows:
            self.words = self.words or table == "skill_word"
            if table == "verdict":
                self._forget_pair(json.loads(name))

    def _remove(self, table: str, key: Record, who: str) -> None:
        if table == "assignment":
            self.db.change(
                "DELETE FROM assignment WHERE posting_id = (SELECT id FROM posting WHERE key = ?) "
                "AND annotator_id = ?",
                [key["posting"], self._person(key["annotator"])],
            )
            return
        where = journal.columns_of(self.db, table, key)
        if "annotator_id" in journal.tables()[table].refs:
            where["annotator_id"] = self._person(who)
        clause = " AND ".join(f'"{name}" = ?' for name in where)
        self.db.change(f'DELETE FROM "{table}" WHERE {clause}', list(where.values()))

    def _insert(
        self, table: str, record: Record, texts: Sequence[str], placed: set[tuple[object, ...]]
    ) -> None:
        if table == "assignment":
            self.db.change(
                "INSERT INTO assignment (posting_id, annotator_id, at) SELECT id, ?, ? FROM posting WHERE key = ?",
                [self._person(record["annotator"]), record["at"], record["posting"]],
            )
            return
        row = journal.columns_of(self.db, table, record)
        if row.get("quote") is not None:
            row["start"], row["end"] = evidence.place(texts, row)
        if table == "tag":
            place = (
                row["skill_id"],
                row["start"],
                row["end"],
                row["quote"] if row["start"] is None else None,
            )
            if place in placed:
                # One that has come to stand where an equal one stands keeps its quote for a person to settle.
                if row["quote"] is None:
                    return
                row["start"] = row["end"] = None
            placed.add(place)
        if table == "verdict":
            self.db.change(
                "INSERT OR IGNORE INTO pair (a_id, b_id) VALUES (?, ?)", [row["a_id"], row["b_id"]]
            )
        self.db.insert(table, row)

    def _forget_pair(self, key: Record) -> None:
        pair = journal.columns_of(self.db, "pair", {"a": key["a"], "b": key["b"]})
        self.db.change(
            "DELETE FROM pair WHERE a_id = :a_id AND b_id = :b_id AND kind IS NULL AND phrases IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM verdict WHERE a_id = :a_id AND b_id = :b_id)",
            pair,
        )

    def _person(self, name: str) -> int:
        if name not in self._people:
            self._people[name] = journal.annotator_id(self.db, name)
        return self._people[name]


def _folded(told: Sequence[Record], *, once: bool) -> Mapping[tuple[str, str], _Row]:
    """Return what the steps of a unit, in order, leave of each row that they name.

    With `once` the posting had one text only: then a tag of the same words, or of none, takes the place of an equal
    one that was made elsewhere, as if that had been taken away for it.
    """
    rows: dict[tuple[str, str], _Row] = {}
    standing: dict[tuple[object, ...], _Row] = {}
    for order, step in enumerate(told):
        row = rows.setdefault((step["name"], step["row"]), _Row())
        if not step["standing"]:
            continue
        said = None if step["said"] is None else json.loads(step["said"])
        if said is None:
            row.columns = None
        elif step["whole"]:
            row.columns, row.order = said, order
            if step["name"] == "tag" and (once or said["quote"] is None):
                place = tuple(said[name] for name in ("skill", "start", "end", "quote"))
                other = standing.get(place)
                if other is not None and other is not row and _stands_at(other, place):
                    other.columns = None
                standing[place] = row
        elif row.columns is not None:
            row.columns = row.columns | said
    return rows


def _stands_at(row: _Row, place: tuple[object, ...]) -> bool:
    columns = row.columns
    return (
        columns is not None and tuple(columns[name] for name in ("skill", "start", "end", "quote")) == place
    )
