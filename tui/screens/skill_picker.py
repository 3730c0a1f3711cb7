"""Choosing a skill by typing a part of its name, or making one on the spot."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from skills.picker import Picker
from store import canonical_line
from tui.bindings import bindings
from tui.text import content, shown


@dataclass(frozen=True, slots=True)
class _Choice:
    name: str  # a URI, or the label of a skill to be made
    line: Content


class SkillPicker(ModalScreen[str | None]):
    """Returns the URI of a skill, the label of a new one, or None."""

    CSS_PATH = "skill_picker.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("picker")]

    def __init__(self, picker: Picker, about: str, typed: str) -> None:
        super().__init__()
        self._begin = canonical_line(typed)
        self._picker = picker
        self._about = about
        self._choices: list[_Choice] = []

    def compose(self) -> ComposeResult:
        """A line to type on, and what it may mean."""
        with Vertical(id="picker"):
            yield Label(content(self._about), id="about")
            yield Input(self._begin, placeholder="type a skill", id="typed")
            yield OptionList(id="choices")
            yield Label("Enter tags  ·  ↑ ↓ choose  ·  Esc back", id="keys")

    def on_mount(self) -> None:
        """Offer what was selected, else what is used most."""
        self._offer(self._begin)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._offer(event.value)

    def _offer(self, typed: str) -> None:
        label = canonical_line(typed)
        matches = self._picker.matches(label)
        self._choices = [
            _Choice(
                match.skill.uri,
                Content.assemble(
                    shown(match.skill.label),
                    (f"  {shown(match.label)}" if match.label != match.skill.label else "", "dim"),
                ),
            )
            for match in matches
        ]
        known = any(label.casefold() == match.label.casefold() for match in matches)
        if label and not known:
            self._choices.append(_Choice(label, Content.assemble(("new skill: ", "italic"), shown(label))))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(choice.line) for choice in self._choices])
        options.highlighted = 0 if self._choices else None

    @on(Input.Submitted)
    def _submitted(self) -> None:
        chosen = self.query_one(OptionList).highlighted
        self.dismiss(self._choices[chosen].name if chosen is not None and self._choices else None)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index].name)

    def action_move(self, step: int) -> None:
        """Move to another choice while the typing goes on."""
        options = self.query_one(OptionList)
        if self._choices:
            options.highlighted = ((options.highlighted or 0) + step) % len(self._choices)
