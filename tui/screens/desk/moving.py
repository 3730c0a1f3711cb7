"""Moving: from posting to posting, and over the tags and mentions of one in the order of its text."""

import asyncio
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import partial

from textual import on, work
from textual.timer import Timer

from store import Event, Place, PostilError, QueueOrder, Spot, Store
from tui.widgets.posting_text import PostingText
from tui.widgets.queue_list import QueueList

from .desk import Desk
from .view import END, START, Opened, beside

SETTLE = 0.3  # seconds without a move after which the place is remembered


class Moving(Desk):
    """The queue, and the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self._settling: Timer | None = None
        self._recounts = self._counts_again = False
        # Back through the queue: in an order of what was seen or done, what lies behind one moves elsewhere.
        self.trail: list[tuple[str, Spot]] = []
        self._stepped = False  # by one, so that where one is need not be counted at once

    async def show(self, key: str | None, *, spot: Spot | None = None, read: Opened | None = None) -> None:
        """Open a posting, count where in the queue it stands, and remember it."""
        await super().show(key, spot=spot, read=read)
        stepped, self._stepped = self._stepped, False
        self.count(SETTLE if stepped else 0.0)
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE, self._remember_beside)

    @work(exclusive=True, group="remember")
    async def _remember_beside(self) -> None:
        """Remember where the annotator is, beside the turns: moving on does not wait for another who writes."""
        try:
            await self.remember()
        except PostilError as error:
            self.app.tell(error)

    async def remember(self) -> None:
        """Remember where the annotator is."""
        view = self.view
        place = Place(view.posting.key if view.posting else None, view.text, view.order, view.spot)
        await self.app.lanes.write.run(Store.remember, self.app.annotator, place)

    @work(exclusive=True, group="count")
    async def count(self, pause: float = 0.0) -> None:
        """Count in the background, behind a pause in seconds: on a large database it takes longer than a move."""
        await asyncio.sleep(pause)
        await self._count()

    @work(group="count")
    async def count_again(self) -> None:
        """Count what others may have changed; asked for while it counts, it does so once more."""
        self._counts_again = True
        if self._recounts:
            return
        self._recounts = True
        try:
            while self._counts_again:
                self._counts_again = False
                await self._count()
        finally:
            self._recounts = False

    async def _count(self) -> None:
        view, lane = self.view, self.app.lanes.read
        total = await lane.run(Store.count, self.app.annotator, view.query)
        up_to = view.spot if view.posting else START
        position = await lane.run(Store.count, self.app.annotator, view.query, up_to, view.order)
        self.view = replace(self.view, position=position, total=total)
        self.draw_status()

    def draw_status(self) -> None:
        """Draw what was saved and where one is."""
        raise NotImplementedError

    async def step(self, *, forward: bool) -> None:
        """Go to the next posting of the queue, or to the one before."""
        posting = self.view.posting
        if posting is None:
            return
        self.workers.cancel_group(self, "count")  # a key does not wait for it
        if not forward and self.trail:
            before, spot = self.trail.pop()
            await self.show(before, spot=spot)
            return
        view = self.view
        read = await self.app.lanes.read.run(
            beside, self.app.annotator, view.query, view.spot, view.order, forward=forward
        )
        if read is None:
            self.app.say(
                "That was the last posting of the queue." if forward else "This is the first posting."
            )
        else:
            if forward and self.view.order is not QueueOrder.IMPORTED:
                self.trail.append((posting.key, self.view.spot))
            if self.view.position is not None and self.view.order is QueueOrder.IMPORTED:
                self._stepped = True
                position = self.view.position + (1 if forward else -1)
                self.view = replace(self.view, position=position)
            await self.show(read.posting.key, read=read)

    async def jump(self, *, to_end: bool) -> None:
        """Go to the end of the queue, or to its start."""
        self.trail.clear()
        key = await self.app.lanes.read.run(
            Store.neighbour,
            self.app.annotator,
            self.view.query,
            END if to_end else START,
            forward=not to_end,
            order=self.view.order,
        )
        if key is not None:
            await self.show(key)

    def action_next(self) -> None:
        """Go to the next posting."""
        self.turns.add(partial(self.step, forward=True))

    def action_previous(self) -> None:
        """Go to the posting before."""
        self.turns.add(partial(self.step, forward=False))

    def action_first(self) -> None:
        """Go to the start of the queue."""
        self.turns.add(partial(self.jump, to_end=False))

    def action_last(self) -> None:
        """Go to the end of the queue."""
        self.turns.add(partial(self.jump, to_end=True))

    @on(QueueList.Chosen)
    def _row_chosen(self, message: QueueList.Chosen) -> None:
        self.open(message.key)

    def open(self, key: str) -> None:
        """Go to a posting that was chosen elsewhere."""
        self.turns.add(partial(self.show, key))

    async def turned(self, event: Event) -> None:
        """Go to the posting that the decision was about."""
        here = self.view.posting.key if self.view.posting else None
        if event.posting in (None, here):
            await self.show_again(event)
        else:
            await self.show(event.posting)

    # The cursor

    def action_next_stop(self) -> None:
        """Move the cursor to the next tag or mention."""
        self.turns.add(partial(self._move_cursor, forward=True))

    def action_previous_stop(self) -> None:
        """Move the cursor to the tag or mention before."""
        self.turns.add(partial(self._move_cursor, forward=False))

    async def _move_cursor(self, *, forward: bool) -> None:
        await self.mentions_here()
        stops, here = self.stops, self.view.cursor
        if not stops:
            return
        ids = [stop.id for stop in stops]
        if here in ids:
            to = ids.index(here) + (1 if forward else -1)
        elif self.view.at is None:
            to = 0 if forward else -1
        else:
            starts = [stop.start for stop in stops]
            to = bisect_left(starts, self.view.at) if forward else bisect_right(starts, self.view.at) - 1
        self.point_at(stops[to % len(stops)])

    @on(PostingText.CaretMoved)
    def _caret_moved(self, message: PostingText.CaretMoved) -> None:
        """Let the cursor follow the caret of the text to what stands under it, the shortest first."""
        under = [stop for stop in self.stops if stop.start <= message.offset < stop.end]
        stop = min(under, key=lambda one: one.end - one.start, default=None)
        if stop is not None and stop.id != self.view.cursor:
            self.view = replace(self.view, cursor=stop.id, at=stop.start)
            self.draw(from_top=False)
