"""One annotator's work as a small file: their events, and what it takes to know whether these can be taken over."""

import json
import sqlite3
import uuid
from contextlib import closing, suppress
from pathlib import Path

from store.errors import StoreError, UsageError
from store.merge_report import BundleReport

from .connection import Connection, explained
from .merging import BUNDLE_ID
from .merging_checks import named
from .migrations import STEPS

# The tables that a merge reads, by the names they have in a database, without the texts.
_TABLES = """
CREATE TABLE _sqlite_migrations (migration_set TEXT, name TEXT);
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE posting (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, source_id INTEGER NOT NULL,
    external_id TEXT, content_sha256 TEXT NOT NULL, title TEXT) STRICT;
CREATE TABLE annotator (id INTEGER PRIMARY KEY, name TEXT NOT NULL, pseudonym TEXT, forked INTEGER NOT NULL) STRICT;
CREATE TABLE former_pseudonym (pseudonym TEXT PRIMARY KEY, annotator_id INTEGER NOT NULL) STRICT;
CREATE TABLE skill (uri TEXT PRIMARY KEY, label TEXT NOT NULL, kind TEXT NOT NULL, labels TEXT NOT NULL,
    given TEXT) STRICT;
CREATE TABLE event (seq INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
    annotator_id INTEGER NOT NULL, action TEXT NOT NULL, posting_id INTEGER, summary TEXT NOT NULL,
    changes TEXT NOT NULL, refers_to INTEGER) STRICT;
"""
_EVENTS = "seq, uid, at, annotator_id, action, posting_id, summary, changes, refers_to"
PAGE = 1024  # bytes


def write(db: Connection, who: int, path: Path) -> BundleReport:
    """Write what an annotator decided to a new file, beside it first; raises UsageError where it exists."""
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        with explained(path), closing(sqlite3.connect(part, isolation_level=None)) as out:
            out.execute(f"PRAGMA page_size = {PAGE}")
            out.execute(f"PRAGMA application_id = {BUNDLE_ID}")
            out.executescript(_TABLES)
            out.execute("BEGIN")
            with db.snapshot():
                _fill(db, who, out)
            out.execute("COMMIT")
            counts = [
                out.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
                for name in ("event", "skill", "posting")
            ]
        path.touch(exist_ok=False)
        part.replace(path)
    except FileExistsError as error:
        raise UsageError(f"{path} exists already; a bundle never overwrites. Give another name.") from error
    except OSError as error:
        raise StoreError(f"{path} could not be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            part.unlink()
    name: str = db.value("SELECT name FROM annotator WHERE id = ?", [who])
    return BundleReport(name, *counts)


def _fill(db: Connection, who: int, out: sqlite3.Connection) -> None:
    out.executemany("INSERT INTO _sqlite_migrations VALUES ('postil', ?)", [(step,) for step in STEPS])
    out.executemany(
        "INSERT INTO annotator VALUES (?, ?, ?, ?)",
        db.tuples("SELECT id, name, pseudonym, forked FROM annotator WHERE id = ?", [who]),
    )
    out.executemany(
        "INSERT INTO former_pseudonym VALUES (?, ?)",
        db.tuples("SELECT pseudonym, annotator_id FROM former_pseudonym WHERE annotator_id = ?", [who]),
    )
    out.execute("CREATE TEMP TABLE wanted (kind TEXT, name TEXT, PRIMARY KEY (kind, name)) WITHOUT ROWID")
    for event in db.rows(f"SELECT {_EVENTS} FROM event WHERE annotator_id = ? ORDER BY at, uid", [who]):
        out.execute(f"INSERT INTO event ({_EVENTS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", list(event.values()))
        names = {
            (kind, name)
            for change in json.loads(event["changes"])
            for kind in ("posting", "skill")
            for name in named(change, kind)
        }
        out.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", list(names))
    out.execute(
        "INSERT OR IGNORE INTO wanted SELECT 'number', posting_id FROM event WHERE posting_id IS NOT NULL"
    )
    for (name,) in out.execute("SELECT name FROM wanted WHERE kind = 'skill' ORDER BY name").fetchall():
        out.executemany(
            "INSERT INTO skill VALUES (?, ?, ?, ?, ?)",
            db.tuples("SELECT uri, label, kind, labels, given FROM skill WHERE uri = ?", [name]),
        )
    for kind, name in out.execute("SELECT kind, name FROM wanted WHERE kind <> 'skill'"):
        which = "key" if kind == "posting" else "id"
        out.executemany(
            "INSERT OR IGNORE INTO posting VALUES (?, ?, ?, ?, ?, ?)",
            db.tuples(
                "SELECT id, key, source_id, external_id, content_sha256, coalesce(title, inferred_title) "
                f"FROM posting WHERE {which} = ?",
                [name],
            ),
        )
    out.executemany("INSERT INTO source VALUES (?, ?)", db.tuples("SELECT id, name FROM source"))
    out.execute("DELETE FROM source WHERE id NOT IN (SELECT source_id FROM posting)")
