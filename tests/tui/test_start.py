"""The first moments: what one types in comes behind the first paint, and nothing that is pressed before is lost."""

import gc
import threading
from pathlib import Path

import pytest
from textual import events

from store import Query, QueueOrder, Spot, Store
from tests.build import ANN, keys
from tui.app import PostilApp
from tui.screens.desk import searching
from tui.screens.help import Help

from .driving import Desk, desk


def key(name: str, character: str | None = None) -> events.Key:
    return events.Key(name, character or name)


async def test_a_search_typed_and_pasted_before_anything_is_drawn_is_found(kitchen: Path) -> None:
    app = PostilApp(kitchen, ANN)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        person = Desk(pilot, app)
        app.post_message(key("slash", "/"))
        app.post_message(events.Paste("Ward"))
        for letter in " Nurse":
            app.post_message(key("space" if letter == " " else letter, letter))
        await person.until(lambda: app.review.view.text == "Ward Nurse")
        await person.press("enter", "space")
        assert "✓ Ward Nurse" in person.text()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Lets the search that is opened with take until the event is set; searches behind it are quick."""
    go_on, real, asked = threading.Event(), searching._nearest, []

    def nearest(store: Store, annotator: str, query: Query, at: Spot, order: QueueOrder) -> str | None:
        asked.append(query)
        if len(asked) <= 2:
            assert go_on.wait(30)
        return real(store, annotator, query, at, order)

    monkeypatch.setattr(searching, "_nearest", nearest)
    return go_on


async def test_a_search_that_takes_long_at_the_start_keeps_no_key(
    kitchen: Path, slow: threading.Event
) -> None:
    app = PostilApp(kitchen, ANN)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        person = Desk(pilot, app)
        await person.until(lambda: app.review.furnished)
        await pilot.press("question_mark")
        await person.until(lambda: isinstance(app.screen, Help))
        await pilot.press("escape", "slash", "b", "e", "l", "l")
        await person.until(lambda: app.review.search_bar.value == "bell")
        slow.set()
        await person.until(lambda: app.review.view.text == "bell" and "ringer" in person.text())


async def test_what_others_write_while_it_opens_shows(kitchen: Path) -> None:
    app = PostilApp(kitchen, ANN)
    with Store.open(kitchen) as store:
        store.tag("bob", keys(store)[0], "brass polishing")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        person = Desk(pilot, app)
        await person.until(lambda: "brass polishing" in person.text())


async def test_garbage_is_looked_for_again_once_all_is_there(kitchen: Path) -> None:
    gc.disable()  # as it is until then
    async with desk(kitchen):
        assert gc.isenabled()
