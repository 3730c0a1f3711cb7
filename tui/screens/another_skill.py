"""Settling the tag of a skill as one of another skill, which was meant: which one, and how it is asked for."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from agreement.consensus import Tagging
from skills.picker import Picker
from store import Answer, Skill, Store
from tui.adjudication_view import Look
from tui.adjudication_words import answer_words
from tui.widgets.line_list import line

from .choice import Choice
from .deciding import DecidingScreen
from .skill_picker import SkillPicker

Settle = Callable[[Answer, str], Coroutine[Any, Any, None]]
"""Settles the unit that is shown as an answer about the skill with a URI."""


async def pick_skill(screen: DecidingScreen, seen: Look, settle: Settle) -> None:
    """Let the person choose the skill that was meant."""
    about = seen.unit.name.about
    known = await screen.app.lanes.read.run(Store.vocabulary)
    others = [(skill, used) for skill, used in known if skill.uri != about]
    picker = await asyncio.to_thread(Picker, others)  # a third of a second for ESCO's labels

    def picked(name: str | None) -> None:
        screen.app.release_keys()
        skill = next((skill for skill, _ in known if skill.label == name), None)
        if skill is not None:
            screen.lead_to_field(partial(_ask_how, screen, seen, skill, settle))

    screen.app.push_screen(SkillPicker(picker, seen.title, "", does="chooses", makes=False), picked)


async def _ask_how(screen: DecidingScreen, seen: Look, skill: Skill, settle: Settle) -> None:
    """Let the person choose how the skill is asked for, and with which words."""
    answers = [answer for answer in seen.choices if isinstance(answer, Tagging)]
    lines = [line(answer_words(answer, seen.posting.body)) for answer in answers]

    def chosen(at: int | None) -> None:
        screen.app.release_keys()
        if at is not None:
            screen.turns.add(partial(settle, answers[at], skill.uri))

    screen.app.push_screen(Choice(f"{seen.title}: settle it as “{skill.label}”", lines), chosen)
