"""Advertisements of the monthly threads: body and origin from the record, the rest from the first line."""

import json
from typing import Any

import pytest

from importers.hiring.hn import HackerNewsImporter
from store import Location, Problem
from store.drafts import Draft

from .json_files import drafts, lines_of, outcomes, recognised

HN = HackerNewsImporter()
AD: dict[str, Any] = {
    "address": "Kiel, Germany",
    "country": "DE",
    "freshness": True,
    "full_html": "Tallow &amp; Rye | Software Engineer | Kiel | ONSITE | Full-time<p>We bake &#x2F; mill.<p>"
    '<a href="https:&#x2F;&#x2F;tallow.example" rel="nofollow">tallow.example</a>\nWrite to us.',
    "h1b": False,
    "intern": False,
    "lat": 54.3,
    "location": "Kiel",
    "lon": 10.1,
    "remote": True,
    "url": "https://news.ycombinator.com/item?id=10837626",
    "user": "somebody_private",
}


def ad(line: str, **fields: Any) -> Draft:
    (draft,) = drafts(AD | {"full_html": f"{line}<p>We bake and mill, by day and by night."} | fields, HN)
    return draft


def test_every_part_finds_its_field() -> None:
    (draft,) = drafts([AD])
    assert recognised([AD]) == "hn"
    assert draft.title == "Software Engineer"
    assert draft.company == "Tallow & Rye"
    assert draft.locations == (Location("Kiel", "DE", None, "Kiel"),)
    assert draft.work_mode == "onsite"
    assert draft.employment_type == ("Full-time",)
    assert draft.external_id == "10837626"
    assert draft.url == "https://news.ycombinator.com/item?id=10837626"
    assert draft.body.splitlines()[0] == "Tallow & Rye | Software Engineer | Kiel | ONSITE | Full-time"
    assert "We bake / mill." in draft.body
    assert "tallow.example" in draft.body
    assert json.loads(draft.raw) == AD
    assert "somebody_private" not in draft.model_dump_json(exclude={"raw"})


@pytest.mark.parametrize(
    ("line", "fields", "places"),
    [
        ("Tallow | NYC", {"location": "New York", "country": "US"}, [Location("NYC", "US", None, "NYC")]),
        ("Tallow | Austin, TX", {"location": "Austin, TX"}, [Location("Austin, TX", "US", "TX", "Austin")]),
        ("Tallow | Lyon, France", {"country": "US"}, [Location("Lyon, France", "FR", None, "Lyon")]),
        ("Tallow | Vienna", {"location": "New York", "country": "US"}, [Location("Vienna")]),
        ("Tallow | Bread", {"location": "Bread, Butter", "address": None, "country": None}, []),
        ("Tallow | ONSITE", {}, [Location("Kiel, Germany", "DE", None, "Kiel")]),
        ("Tallow", {}, [Location("Kiel, Germany", "DE", None, "Kiel")]),
        ("Tallow | ONSITE", {"address": None}, []),
        ("Tallow | REMOTE", {"address": None, "location": "Bread, Butter", "country": None}, []),
    ],
)
def test_places_are_those_of_the_line_else_those_the_source_found(
    line: str, fields: dict[str, Any], places: list[Location]
) -> None:
    assert list(ad(line, **fields).locations) == places


def test_what_the_line_does_not_say_stays_open() -> None:
    draft = ad("We are a small mill and we grind at night.")
    assert (draft.title, draft.company, draft.work_mode, draft.employment_type) == (None, None, None, ())


def test_a_line_about_the_page_is_passed_over() -> None:
    draft = ad("3 points by miller 31 days ago | parent | on: a thread<p>Tallow | Data Scientist | REMOTE")
    assert (draft.company, draft.title) == ("Tallow", "Data Scientist")


def test_an_address_without_a_number_gives_no_identifier() -> None:
    assert ad("Tallow | Rome", url="https://news.ycombinator.com/newest").external_id is None


def test_records_lie_in_lists_and_in_lines() -> None:
    assert recognised(lines_of(AD, AD)) == "hn"
    assert [draft.locator for draft in drafts({"ads": [AD, AD]})] == ["$.ads[0]", "$.ads[1]"]


@pytest.mark.parametrize("content", ["", None, "<p> <p>", 7])
def test_an_advertisement_without_a_text_is_refused(content: Any) -> None:
    (first, second) = outcomes([AD, AD | {"full_html": content}], HN)
    assert isinstance(first, Draft)
    assert isinstance(second, (Draft if content == 7 else Problem))
