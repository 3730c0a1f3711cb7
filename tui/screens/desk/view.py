"""What the desk shows, and the places in a posting between which its cursor moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING

from store import Posting, Query, QueueOrder, Span, Spot, Store, Tag, Window
from tui.skill_reader import SkillMention

if TYPE_CHECKING:
    from skills.suggesting import Suggested

REACH = 60  # rows of the queue held on each side of the current one
START, END = Spot(0, -1, ()), Spot(2**62, 2**62, ())
"""Before all postings of any order, and behind them."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of the cursor: one of the annotator's own tags, or a mention that waits for a word."""

    id: str
    tag: Tag | None = None
    mention: SkillMention | None = None

    @property
    def span(self) -> Span | None:
        """Where it stands in the body; None for a tag without evidence."""
        if self.mention:
            return self.mention.span
        return self.tag.span if self.tag else None

    @property
    def start(self) -> float:
        """Where it begins; tags without evidence come behind the text."""
        return self.span.start if self.span else inf

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.span.end if self.span else inf


@dataclass(frozen=True, slots=True)
class View:
    """What the screen shows.

    `spot` is where in the order the posting stood when it was opened. `cursor` is the id of the stop under the cursor
    and `at` where the last one began, None at the beginning of a posting. `total` None is not counted yet.
    `vocabulary` is its version; `mentions` and `offers` None are still to be found. `answers` says by URI which
    proposed skills the annotator accepted and rejected here.
    """

    text: str = ""
    query: Query = Query()
    order: QueueOrder = QueueOrder.IMPORTED
    spot: Spot = START
    posting: Posting | None = None
    pairs: int = 0
    window: Window = Window((), before=False, after=False)
    vocabulary: int = 0
    answers: Mapping[str, bool] = field(default_factory=dict)
    mentions: tuple[SkillMention, ...] | None = None
    offers: "tuple[Suggested, ...] | None" = None
    cursor: str | None = None
    at: float | None = None
    position: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A posting as the database has it, with what stands around it."""

    posting: Posting
    spot: Spot
    window: Window
    pairs: int
    vocabulary: int
    answers: Mapping[str, bool]


def opened(
    store: Store, annotator: str, query: Query, key: str, order: QueueOrder, spot: Spot | None = None
) -> Opened:
    """Read a posting; without a spot, the one where it stands now in the order."""
    posting = store.posting(annotator, key)
    if spot is None:
        spot = _spot(store, annotator, posting, order)
    window = store.window(annotator, query, spot, REACH, order)
    pairs = next((row.pairs for row in window.rows if row.key == key), None)
    if pairs is None:  # it matches the search no longer
        pairs = sum(1 for _ in store.pairs(annotator, posting=key, only_open=True))
    return Opened(posting, spot, window, pairs, store.vocabulary_version(), store.answers(annotator, key))


def standing(store: Store, annotator: str, key: str, order: QueueOrder) -> Spot:
    """Return where a posting stands now in an order."""
    return _spot(store, annotator, store.posting(annotator, key), order)


def _spot(store: Store, annotator: str, posting: Posting, order: QueueOrder) -> Spot:
    if order is QueueOrder.IMPORTED:
        return Spot(posting.id, 0, (posting.id,))
    return store.spot(annotator, order, posting.id)


def beside(
    store: Store, annotator: str, query: Query, at: Spot, order: QueueOrder, *, forward: bool
) -> Opened | None:
    """Read the next posting behind a spot, or the one before; None where the queue ends."""
    key = store.neighbour(annotator, query, at, forward=forward, order=order)
    return opened(store, annotator, query, key, order) if key is not None else None


def rejected_of(answers: Mapping[str, bool]) -> list[str]:
    """Return the URIs of the skills that were rejected."""
    return [uri for uri, accepted in answers.items() if not accepted]


def own_tags(posting: Posting | None, annotator: str) -> list[Tag]:
    """Return the tags of a posting that are the annotator's own."""
    return [tag for tag in posting.tags if tag.annotator == annotator] if posting else []


def open_mentions(view: View, annotator: str) -> tuple[SkillMention, ...]:
    """Return the mentions that wait for a word: of skills neither tagged nor rejected here."""
    said = {tag.skill.uri for tag in own_tags(view.posting, annotator)}
    said |= set(rejected_of(view.answers))
    return tuple(one for one in view.mentions or () if one.skill.uri not in said)


def stops(view: View, annotator: str) -> list[Stop]:
    """Return the places of the cursor in the order of the text."""
    found = [Stop(tag.uid, tag=tag) for tag in own_tags(view.posting, annotator)]
    found += [Stop(one.id, mention=one) for one in open_mentions(view, annotator)]
    return sorted(found, key=lambda stop: (stop.start, stop.end))


def stop_at(view: View, annotator: str) -> Stop | None:
    """Return the stop under the cursor."""
    return next((stop for stop in stops(view, annotator) if stop.id == view.cursor), None)
