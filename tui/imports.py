"""Trials and imports beside the screens: one thread, with a store of its own, that lets decisions go first."""

import asyncio
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from store import PostilError, Store

from .lanes import Lanes

if TYPE_CHECKING:
    from importers.job import Imported


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to import, and what the person said about it: None leaves it to the files' content and names.

    `columns` gives the columns of a field, in order; `rejects` is the file for refused records.
    """

    paths: tuple[str, ...]
    format: str | None = None
    source: str | None = None
    encoding: str | None = None
    rejects: Path | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come: bytes of all files, and the present file with its records, in words."""

    done: int
    total: int
    now: str

    @property
    def words(self) -> str:
        """The same in a few words; a pipe has no end that one could know."""
        share = f"{self.done * 100 // self.total} %  " if self.total else ""
        return f"{share}{self.now}"


Told = Callable[[Progress], None]
"""Called in the thread of the import."""


class Stopped(Exception):
    """The work was stopped between two batches, as was asked; what was stored by then stays."""


class Failed(PostilError):
    """A fault of ours. The reviewing goes on, and the person hears of it."""

    title = "A mistake of Postil"


class ImportLane:
    """One trial or import at a time. What was asked for and is not wanted any more is stopped."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="import")
        self._lock = Lock()
        self._wanted: Event | None = None

    async def run(self, wanted: Wanted, told: Told, *, trial: bool) -> "Imported":
        """Import, or try to; stops what ran before.

        Raises Stopped, Failed, what `import_paths` raises, and in a trial of one table NoBody, with its columns,
        where none of them is known for the text. When nobody waits for it any more, it stops.
        """
        stop = Event()
        with self._lock:
            if self._wanted:
                self._wanted.set()
            self._wanted = stop
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._thread, self._job, wanted, told, stop, trial
            )
        except asyncio.CancelledError:
            stop.set()
            raise
        except (PostilError, Stopped):
            raise
        except Exception as error:  # a lanes' boundary: whatever fails is shown, not lost
            raise _failed(error, trial=trial) from error

    def stop(self) -> None:
        """Let what runs end with its batch."""
        with self._lock:
            if self._wanted:
                self._wanted.set()

    def close(self) -> None:
        """Stop, and wait for it. To be closed before the lanes, for which it waits itself."""
        self.stop()
        self._thread.shutdown()

    def _job(self, wanted: Wanted, told: Told, stop: Event, trial: bool) -> "Imported":
        # pydantic and the formats are loaded here, where nobody waits for them.
        from importers.job import SMALL_BATCH, Choices, import_paths
        from importers.rejects import RejectsFile

        def between_batches(done: int, total: int, now: str) -> None:
            if stop.is_set():
                raise Stopped
            told(Progress(done, total, now))
            if not trial:
                # SQLite does not queue those who wait to write: without this a decision could wait for seconds.
                self._lanes.write.settle()

        if wanted.rejects and trial:
            RejectsFile(wanted.rejects)  # says now why it could not be written later
        choices = Choices(
            format=wanted.format,
            source=wanted.source,
            encoding=wanted.encoding,
            columns=wanted.columns,
            trial=trial,
            rejects=None if trial else wanted.rejects,
            batch=SMALL_BATCH,
        )
        if stop.is_set():
            raise Stopped
        with Store.open(self._lanes.used, readonly=trial) as store:
            return import_paths(store, wanted.paths, choices, between_batches)


def _failed(error: Exception, *, trial: bool) -> Failed:
    at = traceback.extract_tb(error.__traceback__)[-1]
    stays = (
        "Nothing was written." if trial else "What was stored stays; importing the same again finishes it."
    )
    return Failed(
        f"{type(error).__name__}: {error} ({Path(at.filename).name}, line {at.lineno}). {stays} "
        "Please report it with these words."
    )
