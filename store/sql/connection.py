"""Opening a database file, and the one kind of transaction that writes to it."""

import os
import random
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from store.errors import (
    Busy,
    Damaged,
    DiskFull,
    NetworkFileSystem,
    NewerDatabase,
    NotADatabase,
    NotFound,
    Outdated,
    ReadOnly,
    StoreError,
    UsageError,
)
from store.file_systems import MOUNTS, network_file_system
from store.text import folded

from .migrations import APPLICATION_ID, STEPS

BUSY_SECONDS = 5.0
# Who waits to write looks again after a short while of random length. SQLite's own waiting grows to a tenth of a
# second and finds the moment between two transactions of a busy writer only by luck: some would wait for seconds.
LOOKS_AGAIN = (0.0002, 0.002)  # seconds
SMALLEST = 512  # bytes of a database; SQLite would take less for an empty one and write over it
PAGE_SIZE = 16_384  # bodies of 3 KB: half as fast again as 4096 in bulk, and a smaller file
BULK_CACHE = -48 * 1024  # KiB, as SQLite counts them when negative
# Of the full-text index: bytes of new text held before a piece of it is written, and how many pieces of one
# size it may have before they are merged. SQLite keeps both in the file, so that a killed import leaves the
# first ones there; they cost a later search a little, and the next import puts the second ones back.
BULK_INDEX = {"hashsize": 32 * 1024 * 1024, "automerge": 8}
USUAL_INDEX = {"hashsize": 1024 * 1024, "automerge": 4}
APPLIED = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'postil' ORDER BY rowid"
USUAL_LOG = 8000  # pages of the log after which a decision writes them back: more, so that an import does it
BULK_LOG = 6000  # pages of the log that are written back at once: some 100 MB

Params = Sequence[Any] | dict[str, Any]
Record = dict[str, Any]


class Connection:
    """One connection to one database file. Not shared between threads at one time."""

    def __init__(
        self,
        path: Path,
        *,
        create: bool,
        readonly: bool,
        patience: float = BUSY_SECONDS,
        mounts: Path = MOUNTS,
    ) -> None:
        self.path = path
        self.readonly = readonly
        self._open: set[sqlite3.Cursor] = set()  # whose rows are still being read
        self._patience = patience
        try:
            _refuse_strangers(path, create=create)
            _refuse_networks(path, mounts)
        except OSError as error:
            raise ReadOnly(f"{path} cannot be read: {error.strerror}.") from error
        with explained(path):
            self._raw = _connect(path, readonly=readonly, patience=patience)
        try:
            with explained(path):
                self._prepare()
        except BaseException:
            self._raw.close()
            raise

    def _prepare(self) -> None:
        raw = self._raw
        raw.create_function("folded", 1, folded, deterministic=True)
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA recursive_triggers = ON")
        raw.execute("PRAGMA trusted_schema = OFF")
        pending, update = self._pending()
        if not self.readonly:
            raw.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            self._write_ahead()
            raw.execute("PRAGMA synchronous = FULL")
            raw.execute(f"PRAGMA wal_autocheckpoint = {USUAL_LOG}")
        if pending:
            self._migrate(pending, keep_old=update)

    def _write_ahead(self) -> None:
        # SQLite does not wait here, as it does elsewhere, while another process is opening a new database.
        give_up = time.monotonic() + self._patience
        while True:
            try:
                self._raw.execute("PRAGMA journal_mode = WAL")
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
        known = self.value("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'")
        applied = [name for (name,) in self.tuples(APPLIED)] if known else []
        pending = [name for name in STEPS if name not in applied]
        strange = [name for name in applied if name not in STEPS]
        if strange:
            raise NewerDatabase(
                f"{self.path} was made by a newer version of Postil (it has {strange[0]!r}, which this "
                "version does not know). Install that version to open it; the file was not changed."
            )
        return pending, bool(applied)

    def _migrate(self, pending: list[str], *, keep_old: bool) -> None:
        if self.readonly:
            refusal = Outdated if keep_old else ReadOnly
            raise refusal(f"{self.path} must be brought up to date first, and it cannot be written.")
        if keep_old:
            self.copy_to(self.path.with_name(f"{self.path.name}.before-{pending[0]}"))
        # Its library would be a tenth of every start, and a database is migrated once.
        from .migrating import apply

        with self.transaction():
            apply(self._raw)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the write lock from the first statement; all of it is durable at the end, or none.

        Raises Busy, ReadOnly, DiskFull, Damaged or StoreError, with nothing written.
        """
        with self._whole(self._begin_immediate):
            yield

    def _begin_immediate(self) -> None:
        raw = self._raw
        give_up = time.monotonic() + self._patience
        raw.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    raw.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                        raise
                    time.sleep(random.uniform(*LOOKS_AGAIN))  # noqa: S311  no secret
                else:
                    return
        finally:
            raw.execute(f"PRAGMA busy_timeout = {round(self._patience * 1000)}")

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
                self._raw.execute(f"PRAGMA {name} = {value}")
            with self.transaction():
                self._tune_index(BULK_INDEX)
            yield
        finally:
            for name, value in before.items():
                self._raw.execute(f"PRAGMA {name} = {value}")
            with self.transaction():
                self._tune_index(USUAL_INDEX)

    def _tune_index(self, settings: dict[str, int]) -> None:
        for name, value in settings.items():
            self.change("INSERT INTO posting_fts (posting_fts, rank) VALUES (?, ?)", [name, value])

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the database throughout, whatever others write meanwhile. May be nested."""
        raw = self._raw
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

    @contextmanager
    def attached(self, path: Path) -> Iterator[None]:
        """Let another database be read as `other` through this connection; it is never written."""
        try:
            _refuse_strangers(path, create=False)
            _refuse_networks(path, MOUNTS)
        except OSError as error:
            raise ReadOnly(f"{path} cannot be read: {error.strerror}.") from error
        with explained(path):
            self._raw.execute("ATTACH ? AS other", [f"{path.absolute().as_uri()}?mode=ro"])
        try:
            with explained(path):
                self._raw.execute("SELECT count(*) FROM other.sqlite_master")
            yield
        finally:
            self._let_go()

    def _let_go(self) -> None:
        """Detach the other database, also from within a fault: what still reads it would hold it."""
        for cursor in self._open:
            cursor.close()
        self._open.clear()
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")
        self._raw.execute("DETACH other")

    def copy_other(self, target: Path) -> None:
        """Write a copy of the database that is attached."""
        with explained(target):
            self._raw.execute("VACUUM other INTO ?", [str(target)])

    def begin_temporary(self, table: str, columns: str) -> None:
        """Make a table that only this connection sees and that is gone with it."""
        with explained(self.path):
            self._raw.execute(f"CREATE TEMP TABLE {table} ({columns})")

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Read one state of the database, and keep what is written to temporary tables meanwhile."""
        with self._whole(lambda: self._raw.execute("BEGIN")):
            yield

    @contextmanager
    def _whole(self, begin: Callable[[], object]) -> Iterator[None]:
        raw = self._raw
        if raw.in_transaction:
            raise RuntimeError("a transaction is already open")
        with explained(self.path):
            begin()
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
            found = self._raw.execute(sql, params)
            self._open.add(found)
            try:
                names = [column[0] for column in found.description]
                for row in found:
                    yield dict(zip(names, row, strict=True))
            finally:
                self._open.discard(found)

    def tuples(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query that has very many, each as its columns in order."""
        with explained(self.path):
            return self._raw.execute(sql, params).fetchall()

    def row(self, sql: str, params: Params = ()) -> Record | None:
        """Return the first row of a query, or None."""
        return next(self.rows(sql, params), None)

    def value(self, sql: str, params: Params = ()) -> Any:
        """Return the first column of the first row, or None where there is no row."""
        with explained(self.path):
            found = self._raw.execute(sql, params).fetchone()
        return found[0] if found else None

    def change(self, sql: str, params: Params = ()) -> int:
        """Run one writing statement inside the open transaction; return how many rows it changed."""
        if not self._raw.in_transaction:
            raise RuntimeError("a change needs a transaction")
        with explained(self.path):
            return self._raw.execute(sql, params).rowcount

    def change_many(self, sql: str, params: Sequence[Params]) -> None:
        """Run one writing statement for each of `params` inside the open transaction."""
        with explained(self.path):
            self._raw.executemany(sql, params)

    def insert(self, table: str, record: Record) -> int:
        """Insert one row and return its rowid."""
        columns = ", ".join(f'"{name}"' for name in record)
        marks = ", ".join("?" for _ in record)
        with explained(self.path):
            cursor = self._raw.execute(
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
                self._raw.execute("VACUUM INTO ?", (str(part),))
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

    def changed(self) -> int:
        """Return how many rows were changed through this connection so far."""
        return self._raw.total_changes

    def others_wrote(self) -> int:
        """Return a number that is another one whenever another connection, of any process, has written since."""
        number: int = self.value("PRAGMA data_version")
        return number

    def interrupt(self) -> None:
        """Stop the statement that another thread is running here."""
        self._raw.interrupt()

    def close(self) -> None:
        """Close the file."""
        self._raw.close()


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


def _refuse_networks(path: Path, mounts: Path) -> None:
    # Also one that is only read: who reads and who writes agree by memory that hosts do not share.
    kind = network_file_system(path, mounts)
    if kind is not None:
        raise NetworkFileSystem(
            f"{path} is on a network file system ({kind}), where several hosts would damage a database. Move it to "
            "a disk of one machine while nobody has it open, and work there over SSH or with `postil serve`; or let "
            "each have a database of their own, and bring them together with `postil merge`."
        )


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
