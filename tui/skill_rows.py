"""The vocabulary as rows that are searched as one types."""

from collections.abc import Sequence
from dataclasses import dataclass

from store import Skill, Store, normalised

from .widgets.line_list import ListLine, Part


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill, how many postings are tagged with it, its labels as a search compares them, and how it is shown."""

    skill: Skill
    used: int
    plain: str
    line: ListLine


def skill_rows(store: Store) -> list[SkillRow]:
    """Return a row a skill, those most used first, then in the order of labels."""
    vocabulary = sorted(store.vocabulary(retired=True), key=lambda row: -row[1])
    return [
        SkillRow(
            skill,
            used,
            "\n".join(_plain(label) for label in (skill.label, *skill.labels)),
            _line(skill, used),
        )
        for skill, used in vocabulary
    ]


def found(rows: Sequence[SkillRow], typed: str) -> list[SkillRow]:
    """Return the rows with every word that was typed in one of their labels, those that begin with it first."""
    text = _plain(typed)
    words = text.split()
    if not words:
        return list(rows)
    fitting = [row for row in rows if all(word in row.plain for word in words)]
    return sorted(fitting, key=lambda row: not row.plain.startswith(text))


def _plain(label: str) -> str:
    # Most labels are ASCII, where this is the same and six times as fast.
    return " ".join(label.lower().split()) if label.isascii() else normalised(label)


def _line(skill: Skill, used: int) -> ListLine:
    parts: list[Part] = [(f"{used:>9,}  ", "dim"), (skill.label, "dim" if skill.retired else None)]
    if skill.retired:
        parts.append(("  retired", "warning"))
    if skill.labels:
        parts.append((f"  {', '.join(skill.labels)}", "dim"))
    return ListLine(tuple(parts))
