"""Plurals of labels, in plain English: a vocabulary has each label once, and postings ask for `databases` and `APIs`.

Only of what is known rather than done: `report` is a noun of one skill in a vocabulary and a verb of every posting.
For the same reason not of one short word (`React`, `Excel`), nor of one that is another label only (`source`).
"""

import re

from store import Skill

LONG = 6  # letters of a word that has a plural by itself
ACRONYM = range(3, 6)  # letters: of two, several are a word of its own (`ITs`, `its`)
MOST_WORDS = 3  # more make a clause, whose last word is plural already or no noun

_HISSING = re.compile("(?:[xz]|[cs]h)$", re.IGNORECASE)
_CONSONANT_AND_Y = re.compile("(?<=[^aeiou])y$", re.IGNORECASE)


def plural_of(skill: Skill, label: str, *, preferred: bool) -> str | None:
    """Return how several of a skill's label are called, or None where that is not to be looked for."""
    if skill.kind != "knowledge" or not label.isascii() or not label[-1:].isalpha():
        return None
    if is_acronym(label):
        return None if label.endswith("S") else f"{label}s"
    words = label.split()
    if len(words) > MOST_WORDS or label[-1] in "sS":
        return None
    if len(words) == 1 and not (preferred and len(label) >= LONG):
        return None
    if _HISSING.search(label):
        return f"{label}es"
    return _CONSONANT_AND_Y.sub("ie", label) + "s"


def is_acronym(label: str) -> bool:
    """Whether a label is a few capitals, whose plural is they and a small s."""
    return len(label) in ACRONYM and label.isalpha() and label.isupper()
