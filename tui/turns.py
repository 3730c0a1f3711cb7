"""What keys ask for, one after another: each finds what the one before it left."""

import asyncio
from collections.abc import Awaitable, Callable

Turn = Callable[[], Awaitable[None]]


class Turns:
    """A queue of turns that one worker takes, so that a key pressed early is neither lost nor overtakes."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Turn] = asyncio.Queue()

    def add(self, turn: Turn) -> None:
        """Ask for a turn; returns at once."""
        self._queue.put_nowait(turn)

    async def take(self, failed: Callable[[Exception], None]) -> None:
        """Take turns for ever; a turn that fails is told of, and the next one comes."""
        while True:
            turn = await self._queue.get()
            try:
                await turn()
            except Exception as error:  # noqa: BLE001  the lanes' boundary: whatever fails is shown, not lost
                failed(error)
            finally:
                self._queue.task_done()

    async def settled(self) -> None:
        """Wait until every turn asked for so far has been taken."""
        await self._queue.join()
