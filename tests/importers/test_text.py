"""A text is one posting, read as such only when that is asked for."""

import pytest

from importers import File, recognise
from tests.importers.pages import read

NURSE = "Registered Nurse (nights)\n\nFernbrook is looking for a Staff Nurse.\n\nResponsibilities\n- Care\n"


def test_the_whole_file_is_the_body() -> None:
    (draft,), problems = read(NURSE, "text")
    assert problems == []
    assert (draft.body, draft.raw) == (NURSE, NURSE)
    assert draft.title == "Registered Nurse (nights)"
    assert draft.title_inferred is None
    assert [section.heading for section in draft.sections] == ["Responsibilities"]


@pytest.mark.parametrize(
    "first",
    [
        "Fernbrook is looking for a Staff Nurse.",
        "Join our nurses",
        "About the team",
        "GB, London",
        "Fernbrook General Hospital",
        "Fernbrook looks for nurses between a park and a railway, on nights, in the east of the city, from May on",
    ],
)
def test_a_first_line_that_is_no_title_leaves_it_to_be_inferred(first: str) -> None:
    (draft,), _ = read(f"{first}\nAs a Ward Sister, you will lead.", "text")
    assert draft.title is None
    assert draft.title_inferred is not None


def test_the_locator_is_the_first_filled_line() -> None:
    (draft,), _ = read("\n \nHead of Data\nLeads data.", "text")
    assert draft.locator == "line 3"
    assert draft.title == "Head of Data"


def test_a_title_alone_is_no_title() -> None:
    (draft,), _ = read("Head of Data", "text")
    assert draft.title is None


def test_labels_give_place_and_employer() -> None:
    (draft,), _ = read("Job Title: Night Baker\nEmployer: Tallow & Rye\nLocation: GB, Leeds\nBake.", "text")
    assert (draft.title, draft.company) == ("Night Baker", "Tallow & Rye")
    assert [place.city for place in draft.locations] == ["Leeds"]


def test_text_is_never_recognised() -> None:
    assert recognise(File.of("nurse.txt", NURSE.encode())) is None
