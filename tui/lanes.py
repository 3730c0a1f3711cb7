"""The two threads that use the database, so that the screen never waits for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

from store import Store

P = ParamSpec("P")
T = TypeVar("T")


class Lane:
    """One thread with one connection. What is asked of it is done one after another, in order.

    A reading lane stops its statement when the answer is no longer wanted; a writing lane never does.
    """

    def __init__(self, path: Path, *, readonly: bool) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="read" if readonly else "write")
        self._readonly = readonly
        self._running: object | None = None
        self._lock = Lock()
        self._store = self._thread.submit(Store.open, path, readonly=readonly).result()

    async def run(self, ask: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what `ask` returns, given this lane's store; raises what it raises."""
        ticket = object()

        def job() -> T:
            with self._lock:
                self._running = ticket
            try:
                return ask(self._store, *args, **kwargs)
            finally:
                with self._lock:
                    self._running = None

        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, job)
        except asyncio.CancelledError:
            with self._lock:
                if self._readonly and self._running is ticket:
                    self._store.interrupt()
            raise

    def begin(self, ask: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Ask before anything waits for an answer, and even before there is a loop."""
        return self._thread.submit(lambda: ask(self._store, *args, **kwargs))

    def drop(self, asked: Future[T]) -> None:
        """Stop what was asked first of a reading lane, as nobody waits for it any longer."""
        if not asked.cancel():
            self._store.interrupt()

    async def move(self, path: Path) -> None:
        """Use another database, from behind what was asked so far."""

        def moved() -> None:
            before, self._store = self._store, Store.open(path, readonly=self._readonly)
            before.close()

        await asyncio.get_running_loop().run_in_executor(self._thread, moved)

    def settle(self) -> None:
        """Wait, in a thread that is no lane, until all that has been asked for so far is done."""
        self._thread.submit(lambda: None).result()

    def close(self) -> None:
        """Finish what was asked (a read is stopped: nobody waits for it), then close the file."""
        if self._readonly:
            self._store.interrupt()
        self._thread.submit(self._store.close).result()
        self._thread.shutdown()


class Lanes:
    """The writing and the reading lane of one database. Opening it may bring the database up to date.

    Where there is none, an empty one elsewhere stands in for it until it is made: somebody who looks, or who
    mistyped a path, leaves no file behind. `path` is the one that is meant, `used` the one that is open.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.used = path
        self._elsewhere: TemporaryDirectory[str] | None = None
        if not path.exists():
            self._elsewhere = TemporaryDirectory(prefix="postil-")
            self.used = Path(self._elsewhere.name) / "empty.db"
            Store.open(self.used, create=True).close()
        self.write = Lane(self.used, readonly=False)
        self.read = Lane(self.used, readonly=True)

    @property
    def missing(self) -> Path | None:
        """The whole path of the database that is meant, while it is still to be made."""
        return self.path.absolute() if self.used != self.path else None

    async def make(self) -> None:
        """Make the database that is meant, and use it from now on. Raises StoreError and NotFound."""
        await asyncio.to_thread(lambda: Store.open(self.path, create=True).close())
        await self.write.move(self.path)
        await self.read.move(self.path)
        self.used = self.path

    def close(self) -> None:
        """Close both."""
        self.read.close()
        self.write.close()
        if self._elsewhere:
            self._elsewhere.cleanup()
