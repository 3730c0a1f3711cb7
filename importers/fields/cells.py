# ruff: noqa: SIM905 -- lists of words read better as text
"""What stands in the cells of a table, and in the values of a record: texts, places, pay, skills."""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from store import Location, Requirement, SourceSkill, folded

from .addresses import address_of
from .countries import country_code
from .country_names import country_of
from .structured import line, mode_of

_NOTHING = frozenset(("", "nan", "nat", "none", "null", "<na>", "n/a", "#n/a", "-", "--", "–", "—"))
_LONGEST_NOTHING = 16  # characters, with blanks around them
_YES = frozenset("1 1.0 yes y true t x ja j oui o si sí s sim tak igen remote".split())
_NO = frozenset("0 0.0 no n false f nein non nao não nie nej nei nem".split())
_PLACES = re.compile(r"[;\n]| \| ")
_KINDS = re.compile(r"[,;|\n]")
_QUOTED = re.compile(r"""\s*(?:'((?:[^'\\]|\\.)*+)'|"((?:[^"\\]|\\.)*+)")\s*(,|\Z)""", re.DOTALL)
_MARKS = re.compile(r"[()\[\],;\n]")
_BARE_AMOUNT = re.compile(r"[\d\s.,'–—-]+")
_SPOKEN_OF = ("name", "text", "label", "title", "value")
_BULLET = re.compile(r"\A\s*[•·*–-]\s+")
MOST_SKILLS = 200
LONGEST_SKILL = 100
"""Characters of a skill; what is longer is prose."""
_LONGEST_LIST = 64 * 1024  # characters of a cell that is taken for a list


def text_of(value: Any) -> str:
    """Return a value as text: whole numbers without a point, dates as ISO 8601 has them, lists as JSON."""
    if isinstance(value, str):
        return value
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() and value.tzinfo is None else value).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False, default=text_of) if value else ""
    return str(value)


def said(value: Any) -> str | None:
    """Return what a value says; None where it is blank, or one of the words that programs write for nothing."""
    if value is None:
        return None
    text = value if isinstance(value, str) else text_of(value)
    if len(text) > _LONGEST_NOTHING:
        return None if text.isspace() else text
    return None if text.strip().casefold() in _NOTHING else text


def stated(value: Any) -> Any:
    """Return a value of any type as it is; None where it is a text that says nothing."""
    return said(value) if isinstance(value, str) else value


def spoken(value: Any) -> str | None:
    """Return what a value says; what an object calls itself, and the pieces of a list with commas."""
    if value is None or isinstance(value, str):
        return said(value)
    if isinstance(value, dict):
        value = next((value[key] for key in _SPOKEN_OF if isinstance(value.get(key), str)), value)
    elif isinstance(value, (list, tuple)):
        value = ", ".join(filter(None, map(spoken, value)))
    return said(value)


def prose(value: Any) -> str:
    """Return a value as the text it is for a reader: a list is an item a line."""
    if isinstance(value, (list, tuple)):
        return "\n".join(f"• {item}" for item in map(spoken, value) if item)
    return value if isinstance(value, str) else text_of(value)


def several(value: Any, apart: Callable[[str], Iterable[str]]) -> list[str]:
    """Return what a value lists: a list, a list written as text, or a text that `apart` takes apart."""
    items: Iterable[str | None] | None
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        items = map(spoken, value)
    elif (text := spoken(value)) is None:
        return []
    elif (items := _written_list(text)) is None:
        items = apart(text[:_LONGEST_LIST])
    found = (item.strip() for item in items if item)
    return list(dict.fromkeys(item for item in found if said(item)))


def places(location: Any, city: Any, region: Any, country: Any) -> list[str | Location]:
    """Return the places that are stated in one cell, or in pieces, and where both are, as both say it."""
    pieces = [line(spoken(piece)) for piece in (city, region, country)]
    listed = several(location, _PLACES.split)
    if len(listed) > 1 or not any(pieces):
        return [_tidied(text) for text in listed]
    text = listed[0] if listed else ", ".join(piece for piece in pieces if piece)
    return [_completed(_tidied(text), *pieces)]


def pay(salary: Any, least: Any, most: Any, currency: Any, interval: Any) -> str | None:
    """Return what is paid as a line, each piece as it stands; None without an amount."""
    text = spoken(salary)
    units = [piece for piece in (spoken(currency), spoken(interval)) if piece]
    if text is None:
        text = _range(spoken(least), spoken(most))
    elif not _BARE_AMOUNT.fullmatch(text):
        return text
    return " ".join((text, *units)) if text else None


def skills(value: Any) -> tuple[SourceSkill, ...]:
    """Return the skills that a cell lists; prose is none."""
    if value is None:
        return ()
    named = (_BULLET.sub("", item, count=1) for item in several(value, _listed_skills))
    distinct = {folded(name): name for name in named if 0 < len(name) <= LONGEST_SKILL}
    return tuple(SourceSkill(name, Requirement.MENTIONED) for name in list(distinct.values())[:MOST_SKILLS])


def kinds(value: Any) -> list[str]:
    """Return the employment types of a cell."""
    return several(value, _KINDS.split)


def mode(stated: Any, remote: Any) -> str | None:
    """Return the work mode: as stated, else `remote` where that is said. A `no` leaves it open."""
    if text := spoken(stated):
        return text
    word = (spoken(remote) or "").strip().casefold()
    if word in _YES:
        return "remote"
    known = mode_of(word) if word and word not in _NO else None
    return known if known in ("remote", "hybrid", "onsite") else None


def _written_list(text: str) -> list[str | None] | None:
    """Read a list as JSON or Python writes it; None where the text is none."""
    inner = text.strip()
    if not (inner.startswith("[") and inner.endswith("]")) or len(inner) > _LONGEST_LIST:
        return None
    try:
        value = json.loads(inner)
    except (ValueError, RecursionError):
        return _python_list(inner[1:-1])
    return list(map(spoken, value))


def _python_list(inner: str) -> list[str | None] | None:
    found: list[str | None] = []
    at, more = 0, True
    while more:
        match = _QUOTED.match(inner, at)
        if match is None:
            return None
        found.append(match[1] if match[1] is not None else match[2])
        at, more = match.end(), match[3] == "," and match.end() < len(inner)
    return found


def _tidied(text: str) -> str | Location:
    """Return a place. Where nothing stands between two commas, each part is what its position makes it."""
    code, *parts = (part.strip() for part in text.split(","))
    if not parts or all((code, *parts)):
        return text
    if country := country_code(code):  # `NZ, , Auckland`, `US, MD,`
        region, city = parts[0], ", ".join(filter(None, parts[1:]))
        return Location(line(text) or "", country, region or None, city or None)
    return replace(address_of(", ".join(filter(None, (code, *parts)))), text=line(text) or "")


def _completed(place: str | Location, city: str | None, region: str | None, country: str | None) -> Location:
    """Return a place with what the pieces say of it, which have less room for a misunderstanding."""
    found = address_of(line(place) or "") if isinstance(place, str) else place
    named = city if city and "," not in city and mode_of(city) != "remote" else None
    return replace(
        found,
        country=(country and country_of(country)) or found.country,
        region=region or found.region,
        city=named or found.city,
    )


def _range(least: str | None, most: str | None) -> str | None:
    if least and most and least != most:
        return f"{least} to {most}"
    if least and most:
        return least
    return f"from {least}" if least else most and f"up to {most}"


def _listed_skills(text: str) -> Iterator[str]:
    """Take a list apart at commas, semicolons and line ends, but not inside brackets."""
    depth, start = 0, 0
    for mark in _MARKS.finditer(text):
        if mark[0] in "([":
            depth += 1
        elif mark[0] in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 or mark[0] == "\n":
            yield text[start : mark.start()]
            start, depth = mark.end(), 0
    yield text[start:]
