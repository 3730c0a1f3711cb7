"""The skills screen: the vocabulary, found as one types, and looked after by keys."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Label

from skills.picker import Picker
from store import Event, Skill, Store, UsageError
from tui.bindings import bindings
from tui.commands import in_scope, key_of
from tui.skill_rows import SkillRow, found, skill_rows
from tui.text import content
from tui.widgets.bars import KeyBar, StatusBar
from tui.widgets.fields import SkillSearch
from tui.widgets.line_list import LineList, line
from tui.widgets.line_moves import LineMoves, Move

from .answer import Answer
from .choice import Choice
from .deciding import DecidingScreen
from .skill_picker import SkillPicker

T = TypeVar("T")
ACTIONS = frozenset(command.action.split("(")[0] for command in in_scope("skills"))


class SkillsScreen(LineMoves, DecidingScreen):
    """Shows the whole vocabulary, or what a search leaves of it. Every change is one event that `u` takes back."""

    CSS_PATH = "skills.tcss"
    SCOPE = "skills"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("skills")]

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[SkillRow] | None = None  # None until they are read
        self._shown: list[SkillRow] = []
        self._at = ""  # the URI of the skill under the cursor

    def compose(self) -> ComposeResult:
        """A line a skill, the one under the cursor in full, and two lines of status and keys."""
        yield SkillSearch(placeholder="a part of a label", id="search")
        yield LineList(id="skills")
        yield Label(id="detail")
        yield StatusBar(id="status")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Show the keys and hide the search."""
        self.query_one(SkillSearch).display = False
        self.query_one(KeyBar).show_scope("skills")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys to the field while one types in it."""
        return action not in ACTIONS or not isinstance(self.focused, SkillSearch)

    async def begin(self) -> None:
        """List the vocabulary."""
        self._rows = await self.app.lanes.read.run(skill_rows)
        self._filter()

    # Finding

    def _filter(self) -> None:
        if not self.is_drawable or self._rows is None:
            return
        self._shown = found(self._rows, self.query_one(SkillSearch).value)
        at = next((at for at, row in enumerate(self._shown) if row.skill.uri == self._at), 0)
        self.query_one(LineList).show([row.line for row in self._shown], at)
        self._draw()

    def _draw(self) -> None:
        if self._rows is None:
            return
        row = self._under_cursor
        self.query_one("#detail", Label).update(content(self._about(row)))
        at = self.query_one(LineList).cursor
        where = "none" if at is None else f"{at + 1:,}"
        of = f"{where} of {len(self._shown):,}" if self._shown else "no skill"
        self.query_one(StatusBar).say(self.app.saved, of)

    def _about(self, row: SkillRow | None) -> str:
        if row is not None:
            skill = row.skill
            others = f"Also: {', '.join(skill.labels)}" if skill.labels else "No other labels."
            return f"{skill.label} · {skill.kind} · {_tagged(row.used)} · {skill.uri}\n{others}"
        if self._rows:
            return f"No label has that. {key_of('search', 'leave-search')} leaves the search."
        return (
            "There are no skills yet. postil skills import FILE reads a vocabulary;\n"
            f"{key_of('review', 'tag')} in the review makes one on the spot."
        )

    @property
    def _under_cursor(self) -> SkillRow | None:
        at = self.query_one(LineList).cursor
        return None if at is None else self._shown[at]

    def _row(self) -> SkillRow:
        row = self._under_cursor
        if row is None:
            raise UsageError("There is no skill here.")
        return row

    @on(LineList.Moved)
    def _moved(self) -> None:
        row = self._under_cursor
        if row is not None:
            self._at = row.skill.uri
            self._draw()

    def on_resize(self) -> None:
        """Fit the status line."""
        self.call_after_refresh(self._draw)

    def over_lines(self, move: Move) -> None:
        """Move in its turn, and know what is under the cursor then."""

        async def turn() -> None:
            move(self.query_one(LineList))
            row = self._under_cursor
            self._at = row.skill.uri if row else ""

        self.turns.add(turn)

    def action_search(self) -> None:
        """Type a part of a label."""
        search = self.query_one(SkillSearch)
        search.display, search.closed = True, False
        self.set_focus(search)

    @on(SkillSearch.Changed)
    def _typed(self) -> None:
        self._filter()

    @on(SkillSearch.Left)
    def _search_left(self) -> None:
        self._filter()
        search = self.query_one(SkillSearch)
        search.display = bool(search.value.strip())
        self.set_focus(None)

    def action_leave(self) -> None:
        """Show all skills again, or go back."""
        search = self.query_one(SkillSearch)
        if search.display:
            search.value = ""
            search.display = False
            self.set_focus(None)
            self._filter()
        else:
            self.go_back()

    @on(LineList.Chosen)
    def action_postings(self) -> None:
        """Show the postings tagged with the skill."""
        self.lead_to(self._show_postings)

    async def _show_postings(self) -> None:
        row = self._row()
        if row.used:
            self.app.show_tagged(row.skill.label)
        else:
            self.app.say("No posting is tagged with it.")

    # Deciding

    def action_rename(self) -> None:
        """Give the skill another name."""
        self.lead_to_field(self._ask_name)

    async def _ask_name(self) -> None:
        skill, used = self._row().skill, self._row().used
        about = f"Another name for “{skill.label}”: {_tagged(used)}. The old name still finds it."
        self._ask(about, skill.label, partial(self._rename, skill))

    async def _rename(self, skill: Skill, name: str) -> None:
        if name != skill.label:
            self._decided(
                await self.app.lanes.write.run(Store.rename_skill, self.app.annotator, skill.uri, name)
            )
            await self.begin()

    def action_label(self) -> None:
        """Give the skill another label."""
        self.lead_to_field(self._ask_label)

    async def _ask_label(self) -> None:
        skill, used = self._row().skill, self._row().used
        has = f" It has: {', '.join(skill.labels)}." if skill.labels else ""
        about = f"One more label by which “{skill.label}” is found: {_tagged(used)}.{has}"
        self._ask(about, "", partial(self._label, skill))

    async def _label(self, skill: Skill, label: str) -> None:
        if label:
            self._decided(
                await self.app.lanes.write.run(Store.label_skill, self.app.annotator, skill.uri, label)
            )
            await self.begin()

    def action_merge(self) -> None:
        """Merge the skill into another one."""
        self.lead_to_field(self._ask_target)

    async def _ask_target(self) -> None:
        skill, used = self._row().skill, self._row().used
        others = [
            (row.skill, row.used)
            for row in self._rows or ()
            if row.skill.uri != skill.uri and not row.skill.retired
        ]
        picker = await self.app.lanes.read.run(lambda _: Picker(others))
        about = f"Merge “{skill.label}” into which skill? {_tagged(used).capitalize()}."
        screen = SkillPicker(picker, about, "", does="chooses", makes=False)
        self._push(screen, partial(self._ask_merge, skill, used))

    async def _ask_merge(self, skill: Skill, used: int, name: str) -> None:
        target = next(row for row in self._rows or () if row.skill.label == name)
        gone = "Its tags and its labels go there; a posting that has both keeps one."
        about = f"“{skill.label}”: {_tagged(used)}. “{name}”: {_tagged(target.used)}. {gone}"
        lines = [line(f"Merge “{skill.label}” into “{name}”"), line("Leave both as they are")]
        self.app.hold_keys()
        self._push(Choice(about, lines), partial(self._merge, skill, target.skill))

    async def _merge(self, skill: Skill, target: Skill, chosen: int) -> None:
        if chosen == 0:
            self._at = target.uri
            merged = await self.app.lanes.write.run(
                Store.merge_skills, self.app.annotator, skill.uri, target.uri
            )
            self._decided(merged)
            await self.begin()

    def action_retire(self) -> None:
        """Offer the skill no longer, or again."""
        self.lead_to_field(self._ask_retire)

    async def _ask_retire(self) -> None:
        skill, used = self._row().skill, self._row().used
        if skill.retired:
            about = f"“{skill.label}” is retired: {_tagged(used)}."
            lines = [line("Bring it back: it is offered again"), line("Leave it retired")]
        else:
            about = f"“{skill.label}”: {_tagged(used)}.{_keeping(used)}"
            lines = [line("Retire it: it is offered no more"), line("Leave it as it is")]
        self._push(Choice(about, lines), partial(self._retire, skill))

    async def _retire(self, skill: Skill, chosen: int) -> None:
        if chosen == 0:
            turn = Store.revive_skill if skill.retired else Store.retire_skill
            self._decided(await self.app.lanes.write.run(turn, self.app.annotator, skill.uri))
            await self.begin()

    def _decided(self, event: Event | None) -> None:
        self.app.saved = event or self.app.saved

    def _ask(self, about: str, now: str, then: Callable[[str], Awaitable[None]]) -> None:
        """Ask for a word. One that is refused stands there again, to be mended; keys wait until that is known."""

        def answered(answer: str | None) -> None:
            if answer is None:
                self.app.release_keys()
            else:
                self.lead_to_field(partial(self._take_word, about, answer, then))

        self.app.push_screen(Answer(about, now), answered)

    async def _take_word(self, about: str, word: str, then: Callable[[str], Awaitable[None]]) -> None:
        try:
            await then(word)
        except UsageError as error:
            self.app.tell(error)
            self._ask(about, word, then)
        else:
            self.app.release_keys()

    def _push(self, screen: ModalScreen[T | None], then: Callable[[T], Awaitable[None]]) -> None:
        """Show a dialog; its answer becomes a turn, and the keys behind it go on."""

        def answered(answer: T | None) -> None:
            self.app.release_keys()
            if answer is not None:
                self.turns.add(partial(then, answer))

        self.app.push_screen(screen, answered)

    async def turned(self, event: Event) -> None:
        """Show the vocabulary as it is again."""
        await self.begin()

    def returned(self, _: None) -> None:
        """Show what was decided on a screen above."""
        self.turns.add(self.begin)


def _keeping(used: int) -> str:
    if used == 1:
        return " It keeps its tag."
    return " All of them keep their tags." if used else ""


def _tagged(used: int) -> str:
    if used == 1:
        return "1 posting is tagged with it"
    return f"{used:,} postings are tagged with it" if used else "no posting is tagged with it"
