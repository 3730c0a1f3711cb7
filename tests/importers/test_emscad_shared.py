"""A table of real postings, with 17,157 records of nothing but commas behind them."""

import json
from collections import Counter
from pathlib import Path

import pytest

from importers import File, Wishes
from importers.files import files_in
from importers.tables.csv_table import CsvImporter
from store import Blank, Location
from store.drafts import Draft

from .tables import mapped, opened, outcomes

pytestmark = pytest.mark.shared


@pytest.fixture
def file(shared_data: Path) -> File:
    (found,) = files_in([str(shared_data / "emscad")], None)
    return found


def test_every_record_is_accounted_for(file: File) -> None:
    found = outcomes(opened(CsvImporter(), file))
    assert Counter(map(type, found)) == {Draft: 500, Blank: 17_157}
    assert [item.locator for item in found] == [f"row {number}" for number in range(1, 17_658)]


def test_the_columns_are_known(file: File) -> None:
    reading = opened(CsvImporter(), file)
    assert mapped(reading) == {
        "title": "title",
        "body": "description",
        "requirements": "requirements",
        "benefits": "benefits",
        "company_profile": "company_profile",
        "external_id": "job_id",
        "location": "location",
        "remote": "telecommuting",
        "employment_type": "employment_type",
        "salary": "salary_range",
    }
    assert reading.columns is not None
    assert {column.how for column in reading.columns.mapped} == {"known name"}
    assert {"department", "industry", "function"} < set(reading.columns.unused)


def test_what_the_postings_say(file: File) -> None:
    found = [item for item in outcomes(opened(CsvImporter(), file)) if isinstance(item, Draft)]
    assert [draft.external_id for draft in found] == [str(number) for number in range(1, 501)]
    assert all(draft.title for draft in found)
    first, second = found[:2]
    assert (first.title, first.employment_type) == ("Marketing Intern", ("Other",))
    assert first.locations == (Location("US, NY, New York", "US", "NY", "New York"),)
    assert second.locations == (Location("NZ, , Auckland", "NZ", None, "Auckland"),)
    assert [section.heading for section in second.sections] == [
        "Requirements",
        "Benefits",
        "About the company",
    ]
    assert "PR & Events" in first.body
    assert found[6].salary_text == "20000-28000"
    places = [place for draft in found for place in draft.locations]
    assert len(places) == 491
    assert sum(place.country is not None for place in places) >= 479  # not so `US, IA, Iowa city`
    for draft in found:
        assert draft.work_mode == ("remote" if json.loads(draft.raw)["telecommuting"] == "1" else None)


def test_a_second_reading_is_the_same(file: File) -> None:
    reading = CsvImporter().reading(file, Wishes())
    assert list(reading.records()) == list(reading.records())
