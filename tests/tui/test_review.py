"""The review screen under a person's fingers."""

import asyncio
from pathlib import Path

import pytest

from duplicates.find import find
from store import Requirement, State, Store
from tests.build import ANN, take
from tui.widgets.queue_list import QueueList

from .driving import desk

SIZES = [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_posting_is_there_at_once(kitchen: Path, size: tuple[int, int]) -> None:
    async with desk(kitchen, size=size) as person:
        assert "Baker" in person.text()
        assert "1 of 6" in person.text()


async def test_an_empty_database_says_how_to_begin(tmp_path: Path) -> None:
    Store.open(tmp_path / "new.db", create=True).close()
    async with desk(tmp_path / "new.db") as person:
        assert "postil import" in person.text()
        await person.press("space", "s", "n", "q", "d", "enter", "u", "j", "tab", "r")
        assert "postil import" in person.text()


async def test_keys_move_through_the_queue_and_stop_at_its_ends(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("j", "j", "down")
        assert person.posting.locator == "line 7"
        await person.press("k")
        assert person.posting.locator == "line 5"
        await person.press("end")
        assert person.posting.locator == "line 11"
        await person.press("j")
        assert person.posting.locator == "line 11"
        assert "last posting" in person.text()
        await person.press("home", "k")
        assert person.posting.locator == "line 1"


@pytest.mark.parametrize(
    ("key", "state"), [("space", State.DONE), ("x", State.SKIPPED), ("f", State.FLAGGED)]
)
async def test_one_key_settles_a_posting_and_goes_on(kitchen: Path, key: str, state: State) -> None:
    async with desk(kitchen) as person:
        await person.press(key)
        assert person.rows[0].state is state
        assert person.posting.locator == "line 3"


async def test_keys_pressed_faster_than_the_disk_are_all_taken_in_order(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("space", "space", "x", "f", "space")
        assert [row.state for row in person.rows] == [
            State.DONE,
            State.DONE,
            State.SKIPPED,
            State.FLAGGED,
            State.DONE,
            State.TODO,
        ]


async def test_a_skill_is_made_on_the_spot_tagged_and_made_required(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("s")
        await person.type("night baking")
        assert "new skill: night baking" in person.text()
        await person.press("enter", "q")
        (tag,) = person.posting.tags
        assert (tag.skill.label, tag.requirement, tag.span) == ("night baking", Requirement.REQUIRED, None)
        assert "! night baking" in person.text()


async def test_the_picker_finds_a_known_skill_and_the_arrows_choose(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        for name in ("Sourdough", "Soup"):
            store.tag("other", store.key_of("feed:line 11"), name)
    async with desk(kitchen) as person:
        await person.press("s")
        await person.type("sou")
        await person.press("enter", "s")
        await person.type("sou")
        await person.press("down", "enter")
        assert {tag.skill.label for tag in person.posting.tags} == {"Sourdough", "Soup"}


async def test_the_choices_of_the_picker_go_round_at_both_ends(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        for name in ("Sourdough", "Soup"):
            store.tag("other", store.key_of("feed:line 11"), name)
    async with desk(kitchen) as person:
        await person.press("s", "s", "o", "u", "up", "down", "enter")
        assert {tag.skill.label for tag in person.posting.tags} == {"Soup"}
        await person.press("s", "s", "o", "u", "up", "enter")  # behind the known ones is the new one
        assert {tag.skill.label for tag in person.posting.tags} == {"Soup", "sou"}


async def test_one_click_tags_and_beside_the_choices_it_does_nothing(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        for name in ("Sourdough", "Soup"):
            store.tag("other", store.key_of("feed:line 11"), name)
    async with desk(kitchen) as person:
        for line, chosen in ((0, {"Soup"}), (1, {"Soup", "Sourdough"})):
            await person.press("s", "s", "o", "u")
            await person.pilot.click("#choices", offset=(3, 5))
            await person.pilot.click("#choices", offset=(3, line))
            await person.settle()
            assert {tag.skill.label for tag in person.posting.tags} == chosen


async def test_a_double_click_tags_once(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("s", "x", "y")
        await person.pilot.double_click("#choices", offset=(3, 0))
        await person.settle()
        assert [tag.skill.label for tag in person.posting.tags] == ["xy"]


async def test_a_long_name_is_typed_on_and_its_end_stays_in_sight(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        name = " ".join(f"word{number}" for number in range(12))
        await person.press("s")
        await person.type(name)
        assert "word11" in person.text()
        await person.press("enter")
        assert [tag.skill.label for tag in person.posting.tags] == [name]


async def test_escape_in_the_picker_tags_nothing(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("s")
        await person.type("x")
        await person.press("escape")
        assert not person.posting.tags


async def test_a_tag_stands_on_the_words_that_were_selected(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("enter", "w", "w", "w", "w", "v", "w", "w", "s")
        await person.type("baking")
        await person.press("enter")
        (tag,) = person.posting.tags
        assert tag.span is not None
        assert person.posting.body[tag.span.start : tag.span.end] == tag.span.quote == "Baker. You know"


@pytest.mark.parametrize("size", SIZES)
async def test_every_word_can_be_reached_and_tagged_in_any_script(
    kitchen: Path, size: tuple[int, int]
) -> None:
    async with desk(kitchen, size=size) as person:
        await person.press("end", "enter")
        for _ in range(3):
            await person.press("right", "s")
            await person.type("z")
            await person.press("enter")
        assert len(person.posting.tags) == 3
        for tag in person.posting.tags:
            assert tag.span
            assert person.posting.body[tag.span.start : tag.span.end] == tag.span.quote


async def test_the_caret_goes_along_to_the_next_posting(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("enter", "space", "x", "x", "w", "s", "enter")
        assert (person.posting.locator, person.posting.tags[0].skill.label) == ("line 7", "a")


async def test_a_note_has_several_lines_and_escape_keeps_the_text_for_later(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("n")
        await person.type("one")
        await person.press("escape")
        assert not person.posting.notes
        await person.press("n", "ctrl+j")
        await person.type("two")
        await person.press("enter")
        assert [note.text for note in person.posting.notes] == ["one\ntwo"]
        await person.press("n", "enter")
        assert len(person.posting.notes) == 1


async def test_the_tag_cursor_moves_and_only_its_tag_changes(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        for name in ("aa", "bb"):
            await person.press("s")
            await person.type(name)
            await person.press("enter")
        await person.press("tab", "p")
        assert {tag.skill.label: tag.requirement for tag in person.posting.tags} == {
            "aa": Requirement.PREFERRED,
            "bb": Requirement.MENTIONED,
        }
        await person.press("shift+tab", "r")
        assert [tag.skill.label for tag in person.posting.tags] == ["aa"]


async def test_without_a_tag_the_requirement_keys_say_so(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("q")
        assert "no tag yet" in person.text()


async def test_undo_takes_back_one_thing_at_a_time_and_goes_to_where_it_was(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("s")
        await person.type("aa")
        await person.press("enter", "space", "j", "f")
        assert [row.state for row in person.rows[:3]] == [State.DONE, State.TODO, State.FLAGGED]
        await person.press("u")
        assert person.posting.locator == "line 5"
        await person.press("u")
        assert (person.posting.locator, person.posting.state) == ("line 1", State.TODO)
        await person.press("u")
        assert not person.posting.tags
        await person.press("u")
        assert "nothing to undo" in person.text()
        await person.press("U", "U", "U")
        assert [row.state for row in person.rows[:3]] == [State.DONE, State.TODO, State.FLAGGED]
        assert person.rows[0].tags == 1


async def test_a_search_narrows_the_queue_as_it_is_typed_and_escape_widens_it(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("slash")
        await person.type("nur")
        assert person.posting.locator == "line 7"
        assert "1 of 1" in person.text()
        await person.type("zzz")
        assert "Nothing matches" in person.text()
        await person.press("backspace", "backspace", "backspace", "enter", "space")
        assert person.rows[3].state is State.DONE
        await person.press("escape")
        assert "4 of 6" in person.text()


async def test_fields_and_words_search_together(kitchen: Path) -> None:
    async with desk(kitchen, query="country:NO -nurse") as person:
        assert person.posting.locator == "line 5"
        assert "1 of 1" in person.text()


@pytest.mark.parametrize("query", ["AND", '"', "c++ OR", "col:x*", "(", "-", '"x" NEAR y', "[/foo]", "%"])
async def test_no_search_breaks_the_screen(kitchen: Path, query: str) -> None:
    async with desk(kitchen, query=query) as person:
        assert "of" in person.text()


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_text_is_shown_and_never_obeyed(kitchen: Path, size: tuple[int, int]) -> None:
    async with desk(kitchen, size=size, query="bell") as person:
        text = person.text()
        assert "[/m/w/d] Bell [@click=app.quit]ringer[/]" in " ".join(text.split())
        assert "␛]0;PWN␇" in text
        assert not set(text) & set("\x1b\x07\x9b\u202e")
        await person.press("s")
        assert not set(person.text()) & set("\x1b\x07\x9b\u202e")


async def test_quitting_and_opening_again_lands_where_one_stopped(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("slash")
        await person.type("baker")
        await person.press("enter", "j", "j", "ctrl+q")
    async with desk(kitchen) as person:
        assert person.posting.locator == "line 5"
        assert "3 of 3" in person.text()


async def test_what_comes_to_be_shown_while_the_application_ends_harms_nothing(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        review = person.app.review

        async def late() -> None:
            while review.query(QueueList):
                await asyncio.sleep(0)
            gone.set()
            review.draw(from_top=False)
            review.writing_ended()  # asks for the text, which is gone as well

        gone = asyncio.Event()
        review.turns.add(late)
    assert gone.is_set()


async def test_help_shows_the_keys_and_goes_away(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("question_mark")
        assert "mark the posting done" in person.text()
        await person.press("escape", "space")
        assert person.rows[0].state is State.DONE


async def test_the_palette_runs_a_command_by_its_name(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("ctrl+p")
        await person.type("flag")
        await person.until(lambda: "second look" in person.text())
        await person.press("enter")
        await person.until(lambda: person.rows[0].state is State.FLAGGED)


async def test_the_palette_of_the_pair_screen_settles_pairs(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        find(store)
    async with desk(kitchen, duplicates=True) as person:
        await person.press("ctrl+p")
        await person.type("distinct")
        await person.until(lambda: "two different jobs" in person.text())
        await person.press("enter")
        await person.until(lambda: "saved #1: distinct" in person.text())


async def test_a_note_can_be_rewritten_and_emptied_away(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("n")
        await person.type("one")
        await person.press("enter", "N")
        await person.type("s")
        await person.press("enter")
        assert [note.text for note in person.posting.notes] == ["ones"]
        await person.press("N", *["backspace"] * 4, "enter")
        assert not person.posting.notes
        await person.press("u")
        assert [note.text for note in person.posting.notes] == ["ones"]


async def test_every_word_is_on_the_screen_whatever_stands_between(tmp_path: Path) -> None:
    with Store.open(tmp_path / "invisible.db", create=True) as store:
        take(store, " ".join(f"word{n}\u200b\u200b\x1b\u202e" for n in range(48)))
    async with desk(tmp_path / "invisible.db", size=(80, 24)) as person:
        text = person.text()
        assert [n for n in range(48) if f"word{n}\ufffd" not in text] == []


async def test_another_annotators_tags_are_seen_and_not_touched(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        store.tag("bea", store.key_of("feed:line 1"), "Sourdough")
    async with desk(kitchen) as person:
        assert "by bea" in person.text()
        await person.press("tab", "r", "q")
        assert [tag.annotator for tag in person.posting.tags] == ["bea"]


async def test_what_another_process_holds_is_told_of_and_nothing_is_lost(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        with Store.open(kitchen) as other:
            other.tag("bea", other.key_of("feed:line 1"), "Sourdough")
        await person.press("space")
        assert person.rows[0].state is State.DONE


async def test_resizing_keeps_what_is_read_in_sight(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        for size in ((80, 24), (30, 8), (200, 60), (120, 40)):
            await person.pilot.resize_terminal(*size)
            await person.settle()
            assert "Baker" in person.text()
        assert not person.posting.tags
        assert ANN not in {row.state for row in person.rows}
