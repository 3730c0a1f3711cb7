"""The review screen: queue, posting, annotations."""

import gc
from concurrent.futures import Future
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from store import MINE, Event, QueueOrder, Store, parse
from tui.bindings import bindings
from tui.commands import hidden_by, key_of
from tui.pages import empty_page, page_of
from tui.widgets.annotation_pane import AnnotationPane, Annotations
from tui.widgets.bars import KeyBar, StatusBar
from tui.widgets.posting_text import PostingText
from tui.widgets.queue_list import QueueList
from tui.widgets.typed_in import TypedIn

from .desk.guiding import Guiding
from .desk.searching import Resumed
from .desk.view import open_mentions

FAMILY = 3  # postings that are shown as a family and not as pairs


class ReviewScreen(Guiding):
    """Pages through postings."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("review")]
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-tiny"), (60, "-narrow"), (110, "-wide")]

    def __init__(self, opening: Future[Resumed], asked: str | None) -> None:
        """`opening` is what to begin with, which is read while the screen is made, of a search that was asked for."""
        super().__init__()
        self._opening = opening
        self._asked = asked
        self._hidden_by_text = hidden_by("review", "text")

    def compose(self) -> ComposeResult:
        """Queue, posting and annotations over two lines of status and keys."""
        # How wide it is, said before there is anything to style: told later, all is styled twice.
        wide = [
            name for least, name in sorted(self.HORIZONTAL_BREAKPOINTS or []) if self.app.size.width >= least
        ]
        self.add_class(*wide[-1:], update=False)
        with Horizontal(id="panes"):
            yield QueueList(id="queue")
            yield PostingText(id="text")
            with Vertical(id="side"):
                yield AnnotationPane(id="annotations")
        yield StatusBar(id="status")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Show the keys, which wait until all is there."""
        self.app.hold_keys()
        self.query_one(KeyBar).show_scope("review")
        self.set_focus(None)

    async def begin(self) -> None:
        """Open where the annotator stopped, or with the search that was asked for, in the order chosen last.

        What was read meanwhile is drawn with the first paint; what takes longer is a search that can be stopped.
        """
        opening = self._opening
        if opening.done():
            try:
                await self.open_with(opening.result())
            finally:
                self.app.call_after_refresh(self.turns.add, self._furnish)
        else:
            self.app.lanes.read.drop(opening)
            self.app.call_after_refresh(self.turns.add, self._furnish)
            self.app.call_after_refresh(self.turns.add, partial(self.resume, self._asked))

    async def _furnish(self) -> None:
        """Mount what one types in, and the guidelines, hidden: behind the first paint, since they take as long."""
        if not self.is_drawable:
            return  # the application ends
        from tui.widgets.faults import Faults
        from tui.widgets.fields import SearchBar
        from tui.widgets.guidelines import Guidelines
        from tui.widgets.note_field import NoteField

        self.search_bar, self.faults = SearchBar(id="search"), Faults(id="faults")
        self.guidelines_page, self.note_field = Guidelines(id="guidelines"), NoteField(id="note")
        for hidden in (self.search_bar, self.faults, self.guidelines_page, self.note_field):
            hidden.display = False
        await self.mount(self.search_bar, self.faults, before="#panes")
        await self.query_one("#panes").mount(self.guidelines_page, before="#text")
        await self.query_one("#side").mount(self.note_field)
        self.furnished = True
        gc.enable()
        self.app.release_keys()

    # Drawing

    def draw(self, *, from_top: bool) -> None:
        """Draw the view in all panes."""
        view, stop = self.view, self.stop
        if not self.is_drawable:
            return
        self.query_one(QueueList).show(view.window, view.posting.key if view.posting else None)
        text = self.query_one(PostingText)
        mentions = open_mentions(view, self.app.annotator)
        if view.posting:
            spans = tuple(one.span for one in mentions)
            page = page_of(view.posting, view.query, spans, stop.span if stop else None)
        else:
            page = empty_page(parse(view.text), self.app.lanes.missing)
        text.show(page, from_top=from_top)
        self.query_one(AnnotationPane).show(
            Annotations(
                view.posting,
                self.app.annotator,
                view.pairs,
                tag=stop.tag.uid if stop and stop.tag else None,
                mention=stop.mention if stop else None,
                mentions=None if view.mentions is None else len(mentions),
                offers=view.offers,
                answers=view.answers,
                rejecting=self.rejecting,
                explaining=self.explaining,
            )
        )
        found = [mark.start for mark in page.marks if mark.kind == "hit"]
        if from_top and found:
            self.call_after_refresh(text.reveal, found[0])
        self.draw_status()

    def draw_status(self) -> None:
        """Draw what was saved and where one is."""
        view = self.view
        at = "…" if view.position is None or view.total is None else f"{view.position:,} of {view.total:,}"
        order = "" if view.order is QueueOrder.IMPORTED else str(view.order)
        yours = "yours" if MINE in view.query.terms else ""
        right = "  ".join(part for part in (view.text, yours, order, at) if part)
        for bar in self.query(StatusBar):  # there is none when the application ends
            bar.say(self.app.saved, right)

    def on_resize(self) -> None:
        """Fit the status line."""
        self.call_after_refresh(self.draw_status)

    # Who has the keys

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _show_keys(self) -> None:
        if not self.is_drawable:
            return
        focused, keys = self.focused, self.query_one(KeyBar)
        if isinstance(focused, TypedIn):
            keys.show_scope(focused.SCOPE, beside="nothing")
        else:
            keys.show_scope("text" if isinstance(focused, PostingText) else "review")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys to what has the focus: all of them to a field, those it has to the text."""
        if isinstance(self.focused, TypedIn):
            return False
        if isinstance(self.focused, PostingText):
            return action not in self._hidden_by_text
        return True

    def writing_ended(self) -> None:
        """Give the keys back to the text where it had them, else to the queue."""
        text = self.query_one(PostingText)
        self.set_focus(text if text.is_read else None)

    def action_open_text(self) -> None:
        """Move in the text of the posting to which the keys before have led."""
        self.lead_to(self._open_text)

    async def _open_text(self) -> None:
        if self.view.posting is not None:
            text = self.query_one(PostingText)
            text.read()
            self.set_focus(text)

    def action_leave_text(self) -> None:
        """Drop the selection; without one, go back to the queue."""
        text = self.query_one(PostingText)
        if not text.drop_selection():
            text.stop_reading()
            self.set_focus(None)

    def action_page(self, step: int) -> None:
        """Read on, or back."""
        self.query_one(PostingText).page_by(step)

    # The other screens

    def action_pairs(self) -> None:
        """Settle the pairs of this posting."""
        self.lead_to(self._open_pairs)

    async def _open_pairs(self) -> None:
        posting = self.view.posting
        if posting is None:
            return
        lane, who = self.app.lanes.read, self.app.annotator
        if len(await lane.run(Store.kin, who, [posting.key])) >= FAMILY:
            self.app.open_family(posting.key)
        elif await lane.run(_has_pairs, who, posting.key):
            self.app.open_pairs(posting.key)
        else:
            go, pairs = key_of("app", "go"), key_of("go", "go-duplicates")
            self.app.say(f"This posting is in no pair. {go} {pairs} shows all open pairs.")

    def returned(self, _: None) -> None:
        """Show what was decided on the pair screen."""
        self.reader.forget_tags()  # clusters may be others now
        self.turns.add(partial(self.show_again, None))

    def changed_elsewhere(self) -> None:
        """Show what another process has changed, staying where one is."""
        self.reader.forget_tags()
        self.turns.add(self._see_others)

    async def turned(self, event: Event) -> None:
        """Go to the posting that the decision was about; one about none may have changed the queue."""
        await super().turned(event)
        if event.posting is None:
            await self._see_others()

    async def _see_others(self) -> None:
        now = await self.queue(self.view.text)
        if self.view.posting is None or (MINE in now.terms) is not (MINE in self.view.query.terms):
            await self.search(self.view.text)
        else:
            await self.show_again(None)
            self.count_again()

    def grown(self) -> None:
        """Show what an import has brought, staying where one is."""
        self.turns.add(self._grow)

    async def _grow(self) -> None:
        if self.view.posting is None:
            await self.search(self.view.text)
        else:
            await self.show_again(None)
            self.count()


def _has_pairs(store: Store, annotator: str, key: str) -> bool:
    return next(iter(store.pairs(annotator, posting=key)), None) is not None
