"""The search language: words, phrases and fields, with a minus before what must not be there.

`python "machine learning" -intern country:US state:todo tag:sql` is words and fields joined by "and". `*` for a value
asks for any, `company:~amazn` for names that are spelled about so. Reading a query never fails: what is no field is
words, and what was probably meant otherwise is told as a fault, with its place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from .text import canonical
from .words import PairKind, State

Field = Literal[
    "title", "company", "location", "country", "state", "source", "tag", "note", "dup", "assigned", "key"
]
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
    "assigned",
    "key",
)
VALUES: dict[str, tuple[str, ...]] = {
    "state": tuple(state.value for state in State),
    "dup": ("open", "decided", *(kind.value for kind in PairKind)),
}
"""The fields that take one of a few words."""

ABOUT = "~"

_TERM = re.compile(
    r"""(?P<minus>-)?(?:(?P<field>[a-z]+):)?(?:"(?P<phrase>[^"]*)(?P<closed>")?|(?P<word>[^\s"]+))""",
    re.IGNORECASE,
)
_NAME = re.compile(r"[a-z]{3,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. `field` None searches all text; `prefix` lets the last word go on.

    A field with `prefix` and no text asks for any; `about` for what is spelled alike.
    """

    text: str
    field: Field | None = None
    excluded: bool = False
    prefix: bool = False
    about: bool = False


MINE = Term("me", "assigned")
"""What is assigned to whoever asks."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What in a query was probably meant otherwise: `[start, end)` of the query's text, and a sentence."""

    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions that must all hold; none at all matches every posting.

    `faults` are in the order of their places. A query with faults is still asked as it reads.
    """

    terms: tuple[Term, ...] = ()
    faults: tuple[Fault, ...] = field(default=(), compare=False)

    @property
    def words(self) -> tuple[Term, ...]:
        """The terms to mark in a text that was found."""
        return tuple(term for term in self.terms if term.field in (None, "title") and not term.excluded)


EVERYTHING = Query()


def parse(text: str, *, typing: bool = False) -> Query:
    """Read a query. While `typing`, the last word may still be incomplete, so from two letters on it is a prefix.

    Nor is it a fault then, as long as it may become something that is none.
    """
    terms = []
    faults: list[Fault] = []
    text = canonical(text)
    for match in _TERM.finditer(text):
        name = (match["field"] or "").lower()
        known = next((known for known in FIELDS if known == name), None)
        value = match["phrase"] if match["phrase"] is not None else match["word"]
        if name and known is None:
            value = f"{match['field']}:{value}"
        at_the_end = typing and match.end() == len(text)
        unfinished = at_the_end and match["phrase"] is None
        starred = match["phrase"] is None and value.endswith("*")
        value = value.rstrip("*") if unfinished or starred else value
        faults += _faults(match, known, value.strip(), any_end=unfinished or starred, at_the_end=at_the_end)
        about = known == "company" and match["phrase"] is None and value.startswith(ABOUT)
        value = value.removeprefix(ABOUT) if about else value
        if value.strip() or (known and (unfinished or starred) and not about):
            excluded = match["minus"] is not None
            # What begins with one letter is half of all texts, and takes a second to find among a million; a
            # character of other scripts may be a word, and what begins with it is soon found.
            letter = known in (None, "title") and len(value) == 1 and value.isascii()
            goes_on = starred or (unfinished and not letter)
            terms.append(Term(value.strip(), known, excluded, goes_on, about))
    return Query(tuple(terms), tuple(faults))


def _faults(
    match: re.Match[str], known: Field | None, value: str, *, any_end: bool, at_the_end: bool
) -> Iterator[Fault]:
    """Yield what is wrong with a term. `any_end`: the value may go on; `at_the_end`: it is being typed."""
    name = (match["field"] or "").lower()
    start = match.start("field") if name else match.start()
    if name and known is None and not value.partition(":")[2].startswith("//") and _NAME.fullmatch(name):
        near = get_close_matches(name, FIELDS, 1)
        meant = f"Did you mean {near[0]}:?" if near else f"Fields are {', '.join(FIELDS)}."
        yield Fault(start, match.end("field"), f"There is no field {name!r}. {meant}")
    if (
        match["word"]
        and not name
        and not at_the_end
        and value.rstrip(":").lower() in FIELDS
        and value[-1:] == ":"
    ):
        yield Fault(
            match.start("word"),
            match.end(),
            f"{value} needs a value right behind it, as in {_example(value)}.",
        )
    if match["phrase"] is not None and match["closed"] is None and not at_the_end:
        quote = match.start("phrase") - 1
        yield Fault(quote, match.end(), 'This quote is not closed. Put a " behind the last word.')
    wrong = _wrong(known, value, any_end=any_end)
    if wrong and value:
        at = match.start("phrase") if match["phrase"] is not None else match.start("word")
        yield Fault(at, match.end(), wrong)


def _example(value: str) -> str:
    name = value.rstrip(":").lower()
    return f"{name}:{VALUES.get(name, ('US',) if name == 'country' else ('baker',))[0]}"


def _wrong(known: Field | None, value: str, *, any_end: bool) -> str | None:
    """Return what is wrong with a field's value, or None."""
    wanted = value.lower()
    if known in VALUES:
        values = VALUES[known]
        if wanted in values or (any_end and any(one.startswith(wanted) for one in values)):
            return None
        near = get_close_matches(wanted, values, 1)
        meant = f"Did you mean {near[0]}? " if near else ""
        return f"{known}: knows no {value!r}. {meant}It takes {', '.join(values)}."
    if known == "country" and not (
        value.isascii() and value.isalpha() and len(value) in ((1, 2) if any_end else (2,))
    ):
        return f"country: takes two letters, as in country:US, not {value!r}."
    if known == "key" and not all(letter in "0123456789abcdef" for letter in wanted):
        return f"key: takes the beginning of a key, of the digits 0 to 9 and a to f, not {value!r}."
    return None
