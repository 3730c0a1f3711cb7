"""Headings begin sections wherever they stand; the same words in a sentence do not."""

import pytest

from tests.importers.pages import read

FLAT = (
    "We keep lamps. Key job responsibilities Trim wicks Polish glass A day in the life You rise late. "
    "About the team Diverse Experiences Even if your path was not straight, write. Why Lanternfish? Because of "
    "the sea. Inclusive Team Culture We talk. Mentorship & Career Growth We teach. Work/Life Balance We sleep. "
    "Hybrid Work We commute. About the team We are four. Export Control Requirement: None. "
    "-- About the role: You lead. Basic Qualifications Hands Preferred Qualifications Welsh "
    "Requirements: A lamp. Benefits: Tea."
)
HEADINGS = [
    "Key job responsibilities", "A day in the life", "About the team", "Diverse Experiences", "Why Lanternfish?",
    "Inclusive Team Culture", "Mentorship & Career Growth", "Work/Life Balance", "Hybrid Work",
    "About the team", "Export Control Requirement", "About the role", "Basic Qualifications",
    "Preferred Qualifications", "Requirements", "Benefits",
]  # fmt: skip


def headings(text: str) -> list[str]:
    (draft,), _ = read(text, "text")
    return [section.heading for section in draft.sections]


def test_flattened_headings_are_found_in_order_and_twice() -> None:
    assert headings(FLAT) == HEADINGS


def test_sections_partition_the_body_from_the_first() -> None:
    (draft,), _ = read(FLAT, "text")
    first, *_, last = draft.sections
    assert [s.end for s in draft.sections[:-1]] == [s.start for s in draft.sections[1:]]
    assert (draft.body[: first.start], last.end) == ("We keep lamps. ", len(FLAT))
    assert all(draft.body[s.start : s.end].startswith(s.heading) for s in draft.sections)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Intro.\n\nRESPONSIBILITIES\n- one\n\nWhat you’ll do:\n- two\n",
            ["RESPONSIBILITIES", "What you’ll do"],
        ),
        ("Intro.\n## Nice to have\nWelsh\n**Benefits**\nTea", ["Nice to have", "Benefits"]),
        (
            "About Fernbrook Hospital\nWe care.\nRequirements\nCare.",
            ["About Fernbrook Hospital", "Requirements"],
        ),
        ("What You'll Do\nCare.\nQualifications:\nNone.", ["What You'll Do", "Qualifications"]),
        ("We keep lamps. Responsibilities - Trim wicks Requirements - Hands", ["Responsibilities"]),
        (
            "Key job responsibilities * Trim Key job responsibilities ata Analysis",
            ["Key job responsibilities"] * 2,
        ),
    ],
)
def test_headings_of_other_advertisers(text: str, expected: list[str]) -> None:
    assert headings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Read about the team you will join and about the role.",
        "We will tell you more. About the team you will join we say little.",
        "Whoever meets the Basic Qualifications may apply.",
        "Our Benefits are good, and so are the Requirements of the job.",
        "Key responsibilities include, but are not limited to: lamps.",
        "Even if you do not meet all of the preferred qualifications and skills, write.",
        "The Work/Life Balance of keepers is good.",
        "Pre-Requirements: none. Non-Benefits/Benefits-ish: none.",
        "",
    ],
)
def test_a_phrase_in_a_sentence_is_no_heading(text: str) -> None:
    assert headings("We keep lamps. " + text) == []
