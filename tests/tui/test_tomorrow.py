"""What the desk remembers until tomorrow: the order, the place in it, and the search, each annotator's own."""

from pathlib import Path

from store import Place, Store
from tests.build import ANN

from .driving import desk


def seen(path: Path, *lines: int) -> None:
    with Store.open(path) as store:
        for line in lines:
            store.remember(ANN, Place(store.key_of(f"feed:line {line}"), ""))


async def test_the_order_is_there_again_with_the_place_in_it_and_is_no_decision(kitchen: Path) -> None:
    seen(kitchen, 3, 1)
    async with desk(kitchen) as person:
        await person.press("o", "j", "enter", "x", "ctrl+q")
        assert person.posting.locator == "line 7"
    async with desk(kitchen) as person:
        assert "longest unseen" in person.text()
        assert person.posting.locator == "line 7"
        await person.press("j")
        assert person.posting.locator == "line 9"
        await person.press("o", "home", "k", "k", "k", "enter", "ctrl+q")
    async with desk(kitchen) as person:
        assert "longest unseen" not in person.text()
        assert person.posting.locator == "line 9"
    with Store.open(kitchen, readonly=True) as store:
        assert [event.action for event in store.events()] == ["state"]
        assert store.place("bob") == Place(None, "")


async def test_a_kept_search_and_an_order_are_in_force_together_tomorrow(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        store.save_search(ANN, "nights", "night")
    seen(kitchen, 1)
    async with desk(kitchen) as person:
        await person.press("o", "j", "enter", "S", "enter", "ctrl+q")
        assert person.posting.locator == "line 3"
    async with desk(kitchen) as person:
        assert "night  longest unseen" in person.text()
        assert person.posting.locator == "line 3"
        await person.until(lambda: "of 4" in person.text())
        await person.press("j")
        assert person.posting.locator == "line 5"


async def test_a_search_that_was_asked_for_comes_in_the_order_chosen_last(kitchen: Path) -> None:
    seen(kitchen, 1)
    async with desk(kitchen) as person:
        await person.press("o", "j", "enter", "ctrl+q")
    async with desk(kitchen, query="baker") as person:
        assert "baker  longest unseen" in person.text()
        assert person.posting.locator == "line 5"
