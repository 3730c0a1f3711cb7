"""Choosing a skill by typing a part of its name, or making one on the spot."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from skills.picker import LIKE, Match, Picker
from store import canonical_line
from tui.commands import key_of
from tui.text import content, shown
from tui.widgets.fields import SkillField
from tui.widgets.line_list import LineList, ListLine

if TYPE_CHECKING:
    from tui.app import PostilApp

WIDTH = 53  # cells of a choice
SHORTEST = 16  # cells that a name has in any case


@dataclass(frozen=True, slots=True)
class _Choice:
    name: str  # the label of a skill, known or to be made
    line: ListLine


class SkillChoices(LineList):
    """The skills to choose from, each with one click."""

    def on_click(self, event: events.Click) -> None:
        """Move to the line before the list's own answer, which is to choose the one that the cursor is on."""
        at = self.scroll_offset.y + event.y
        if not self.was_for_bar and at < len(self.lines):
            self.move_to(at)

    def move_to(self, at: int) -> None:
        """Move the cursor to a line; those beyond an end are at the other one."""
        if self.cursor is not None:
            self.move(at % len(self.lines) - self.cursor)


class SkillPicker(ModalScreen[str | None]):
    """Returns the label of a skill, known or new, or None."""

    CSS_PATH = "skill_picker.tcss"
    AUTO_FOCUS = ""

    app: "PostilApp"

    def __init__(
        self, picker: Picker, about: str, typed: str, *, does: str = "tags", makes: bool = True
    ) -> None:
        """`does` is what Enter does; with `makes` what is typed may become a new skill."""
        super().__init__()
        self._does = does
        self._makes = makes
        self._begin = shown(canonical_line(typed))
        self._picker = picker
        self._about = about
        self._choices: list[_Choice] = []

    def compose(self) -> ComposeResult:
        """A line to type on, and what it may mean."""
        with Vertical(id="picker"):
            yield Label(content(self._about), id="about")
            yield SkillField(self._begin, placeholder="type a skill", id="typed")
            yield SkillChoices(id="choices")
            yield Label(content(self._keys), id="keys")

    @property
    def _keys(self) -> str:
        takes, before, after, back = (
            key_of("picker", name) for name in ("pick", "pick-previous", "pick-next", "pick-back")
        )
        return f"{takes} {self._does}  ·  {before} {after} choose  ·  {back} back"

    def on_mount(self) -> None:
        """Offer what was selected, else what is used most."""
        field = self.query_one(SkillField)
        # Not by a message, so that a letter and its answers are drawn as one.
        self.watch(field, "value", self._offer)
        self.set_focus(field)
        self.app.release_keys()

    def _offer(self, typed: str) -> None:
        label = canonical_line(typed)
        matches = self._picker.matches(label)
        self._choices = [_known(match) for match in matches]
        known = any(label.casefold() == match.label.casefold() for match in matches)
        if label and not known and self._makes:
            # Before what is merely similar, so that Enter never tags another skill than the one typed.
            at = sum(match.score >= LIKE for match in matches)
            new = ListLine((("new skill: ", "new"), (label, None)))
            self._choices.insert(at, _Choice(label, new))
        self.query_one(SkillChoices).show([choice.line for choice in self._choices])

    @on(SkillChoices.Chosen)
    def _clicked(self, event: SkillChoices.Chosen) -> None:
        self._close(self._choices[event.at].name)

    def action_pick(self) -> None:
        """Return the chosen skill of what is typed now."""
        chosen = self.query_one(SkillChoices).cursor
        self._close(None if chosen is None else self._choices[chosen].name)

    def action_move(self, step: int) -> None:
        """Move to another choice while the typing goes on."""
        choices = self.query_one(SkillChoices)
        choices.move_to((choices.cursor or 0) + step)

    def action_back(self) -> None:
        """Choose nothing."""
        self._close(None)

    def _close(self, name: str | None) -> None:
        self.query_one(SkillField).closed = True
        self.app.hold_keys()  # until the answer is taken: what follows comes behind it
        self.dismiss(name)


def _known(match: Match) -> _Choice:
    name = match.skill.label
    if match.label == name:
        return _Choice(name, ListLine(((name, None),)))
    # The label that answers to what is typed is to be seen: the skill's own gives way.
    room = max(SHORTEST, WIDTH - 2 - cell_len(match.label))
    cut = name if cell_len(name) <= room else f"{set_cell_size(name, room - 1).rstrip()}…"
    return _Choice(name, ListLine(((cut, None), (f"  {match.label}", "dim"))))
