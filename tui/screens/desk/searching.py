"""Searching: the bar, what it finds while one types, and what is wrong with what was typed."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from store import Query, QueueOrder, SavedSearch, Spot, Store, UsageError, parse
from tui.commands import key_of
from tui.widgets.line_list import line

from .noting import Noting
from .view import START, Opened, opened, standing

if TYPE_CHECKING:
    from tui.widgets.faults import Faults
    from tui.widgets.fields import SearchBar


T = TypeVar("T")


class _Overtaken(Exception):
    """Another search is wanted by now."""


class Searching(Noting):
    """The search over the queue."""

    search_bar: "SearchBar"
    faults: "Faults"

    def __init__(self) -> None:
        super().__init__()
        self._from = START  # from which a search looks on
        self._looking: asyncio.Future[Any] | None = None
        self._overtaken = False  # by a letter that was typed meanwhile
        self.kept_searches: Sequence[SavedSearch] = ()
        """What the annotator keeps under names."""

    def action_search(self) -> None:
        """Type a search."""
        bar = self.search_bar
        bar.closed = False
        bar.value = self.view.text
        bar.cursor_position = len(bar.value)
        bar.display = True
        self.set_focus(bar)
        self.turns.add(self._begin_here)

    async def _begin_here(self) -> None:
        """Look on from the posting to which the keys pressed before have led."""
        if self.view.posting is not None:
            self._from = self.view.spot

    def on_input_changed(self, event: "SearchBar.Changed") -> None:
        """Search for what is typed, letter by letter."""
        if event.input.has_focus:
            self.stop_looking()  # what begins with one letter is looked for long among a million
            self.turns.add(self._search_typed_text)

    def stop_looking(self) -> None:
        """Stop a search that is no longer wanted."""
        if self._looking is not None and not self._looking.done():
            self._overtaken = self._looking.cancel()

    async def resume(self, asked: str | None) -> None:
        """Open where the annotator stopped, or with a search that is asked for; typing another stops it."""
        try:
            found = await self._wanted(self.app.lanes.read.run(resumed, self.app.annotator, asked))
        except _Overtaken:
            return
        await self.open_with(found)

    async def open_with(self, found: "Resumed") -> None:
        """Open a posting with the search by which it was found."""
        self.view = replace(self.view, text=found.text, query=found.query, order=found.order)
        await self.show(found.read.posting.key if found.read else None, read=found.read)
        await self.load_searches()

    async def _wanted(self, look: Coroutine[object, object, T]) -> T:
        """Return what is looked for; raises _Overtaken where something else is wanted by then."""
        looking = asyncio.ensure_future(look)
        self._looking = looking
        try:
            return await looking
        except asyncio.CancelledError:
            if self._overtaken:
                raise _Overtaken from None
            raise

    async def _search_typed_text(self) -> None:
        """Search for what stands there now: letters typed meanwhile need no search of their own."""
        text = self.search_bar.value
        self._overtaken = False
        if text.strip() != self.view.text:
            await self.search(text)

    def on_search_bar_left(self, message: "SearchBar.Left") -> None:
        """Keep what was found."""
        self.search_bar.display = False
        self.faults.show("", ())
        self.set_focus(None)
        faults = parse(message.text).faults
        if faults:
            self.app.say(faults[0].sentence)
        self.turns.add(partial(self.search, message.text))

    def action_clear(self) -> None:
        """Show the whole queue again, staying where it is."""
        self.search_bar.value = ""
        self.turns.add(partial(self.search, ""))

    async def search(self, text: str) -> None:
        """Narrow the queue to what matches, staying at the posting if it does, else going to the nearest.

        The last word may go on, also after Enter and tomorrow: what was found while typing stays found.
        """
        query = await self.queue(text)
        if self.view.posting is not None and not (self.furnished and self.search_bar.has_focus):
            self._from = self.view.spot
        here, at = self.view.posting, self._from
        look = self.app.lanes.read.run(_nearest, self.app.annotator, query, at, self.view.order)
        try:
            key = await self._wanted(look)
        except _Overtaken:
            return
        self.view = replace(self.view, text=text.strip(), query=query)
        self.trail.clear()
        self.show_faults()
        # In an order of what was seen, the posting that stays open would move to its end.
        stays = here is not None and (here.key, self.view.spot) == (key, at)
        await self.show(key, spot=at if stays else None)

    async def queue(self, text: str) -> Query:
        """Return what a text searches for in the annotator's queue."""
        wanted = parse(text, typing=True)
        return await self.app.lanes.read.run(Store.queue_of, self.app.annotator, wanted)

    def show_faults(self) -> None:
        """Show under the bar what in the search was probably meant otherwise, and where."""
        if self.furnished:
            bar = self.search_bar
            self.faults.show(bar.value, self.view.query.faults if bar.display else ())

    # Searches that are kept, and the order

    async def load_searches(self) -> None:
        """Read the searches that are kept, for the palette."""
        self.kept_searches = await self.app.lanes.read.run(Store.saved_searches, self.app.annotator)

    def action_searches(self) -> None:
        """Go to a search that is kept, or keep this one."""
        self.lead_to_field(self._choose_search)

    async def _choose_search(self) -> None:
        from tui.screens.answer import Answer
        from tui.screens.choice import Choice

        await self.load_searches()
        text, kept = self.view.text, list(self.kept_searches)
        here = [one for one in kept if one.query == text]
        lines = [line(f"{one.name}: {one.query}") for one in kept]
        if text and not here:
            lines.append(line(f"Keep {text} under a name…"))
        lines += [line(f"Forget {one.name}") for one in here]
        if not lines:
            raise UsageError(
                f"No search is kept yet. Type one ({key_of('review', 'search')}), then keep it here under a name."
            )

        def chosen(at: int | None) -> None:
            if at is not None and at == len(kept) and not here:
                self.app.push_screen(Answer(f"Keep {text} as"), partial(self._named, text))
                return
            self.app.release_keys()
            if at is not None and at < len(kept):
                self.turns.add(partial(self.search, kept[at].query))
            elif at is not None:
                self.turns.add(partial(self._forget, here[at - len(kept)].name))

        self.app.push_screen(Choice("Searches", lines), chosen)

    def _named(self, text: str, name: str | None) -> None:
        self.app.release_keys()
        if name is not None:
            self.turns.add(partial(self._keep, name, text))

    async def _keep(self, name: str, text: str) -> None:
        before = await self.app.lanes.write.run(Store.save_search, self.app.annotator, name, text)
        self.app.say(f"{name} is kept" + (f"; it was {before.query}." if before else "."))
        await self.load_searches()

    async def _forget(self, name: str) -> None:
        gone = await self.app.lanes.write.run(Store.forget_search, self.app.annotator, name)
        self.app.say(f"{gone.name} ({gone.query}) is kept no longer.")
        await self.load_searches()

    def action_search_for(self, text: str) -> None:
        """Search for a text that is known already."""
        self.turns.add(partial(self.search, text))

    def action_order(self) -> None:
        """Choose the order of the queue."""
        self.lead_to_field(self._choose_order)

    async def _choose_order(self) -> None:
        from tui.screens.choice import Choice

        orders = list(QueueOrder)

        def chosen(at: int | None) -> None:
            self.app.release_keys()
            if at is not None:
                self.turns.add(partial(self._order_by, orders[at]))

        lines = [line(f"{order[0].upper()}{order[1:]}") for order in orders]
        self.app.push_screen(Choice("Order of the queue", lines, orders.index(self.view.order)), chosen)

    async def _order_by(self, order: QueueOrder) -> None:
        """Begin the queue anew in another order; back in that of the import, stay where one is."""
        self.view = replace(self.view, order=order)
        self.trail.clear()
        if order is QueueOrder.IMPORTED and self.view.posting is not None:
            await self.show(self.view.posting.key)
        else:
            await self.jump(to_end=False)


@dataclass(frozen=True, slots=True)
class Resumed:
    """Where an annotator stopped, or what was asked for instead; without a posting where nothing matches."""

    text: str
    query: Query
    order: QueueOrder
    read: Opened | None


def resumed(store: Store, annotator: str, asked: str | None) -> Resumed:
    """Read what to open with: the last search and posting, or the first one of a search that is asked for."""
    place = store.place(annotator)
    text = (place.query if asked is None else asked).strip()
    query = store.queue_of(annotator, parse(text, typing=True))
    last = place.posting if asked is None else None
    at = START if last is None else place.spot or standing(store, annotator, last, place.order)
    key = _nearest(store, annotator, query, at, place.order)
    spot = at if key == last else None
    read = opened(store, annotator, query, key, place.order, spot) if key is not None else None
    return Resumed(text, query, place.order, read)


def _nearest(store: Store, annotator: str, query: Query, at: Spot, order: QueueOrder) -> str | None:
    """Return the key of the posting at a spot if it matches, else of the next that does, else of the one before."""
    if order is QueueOrder.IMPORTED:
        rows = store.window(annotator, query, at, 1).rows
        later = [row.key for row in rows if row.id >= at.posting]
        keys = later or [row.key for row in reversed(rows)]
        return keys[0] if keys else None
    rows = store.window(annotator, query, at, 0, order).rows
    here = next((row.key for row in rows if row.id == at.posting), None)
    return (
        here
        or store.neighbour(annotator, query, at, forward=True, order=order)
        or store.neighbour(annotator, query, at, forward=False, order=order)
    )
