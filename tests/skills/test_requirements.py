import pytest
from hypothesis import given
from hypothesis import strategies as st

from skills.mentions import Finder
from skills.requirements import requirement_of
from store import Section, Skill, Span, canonical

FINDER = Finder([Skill("u:p", "Python"), Skill("u:r", "Rust")])


def asked(body: str, *headings: str) -> list[tuple[str, str]]:
    starts = [body.index(heading) for heading in headings]
    ends = [*starts, len(body)][1:]
    sections = [Section(*part) for part in zip(headings, starts, ends, strict=True)]
    answers = (requirement_of(body, sections, mention) for mention in FINDER.mentions(body))
    return [(requirement.value, why) for requirement, why in answers]


@pytest.mark.parametrize(
    ("body", "requirements"),
    [
        ("We use Python.", ["mentioned"]),
        ("Python is required.", ["required"]),
        ("Python (required), Rust (a plus)", ["required", "preferred"]),
        ("Python required, Rust a plus", ["required", "preferred"]),
        ("Must have Python; Rust is nice to have.", ["required", "preferred"]),
        ("Must have experience with Python and Rust", ["required", "required"]),
        ("Experience with Python or Rust is a strong plus!", ["preferred", "preferred"]),
        ("Python is a must.", ["required"]),
        ("Python is mandatory", ["required"]),
        ("Ideally you know Rust", ["preferred"]),
        ("Nice to have: Python, Rust", ["preferred", "preferred"]),
        ("Bonus points for Rust", ["preferred"]),
        ("Python preferred", ["preferred"]),
        ("PYTHON IS DESIRABLE", ["preferred"]),
        ("Python is not required", ["mentioned"]),
        ("Python isn’t required", ["mentioned"]),
        ("No Python experience necessary", ["mentioned"]),
        ("5+ years of Python", ["required"]),
        ("At least three years with Python, preferably Rust", ["required", "preferred"]),
        ("You will need Python", ["required"]),
        ("Degree required. We use Python.", ["mentioned"]),
        ("Degree required\nWe use Python", ["mentioned"]),
        ("We use Python. Degree required.", ["mentioned"]),
        ("We use Python.Degree required.", ["mentioned"]),
        ("A degree requiredWe use Python", ["mentioned"]),
        ("You may be required to use Python", ["mentioned"]),
        ("A Python developer, you must provide a portfolio", ["mentioned"]),
        ("Programming (e.g. Python) is required", ["required"]),
        ("Must have:\n- a degree\n- Python\n- Rust", ["required", "required"]),
        ("It would be nice to have:\n\n* Python\n* Rust is required", ["preferred", "required"]),
        ("A degree in statistics plus two years with Python", ["required"]),
        ("We like Python plus a few more languages", ["mentioned"]),
        ("Python: big plus", ["preferred"]),
        ("In Python you build the necessary queries", ["mentioned"]),
        ("It would be great if you know Rust", ["preferred"]),
        ("For customers who require Python", ["mentioned"]),
        ("The ideal candidate has used Python", ["required"]),
        ("Our stack:\n- Python", ["mentioned"]),
    ],
)
def test_the_words_around_a_mention_say_how_it_is_asked_for(body: str, requirements: list[str]) -> None:
    assert [requirement for requirement, _ in asked(body)] == requirements


@pytest.mark.parametrize(
    ("heading", "requirement"),
    [
        ("Basic Qualifications", "required"),
        ("Minimum qualifications", "required"),
        ("Requirements", "required"),
        ("What you’ll need", "required"),
        ("Preferred Qualifications", "preferred"),
        ("Nice to have", "preferred"),
        ("Desirable", "preferred"),
        ("Bonus points", "preferred"),
        ("About us", "mentioned"),
        ("Key job responsibilities", "mentioned"),
        ("Export Control Requirement", "mentioned"),
        ("What we offer", "mentioned"),
        ("Diverse Experiences", "mentioned"),
    ],
)
def test_a_section_says_what_its_sentences_do_not(heading: str, requirement: str) -> None:
    body = f"We like Rust. {heading} Python and more. It is a plus to be here."
    assert asked(body, heading)[1] == (requirement, f"under the heading “{heading}”")


def test_the_sentence_counts_more_than_the_section_and_the_nearer_word_more_than_the_farther() -> None:
    assert asked("Requirements\nPython\nRust is a plus", "Requirements") == [
        ("required", "under the heading “Requirements”"),
        ("preferred", "“a plus” stands after it"),
    ]
    assert asked("Preferred\nPython, but Rust is required", "Preferred")[1][0] == "required"


def test_every_answer_has_its_reason() -> None:
    assert asked("Python")[0][1] == "nothing around it says more"
    assert asked("Ideally Python")[0][1] == "“Ideally” stands before it"
    assert asked("Python is required")[0][1] == "“is required” stands after it"
    assert asked("Must have:\n- Python")[0][1] == "in the list under “Must have”"
    assert asked("no Python experience needed")[0][1] == "“no … needed” stand around it"


pieces = st.sampled_from(
    [
        "Python", "Rust", "required", "a plus", "must have", "no", "ideally", "5+ years", "Nice to have:", "not",
        "is", "\n", "\n- ", ". ", "; ", ", ", " ", "Requirements", "é", "👩\u200d💻", "\u200b",
    ]
)  # fmt: skip


@given(st.lists(pieces, max_size=20).map("".join).map(canonical))
def test_any_text_has_an_answer_in_words(body: str) -> None:
    for requirement, why in asked(body):
        assert requirement in ("required", "preferred", "mentioned")
        assert why
        assert "\n" not in why


@pytest.mark.parametrize(
    "piece", ["is a ", "5 ", "- ", "no ", "\n- x", "must ", "minimum of ", "preferred", " ", "e.g."]
)
def test_what_stands_far_away_is_not_read(piece: str) -> None:
    """Not timed: a body of a million characters is read around each mention only, or this would not end."""
    body = f"required{piece * 100_000}Python{piece * 100_000}required"
    start = body.index("Python")
    requirement_of(body, [], Span(start, start + 6, "Python"))
