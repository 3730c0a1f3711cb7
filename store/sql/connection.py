"""Opening a database file, and the one kind of transaction that writes to it."""

import os
import sqlite3
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from store.errors import (
    Busy,
    Damaged,
    DiskFull,
    NewerDatabase,
    NotADatabase,
    NotFound,
    ReadOnly,
    StoreError,
    UsageError,
)
from store.text import folded

from .library import Database
from .migrations import APPLICATION_ID, MIGRATIONS, STEPS

BUSY_SECONDS = 5.0
SMALLEST = 512  # bytes of a database; SQLite would take less for an empty one and write over it
PAGE_SIZE = 16_384  # bodies of 3 KB: half as fast again as 4096 in bulk, and a smaller file
BULK_CACHE = -48 * 1024  # KiB, as SQLite counts them when negative
# Of the full-text index: bytes of new text held before a piece of it is written, and how many pieces of one
# size it may have before they are merged. SQLite keeps both in the file, so that a killed import leaves the
# first ones there; they cost a later search a little, and the next import puts the second ones back.
BULK_INDEX = {"hashsize": 32 * 1024 * 1024, "automerge": 8}
USUAL_INDEX = {"hashsize": 1024 * 1024, "automerge": 4}
BULK_LOG = 6000  # pages of the log that are written back at once: some 100 MB

Params = Sequence[Any] | dict[str, Any]
Record = dict[str, Any]


class Connection:
    """One connection to one database file. Not shared between threads at one time."""

    def __init__(self, path: Path, *, create: bool, readonly: bool, patience: float = BUSY_SECONDS) -> None:
        self.path = path
        self.readonly = readonly
        self._patience = patience
        try:
            _refuse_strangers(path, create=create)
        except OSError as error:
            raise ReadOnly(f"{path} cannot be read: {error.strerror}.") from error
        with explained(path):
            raw = _connect(path, readonly=readonly, patience=patience)
            self._db = Database(raw, execute_plugins=False)
        try:
            with explained(path):
                self._prepare()
        except BaseException:
            self._db.close()
            raise

    def _prepare(self) -> None:
        raw = self._db.conn
        raw.create_function("folded", 1, folded, deterministic=True)
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA trusted_schema = OFF")
        pending, update = self._pending()
        if not self.readonly:
            raw.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            self._write_ahead()
            raw.execute("PRAGMA synchronous = FULL")
        if pending:
            self._migrate(pending, keep_old=update)

    def _write_ahead(self) -> None:
        # SQLite does not wait here, as it does elsewhere, while another process is opening a new database.
        give_up = time.monotonic() + self._patience
        while True:
            try:
                self._db.conn.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                    raise
                time.sleep(0.005)
            else:
                return

    def _pending(self) -> tuple[list[str], bool]:
        """Return the steps to be taken, and whether others were taken before; refuses what is not ours.

        Reads only, so that a database of another program is left as it is.
        """
        tables = self.value("SELECT count(*) FROM sqlite_master WHERE type = 'table'")
        if tables and self.value("PRAGMA application_id") != APPLICATION_ID:
            raise NotADatabase(f"{self.path} is a SQLite database, but not one of Postil's.")
        pending = [step.name for step in MIGRATIONS.pending(self._db)]
        applied = [step.name for step in MIGRATIONS.applied(self._db)]
        strange = [name for name in applied if name not in STEPS]
        if strange:
            raise NewerDatabase(
                f"{self.path} was made by a newer version of Postil (it has {strange[0]!r}, which this "
                "version does not know). Install that version to open it; the file was not changed."
            )
        return pending, bool(applied)

    def _migrate(self, pending: list[str], *, keep_old: bool) -> None:
        if self.readonly:
            raise ReadOnly(f"{self.path} must be brought up to date first, and it cannot be written.")
        if keep_old:
            self.copy_to(self.path.with_name(f"{self.path.name}.before-{pending[0]}"))
        with self.transaction():
            MIGRATIONS.apply(self._db)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the write lock from the first statement; all of it is durable at the end, or none.

        Raises Busy, ReadOnly, DiskFull, Damaged or StoreError, with nothing written.
        """
        with self._whole("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Work as suits very many rows that can be written again.

        The disk is waited for once in a while instead of at each commit, and the log is written back less
        often: pages that change with every batch are then written back once for several of them.
        """
        settings = {"synchronous": "NORMAL", "cache_size": BULK_CACHE, "wal_autocheckpoint": BULK_LOG}
        before = {name: self.value(f"PRAGMA {name}") for name in settings}
        try:
            for name, value in settings.items():
                self._db.conn.execute(f"PRAGMA {name} = {value}")
            with self.transaction():
                self._tune_index(BULK_INDEX)
            yield
        finally:
            for name, value in before.items():
                self._db.conn.execute(f"PRAGMA {name} = {value}")
            with self.transaction():
                self._tune_index(USUAL_INDEX)

    def _tune_index(self, settings: dict[str, int]) -> None:
        for name, value in settings.items():
            self.change("INSERT INTO posting_fts (posting_fts, rank) VALUES (?, ?)", [name, value])

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the database throughout, whatever others write meanwhile. May be nested."""
        raw = self._db.conn
        if raw.in_transaction:
            yield
            return
        with explained(self.path):
            raw.execute("BEGIN")
            try:
                yield
            finally:
                if raw.in_transaction:
                    raw.execute("ROLLBACK")

    def begin_temporary(self, table: str, columns: str) -> None:
        """Make a table that only this connection sees and that is gone with it."""
        with explained(self.path):
            self._db.conn.execute(f"CREATE TEMP TABLE {table} ({columns})")

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Read one state of the database, and keep what is written to temporary tables meanwhile."""
        with self._whole("BEGIN"):
            yield

    @contextmanager
    def _whole(self, begin: str) -> Iterator[None]:
        raw = self._db.conn
        if raw.in_transaction:
            raise RuntimeError("a transaction is already open")
        with explained(self.path):
            raw.execute(begin)
            try:
                yield
                raw.execute("COMMIT")
            except BaseException:
                if raw.in_transaction:
                    raw.execute("ROLLBACK")
                raise

    def rows(self, sql: str, params: Params = ()) -> Iterator[Record]:
        """Yield the rows of a query as dictionaries."""
        with explained(self.path):
            yield from self._db.query(sql, params)

    def tuples(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query that has very many, each as its columns in order."""
        with explained(self.path):
            return self._db.conn.execute(sql, params).fetchall()

    def row(self, sql: str, params: Params = ()) -> Record | None:
        """Return the first row of a query, or None."""
        return next(self.rows(sql, params), None)

    def value(self, sql: str, params: Params = ()) -> Any:
        """Return the first column of the first row, or None where there is no row."""
        with explained(self.path):
            found = self._db.conn.execute(sql, params).fetchone()
        return found[0] if found else None

    def change(self, sql: str, params: Params = ()) -> int:
        """Run one writing statement inside the open transaction; return how many rows it changed."""
        if not self._db.conn.in_transaction:
            raise RuntimeError("a change needs a transaction")
        with explained(self.path):
            return self._db.conn.execute(sql, params).rowcount

    def change_many(self, sql: str, params: Sequence[Params]) -> None:
        """Run one writing statement for each of `params` inside the open transaction."""
        with explained(self.path):
            self._db.conn.executemany(sql, params)

    def insert(self, table: str, record: Record) -> int:
        """Insert one row and return its rowid."""
        columns = ", ".join(f'"{name}"' for name in record)
        marks = ", ".join("?" for _ in record)
        with explained(self.path):
            cursor = self._db.conn.execute(
                f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', list(record.values())
            )
        return cursor.lastrowid or 0

    def copy_to(self, target: Path, *, overwrite: bool = True) -> None:
        """Write a consistent copy of the database beside `target`, then rename it into place.

        Raises UsageError where `target` exists and may not be overwritten.
        """
        part = target.with_name(
            f".{target.name}.{uuid.uuid4().hex[:8]}.part"
        )  # of our own: others may copy too
        try:
            if not overwrite and target.exists():
                raise FileExistsError
            with explained(target):
                self._db.conn.execute("VACUUM INTO ?", (str(part),))
            if not overwrite:
                target.touch(exist_ok=False)  # fails where another made it meanwhile, as a rename would not
            part.replace(target)
        except FileExistsError as error:
            raise UsageError(
                f"{target} exists already; a backup never overwrites. Give another name."
            ) from error
        except OSError as error:
            raise StoreError(f"{target} could not be written: {error.strerror}.") from error
        finally:
            with suppress(OSError):
                part.unlink()

    def interrupt(self) -> None:
        """Stop the statement that another thread is running here."""
        self._db.conn.interrupt()

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _refuse_strangers(path: Path, *, create: bool) -> None:
    # By its name alone: to open a database file and close it again, other than through SQLite, drops all the
    # locks that this process has on it, and the next process would take the log of a living one for its own.
    if path.is_dir():
        raise NotADatabase(f"{path} is a folder, not a database.")
    if path.exists() and not path.is_file():
        raise NotADatabase(f"{path} is a device, not a database.")
    if path.exists() and not os.access(path, os.R_OK):
        raise ReadOnly(f"{path} cannot be read: Permission denied.")
    if path.exists() and 0 < path.stat().st_size < SMALLEST:
        raise NotADatabase(f"{path} is not a database. Was another file meant with --db?")
    if not path.exists():
        if not create:
            raise NotFound(f"There is no database at {path}. `postil import PATH` makes one.")
        if not path.parent.is_dir():
            raise NotFound(f"The folder {path.parent} does not exist, so {path.name} cannot be made in it.")
        return


def _connect(path: Path, *, readonly: bool, patience: float) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={'ro' if readonly else 'rwc'}"
    return sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours, each with what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _explanation(path, error) from error
    except UnicodeEncodeError as error:
        raise UsageError(f"{error.object[:40]!r} is not text that can be stored or looked for.") from error


def _explanation(path: Path, error: sqlite3.DatabaseError) -> Exception:
    name: str = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Busy(
            f"{path} is in use by another process, which did not let go in time. Nothing was changed; try again."
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return ReadOnly(f"{path} or its folder cannot be written. Check the rights on both.")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return DiskFull(
            f"{path} could not be written: the disk is full or failing ({error}). "
            "Nothing of this step was kept; make room and try again."
        )
    if name.startswith("SQLITE_NOTADB"):
        return NotADatabase(f"{path} is not a database. Was another file meant with --db?")
    if name.startswith("SQLITE_CORRUPT"):
        return Damaged(f"{path} is damaged ({error}). Restore a backup; `postil check` says more.")
    if name.startswith(("SQLITE_CONSTRAINT", "SQLITE_INTERRUPT", "SQLITE_ERROR", "SQLITE_MISUSE")):
        return error  # a fault of ours, or a superseded read: never dressed up as the user's
    return StoreError(f"{path}: {error}.")
