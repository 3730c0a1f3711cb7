"""A row of a dataset as a draft: it is taken as it stands, because every field of it was understood once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from importers.fields.drafting import BODY_LIMIT
from store import Problem, canonical, canonical_line
from store.drafts import Draft

LONGEST_NAME = 1000
"""Characters of a source's name."""

UNSTORABLE = "characters that cannot be stored (NUL or half a surrogate pair) became U+FFFD"
_FIELDS = tuple(Draft.model_fields.keys() - {"raw", "repairs"})
_FACTS = (*_FIELDS, "source", "raw")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a dataset that is an object, with its place and its text as it stands."""

    locator: str
    text: str
    value: dict[str, Any]

    @property
    def source(self) -> str | None:
        """The name of its source; None where it states none that could be one."""
        said = self.value.get("source")
        if not isinstance(said, str) or len(said) > LONGEST_NAME:
            return None
        return canonical_line(said) or None

    @property
    def facts(self) -> "Row":
        """The row without what people said: much less to hold, where many are held at a time."""
        return Row(self.locator, self.text, {name: self.value[name] for name in _FACTS if name in self.value})

    @property
    def raw(self) -> str:
        """The record as it was imported first, where the dataset has it; else the row."""
        said = self.value.get("raw")
        return _UNSTORABLE.sub("\ufffd", said) if isinstance(said, str) else self.text

    @property
    def body(self) -> str:
        """The text that its offsets count in; empty where it states none."""
        said = self.value.get("body")
        return canonical(said) if isinstance(said, str) else ""


def draft_of_row(row: Row) -> Draft | Problem:
    """Make the draft of a row, or say why there is none; raises nothing."""
    stated = {name: row.value[name] for name in _FIELDS if name in row.value}
    for name, reason in _missing(row, stated):
        return Problem(row.locator, name, reason)
    repairs = [
        Problem(row.locator, name, UNSTORABLE)
        for name, value in stated.items()
        if isinstance(value, str) and _UNSTORABLE.search(value)
    ]
    url = stated.get("url")
    if isinstance(url, str) and not _URL.fullmatch(url):
        stated["url"] = None
        repairs.append(Problem(row.locator, "url", "it is no address of the web, and was left out"))
    try:
        return Draft(**{**stated, "body": row.body, "raw": row.raw, "repairs": tuple(repairs)})
    except ValidationError as error:
        return refusal(row.locator, "", error)


def _missing(row: Row, stated: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a row lacks that a draft could do without, or says in a way that a draft would understand."""
    if row.source is None:
        yield "source", f"it must be a name of at most {LONGEST_NAME:,} characters"
    if stated.get("key") is None:
        yield "key", "it is missing: a posting of a dataset has one"
    if not isinstance(stated.get("body"), str):
        yield "body", "it must be text"
    if len(row.body) > BODY_LIMIT:
        yield "body", f"{len(row.body):,} characters are more than the limit of {BODY_LIMIT:,}"
    if not isinstance(stated.get("date_posted"), str | None):
        yield "date_posted", "it must be a date, such as 2026-01-31"


def refusal(locator: str, place: str, error: ValidationError) -> Problem:
    """Return the first of pydantic's objections; `place` is where in the row the value stands."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    inside = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"])
    return Problem(locator, f"{place}{inside}".lstrip(".") or None, first["msg"])
