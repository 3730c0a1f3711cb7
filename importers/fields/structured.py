"""From the fields of a record to its draft: what every format with named fields does alike."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from html.entities import html5
from typing import Any

from pydantic import ValidationError

from importers.html.markup import is_markup, text_of
from store import Location, Problem, SourceSkill, canonical, canonical_line, visible
from store.drafts import Draft

from .addresses import address_of
from .dates import date_of
from .drafting import BODY_LIMIT
from .repairs import repairs_of_body, repairs_of_line, storable
from .sections import headings_in, partition
from .titles import inferred

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# Tags that were escaped along with their text come in pairs, or are such as stand alone.
_ESCAPED = re.compile(r"</[a-z]|<(?:br|p|li|hr)\b", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f]+", re.IGNORECASE)
_LONGEST_DATE = 40  # characters of one that is told as a problem
_MODES = {
    "remote": "remote", "fullyremote": "remote", "full": "remote", "telecommute": "remote", "telecommuting": "remote",
    "workfromhome": "remote", "homeoffice": "remote", "virtual": "remote", "anywhere": "remote",
    "hybrid": "hybrid", "partlyremote": "hybrid", "partiallyremote": "hybrid", "flexible": "hybrid",
    "onsite": "onsite", "inoffice": "onsite", "office": "onsite", "inperson": "onsite", "none": "onsite",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a body: HTML or plain text, whichever it is, under a heading or none."""

    text: str
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """What a record states, as it came: strings may hold HTML, entities and blanks.

    Dates are whatever `dates.date_of` understands; a relative one is left out, and that is told. Of `places`,
    strings are read as `addresses.address_of` does.
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
    places = tuple(dict.fromkeys(_places(fields.places)))
    posted = date_of(fields.date_posted)
    try:
        return Draft(
            locator=locator,
            body=body,
            raw=storable(raw),
            external_id=line(fields.external_id),
            url=url if url and _URL.fullmatch(url) else None,
            title=title,
            title_inferred=None if title else inferred(body),
            company=line(fields.company),
            locations=places,
            work_mode=mode_of(fields.work_mode) or _mode_in(places),
            employment_type=tuple(kind for kind in map(line, fields.employment_type) if kind),
            date_posted=posted,
            salary_text=line(fields.salary_text),
            sections=partition(body, headings),
            source_skills=tuple(_skills(fields.source_skills)),
            repairs=tuple(_repairs(locator, fields, body, posted)),
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
        value = _decoded(value)
    return canonical_line(value) or None


def plain(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return a body in canonical text, and the offsets and words of the headings its HTML marked.

    Text without tags keeps its lines; its entities are decoded once, and where that lays pairs of tags bare the
    text was HTML written as text, and is read as HTML.
    """
    headings: list[tuple[int, str]] = []
    if "<" in text and is_markup(text):
        text, headings = text_of(text)
    elif "&" in text and (decoded := _decoded(text)) != text:
        text = decoded
        if _ESCAPED.search(text) and is_markup(text):
            text, headings = text_of(text)
    return canonical(text).strip(), headings


def mode_of(value: str | None) -> str | None:
    """Return `onsite`, `hybrid` or `remote` for the words a source has for them; other words verbatim."""
    said = line(value)
    if said is None:
        return None
    return _MODES.get(re.sub(r"[\s_-]", "", said.casefold()), said)


def record_text(value: Any) -> str:
    """Return a parsed record as JSON text, to be kept beside the posting."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isascii() or storable(text) == text else json.dumps(value)


def _body(parts: Sequence[Part]) -> tuple[str, list[tuple[int, str]]]:
    """Join parts; a heading with which a part's own text begins stands once."""
    pieces: list[str] = []
    headings: list[tuple[int, str]] = []
    length = 0
    for part in parts:
        text, marked = plain(part.text)
        if not text:
            continue
        if pieces:
            pieces.append("\n\n")
            length += 2
        if heading := line(part.heading):
            words = heading.rstrip(" :") or heading
            first = text.partition("\n")[0].rstrip(" :")
            if first.casefold() == words.casefold():
                headings.append((length, first))
            else:
                headings.append((length, words))
                pieces.append(f"{heading}\n")
                length += len(heading) + 1
        headings += [(at + length, words) for at, words in marked or headings_in(text)]
        pieces.append(text)
        length += len(text)
    return "".join(pieces), headings


def _places(places: Iterable[str | Location]) -> Iterator[Location]:
    for place in places:
        if isinstance(place, Location):
            yield place
        elif said := line(place):
            yield address_of(said)


def _mode_in(places: Sequence[Location]) -> str | None:
    """Return `remote` where that is said in place of a place."""
    return "remote" if places and all(place.text.casefold() == "remote" for place in places) else None


def _skills(skills: Iterable[SourceSkill]) -> Iterator[SourceSkill]:
    for skill in skills:
        if text := line(skill.text):
            yield replace(skill, text=text)


def _repairs(locator: str, fields: Fields, body: str, posted: date | None) -> Iterator[Problem]:
    yield from repairs_of_body(locator, (part.text for part in fields.parts), body)
    for name in ("title", "company", "external_id", "url", "work_mode", "salary_text"):
        if text := getattr(fields, name):
            yield from repairs_of_line(locator, name, text)
    yield from repairs_of_line(locator, "employment_type", "".join(fields.employment_type))
    places = (place if isinstance(place, str) else place.text for place in fields.places)
    yield from repairs_of_line(locator, "locations", "".join(places))
    skills = "".join(skill.text for skill in fields.source_skills)
    yield from repairs_of_line(locator, "source_skills", skills)
    if posted is None and fields.date_posted and (said := canonical_line(str(fields.date_posted))):
        reason = f"{said[:_LONGEST_DATE]!r} names no day for certain, so the date is left out"
        yield Problem(locator, "date_posted", reason)


def _decoded(text: str) -> str:
    """Decode what is certainly an entity: known, and ended as one; `?a=1&copy=2` is none."""
    return _ENTITY.sub(_character, text)


def _character(entity: re.Match[str]) -> str:
    name = entity[0][1:]
    return html.unescape(entity[0]) if name[0] == "#" else html5.get(name, entity[0])
