"""The annotator's desk: mentions, the same again, notes in place, copies, guidelines."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from rich.style import Style

from skills.mentions import Finder
from store import Requirement, Skill, SourceSkill, Store, Verdict
from tests.build import ANN, draft, take
from tui.widgets.posting_text import PostingText

from .driving import Desk, desk

SIZES = [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]
SKILLS = (
    Skill("x:sourdough", "Sourdough", labels=("leaven",)),
    Skill("x:python", "Python"),
    Skill("x:baking", "Baking"),
)


@pytest.fixture
def bakery(kitchen: Path) -> Path:
    """The kitchen with a vocabulary."""
    with Store.open(kitchen) as store:
        store.put_skills(SKILLS)
    return kitchen


@asynccontextmanager
async def reading(path: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Desk]:
    """The application once the mentions of the first posting are found."""
    async with desk(path, size=size) as person:
        await person.until(lambda: "Mentions" in person.text() and "Mentions …" not in person.text())
        yield person


def said(person: Desk) -> list[tuple[str, str, str | None]]:
    return [
        (tag.skill.label, tag.requirement.value, tag.span.quote if tag.span else None)
        for tag in person.posting.tags
    ]


def looks(person: Desk, words: str) -> list[Style]:
    """How each letter of some words of the body looks."""
    text = person.app.review.query_one(PostingText)
    strips = [text.render_line(y) for y in range(text.size.height)]
    line = next(strip for strip in strips if words in strip.text)
    start = line.text.index(words)
    letters = [segment.style or Style() for segment in line for _ in segment.text]
    return letters[start : start + len(words)]


@pytest.mark.parametrize("size", SIZES)
async def test_mentions_are_accepted_in_the_order_of_the_text(bakery: Path, size: tuple[int, int]) -> None:
    async with reading(bakery, size) as person:
        await person.press("tab")
        assert "▌! Sourdough" in person.text()
        await person.press("a", "tab", "a", "tab", "a")
        assert said(person) == [
            ("Sourdough", "required", "sourdough"),
            ("Python", "required", "Python"),
            ("Baking", "mentioned", "Baking"),
        ]
        assert "Mentions" not in person.text()
        await person.press("tab", "p")
        assert said(person)[0][1] == "preferred"


async def test_mentions_look_unlike_tags_in_more_than_colour(bakery: Path) -> None:
    async with reading(bakery) as person:
        mention = looks(person, "sourdough")[0]
        assert (mention.italic, mention.underline) == (True, True)
        await person.press("tab", "a", "tab")
        tag = looks(person, "sourdough")[0]
        assert (bool(tag.italic), tag.underline) == (False, True)


async def test_a_requirement_key_accepts_a_mention_as_that(bakery: Path) -> None:
    async with reading(bakery) as person:
        await person.press("tab", "tab", "p", "m")
        assert said(person) == [("Python", "mentioned", "Python")]
        await person.press("u", "u")
        assert said(person) == []


async def test_what_was_rejected_is_not_offered_there_again_until_that_is_undone(bakery: Path) -> None:
    async with reading(bakery) as person:
        await person.press("tab", "r", "tab", "a")
        assert said(person) == [("Python", "required", "Python")]
        await person.press("j", "k", "tab", "tab")
        assert "Mentions 1" in person.text()
        await person.press("u", "u", "tab")
        assert "Mentions 5" in person.text()
        assert "▌· Sourdough" in person.text()


async def test_removing_a_tag_leaves_the_mention(bakery: Path) -> None:
    async with reading(bakery) as person:
        await person.press("tab", "a", "r")
        assert said(person) == []
        await person.press("tab", "a")
        assert said(person) == [("Sourdough", "required", "sourdough")]


async def test_nothing_waits_while_the_vocabulary_is_learned(
    bakery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned = Event()

    class Slow(Finder):
        def __init__(self, skills: Iterable[Skill], breath: Callable[[], None] | None = None) -> None:
            learned.wait(30)
            super().__init__(skills, breath)

    monkeypatch.setattr("skills.mentions.Finder", Slow)
    async with desk(bakery) as person:
        await person.press("space", "tab", "1", "s")
        await person.type("night work")
        await person.press("enter")
        assert "still being looked for" in person.text()
        assert "Suggestions …" in person.text()
        assert said(person) == [("night work", "mentioned", None)]
        learned.set()
        await person.until(lambda: "1 ! Sourdough" in person.text())
        await person.press("1")
        assert len(said(person)) == 2


async def test_leaving_stops_what_learns_a_vocabulary(bakery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = Event(), Event()

    class Endless(Finder):
        def __init__(self, skills: Iterable[Skill], breath: Callable[[], None] | None = None) -> None:
            begun.set()
            give_up = monotonic() + 30
            while breath and monotonic() < give_up:
                breath()
            ended.set()
            super().__init__(skills)

    monkeypatch.setattr("skills.mentions.Finder", Endless)
    async with desk(bakery) as person:
        await person.until(begun.is_set)
        await person.press("ctrl+q")
    assert not ended.is_set()


@pytest.mark.parametrize("size", SIZES)
async def test_numbers_are_accepted_as_they_stood_before_the_burst(
    bakery: Path, size: tuple[int, int]
) -> None:
    async with reading(bakery, size) as person:
        assert all(line in person.text() for line in ("1 ! Sourdough", "2 ! Python", "3 · Baking"))
        await person.press("1", "3", "2")
        assert [tag[0] for tag in said(person)] == ["Sourdough", "Python", "Baking"]
        assert {tag[0]: tag[2] for tag in said(person)}["Python"] == "Python"
        assert all(line in person.text() for line in ("1 ✓ Sourdough", "2 ✓ Python", "3 ✓ Baking"))
        await person.press("u", "u", "3")
        assert [tag[0] for tag in said(person)] == ["Sourdough", "Baking"]
        await person.press("j", "k")
        assert "1 ! Python" in person.text()


async def test_a_number_behind_the_capital_letter_rejects_and_only_that_one(bakery: Path) -> None:
    async with reading(bakery) as person:
        await person.press("R")
        assert "Reject which?" in person.text()
        await person.press("1", "2")
        assert [tag[0] for tag in said(person)] == ["Python"]
        assert "1 × Sourdough" in person.text()
        await person.press("R", "escape", "3", "j", "k")
        assert [tag[0] for tag in said(person)] == ["Python", "Baking"]
        assert "Suggestions" not in person.text()
        await person.press("u", "u", "u", "e")
        assert "1 ! Sourdough" in person.text()


async def test_a_number_that_is_not_there_says_so(bakery: Path) -> None:
    async with reading(bakery) as person:
        await person.press("9", "1", "1", "R", "1")
        assert "no suggestion 9" in person.text()
        assert "a tag by now" in person.text()
        assert [tag[0] for tag in said(person)] == ["Sourdough"]


async def test_what_copies_have_and_what_goes_with_the_tags_is_suggested_with_reasons(bakery: Path) -> None:
    with Store.open(bakery) as store:
        first, copy = (store.key_of(f"feed:line {line}") for line in (1, 3))
        store.judge(ANN, [(first, copy)], Verdict.DUPLICATE)
        store.tag("bea", copy, "Night shifts", Requirement.PREFERRED)
        bodies = [f"We look for somebody {number}." for number in range(8)]
        take(store, *bodies, source="more")
        for number in range(1, 9):
            other = store.key_of(f"more:line {number}")
            store.tag("bea", other, "Ovens" if number < 5 else "Boats")
            store.tag("bea", other, "Flour" if number < 5 else "Nets")
    async with reading(bakery) as person:
        assert "1 + Night shifts" in person.text()
        assert "its copy has it" in person.text()
        await person.press("1", "s")
        await person.type("ovens")
        await person.press("enter", "e")
        assert "Flour" in person.text()
        assert "expected" not in person.text()
        await person.press("w")
        text = " ".join(person.text().split())
        assert all(word in text for word in ("with Ovens", "expected", "score"))
        await person.press("w")
        assert "expected" not in person.text()


async def test_tags_given_now_count_for_what_is_suggested_next(bakery: Path) -> None:
    with Store.open(bakery) as store:
        take(store, *(f"We look for somebody {number}." for number in range(4)), source="more")
        tagged = (("Flour", "Ovens"), ("Boats", "Nets"), ("Boats", "Ropes"))
        for number, skills in enumerate(tagged, 1):
            for skill in skills:
                store.tag("bea", store.key_of(f"more:line {number}"), skill)
    async with reading(bakery) as person:
        await person.press("end", "s", *"flour", "enter", "e")
        assert "Suggestions" not in person.text()
        await person.press("home", "s", *"flour", "enter", "s", *"ovens", "enter", "end", "e")
        assert "1 · Ovens" in person.text()


async def test_what_the_source_names_is_suggested_and_made_when_it_is_accepted(bakery: Path) -> None:
    with Store.open(bakery) as store:
        claim = SourceSkill("Steady [bold]hand[/]", Requirement.REQUIRED)
        take(store, draft("Come and see.", source_skills=(claim,)), source="other")
    async with desk(bakery, query="come") as person:
        await person.until(lambda: "1 ! Steady [bold]hand[/]" in person.text())
        await person.press("1")
        assert said(person) == [("Steady [bold]hand[/]", "required", None)]


@pytest.mark.parametrize("key", ["a", "full_stop", "r", "c"])
async def test_a_key_with_nothing_to_work_on_says_what_to_do(bakery: Path, key: str) -> None:
    async with reading(bakery) as person:
        await person.press(key)
        assert any(way in person.text() for way in ("tab moves", "s tags a skill"))
        assert said(person) == []


async def test_the_last_edit_is_done_again_with_the_evidence_of_the_other_text(bakery: Path) -> None:
    with Store.open(bakery) as store:
        take(
            store,
            draft("Our leaven is old. Sourdough it is.", locator="line 13"),
            draft("Nothing of the kind.", locator="line 15"),
            source="other",
        )
    async with reading(bakery) as person:
        await person.press("tab", "q", "end", "k", "full_stop")
        assert said(person) == [("Sourdough", "required", "leaven")]
        await person.press("p", "j", "full_stop")
        assert said(person) == [("Sourdough", "preferred", None)]
        await person.press("r", "k", "full_stop")
        assert said(person) == []


async def test_a_skill_made_on_the_spot_is_found_in_the_next_posting(bakery: Path) -> None:
    async with reading(bakery) as person:
        await person.press("s")
        await person.type("hiring")
        await person.press("enter", "j")
        await person.until(lambda: "Mentions 6" in person.text())
        await person.press("tab", "a")
        assert said(person) == [("hiring", "mentioned", "hiring")]


async def test_the_caret_shows_whose_evidence_it_stands_on(bakery: Path) -> None:
    async with reading(bakery) as person:
        await person.press("tab", "a", "tab", "a", "enter", *["w"] * 7)
        assert "▌! Sourdough" in person.text()
        await person.press("w", "w")
        assert "▌! Python" in person.text()


async def test_overlapping_tags_can_be_told_apart(bakery: Path) -> None:
    with Store.open(bakery) as store:
        key = store.key_of("feed:line 1")
        store.tag(ANN, key, "one", quote="know sourdough")
        store.tag(ANN, key, "two", quote="sourdough and")
    async with reading(bakery) as person:
        know, both, other = (looks(person, word)[0] for word in ("know", "sourdough", "and"))
        assert (know.underline2, both.underline2, other.underline2) == (None, True, None)
        await person.press("tab")
        know, both, other = (looks(person, word)[0] for word in ("know", "sourdough", "and"))
        assert (know.reverse, both.reverse, other.reverse) == (True, True, None)


@pytest.mark.parametrize("size", [*SIZES, pytest.param((40, 20), id="40x20")])
async def test_a_note_is_written_beside_the_posting(bakery: Path, size: tuple[int, int]) -> None:
    async with desk(bakery, size=size) as person:
        await person.press("n")
        await person.type("first")
        await person.press("ctrl+j")
        await person.type("then u x")
        assert "Enter saves" in person.text()
        await person.press("enter", "space", "k")
        assert [note.text for note in person.posting.notes] == ["first\nthen u x"]
        assert "Enter saves" not in person.text()


async def test_a_note_on_words_goes_back_to_the_text(bakery: Path) -> None:
    async with desk(bakery) as person:
        await person.press("enter", "w", "w", "v", "w", "n")
        await person.type("why")
        await person.press("enter", "escape", "w", "n")
        await person.type("and")
        await person.press("escape")
        (note,) = person.posting.notes
        assert note.span is not None
        assert note.span.quote == "hiring a"
        await person.press("n")
        assert "and" in person.text().split("Note on")[1]


async def test_what_was_typed_over_a_note_comes_back_too(bakery: Path) -> None:
    async with desk(bakery) as person:
        await person.press("n", "a", "enter", "N", "b", "escape", "N", "c", "enter")
        assert [note.text for note in person.posting.notes] == ["abc"]


async def test_tags_are_copied_to_the_cluster_at_once_and_taken_back_at_once(bakery: Path) -> None:
    with Store.open(bakery) as store:
        first, second, third = (store.key_of(f"feed:line {line}") for line in (1, 3, 5))
        store.judge(ANN, [(first, second), (first, third)], Verdict.DUPLICATE)
    async with reading(bakery) as person:
        await person.press("tab", "q", "tab", "a", "c")
        assert "4 tags to 2 postings: its cluster" in person.text()
        await person.press("enter")
        assert [row.tags for row in person.rows[:4]] == [2, 2, 2, 0]
        await person.press("j")
        assert said(person) == [("Sourdough", "required", "sourdough"), ("Python", "required", "Python")]
        await person.press("u")
        assert [row.tags for row in person.rows[:4]] == [2, 0, 0, 0]


async def test_tags_are_copied_to_what_a_search_finds(bakery: Path) -> None:
    async with reading(bakery) as person:
        await person.press("tab", "a", "c")
        assert "no cluster" in person.text()
        await person.press("slash")
        await person.type("night")
        await person.press("enter", "c")
        assert "3 tags to 3 postings (1 without evidence)" in " ".join(person.text().split())
        await person.press("escape", "c", "enter")
        assert [row.tags for row in person.rows] == [1, 1, 1, 1, 0, 0]


@pytest.mark.parametrize("size", SIZES)
async def test_guidelines_are_shown_scrolled_and_never_obeyed(bakery: Path, size: tuple[int, int]) -> None:
    lines = "\n".join(f"* rule {number}" for number in range(90))
    hostile = "\x1b]0;PWN\x07 [@click=app.quit]no[/] [x](http://x.y) \u202e"
    page = f"# What is a skill\n\nA **skill** is learned. {hostile}\n\n{lines}"
    (bakery.parent / "guidelines.md").write_text(page, encoding="utf-8")
    async with reading(bakery, size) as person:
        await person.press("f1")
        await person.until(lambda: "What is a skill" in person.text())
        text = person.text()
        assert "A skill is learned" in text
        assert "]0;PWN" in text
        assert "[@click=app.quit]no[/]" in text
        assert not set(text) & set("\x1b\x07\u202e")
        assert "Mentions" in text
        assert ("Baker. You know" in text) is (size[0] == 120)
        await person.press(*["J"] * 12)
        assert "What is a skill" not in person.text()
        assert "rule 40" in person.text()
        await person.press("K", "space", "escape")
        assert "rule" not in person.text()
        assert person.rows[0].state == "done"


async def test_without_guidelines_it_is_said_where_they_belong(bakery: Path) -> None:
    async with desk(bakery) as person:
        await person.press("f1")
        assert "no guidelines" in person.text()
        assert "--guidelines" in person.text()


async def test_any_bytes_can_be_guidelines(bakery: Path) -> None:
    (bakery.parent / "guidelines.md").write_bytes(bytes(range(256)) * 4_000 + b"> " * 20_000)
    async with desk(bakery) as person:
        await person.press("f1")
        await person.until(lambda: "�" in person.text())
        await person.press("space")
        assert person.rows[0].state == "done"


@pytest.mark.parametrize("theme", ["postil-dark", "postil-light"])
async def test_code_in_the_guidelines_has_colours_that_the_theme_knows(bakery: Path, theme: str) -> None:
    (bakery.parent / "guidelines.md").write_text("# Skills\n\n```python\nfor x in (1, 'a'):\n    pass\n```\n")
    async with desk(bakery) as person:
        person.app.theme = theme
        await person.press("f1")
        await person.until(lambda: "for x in" in person.text())
        strips = person.app.screen._compositor.render_strips()
        colours = {segment.style.color for strip in strips for segment in strip if segment.style}
        assert not [colour for colour in colours if colour and colour.triplet is None]
