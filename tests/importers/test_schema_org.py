"""The JobPosting of schema.org, in the many ways in which it is written."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fields.structured import draft_of, record_text
from importers.web.schema_org import fields_of, is_job_posting, job_postings
from store import Location, Problem, Requirement
from store.drafts import Draft


def drafted(**properties: Any) -> Draft:
    """The draft of a JobPosting with these properties and a description."""
    job = {"@type": "JobPosting", "description": "We bake."} | properties
    made = draft_of("$", record_text(job), fields_of(job))
    assert isinstance(made, Draft), made
    return made


@pytest.mark.parametrize(
    "kind",
    [
        "JobPosting", "http://schema.org/JobPosting", "https://schema.org/JobPosting", "https://www.schema.org/JobPosting",
        "schema:JobPosting", ["JobPosting"], ["Thing", "https://schema.org/JobPosting"],
    ],
)  # fmt: skip
def test_a_posting_is_known_by_its_type(kind: Any) -> None:
    assert is_job_posting({"@type": kind})


@pytest.mark.parametrize(
    "value",
    [
        None, "JobPosting", ["JobPosting"], {}, {"@type": None}, {"@type": "Job"}, {"@type": "NoJobPosting"},
        {"@type": [["JobPosting"]]}, {"@type": {"JobPosting": 1}}, {"type": "JobPosting"},
        {"@type": "https://example.com/JobPosting"},
    ],
)  # fmt: skip
def test_what_has_no_such_type_is_none(value: Any) -> None:
    assert not is_job_posting(value)


def job(title: str, **more: Any) -> dict[str, Any]:
    return {"@type": "JobPosting", "title": title, **more}


@pytest.mark.parametrize(
    ("value", "paths"),
    [
        (job("a"), ["$"]),
        ([job("a"), {"@type": "Thing"}, job("b")], ["$[0]", "$[2]"]),
        (
            {"@context": "https://schema.org", "@graph": [job("a"), job("b")]},
            ['$["@graph"][0]', '$["@graph"][1]'],
        ),
        (
            {"@type": "ItemList", "itemListElement": [{"position": 1, "item": job("a")}]},
            ["$.itemListElement[0].item"],
        ),
        ([[[job("a")]], {"x y": {"z": job("b")}}], ["$[0][0][0]", '$[1]["x y"].z']),
        (job("a", subjectOf=[job("inside")]), ["$"]),
        (None, []),
        ("JobPosting", []),
        ([], []),
        ({"@graph": {}}, []),
    ],
)
def test_postings_are_found_wherever_they_lie_in_order(value: Any, paths: list[str]) -> None:
    assert [path for path, _ in job_postings(value)] == paths


def test_how_deep_a_posting_lies_does_not_matter() -> None:
    value: Any = job("a")
    for _ in range(100_000):
        value = [value]
    ((path, found),) = job_postings(value)
    assert found["title"] == "a"
    assert len(path) < 300
    while value and isinstance(value, list):  # taken apart by hand: Python's own way is as deep as the list
        value = value.pop()


def test_references_are_followed_to_employer_and_place() -> None:
    graph = [
        job("a", hiringOrganization={"@id": "#o"}, jobLocation=[{"@id": "#p"}, {"@id": "#nowhere"}]),
        {
            "@id": "#o",
            "@type": "Organization",
            "name": "Harbour Bread",
            "logo": {"url": "x"},
            "about": "x" * 501,
        },
        {"@id": "#p", "address": {"addressLocality": "Leeds", "geo": [1]}},
    ]
    ((_, found),) = job_postings({"@graph": graph})
    assert found["hiringOrganization"] == {"@id": "#o", "@type": "Organization", "name": "Harbour Bread"}
    assert found["jobLocation"] == [
        {"@id": "#p", "address": {"addressLocality": "Leeds"}},
        {"@id": "#nowhere"},
    ]
    assert graph[0]["hiringOrganization"] == {"@id": "#o"}


def test_a_posting_in_full() -> None:
    draft = drafted(
        title="Baker &amp; Cook",
        description="<p>We bake.</p><h3>You</h3><ul><li>rise early</li></ul>",
        hiringOrganization={"@type": "Organization", "name": "Harbour Bread", "sameAs": "https://example.com"},
        jobLocation={"@type": "Place", "address": {"@type": "PostalAddress", "streetAddress": "4 Pier Road",
                     "addressLocality": "Leeds", "addressRegion": "West Yorkshire", "addressCountry": "GB"}},
        identifier={"@type": "PropertyValue", "name": "Harbour Bread", "value": 17},
        url="https://example.com/jobs/17", datePosted="2026-08-08T10:00", validThrough="2026-09-08",
        employmentType=["FULL_TIME", "PART_TIME"], skills="baking, early rising",
        baseSalary={"@type": "MonetaryAmount", "currency": "GBP",
                    "value": {"minValue": 11, "maxValue": 13.5, "unitText": "HOUR"}},
    )  # fmt: skip
    assert (draft.title, draft.company, draft.external_id) == ("Baker & Cook", "Harbour Bread", "17")
    assert draft.url == "https://example.com/jobs/17"
    assert draft.body == "We bake.\n\nYou\n\n• rise early"
    assert [section.heading for section in draft.sections] == ["You"]
    assert draft.locations == (Location("Leeds, West Yorkshire, GB", "GB", "West Yorkshire", "Leeds"),)
    assert (str(draft.date_posted), draft.work_mode) == ("2026-08-08", None)
    assert draft.employment_type == ("FULL_TIME", "PART_TIME")
    assert draft.salary_text == "11 to 13.5 GBP HOUR"
    assert [(s.text, s.requirement) for s in draft.source_skills] == [
        ("baking", Requirement.MENTIONED), ("early rising", Requirement.MENTIONED),
    ]  # fmt: skip
    assert "Pier Road" not in repr(draft.model_copy(update={"raw": ""}))


@pytest.mark.parametrize(
    ("value", "company"),
    [
        ("Harbour Bread", "Harbour Bread"),
        ({"name": "Harbour &amp; Bread"}, "Harbour & Bread"),
        ({"legalName": "Harbour Bread Ltd"}, "Harbour Bread Ltd"),
        ({"name": {"@value": "Harbour Bread", "@language": "en"}}, "Harbour Bread"),
        ([{"@type": "Organization"}, {"name": ["Harbour Bread"]}], "Harbour Bread"),
        ({"@id": "https://example.com/#organization"}, None),
        ([], None),
        (True, None),
        (None, None),
    ],
)
def test_employers(value: Any, company: str | None) -> None:
    assert drafted(hiringOrganization=value).company == company
    assert drafted(**{"schema:hiringOrganization": value}).company == company


LEEDS = {"addressLocality": "Leeds"}


def leeds(country: Any) -> dict[str, Any]:
    return {"address": LEEDS | {"addressCountry": country}}


@pytest.mark.parametrize(
    ("value", "places"),
    [
        ("Berlin, Germany", [Location("Berlin, Germany", "DE", None, "Berlin")]),
        ({"address": "the pier"}, [Location("the pier")]),
        ({"address": LEEDS}, [Location("Leeds", None, None, "Leeds")]),
        (LEEDS | {"@type": "PostalAddress"}, [Location("Leeds", None, None, "Leeds")]),
        (leeds("gbr"), [Location("Leeds, gbr", "GB", None, "Leeds")]),
        (leeds("United Kingdom"), [Location("Leeds, United Kingdom", "GB", None, "Leeds")]),
        (leeds({"@type": "Country", "name": "UK"}), [Location("Leeds, UK", "GB", None, "Leeds")]),
        (leeds("Narnia"), [Location("Leeds, Narnia", None, None, "Leeds")]),
        ({"address": {"addressRegion": "TX", "addressCountry": "US"}}, [Location("TX, US", "US", "TX")]),
        (
            {"address": {"addressLocality": "Austin", "addressRegion": "TX"}},
            [Location("Austin, TX", "US", "TX", "Austin")],
        ),
        ({"address": {"addressLocality": "Berlin, Germany"}}, [Location("Berlin, Germany", "DE", None, "Berlin")]),
        ({"address": {"addressLocality": "Remote", "addressCountry": "US"}}, [Location("Remote, US", "US")]),
        ({"address": {"streetAddress": "4 Pier Road", "postalCode": "1"}}, []),
        ({"name": "the pier"}, [Location("the pier")]),
        (
            [{"address": LEEDS}, {"address": [LEEDS, "Whitby"]}],
            [Location("Leeds", None, None, "Leeds"), Location("Whitby")],
        ),
        ({"address": {"addressLocality": ["Leeds", "York"]}}, [Location("Leeds", None, None, "Leeds")]),
        ({"geo": {"latitude": 1}}, []),
        (7, [Location("7")]),
        (None, []),
    ],
)  # fmt: skip
def test_places(value: Any, places: list[Location]) -> None:
    assert list(drafted(jobLocation=value).locations) == places


def test_remote_work_and_where_applicants_must_be() -> None:
    wanted = [{"@type": "Country", "name": "USA"}, {"@type": "State", "name": "Austin, TX"}, "Germany"]
    remote = drafted(jobLocationType="TELECOMMUTE", applicantLocationRequirements=wanted)
    assert remote.work_mode == "remote"
    assert remote.locations == (
        Location("USA", "US"), Location("Austin, TX", "US", "TX", "Austin"), Location("Germany", "DE"),
    )  # fmt: skip
    both = drafted(
        jobLocationType=["x", "telecommute"], applicantLocationRequirements=wanted, jobLocation="Leeds"
    )
    assert (both.work_mode, both.locations) == ("remote", (Location("Leeds"),))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (40000, "40000"),
        ("40000", "40000"),
        ("£30,000 a year", "£30,000 a year"),
        ({"currency": "EUR", "value": 40000}, "40000 EUR"),
        ({"currency": "EUR", "value": {"value": "40000", "unitText": "YEAR"}}, "40000 EUR YEAR"),
        (
            {"currency": "EUR", "value": {"minValue": 40000, "maxValue": 40000}, "unitText": "YEAR"},
            "40000 EUR YEAR",
        ),
        ({"currency": "EUR", "minValue": "40.000"}, "40.000 EUR"),
        ({"priceCurrency": "EUR", "price": 12.5}, "12.5 EUR"),
        ({"currency": "EUR", "value": "by agreement"}, "by agreement"),
        ([{"currency": "EUR", "value": 1}, {"currency": "USD", "value": 2}], "1 EUR; 2 USD"),
        ({"currency": "EUR", "value": {"value": {"value": {"value": {"value": 1}}}}}, None),
        ({"currency": "EUR"}, None),
        (None, None),
    ],
)
def test_salaries_are_told_and_not_reckoned(value: Any, text: str | None) -> None:
    assert drafted(baseSalary=value).salary_text == text


def test_the_currency_may_stand_beside_the_salary() -> None:
    assert drafted(baseSalary=12, salaryCurrency="EUR").salary_text == "12 EUR"
    assert drafted(estimatedSalary={"median": 12, "currency": "EUR"}).salary_text == "12 EUR"


@pytest.mark.parametrize(
    ("value", "skills", "body"),
    [
        ("Python, SQL; C++\nGo", ["Python", "SQL", "C++", "Go"], "We bake."),
        (["Python", "SQL", "Python"], ["Python", "SQL"], "We bake."),
        ([{"@type": "DefinedTerm", "name": "baking"}, {"termCode": "x"}], ["baking"], "We bake."),
        ("You rise early, and you do not mind that nobody else is up when you do.", [], None),
        ("<ul><li>Python</li></ul>", [], "We bake.\n\nSkills\n• Python"),
        ([], [], "We bake."),
    ],
)
def test_skills_are_named_or_told(value: Any, skills: list[str], body: str | None) -> None:
    draft = drafted(skills=value)
    assert [skill.text for skill in draft.source_skills] == skills
    assert draft.body == (body or f"We bake.\n\nSkills\n{value}")


def test_other_texts_follow_unless_the_description_has_them() -> None:
    draft = drafted(
        description="<p>We bake.</p><p>Requirements: you rise early.</p>",
        responsibilities=["bake bread", "sweep"],
        qualifications="<p>You  rise\nearly.</p>",
        educationRequirements={
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": "high school",
        },
        experienceRequirements={"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 12},
        jobBenefits="<ul><li>bread</li></ul>",
        benefits="bread",
        workHours="4 to 12",
    )
    assert draft.body == (
        "We bake.\n\nRequirements: you rise early.\n\nResponsibilities\n• bake bread\n• sweep\n\n"
        "Education\nhigh school\n\nExperience\n12 months\n\nWorking hours\n4 to 12\n\nBenefits\n• bread"
    )


def test_of_several_descriptions_none_is_said_twice() -> None:
    draft = drafted(description=["We bake.", "<p>We  bake.</p><p>Bread.</p>", "Cake."])
    assert draft.body == "We bake.\n\nBread.\n\nCake."


@pytest.mark.parametrize(
    ("properties", "external_id", "url"),
    [
        ({"identifier": "17"}, "17", None),
        ({"identifier": [{"@type": "PropertyValue", "name": "HB"}, {"value": "17"}]}, "HB", None),
        ({"identifier": {"value": {"@value": 17}}}, "17", None),
        ({"url": ["/jobs/1", "https://example.com/1"]}, None, "https://example.com/1"),
        ({"url": {"@id": "https://example.com/1"}}, None, "https://example.com/1"),
        (
            {"mainEntityOfPage": {"@type": "WebPage", "@id": "https://example.com/2"}},
            None,
            "https://example.com/2",
        ),
        ({"@id": "https://example.com/3#job"}, None, "https://example.com/3#job"),
        ({"@id": "#job", "url": "javascript:alert(1)"}, None, None),
    ],
)
def test_identifiers_and_addresses(
    properties: dict[str, Any], external_id: str | None, url: str | None
) -> None:
    draft = drafted(**properties)
    assert (draft.external_id, draft.url) == (external_id, url)


def test_a_posting_without_a_text_is_a_problem() -> None:
    made = draft_of(
        "$", "{}", fields_of({"@type": "JobPosting", "title": "Baker", "description": [None, {}, True]})
    )
    assert made == Problem("$", "body", "the posting has no text")


NAMES = st.sampled_from(
    [
        "@type", "@id", "@value", "@list", "@set", "@graph", "title", "name", "description", "skills", "identifier",
        "value", "url", "hiringOrganization", "jobLocation", "address", "addressLocality", "addressCountry",
        "baseSalary", "minValue", "currency", "unitText", "employmentType", "datePosted", "qualifications",
        "jobLocationType", "applicantLocationRequirements", "experienceRequirements", "monthsOfExperience",
        "schema:title", "mainEntityOfPage",
    ]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUES = st.recursive(
    SCALARS
    | st.sampled_from(["JobPosting", "https://example.com/1", "TELECOMMUTE", "2026-08-08", "<b>x</b>"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=30,
)


def drafts_in(value: Any) -> Iterator[Draft | Problem]:
    for path, found in job_postings(value):
        yield draft_of(path, record_text(found), fields_of(found))


@given(VALUES, st.dictionaries(NAMES, VALUES, max_size=8))
def test_any_value_is_a_draft_or_a_problem_for_each_posting_in_it(
    value: Any, properties: dict[str, Any]
) -> None:
    posting = properties | {"@type": "JobPosting"}
    made = list(drafts_in([value, posting]))
    assert made
    for each in made:
        assert isinstance(each, Draft) or each.field == "body"
