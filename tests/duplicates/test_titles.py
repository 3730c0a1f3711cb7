import pytest
from hypothesis import given
from hypothesis import strategies as st

from duplicates.employers import same_employer
from duplicates.titles import TitleMatch, compare_titles

SAME, LONGER, LEVEL, OTHER, UNKNOWN = TitleMatch


@pytest.mark.parametrize(
    ("a", "b", "match"),
    [
        ("Baker", "BAKER ", SAME),
        ("Senior Baker", "Sr. Baker", SAME),
        ("Baker (m/w/d)", "Baker", SAME),
        ("Baker (all genders)", "Baker", SAME),
        ("Baker, sales", "Sales Baker", SAME),
        ("Front-end Developer", "Frontend Developer", SAME),
        ("Softwar Engineer", "Software Engineer", SAME),
        ("Baker - London", "Baker", SAME),
        ("Baker, London", "Baker, Leeds", SAME),
        ("Urgent: Baker wanted", "Baker", SAME),
        ("Job", "Job", SAME),
        ("Baker, Payments Team", "Baker", LONGER),
        ("Baker", "Senior Baker", LEVEL),
        ("Junior Baker", "Senior Baker", LEVEL),
        ("Baker II", "Baker III", LEVEL),
        ("Baker", "Baker I", LEVEL),
        ("Baker 2", "Baker II", SAME),
        ("Baker II, Ovens", "Baker III, Ovens", LEVEL),
        ("Baker Level 2 Nights", "Baker Level 3 Nights", LEVEL),
        ("Baker L4", "Baker L5", LEVEL),
        ("B2B Baker", "Baker", LONGER),
        ("Java 8 Baker", "Java 11 Baker", OTHER),
        ("Baker, 24 / 7", "Baker", LONGER),
        ("Baker from Jan 5", "Baker from Jan 7", OTHER),
        ("2 Bakers", "3 Bakers", OTHER),
        ("Baker Intern", "Baker", LEVEL),
        ("Lead Baker", "Staff Baker", LEVEL),
        ("Head of Bakery", "Deputy Head of Bakery", LEVEL),
        ("Bäcker Azubi", "Bäcker", LEVEL),
        ("Manager", "Director", LEVEL),
        ("Stage Manager", "Manager", LONGER),
        ("Stage, Bakery", "Bakery", LEVEL),
        ("Master Data Analyst", "Data Analyst", LONGER),
        ("Master Baker", "Baker", LEVEL),
        ("Lead Generation Analyst", "Analyst", LONGER),
        ("Lead Analyst, Generation", "Analyst, Generation", LEVEL),
        ("Data Entry Clerk", "Clerk", LONGER),
        ("Entry Clerk", "Clerk", LEVEL),
        ("Scrum Master", "Scrum", LONGER),
        ("Baker, Payments", "Baker, Harbour", OTHER),
        ("Night Baker", "Day Baker", OTHER),
        ("C++ Developer", "C Developer", OTHER),
        ("Frontend Engineer", "Backend Engineer", OTHER),
        ("Nurse", None, UNKNOWN),
        (None, None, UNKNOWN),
        ("(m/f/d)", "Baker", UNKNOWN),
    ],
)
def test_titles_are_compared_word_by_word(a: str | None, b: str | None, match: TitleMatch) -> None:
    places = frozenset({"london", "leeds"})
    assert compare_titles(a, b, places).match is match
    assert compare_titles(b, a, places).match is match


def test_the_words_that_differ_are_told() -> None:
    found = compare_titles("Senior Baker, Ovens", "Junior Baker, Ovens")
    assert (found.a, found.b) == (("senior",), ("junior",))


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_titles_can_be_compared(a: str, b: str) -> None:
    assert compare_titles(a, b).match is compare_titles(b, a).match
    assert compare_titles(a, a).match in (SAME, UNKNOWN)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Crust Ltd", "CRUST Limited", True),
        ("Crust & Loaf Inc.", "Crust & Loaf", True),
        ("The Crust Group", "Crust", True),
        ("Lighthouse Baking", "Lighthouse Bakin", True),
        ("Crust.io", "Crust", True),
        ("Crust.io", "Loaf.io", False),
        ("Crust", "Loaf", False),
        ("Depot 17", "Depot 18", False),
        ("Ltd", "Ltd", True),
        ("Crust", None, None),
        (None, None, None),
    ],
)
def test_employers_are_the_same_whatever_their_legal_form(
    a: str | None, b: str | None, same: bool | None
) -> None:
    assert same_employer(a, b) is same
    assert same_employer(b, a) is same
