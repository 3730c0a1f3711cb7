"""Answers of the interfaces of job boards: every field where the board states it, wherever the record lies."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import Importer, Wishes
from importers.interfaces.greenhouse import GreenhouseImporter
from importers.interfaces.shapes import Shape
from store import Location, Problem, Requirement, SourceSkill, Unreadable, UsageError
from store.drafts import Draft

from .answers import (
    AMAZON,
    ASHBY,
    GREENHOUSE,
    JSON_RESUME,
    LEVER,
    SMARTRECRUITERS,
    SMARTRECRUITERS_ENTRY,
    USAJOBS,
    WORKDAY,
    WORKDAY_ENTRY,
)
from .json_files import SHAPES, drafts, lines_of, outcomes, problems, reading, recognised, rejected

ENVELOPES: dict[str, tuple[Any, dict[str, Any]]] = {
    "greenhouse": (lambda record: {"jobs": [record], "meta": {"total": 1}}, GREENHOUSE),
    "lever": (lambda record: [record], LEVER),
    "ashby": (lambda record: {"apiVersion": "1", "jobs": [record]}, ASHBY),
    "smartrecruiters": (lambda record: {"offset": 0, "totalFound": 1, "content": [record]}, SMARTRECRUITERS),
    "usajobs": (
        lambda record: {
            "LanguageCode": "EN",
            "SearchResult": {"SearchResultCount": 1, "SearchResultItems": [record]},
        },
        USAJOBS,
    ),
    "workday": (
        lambda record: {"total": 1, "jobPostings": [record], "facets": [{"facetParameter": "a"}]},
        WORKDAY,
    ),
    "amazon": (
        lambda record: {"error": None, "hits": 1, "facets": {"a": [{"US": 1}] * 9}, "jobs": [record]},
        AMAZON,
    ),
    "jsonresume": (lambda record: [record], JSON_RESUME),
}
EACH = pytest.mark.parametrize("name", ENVELOPES)


def facts(record: dict[str, Any]) -> dict[str, Any]:
    """What a reader sees of the one posting in a record, but for the body and the sections."""
    (draft,) = drafts(record)
    left_out = ("locator", "raw", "sections", "body", "repairs", "title_inferred", "key")
    return {key: value for key, value in dict(draft).items() if value and key not in left_out}


def body(record: dict[str, Any]) -> list[str]:
    """The lines of the one posting's body that have something in them, and `#` before the headings."""
    (draft,) = drafts(record)
    starts = {section.start for section in draft.sections}
    lines, at = [], 0
    for line in draft.body.split("\n"):
        lines.append(("# " if at in starts else "") + line)
        at += len(line) + 1
    return [line for line in lines if line]


def test_greenhouse() -> None:
    assert facts(GREENHOUSE) == {
        "external_id": "4101",
        "url": "https://boards.example.org/lanternfish/jobs/4101",
        "title": "Lamp Keeper",
        "company": "Lanternfish Lighthouses",
        "locations": (Location("Cascais, Portugal", "PT", None, "Cascais"),),
        "employment_type": ("Full-time",),
        "date_posted": date(2026, 2, 28),
        "salary_text": "Base pay: 3000000 to 4200000 cents EUR",
    }
    assert body(GREENHOUSE) == ["# What you do", "Trim & light the lamp.", "• Wick < 3 cm", "• C++"]


def test_greenhouse_html_that_somebody_decoded_already() -> None:
    plain = GREENHOUSE | {"content": "<p>Write &lt;b&gt; &amp; C++.</p>"}
    assert body(plain) == ["Write <b> & C++."]


def test_greenhouse_without_a_place_of_its_own_lies_in_its_offices() -> None:
    assert facts(GREENHOUSE | {"location": {"name": ""}})["locations"] == (
        Location("Peniche, Portugal", "PT", None, "Peniche"),
    )


def test_lever() -> None:
    assert facts(LEVER) == {
        "external_id": "0b1c-22",
        "url": "https://jobs.example.org/tallow/0b1c-22",
        "title": "Night Baker",
        "locations": (Location("Kiel", "DE"), Location("Lyon, France", "FR", None, "Lyon")),
        "work_mode": "onsite",
        "employment_type": ("Part-time",),
        "date_posted": date(2026, 3, 4),
        "salary_text": "24000 to 28000 EUR per-year-salary",
    }
    assert body(LEVER) == [
        "We bake by night.", "And sleep by day.", "# What you bring", "• Steady hands", "• Rye & spelt",
        "# What we bring", "• Bread", "Write to us.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "mode"),
    [("remote", "remote"), ("hybrid", "hybrid"), ("unspecified", None), (None, None), (7, "7")],
)
def test_lever_states_a_mode_or_none(stated: Any, mode: str | None) -> None:
    assert facts(LEVER | {"workplaceType": stated}).get("work_mode") == mode


def test_ashby() -> None:
    assert facts(ASHBY) == {
        "external_id": "a5-77",
        "url": "https://jobs.example.org/mill/a5-77",
        "title": "Miller",
        "locations": (Location("Ghent", "BE", "Flanders", "Ghent"), Location("Bruges", "BE", None, "Bruges")),
        "work_mode": "onsite",
        "employment_type": ("FullTime",),
        "date_posted": date(2026, 1, 15),
        "salary_text": "€30K – €36K • Flour",
    }
    assert body(ASHBY) == ["Grind the grain."]
    assert body(ASHBY | {"descriptionPlain": None}) == ["Grind the grain."]
    assert facts(ASHBY | {"workplaceType": None, "isRemote": True})["work_mode"] == "remote"


def test_smartrecruiters() -> None:
    assert facts(SMARTRECRUITERS) == {
        "external_id": "7440001",
        "url": "https://jobs.example.org/Toll/7440001",
        "title": "Bell Founder",
        "company": "Toll & Sons",
        "locations": (Location("Seville, AN, Spain", "ES", "AN", "Seville"),),
        "work_mode": "hybrid",
        "employment_type": ("Full-time",),
        "date_posted": date(2026, 5, 6),
    }
    assert body(SMARTRECRUITERS) == [
        "# Company Description", "We cast bells.", "# Job Description", "Pour the bronze.",
        "# Qualifications", "• An ear",
    ]  # fmt: skip


def test_usajobs() -> None:
    expected = {
        "external_id": "LH-26-0042",
        "url": "https://www.example.gov/job/80011",
        "title": "Buoy Inspector",
        "company": "Office of Buoys",
        "locations": (
            Location("Astoria, Oregon", "US", "Oregon", "Astoria"),
            Location("Kodiak, Alaska", "US", "Alaska", "Kodiak"),
        ),
        "employment_type": ("Full-time",),
        "date_posted": date(2026, 4, 1),
        "salary_text": "51332.0 to 66731.0 Per Year",
    }
    assert facts(USAJOBS) == expected
    assert facts(USAJOBS["MatchedObjectDescriptor"]) == expected
    assert body(USAJOBS) == [
        "Inspect buoys.", "# Duties", "• Row out", "• Look closely", "# Requirements", "Must swim.",
        "# Qualifications", "One year at sea.",
    ]  # fmt: skip


def test_usajobs_without_a_position_number_has_that_of_the_result() -> None:
    descriptor = USAJOBS["MatchedObjectDescriptor"] | {"PositionID": None}
    assert facts(USAJOBS | {"MatchedObjectDescriptor": descriptor})["external_id"] == "80011"


def test_workday() -> None:
    assert facts(WORKDAY) == {
        "external_id": "R-0099",
        "url": "https://hemp.example.org/job/Bergen/Rope-Maker_R-0099",
        "title": "Rope Maker",
        "company": "Hemp & Line",
        "locations": (
            Location("Bergen, Norway", "NO", None, "Bergen"),
            Location("Oslo, Norway", "NO", None, "Oslo"),
        ),
        "work_mode": "hybrid",
        "employment_type": ("Full time",),
        "date_posted": date(2026, 2, 3),
    }
    assert body(WORKDAY) == ["Twist hemp.", "Daily."]


def test_workday_entries_that_somebody_gave_a_text() -> None:
    found = facts(WORKDAY_ENTRY | {"jobDescription": "<p>Twist hemp.</p>"})
    assert found == {"external_id": "R-0099", "title": "Rope Maker"}
    unnumbered = {"bulletFields": [], "locationsText": "Bergen"}
    found = facts(WORKDAY_ENTRY | {"jobDescription": "Twist hemp."} | unnumbered)
    assert (found["external_id"], found["locations"]) == ("Rope-Maker_R-0099", (Location("Bergen"),))


def test_amazon() -> None:
    assert facts(AMAZON) == {
        "external_id": "2900001",
        "url": "https://www.amazon.jobs/en/jobs/2900001/parcel-gull-trainer",
        "title": "Parcel Gull Trainer",
        "company": "Gull Parcels, Inc.",
        "locations": (Location("US, WA, Seattle", "US", "WA", "Seattle"),),
        "employment_type": ("full-time", "intern"),
        "date_posted": date(2026, 8, 8),
    }
    assert body(AMAZON) == [
        "Teach gulls.", "Feed gulls.", "# Basic qualifications", "- Patience", "- Bread",
        "# Preferred qualifications", "- Wings",
    ]  # fmt: skip


def test_amazon_answers_with_an_error() -> None:
    answer = {"error": "result_limit may not be more than 100", "hits": 0, "facets": {}, "jobs": None}
    assert recognised(answer) == "amazon"
    with pytest.raises(Unreadable, match=r"no postings but an error of amazon\.jobs: result_limit may not"):
        reading(answer)
    assert recognised({"error": None, "jobs": None}) == "json"


def test_json_resume() -> None:
    assert facts(JSON_RESUME) == {
        "title": "Cartographer",
        "company": "Contour",
        "locations": (Location("Leith, Scotland, GB", "GB", "Scotland", "Leith"),),
        "work_mode": "hybrid",
        "employment_type": ("Contract",),
        "salary_text": "30000 GBP",
        "source_skills": tuple(
            SourceSkill(text, Requirement.MENTIONED) for text in ("Drawing", "ink", "pencil")
        ),
    }
    assert body(JSON_RESUME) == [
        "Draw the coast as it is.", "# Responsibilities", "• Walk the coast", "• Draw it",
        "# Qualifications", "• Good boots",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "day"), [("2026-07-09", date(2026, 7, 9)), ("2026-07", None), ("2026", None), (2026, None)]
)
def test_json_resume_has_a_date_only_where_it_states_a_day(stated: Any, day: date | None) -> None:
    assert facts(JSON_RESUME | {"date": stated}).get("date_posted") == day


@pytest.mark.parametrize(("stated", "mode"), [("Full", "remote"), ("Hybrid", "hybrid"), ("None", "onsite")])
def test_json_resume_has_words_of_its_own_for_the_mode(stated: str, mode: str) -> None:
    assert facts(JSON_RESUME | {"remote": stated})["work_mode"] == mode


def test_a_posting_with_lists_of_its_own_is_no_json_resume() -> None:
    record = {
        "id": 7,
        "title": "Miller",
        "description": "Grind.",
        "qualifications": ["a"],
        "responsibilities": ["b"],
    }
    assert recognised([record]) == "json"


def wherever(draft: Draft) -> dict[str, object]:
    told = [(problem.field, problem.reason) for problem in draft.repairs]
    return {**dict(draft), "locator": "", "raw": "", "repairs": told}


@EACH
def test_a_record_is_known_wherever_it_lies(name: str) -> None:
    envelope, record = ENVELOPES[name]
    alone, with_others = record, [record, record]
    for content in (envelope(record), alone, with_others, {"anything": {"at all": with_others}}):
        assert recognised(content) == name
        expected = wherever(drafts(alone)[0])
        for draft in drafts(content):
            assert wherever(draft) == expected
            assert json.loads(draft.raw) == record
    lines = lines_of(record, record)
    assert recognised(lines) == name
    assert [draft.locator for draft in drafts(lines)] == ["line 1", "line 2"]


@EACH
def test_a_record_is_of_one_format_only(name: str) -> None:
    _, record = ENVELOPES[name]
    known = [shape.name for shape in SHAPES if isinstance(shape, Shape) and shape.matches(record)]
    assert known == [name]


@EACH
def test_personal_data_stays_in_the_raw_record(name: str) -> None:
    envelope, record = ENVELOPES[name]
    (draft,) = drafts(envelope(record))
    seen = draft.model_dump_json(exclude={"raw"})
    assert not any(private in seen for private in ("Private", "Your phone", "1 Quay"))


@pytest.mark.parametrize(
    ("content", "place", "where"),
    [
        ({"content": [SMARTRECRUITERS_ENTRY]}, "$.content[0]", "https://api.example.org/v1/companies/Toll/postings/7440001"),
        ({"jobPostings": [WORKDAY_ENTRY]}, "$.jobPostings[0]", "/job/Bergen/Rope-Maker_R-0099"),
        ({"jobs": [{**GREENHOUSE, "content": None}]}, "$.jobs[0]", "?content=true"),
        ({"jobs": [{**ASHBY, "descriptionPlain": "", "descriptionHtml": ""}]}, "$.jobs[0]", "descriptionPlain"),
    ],
)  # fmt: skip
def test_an_answer_without_texts_says_where_they_are(content: Any, place: str, where: str) -> None:
    ((locator, reason),) = problems(content)
    assert locator == place
    assert where in reason


# What a record of each is without its text.
LAME: dict[str, dict[str, Any]] = {
    "greenhouse": {"content": ""},
    "lever": dict.fromkeys(("description", "descriptionPlain", "additional", "additionalPlain"), "")
    | {"lists": []},
    "ashby": {"descriptionPlain": "", "descriptionHtml": None},
    "smartrecruiters": {"jobAd": {"sections": {}}},
    "usajobs": {
        "MatchedObjectDescriptor": USAJOBS["MatchedObjectDescriptor"]
        | {"UserArea": {}, "QualificationSummary": ""}
    },
    "workday": {"jobPostingInfo": WORKDAY["jobPostingInfo"] | {"jobDescription": " "}},
    "amazon": dict.fromkeys(("description", "basic_qualifications", "preferred_qualifications"), ""),
    "jsonresume": {"description": "", "responsibilities": [], "qualifications": [""]},
}


@EACH
def test_a_mended_rejects_file_imports(name: str, tmp_path: Path) -> None:
    envelope, record = ENVELOPES[name]
    written = rejected(envelope(record | LAME[name]), tmp_path / "rejects.json")
    assert recognised(written) == name
    assert problems(written)[0][0] == drafts(envelope(record))[0].locator
    mended = json.loads(written, object_hook=lambda item: item | record if "postil_problem" in item else item)
    (draft,) = drafts(mended)
    assert {**dict(draft), "raw": ""} == {**dict(drafts(envelope(record))[0]), "raw": ""}
    assert json.loads(draft.raw) == record
    lines = rejected(lines_of(record, record | LAME[name]), tmp_path / "rejects.jsonl")
    assert recognised(lines) == name
    assert problems(lines)[0][0] == "line 2"


def test_a_record_of_another_kind_among_them_is_refused_alone() -> None:
    answer = {"jobs": [GREENHOUSE, {"note": "more tomorrow"}, GREENHOUSE, 7]}
    assert recognised(answer) == "greenhouse"
    assert [place for place, _ in problems(answer)] == ["$.jobs[1]", "$.jobs[3]"]


def test_columns_cannot_be_wished_for() -> None:
    with pytest.raises(UsageError, match=r"greenhouse are fixed.*\s--as json"):
        reading([GREENHOUSE], wishes=Wishes({"title": ("id",)}))
    assert reading([GREENHOUSE], wishes=Wishes(remembered={"title": ("id",)})).columns is None


def test_a_format_that_was_asked_for_and_is_not_there_is_said() -> None:
    with pytest.raises(Unreadable, match="nothing in it that looks like postings of a Greenhouse job board"):
        reading([LEVER], GreenhouseImporter())
    with pytest.raises(Unreadable, match=r"a Greenhouse job board.*; it is cut off, column 20\."):
        reading('{"jobs": [{"id": 7}', GreenhouseImporter())


def test_an_answer_cut_off_gives_what_stands_before() -> None:
    text = json.dumps({"jobs": [AMAZON, AMAZON]})
    found = outcomes(text[:-40])
    assert recognised(text[:-40]) == "amazon"
    assert [type(item) for item in found] == [Draft, Problem]


STRANGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 7, 1.5, "", "x", [], {}, [None], [[7]], {"name": 7}, [{"name": []}], "\ud800", 2**70]
)


def strange(record: Any) -> st.SearchStrategy[Any]:
    """A record in which some values are of other types."""
    if isinstance(record, dict):
        return st.fixed_dictionaries({key: strange(value) for key, value in record.items()}) | STRANGE
    return st.just(record) | STRANGE


@pytest.mark.parametrize(
    "shape", [shape for shape in SHAPES if shape.name in ENVELOPES], ids=lambda shape: shape.name
)
@given(data=st.data())
def test_whatever_the_types_a_record_is_a_posting_or_a_problem(shape: Importer, data: st.DataObject) -> None:
    assert isinstance(shape, Shape)
    record = data.draw(strange(ENVELOPES[shape.name][1]))
    if not isinstance(record, dict):
        return
    shape.matches(record)
    assert shape.fields(record) is not None
    for item in outcomes([ENVELOPES[shape.name][1], ENVELOPES[shape.name][1], record], shape):
        assert isinstance(item, (Draft, Problem)) or item.locator == "$[2]"
