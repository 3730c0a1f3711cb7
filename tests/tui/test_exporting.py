"""Writing a dataset from the application, while the reviewing goes on."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exports.posting_json import encoded
from store import State, Store
from tests.build import ANN, fill

from .driving import Desk, desk


@pytest.fixture
def bakery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three postings, one of them done; the working folder is beside them."""
    path = tmp_path / "postil.db"
    with Store.open(path, create=True) as store:
        keys = fill(store, ["We bake bread.", "Nurse at night.", "Baker by day."])
        store.set_state("bob", keys[1], State.DONE)
    monkeypatch.chdir(tmp_path)
    return path


def bodies(folder: Path) -> list[str]:
    return [json.loads(line)["body"] for line in (folder / "postings.jsonl").read_text().splitlines()]


def said(person: Desk) -> str:
    return " ".join(person.text().replace("▌", " ").replace("│", " ").split())


async def asked_how(person: Desk) -> None:
    await person.until(lambda: "How is it to be written?" in said(person))


async def export(person: Desk, *keys: str, to: str) -> None:
    await person.press("E")
    await person.until(lambda: "What goes into the dataset?" in said(person))
    await person.press(*keys, "enter")
    await asked_how(person)
    await person.press("enter")
    await person.until(lambda: "In which folder?" in said(person))
    await person.type(to)
    await person.press("enter")


async def test_the_palette_leads_to_a_dataset_and_tells_its_path(bakery: Path) -> None:
    async with desk(bakery, size=(120, 40)) as person:
        await person.press("ctrl+p")
        await person.type("Export")
        await person.until(lambda: "Export…" in person.text())
        await person.press("down", "enter")
        await person.until(lambda: "What goes into the dataset?" in said(person))
        assert "3 postings everything" in said(person)
        assert "1 postings what anybody marked done" in said(person)
        await person.press("enter")
        await asked_how(person)
        await person.press("enter")
        await person.until(lambda: "3 of 3 postings go in. In which folder?" in said(person))
        await person.press("enter")
        await person.until(lambda: "exported: " in said(person))
        assert f"in {bakery.parent / 'dataset'}"[:40] in said(person)
    assert bodies(bakery.parent / "dataset") == ["We bake bread.", "Nurse at night.", "Baker by day."]


async def test_what_is_left_out_is_told_before(bakery: Path) -> None:
    async with desk(bakery, size=(120, 40)) as person:
        await person.press("E")
        await person.until(lambda: "What goes into the dataset?" in said(person))
        await person.press("down", "enter")
        await asked_how(person)
        await person.press("enter")
        await person.until(lambda: "1 of 3 postings go in. Left out: 2 postings that nobody" in said(person))
        await person.press("o", "u", "t", "enter")
        await person.until(lambda: "exported: " in said(person))
    assert bodies(bakery.parent / "out") == ["Nurse at night."]


async def test_the_search_in_force_is_offered(bakery: Path) -> None:
    async with desk(bakery, query="bake", size=(120, 40)) as person:
        await person.press("E")
        await person.until(lambda: "1 postings what your search finds: bake" in said(person))
        await person.press("down", "enter", "enter", "o", "u", "t", "enter")
        await person.until(lambda: "exported: " in said(person))
    assert bodies(bakery.parent / "out") == ["We bake bread."]


async def test_a_dataset_that_is_there_is_replaced_only_where_that_is_asked_for(bakery: Path) -> None:
    target = bakery.parent / "out"
    async with desk(bakery, size=(120, 40)) as person:
        await export(person, to="out")
        await person.until(lambda: "exported: " in said(person))
        await export(person, "down", to="out")
        await person.until(lambda: "exists already." in said(person))
        await person.press("escape")
        assert len(bodies(target)) == 3
        await export(person, "down", to="out")
        await person.until(lambda: "exists already." in said(person))
        await person.press("down", "enter")
        await person.until(lambda: not person.app.exports.runs and len(bodies(target)) == 1)


async def test_a_folder_that_cannot_be_made_is_told_of(bakery: Path) -> None:
    async with desk(bakery, size=(120, 40)) as person:
        await export(person, to="none/out")
        await person.until(lambda: "Make it first" in said(person))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds an export at its first posting until the gate is opened."""
    opened = threading.Event()

    def held(*rows: Any) -> str:
        assert opened.wait(30)
        return encoded(*rows)

    monkeypatch.setattr("exports.dataset.STEP", 1)
    monkeypatch.setattr("exports.postings_json.encoded", held)
    yield opened
    opened.set()


async def test_decisions_go_on_meanwhile_and_are_not_in_it(bakery: Path, gate: threading.Event) -> None:
    async with desk(bakery, size=(120, 40)) as person:
        await export(person, to="out")
        await person.until(lambda: "exporting" in said(person))
        await person.press("space")
        with Store.open(bakery, readonly=True) as store:
            assert [name for _, name, _, _ in store.states()] == [ANN, "bob"]
        gate.set()
        await person.until(lambda: "exported: " in said(person))
    assert (bakery.parent / "out" / "postings.csv").read_text().count(" done") == 1


async def test_an_export_can_be_stopped_and_leaves_nothing(bakery: Path, gate: threading.Event) -> None:
    async with desk(bakery, size=(120, 40)) as person:
        await export(person, to="out")
        await person.until(lambda: person.app.exports.runs)
        await person.press("E")
        await person.until(lambda: "An export is running." in said(person))
        await person.press("down", "enter")
        gate.set()
        await person.until(lambda: not person.app.exports.runs)
        assert "The export was stopped." in said(person)
    assert not [path.name for path in bakery.parent.iterdir() if "out" in path.name]


async def test_each_wish_is_turned_by_a_key_and_shows_what_it_is(bakery: Path) -> None:
    with Store.open(bakery) as store:
        key = fill(store, ["Write to jobs@b.example."], source="more")[-1]
        for who in (ANN, "bob"):
            store.tag(who, key, "writing")
            store.set_state(who, key, State.DONE)
    async with desk(bakery, size=(80, 24)) as person:
        await person.press("E", "enter")
        await asked_how(person)
        assert "whose decisions: everybody's, side by side" in said(person)
        assert "split by cluster, train 80 %, validation 10 %, test 10 %: no" in said(person)
        await person.press("down", "enter", "down", "enter", "down", "enter", "down", "enter")
        await person.until(lambda: "telephone numbers: yes" in said(person))
        assert "whose decisions: of more than half" in said(person)
        assert "with the tags of all: yes" in said(person)
        assert "test 10 %: yes" in said(person)
        await person.press("up", "up", "up", "up", "enter")
        await person.until(lambda: "4 of 4 postings go in." in said(person))
        await person.press("o", "u", "t", "enter")
        await person.until(lambda: "exported: " in said(person))
    found = [json.loads(row) for row in (bakery.parent / "out" / "postings.jsonl").read_text().splitlines()]
    assert found[3]["body"] == "Write to **************."
    assert [tag["settled"] for tag in found[3]["tags"]] == ["unanimous"]
    assert {row["split"] for row in found} <= {"train", "validation", "test"}
    assert (bakery.parent / "out" / "disagreements.csv").is_file()
    with Store.open(bakery, readonly=True) as store:
        assert store.split_shares() == {"train": 80, "validation": 10, "test": 10}
