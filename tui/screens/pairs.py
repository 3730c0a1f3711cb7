"""The pair screen: two postings side by side, what differs marked, why they were proposed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from duplicates.clusters import clustering
from duplicates.differences import FieldComparison, compare_fields, differences
from duplicates.families import family
from store import Event, Pair, Posting, Store, UsageError, Verdict
from tui.bindings import bindings
from tui.text import shown
from tui.widgets.bars import KeyBar, StatusBar
from tui.widgets.posting_text import LeadKind, Mark, Page, PostingText
from tui.widgets.queue_list import title_of

from .deciding import DecidingScreen


@dataclass(frozen=True, slots=True)
class Side:
    """One posting of the pair as it is shown."""

    posting: Posting
    canonical: bool
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the screen shows: pair number `at` of `pairs`, with its two sides, None while there is none."""

    pairs: tuple[Pair, ...] = ()
    at: int = 0
    sides: tuple[Side, Side] | None = None
    fields: tuple[FieldComparison, ...] = ()

    @property
    def pair(self) -> Pair | None:
        """The pair on the screen."""
        return self.pairs[self.at] if self.pairs else None


def _sides(store: Store, annotator: str, pair: Pair) -> tuple[tuple[Side, Side], tuple[FieldComparison, ...]]:
    a, b = store.posting(annotator, pair.a), store.posting(annotator, pair.b)
    cluster = clustering(store).by_member().get(pair.a)
    canonical = cluster.canonical if cluster else _chosen(store, pair)
    in_a, in_b = differences(a.body, b.body)
    sides = [
        Side(posting, posting.key == canonical, tuple(Mark(start, end, "differs") for start, end in spans))
        for posting, spans in ((a, in_a), (b, in_b))
    ]
    return (sides[0], sides[1]), compare_fields(a, b)


def _chosen(store: Store, pair: Pair) -> str:
    """Return the side that would stand for the two: the one chosen last, else the first imported."""
    return next((key for key in reversed(store.canonical_choices()) if key in (pair.a, pair.b)), pair.a)


class PairScreen(DecidingScreen):
    """Settles pairs: one key decides and goes on."""

    CSS_PATH = "pairs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("pair")]

    def __init__(self, posting: str | None) -> None:
        """`posting` keeps the pairs with that posting in them; None takes every open pair."""
        super().__init__()
        self._posting = posting
        self.view = View()
        self._last: tuple[str, str] | None = None  # the pair decided last, by its keys

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
        """Load the pairs and show the first that is open."""
        pairs = await self._load()
        at = next((index for index, pair in enumerate(pairs) if pair.verdict is None), 0)
        self.view = replace(self.view, pairs=pairs)
        await self._show(at)

    async def _load(self) -> tuple[Pair, ...]:
        return await self.app.lanes.read.run(
            lambda store: tuple(
                store.pairs(
                    self.app.annotator,
                    posting=self._posting,
                    only_open=self._posting is None and not self.view.pairs,
                )
            )
        )

    async def _show(self, at: int) -> None:
        if not self.view.pairs:
            self._draw()
            return
        pair = self.view.pairs[at]
        sides, fields = await self.app.lanes.read.run(_sides, self.app.annotator, pair)
        self.view = replace(self.view, at=at, sides=sides, fields=fields)
        self._draw()

    # Drawing

    def _draw(self) -> None:
        view = self.view
        if not self.is_mounted:
            return
        self.query_one("#reasons", Static).update(self._reasons())
        for name, index in (("#a", 0), ("#b", 1)):
            page = self._page(index) if view.sides else Page()
            self.query_one(name, PostingText).show(page)
        self._draw_status()

    def _draw_status(self) -> None:
        view = self.view
        decided = sum(pair.verdict is not None for pair in view.pairs)
        right = f"pair {view.at + 1:,} of {len(view.pairs):,}, {decided:,} decided" if view.pairs else ""
        self.query_one(StatusBar).say(self.app.saved, right)

    def on_resize(self) -> None:
        """Fit the status line."""
        self.call_after_refresh(self._draw_status)

    def _reasons(self) -> Content:
        pair = self.view.pair
        if pair is None:
            return Content.assemble(
                ("No open pairs.", "bold"),
                "  Esc goes back; `postil duplicates find` looks for pairs after an import.",
            )
        verdict = f"  → {pair.verdict}" if pair.verdict else ""
        why = "; ".join(shown(reason) for reason in pair.reasons) or "named by a person"
        differing = ", ".join(field.name for field in self.view.fields if not field.same)
        kind = str(pair.kind) if pair.kind else "no proposal"
        return Content.assemble(
            (kind, "bold"),
            f": {why}",
            (verdict, "bold reverse"),
            f"\nfields that differ: {differing or 'none'}",
        )

    def _page(self, index: int) -> Page:
        if self.view.sides is None:
            return Page()
        side = self.view.sides[index]
        posting = side.posting
        star = "★ " if side.canonical else ""
        lead: list[tuple[str, LeadKind]] = [(f"{star}{title_of(posting)}", "title")]
        for field in self.view.fields:
            value = (field.a, field.b)[index]
            if value and field.name != "title":
                lead.append((f"{field.name}: {value}", "field" if field.same else "differs"))
        lead.append((f"{posting.source}, {posting.locator}", "hint"))
        return Page(tuple(lead), posting.body, posting.sections, side.marks)

    # Moving

    def action_next(self) -> None:
        """Go to the next pair."""
        self.turns.add(partial(self._step, 1))

    def action_previous(self) -> None:
        """Go to the pair before."""
        self.turns.add(partial(self._step, -1))

    async def _step(self, step: int) -> None:
        at = self.view.at + step
        if 0 <= at < len(self.view.pairs):
            await self._show(at)
        else:
            self.app.say("That was the last pair." if step > 0 else "This is the first pair.")

    def action_page(self, step: int) -> None:
        """Scroll both texts."""
        for text in self.query(PostingText):
            text.page_by(step)

    def action_leave(self) -> None:
        """Go back to the review, once every verdict that was asked for is given."""
        self.app.hold_keys()
        self.turns.add(self._leave)

    async def _leave(self) -> None:
        # Not from here: leaving ends the worker that takes this turn.
        self.app.call_later(self._left)

    def _left(self) -> None:
        self.dismiss()
        self.app.release_keys()

    # Deciding

    def action_judge(self, verdict: str) -> None:
        """Give the pair a verdict and go to the next open one."""
        self.turns.add(partial(self._judge, Verdict(verdict)))

    async def _judge(self, verdict: Verdict) -> None:
        pair = self.view.pair
        if pair is not None:
            self._last = pair.a, pair.b
            await self._settle([pair], verdict)

    def action_family(self) -> None:
        """Give the open pairs of this pair's family the verdict it has."""
        self.turns.add(self._family)

    async def _family(self) -> None:
        pair = self.view.pair
        if pair is None:
            return
        related = await self.app.lanes.read.run(
            lambda store: family(pair, list(store.pairs(self.app.annotator)))
        )
        # The pair on the screen has a verdict, or the one decided just before it is of the same family.
        last = next((one for one in related if (one.a, one.b) == self._last), pair)
        verdict = pair.verdict or last.verdict
        if verdict is None:
            raise UsageError("Decide this pair first; A then gives its verdict to the whole family.")
        waiting = [other for other in related if other.verdict is None]
        if not waiting:
            self.app.say("No other pair of this family is open.")
            return
        await self._settle(waiting, verdict)

    async def _settle(self, pairs: Sequence[Pair], verdict: Verdict) -> None:
        saved = await self.app.lanes.write.run(
            Store.judge, self.app.annotator, [(pair.a, pair.b) for pair in pairs], verdict
        )
        judged = {(pair.a, pair.b) for pair in pairs}
        known = tuple(
            replace(pair, verdict=verdict) if (pair.a, pair.b) in judged else pair for pair in self.view.pairs
        )
        self.app.saved = saved or self.app.saved
        self.view = replace(self.view, pairs=known)
        await self._show(self._next_open())

    def _next_open(self) -> int:
        """Return the next open pair, from the start again at the end; this one where all are decided."""
        count = len(self.view.pairs)
        for step in range(1, count):
            at = (self.view.at + step) % count
            if self.view.pairs[at].verdict is None:
                return at
        if self.view.pair is not None and self.view.pair.verdict is not None:
            self.app.say("Every pair here is decided.")
        return self.view.at

    def action_canonical(self) -> None:
        """Let the other side stand for the cluster."""
        self.turns.add(self._canonical)

    async def _canonical(self) -> None:
        if self.view.sides is None:
            return
        a, b = self.view.sides
        other = a if b.canonical else b
        self.app.saved = await self.app.lanes.write.run(
            Store.choose_canonical, self.app.annotator, other.posting.key
        )
        await self._show(self.view.at)

    async def turned(self, event: Event) -> None:
        """Go to the pair whose verdict changed; one outside these pairs changes nothing here."""
        before = self.view.pairs
        present = {(pair.a, pair.b): pair for pair in await self._load()}
        known = tuple(present.get((pair.a, pair.b), pair) for pair in before)
        changed = [index for index, pair in enumerate(known) if pair.verdict != before[index].verdict]
        self.view = replace(self.view, pairs=known)
        await self._show(changed[0] if changed else self.view.at)
