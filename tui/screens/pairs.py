"""The pair screen: two postings side by side or in one column, what differs marked, why they were proposed."""

from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from duplicates.families import family_of, settlement
from store import Event, Pair, PairOrder, Store, UsageError, Verdict
from tui.bindings import bindings
from tui.commands import key_of
from tui.pair_courses import Course, Edge, OpenPairs, ThesePairs
from tui.pair_view import (
    ROOM,
    Beside,
    Layout,
    Standing,
    beside,
    column_page,
    next_beside,
    side_page,
    standing,
)
from tui.pair_words import nothing_open, reasons
from tui.widgets.bars import KeyBar, StatusBar
from tui.widgets.posting_text import Page, PostingText

from .deciding import DecidingScreen

ORDERS = tuple(PairOrder)
DECIDED = "Every pair here is decided."


@dataclass(frozen=True, slots=True)
class View:
    """What the screen shows. `trail` are the pairs that were gone through, or that are listed; `at` the present one.

    `beside` is None while there is none, `standing` until it was read. `open` is how many wait in all, None unknown.
    """

    trail: tuple[Edge, ...] = ()
    at: int = 0
    beside: Beside | None = None
    standing: Standing | None = None
    open: int | None = None

    @property
    def pair(self) -> Pair | None:
        """The pair on the screen."""
        if self.standing is not None:
            return self.standing.pair
        return self.beside.pair if self.beside else None


class PairScreen(DecidingScreen):
    """Settles pairs: one key decides and goes on."""

    CSS_PATH = "pairs.tcss"
    SCOPE = "pair"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("pair")]

    def __init__(self, course: Course, *, once: bool = False) -> None:
        """With `once` the first verdict leads back to where the screen was opened."""
        super().__init__()
        self.course = course
        self._once = once
        self.view = View()
        self._last: Edge | None = None  # the pair decided last
        self._ahead: tuple[Edge, Beside | None] | None = None  # behind a pair, the next open one
        self._layout: Layout | None = None  # None: as there is room

    def compose(self) -> ComposeResult:
        """Why, the two texts, and two lines of status and keys."""
        yield Static(id="reasons")
        with Horizontal(id="sides"):
            yield PostingText(id="a")
            yield PostingText(id="b")
        yield StatusBar(id="status")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Show the keys; the texts are only read here."""
        for text in self.query(PostingText):
            text.can_focus = False
        self.query_one(KeyBar).show_scope("pair")

    async def begin(self) -> None:
        """Show the first pair that is open; where none is and pairs are listed, the first of these."""
        lane, who = self.app.lanes.read, self.app.annotator
        trail = await lane.run(self.course.listed, who)
        edge = await lane.run(self.course.next_open, who, None)
        self.view = View(trail=trail)
        await self._go(edge or (trail[0] if trail else None))
        self._count()

    # Showing

    async def _go(self, edge: Edge | None, known: Beside | None = None) -> None:
        """Show a pair, its texts before what follows from other verdicts."""
        if edge is None:
            self.view = replace(self.view, beside=None, standing=None)
            self._draw()
            return
        if known is None:
            known = await self.app.lanes.read.run(beside, self.app.annotator, edge)
        trail = self.view.trail
        if edge not in trail:
            trail = (*trail[: self.view.at + 1], edge, *trail[self.view.at + 1 :])
        self.view = replace(self.view, trail=trail, at=trail.index(edge), beside=known, standing=None)
        self._draw()
        await self._stand()
        self._look_ahead(edge)

    async def _stand(self) -> None:
        known = self.view.beside
        if known is not None:
            found = await self.app.lanes.read.run(standing, self.app.annotator, known)
            self.view = replace(self.view, standing=found)
            self._draw_reasons()
            self._draw_sides(from_top=False)
            self._draw_status()

    @work(exclusive=True, group="ahead")
    async def _look_ahead(self, after: Edge) -> None:
        self._ahead = None
        found = await self.app.lanes.read.run(next_beside, self.app.annotator, self.course, after)
        self._ahead = after, found

    @work(exclusive=True, group="count")
    async def _count(self) -> None:
        total = await self.app.lanes.read.run(Store.count_open_pairs, self.app.annotator)
        self.view = replace(self.view, open=total)
        self._draw_status()

    def _draw(self) -> None:
        if self.is_drawable:
            self._draw_reasons()
            self._draw_sides(from_top=True)
            self._draw_status()

    def _draw_reasons(self) -> None:
        view = self.view
        words = reasons(view.beside, view.standing) if view.beside else nothing_open()
        self.query_one("#reasons", Static).update(words)

    def _draw_sides(self, *, from_top: bool) -> None:
        view, a, b = self.view, self.query_one("#a", PostingText), self.query_one("#b", PostingText)
        column = self._chosen_layout() == "column"
        b.display = not column
        canonical = view.standing.outlook.canonical if view.standing else None
        if view.beside is None:
            a.show(Page())
            b.show(Page())
        elif column:
            a.show(column_page(view.beside, canonical), from_top=from_top)
        else:
            a.show(side_page(view.beside, 0, canonical), from_top=from_top)
            b.show(side_page(view.beside, 1, canonical), from_top=from_top)

    def _chosen_layout(self) -> Layout:
        return self._layout or ("sides" if self.size.width >= ROOM else "column")

    def _draw_status(self) -> None:
        if not self.is_drawable:
            return
        view = self.view
        right = ""
        if isinstance(self.course, OpenPairs):
            waiting = "…" if view.open is None else f"{view.open:,}"
            right = f"{self.course.order}  {waiting} open"
        elif view.beside is not None:
            right = f"pair {view.at + 1:,} of {len(view.trail):,}"
        self.query_one(StatusBar).say(self.app.saved, right)

    def on_resize(self) -> None:
        """Lay the texts out anew, and fit the status line."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.view.beside is not None:
            self._draw_sides(from_top=False)
        self._draw_status()

    def action_layout(self) -> None:
        """Show the two side by side, or in one column."""
        self._layout = "column" if self._chosen_layout() == "sides" else "sides"
        self._draw_sides(from_top=True)

    # Moving

    def action_next(self) -> None:
        """Go to the next pair."""
        self.turns.add(partial(self._step, 1))

    def action_previous(self) -> None:
        """Go to the pair before."""
        self.turns.add(partial(self._step, -1))

    async def _step(self, step: int) -> None:
        view = self.view
        if view.beside is None:
            return
        at = view.at + step
        if 0 <= at < len(view.trail):
            await self._go(view.trail[at])
        elif step < 0 or not isinstance(self.course, OpenPairs):
            self.app.say("This is the first pair." if step < 0 else "That was the last pair.")
        elif not await self._go_on():
            self.app.say("That was the last pair.")

    async def _go_on(self) -> bool:
        """Go to the next open pair; return whether there is another one."""
        here = self.view.beside
        if here is None:
            return False
        if self._ahead is None or self._ahead[0] != here.edge:
            found = await self.app.lanes.read.run(next_beside, self.app.annotator, self.course, here.edge)
        else:
            found = self._ahead[1]
        if found is None:
            return False
        await self._go(found.edge, found)
        return True

    def action_order(self) -> None:
        """Take the open pairs in another order."""
        self.turns.add(partial(self._reorder, None))

    def action_order_by(self, order: str) -> None:
        """Take the open pairs in that order."""
        self.turns.add(partial(self._reorder, PairOrder(order)))

    async def _reorder(self, order: PairOrder | None) -> None:
        if not isinstance(self.course, OpenPairs):
            open_pairs = f"{key_of('app', 'go')} {key_of('go', 'go-duplicates')}"
            raise UsageError(
                f"These are the pairs of one place. {open_pairs} shows all open pairs, "
                f"which {key_of('pair', 'order')} orders."
            )
        if order is None:
            order = ORDERS[(ORDERS.index(self.course.order) + 1) % len(ORDERS)]
        if order is PairOrder.FAMILY and await self.app.lanes.read.run(Store.families_unsorted):
            await self.app.lanes.write.run(Store.sort_families)
        self.course = OpenPairs(order)
        await self.begin()

    def action_page(self, step: int) -> None:
        """Scroll both texts."""
        for text in self.query(PostingText):
            text.page_by(step)

    def action_leave(self) -> None:
        """Go back, once every verdict that was asked for is given."""
        self.go_back()

    def action_open_family(self) -> None:
        """Show the whole family of this pair."""
        self.lead_to(self._open_family)

    async def _open_family(self) -> None:
        if self.view.beside is not None:
            self.app.open_family(self.view.beside.a.key)

    def action_contradiction(self) -> None:
        """Go to the verdicts that contradict each other, first to the one to take back."""
        self.lead_to(self._open_contradiction)

    async def _open_contradiction(self) -> None:
        known = self.view.standing.outlook if self.view.standing else None
        found = known and (known.standing or known.against_joining or known.against_parting)
        if not found:
            self.app.say("Nothing contradicts this pair.")
            return
        here = (self.view.beside.edge, self.view.beside.edge[::-1]) if self.view.beside else ()
        first = next((pair for pair in found.pairs if pair not in here), found.pairs[0])
        if known and known.standing:
            first = found.pairs[0]
        self.app.open_course(ThesePairs(found.pairs, first))

    # Deciding

    def action_judge(self, verdict: str) -> None:
        """Give the pair a verdict and go to the next open one; `none` takes the verdict back."""
        self.turns.add(partial(self._judge, None if verdict == "none" else Verdict(verdict)))

    async def _judge(self, verdict: Verdict | None) -> None:
        here = self.view.beside
        if here is None:
            return
        saved = await self.app.lanes.write.run(Store.judge, self.app.annotator, [here.edge], verdict)
        self.app.saved = saved or self.app.saved
        if verdict is None:
            await self._stay("You gave this pair no verdict." if saved is None else None)
            return
        self._last = here.edge
        if self._once:
            self.action_leave()
        else:
            await self._decided()

    async def _decided(self) -> None:
        if not await self._go_on():
            await self._stay(DECIDED)
        self._count()

    async def _stay(self, sentence: str | None) -> None:
        await self._stand()
        self._count()
        if sentence:
            self.app.say(sentence)

    def action_family(self) -> None:
        """Settle the family of this pair, as the family screen does."""
        self.turns.add(self._family)

    async def _family(self) -> None:
        here = self.view.beside
        if here is None:
            return
        who = self.app.annotator
        canonical, said = await self.app.lanes.read.run(_settling, who, here.edge, self._last)
        if not said:
            self.app.say("No other pair of this family is open.")
            return
        saved = await self.app.lanes.write.run(Store.settle, who, canonical, said)
        self.app.saved = saved or self.app.saved
        self.workers.cancel_group(self, "ahead")
        self._ahead = None  # it may have been one of them
        await self._decided()

    def action_canonical(self) -> None:
        """Let the other side stand for the cluster."""
        self.turns.add(self._canonical)

    async def _canonical(self) -> None:
        here, known = self.view.beside, self.view.standing
        if here is None or known is None:
            return
        other = here.a if known.outlook.canonical == here.b.key else here.b
        self.app.saved = await self.app.lanes.write.run(Store.choose_canonical, self.app.annotator, other.key)
        await self._stand()

    async def turned(self, event: Event) -> None:
        """Go to the pair whose verdict changed; among listed pairs, only to one of them."""
        edge = await self.app.lanes.read.run(Store.judged_by, event)
        self._ahead = None
        if edge is not None and (isinstance(self.course, OpenPairs) or edge in self.view.trail):
            await self._go(edge)
        else:
            await self._stand()
        self._count()

    def returned(self, _: None) -> None:
        """Show what was decided on a screen above; a pair that was settled there is left behind."""
        self.turns.add(self._return)

    async def _return(self) -> None:
        self._ahead = None
        was_open = self.view.pair is not None and self.view.pair.verdict is None
        await self._stand()
        settled = self.view.pair is not None and self.view.pair.verdict is not None
        if was_open and settled and isinstance(self.course, OpenPairs):
            await self._decided()
        else:
            self._count()

    def pairs_grown(self) -> None:
        """Show what a search has found, where nothing was open before."""
        self.turns.add(self._grow)

    async def _grow(self) -> None:
        if self.view.beside is None:
            await self.begin()
        else:
            self._count()


def _settling(store: Store, annotator: str, here: Edge, last: Edge | None) -> tuple[str, dict[Edge, Verdict]]:
    """Return what settles the family of a pair, and the posting that stands for it.

    Only where the annotator's word on the pair is that it is one job; where there is none, that on the pair decided
    last, if it is of the family. Raises UsageError.
    """
    family = family_of(store, annotator, here[0])
    asked = [here, last] if last and not set(last).isdisjoint(family.keys) else [here]
    pairs = [store.pair(annotator, *edge) for edge in asked]
    verdict = next((pair.verdict for pair in pairs if pair and pair.verdict), None)
    settle, shows = key_of("pair", "family"), key_of("pair", "open-family")
    if verdict is None:
        raise UsageError(f"Decide this pair first; {settle} then settles its whole family.")
    if not verdict.joins:
        out = key_of("family", "take-out")
        raise UsageError(
            f"{settle} settles a family whose pair is a duplicate or a variant. {shows} shows the family; "
            f"there {out} takes out what does not fit."
        )
    try:
        return family.canonical.posting.key, settlement(family)
    except UsageError as error:
        raise UsageError(f"{error} {shows} shows the family.") from error
