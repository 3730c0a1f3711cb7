"""What other processes do to the database shows by itself: no screen has to be opened anew."""

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.worker import Worker

from store import PostilError, Store

from .screens.deciding import DecidingScreen

if TYPE_CHECKING:
    from .app import PostilApp

EVERY = 0.5  # seconds between two looks, of a few microseconds each
CALM = 4  # times as long as a screen took to show what changed, until it is asked to again


class Watch:
    """Looks whether others wrote, and has the screen that is shown tell of it, one change at a time.

    It asks the lane that writes: what this one writes is shown already, and does not count there.
    """

    def __init__(self, app: "PostilApp") -> None:
        self._app = app
        # As it was before anything was read, so that no change falls between.
        self._seen: int | None = None
        with suppress(PostilError):
            self._seen = app.lanes.write.begin(Store.others_wrote).result()
        self._running: Worker[None] | None = None

    def begin(self) -> None:
        """Look from now on."""
        self._running = self._app.run_worker(self._watch(), group="watch")

    def end(self) -> None:
        """Look no more: the lanes are about to be closed."""
        if self._running is not None:
            self._running.cancel()

    async def _watch(self) -> None:
        seen, pause = self._seen, EVERY
        while True:
            with suppress(PostilError):  # whatever fails is told by what a person asks for
                now = await self._app.lanes.write.run(Store.others_wrote)
                began = time.monotonic()
                if now == seen or await self._show():  # else it is shown once there is a screen to show it on
                    seen = now
                    pause = max(EVERY, CALM * (time.monotonic() - began))
            await asyncio.sleep(pause)
            pause = EVERY

    async def _show(self) -> bool:
        """Let the uppermost screen on which a person decides show it, and return whether there is one.

        Those below do when one comes back to them.
        """
        shown = [screen for screen in self._app.screen_stack if isinstance(screen, DecidingScreen)]
        if not shown or not shown[-1].is_drawable:
            return False
        done = asyncio.Event()

        async def told() -> None:
            done.set()

        shown[-1].changed_elsewhere()
        shown[-1].turns.add(told)
        while not done.is_set() and shown[-1] in self._app.screen_stack:
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), EVERY)
        return True
