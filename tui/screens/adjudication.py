"""The adjudication screen: what annotators answered differently, the worst first, and a key that settles it."""

from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from agreement.consensus import Tagging
from store import (
    Answer,
    Disagreements,
    Event,
    NotFound,
    Reason,
    Store,
    UnitKind,
    UnitName,
    UsageError,
)
from tui.adjudication_view import Look, look
from tui.adjudication_words import answer_words, comes_to, nothing_to_settle, waiting
from tui.bindings import bindings
from tui.commands import key_of
from tui.pair_view import side_page
from tui.text import shown, shown_lines
from tui.widgets.bars import KeyBar, StatusBar
from tui.widgets.line_list import line
from tui.widgets.posting_text import Page, PostingText

from .another_skill import pick_skill
from .answer import Answer as Ask
from .choice import Choice
from .deciding import DecidingScreen

LISTED = 200  # units that are read at once
LOOKED_AT = 10_000  # postings, and pairs, that are looked at to list them
REASONS = tuple(Reason)


@dataclass(frozen=True, slots=True)
class View:
    """What the screen shows: the list of units and the present one, with what is to be kept with it once settled."""

    found: Disagreements | None = None
    at: int = 0
    look: Look | None = None
    settled: frozenset[UnitName] = frozenset()  # of the list, since it was read
    reason: Reason | None = None
    note: str = ""

    @property
    def names(self) -> list[UnitName]:
        """The units of the list."""
        return [unit.name for unit in self.found.worst] if self.found else []


class AdjudicationScreen(DecidingScreen):
    """Settles what several answered: one key settles it and goes on."""

    CSS_PATH = "adjudication.tcss"
    SCOPE = "adjudication"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("adjudication")]

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self._hidden = False  # the names
        self._anyway = False  # whether postings are shown on which somebody is at work

    def compose(self) -> ComposeResult:
        """The answers, the text or both texts, and two lines of status and keys."""
        yield Static("Looking for what was answered by two or more…", id="answers")
        with Horizontal(id="texts"):
            yield PostingText(id="a")
            yield PostingText(id="b")
        yield StatusBar(id="status")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Show the keys; the texts are only read here."""
        for text in self.query(PostingText):
            text.can_focus = False
        self.query_one("#b").display = False
        self.query_one(KeyBar).show_scope("adjudication")

    async def begin(self) -> None:
        """List the disagreements, and show the worst."""
        await self._list()
        await self._go(0)

    async def _list(self) -> None:
        found = await self.app.lanes.read.run(Store.disagreements, LISTED, LOOKED_AT, anyway=self._anyway)
        self.view = View(found)

    # Showing

    async def _go(self, at: int) -> None:
        """Show a unit of the list; one that is no longer to be settled is passed over."""
        names = self.view.names
        while at < len(names):
            try:
                seen = await self.app.lanes.read.run(look, self.app.annotator, names[at], anyway=self._anyway)
            except (NotFound, UsageError):  # somebody has taken an answer back, or works on it again
                at += 1
                continue
            self.view = replace(self.view, at=at, look=seen, reason=None, note="")
            self._draw()
            return
        self.view = replace(self.view, look=None, reason=None, note="")
        self._draw()

    def _draw(self) -> None:
        if not self.is_drawable:
            return
        self._draw_answers()
        self._draw_status()
        b = self.query_one("#b", PostingText)
        two = self.view.look is not None and self.view.look.beside is not None
        if b.display is two:
            self._draw_texts()
        else:
            b.display = two
            self.call_after_refresh(self._draw_texts)  # once both have the width they are to have

    def _draw_texts(self) -> None:
        if not self.is_drawable:
            return
        a, b = self.query_one("#a", PostingText), self.query_one("#b", PostingText)
        seen = self.view.look
        if seen is None:
            a.show(Page())
        elif seen.beside is not None:
            a.show(side_page(seen.beside, 0, None))
            b.show(side_page(seen.beside, 1, None))
        else:
            page = seen.page
            a.show(page)
            if page.marks:
                self.call_after_refresh(a.reveal, page.marks[0].start)

    def _draw_answers(self) -> None:
        self.query_one("#answers", Static).update(self._answers())

    def _answers(self) -> Content:
        view = self.view
        if view.found is None:
            return Content("")
        if view.look is None:
            return Content(shown_lines(nothing_to_settle(view.found, anyway=self._anyway)))
        seen = view.look
        body, width = seen.posting.body, max(20, self.size.width - 2)
        letters = seen.letters
        lines = [
            Content.styled(shown(seen.title), "bold"),
            Content.styled(shown(comes_to(seen.unit, body)), "$muted"),
        ]
        for number, (answer, who) in enumerate(seen.sides, 1):
            names = ", ".join(sorted(letters[name] for name in who) if self._hidden else who)
            lines.append(
                Content.assemble(
                    (f" {number}  ", "bold"),
                    shown(answer_words(answer, body)),
                    (f"  · {shown(names)}", "$secondary"),
                )
            )
        if seen.settled is not None:
            by = letters.get(seen.settled.annotator, "") if self._hidden else seen.settled.annotator
            told = f"settled as {answer_words(seen.settled.answer, body)} ({seen.settled.how})"
            told += f" by {by}" if by else ""
            told += f"; {seen.settled.reason}" if seen.settled.reason else ""
            told += f": {seen.settled.note}" if seen.settled.note else ""
            told += "" if seen.settled.basis == seen.unit.basis else "; answers changed since"
            lines.append(Content.styled(shown(told), "$warning"))
        if view.reason or view.note:
            kept = [f"reason: {view.reason}"] if view.reason else []
            kept += [f"note: {view.note}"] if view.note else []
            lines.append(Content.styled(shown(" · ".join(kept)), "$primary"))
        return Content("\n").join(one.truncate(width, ellipsis=True) for one in lines)

    def _draw_status(self) -> None:
        view = self.view
        right = ""
        if view.found is not None:
            left = max(0, view.found.open - len(view.settled))
            first = "" if view.found.whole else f"of the first {LOOKED_AT:,} postings: "
            right = f"{first}{left:,} to settle · {view.found.unanimous:,} unanimous"
        self.query_one(StatusBar).say(self.app.saved, right)

    def on_resize(self) -> None:
        """Fit the lines."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.is_drawable and self.view.found is not None:
            self._draw_answers()
            self._draw_status()

    def action_hide_names(self) -> None:
        """Show letters in place of names, or the names again."""
        self._hidden = not self._hidden
        self._draw_answers()

    def action_page(self, step: int) -> None:
        """Scroll the texts."""
        for text in self.query(PostingText):
            text.page_by(step)

    def action_anyway(self) -> None:
        """Show what somebody is still at work on too, or not again."""
        self.turns.add(self._wait_or_not)

    async def _wait_or_not(self) -> None:
        self._anyway = not self._anyway
        await self._again()
        if self.view.found is not None:
            told = waiting(self.view.found) if self.view.found.waiting else "No posting waits for anybody"
            self.app.say(f"{told}; shown anyway." if self._anyway else f"{told}.")

    # Moving

    def action_next(self) -> None:
        """Go to the next unit."""
        self.turns.add(partial(self._step, 1))

    def action_previous(self) -> None:
        """Go to the unit before."""
        self.turns.add(partial(self._step, -1))

    async def _step(self, step: int) -> None:
        view = self.view
        if view.look is None:
            return
        at = view.at + step
        if 0 <= at < len(view.names):
            await self._go(at)
        else:
            self.app.say("This is the first one." if step < 0 else "That was the last one.")

    def action_leave(self) -> None:
        """Go back, once all that was asked for is done."""
        self.go_back()

    # Settling

    def action_take(self, number: int) -> None:
        """Settle the unit as one of the answers."""
        self.turns.add(partial(self._take, number))

    async def _take(self, number: int) -> None:
        seen = self.view.look
        if seen is None:
            return
        if number > len(seen.sides):
            raise UsageError(f"There are {len(seen.sides)} answers: take one of 1 to {len(seen.sides)}.")
        await self._settle(seen.sides[number - 1][0])

    def action_majority(self) -> None:
        """Settle the unit as more than half answered."""
        self.turns.add(self._majority)

    async def _majority(self) -> None:
        seen = self.view.look
        if seen is None:
            return
        if seen.unit.consensus.how == "open":
            edit = key_of("adjudication", "edit-answer")
            raise UsageError(
                f"There is no majority. Take an answer by its number, or another one with {edit}."
            )
        await self._settle(seen.unit.consensus.answer)

    def action_edit(self) -> None:
        """Choose from all answers that could be given."""
        self.lead_to_field(self._edit)

    async def _edit(self) -> None:
        seen = self.view.look
        if seen is None:
            self.app.release_keys()
            return
        lines = [line(answer_words(answer, seen.posting.body)) for answer in seen.choices]
        if seen.unit.name.kind is UnitKind.TAG:
            lines.append(line("another skill…"))

        def chosen(at: int | None) -> None:
            if at == len(seen.choices):
                self.lead_to_field(self._pick)
                return
            self.app.release_keys()
            if at is not None:
                self.turns.add(partial(self._settle, seen.choices[at]))

        self.app.push_screen(Choice(seen.title, lines), chosen)

    async def _pick(self) -> None:
        seen = self.view.look
        if seen is None:
            self.app.release_keys()
            return
        await pick_skill(self, seen, self._settle)

    async def _settle(self, answer: Answer, uri: str | None = None) -> None:
        """Settle the unit, or with a URI as another skill."""
        view = self.view
        if view.look is None:
            return
        name = view.look.unit.name
        beside = (view.reason, view.note)
        write, who = self.app.lanes.write, self.app.annotator
        if uri is not None and isinstance(answer, Tagging):
            saved = await write.run(Store.adjudicate_as, who, name, uri, answer, *beside, anyway=self._anyway)
        else:
            saved = await write.run(Store.adjudicate, who, name, answer, *beside, anyway=self._anyway)
        self.app.saved = saved or self.app.saved
        self.view = replace(view, settled=view.settled | {name})
        await self._go_on()

    async def _go_on(self) -> None:
        """Go to the next unit that is not settled, or look for more."""
        names = self.view.names
        for at in (*range(self.view.at + 1, len(names)), *range(self.view.at)):
            if names[at] not in self.view.settled:
                await self._go(at)
                return
        await self.begin()

    def action_accept_all(self) -> None:
        """Accept all on which everybody agrees."""
        self.turns.add(self._accept_all)

    async def _accept_all(self) -> None:
        saved = await self.app.lanes.write.run(Store.accept_unanimous, self.app.annotator)
        if saved is None:
            self.app.say("There is nothing unanimous to accept.")
            return
        self.app.saved = saved
        self.app.say(f"{saved.summary.capitalize()}. {key_of('app', 'undo')} takes it back.")
        await self._again()

    async def _again(self, posting: str | None = None) -> None:
        """List anew, and go to where one was, or to a posting."""
        here = self.view.look.unit.name if self.view.look else None
        await self._list()
        names = self.view.names
        about = [at for at, name in enumerate(names) if posting and posting == name.posting]
        await self._go(about[0] if about else names.index(here) if here in names else 0)

    # Why

    def action_reason(self) -> None:
        """Choose why the answers differ."""
        self.lead_to_field(self._reason)

    async def _reason(self) -> None:
        if self.view.look is None:
            self.app.release_keys()
            return
        lines = [line(_REASONS[reason]) for reason in REASONS]

        def chosen(at: int | None) -> None:
            self.app.release_keys()
            if at is not None:
                self.turns.add(partial(self._keep, reason=REASONS[at]))

        at = REASONS.index(self.view.reason) if self.view.reason else 0
        self.app.push_screen(Choice("Why do the answers differ?", lines, at), chosen)

    def action_note(self) -> None:
        """Write what is to be remembered."""
        self.lead_to_field(self._note)

    async def _note(self) -> None:
        if self.view.look is None:
            self.app.release_keys()
            return

        def answered(text: str | None) -> None:
            self.app.release_keys()
            if text is not None:
                self.turns.add(partial(self._keep, note=text))

        self.app.push_screen(Ask("A note, kept with what you settle", self.view.note), answered)

    async def _keep(self, reason: Reason | None = None, note: str | None = None) -> None:
        view = self.view
        kept = view.note if note is None else note
        self.view = replace(view, reason=reason or view.reason, note=kept)
        self._draw_answers()

    # What others do, and what is taken back

    async def turned(self, event: Event) -> None:
        """List anew, and go to what is to be settled again."""
        await self._again(event.posting)

    def returned(self, _: None) -> None:
        """Show what was decided on a screen above."""
        self.turns.add(self._again)

    def changed_elsewhere(self) -> None:
        """Show what others finished, where nothing was to be settled before."""
        if self.view.found is not None and self.view.look is None:
            self.turns.add(self._again)


_REASONS = {
    Reason.AMBIGUOUS: "ambiguous: the text can be read both ways",
    Reason.GAP: "guideline gap: the guidelines do not say",
    Reason.SLIP: "slip: somebody pressed the wrong key or overlooked it",
    Reason.OTHER: "other: the note says why",
}
