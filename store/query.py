"""The search language: words, phrases and fields, with a minus before what must not be there.

`python "machine learning" -intern country:US state:todo tag:sql` is four words and fields joined by "and".
Reading a query never fails: what is no field is words.
"""

import re
from dataclasses import dataclass
from typing import Literal

from .text import canonical

Field = Literal["title", "company", "location", "country", "state", "source", "tag", "note", "dup", "key"]
FIELDS: tuple[Field, ...] = (
    "title",
    "company",
    "location",
    "country",
    "state",
    "source",
    "tag",
    "note",
    "dup",
    "key",
)

_TERM = re.compile(
    r"""(?P<minus>-)?(?:(?P<field>[a-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. `field` None searches all text; `prefix` lets the last word go on."""

    text: str
    field: Field | None = None
    excluded: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions that must all hold; none at all matches every posting."""

    terms: tuple[Term, ...] = ()

    @property
    def words(self) -> tuple[Term, ...]:
        """The terms to mark in a text that was found."""
        return tuple(term for term in self.terms if term.field in (None, "title") and not term.excluded)


def parse(text: str, *, typing: bool = False) -> Query:
    """Read a query. While `typing`, the last word may still be incomplete, so it matches as a prefix."""
    terms = []
    text = canonical(text)
    for match in _TERM.finditer(text):
        name = (match["field"] or "").lower()
        field = next((known for known in FIELDS if known == name), None)
        value = match["phrase"] if match["phrase"] is not None else match["word"]
        if name and field is None:
            value = f"{match['field']}:{value}"
        unfinished = typing and match.end() == len(text) and match["phrase"] is None
        prefix = unfinished or (match["phrase"] is None and value.endswith("*"))
        value = value.rstrip("*") if prefix else value
        if value.strip() or (field and prefix):
            terms.append(Term(value.strip(), field, match["minus"] is not None, prefix))
    return Query(tuple(terms))
