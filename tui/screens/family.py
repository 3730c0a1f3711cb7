"""The family screen: a whole family under the posting that stands for it; what does not fit goes with one key."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from duplicates.chains import Contradiction, contradiction_near
from duplicates.families import Family, Relative, family_of, hanging_on, judging, settlement, wording
from store import Event, Store, UsageError, Verdict
from tui.bindings import bindings
from tui.commands import key_of
from tui.family_lines import Rows, rows_of
from tui.family_words import left_open, prospect
from tui.pair_courses import PairsOf, ThesePairs
from tui.pair_words import chain
from tui.text import shown
from tui.widgets.bars import KeyBar, StatusBar
from tui.widgets.line_list import LineList
from tui.widgets.line_moves import LineMoves, Move

from .deciding import DecidingScreen

WORDED = 50  # members whose texts are compared at a time, and
MOST_WORDED = 1_000  # in all: of a larger family the rest says that the text differs, not how


@dataclass(frozen=True, slots=True)
class View:
    """What the screen shows. `at` is the key of the posting under the cursor; `wordings` are of that canonical.

    `against` is the first contradiction among its verdicts, and how many there are; `places` has `source:locator` by
    key of the postings in it; `prospect` says what settling the family would do.
    """

    family: Family | None = None
    prospect: str = ""
    at: str = ""
    against: tuple[Contradiction, int] | None = None
    places: dict[str, str] = field(default_factory=dict)
    wordings: dict[str, str] = field(default_factory=dict)


def _family(store: Store, annotator: str, posting: str, kept: Sequence[str]) -> tuple[Family, str]:
    family = family_of(store, annotator, posting, kept)
    return family, prospect(family)


def _contradicting(
    store: Store, annotator: str, members: list[str]
) -> tuple[tuple[Contradiction, int] | None, dict[str, str]]:
    found = contradiction_near(store, annotator, members)
    keys = {key for pair in found[0].pairs for key in pair} if found else set()
    return found, store.places_of(keys)


def _wordings(store: Store, canonical: int, others: list[int]) -> dict[str, str]:
    postings = store.comparables([canonical, *others])
    body = postings[canonical].body
    return {postings[number].key: wording(body, postings[number].body) for number in others}


class FamilyScreen(LineMoves, DecidingScreen):
    """Settles a family: some are taken out, the rest is settled at once."""

    CSS_PATH = "family.tcss"
    SCOPE = "family"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("family")]

    def __init__(self, posting: str) -> None:
        """Show the family of a posting."""
        super().__init__()
        self._posting = posting
        self.view = View(at=posting)
        self._rows: Rows = []

    def compose(self) -> ComposeResult:
        """What stands for them and why, a line each, and two lines of status and keys."""
        yield Static(id="about")
        yield LineList(id="family")
        yield StatusBar(id="status")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Show the keys."""
        self.query_one(KeyBar).show_scope("family")

    async def begin(self) -> None:
        """Show the family."""
        await self._load()

    async def _load(self) -> None:
        before = self.view.family
        kept = before.keys if before else ()
        family, ahead = await self.app.lanes.read.run(_family, self.app.annotator, self._posting, kept)
        same = before is not None and before.canonical.posting.key == family.canonical.posting.key
        wordings = self.view.wordings if same else {}
        self.view = replace(self.view, family=family, prospect=ahead, wordings=wordings, against=None)
        self._draw()
        # Of what is out only that matters which verdicts tie to a member, and that is reached from there.
        inside = [one.posting.key for one in (family.canonical, *family.members)]
        against, places = await self.app.lanes.read.run(_contradicting, self.app.annotator, inside)
        self.view = replace(self.view, against=against, places=places)
        self._draw()
        self._compare()

    @work(exclusive=True, group="wording")
    async def _compare(self) -> None:
        """Say how texts differ, some at a time: the list is of use before."""
        family = self.view.family
        if family is None:
            return
        canonical = family.canonical.posting
        unequal = [
            one.posting.id
            for one in (*family.members, *family.out)[:MOST_WORDED]
            if one.posting.words != canonical.words and one.posting.key not in self.view.wordings
        ]
        for at in range(0, len(unequal), WORDED):
            found = await self.app.lanes.read.run(_wordings, canonical.id, unequal[at : at + WORDED])
            self.view = replace(self.view, wordings=self.view.wordings | found)
            self._draw()

    # Drawing

    def _draw(self) -> None:
        family = self.view.family
        if family is None or not self.is_drawable:
            return
        self._rows = rows_of(family, self.view.wordings)
        keys = [one.posting.key if one else None for _, one in self._rows]
        at = keys.index(self.view.at) if self.view.at in keys else 0
        self.query_one(LineList).show([line for line, _ in self._rows], at)
        self.query_one("#about", Static).update(self._about(family))
        self._draw_status()

    def _about(self, family: Family) -> Content:
        told = Content.assemble(
            ("canonical: ", "bold"),
            f"{shown(family.canonical.at)}, {family.why}; {key_of('family', 'family-canonical')} chooses another.",
        )
        if self.view.against is not None:
            one, count = self.view.against
            more = f" ({count - 1:,} more)" if count > 1 else ""
            there = key_of("family", "family-contradiction")
            said = f"{chain(one.chain, self.view.places)}, but {chain([one.parted], self.view.places)}"
            told = told.append(f"\n! verdicts contradict: {shown(said)}{more}. {there} goes there.")
        return told.append(f"\n{shown(self.view.prospect)}")

    def _draw_status(self) -> None:
        family = self.view.family
        right = ""
        if family is not None:
            out = f", {len(family.out):,} out" if family.out else ""
            right = f"family of {len(family.members) + 1:,}{out}"
        self.query_one(StatusBar).say(self.app.saved, right)

    def on_resize(self) -> None:
        """Fit the status line."""
        self.call_after_refresh(self._draw_status)

    # Moving

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        one = self._rows[message.at][1]
        if one is not None:
            self.view = replace(self.view, at=one.posting.key)

    def over_lines(self, move: Move) -> None:
        """Move in its turn, and know what is under the cursor then."""

        async def turn() -> None:
            lines = self.query_one(LineList)
            move(lines)
            if lines.cursor is not None:
                one = self._rows[lines.cursor][1]
                self.view = replace(self.view, at=one.posting.key if one else self.view.at)

        self.turns.add(turn)

    def _under_cursor(self) -> tuple[Family, Relative]:
        family = self.view.family
        one = next((one for _, one in self._rows if one and one.posting.key == self.view.at), None)
        if family is None or one is None:
            raise UsageError("There is no posting here.")
        return family, one

    def _member(self) -> tuple[Family, Relative]:
        family, one = self._under_cursor()
        if one is family.canonical:
            other = key_of("family", "family-canonical")
            raise UsageError(
                f"This is the canonical posting: choose another one with {other}, or move to a member."
            )
        return family, one

    @on(LineList.Chosen)
    def action_open(self) -> None:
        """Show the member beside the canonical posting."""
        self.lead_to(self._open)

    async def _open(self) -> None:
        family, one = self._member()
        canonical = family.canonical.posting
        pairs = tuple(
            (canonical.key, other.posting.key)
            if canonical.id < other.posting.id
            else (other.posting.key, canonical.key)
            for other in (*family.members, *family.out)
        )
        first = next(pair for pair in pairs if one.posting.key in pair)
        self.app.open_course(ThesePairs(pairs, first), once=True)

    def action_pairs(self) -> None:
        """Show all pairs of the posting under the cursor."""
        self.lead_to(self._open_pairs)

    async def _open_pairs(self) -> None:
        _, one = self._under_cursor()
        self.app.open_course(PairsOf(one.posting.key))

    def action_contradiction(self) -> None:
        """Go to the verdicts that contradict each other."""
        self.lead_to(self._open_contradiction)

    async def _open_contradiction(self) -> None:
        if self.view.against is None:
            self.app.say("Nothing contradicts here.")
        else:
            pairs = self.view.against[0].pairs
            self.app.open_course(ThesePairs(pairs, pairs[0]))

    def action_leave(self) -> None:
        """Go back, once every verdict that was asked for is given."""
        self.go_back()

    # Deciding

    def action_judge(self, verdict: str) -> None:
        """Say what the member is to the canonical posting, and go to the next."""
        self.turns.add(partial(self._judge, Verdict(verdict)))

    def action_take_out(self) -> None:
        """Take the member out, and with it all that hang on it alone."""
        self.turns.add(partial(self._judge, Verdict.DISTINCT, with_all=True))

    async def _judge(self, verdict: Verdict, *, with_all: bool = False) -> None:
        family, one = self._member()
        key = one.posting.key
        keys = hanging_on(family, key) if with_all and one in family.members else [key]
        pairs = judging(family, keys, verdict, self.app.annotator)
        saved = await self.app.lanes.write.run(Store.judge, self.app.annotator, pairs, verdict)
        self.app.saved = saved or self.app.saved
        after = self._after(key)
        self._posting = family.canonical.posting.key  # the one that was opened may be what went out
        self.view = replace(self.view, at=after)
        await self._load()

    def _after(self, key: str) -> str:
        keys = [one.posting.key for _, one in self._rows if one]
        at = keys.index(key) + 1
        return keys[at] if at < len(keys) else keys[-1]

    def action_settle(self) -> None:
        """Settle everything that was not taken out, as one decision."""
        self.turns.add(self._settle)

    async def _settle(self) -> None:
        family = self.view.family
        if family is None:
            return
        said = settlement(family)
        if not said:
            self.app.say("Nothing here is open.")
            return
        saved = await self.app.lanes.write.run(
            Store.settle, self.app.annotator, family.canonical.posting.key, said
        )
        self.app.saved = saved or self.app.saved
        await self._load()
        self._say_what_is_left()

    def _say_what_is_left(self) -> None:
        told = left_open(self.view.family) if self.view.family else ""
        back = key_of("app", "undo")
        self.app.say(f"Settled, but for {told}." if told else f"The family is settled. {back} takes it back.")

    def action_canonical(self) -> None:
        """Let the posting under the cursor stand for the family."""
        self.turns.add(self._canonical)

    async def _canonical(self) -> None:
        family, one = self._member()
        if one in family.out:
            parting = [said.annotator for said in one.theirs if said.verdict.parts]
            by = f" by {' and '.join(parting)}" if parting else ""
            again = "" if parting else f" {key_of('family', 'member-duplicate')} takes it in again."
            raise UsageError(f"It was taken out{by}, so it cannot stand for the family.{again}")
        self._posting = one.posting.key
        self.app.saved = await self.app.lanes.write.run(
            Store.choose_canonical, self.app.annotator, one.posting.key
        )
        await self._load()

    async def turned(self, event: Event) -> None:
        """Show the family as it is again."""
        await self._load()

    def returned(self, _: None) -> None:
        """Show what was decided on the pair screen."""
        self.turns.add(self._load)
