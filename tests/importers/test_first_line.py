"""The first line of an advertisement in a forum: its pieces in any order, and nothing where it is a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.hiring.first_line import FirstLine, read_first_line
from importers.hiring.known_places import places_in


def told(line: str) -> tuple[str | None, str | None, tuple[str, ...], str | None]:
    found = read_first_line(line)
    return found.company, found.title, found.places, found.work_mode


@pytest.mark.parametrize(
    ("line", "company", "title", "places", "mode"),
    [
        ("Tallow | Software Engineer | Berlin | ONSITE", "Tallow", "Software Engineer", ["Berlin"], "onsite"),
        ("Tallow|Data Engineer|NYC|Remote", "Tallow", "Data Engineer", ["NYC"], "remote"),
        ("Tallow & Rye (YC W15) | Leith, Scotland | Onsite", "Tallow & Rye", None, ["Leith, Scotland"], "onsite"),
        ("Tallow (https://tallow.example) | Boston, MA", "Tallow", None, ["Boston, MA"], None),
        ("Tallow | https://tallow.example/jobs?a=1 | Seattle WA", "Tallow", None, ["Seattle WA"], None),
        ("Tallow, Inc. | Toronto, Ontario, Canada", "Tallow, Inc.", None, ["Toronto, Ontario, Canada"], None),
        ("Backend Engineer | Tallow | Kiel, Germany", "Tallow", "Backend Engineer", ["Kiel, Germany"], None),
        ("London, UK | Tallow | iOS Developer", "Tallow", "iOS Developer", ["London, UK"], None),
        ("REMOTE ONLY | Tallow", "Tallow", None, [], "remote"),
        ("Software Engineer at Tallow | Austin, TX", "Tallow", "Software Engineer", ["Austin, TX"], None),
        ("Oslo, Norway | Senior Developer @ Tallow", "Tallow", "Senior Developer", ["Oslo, Norway"], None),
        ("Tallow, San Mateo, CA | On-site", "Tallow", None, ["San Mateo, CA"], "onsite"),
        ("Tallow is hiring! | Amsterdam", "Tallow", None, ["Amsterdam"], None),
        ("Company: tallow.example | Lisbon", "tallow.example", None, ["Lisbon"], None),
        ("Clover Health Bakers | SF / NYC | Full-time", "Clover Health Bakers", None, ["SF", "NYC"], None),
        ("Lampighter | Miami, FL (Harbour)", "Lampighter", None, ["Miami, FL (Harbour)"], None),
        ("Tallow | Boston/Cambridge, MA", "Tallow", None, ["Boston/Cambridge, MA"], None),
        ("Tallow | Paris, Berlin, Madrid or Lyon", "Tallow", None, ["Paris", "Berlin", "Madrid", "Lyon"], None),
        ("Tallow | Onsite in Denver", "Tallow", None, ["Denver"], "onsite"),
        ("Tallow | Full-time in Mountain View CA", "Tallow", None, ["Mountain View CA"], None),
        ("Tallow | Sr. Software Engineers | Rome", "Tallow", "Sr. Software Engineers", ["Rome"], None),
        ("Tallow | Frontend, Backend, Mobile | Rome", "Tallow", "Frontend, Backend, Mobile", ["Rome"], None),
        ("Tallow | Designer | QA Engineer | Rome", "Tallow", "Designer, QA Engineer", ["Rome"], None),
        ("Tallow | Night Baker | Rome", "Tallow", "Night Baker", ["Rome"], None),
        ("Tallow - Rome - Ruby Developer", "Tallow", "Ruby Developer", ["Rome"], None),
        ("Rome — Tallow — Ruby Developer", "Tallow", "Ruby Developer", ["Rome"], None),
        ("Tallow • REMOTE • Data Scientist", "Tallow", "Data Scientist", [], "remote"),
        ("Tallow | Rome | Ruby, Rails, Postgres", "Tallow", None, ["Rome"], None),
        ("Rome | Clover Health | Onsite", "Clover Health", None, ["Rome"], "onsite"),
        ("Senior Engineer | Python | Rome", None, "Senior Engineer", ["Rome"], None),
        ("Tallow | Rome | We mill the flour that bakers want", "Tallow", None, ["Rome"], None),
    ],
)  # fmt: skip
def test_what_is_stated_is_told(
    line: str, company: str | None, title: str | None, places: list[str], mode: str | None
) -> None:
    assert told(line) == (company, title, tuple(places), mode)


@pytest.mark.parametrize(
    ("line", "mode"),
    [
        ("Tallow | ONSITE or REMOTE", None),
        ("Tallow | Onsite/Remote", None),
        ("Tallow | Rome or remote", None),
        ("Tallow | Rome / Remote", None),
        ("Tallow | Remote OK", None),
        ("Tallow | Rome | ONSITE preferred, REMOTE possible", None),
        ("Tallow | Rome | no remote", None),
        ("Tallow | Rome | ONSITE (no remote)", "onsite"),
        ("Tallow | REMOTE (Europe)", "remote"),
        ("Tallow | Rome | fully remote", "remote"),
        ("Tallow | Rome | hybrid", "hybrid"),
        ("Tallow | Rome | on site only", "onsite"),
        ("Tallow First - Rome - Onsite", "onsite"),
        ("Tallow | Rome", None),
    ],
)
def test_a_mode_is_told_where_it_is_the_only_one(line: str, mode: str | None) -> None:
    assert read_first_line(line).work_mode == mode


def test_terms_are_told_verbatim() -> None:
    found = read_first_line("Tallow | Rome | Full-time, Interns, full-time | $90k - $120k + equity | VISA OK")
    assert found.employment_type == ("full-time", "Interns") or found.employment_type == (
        "Full-time",
        "Interns",
    )
    assert found.salary is None or found.salary.startswith("$90k - $120k")
    assert found.places == ("Rome",)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Tallow",
        "Tallow is hiring bakers at all levels. We have ovens in Rome, Kiel and Lyon.",
        "We are small - and we like it - so come and see",
        "this | that",
        "3 points by miller 31 days ago | parent | on: a thread",
        "|||",
        " - - - ",
        "Love bread, butter and salt?",
    ],
)
def test_a_line_of_another_form_says_nothing(line: str) -> None:
    assert read_first_line(line) == FirstLine()


@pytest.mark.parametrize(
    "text",
    ["Tallow", "Boston Dynamo Works", "Ruby, Rails", "Engineers, Designers", "Tallow, Inc.", "", ",", "a: Rome"],
)  # fmt: skip
def test_what_is_no_place_is_none(text: str) -> None:
    assert places_in(text) == []


PIECES = st.sampled_from(
    [
        "Tallow", "Rome", "Austin, TX", "REMOTE", "onsite", " or ", "Software Engineer", "s", "(", ")", "[", "]",
        " at ",
        "@", ": ", ", ", " - ", " | ", "||", "http://a.example", "$90k", "Full-time", "VISA", "Inc.", ".", "!",
        "\u2003",
        "\u200b", "and", "only", "Company: ", "YC W15", "•", "İ", "ß", "\x1b[2J",
    ]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join))
def test_any_line_is_read(line: str) -> None:
    found = read_first_line(line)
    for text in (found.company, found.title, found.salary, *found.places, *found.employment_type):
        assert text is None or text.strip()


@pytest.mark.parametrize(
    "piece", ["a|", "(", "or ", "Rome, ", "remote or ", "x - ", "@A ", "1.1.", "$1,", "http://a(b)"]
)
def test_a_long_line_takes_no_time(piece: str) -> None:
    read_first_line(piece * 100_000)
