"""The project's own input through the command line: every posting once, and what is said of it true."""

from pathlib import Path

import pytest

from .running import Desk

pytestmark = pytest.mark.shared

EQUAL = ("004_page_scot_supply_chain:line 170", "004_page_scot_supply_chain:line 172")


@pytest.fixture
def pages(desk: Desk, shared_data: Path) -> Desk:
    """A desk with the five files imported."""
    reports = desk.done("import", shared_data / "pages", "--json").json
    assert [(report["added"], report["refused"]) for report in reports] == [(1, 0), *[(10, 0)] * 4]
    assert [report["format"] for report in reports] == ["card", *["page"] * 4]
    assert all(report["problems"] == [] for report in reports)
    return desk


def test_a_second_import_adds_nothing(pages: Desk, shared_data: Path) -> None:
    keys = [row["key"] for row in pages.done("search", "--json").json]
    assert len(set(keys)) == 41
    for report in pages.done("import", shared_data / "pages", "--json").json:
        assert (report["added"], report["revised"], report["unchanged"]) == (0, 0, report["read"])
    assert [row["key"] for row in pages.done("search", "--json").json] == keys


def test_both_equal_postings_are_kept_and_proposed_as_a_pair(pages: Desk) -> None:
    one, other = (pages.done("show", name, "--json").json for name in EQUAL)
    assert one["body"] == other["body"]
    assert one["key"] != other["key"]
    pages.done("duplicates", "find")
    exact = pages.done("duplicates", "list", "--kind", "exact", "--json").json
    assert EQUAL in [(pair["a_at"], pair["b_at"]) for pair in exact]


def test_sections_and_inferred_titles_stand_where_they_are_said_to(pages: Desk) -> None:
    guesses = headings = 0
    for row in pages.done("search", "--json").json:
        shown = pages.done("show", row["key"], "--json").json
        body, guess = shown["body"], shown["title_inferred"]
        if guess:
            guesses += 1
            assert body[guess["start"] : guess["end"]] == guess["text"]
        for section in shown["sections"]:
            headings += 1
            assert body.startswith(section["heading"], section["start"])
            assert section["start"] < section["end"] <= len(body)
    assert guesses > 30
    assert headings > 50


def test_every_location_is_understood(pages: Desk) -> None:
    for row in pages.done("search", "--json").json:
        [place] = row["locations"]
        assert len(place["country"]) == 2
        assert place["city"]


def test_the_database_of_the_pages_is_sound_and_exported_whole(pages: Desk) -> None:
    pages.done("check")
    assert pages.done("export", "--to", "out", "--json").json["rows"]["postings.csv"] == 41
