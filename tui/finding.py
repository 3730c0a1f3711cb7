"""The search for pairs beside the screens: one thread, with a store of its own, that lets decisions go first."""

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from multiprocessing import resource_tracker
from threading import Event
from typing import TYPE_CHECKING

from store import Store

from .lanes import Lanes

if TYPE_CHECKING:
    from duplicates.find import FindReport

Told = Callable[[int, int, str], None]
"""Called in the thread of the search: how many postings are done, how many there are, and with what."""


class Stopped(Exception):
    """The search was stopped, as was asked; what was found by then stays, and the next one goes on from there."""


class FindLane:
    """One search at a time."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="find")
        self._stop = Event()

    async def run(self, told: Told) -> "FindReport":
        """Compare what is new; raises Stopped, and what `find` raises."""
        self._stop = stop = Event()
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._job, told, stop)

    @property
    def stops(self) -> bool:
        """Whether the search was told to stop, the last one if none runs."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Let the search end with its present piece."""
        self._stop.set()

    def close(self) -> None:
        """Stop, and wait for it. To be closed before the lanes, for which it waits itself."""
        self.stop()
        self._thread.shutdown()

    def _job(self, told: Told, stop: Event) -> "FindReport":
        # numpy and what compares texts are loaded here, where nobody waits for them.
        from duplicates.find import find

        def between_pieces(done: int, total: int, what: str) -> None:
            if stop.is_set():
                raise Stopped
            told(done, total, what)
            # SQLite does not queue those who wait to write: without this a decision could wait for seconds.
            self._lanes.write.settle()

        if stop.is_set():
            raise Stopped
        # A large search takes further processes. What watches over them asks for the number of the error stream's
        # file, and the one that the screens put in its place has none.
        with redirect_stderr(sys.__stderr__):
            resource_tracker.ensure_running()
        with Store.open(self._lanes.used) as store:
            report = find(store, between_pieces)
            if store.families_unsorted():
                store.sort_families()
            return report
