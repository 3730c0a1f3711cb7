"""The CSV of python-jobspy, as its manual has it saved and otherwise."""

import csv
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import File, Wishes
from importers.tables.csv_table import CsvImporter
from importers.tables.jobspy import JobspyImporter
from store import Location, Problem, Unreadable, UsageError
from store.drafts import Draft

from .tables import drafts, opened, outcomes, rejected, rows, said, table

JOBSPY = JobspyImporter()
HEADER = """
    id site job_url job_url_direct title company location date_posted job_type salary_source interval min_amount
    max_amount currency is_remote job_level job_function listing_type emails description company_industry
    company_url company_logo company_url_direct company_addresses company_num_employees company_revenue
    company_description skills experience_range company_rating company_reviews_count vacancy_count
    work_from_home_type
    """.split()  # noqa: SIM905 -- a list of words reads better as text
JOB = {
    "id": "in-4f2a", "site": "indeed", "job_url": "https://jobs.harbour.example/4f2a", "title": "Night Baker",
    "company": "Ofen & Sohn", "location": "Leeds, England, UK", "date_posted": "2024-01-05",
    "job_type": "fulltime, contract", "salary_source": "direct_data", "interval": "yearly", "min_amount": 30000.0,
    "max_amount": 40000.0, "currency": "GBP", "is_remote": False, "emails": "ann@harbour.example",
    "description": 'Bake **bread**\\-like "things"\n\n* at night\n* at C:\\oven',
    "company_description": "An oven.", "skills": "Ovens, Dough", "work_from_home_type": "Hybrid",
}  # fmt: skip
AS_IN_THE_MANUAL: dict[str, Any] = {"quoting": csv.QUOTE_NONNUMERIC, "escapechar": "\\"}


def saved(*jobs: dict[str, Any], header: list[str] = HEADER, **how: Any) -> str:
    """A file of jobs, saved with or without what the manual says."""
    return table(header, *([job.get(name) for name in header] for job in jobs), **how)


@pytest.mark.parametrize("how", [AS_IN_THE_MANUAL, {}, {"quoting": csv.QUOTE_ALL, "lineterminator": "\n"}])
def test_a_row_is_a_posting(how: dict[str, Any]) -> None:
    reading = opened(JOBSPY, saved(JOB, **how))
    (draft,) = drafts(reading)
    assert draft.body == JOB["description"]
    assert (draft.locator, draft.external_id, draft.title, draft.company) == (
        "row 1", "in-4f2a", "Night Baker", "Ofen & Sohn",
    )  # fmt: skip
    assert draft.url == "https://jobs.harbour.example/4f2a"
    assert draft.locations == (Location("Leeds, England, UK", "GB", "England", "Leeds"),)
    assert draft.date_posted == date(2024, 1, 5)
    assert draft.employment_type == ("fulltime", "contract")
    assert draft.salary_text == "30000.0 to 40000.0 GBP yearly"
    assert draft.work_mode == "hybrid"
    assert [skill.text for skill in draft.source_skills] == ["Ovens", "Dough"]
    assert reading.columns is None
    everything = draft.model_dump(exclude={"raw"})
    assert "ann@harbour.example" not in str(everything)
    assert "ann@harbour.example" in draft.raw


def test_an_older_file_lacks_the_tail() -> None:
    header = [name for name in HEADER[:20] if name not in ("id", "job_url_direct")]
    (draft,) = drafts(opened(JOBSPY, saved(JOB | {"is_remote": True}, header=header, **AS_IN_THE_MANUAL)))
    assert (draft.external_id, draft.title, draft.work_mode) == (None, "Night Baker", "remote")


def test_backslashes_stay_where_the_file_was_saved_otherwise() -> None:
    jobs = [JOB | {"description": text} for text in ("a \\\\server", "one \\- two", "\\\\")]
    assert [draft.body for draft in drafts(opened(JOBSPY, saved(*jobs)))] == [
        "a \\\\server",
        "one \\- two",
        "\\\\",
    ]
    assert [draft.body for draft in drafts(opened(JOBSPY, saved(*jobs, **AS_IN_THE_MANUAL)))] == [
        "a \\\\server", "one \\- two", "\\\\",
    ]  # fmt: skip


def test_the_first_backslash_may_come_late() -> None:
    jobs = [JOB | {"description": "Bake. " * 200}] * 60 + [JOB | {"description": "one \\- two \\\\server"}]
    for how in (AS_IN_THE_MANUAL, dict[str, Any]()):
        content = saved(*jobs, **how)
        assert "\\" not in content[: 64 * 1024]
        assert drafts(opened(JOBSPY, content))[-1].body == "one \\- two \\\\server"


TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20
) | st.lists(st.sampled_from(["\\", '"', ",", "\n", "a", "\\\\", '\\"']), min_size=1, max_size=8).map("".join)


@given(texts=st.lists(TEXT, min_size=1, max_size=5))
def test_as_the_manual_has_it_cells_read_back(texts: list[str]) -> None:
    jobs = [{"title": text, "description": text, "site": "x"} for text in texts]
    reading = opened(JOBSPY, saved(*jobs, **AS_IN_THE_MANUAL))
    assert [(row[4], row[19]) for row in rows(reading)] == [(text, text) for text in texts]


def test_postings_without_a_text_are_refused_and_can_be_mended() -> None:
    reading = opened(JOBSPY, saved(JOB, JOB | {"description": None, "title": "C:\\"}, **AS_IN_THE_MANUAL))
    assert [type(item) for item in outcomes(reading)] == [Draft, Problem]
    again = rejected(reading)
    assert [type(item) for item in outcomes(opened(JOBSPY, again))] == [Problem]


def test_the_fields_are_fixed() -> None:
    with pytest.raises(UsageError, match="The fields of jobspy are fixed"):
        opened(JOBSPY, saved(JOB), said(body="title"))


@pytest.mark.parametrize(
    "content", ["site,job_url,title,company,location\nx,y,z,a,b\n", "title,text\nBaker,Bake\n", ""]
)
def test_what_is_not_of_jobspy_is_left_to_others(content: str) -> None:
    assert not JOBSPY.recognises(File.of("x", content.encode()))


def test_a_file_without_texts_says_so() -> None:
    header = [name for name in HEADER if name != "description"]
    with pytest.raises(Unreadable, match="has no column `description`"):
        opened(JOBSPY, saved(JOB, header=header))
    with pytest.raises(Unreadable, match="has no column `description`"):
        JOBSPY.reading(File.of("x", b"title,text\nBaker,Bake\n"), Wishes())


def test_so_it_is_read_as_any_table_where_that_is_said() -> None:
    assert CsvImporter().recognises(File.of("x", saved(JOB).encode()))
