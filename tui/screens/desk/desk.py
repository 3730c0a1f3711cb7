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

from .view import Opened, Stop, View, opened, own_tags, rejected_of, stop_at, stops

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
        self.furnished = False
        """Whether what one types in is there: it comes behind the first paint, and keys wait for it."""
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

    async def show(self, key: str | None, *, spot: Spot | None = None, read: Opened | None = None) -> None:
        """Open a posting by key; None shows that there is none.

        `spot` is where it is to stand in the order, None where it stands now. `read` is the posting where it was read
        already.
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
            found = read
            if found is None:
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
        await self._glance(found.posting, opening=False)
        known = {stop.id for stop in self.stops}
        at = next((one for one in (cursor, self.view.cursor) if one in known), None)
        self.view = replace(self.view, cursor=at)
        self.draw(from_top=False)

    # Mentions

    async def opened(self, posting: Posting) -> None:
        """Find what there is to propose for a posting that was opened."""
        await self._glance(posting)

    def ask_for_more(self, posting: Posting) -> None:
        """Ask for what is to be found behind the mentions, before they are there."""

    def wait_for_more(self) -> None:
        """Draw what was asked for behind the mentions when it comes."""

    def _ask(self, posting: Posting, *, opening: bool) -> Reading:
        if self._reading is not None:
            self._reading.cancel()  # nobody waits for it any longer
        self._reading = reading = self.reader.mentions(Text.of(posting), self.view.vocabulary)
        if opening:
            self.ask_for_more(posting)
        return reading

    def _ask_later(self, posting: Posting, *, opening: bool) -> None:
        if self.view.posting is not None and self.view.posting.key == posting.key:
            self._wait_for_mentions(posting, self._ask(posting, opening=opening))
            if opening:
                self.wait_for_more()

    async def _glance(self, posting: Posting, *, opening: bool = True) -> None:
        """Find the posting's mentions; those that take longer than a glance are drawn when they come.

        A vocabulary that is still to be learned would take its time from the drawing, which goes first.
        """
        if not self.reader.knows(self.view.vocabulary):
            self.call_after_refresh(self._ask_later, posting, opening=opening)
            return
        reading = self._ask(posting, opening=opening)
        if not reading.done():
            await asyncio.wait([asyncio.wrap_future(reading)], timeout=GLANCE)
        if reading.done():
            self.view = replace(self.view, mentions=self.answer(reading))
            self.call_after_refresh(self._read_ahead, posting)  # the drawing goes first
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
            postings = await self.app.lanes.read.run(_postings, self.app.annotator, coming)
            if not postings:
                return
            (first, rejected), who = postings[0], self.app.annotator
            await self.reader.suggest_ahead(first, who, vocabulary, rejected)
            await self.reader.read_ahead([Text.of(posting) for posting, _ in postings], vocabulary)

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


def _postings(store: Store, annotator: str, keys: list[str]) -> list[tuple[Posting, list[str]]]:
    """Return postings, each with the skills that are rejected there."""
    return [(store.posting(annotator, key), rejected_of(store.answers(annotator, key))) for key in keys]
