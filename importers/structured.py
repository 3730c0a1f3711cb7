"""From the fields of a record to its draft: what every format with named fields does alike."""

import html
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from store import Location, Problem, SourceSkill, canonical, canonical_line, visible
from store.drafts import Draft

from .dates import date_of
from .drafting import BODY_LIMIT
from .locations import location_of
from .markup import is_markup, text_of
from .sections import partition, sections_of
from .titles import inferred

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROLS = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f]")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]{1,31});")
_URL = re.compile(r"https?://[^\s]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a body: HTML or plain text, whichever it is, under a heading or none."""

    text: str
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """What a record states, as it came: strings may hold HTML, entities and blanks.

    Dates are whatever `dates.date_of` understands; a relative one is left out. Of `places`, strings are read
    as `locations.location_of` does.
    """

    parts: Sequence[Part]
    title: str | None = None
    company: str | None = None
    external_id: str | None = None
    url: str | None = None
    places: Sequence[str | Location] = ()
    work_mode: str | None = None
    employment_type: Sequence[str] = ()
    date_posted: Any = None
    salary_text: str | None = None
    source_skills: Sequence[SourceSkill] = field(default=())


def draft_of(locator: str, raw: str, fields: Fields) -> Draft | Problem:
    """Make the draft of a record, or say why there is none; raises nothing.

    `raw` is the record verbatim. HTML becomes lines of text, entities are decoded once, and what a reader
    must know of the repairs is told in the draft's `repairs`.
    """
    body, headings = _body(fields.parts)
    if len(body) > BODY_LIMIT:
        return Problem(locator, "body", f"{len(body):,} characters are more than the limit of {BODY_LIMIT:,}")
    if not body or not visible(body).strip():
        return Problem(locator, "body", "the posting has no text")
    title = line(fields.title)
    url = line(fields.url)
    try:
        return Draft(
            locator=locator,
            body=body,
            raw=raw if raw.isascii() else raw.encode("utf-8", "replace").decode(),
            external_id=line(fields.external_id),
            url=url if url and _URL.fullmatch(url) else None,
            title=title,
            title_inferred=None if title else inferred(body),
            company=line(fields.company),
            locations=tuple(_places(fields.places)),
            work_mode=mode_of(fields.work_mode),
            employment_type=tuple(kind for kind in map(line, fields.employment_type) if kind),
            date_posted=date_of(fields.date_posted),
            salary_text=line(fields.salary_text),
            sections=partition(body, headings) if headings else sections_of(body),
            source_skills=tuple(skill for skill in fields.source_skills if skill.text.strip()),
            repairs=_repairs(locator, fields, body),
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        name = ".".join(str(part) for part in first["loc"]) or None
        return Problem(locator, name, first["msg"])


def line(value: str | None) -> str | None:
    """Return a one-line field in canonical form, entities decoded once and tags dropped; None if blank."""
    if not value:
        return None
    if "<" in value and is_markup(value):
        value = text_of(value)[0]
    elif "&" in value:
        value = html.unescape(value)
    return canonical_line(value) or None


def plain(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return a body in canonical text, and the offsets and words of the headings its HTML marked.

    Text without tags keeps its lines; its entities are decoded once, and where that lays tags bare the text
    was HTML written as text, and is read as HTML.
    """
    headings: list[tuple[int, str]] = []
    if "<" in text and is_markup(text):
        text, headings = text_of(text)
    elif "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
        if is_markup(text):
            text, headings = text_of(text)
    whole = canonical(text)
    start = len(whole) - len(whole.lstrip())
    return whole.strip(), [(at - start, words) for at, words in headings]


def mode_of(value: str | None) -> str | None:
    """Return `onsite`, `hybrid` or `remote` for the words a source has for them; other words verbatim."""
    said = line(value)
    if said is None:
        return None
    return _MODES.get(re.sub(r"[\s_-]", "", said.casefold()), said)


_MODES = {
    "remote": "remote", "fullyremote": "remote", "full": "remote", "telecommute": "remote", "telecommuting": "remote",
    "workfromhome": "remote", "homeoffice": "remote", "virtual": "remote", "anywhere": "remote",
    "hybrid": "hybrid", "partlyremote": "hybrid", "partiallyremote": "hybrid", "flexible": "hybrid",
    "onsite": "onsite", "inoffice": "onsite", "office": "onsite", "inperson": "onsite", "none": "onsite",
}  # fmt: skip


def _body(parts: Sequence[Part]) -> tuple[str, list[tuple[int, str]]]:
    if len(parts) == 1 and parts[0].heading is None:
        return plain(parts[0].text)
    body, headings = "", []
    for part in parts:
        text, inner = plain(part.text)
        if not text:
            continue
        body += "\n\n" if body else ""
        heading = line(part.heading)
        if heading:
            headings.append((len(body), heading))
            body += f"{heading}\n"
        headings += [(at + len(body), words) for at, words in inner]
        body += text
    return body, headings


def _places(places: Iterable[str | Location]) -> Iterable[Location]:
    for place in places:
        if isinstance(place, Location):
            yield place
        elif said := line(place):
            yield location_of(said)


def _repairs(locator: str, fields: Fields, body: str) -> tuple[Problem, ...]:
    found = []
    texts = [("body", "".join(part.text for part in fields.parts)), ("title", fields.title or "")]
    for name, text in (*texts, ("company", fields.company or "")):
        if ("\0" in text or not text.isascii()) and _UNSTORABLE.search(text):
            reason = "characters that cannot be stored (NUL or half a surrogate pair) became U+FFFD"
            found.append(Problem(locator, name, reason))
    if _CONTROLS.search(body):
        found.append(Problem(locator, "body", CONTROLS))
    return tuple(found)


CONTROLS = "the text has control characters, which the screen shows as pictures"


def record_text(value: Any) -> str:
    """Return a parsed record as JSON text, to be kept beside the posting."""
    return json.dumps(value, ensure_ascii=False)
