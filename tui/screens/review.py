"""The review screen: queue, posting, annotations."""

from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from skills.picker import Picker
from store import (
    Event,
    Place,
    Posting,
    Query,
    Requirement,
    State,
    Store,
    Tag,
    UsageError,
    Window,
    parse,
)
from tui.bindings import bindings
from tui.commands import hidden_by
from tui.pages import empty_page, page_of
from tui.turns import Turn
from tui.widgets.annotation_pane import AnnotationPane
from tui.widgets.bars import KeyBar, StatusBar
from tui.widgets.fields import SearchBar
from tui.widgets.posting_text import PostingText
from tui.widgets.queue_list import QueueList

from .deciding import DecidingScreen
from .note_editor import NoteEditor, Written
from .skill_picker import SkillPicker

HIDDEN_BY_TEXT = hidden_by("review", "text")
REACH = 60  # rows of the queue held on each side of the current one
FAMILY = 3  # postings that are shown as a family and not as pairs
SETTLE = 0.3  # seconds without a move after which the place is remembered


@dataclass(frozen=True, slots=True)
class View:
    """What the screen shows. `tag` is the uid of the tag under the cursor; `total` None is not counted yet."""

    text: str = ""
    query: Query = Query()
    posting: Posting | None = None
    pairs: int = 0
    window: Window = Window((), before=False, after=False)
    tag: str | None = None
    position: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class _Opened:
    posting: Posting
    window: Window
    pairs: int


def _open(store: Store, annotator: str, query: Query, key: str) -> _Opened:
    posting = store.posting(annotator, key)
    pairs = sum(1 for _ in store.pairs(annotator, posting=key, only_open=True))
    return _Opened(posting, store.window(annotator, query, posting.id, REACH), pairs)


@dataclass(frozen=True, slots=True)
class Selection:
    """Words of one posting: its key, `[start, end)` of its body, and what stands there."""

    key: str
    span: tuple[int, int]
    quote: str


def _has_pairs(store: Store, annotator: str, key: str) -> bool:
    return next(iter(store.pairs(annotator, posting=key)), None) is not None


class ReviewScreen(DecidingScreen):
    """Pages through postings."""

    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("review")]
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-tiny"), (60, "-narrow"), (110, "-wide")]

    def __init__(self, query: str | None) -> None:
        super().__init__()
        self._asked = query
        self.view = View()
        # Made in the reading lane, a quarter of a second for ESCO's labels, and kept until there are other skills.
        self._picker: tuple[int, Picker] | None = None
        self._unsaved: dict[str, str] = {}  # texts of notes, by posting, that the database did not take
        self._settling: Timer | None = None
        self._from = 0  # the number of the posting from which a search looks on

    def compose(self) -> ComposeResult:
        """Queue, posting and annotations over two lines of status and keys."""
        yield SearchBar(id="search")
        with Horizontal(id="panes"):
            yield QueueList(id="queue")
            yield PostingText(id="text")
            with Vertical(id="side"):
                yield AnnotationPane(id="annotations")
        yield StatusBar(id="status")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Show the keys and hide the search."""
        self.query_one(SearchBar).display = False
        self.query_one(KeyBar).show_scope("review")
        self.set_focus(None)

    async def begin(self) -> None:
        """Open where the annotator stopped, or the search that was asked for."""
        place = await self.app.lanes.read.run(Store.place, self.app.annotator)
        text = place.query if self._asked is None else self._asked
        if self._asked is None and place.posting is not None:
            await self._show(place.posting)
        await self._search(text)

    # Moving

    async def _show(self, key: str | None, *, tag: str | None = None) -> None:
        """Open a posting by key; None shows that there is none."""
        if key is None:
            self.view = replace(self.view, posting=None, window=View().window, pairs=0, tag=None)
        else:
            opened = await self.app.lanes.read.run(_open, self.app.annotator, self.view.query, key)
            self.view = replace(
                self.view, posting=opened.posting, window=opened.window, pairs=opened.pairs, tag=tag
            )
            if not self.query_one(SearchBar).has_focus:
                self._from = opened.posting.id
        self._draw(from_top=True)
        self._count()
        self._remember_soon()

    async def _refresh(self, saved: Event | None, *, tag: str | None = None) -> None:
        """Show the posting again after a decision on it."""
        self.app.saved = saved or self.app.saved
        if self.view.posting is None:
            return
        opened = await self.app.lanes.read.run(
            _open, self.app.annotator, self.view.query, self.view.posting.key
        )
        known = {own.uid for own in self._own_tags(opened.posting)}
        cursor = next((uid for uid in (tag, self.view.tag) if uid in known), None)
        self.view = replace(
            self.view, posting=opened.posting, window=opened.window, pairs=opened.pairs, tag=cursor
        )
        self._draw(from_top=False)

    async def _step(self, *, forward: bool) -> None:
        posting = self.view.posting
        if posting is None:
            return
        self.workers.cancel_group(self, "count")  # a key does not wait for it
        key = await self.app.lanes.read.run(
            Store.neighbour, self.app.annotator, self.view.query, posting.id, forward=forward
        )
        if key is None:
            self.app.say(
                "That was the last posting of the queue." if forward else "This is the first posting."
            )
        else:
            await self._show(key)

    async def _jump(self, *, to_end: bool) -> None:
        around = 2**62 if to_end else 0
        key = await self.app.lanes.read.run(
            Store.neighbour, self.app.annotator, self.view.query, around, forward=not to_end
        )
        if key is not None:
            await self._show(key)

    def action_next(self) -> None:
        """Go to the next posting."""
        self.turns.add(partial(self._step, forward=True))

    def action_previous(self) -> None:
        """Go to the posting before."""
        self.turns.add(partial(self._step, forward=False))

    def action_first(self) -> None:
        """Go to the start of the queue."""
        self.turns.add(partial(self._jump, to_end=False))

    def action_last(self) -> None:
        """Go to the end of the queue."""
        self.turns.add(partial(self._jump, to_end=True))

    @on(QueueList.Chosen)
    def _row_chosen(self, message: QueueList.Chosen) -> None:
        self.open(message.key)

    # Drawing

    def _draw(self, *, from_top: bool) -> None:
        view = self.view
        if not self.is_mounted:
            return
        self.query_one(QueueList).show(view.window, view.posting.key if view.posting else None)
        text = self.query_one(PostingText)
        if view.posting:
            page = page_of(view.posting, view.query, view.tag)
        else:
            page = empty_page(view.query, self.app.lanes.missing)
        text.show(page, from_top=from_top)
        self.query_one(AnnotationPane).show(view.posting, self.app.annotator, view.tag, view.pairs)
        found = [mark.start for mark in page.marks if mark.kind == "hit"]
        if from_top and found:
            self.call_after_refresh(text.reveal, found[0])
        self._draw_status()

    def _draw_status(self) -> None:
        view = self.view
        at = "…" if view.position is None or view.total is None else f"{view.position:,} of {view.total:,}"
        right = f"{view.text}  {at}" if view.text else at
        self.query_one(StatusBar).say(self.app.saved, right)

    def on_resize(self) -> None:
        """Fit the status line."""
        self.call_after_refresh(self._draw_status)

    @work(exclusive=True, group="count")
    async def _count(self) -> None:
        """Count in the background: on a large database it takes longer than a move."""
        view, lane = self.view, self.app.lanes.read
        total = await lane.run(Store.count, self.app.annotator, view.query)
        up_to = view.posting.id if view.posting else 0
        position = await lane.run(Store.count, self.app.annotator, view.query, up_to)
        self.view = replace(self.view, position=position, total=total)
        self._draw_status()

    def _remember_soon(self) -> None:
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE, partial(self.turns.add, self.remember))

    async def remember(self) -> None:
        """Remember where the annotator is."""
        place = Place(self.view.posting.key if self.view.posting else None, self.view.text)
        await self.app.lanes.write.run(Store.remember, self.app.annotator, place)

    # Deciding

    def action_state(self, state: str) -> None:
        """Set the state of the posting; all but `todo` go on to the next."""
        self.turns.add(partial(self._set_state, State(state)))

    async def _set_state(self, state: State) -> None:
        posting = self.view.posting
        if posting is None:
            return
        saved = await self.app.lanes.write.run(Store.set_state, self.app.annotator, posting.key, state)
        if state is not State.TODO:
            self.app.saved = saved or self.app.saved
            await self._step(forward=True)
        if self.view.posting is posting:  # the end of the queue, or to do again
            await self._refresh(saved)

    def action_tag(self) -> None:
        """Tag a skill on the posting."""
        self._ask(partial(self._pick_skill, None))

    def action_tag_span(self) -> None:
        """Tag a skill on the selected words."""
        self._ask(partial(self._pick_skill, self._take_selection()))

    def _take_selection(self) -> Selection | None:
        """Return the selected words with their posting: by the time of the turn another may be shown."""
        text, posting = self.query_one(PostingText), self.view.posting
        chosen = text.selected
        text.drop_selection()
        if chosen is None or posting is None:
            return None
        return Selection(posting.key, chosen, posting.body[slice(*chosen)])

    async def _pick_skill(self, words: Selection | None) -> None:
        posting = self.view.posting
        if posting is None:
            raise UsageError("There is no posting to tag.")
        size = await self.app.lanes.read.run(Store.vocabulary_size)
        if self._picker is None or self._picker[0] != size:
            self._picker = (size, await self.app.lanes.read.run(lambda store: Picker(store.vocabulary())))
        key, span, quote = (words.key, words.span, words.quote) if words else (posting.key, None, "")
        about = f"Tag “{quote}”" if words else f"Tag {posting.shown_title or 'this posting'}"

        def picked(name: str | None) -> None:
            self.app.release_keys()
            if name is not None:
                self.turns.add(partial(self._tag, key, name, span))

        self.app.push_screen(SkillPicker(self._picker[1], about, quote), picked)

    def _ask(self, turn: Turn) -> None:
        """Let keys wait for the dialog that a turn opens; where it does not come, they go on."""
        self.app.hold_keys()
        self.turns.add(partial(self._asked_for, turn))

    async def _asked_for(self, turn: Turn) -> None:
        try:
            await turn()
        except BaseException:
            self.app.release_keys()
            raise

    async def _tag(self, key: str, name: str, span: tuple[int, int] | None) -> None:
        saved = await self.app.lanes.write.run(Store.tag, self.app.annotator, key, name, None, span)
        if saved is None:
            self.app.say("This posting has that tag already.")
        before = {tag.uid for tag in self._own_tags(self.view.posting)}
        await self._refresh(saved)
        added = [tag.uid for tag in self._own_tags(self.view.posting) if tag.uid not in before]
        if added:
            self.view = replace(self.view, tag=added[0])
            self._draw(from_top=False)

    def _own_tags(self, posting: Posting | None) -> list[Tag]:
        return [tag for tag in posting.tags if tag.annotator == self.app.annotator] if posting else []

    def action_next_tag(self) -> None:
        """Move the cursor to the next of the annotator's tags."""
        self.turns.add(partial(self._move_cursor, 1))

    def action_previous_tag(self) -> None:
        """Move the cursor to the tag before."""
        self.turns.add(partial(self._move_cursor, -1))

    async def _move_cursor(self, step: int) -> None:
        tags = self._own_tags(self.view.posting)
        if not tags:
            return
        at = next((index for index, tag in enumerate(tags) if tag.uid == self.view.tag), None)
        chosen = tags[(at + step) % len(tags) if at is not None else (0 if step > 0 else -1)]
        self.view = replace(self.view, tag=chosen.uid)
        self._draw(from_top=False)
        if chosen.span:
            self.query_one(PostingText).reveal(chosen.span.start)

    def _cursor(self) -> Tag:
        tags = self._own_tags(self.view.posting)
        found = next((tag for tag in tags if tag.uid == self.view.tag), tags[0] if len(tags) == 1 else None)
        if found is None:
            raise UsageError(
                "No tag is under the cursor: tab moves to one."
                if tags
                else "There is no tag yet: s tags a skill."
            )
        return found

    def action_require(self, requirement: str) -> None:
        """Say how the tag under the cursor is asked for."""
        self.turns.add(partial(self._require, Requirement(requirement)))

    async def _require(self, requirement: Requirement) -> None:
        posting = self.view.posting
        if posting is None:
            return
        tag = self._cursor()
        saved = await self.app.lanes.write.run(
            Store.require, self.app.annotator, posting.key, tag.uid, requirement
        )
        await self._refresh(saved, tag=tag.uid)

    def action_untag(self) -> None:
        """Remove the tag under the cursor."""
        self.turns.add(self._untag)

    async def _untag(self) -> None:
        posting = self.view.posting
        if posting is None:
            return
        saved = await self.app.lanes.write.run(
            Store.untag, self.app.annotator, posting.key, self._cursor().uid
        )
        await self._refresh(saved)

    def action_note(self) -> None:
        """Write a note on the posting."""
        self._ask(partial(self._write_note, None))

    def action_note_span(self) -> None:
        """Write a note on the selected words."""
        self._ask(partial(self._write_note, self._take_selection()))

    async def _write_note(self, words: Selection | None) -> None:
        posting = self.view.posting
        if posting is None:
            raise UsageError("There is no posting to write on.")
        key, span = (words.key, words.span) if words else (posting.key, None)
        about = f"Note on “{words.quote}”" if words else f"Note on {posting.shown_title or 'this posting'}"
        draft = self._unsaved.get(key, "")
        if not draft:
            draft = await self.app.lanes.read.run(Store.draft, self.app.annotator, key)

        def written(result: Written | None) -> None:
            self.app.release_keys()
            if result is not None and result.kept and result.text.strip():
                self.turns.add(partial(self._note, key, result.text, span))
            elif result is not None:
                self.turns.add(partial(self._put_by, key, "" if result.kept else result.text))

        self.app.push_screen(NoteEditor(about, draft, key), written)

    async def _put_by(self, key: str, text: str) -> None:
        self._unsaved[key] = text
        await self.app.lanes.write.run(Store.keep_draft, self.app.annotator, key, text)
        del self._unsaved[key]

    def action_rewrite(self) -> None:
        """Write the annotator's last note on the posting anew."""
        self._ask(self._rewrite_note)

    async def _rewrite_note(self) -> None:
        posting = self.view.posting
        own = [note for note in posting.notes if note.annotator == self.app.annotator] if posting else []
        if posting is None or not own:
            raise UsageError("You have no note here to rewrite.")
        note = own[-1]

        def written(result: Written | None) -> None:
            self.app.release_keys()
            if result is not None and result.kept:
                self.turns.add(partial(self._rewritten, posting.key, note.uid, result.text))

        self.app.push_screen(NoteEditor("Your note (emptied, it goes)", note.text, None), written)

    async def _rewritten(self, key: str, uid: str, text: str) -> None:
        saved = await self.app.lanes.write.run(Store.rewrite_note, self.app.annotator, key, uid, text)
        await self._refresh(saved)

    async def _note(self, key: str, text: str, span: tuple[int, int] | None) -> None:
        self._unsaved[key] = text
        saved = await self.app.lanes.write.run(Store.note, self.app.annotator, key, text, span)
        await self._put_by(key, "")
        await self._refresh(saved)

    async def turned(self, event: Event) -> None:
        """Go to the posting that the decision was about."""
        here = self.view.posting.key if self.view.posting else None
        if event.posting in (None, here):
            await self._refresh(event)
        else:
            await self._show(event.posting)

    # Text, search and the other screen

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys to what has the focus: all of them to the search, those it has to the text."""
        if isinstance(self.focused, SearchBar):
            return False
        if isinstance(self.focused, PostingText):
            return action not in HIDDEN_BY_TEXT
        return True

    def action_open_text(self) -> None:
        """Move in the posting's text."""
        if self.view.posting is not None:
            text = self.query_one(PostingText)
            text.read()
            self.set_focus(text)
            self.query_one(KeyBar).show_scope("text")

    def action_leave_text(self) -> None:
        """Drop the selection; without one, go back to the queue."""
        text = self.query_one(PostingText)
        if not text.drop_selection():
            text.stop_reading()
            self.set_focus(None)
            self.query_one(KeyBar).show_scope("review")

    def action_page(self, step: int) -> None:
        """Read on, or back."""
        self.query_one(PostingText).page_by(step)

    def action_search(self) -> None:
        """Type a search."""
        bar = self.query_one(SearchBar)
        bar.closed = False
        bar.value = self.view.text
        bar.cursor_position = len(bar.value)
        bar.display = True
        self.set_focus(bar)

    @on(SearchBar.Changed)
    def _search_typed(self, event: SearchBar.Changed) -> None:
        if event.input.has_focus:
            self.turns.add(self._search_typed_text)

    async def _search_typed_text(self) -> None:
        """Search for what stands there now: letters typed meanwhile need no search of their own."""
        text = self.query_one(SearchBar).value
        if text.strip() != self.view.text:
            await self._search(text)

    @on(SearchBar.Left)
    def _search_left(self, message: SearchBar.Left) -> None:
        self.query_one(SearchBar).display = False
        self.set_focus(None)
        self.turns.add(partial(self._search, message.text))

    def action_clear(self) -> None:
        """Show the whole queue again, staying where it is."""
        self.query_one(SearchBar).value = ""
        self.turns.add(partial(self._search, ""))

    async def _search(self, text: str) -> None:
        """Narrow the queue to what matches, staying at the posting if it does, else going to the nearest.

        The last word may go on, also after Enter and tomorrow: what was found while typing stays found.
        """
        query = parse(text, typing=True)
        if self.view.posting is not None and not self.query_one(SearchBar).has_focus:
            self._from = self.view.posting.id
        self.view = replace(self.view, text=text.strip(), query=query)
        window = await self.app.lanes.read.run(Store.window, self.app.annotator, query, self._from, 1)
        later = [row.key for row in window.rows if row.id >= self._from]
        keys = later or [row.key for row in reversed(window.rows)]
        await self._show(keys[0] if keys else None)

    def action_pairs(self) -> None:
        """Settle the pairs of this posting."""
        self.app.hold_keys()
        self.turns.add(self._open_pairs)

    async def _open_pairs(self) -> None:
        posting = self.view.posting
        try:
            if posting is None:
                return
            if len(await self.app.lanes.read.run(Store.kin, [posting.key])) >= FAMILY:
                self.app.open_family(posting.key)
            elif await self.app.lanes.read.run(_has_pairs, self.app.annotator, posting.key):
                self.app.open_pairs(posting.key)
            else:
                self.app.say("This posting is in no pair. g d shows all open pairs.")
        finally:
            self.app.release_keys()

    def returned(self, _: None) -> None:
        """Show what was decided on the pair screen."""
        self.turns.add(partial(self._refresh, None))

    def open(self, key: str) -> None:
        """Go to a posting that was chosen elsewhere."""
        self.turns.add(partial(self._show, key))

    def grown(self) -> None:
        """Show what an import has brought, staying where one is."""
        self.turns.add(self._grow)

    async def _grow(self) -> None:
        if self.view.posting is None:
            await self._search(self.view.text)
        else:
            await self._refresh(None)
            self._count()
