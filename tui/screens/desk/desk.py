"""What everything that is done at the desk stands on: the posting that is open, and how it is opened anew."""

import asyncio
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual import work

from store import Event, PostilError, Posting, Spot, Store, Tag
from tui.screens.deciding import DecidingScreen
from tui.skill_reader import SkillMention, SkillReader, Text
from tui.widgets.posting_text import PostingText

from .view import Stop, View, opened, own_tags, stop_at, stops

if TYPE_CHECKING:
    from tui.app import PostilApp

T = TypeVar("T")
Reading = Future[tuple[SkillMention, ...]]
GLANCE = 0.05  # seconds that a posting waits for its mentions before it is shown without them
AHEAD = 3  # postings ahead whose mentions are found before they are asked for


class Desk(DecidingScreen):
    """A posting, what is said of it, and what a machine proposes to say."""

    app: "PostilApp"

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self._reading: Reading | None = None
        self._reader: SkillReader | None = None

    @property
    def reader(self) -> SkillReader:
        """Who finds mentions."""
        if self._reader is None:
            self._reader = SkillReader(self.app.lanes)
        return self._reader

    def on_unmount(self) -> None:
        """Let the thread of the reader end."""
        if self._reader is not None:
            self._reader.close()

    def draw(self, *, from_top: bool) -> None:
        """Draw the view."""
        raise NotImplementedError

    async def show(self, key: str | None, *, spot: Spot | None = None) -> None:
        """Open a posting by key; None shows that there is none.

        `spot` is where it is to stand in the order, None where it stands now.
        """
        if key is None:
            none = View()
            self.view = replace(
                self.view,
                posting=None,
                window=none.window,
                pairs=0,
                mentions=None,
                offers=None,
                cursor=None,
                at=None,
            )
        else:
            found = await self.app.lanes.read.run(
                opened, self.app.annotator, self.view.query, key, self.view.order, spot
            )
            self.view = replace(
                self.view,
                posting=found.posting,
                spot=found.spot,
                window=found.window,
                pairs=found.pairs,
                vocabulary=found.vocabulary,
                answers=found.answers,
                mentions=None,
                cursor=None,
                at=None,
            )
            await self.opened(found.posting)
        self.draw(from_top=True)

    async def show_again(self, saved: Event | None, *, cursor: str | None = None) -> None:
        """Show the posting again after a decision on it."""
        self.app.saved = saved or self.app.saved
        if self.view.posting is None:
            return
        found = await self.app.lanes.read.run(
            opened,
            self.app.annotator,
            self.view.query,
            self.view.posting.key,
            self.view.order,
            self.view.spot,
        )
        same_text = found.posting.revision == self.view.posting.revision
        self.view = replace(
            self.view,
            posting=found.posting,
            window=found.window,
            pairs=found.pairs,
            vocabulary=found.vocabulary,
            answers=found.answers,
            mentions=self.view.mentions if same_text else None,
        )
        await self._glance(found.posting)
        known = {stop.id for stop in self.stops}
        at = next((one for one in (cursor, self.view.cursor) if one in known), None)
        self.view = replace(self.view, cursor=at)
        self.draw(from_top=False)

    # Mentions

    async def opened(self, posting: Posting) -> None:
        """Find what there is to propose for a posting that was opened."""
        await self._glance(posting)

    async def _glance(self, posting: Posting) -> None:
        """Find the posting's mentions; those that take longer than a glance are drawn when they come."""
        self._reading = reading = self.reader.mentions(Text.of(posting), self.view.vocabulary)
        await asyncio.wait([asyncio.wrap_future(reading)], timeout=GLANCE)
        if reading.done():
            self.view = replace(self.view, mentions=self.answer(reading))
            self._read_ahead(posting)
        else:
            self._wait_for_mentions(posting, reading)

    @work(exclusive=True, group="mentions")
    async def _wait_for_mentions(self, posting: Posting, reading: Reading) -> None:
        await asyncio.wait([asyncio.wrap_future(reading)])
        self.turns.add(partial(self._take_mentions, posting, reading))

    async def _take_mentions(self, posting: Posting, reading: Reading) -> None:
        """Draw mentions that took their time, if they are still what is waited for."""
        if self._reading is reading:
            self.view = replace(self.view, mentions=self.answer(reading))
            self.draw(from_top=False)
            self._read_ahead(posting)

    async def mentions_here(self) -> None:
        """Wait for the posting's mentions where the vocabulary is learned: a key may come right behind a move."""
        reading = self._reading
        if self.view.mentions is None and reading is not None and self.reader.knows(self.view.vocabulary):
            await asyncio.wait([asyncio.wrap_future(reading)])
            self.view = replace(self.view, mentions=self.answer(reading))

    def answer(self, asked: Future[tuple[T, ...]]) -> tuple[T, ...]:
        """Return what was found; nothing where it could not be looked for, which is told."""
        try:
            return asked.result()
        except PostilError as error:
            self.app.tell(error)
            return ()

    @work(exclusive=True, group="mentions")
    async def _read_ahead(self, posting: Posting) -> None:
        rows, vocabulary = self.view.window.rows, self.view.vocabulary
        here = next((at for at, row in enumerate(rows) if row.key == posting.key), len(rows))
        coming = [row.key for row in rows[here + 1 : here + 1 + AHEAD]]
        with suppress(PostilError):  # it is asked for again, and told of, when it is shown
            texts = await self.app.lanes.read.run(_texts, self.app.annotator, coming)
            await self.reader.read_ahead(texts, vocabulary)

    # The cursor

    @property
    def stops(self) -> list[Stop]:
        """The places of the cursor in the order of the text."""
        return stops(self.view, self.app.annotator)

    @property
    def stop(self) -> Stop | None:
        """The place under the cursor."""
        return stop_at(self.view, self.app.annotator)

    @property
    def own_tags(self) -> list[Tag]:
        """The annotator's tags on the posting."""
        return own_tags(self.view.posting, self.app.annotator)

    def point_at(self, stop: Stop) -> None:
        """Put the cursor on a stop and bring it in sight."""
        self.view = replace(self.view, cursor=stop.id, at=stop.start)
        self.draw(from_top=False)
        if stop.span:
            self.query_one("#text", PostingText).reveal(stop.span.start)

    @property
    def posting(self) -> Posting | None:
        """The posting that is open."""
        return self.view.posting


def _texts(store: Store, annotator: str, keys: list[str]) -> list[Text]:
    return [Text.of(store.posting(annotator, key)) for key in keys]
