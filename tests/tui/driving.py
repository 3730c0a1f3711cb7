"""How tests sit at the application: real keys through Pilot, the real database beside it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

from textual.pilot import Pilot

from store import Posting, Row, Store
from tests.build import ANN
from tui.app import PostilApp
from tui.config import Settings
from tui.screens.deciding import DecidingScreen

PATIENCE = 30.0  # seconds until a test gives up on an application that died


class Desk:
    """A person at the keyboard, and what is on the disk."""

    def __init__(self, pilot: Pilot[None], app: PostilApp) -> None:
        self.pilot = pilot
        self.app = app

    async def press(self, *keys: str) -> None:
        """Press keys, then wait until all that they asked for is done and drawn."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text, a key a character."""
        names = {
            " ": "space",
            "+": "plus",
            "#": "number_sign",
            ":": "colon",
            '"': "quotation_mark",
            "-": "minus",
        }
        await self.press(*(names.get(letter, letter) for letter in text))

    async def settle(self) -> None:
        """Wait for the turns, the workers and the drawing."""
        await self.pilot.pause()
        for screen in self.app.screen_stack:
            if isinstance(screen, DecidingScreen):
                await asyncio.wait_for(screen.turns.settled(), PATIENCE)
        await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let the application go on until something holds; fails where it never does."""
        end = monotonic() + PATIENCE  # not so many rounds: where others work, a thread may wait for its turn
        while not holds():
            if monotonic() > end:
                raise AssertionError("it never came to that:\n" + self.text())
            await self.pilot.pause()

    @property
    def posting(self) -> Posting:
        """The posting on the screen, as it is on the disk now."""
        shown = self.app.review.view.posting
        assert shown is not None
        with Store.open(self.app.lanes.used, readonly=True) as store:
            return store.posting(ANN, shown.key)

    @property
    def rows(self) -> list[Row]:
        """Every posting, as it is on the disk now."""
        with Store.open(self.app.lanes.used, readonly=True) as store:
            return list(store.listing(ANN))

    def text(self) -> str:
        """Everything on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)


@asynccontextmanager
async def desk(
    path: Path,
    *,
    size: tuple[int, int] = (120, 40),
    query: str | None = None,
    duplicates: bool = False,
    own: Settings | None = None,
) -> AsyncIterator[Desk]:
    """The application on a database, with the first posting on the screen."""
    app = PostilApp(path, ANN, query=query, duplicates=duplicates, own=own)
    async with app.run_test(size=size, notifications=True) as pilot:
        person = Desk(pilot, app)
        await person.until(lambda: app.review.furnished)
        await person.settle()
        yield person
