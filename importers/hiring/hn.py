"""The monthly threads "Who is hiring", as collected: an advertisement's HTML beside what was found in it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from importers.documents.json_records import Lacking
from importers.fields.addresses import address_of
from importers.fields.country_names import country_of
from importers.fields.structured import Fields, Part, plain
from importers.interfaces.shapes import Shape, words
from store import Location, folded

from .first_line import FirstLine, read_first_line

_ITEM = re.compile(r"[?&]id=(\d+)\b")
_LINK = re.compile(r"\d+ points? by \S+ .*\bago\b")  # the line above an advertisement on its own page
_SHORT = {"nyc": "new york", "ny": "new york", "sf": "san francisco"}


class HackerNewsImporter(Shape):
    """Reads advertisements; company, role, place and terms come from their first line, where it has the form.

    The source's `remote` and `intern` say only that the word occurs somewhere, and so say nothing here.
    """

    name = "hn"
    description = 'advertisements of the monthly threads "Who is hiring", as JSON'
    version = 1

    def matches(self, record: dict[str, Any]) -> bool:
        """Whether it has the advertisement's HTML, and who wrote it where."""
        return isinstance(record.get("full_html"), str) and "user" in record and "url" in record

    def fields(self, record: dict[str, Any]) -> Fields | Lacking:
        """The body is the whole advertisement with its first line."""
        content = words(record, "full_html") or ""
        url = words(record, "url")
        item = _ITEM.search(url) if url else None
        found = words(record, "location") if words(record, "address") else None
        city = folded(found.partition(",")[0]) if found else None
        first = read_first_line(_first_line(content), city)
        return Fields(
            parts=[Part(content)],
            title=first.title,
            company=first.company,
            external_id=item[1] if item else None,
            url=url,
            places=list(_places(record, first, city)),
            work_mode=first.work_mode,
            employment_type=first.employment_type,
            salary_text=first.salary,
        )


def _first_line(content: str) -> str:
    lines = (line for line in plain(content)[0].split("\n") if line.strip() and not _LINK.match(line))
    return next(lines, "")


def _places(record: dict[str, Any], first: FirstLine, city: str | None) -> Iterator[Location]:
    """The places of the first line, else the one that the source found somewhere in the text."""
    country = words(record, "country")
    code = country_of(country) if country else None
    for text in first.places:
        place = address_of(text)
        named = folded(text)
        if place.country is None and city and code and city in (named, _SHORT.get(named)):
            place = Location(place.text, code, None, place.text)
        elif place.country is None and city and city in named:
            place = replace(place, country=code)
        yield place
    address = words(record, "address")
    if not first.places and address:
        place = address_of(address)
        yield place if place.country else replace(place, country=code)
