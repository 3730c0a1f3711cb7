"""All that was done at the desk is taken back, however many days it took, and each undo says what it reverts."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from duplicates.find import find
from store import Skill, Store, Verdict
from tests.build import ANN, draft, take
from tests.cli.running import Desk
from tests.tui.driving import desk as at_the_desk

NO_DECISIONS = ("event", "annotator", "seen", "place", "draft", "vocabulary_version", "done_at")


def said(path: Path) -> dict[str, list[Any]]:
    """Every row of every table that holds what people decided, not the journal of it nor where they are."""
    connection = sqlite3.connect(path)
    try:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for (name,) in tables
            if name not in NO_DECISIONS and not name.startswith(("words", "sqlite"))
        }
    finally:
        connection.close()


@pytest.fixture
def bakery(tmp_path: Path) -> Path:
    path = tmp_path / "postil.db"
    baker = "We are hiring a Baker. You know sourdough and Python. Key skills Baking at night"
    with Store.open(path, create=True) as store:
        bodies = [
            baker,
            baker,
            "A nurse at night, with Python.",
            "Nothing of the kind.",
            baker + " and by day",
        ]
        take(store, *(draft(body, locator=f"line {at}") for at, body in enumerate(bodies, 1)))
        names = ("Sourdough", "Python", "Baking", "Oven")
        store.put_skills([Skill(f"u:{name}", name, labels=(f"{name} work",)) for name in names])
        one, two = (store.key_of(f"feed:line {at}") for at in (1, 2))
        find(store)
        store.judge("bea", [(one, two)], Verdict.DUPLICATE)
        store.tag("bea", one, "Oven")
    return path


async def test_two_days_of_every_kind_of_work_are_taken_back_in_one_go(bakery: Path) -> None:
    before = said(bakery)
    async with at_the_desk(bakery) as person:
        await person.until(lambda: "Mentions 3" in person.text())
        await person.press("tab", "a", "p")  # by mention, then preferred
        await person.press("2", "R", "3")  # by number, and rejected by number
        await person.press("s", *"night work", "enter")  # by the picker, made on the spot
        await person.press("enter", "w", "w", "v", "w", "s", *"hiring", "enter", "escape")  # by a span
        await person.press("n", *"bakes", "enter", "N", "end", *"!", "enter")
        await person.press("c", "enter")  # to its cluster
        await person.press("j", "j", "full_stop", "tab", "tab", "r", "x", "f")
        await person.press("slash", *"python", "enter", "home", "c", "j", "enter", "escape")
        await person.press("ctrl+q")
    async with at_the_desk(bakery) as person:
        await person.press("home", "d", "y", "escape", "end", "space", "k", "x")
        await person.press(
            "g", "s", "n", "end", *"ish", "enter", "l", *"loaf", "enter", "x", "enter", "g", "r"
        )
        await person.until(lambda: person.app.screen is person.app.review)
        with Store.open(bakery, readonly=True) as store:
            done = [event for event in store.events(limit=100) if event.annotator == ANN][::-1]
        assert {event.action for event in done} >= {
            *("accept", "require", "reject", "tag", "note", "rewrite", "copy", "state", "verdict"),
            *("rename", "label", "retire"),
        }
        assert len(done) == 20
        for event in reversed(done):
            await person.press("u")
            assert f"taken back: {event.summary}"[:60] in person.text().replace("\n", " ")
        await person.press("u")
        assert "nothing to undo" in person.text()
        assert said(bakery) == before
        await person.press(*"U" * len(done))
        assert said(bakery) != before
        await person.press(*"u" * len(done))
        assert said(bakery) == before


def test_undo_reaches_back_over_hundreds_of_decisions_and_over_processes(office: Desk) -> None:
    keys = [row["key"] for row in office.done("search", "--json").json]
    with Store.open(office.db) as store:
        for number in range(400):
            store.note(ANN, keys[number % 3], f"note {number}")
    office.done("tag", keys[0], "Bread")
    assert "Bread" in office.done("undo").out + office.done("undo").err
    with Store.open(office.db) as store:
        for number in reversed(range(399)):
            event = store.undo(ANN)
            assert event is not None
            assert f"note {number}" in event.summary
    assert office.run("undo").code != 0
    assert office.done("status", "--json").json["notes"] == 0
