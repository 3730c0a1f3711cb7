"""The search of the review: what is wrong with it, searches that are kept, orders."""

from pathlib import Path

from duplicates.find import find
from store import Place, Store
from tests.build import ANN

from .driving import desk


async def test_a_fault_is_shown_under_the_place_where_it_is(kitchen: Path) -> None:
    async with desk(kitchen, size=(80, 24)) as person:
        await person.press("slash")
        await person.type("ox statee:x ")
        above, pointer, said = person.text().split("\n")[1], *person.text().split("\n")[3:5]
        assert "There is no field 'statee'. Did you mean state:?" in said
        assert pointer.index("^") == above.index("statee")
        assert pointer.count("^") == len("statee")
        await person.press("enter")
        assert "Did you mean state:?" in person.text()
        await person.press("slash", *["backspace"] * 12)
        assert "^" not in person.text()


async def test_what_may_still_become_right_is_no_fault(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("slash")
        await person.type("state:to")
        assert "^" not in person.text()
        await person.press("backspace")
        await person.type("x ")
        assert "^" in person.text()


async def test_a_search_is_kept_under_a_name_and_found_in_the_palette(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("S")
        assert "No search is kept yet" in person.text()
        await person.press("slash")
        await person.type("nurse")
        await person.press("enter", "S", "enter")
        await person.type("[/b] wards")
        await person.press("enter", "escape")
        assert "of 6" in person.text()
        await person.press("ctrl+p")
        await person.type("wards")
        await person.until(lambda: "Search: [/b] wards" in person.text())
        await person.press("enter")
        await person.until(lambda: "1 of 1" in person.text())
    async with desk(kitchen) as person:
        await person.press("escape", "S", "enter")
        assert "1 of 1" in person.text()
        await person.press("S", "j", "enter", "escape", "S")
        assert "No search is kept yet" in person.text()


async def test_the_queue_is_taken_in_the_order_that_was_chosen(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        find(store)
        for line in (3, 1):
            store.remember(ANN, Place(store.key_of(f"feed:line {line}"), ""))
    async with desk(kitchen) as person:
        await person.press("o", "j", "enter")
        assert "longest unseen" in person.text()
        assert person.posting.locator == "line 5"
        await person.press("space")
        assert person.posting.locator == "line 7"
        with Store.open(kitchen) as store:
            store.remember(ANN, Place(store.key_of("feed:line 5"), ""))
        await person.press("k")
        assert person.posting.locator == "line 5"
        await person.press("j")
        assert person.posting.locator == "line 7"
        await person.press("o", "j", "enter")
        assert "most likely duplicates" in person.text()
        assert person.posting.locator in ("line 1", "line 3")
        await person.press("end", "j")
        assert "last posting" in person.text()
        await person.press("o", "home", "k", "k", "k", "enter")
        assert "6 of 6" in person.text()


async def test_a_search_in_another_order_stays_where_it_is_if_that_matches(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        store.remember(ANN, Place(store.key_of("feed:line 1"), ""))
    async with desk(kitchen) as person:
        await person.press("o", "j", "enter", "j", "slash")
        await person.type("baker")
        assert person.posting.locator == "line 5"
        await person.type("zzz")
        assert "Nothing matches" in person.text()
        await person.press("escape", "escape")
        assert person.posting.locator == "line 5"
        assert "of 6" in person.text()
