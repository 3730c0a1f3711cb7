"""What people decide about skills, as the changes it makes and the sentence that tells of it."""

import uuid

from .decisions import made
from .postings import Skill
from .sql.journal import Change
from .text import folded

Said = tuple[str, str, list[Change]]
"""What the event is called, the sentence that tells of it, and what it changes."""


def make(skill: Skill) -> Said:
    """Make a skill."""
    return "make", f"made the skill {skill.label}", [made(skill)]


def rename(skill: Skill, label: str, annotator: str, at: str) -> Said:
    """Give a skill another name; the present one becomes another label."""
    word = _word(skill, annotator, at, "name", label)
    return "rename", f"{skill.label} is called {label} now", [word]


def add_label(skill: Skill, label: str, annotator: str, at: str) -> Said:
    """Give a skill another label."""
    word = _word(skill, annotator, at, "label", label)
    return "label", f"{skill.label} is called {label} too", [word]


def remove_label(skill: Skill, label: str, annotator: str, at: str) -> Said:
    """Take another label of a skill away."""
    word = _word(skill, annotator, at, "unlabel", label)
    return "unlabel", f"{skill.label} is called {label} no more", [word]


def retire(skill: Skill, annotator: str, at: str) -> Said:
    """Offer a skill no more."""
    return "retire", f"retired {skill.label}", [_word(skill, annotator, at, "retire")]


def revive(skill: Skill, annotator: str, at: str) -> Said:
    """Offer a retired skill again."""
    return "revive", f"brought back {skill.label}", [_word(skill, annotator, at, "revive")]


def merge(skill: Skill, into: Skill, annotator: str, at: str) -> Said:
    """Let a skill be another one, with its tags and labels."""
    word = _word(skill, annotator, at, "merge", into=into)
    return "merge", f"merged {skill.label} into {into.label}", [word]


def _word(
    skill: Skill, annotator: str, at: str, said: str, value: str | None = None, into: Skill | None = None
) -> Change:
    row: dict[str, object] = {"skill": skill.uri, "annotator": annotator, "at": at, "said": said}
    if value is not None:
        row |= {"value": value, "folded": folded(value)}
    if into is not None:
        row["into"] = into.uri
    return Change("skill_word", {"uid": uuid.uuid4().hex}, None, row)
