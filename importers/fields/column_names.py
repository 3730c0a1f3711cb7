# ruff: noqa: SIM905 -- lists of words read better as text
"""What the name of a column says of what is in it.

A wrong column is worse than none: a name counts as known in full only, and as a slip of the pen word by word.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from store import visible

from .aliases import ALIASES

LONGEST_NAME = 80
"""Characters of a name that says anything; longer ones are sentences."""

# Words before a name which only say that it is of a posting, and the objects around a record in JSON.
_ABOUT = frozenset("job posting position vacancy offer advert stellen".split())
_AROUND = _ABOUT | frozenset("attributes data fields node item record".split())
# Words of their own that are one letter from one in the table.
_DISTINCT = frozenset("contact contacts county employee employees positions references religion".split())
_PLURALS = frozenset(("s", "es", "e", "n", "en"))
_SHORT = 4  # letters below which words must be equal
_ALIKE = 88.0  # of 100, by the ratio of rapidfuzz: one slip in a word of five letters
_NEAREST = 8  # known names that are looked at more closely
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """A field that a name stands for. Of several names of one table, that of the lowest rank is best."""

    rank: int
    field: str


def known_name(name: str) -> Known | None:
    """Return what a column of that name holds; None where the name alone does not say.

    Case, accents, blanks, underscores and capitals inside make no difference, nor does what lies around it.
    """
    return _known(name) if len(name) <= LONGEST_NAME else None


@lru_cache(maxsize=4096)
def _known(name: str) -> Known | None:
    found = None
    while found is None:
        words = _words(name)
        found = _table().get("".join(words))
        if found is None and len(words) > 1 and words[0] in _ABOUT:
            found = _table().get("".join(words[1:]))
        around, dot, name = name.partition(".")
        if not dot or "".join(_words(around)) not in _AROUND:
            break
    return found


def similar_names(names: Iterable[str], fields: Collection[str]) -> Iterator[tuple[float, Known, str]]:
    """Yield likeness (of 100), meaning and name, for each name that is one of these fields' but for a slip."""
    from rapidfuzz import fuzz, process

    forms = [form for form, known in _forms().items() if known.field in fields]
    for name in names:
        words = _words(name)
        if not words:
            continue
        nearest = process.extract(
            " ".join(words), forms, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_NEAREST
        )
        for form, likeness, _ in nearest:
            pairs = list(zip(words, form.split(), strict=False))
            same_length = len(words) == form.count(" ") + 1
            if same_length and all(_is_slip(*pair, fuzz.ratio(*pair)) for pair in pairs):
                yield likeness, _forms()[form], name


def _is_slip(word: str, known: str, likeness: float) -> bool:
    if word == known:
        return True
    if min(len(word), len(known)) < _SHORT or word in _DISTINCT or likeness < _ALIKE:
        return False
    # `descriptionid` is no slip of `description`, though it is nearer to it than most.
    return not word.startswith(known) or word.removeprefix(known) in _PLURALS


def _words(name: str) -> list[str]:
    if len(name) > LONGEST_NAME:
        return []
    letters = unicodedata.normalize("NFKD", _CAMEL.sub(" ", visible(name)).casefold())
    return _WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter)))


@cache
def _forms() -> Mapping[str, Known]:
    """All known names, in words and as one word."""
    forms: dict[str, Known] = {}
    for field, names in ALIASES.items():
        for rank, name in enumerate(names.split(",")):
            words = _words(name)
            for form in (" ".join(words), "".join(words)):
                forms.setdefault(form, Known(rank, field))
    return forms


@cache
def _table() -> Mapping[str, Known]:
    """All known names as one word."""
    return {form: known for form, known in _forms().items() if " " not in form}
