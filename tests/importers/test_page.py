"""A page yields each pair of its tail once, whatever became of it in saving, and loses no text silently."""

from collections.abc import Callable

import pytest

from importers import File
from importers.plain.page import PageImporter
from store import Location
from tests.importers.pages import ARTICLE, body, page, read, tail

PLAIN = page(tail())

DAMAGES: dict[str, Callable[[str], str]] = {
    "as saved": lambda text: text,
    "no marker": lambda text: text.replace("Related content", "Read on"),
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "old line ends": lambda text: text.replace("\n", "\r"),
    "byte order mark": lambda text: "\ufeff" + text,
    "no-break spaces": lambda text: text.replace("US, CA, ", "US,\u00a0CA,\u00a0"),
    "thin and wide spaces": lambda text: text.replace("GB, London", "\u3000GB,\u2009London\u202f"),
    "zero-width spaces": lambda text: text.replace("GB, London", "\u200bGB, London"),
    "blank line before a body": lambda text: text.replace("\nWe seek", "\n\nWe seek"),
    "blank lines between postings": lambda text: page(tail(), between="\n\n \n"),
    "stray marker at the end": lambda text: text + "\n\nRelated content",
    "stray marker and line end": lambda text: text + "\nRelated content:\n",
    "marker in the middle": lambda text: text.replace("\nJP, 13", "\n\nRelated content\n\nJP, 13", 1),
    "final newlines": lambda text: text + "\n\n\n",
    "list below the marker": lambda text: text.replace(
        "Related content\n\nGB",
        "Related content\n\n  • Staff writer\n    May 3\n    A teaser.\n  • Another, GB\nGB",
    ),
    "list without indents": lambda text: text.replace(
        "Related content\n\nGB", "Related content\n• One\n• Two\nGB"
    ),
    "nothing but the tail": lambda text: page(tail(), head=""),
    "a place in the article": lambda text: text.replace(
        "Related content\nThe", "IT, Turin\n" + "a" * 90 + "\nThe"
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_all_ten_come_out(damage: Callable[[str], str]) -> None:
    drafts, problems = read(damage(PLAIN))
    assert [draft.body for draft in drafts] == [text for _, text in tail()]
    assert [draft.locations[0].city for draft in drafts] == [place.rpartition(", ")[2] for place, _ in tail()]
    assert problems == []


def test_a_draft_holds_the_place_the_body_and_the_record() -> None:
    text = "  " + body(0) + " \t"
    drafts, _ = read(page([("US, CA, Pasadena", text)]))
    (draft,) = drafts
    assert draft.locations == (Location("US, CA, Pasadena", "US", "CA", "Pasadena"),)
    assert draft.body == text
    assert draft.raw == f"US, CA, Pasadena\n{text}"
    assert draft.locator == f"line {page([]).count(chr(10)) + 1}"
    assert draft.title is None
    assert draft.title_inferred is not None
    assert (draft.title_inferred.text, draft.title_inferred.rule) == ("Lamp Keeper", "sought")
    assert [section.heading for section in draft.sections] == ["Key job responsibilities"]


def test_equal_postings_are_kept_apart() -> None:
    drafts, _ = read(page([("GB, London", body(1))] * 3))
    assert len({draft.locator for draft in drafts}) == 3


@pytest.mark.parametrize("at", [0, 4, 9])
def test_a_place_without_a_body_is_a_problem_at_its_line(at: int) -> None:
    pairs = tail()
    place, _ = pairs[at]
    lines = [line for number, pair in enumerate(pairs) for line in (pair[:1] if number == at else pair)]
    drafts, problems = read(page([]) + "\n".join(lines))
    assert len(drafts) == 9
    (problem,) = problems
    assert problem.locator == f"line {page([]).count(chr(10)) + 2 * at + 1}"
    assert problem.field == "body"
    assert place in problem.reason


def test_a_marker_is_no_body() -> None:
    drafts, problems = read(PLAIN + "\nFR, Lyon\nRelated content\n")
    assert len(drafts) == 10
    assert [problem.field for problem in problems] == ["body"]


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("stray", ["Sponsored", "a line\nand another", "• a bullet among postings"])
def test_stray_text_among_postings_is_reported(stray: str, marked: bool) -> None:
    text = page([*tail(5), ("FR, Lyon", f"{body(99)}\n{stray}"), *tail(4)])
    drafts, problems = read(text if marked else text.replace("Related content", "Read on"))
    assert len(drafts) == 10
    (problem,) = problems
    line = text.split("\n").index(stray.split("\n")[0]) + 1
    assert (problem.locator, problem.field) == (f"line {line}", None)
    assert stray.split("\n")[0] in problem.reason


def test_text_after_the_last_posting_is_reported() -> None:
    drafts, problems = read(PLAIN + "\nthe second half of a body that was broken in two")
    assert len(drafts) == 10
    assert len(problems) == 1


def test_a_body_beyond_the_limit_is_a_problem() -> None:
    drafts, problems = read(page([*tail(2), ("FR, Lyon", "x" * (1024 * 1024 + 1))]))
    assert len(drafts) == 2
    assert "1,048,576" in problems[0].reason


def test_labels_are_fields() -> None:
    text = (
        "Employer: Lanternfish, Inc. Title: Data Scientist II Location: 1 Example Street, Newark, NJ Duties: Count "
        "fish. Requirements: Two years as a Data Scientist. Salary: $69,550 - 107,500 /year. Multiple positions. "
        "Apply online: example.org Job Code: LF175."
    )
    (draft,), _ = read(page([("US, NJ, Newark", text)]))
    assert draft.company == "Lanternfish, Inc."
    assert draft.title == "Data Scientist II"
    assert draft.title_inferred is None
    assert draft.salary_text == "$69,550 - 107,500 /year"
    assert draft.external_id == "LF175"
    assert [place.city for place in draft.locations] == ["Newark"]


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        "GB, London is a city\n" + body(1),
        "London\n" + body(1),
        ARTICLE + "\nGB, London\n10 Example Street\nFR, Lyon\n4 rue Exemple\n",
        "{}",
        "id,title\n1,Baker\n",
        "",
    ],
)
def test_what_is_no_page_is_not_recognised(text: str) -> None:
    assert not PageImporter().recognises(File.of("page.txt", text.encode()))
