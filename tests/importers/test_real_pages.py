"""The project's own input: one card and four pages, as the user gave them."""

from itertools import chain
from pathlib import Path

import pytest

from importers import File, recognise
from store import Requirement
from store.drafts import Draft
from tests.importers.pages import read

pytestmark = pytest.mark.shared

CARD = "000_card_applied_scientist_intern.txt"
PAGES = {
    "001_page_preskill_quantum.txt": range(103, 122, 2),
    "002_page_papoian_proteins.txt": range(90, 109, 2),
    "003_page_recommendation_history.txt": range(101, 120, 2),
    "004_page_scot_supply_chain.txt": range(156, 175, 2),
}
# By page and line; None where the posting implies no title.
TITLES = {
    "001": {
        103: "Quantum Research Scientist", 105: "Data Scientist", 107: None, 109: "Applied Scientist",
        111: "Applied Scientist", 113: "Applied Scientist", 115: "Applied Scientist II", 117: "Data Scientist Intern",
        119: "Applied Science Intern", 121: "Applied Science Intern",
    },
    "002": {
        90: "Applied Science Intern", 92: "Applied Scientist", 94: None, 96: None, 98: None,
        100: "Member of Technical Staff", 102: "Research Science Intern", 104: "Applied Science Intern",
        106: "senior manager", 108: "Data Scientist Intern",
    },
    "003": {
        101: "Senior Applied Scientist", 103: "Communication Systems Research Scientist", 105: "Applied Scientist",
        107: "Applied Scientist", 109: None, 111: "Applied Scientist", 113: None, 115: "Research Science intern",
        117: "Quantum Research Scientist Intern", 119: "data scientist",
    },
    "004": {
        156: "Applied Scientist", 160: "Senior Applied Scientist", 162: "Applied Scientist", 164: "frontend engineer",
        166: "backend engineer", 168: "Applied Science Intern", 170: "Research Engineer", 172: "Research Engineer",
        174: "Applied Scientist",
    },
}  # fmt: skip


@pytest.fixture
def pages(shared_data: Path) -> Path:
    return shared_data / "pages"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_yields_its_ten_postings(name: str, pages: Path) -> None:
    data = (pages / name).read_bytes()
    drafts, problems = read(data)
    lines = data.decode().split("\n")
    assert problems == []
    assert [draft.locator for draft in drafts] == [f"line {number}" for number in PAGES[name]]
    assert [draft.body for draft in drafts] == [lines[number] for number in PAGES[name]]
    assert all(place.country and place.city for draft in drafts for place in draft.locations)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("old", "new"),
    [("Related content", "Read on"), ("\n", "\r\n"), (", ", ",\u00a0"), ("\n\n", "\n"), ("\n", "\n\n")],
)
def test_a_damaged_page_still_yields_ten(name: str, old: str, new: str, pages: Path) -> None:
    drafts, problems = read("\ufeff" + (pages / name).read_text(encoding="utf-8").replace(old, new))
    assert len(drafts) == 10
    assert problems == []


@pytest.mark.parametrize("name", PAGES)
def test_titles_are_inferred_where_they_are_implied_and_nowhere_else(name: str, pages: Path) -> None:
    drafts, _ = read((pages / name).read_bytes())
    found = {
        int(draft.locator.removeprefix("line ")): draft.title_inferred and draft.title_inferred.text
        for draft in drafts
        if draft.title is None
    }
    assert found == TITLES[name[:3]]


def test_the_one_stated_title_comes_with_its_labels(pages: Path) -> None:
    drafts = list(chain.from_iterable(read((pages / name).read_bytes())[0] for name in PAGES))
    (stated,) = (draft for draft in drafts if draft.title)
    assert (stated.locator, stated.title, stated.company) == (
        "line 158",
        "Data Scientist II",
        "Audible, Inc.",
    )
    assert (stated.salary_text, stated.external_id) == ("$169,550 - 207,500 /year", "ADBL175")
    assert [draft for draft in drafts if draft.company] == [stated]


def test_countries_that_look_like_regions(pages: Path) -> None:
    places = {
        place.text: place
        for name in PAGES
        for draft in read((pages / name).read_bytes())[0]
        for place in draft.locations
    }
    assert (places["IN, TS, Hyderabad"].country, places["IN, TS, Hyderabad"].region) == ("IN", "TS")
    assert (places["IL, Tel Aviv"].country, places["IL, Tel Aviv"].region) == ("IL", None)
    assert places["US, MA, N.reading"].city == "N.reading"


def test_headings_of_the_first_posting(pages: Path) -> None:
    drafts, _ = read((pages / "001_page_preskill_quantum.txt").read_bytes())
    assert [section.heading for section in drafts[0].sections] == [
        "Key job responsibilities",
        "A day in the life",
        "About the team",
        "Export Control Requirement",
        "About the team",
        "Diverse Experiences",
        "Why AWS?",
        "Inclusive Team Culture",
        "Mentorship & Career Growth",
        "Work/Life Balance",
        "Export Control Requirement",
    ]


def test_the_card(pages: Path) -> None:
    (draft,), problems = read((pages / CARD).read_bytes())
    assert isinstance(draft, Draft)
    assert problems == []
    assert draft.title == "2026 Applied Scientist Intern, Amazon University Talent Acquisition"
    assert (draft.company, draft.locator) == ("Amazon", "line 1")
    assert [(place.text, place.country) for place in draft.locations] == [("LU, Luxembourg", "LU")]
    assert draft.body.startswith("MS or PhD student internship")
    assert [skill.requirement for skill in draft.source_skills].count(Requirement.REQUIRED) == 2
    assert [skill.requirement for skill in draft.source_skills].count(Requirement.PREFERRED) == 4
    assert [skill.requirement for skill in draft.source_skills].count(Requirement.MENTIONED) == 7


@pytest.mark.parametrize(("name", "expected"), [(CARD, "card"), *((name, "page") for name in PAGES)])
def test_each_is_recognised_by_content(name: str, expected: str, pages: Path) -> None:
    importer = recognise(File.of("renamed.bin", (pages / name).read_bytes()))
    assert importer is not None
    assert importer.name == expected
