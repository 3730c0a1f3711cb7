"""Work on many postings, spread over the processors: each process reads the database, one alone writes."""

import ctypes
import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from store import Store

MANY = 20_000  # postings from which on it is worth the second that other processes take to start
MOST = 8  # processes
# Pieces of work for each process that are begun or done and not yet taken: the disk keeps one waiting.
AHEAD = 8

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # of glibc's malloc.h
KEPT = 2**28  # bytes that are free and kept; a worker never holds as much
LARGE = 2**25  # the largest that malloc.h allows

Item = TypeVar("Item")
Result = TypeVar("Result")

_store: Store | None = None  # of this process, if it is one of those that help


def spread(
    store: Store, task: Callable[[Store, Item], Result], items: Iterable[Item], *, postings: int
) -> Generator[tuple[Item, Result], None, None]:
    """Yield each item with what `task` makes of it, in order; `postings` is how many it is about in all.

    Close it where it is left early. The task only reads. It, the items and the results are sent between processes.
    """
    workers = min(MOST, os.cpu_count() or 1)
    if postings < MANY or workers == 1:
        for item in items:
            yield item, task(store, item)
        return
    # New ones, not copies of this one: those would have its connection, and its threads' locks.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (store.path,))
    try:
        waiting: deque[tuple[Item, Future[Result]]] = deque()
        for item in items:
            waiting.append((item, pool.submit(_done, task, item)))
            if len(waiting) > AHEAD * workers:
                first, work = waiting.popleft()
                yield first, work.result()
        for item, work in waiting:
            yield item, work.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(path: Path) -> None:
    global _store
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asked for the work stops it
    gc.set_threshold(50_000, 20, 100)  # thousands of sets of words are made, and none is in a cycle
    _keep_memory()
    _store = Store.open(path, readonly=True)


def _keep_memory() -> None:
    """Let glibc keep what is freed for the next piece: to give it back and ask anew is a quarter of the time."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other libraries have no such thing
    if mallopt is not None:
        mallopt(TRIM_THRESHOLD, KEPT)
        mallopt(MMAP_THRESHOLD, LARGE)


def _done(task: Callable[[Store, Any], Any], item: Any) -> Any:
    if _store is None:
        raise RuntimeError("this process was not begun")
    return task(_store, item)
