"""The skills screen: finding, looking after the vocabulary, and taking all of it back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store import Requirement, Skill, Store
from tests.build import ANN

from .driving import Desk, desk
from .terminal import Terminal

HOSTILE = "[bold]Bell\x1b]0;PWN\x07[/foo]"


@pytest.fixture
def guild(kitchen: Path) -> Path:
    """The kitchen with a vocabulary: Baking on two postings, Sourdough and Bread on one each, the rest unused."""
    with Store.open(kitchen) as store:
        store.put_skills(
            [
                Skill("local:baking", "Baking", "skill", ("bake", "oven work")),
                Skill("local:bread", "Bread"),
                Skill("local:sourdough", "Sourdough", "knowledge", ("leaven",)),
                Skill("local:python", "Python", "knowledge", ("Python 3",)),
                Skill("local:bell", HOSTILE),
            ]
        )
        first, second, *_ = (row.key for row in store.listing(ANN))
        store.tag(ANN, first, "Baking", Requirement.REQUIRED)
        store.tag("bea", second, "Baking", Requirement.PREFERRED)
        store.tag(ANN, first, "Bread", Requirement.MENTIONED)
        store.tag(ANN, second, "Sourdough", Requirement.MENTIONED)
    return kitchen


def vocabulary(path: Path) -> dict[str, tuple[int, bool, tuple[str, ...]]]:
    """Each skill by its label: the postings tagged with it, whether it is retired, its other labels."""
    with Store.open(path, readonly=True) as store:
        return {
            skill.label: (used, skill.retired, skill.labels) for skill, used in store.vocabulary(retired=True)
        }


def listed(person: Desk) -> list[str]:
    """The labels on the screen, as they stand in the list."""
    rows = [line[1:] for line in person.text().splitlines() if line[1:11].strip().isdigit()]
    return [row[11:].split("  ")[0].strip() for row in rows]


def said(person: Desk) -> str:
    """The words on the screen, on one line, without what frames them."""
    return " ".join("".join(" " if sign in "│▌" else sign for sign in person.text()).split())


async def test_it_lists_what_is_used_most_first_and_says_how_often(guild: Path) -> None:
    async with desk(guild) as person:
        await person.press("g", "s")
        assert listed(person)[:3] == ["Baking", "Bread", "Sourdough"]
        assert "Baking · skill · 2 postings are tagged with it · local:baking" in person.text()
        assert "Also: bake, oven work" in person.text()
        assert "1 of 5" in person.text()
        await person.press("j")
        assert "Bread · knowledge · 1 posting is tagged with it" in person.text()
        await person.press("end")
        assert "5 of 5" in person.text()
        assert "no posting is tagged with it" in person.text()


async def test_what_is_typed_narrows_the_list_by_any_label(guild: Path) -> None:
    async with desk(guild, size=(80, 24)) as person:
        await person.press("g", "s", "slash")
        await person.type("ea")
        assert listed(person) == ["Bread", "Sourdough"]
        await person.type("v")
        assert listed(person) == ["Sourdough"]
        await person.type("zz")
        assert listed(person) == []
        assert "No label has that. Enter leaves the search." in person.text()
        await person.press("backspace", "backspace", "enter", "n")
        assert "Another name for “Sourdough”" in person.text()
        await person.press("escape", "escape")
        assert len(listed(person)) == 5
        await person.press("escape")
        assert person.app.screen is person.app.review


async def test_words_of_one_label_are_found_in_any_order(guild: Path) -> None:
    async with desk(guild) as person:
        await person.press("g", "s", "slash")
        await person.type("work oven")
        assert listed(person) == ["Baking"]


async def test_enter_shows_the_postings_tagged_with_it(guild: Path) -> None:
    async with desk(guild) as person:
        await person.press("g", "s", "enter")
        await person.until(lambda: person.app.screen is person.app.review)
        await person.settle()
        assert person.app.review.view.text == 'tag:"Baking"'
        await person.until(lambda: "of 2" in person.text())
        await person.press("g", "s", "end", "enter")
        assert "No posting is tagged with it." in person.text()


async def test_every_change_tells_what_it_touches_and_is_taken_back(guild: Path) -> None:
    before = vocabulary(guild)
    async with desk(guild) as person:
        await person.press("g", "s", "n")
        assert "2 postings are tagged with it" in person.text()
        await person.press("end")
        await person.type(" bread")
        await person.press("enter")
        assert vocabulary(guild)["Baking bread"][0] == 2
        assert "Baking" in vocabulary(guild)["Baking bread"][2]
        assert "Baking bread · skill" in person.text()

        await person.press("l")
        await person.type("crumbs")
        await person.press("enter")
        assert "crumbs" in vocabulary(guild)["Baking bread"][2]

        await person.press("x")
        assert "2 postings are tagged with it. All of them keep their tags." in said(person)
        await person.press("enter")
        assert vocabulary(guild)["Baking bread"][:2] == (2, True)
        assert "retired" in person.text()
        await person.press("x", "enter")
        assert vocabulary(guild)["Baking bread"][:2] == (2, False)

        await person.press("u", "u", "u", "u")
        assert vocabulary(guild) == before
        assert listed(person)[0] == "Baking"


async def test_a_merge_is_shown_confirmed_and_taken_back(guild: Path) -> None:
    before = vocabulary(guild)
    async with desk(guild) as person:
        await person.press("g", "s", "j", "m")
        assert "Merge “Bread” into which skill?" in person.text()
        await person.type("baki")
        await person.press("enter")
        assert "“Baking”: 2 postings are tagged with it." in said(person)
        assert vocabulary(guild) == before
        await person.press("enter")
        merged = vocabulary(guild)
        assert "Bread" not in merged
        assert merged["Baking"][0] == 2
        assert "merged Bread into Baking" in person.text()
        assert "Baking · skill" in person.text()
        await person.press("u")
        assert vocabulary(guild) == before


async def test_a_merge_makes_no_skill_and_can_be_left_at_each_step(guild: Path) -> None:
    before = vocabulary(guild)
    async with desk(guild) as person:
        await person.press("g", "s", "m")
        await person.type("rye")
        assert "new skill" not in person.text()
        await person.press("enter")
        await person.press(
            "m", "escape", "m", *"bre", "enter", "j", "enter", "x", "escape", "n", "escape", "l", "enter"
        )
        assert vocabulary(guild) == before
        assert person.app.saved is None


async def test_keys_pressed_ahead_find_what_those_before_them_left(guild: Path) -> None:
    async with desk(guild) as person:
        await person.press(
            "g", "s", "j", "l", *"loaf", "enter", "l", *"rolls", "enter", "x", "enter", "k", "x", "enter"
        )
        after = vocabulary(guild)
        assert after["Bread"] == (1, True, ("loaf", "rolls"))
        assert after["Baking"][1]


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        pytest.param(
            ("n", *["backspace"] * 6, *"Bread", "enter"),
            "is the name of Bread. Give another name,",
            id="taken",
        ),
        pytest.param(("n", *["backspace"] * 6, "enter"), "A skill needs a name.", id="blank"),
    ],
)
async def test_a_name_that_cannot_be_is_refused_with_a_sentence(
    guild: Path, keys: tuple[str, ...], sentence: str
) -> None:
    before = vocabulary(guild)
    async with desk(guild) as person:
        await person.press("g", "s", *keys)
        assert sentence in said(person)
        assert vocabulary(guild) == before
        await person.press("escape", "j", "x", "enter")
        assert vocabulary(guild)["Bread"][1]


async def test_a_refused_name_stands_there_again_to_be_mended(guild: Path) -> None:
    async with desk(guild) as person:
        await person.press("g", "s", "n", *["backspace"] * 6, *"Bread", "enter", "end", "y", "enter", "j")
        assert "Give another name" in said(person)
        assert vocabulary(guild)["Bready"][2] == ("bake", "oven work", "Baking")
        assert "Bread · " in person.text()


async def test_nothing_of_a_label_reaches_the_terminal_or_is_markup(guild: Path) -> None:
    async with desk(guild, size=(80, 24)) as person:
        for keys in (("g", "s", "end"), ("n",), ("escape", "m"), ("escape", "x")):
            await person.press(*keys)
            assert "[bold]Bell␛]0;PWN␇[/foo]" in person.text()
            assert "\x1b" not in person.text()


async def test_without_a_vocabulary_it_says_how_to_begin(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("g", "s")
        assert "There are no skills yet. postil skills import FILE reads a vocabulary;" in person.text()
        await person.press("n", "j", "enter", "m")
        assert "There is no skill here." in person.text()
        await person.press("escape")
        assert person.app.screen is person.app.review


async def test_one_goes_from_screen_to_screen_and_back_to_the_review(guild: Path) -> None:
    async with desk(guild) as person:
        await person.press("g", "s", "g", "p", "g", "s", "g", "s", "g", "d")
        await person.press("g", "r")
        await person.until(lambda: person.app.screen is person.app.review)
        assert len(person.app.screen_stack) == 1


async def test_help_and_palette_are_those_of_the_screen(guild: Path) -> None:
    async with desk(guild) as person:
        await person.press("g", "s", "question_mark")
        assert "Looking after the skills" in person.text()
        await person.press("escape", "ctrl+p", *"retire")
        await person.until(lambda: "offer the skill no longer" in person.text())
        await person.press("enter")
        await person.until(lambda: "All of them keep their tags" in person.text())
        await person.press("enter")
        assert vocabulary(guild)["Baking"][1]


def test_the_program_itself_in_a_burst_of_keys(guild: Path, tmp_path: Path) -> None:
    with Terminal("--db", str(guild), cwd=tmp_path, size=(80, 24)) as terminal:
        terminal.until("of 6")
        terminal.press("gs/leaven\rnRye\r")
        terminal.until("saved")
        terminal.until("Rye · knowledge")
        terminal.press("u")
        terminal.until("taken back")
        terminal.press("\x1b")
        terminal.until("3 of 5")
        terminal.press("gp")
        terminal.until("6 postings, by the latest word on each")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    wanted: Callable[[str], bool] = vocabulary(guild).__contains__
    assert wanted("Sourdough")
