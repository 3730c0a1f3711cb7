"""How long work shows itself: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tui.text import shown

from .session import say

EVERY = 5.0  # seconds between two lines where there is no terminal

Progress = Callable[[int, int, str], None]


@contextmanager
def progress_bar(what: str, unit: str) -> Iterator[Progress]:
    """Yield a function to call with how much is done, how much there is, and what is being done now."""
    if sys.stderr.isatty():
        with _bar(what, unit) as progress:
            yield progress
        return
    last = time.monotonic()

    def tell(done: int, total: int, now: str) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            say(f"{what}: {done:,} of {total:,} {unit} {now}")

    yield tell


@contextmanager
def _bar(what: str, unit: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(),
        TaskProgressColumn(),
        *([DownloadColumn()] if unit == "bytes" else []),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def tell(done: int, total: int, now: str) -> None:
            bar.update(task, completed=done, total=max(total, 1), description=f"{what} {shown(now)}")

        yield tell
