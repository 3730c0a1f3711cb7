"""A card's head becomes fields, all below it the body, and its lists what the source asks for."""

import pytest

from store import Requirement, SourceSkill
from tests.importers.pages import read

CARD = """2031 Lamp Keeper, Coast Division

Lanternfish Lanternfish · Lighthouses · LU, Luxembourg · Applied Optics

Keep the lamp, and keep the notebook.

What you'd actually do

  1. trim the wick
  2. polish the glass, every
     single morning

Skills

Required

  • Steady hands
  • Knowledge of C++ [preferred] or Fresnel lenses

Nice to have

  • Welsh

What the JD emphasized

  • the notebook
  • Steady hands

Other signals

  • the notebook
  • night work"""


def test_every_part_finds_its_field() -> None:
    (draft,), problems = read(CARD)
    assert problems == []
    assert draft.locator == "line 1"
    assert draft.title == "2031 Lamp Keeper, Coast Division"
    assert draft.company == "Lanternfish"
    assert [(place.country, place.city) for place in draft.locations] == [("LU", "Luxembourg")]
    assert draft.body == CARD[CARD.index("Keep the lamp") :]
    assert draft.raw == CARD
    assert draft.source_skills == (
        SourceSkill("Steady hands", Requirement.REQUIRED),
        SourceSkill("Knowledge of C++ [preferred] or Fresnel lenses", Requirement.REQUIRED),
        SourceSkill("Welsh", Requirement.PREFERRED),
        SourceSkill("the notebook", Requirement.MENTIONED),
        SourceSkill("night work", Requirement.MENTIONED),
    )


def test_sections_begin_at_their_headings() -> None:
    (draft,), _ = read(CARD)
    assert [draft.body[section.start : section.end].split("\n")[0] for section in draft.sections] == [
        "What you'd actually do",
        "Skills",
        "Required",
        "Nice to have",
        "What the JD emphasized",
        "Other signals",
    ]
    assert (
        "".join(draft.body[s.start : s.end] for s in draft.sections) == draft.body[draft.sections[0].start :]
    )


@pytest.mark.parametrize(
    ("old", "new", "company", "cities"),
    [
        (" · LU, Luxembourg", "", "Lanternfish", []),
        ("Lanternfish Lanternfish", "Lanternfish", "Lanternfish", ["Luxembourg"]),
        ("Lanternfish Lanternfish", "Tallow & Rye Tallow & Rye", "Tallow & Rye", ["Luxembourg"]),
        ("Lanternfish Lanternfish", "Wagga Wagga Bakery", "Wagga Wagga Bakery", ["Luxembourg"]),
        ("Lanternfish Lanternfish · ", "", "Lighthouses", ["Luxembourg"]),
        (" · LU, Luxembourg", " · GB, London · FR, Lyon", "Lanternfish", ["London", "Lyon"]),
        ("Lanternfish Lanternfish · Lighthouses · LU, Luxembourg · Applied Optics\n\n", "", None, []),
        ("you'd", "you’d", "Lanternfish", ["Luxembourg"]),
        ("•", "-", "Lanternfish", ["Luxembourg"]),
        ("•", "*", "Lanternfish", ["Luxembourg"]),
        ("\n", "\r\n", "Lanternfish", ["Luxembourg"]),
        (
            "  1. trim the wick\n  2. polish the glass, every\n     single morning\n\n",
            "",
            "Lanternfish",
            ["Luxembourg"],
        ),
    ],
)
def test_other_cards_of_that_shape(old: str, new: str, company: str | None, cities: list[str]) -> None:
    assert old in CARD
    (draft,), problems = read(CARD.replace(old, new))
    assert problems == []
    assert draft.title == "2031 Lamp Keeper, Coast Division"
    assert draft.company == company
    assert [place.city for place in draft.locations] == cities
    assert [skill.text for skill in draft.source_skills if skill.requirement is Requirement.PREFERRED] == [
        "Welsh"
    ]


@pytest.mark.parametrize(
    "missing", ["Required", "Nice to have", "What the JD emphasized", "Other signals", "Skills"]
)
def test_a_missing_part_takes_nothing_else_away(missing: str) -> None:
    paragraphs = CARD.split("\n\n")
    at = paragraphs.index(missing)
    del paragraphs[at : at + (1 if missing == "Skills" else 2)]
    (draft,), _ = read("\n\n".join(paragraphs))
    assert missing not in [section.heading for section in draft.sections]
    assert SourceSkill("the notebook", Requirement.MENTIONED) in draft.source_skills
    assert draft.company == "Lanternfish"


def test_without_a_summary_the_body_begins_with_the_first_heading() -> None:
    (draft,), _ = read(CARD.replace("Keep the lamp, and keep the notebook.\n\n", ""))
    assert draft.body.startswith("What you'd actually do\n")
    assert draft.sections[0].start == 0


def test_a_further_heading_ends_the_list_before_it() -> None:
    (draft,), _ = read(CARD.replace("\nWhat the JD", "\nKeeper's perks\n\n  • tea\n\nWhat the JD"))
    assert "Keeper's perks" in [section.heading for section in draft.sections]
    assert "tea" not in [skill.text for skill in draft.source_skills]


def test_a_long_item_goes_on_in_the_next_line() -> None:
    (draft,), _ = read(CARD.replace("• Welsh", "• Welsh, spoken\n    and sung"))
    assert SourceSkill("Welsh, spoken and sung", Requirement.PREFERRED) in draft.source_skills


def test_terms_in_the_head_are_fields() -> None:
    (draft,), _ = read(CARD.replace("Applied Optics", "Remote · Full-time"))
    assert draft.work_mode == "remote"
    assert draft.employment_type == ("Full-time",)


def test_a_card_with_a_head_alone_is_a_problem() -> None:
    drafts, problems = read("\nLamp Keeper\n\nLanternfish · GB, London\n", "card")
    assert drafts == []
    assert [(problem.locator, problem.field) for problem in problems] == [("line 2", "body")]
