"""What a dataset is made of, for some postings at a time: few statements, each for many rows."""

import json
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from store.datasets import Placing, SourceImport
from store.query import Query
from store.words import State

from .connection import Connection
from .search import where

PAGE = 20_000
TODO = State.TODO.value
_SOME = "(SELECT value FROM json_each(?))"

Rows = list[tuple[Any, ...]]


def numbers(db: Connection, query: Query, who: int, state: State | None, by: int | None) -> Sequence[int]:
    """Return the numbers of the postings that match, in the order of import.

    `state` is that of anybody, or with `by` of one annotator; TODO is that of what nobody (or they) began.
    """
    found = where(db, query, who)
    extra, params = _in_state(state, by)
    last = 0
    chosen = array("q")  # eight bytes each: a million fit
    while page := db.tuples(
        f"SELECT {found.number} FROM {found.tables} WHERE {found.sql} AND {extra} AND {found.number} > ? "
        f"ORDER BY {found.number} LIMIT {PAGE}",
        [*found.params, *params, last],
    ):
        chosen.extend(number for (number,) in page)
        last = chosen[-1]
    return chosen


def _in_state(state: State | None, by: int | None) -> tuple[str, list[Any]]:
    if state is None:
        return "1", []
    whose, params = ("", []) if by is None else (" AND x.annotator_id = ?", [by])
    rows = f"EXISTS (SELECT 1 FROM state x WHERE x.posting_id = p.id{whose}"
    if state is State.TODO:
        return f"NOT {rows})", params
    return f"{rows} AND x.state = ?)", [*params, state.value]


def postings(db: Connection, some: Sequence[int], *, raw: bool) -> Rows:
    """Return the facts of some postings in the order of import: see the columns; lists are JSON."""
    record = "b.raw" if raw else "NULL"
    return db.tuples(
        "SELECT p.id, p.key, s.name, p.locator, p.external_id, p.url, p.title, p.company, p.work_mode, "
        "p.employment_type, p.date_posted, p.salary_text, p.revision, p.inferred_title, p.inferred_rule, "
        f"p.inferred_start, p.inferred_end, b.text, p.sections, p.source_skills, {record}, p.norm_sha256, x.place "
        "FROM posting p JOIN source s ON s.id = p.source_id JOIN body b ON b.posting_id = p.id "
        f"LEFT JOIN split_place x ON x.posting_id = p.id WHERE p.id IN {_SOME} ORDER BY p.id",
        [json.dumps(list(some))],
    )


def locations(db: Connection, some: Sequence[int]) -> Rows:
    """Return number of the posting, text, country, region and city of each place, in order."""
    return db.tuples(
        "SELECT posting_id, text, country, region, city FROM location "
        f"WHERE posting_id IN {_SOME} ORDER BY posting_id, position",
        [json.dumps(list(some))],
    )


def tags(db: Connection, some: Sequence[int]) -> Rows:
    """Return the tags of some postings, sorted by posting and place, those without a place last.

    Number of the posting, number of the skill, requirement, start, end, quote, number of the annotator and uid.
    """
    return db.tuples(
        'SELECT posting_id, skill_id, requirement, start, "end", quote, annotator_id, uid FROM tag '
        f'WHERE posting_id IN {_SOME} ORDER BY posting_id, start IS NULL, start, "end"',
        [json.dumps(list(some))],
    )


def skills(db: Connection) -> dict[int, tuple[str, str, str, bool]]:
    """Return by number label, URI and kind of what each skill means after merges, and whether it was merged."""
    rows = db.tuples(
        "SELECT raw.id, k.label, k.uri, k.kind, raw.id <> k.id FROM skill raw "
        "JOIN skill k ON k.id = coalesce(raw.meant_id, raw.id)"
    )
    return {number: (label, uri, kind, bool(merged)) for number, label, uri, kind, merged in rows}


def people(db: Connection, *, names: bool) -> dict[int, str]:
    """Return by number what each annotator is called, by name or else by pseudonym."""
    return dict(db.tuples(f"SELECT a.id, {_called(names)} FROM annotator a"))


def notes(db: Connection, some: Sequence[int], *, names: bool) -> Rows:
    """Return number of the posting, text, annotator, time, start, end, quote and uid of notes, by time."""
    called = _called(names)
    return db.tuples(
        f'SELECT t.posting_id, t.text, {called}, t.at, t.start, t."end", t.quote, t.uid FROM note t '
        f"JOIN annotator a ON a.id = t.annotator_id WHERE t.posting_id IN {_SOME} "
        f'ORDER BY t.posting_id, t.at, {called}, t.start IS NULL, t.start, t."end", t.text, '
        "iif(t.start IS NULL, coalesce(t.quote, ''), ''), t.uid",
        [json.dumps(list(some))],
    )


def states(db: Connection, some: Sequence[int], *, names: bool) -> Rows:
    """Return number of the posting, annotator, state and time, by posting and annotator."""
    called = _called(names)
    return db.tuples(
        f"SELECT t.posting_id, {called}, t.state, t.at FROM state t JOIN annotator a ON a.id = t.annotator_id "
        f"WHERE t.posting_id IN {_SOME} ORDER BY t.posting_id, {called}",
        [json.dumps(list(some))],
    )


def choices(db: Connection, some: Sequence[int], *, names: bool) -> Rows:
    """Return number of the posting, annotator and time of choices as canonical, by posting and annotator."""
    called = _called(names)
    return db.tuples(
        f"SELECT t.posting_id, {called}, t.at FROM canonical t JOIN annotator a ON a.id = t.annotator_id "
        f"WHERE t.posting_id IN {_SOME} ORDER BY t.posting_id, {called}",
        [json.dumps(list(some))],
    )


def verdicts(db: Connection, some: Sequence[int], *, names: bool) -> Rows:
    """Return every verdict on a pair of which one of these postings was imported second, in the order of import.

    Its number, the number and key of the first, kind, score and reasons (JSON) of the proposal, verdict, annotator
    and time.
    """
    called = _called(names)
    return db.tuples(
        f"SELECT v.b_id, v.a_id, o.key, r.kind, r.score, r.reasons, v.verdict, {called}, v.at FROM verdict v "
        "JOIN pair r ON r.a_id = v.a_id AND r.b_id = v.b_id JOIN posting o ON o.id = v.a_id "
        f"JOIN annotator a ON a.id = v.annotator_id WHERE (v.a_id, v.b_id) IN "
        f"(SELECT a_id, b_id FROM pair WHERE b_id IN {_SOME}) ORDER BY v.b_id, v.a_id, {called}",
        [json.dumps(list(some))],
    )


def _called(names: bool) -> str:
    return "a.name" if names else "a.pseudonym"


# Splits


def placings(db: Connection, keys: Iterable[str]) -> dict[str, Placing]:
    """Return where some postings are placed, by key."""
    rows = db.tuples(
        "SELECT p.key, p.id, p.norm_sha256, x.place, x.placed FROM posting p "
        f"LEFT JOIN split_place x ON x.posting_id = p.id WHERE p.key IN {_SOME}",
        [json.dumps(list(keys))],
    )
    return {key: Placing(*rest) for key, *rest in rows}


def unplaced(db: Connection, after: int) -> list[tuple[int, str]]:
    """Return number and hash of the normalised text of the first postings behind a number that have no place."""
    return db.tuples(
        "SELECT id, norm_sha256 FROM posting p WHERE id > ? AND NOT EXISTS "
        f"(SELECT 1 FROM split_place WHERE posting_id = p.id) ORDER BY id LIMIT {PAGE}",
        [after],
    )


def next_placing(db: Connection) -> int:
    """Return the number of the next run that gives places."""
    number: int = db.value("SELECT coalesce(max(placed), 0) + 1 FROM split_place")
    return number


def put_places(db: Connection, placed: int, places: Sequence[tuple[int, int]]) -> None:
    """Give postings, by number, their places; one that has a place keeps the run that first gave it one."""
    db.change_many(
        "INSERT INTO split_place (posting_id, place, placed) VALUES (?, ?, ?) "
        "ON CONFLICT (posting_id) DO UPDATE SET place = excluded.place",
        [(number, place, placed) for number, place in places],
    )


def put_told_places(db: Connection, placed: int, places: Sequence[tuple[str, int]]) -> None:
    """Give postings, by key, the places that a dataset tells of; those that are placed here stay there."""
    db.change_many(
        "INSERT OR IGNORE INTO split_place (posting_id, place, placed) "
        "SELECT id, :place, :placed FROM posting WHERE key = :key",
        [{"key": key, "place": place, "placed": placed} for key, place in places],
    )


def places_taken(db: Connection) -> dict[int, int]:
    """Return how many postings stand at each place."""
    return dict(db.tuples("SELECT place, count(*) FROM split_place GROUP BY place"))


def shares(db: Connection) -> dict[str, int]:
    """Return the shares that were used last, per cent by name in order; empty where there are none."""
    return dict(db.tuples("SELECT name, per_cent FROM split_share ORDER BY position"))


def put_shares(db: Connection, given: Iterable[tuple[str, int]]) -> None:
    """Keep the shares in use."""
    db.change("DELETE FROM split_share")
    db.change_many(
        "INSERT INTO split_share (position, name, per_cent) VALUES (?, ?, ?)",
        [(position, name, share) for position, (name, share) in enumerate(given)],
    )


# Where sources came from

_FACTS = "at, file, sha256, bytes, format, added, revised"


def source_imports(db: Connection) -> list[SourceImport]:
    """Return the runs that brought postings, by source and time.

    Of a source that came in a dataset, the runs that the dataset tells of stand for the run that read it.
    """
    rows = db.tuples(
        f"""
        WITH run AS (
            SELECT source_id, {_FACTS} FROM import i WHERE added + revised > 0 AND NOT (format = 'postil'
                AND EXISTS (SELECT 1 FROM told_import t WHERE t.source_id = i.source_id))
            UNION SELECT source_id, {_FACTS} FROM told_import
        ) SELECT s.name, {_FACTS} FROM run JOIN source s ON s.id = run.source_id
        ORDER BY s.name, at, file, sha256
        """
    )
    found = (_with_base_name(SourceImport(*row)) for row in rows)
    return list(dict.fromkeys(found))  # a dataset that came back tells of runs that are here


def _with_base_name(run: SourceImport) -> SourceImport:
    base = run.file.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return SourceImport(
        run.source, run.at, base or run.file, run.sha256, run.bytes, run.format, run.added, run.revised
    )


def put_told_imports(db: Connection, told: Sequence[SourceImport]) -> None:
    """Keep the runs that a dataset tells of, of sources that are here."""
    db.change_many(
        f"INSERT OR IGNORE INTO told_import (source_id, {_FACTS}) "
        "SELECT id, :at, :file, :sha256, :bytes, :format, :added, :revised FROM source WHERE name = :source",
        [
            {
                "source": run.source,
                "at": run.at,
                "file": run.file,
                "sha256": run.sha256,
                "bytes": run.bytes,
                "format": run.format,
                "added": run.added,
                "revised": run.revised,
            }
            for run in told
        ],
    )
