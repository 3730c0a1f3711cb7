"""Choosing a skill by typing a part of its name, or making one on the spot."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from skills.picker import LIKE, Picker
from store import canonical_line
from tui.commands import key_of
from tui.text import content, shown
from tui.widgets.fields import SkillField

if TYPE_CHECKING:
    from tui.app import PostilApp


@dataclass(frozen=True, slots=True)
class _Choice:
    name: str  # the label of a skill, known or to be made
    line: Content


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
        self._offered = ""  # the text that the choices answer to

    def compose(self) -> ComposeResult:
        """A line to type on, and what it may mean."""
        with Vertical(id="picker"):
            yield Label(content(self._about), id="about")
            yield SkillField(self._begin, placeholder="type a skill", id="typed")
            yield OptionList(id="choices")
            yield Label(content(self._keys), id="keys")

    @property
    def _keys(self) -> str:
        takes, before, after, back = (
            key_of("picker", name) for name in ("pick", "pick-previous", "pick-next", "pick-back")
        )
        return f"{takes} {self._does}  ·  {before} {after} choose  ·  {back} back"

    def on_mount(self) -> None:
        """Offer what was selected, else what is used most."""
        self.query_one(OptionList).can_focus = False
        self._offer(self._begin)
        self.set_focus(self.query_one(SkillField))
        self.app.release_keys()

    @on(SkillField.Changed)
    def _typed(self) -> None:
        self._catch_up()

    def _offer(self, typed: str) -> None:
        self._offered = typed
        label = canonical_line(typed)
        matches = self._picker.matches(label)
        self._choices = [
            _Choice(
                match.skill.label,
                Content.assemble(
                    shown(match.skill.label),
                    (f"  {shown(match.label)}" if match.label != match.skill.label else "", "dim"),
                ),
            )
            for match in matches
        ]
        known = any(label.casefold() == match.label.casefold() for match in matches)
        if label and not known and self._makes:
            # Before what is merely similar, so that Enter never tags another skill than the one typed.
            at = sum(match.score >= LIKE for match in matches)
            new = Content.assemble(("new skill: ", "italic"), shown(label))
            self._choices.insert(at, _Choice(label, new))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(choice.line) for choice in self._choices])
        options.highlighted = 0 if self._choices else None

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._close(self._choices[event.option_index].name)

    def action_pick(self) -> None:
        """Return the chosen skill of what is typed now."""
        self._catch_up()
        chosen = self.query_one(OptionList).highlighted
        self._close(self._choices[chosen].name if chosen is not None and self._choices else None)

    def action_move(self, step: int) -> None:
        """Move to another choice while the typing goes on."""
        self._catch_up()
        options = self.query_one(OptionList)
        if self._choices:
            options.highlighted = ((options.highlighted or 0) + step) % len(self._choices)

    def _catch_up(self) -> None:
        """Answer to the last letters, whose message may still be on its way."""
        typed = self.query_one(SkillField).value
        if typed != self._offered:
            self._offer(typed)

    def action_back(self) -> None:
        """Choose nothing."""
        self._close(None)

    def _close(self, name: str | None) -> None:
        self.query_one(SkillField).closed = True
        self.app.hold_keys()  # until the answer is taken: what follows comes behind it
        self.dismiss(name)
