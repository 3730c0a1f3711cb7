"""Which column holds which field, and what is made of what stands in it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import Wishes
from importers.fields.aliases import ALIASES
from importers.fields.mapping import FIELDS, Column, Columns, columns_of, fields_of
from importers.fields.structured import Fields, Part
from store import Location, PostilError, Requirement, Unreadable, UsageError

NO_WISHES = Wishes()
LONG = "We bake bread at night, and we need another pair of hands. " * 4


def chosen(
    *names: str, wishes: Wishes = NO_WISHES, sample: Sequence[Mapping[str, Any]] = ()
) -> dict[str, str]:
    """Field by column, and why where the name is not known."""
    columns = columns_of(names, sample, wishes)
    return {
        column.name: column.field if column.how == "known name" else f"{column.field} ({column.how})"
        for column in columns.mapped
    }


def read(**values: Any) -> Fields:
    """The fields of a record whose columns are called as the fields are."""
    names = [*values, *([] if "body" in values else ["body"])]
    return fields_of(values, columns_of(names, [], NO_WISHES))


def test_every_field_has_known_names_and_a_line_for_people() -> None:
    assert FIELDS.keys() == ALIASES.keys()
    assert all(FIELDS.values())


@pytest.mark.parametrize("field", FIELDS)
def test_a_known_name_is_known_however_it_is_written(field: str) -> None:
    beside = {"text of it all", "city"} - {field}
    for name in map(str.strip, ALIASES[field].split(",")):
        for form in (
            name,
            name.upper(),
            name.title(),
            name.replace(" ", "_"),
            f"\ufeff {name.replace(' ', '-')} ",
        ):
            wishes = Wishes({"body": ("text of it all",)} if field != "body" else {})
            assert chosen(form, *sorted(beside), wishes=wishes)[form] == field


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (  # a scraper of a job board
            "job_id company_name title description max_salary pay_period location company_id views med_salary "
            "min_salary formatted_work_type original_listed_time remote_allowed job_posting_url application_url "
            "skills_desc listed_time posting_domain work_type currency normalized_salary zip_code",
            {
                "external_id": "job_id", "company": "company_name", "title": "title", "body": "description",
                "salary_max": "max_salary", "salary_interval": "pay_period", "location": "location",
                "salary_min": "min_salary", "employment_type": "formatted_work_type",
                "date_posted": "listed_time", "remote": "remote_allowed", "url": "job_posting_url",
                "salary_currency": "currency",
            },
        ),
        (
            "jobTitle companyName jobLocation jobDescription jobType postedAt jobUrl isRemote",
            {
                "title": "jobTitle", "company": "companyName", "location": "jobLocation", "body": "jobDescription",
                "employment_type": "jobType", "date_posted": "postedAt", "url": "jobUrl", "remote": "isRemote",
            },
        ),
        (
            "Stellenbezeichnung Firma Ort Stellenbeschreibung Vertragsart Gehalt Kennziffer",
            {
                "title": "Stellenbezeichnung", "company": "Firma", "location": "Ort", "body": "Stellenbeschreibung",
                "employment_type": "Vertragsart", "salary": "Gehalt", "external_id": "Kennziffer",
            },
        ),
        (
            "Intitulé Entreprise Lieu Descriptif Salaire",
            {
                "title": "Intitulé", "company": "Entreprise", "location": "Lieu", "body": "Descriptif",
                "salary": "Salaire",
            },
        ),
        (
            "attributes.title company.id company.display_name location.name description department.name",
            {
                "title": "attributes.title", "company": "company.display_name", "location": "location.name",
                "body": "description",
            },
        ),
        (
            "Company Title Category Location Responsibilities Minimum_Qualifications Preferred_Qualifications",
            {
                "company": "Company", "title": "Title", "location": "Location",
                "responsibilities": "Responsibilities", "requirements": "Minimum_Qualifications",
                "preferred": "Preferred_Qualifications",
            },
        ),
        ("title description state", {"title": "title", "body": "description"}),
        (
            "title description city state",
            {"title": "title", "body": "description", "city": "city", "region": "state"},
        ),
        ("description job_description", {"body": "job_description"}),
        ("job_description_html job_description", {"body": "job_description"}),
        ("updated_at posted_at text", {"date_posted": "posted_at", "body": "text"}),
    ],
)  # fmt: skip
def test_headers_as_they_are(names: str, expected: dict[str, str]) -> None:
    columns = columns_of(names.split(), [], NO_WISHES)
    assert {column.field: column.name for column in columns.mapped} == {**expected}
    assert all(column.how == "known name" for column in columns.mapped)
    assert set(columns.unused) == set(names.split()) - set(expected.values())


@pytest.mark.parametrize(
    "trap",
    [
        "company_id", "title_length", "description_length", "location_id", "salary_source", "updated_at",
        "company_url", "company_location", "posted_by", "job_level", "job_function", "employee_name", "contact_type",
        "salary_mid", "descriptionid", "locationid", "lat", "lon", "responsibilities_id", "name",
        "status", "county_fips", "source.id",
        "positions", "references", "department", "function", "industry", "num_applicants", "Unnamed: 0",
        "required_experience", "has_company_logo", "subtitle", "x" * 5000, "",
    ],
)  # fmt: skip
def test_a_name_that_only_looks_like_one_is_not_taken(trap: str) -> None:
    assert chosen(trap, "body") == {"body": "body"}


@pytest.mark.parametrize(
    ("slip", "field"),
    [
        ("tittle", "title"), ("Job Tittle", "title"), ("compny_name", "company"), ("jobdescripton", "body"),
        ("descriptions", "body"), ("Responsibilites", "responsibilities"), ("salarry range", "salary"),
        ("employmnt type", "employment_type"), ("Lokation", None), ("title 2", None),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_is_a_similar_name(slip: str, field: str | None) -> None:
    names = (slip,) if field in ("body", "responsibilities") else (slip, "body")
    assert chosen(*names).get(slip) == (f"{field} (similar name)" if field else None)


def test_a_known_name_goes_before_a_similar_one() -> None:
    assert chosen("tittle", "title", "body") == {"title": "title", "body": "body"}


def test_the_longest_text_is_the_body_where_no_name_says_so() -> None:
    sample = [{"a": "short", "b": LONG, "c": "https://harbour.example/" + "x" * 900, "d": 4}] * 3
    assert chosen("a", "b", "c", "d", sample=sample) == {"b": "body (longest text)"}


def test_a_text_of_few_characters_is_no_body() -> None:
    with pytest.raises(
        Unreadable, match=r"The columns are a, b\. Say which one it is with --map body=COLUMN"
    ):
        columns_of(["a", "b"], [{"a": "x" * 119, "b": "y"}], NO_WISHES)


def test_the_length_of_a_column_is_that_of_its_middle_text() -> None:
    sample: list[Mapping[str, Any]] = [{"a": "x"}, {"a": "x"}, {"a": LONG}, {"a": ""}, {}]
    with pytest.raises(Unreadable):
        columns_of(["a"], sample, NO_WISHES)


def test_parts_are_text_enough() -> None:
    sample = [{"blurb": LONG, "duties": "Bake.", "perks": "Bread."}]
    assert chosen("blurb", "duties", "perks", sample=sample) == {
        "duties": "responsibilities",
        "perks": "benefits",
    }
    assert chosen("blurb", "perks", sample=sample) == {"blurb": "body (longest text)", "perks": "benefits"}


def test_what_the_person_says_goes_first() -> None:
    wishes = Wishes(
        {"title": ("headline",), "body": ("TEXT",), "company": ("",)}, {"title": ("role",), "url": ("x",)}
    )
    columns = columns_of(["title", "headline", "role", "text", "company", "x"], [], wishes)
    assert [(column.field, column.name, column.how) for column in columns.mapped] == [
        ("title", "headline", "said"),
        ("body", "text", "said"),
        ("url", "x", "remembered"),
    ]
    assert columns.left_empty == ("company",)
    assert columns.unused == ("title", "role", "company")
    assert columns.by_field == {"title": ("headline",), "body": ("text",), "url": ("x",), "company": ()}


def test_what_is_remembered_holds_as_far_as_it_is_there() -> None:
    before = columns_of(
        ["a", "b", "c", "d", "title"],
        [],
        Wishes({"body": ("b", "a"), "title": ("c",), "url": (), "company": ("d",)}),
    ).by_field
    names = ["title", "a", "b", "url", "company", "body"]
    columns = columns_of(names, [], Wishes(remembered=before))
    assert [(column.field, column.name, column.how) for column in columns.mapped] == [
        ("title", "title", "known name"),
        ("company", "company", "known name"),
        ("body", "b", "remembered"),
        ("body", "a", "remembered"),
    ]
    assert columns.left_empty == ("url",)


def test_a_column_serves_two_fields_only_where_that_was_said() -> None:
    wishes = Wishes({"title": ("a",), "company": ("a",), "body": ("b",)})
    columns = columns_of(["a", "b"], [], wishes)
    assert columns.by_field == {"title": ("a",), "company": ("a",), "body": ("b",)}
    again = columns_of(["a", "b"], [], Wishes(remembered=columns.by_field))
    assert again.by_field == columns.by_field


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"titel": ("a",)}, r"There is no field 'titel'\. The fields are title, company, body, .*, skills\."),
        ({"title": ("z",)}, r"There is no column 'z'\. The columns are a, A, body\."),
        ({"title": ("A ",)}, r"Several columns are called 'A'"),
        ({"title": ("a", "body")}, r"title comes from one column, not from 2\. Only benefits, body, "),
        ({"body": ()}, r"No column is known to be the text"),
    ],
)
def test_wishes_that_cannot_be_met(said: dict[str, tuple[str, ...]], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        columns_of(["a", "A", "body"], [{"a": LONG}], Wishes(said))


def test_many_columns_are_listed_in_short() -> None:
    names = [f"{'n' * 100}{number}" for number in range(500)]
    with pytest.raises(Unreadable, match="and 480 more") as raised:
        columns_of(names, [], NO_WISHES)
    assert len(str(raised.value)) < 1200


def test_samples_are_three_different_values_in_short() -> None:
    values = [" Baker ", "Baker", "", None, "nan", "Miller", "x" * 99, "Ferry hand"]
    columns = columns_of(["title", "body"], [{"title": value} for value in values], NO_WISHES)
    assert columns.mapped[0] == Column("title", "title", "known name", ("Baker", "Miller", "x" * 60))


def test_a_body_alone_has_no_heading() -> None:
    assert read(body="Bake.").parts == [Part("Bake.")]


def test_parts_follow_the_body_under_their_headings() -> None:
    fields = read(
        company_profile="An oven.",
        benefits="n/a",
        requirements="Flour.",
        body="Bake.",
        responsibilities="Knead.",
    )
    assert fields.parts == [
        Part("Bake."),
        Part("Knead.", "Responsibilities"),
        Part("Flour.", "Requirements"),
        Part("An oven.", "About the company"),
    ]


def test_several_columns_follow_one_another() -> None:
    columns = columns_of(["a", "b", "c"], [], Wishes({"body": ("b", "a"), "benefits": ("c", "a")}))
    values = {"a": "A.", "b": "B.", "c": "C."}
    assert fields_of(values, columns).parts == [Part("B."), Part("A."), Part("C.\n\nA.", "Benefits")]


@pytest.mark.parametrize(
    "nothing", ["", " ", "nan", "NaN", "None", "null", "N/A", " - ", None, float("nan"), [], {}]
)
def test_words_for_nothing_are_nothing_but_in_the_body(nothing: Any) -> None:
    fields = fields_of(dict.fromkeys(FIELDS, nothing), _all())
    assert [part.heading for part in fields.parts] == [None]
    assert fields.parts[0].text == (nothing if isinstance(nothing, str) else "")
    lines = (
        fields.title,
        fields.company,
        fields.external_id,
        fields.url,
        fields.work_mode,
        fields.salary_text,
    )
    assert set(lines) == {None}
    assert not (*fields.places, *fields.employment_type, *fields.source_skills)
    assert read(body="nan").parts == [Part("nan")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (123, "123"), (123.0, "123"), (1.5, "1.5"), (True, "true"), (date(2024, 1, 5), "2024-01-05"),
        (datetime(2024, 1, 5), "2024-01-05"), (datetime(2024, 1, 5, 9, 30), "2024-01-05T09:30:00"),
        (["A", None, "B"], "A, B"), ({"name": "Ofen", "id": 4}, "Ofen"), ({"id": 4}, '{"id": 4}'),
        (10**30, str(10**30)),
    ],
)  # fmt: skip
def test_values_that_are_no_text_become_some(value: Any, text: str) -> None:
    assert read(company=value).company == text


def test_a_body_that_is_a_list_is_a_list() -> None:
    assert read(body=["Bake", "", "Sweep"]).parts == [Part("• Bake\n• Sweep")]


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        ({"location": "US, NY, New York"}, ["US, NY, New York"]),
        ({"location": "NZ, , Auckland"}, [Location("NZ, , Auckland", "NZ", None, "Auckland")]),
        ({"location": "US, MD, "}, [Location("US, MD,", "US", "MD", None)]),
        ({"location": "US, , "}, [Location("US, ,", "US", None, None)]),
        (
            {"location": "IL, , Tel Aviv, Israel"},
            [Location("IL, , Tel Aviv, Israel", "IL", None, "Tel Aviv, Israel")],
        ),
        ({"location": "Leeds; York | Hull\nBath"}, ["Leeds", "York", "Hull", "Bath"]),
        ({"location": '["Leeds, UK", "York"]'}, ["Leeds, UK", "York"]),
        ({"location": "['Leeds', \"King's Lynn\"]"}, ["Leeds", "King's Lynn"]),
        ({"location": [{"name": "Leeds"}, "York", None]}, ["Leeds", "York"]),
        ({"location": "[unclear]"}, ["[unclear]"]),
        ({"location": "[]"}, []),
        (
            {"city": "Munich", "region": "Bavaria", "country": "de"},
            [Location("Munich, Bavaria, de", "DE", "Bavaria", "Munich")],
        ),
        ({"city": "Munich", "country": "Germany"}, [Location("Munich, Germany", "DE", None, "Munich")]),
        ({"country": "Freedonia"}, [Location("Freedonia", None, None, None)]),
        ({"location": "Remote", "country": "GB"}, [Location("Remote", "GB", None, None)]),
        ({"location": "Leeds; York", "country": "GB"}, ["Leeds", "York"]),
        ({"city": "Remote", "country": "GB"}, [Location("Remote, GB", "GB", None, None)]),
        ({"city": "R&amp;D Park", "country": "GB"}, [Location("R&D Park, GB", "GB", None, "R&D Park")]),
    ],
)
def test_places(cells: dict[str, Any], places: list[str | Location]) -> None:
    assert list(read(**cells).places) == places


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"salary": "30-40k a year", "salary_currency": "EUR"}, "30-40k a year"),
        (
            {"salary": "30,000 – 40,000", "salary_currency": "EUR", "salary_interval": "year"},
            "30,000 – 40,000 EUR year",
        ),
        ({"salary": 30000.0, "salary_currency": "EUR"}, "30000 EUR"),
        ({"salary": "0-0"}, "0-0"),
        (
            {
                "salary_min": "30000.0",
                "salary_max": 40000,
                "salary_currency": "GBP",
                "salary_interval": "yearly",
            },
            "30000.0 to 40000 GBP yearly",
        ),
        ({"salary_min": 5, "salary_max": 5.0}, "5"),
        ({"salary_min": 5, "salary_max": "nan"}, "from 5"),
        ({"salary_max": 7, "salary_interval": "hour"}, "up to 7 hour"),
        ({"salary_currency": "EUR", "salary_interval": "year"}, None),
        ({"salary": "N/A", "salary_min": 3}, "from 3"),
    ],
)
def test_pay_is_verbatim(cells: dict[str, Any], text: str | None) -> None:
    assert read(**cells).salary_text == text


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Python, SQL;  Baking\npython", ["python", "SQL", "Baking"]),
        ("Ovens (gas, wood), Dough", ["Ovens (gas, wood)", "Dough"]),
        ("• Ovens\n- Dough\n* C++", ["Ovens", "Dough", "C++"]),
        ('["Ovens, gas", "Dough"]', ["Ovens, gas", "Dough"]),
        (["Ovens", {"name": "Dough"}], ["Ovens", "Dough"]),
        ("Unclosed (a, b\nDough", ["Unclosed (a, b", "Dough"]),
        ("word " * 40, []),
        ("[]", []),
    ],
)
def test_skills_are_what_is_listed(cell: Any, names: list[str]) -> None:
    skills = read(skills=cell).source_skills
    assert [skill.text for skill in skills] == names
    assert all(skill.requirement is Requirement.MENTIONED for skill in skills)


@pytest.mark.parametrize(
    ("cells", "mode"),
    [
        ({"remote": "1"}, "remote"), ({"remote": True}, "remote"), ({"remote": "Ja"}, "remote"),
        ({"remote": 1.0}, "remote"), ({"remote": "0"}, None), ({"remote": False}, None),
        ({"remote": "Hybrid"}, "hybrid"), ({"remote": "maybe"}, None),
        ({"work_mode": "On-site", "remote": "1"}, "On-site"), ({"work_mode": "", "remote": "yes"}, "remote"),
    ],
)  # fmt: skip
def test_remote_is_said_with_yes_or_no(cells: dict[str, Any], mode: str | None) -> None:
    assert read(**cells).work_mode == mode


def test_employment_types_are_listed() -> None:
    assert list(read(employment_type="Full-time, Contract").employment_type) == ["Full-time", "Contract"]
    assert list(read(employment_type=["Full-time", "full-time"]).employment_type) == [
        "Full-time",
        "full-time",
    ]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


def _all() -> Columns:
    return columns_of(list(FIELDS), [], Wishes({field: (field,) for field in FIELDS}))


@given(values=st.dictionaries(st.sampled_from(list(FIELDS)), VALUES))
def test_any_values_become_fields(values: dict[str, Any]) -> None:
    fields = fields_of(values, _all())
    assert all(isinstance(part.text, str) for part in fields.parts)
    assert all(isinstance(place, (str, Location)) for place in fields.places)
    assert all(isinstance(skill.text, str) for skill in fields.source_skills)
    lines = (
        fields.title,
        fields.company,
        fields.external_id,
        fields.url,
        fields.work_mode,
        fields.salary_text,
    )
    assert all(text is None or isinstance(text, str) for text in (*lines, *fields.employment_type))


@given(
    names=st.lists(
        st.text(max_size=30) | st.sampled_from(["title", "Titel", "tittle", "body", "BODY"]), unique=True
    ),
    sample=st.lists(st.dictionaries(st.text(max_size=3), VALUES), max_size=3),
    said=st.dictionaries(
        st.sampled_from([*FIELDS, "x"]), st.lists(st.text(max_size=4), max_size=2).map(tuple)
    ),
)
def test_any_names_become_columns_or_a_postil_error(
    names: list[str], sample: list[dict[str, Any]], said: dict[str, tuple[str, ...]]
) -> None:
    for wishes in (Wishes(said), Wishes(remembered=said)):
        try:
            columns = columns_of(names, sample, wishes)
        except PostilError:
            continue
        used = [column.name for column in columns.mapped]
        assert {*used, *columns.unused} == set(names)
        assert not {*used} & {*columns.unused}
        assert columns_of(names, sample, Wishes(remembered=columns.by_field)).by_field == columns.by_field
