"""The two threads that use the database, so that the screen never waits for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
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
    """The writing and the reading lane of one database. Opening it may bring the database up to date."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.write = Lane(path, readonly=False)
        self.read = Lane(path, readonly=True)

    def close(self) -> None:
        """Close both."""
        self.read.close()
        self.write.close()
