"""The shipped sample holds what the demonstration needs, and reads without a problem."""

import csv
import io
from collections import Counter

import pytest

from examples import sample_files, skills_file
from store import normalised
from store.drafts import Draft

from .pages import read


@pytest.fixture(scope="module")
def sample() -> dict[str, list[Draft]]:
    """The drafts of every file of the sample; a problem fails the test."""
    found = {}
    for entry in sample_files():
        found[entry.name], problems = read(entry.read_bytes())
        assert problems == [], entry.name
    return found


@pytest.fixture(scope="module")
def drafts(sample: dict[str, list[Draft]]) -> list[Draft]:
    return [draft for of_file in sample.values() for draft in of_file]


def test_there_are_a_card_and_three_pages(sample: dict[str, list[Draft]], drafts: list[Draft]) -> None:
    assert Counter(len(of_file) for of_file in sample.values()) == {1: 1, 10: 3}
    assert all(300 <= len(draft.body) <= 1800 for draft in drafts)
    assert all(draft.sections for draft in drafts)
    assert all(draft.repairs == () for draft in drafts)


def test_duplicates_stand_in_one_file_and_across_files(sample: dict[str, list[Draft]]) -> None:
    seen: dict[tuple[str, str], list[str]] = {}
    for name, of_file in sample.items():
        for draft in of_file:
            seen.setdefault((draft.locations[0].text, normalised(draft.body)), []).append(name)
    repeated = [names for names in seen.values() if len(names) > 1]
    assert any(len(set(names)) == 1 for names in repeated)
    assert any(len(set(names)) > 1 for names in repeated)


def test_one_text_stands_for_several_places(drafts: list[Draft]) -> None:
    places: dict[str, set[str]] = {}
    for draft in drafts:
        places.setdefault(draft.body, set()).add(draft.locations[0].text)
    assert sum(len(of_body) > 1 for of_body in places.values()) >= 3


def test_levels_and_edited_copies_come_close(drafts: list[Draft]) -> None:
    titles = {draft.title or (draft.title_inferred.text if draft.title_inferred else "") for draft in drafts}
    assert {"Marine Biologist", "Marine Biologist II", "Junior Pastry Chef", "Head Pastry Chef"} <= titles
    by_opening = Counter(body[:60] for body in {draft.body for draft in drafts})
    assert sum(count > 1 for count in by_opening.values()) >= 4


def test_some_state_a_title_and_some_imply_none(drafts: list[Draft]) -> None:
    assert {draft.title for draft in drafts if draft.title} == {
        "Fleet Maintenance Supervisor",
        "Trainee Pharmacy Technician, Fernbrook School of Health",
    }
    assert sum(draft.title is None and draft.title_inferred is None for draft in drafts) >= 3


@pytest.mark.parametrize(
    "awkward",
    [
        "\u200d",
        "C++ [preferred]",
        "[/foo]",
        "כוננות",
        "e\u0301",
        "\x1b[2J",
        "C#",
        ".NET",
        "R&D",
        "“",
        "’",
        "fullnameincluding",
    ],
)
def test_awkward_text_is_there(awkward: str, drafts: list[Draft]) -> None:
    if awkward == "’":
        # Typographic apostrophes stand in the articles, straight ones in the bodies, as in the real files.
        assert any("’" in draft.body or "”" in draft.body for draft in drafts)
    else:
        assert any(awkward in draft.body for draft in drafts)


def test_the_vocabulary_is_well_formed_and_meets_the_sample(drafts: list[Draft]) -> None:
    rows = list(
        csv.DictReader(io.StringIO(skills_file().read_text(encoding="utf-8"), newline=""), strict=True)
    )
    assert list(rows[0]) == ["conceptUri", "preferredLabel", "altLabels", "skillType"]
    assert len(rows) >= 150
    assert {row["skillType"] for row in rows} == {"knowledge", "skill/competence"}
    assert {row["conceptUri"] for row in rows} == {""}
    labels = [
        label for row in rows for label in [row["preferredLabel"], *row["altLabels"].split("\n")] if label
    ]
    assert [label for label, count in Counter(map(str.casefold, labels)).items() if count > 1] == []
    long = [label.casefold() for label in labels if len(label) > 3]
    unmet = [draft.locator for draft in drafts if sum(label in draft.body.casefold() for label in long) < 3]
    assert unmet == []
