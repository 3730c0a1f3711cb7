"""Finding pairs from the application, while the reviewing goes on."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import PairKind, State, Store
from tests.build import ANN, draft, place, take
from tui.screens.pairs import PairScreen

from .driving import Desk, desk
from .terminal import Terminal


@pytest.fixture
def bakery(tmp_path: Path) -> Path:
    """Four postings, two of them equal, one for another place: not compared yet."""
    path = tmp_path / "postil.db"
    with Store.open(path, create=True) as store:
        take(
            store,
            draft("We bake bread.", locator="line 1", locations=(place("CH, Bern"),)),
            draft("We bake bread.", locator="line 3", locations=(place("CH, Bern"),)),
            draft("We bake bread.", locator="line 5", locations=(place("CH, Thun"),)),
            draft("Nurse at night.", locator="line 7"),
        )
    return path


def kinds(path: Path) -> dict[PairKind, int]:
    with Store.open(path, readonly=True) as store:
        return {kind: count for kind, count in store.kinds().items() if count}


async def found(person: Desk) -> None:
    await person.until(lambda: not person.app.finding.runs)
    await person.settle()


FOUND = {PairKind.EXACT: 1, PairKind.VARIANT: 1}


@pytest.mark.parametrize("way", ["key", "palette"])
async def test_pairs_are_found_and_shown_with_the_key_that_is_named(bakery: Path, way: str) -> None:
    async with desk(bakery) as person:
        if way == "key":
            await person.press("F")
        else:
            await person.press("ctrl+p")
            await person.type("Find dup")
            await person.until(lambda: "Find duplicates" in person.text())
            await person.press("down", "enter")
            await person.until(lambda: kinds(bakery) == FOUND)
        await person.until(lambda: "Found 2 new pairs" in " ".join(person.text().replace("▌", " ").split()))
        assert kinds(bakery) == FOUND
        assert "2 new pairs: g d" in person.text()
        await person.press("g", "d")
        assert isinstance(person.app.screen, PairScreen)
        await person.until(lambda: "2 open" in person.text())
        await person.press("escape")
        assert "new pairs: g d" not in person.text()


async def test_an_empty_pair_screen_says_how_to_begin_and_shows_what_is_found(bakery: Path) -> None:
    async with desk(bakery, duplicates=True) as person:
        assert "No open pairs." in person.text()
        assert "F finds pairs" in person.text()
        await person.press("F")
        await found(person)
        await person.until(lambda: "2 open" in person.text())
        assert "text equal after normalisation" in person.text()


async def test_a_search_that_finds_nothing_says_so_to_who_asked(bakery: Path) -> None:
    async with desk(bakery) as person:
        await person.press("F")
        await found(person)
        await person.press("F")
        await found(person)
        await person.until(
            lambda: (
                "All were compared before: no new pairs" in " ".join(person.text().replace("▌", " ").split())
            )
        )


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds a search after its first word of progress until the gate is opened."""
    opened = threading.Event()
    from duplicates import find as job

    real = job.find

    def held(store: Store, progress: job.Progress, *rest: object) -> job.FindReport:
        def told(done: int, total: int, what: str) -> None:
            progress(done, total, what)
            assert opened.wait(30)
            progress(done, total, what)

        return real(store, told)

    monkeypatch.setattr(job, "find", held)
    yield opened
    opened.set()


async def test_decisions_go_on_while_pairs_are_looked_for(bakery: Path, gate: threading.Event) -> None:
    async with desk(bakery) as person:
        await person.press("F")
        await person.until(lambda: "finding pairs" in person.text() and "%" in person.text())
        await person.press("space", "space")
        assert [row.state for row in person.rows][:2] == [State.DONE, State.DONE]
        gate.set()
        await found(person)
        assert kinds(bakery) == FOUND
        assert "finding pairs" not in person.text()


async def test_asked_for_again_it_stops_and_the_next_one_goes_on(bakery: Path, gate: threading.Event) -> None:
    async with desk(bakery) as person:
        await person.press("F")
        await person.until(lambda: "%" in person.text())
        await person.press("F")
        gate.set()
        await found(person)
        assert kinds(bakery) == {}
        await person.press("F")
        await found(person)
        assert kinds(bakery) == FOUND


@pytest.mark.parametrize("stopped", [False, True], ids=["goes-on", "stopped"])
async def test_what_an_import_brings_while_a_search_runs_is_compared_next(
    bakery: Path, gate: threading.Event, monkeypatch: pytest.MonkeyPatch, stopped: bool
) -> None:
    text = "CH, Bern\nWe are hiring a Night Baker. " + " ".join(f"duty{n} of loaf{n}" for n in range(80))
    (bakery.parent / "page.txt").write_text(f"{text} rye\n{text} white\n", encoding="utf-8")
    monkeypatch.chdir(bakery.parent)
    async with desk(bakery) as person:
        await person.press("F")
        await person.until(lambda: "%" in person.text())
        await person.press("I", *"page", "full_stop", *"txt", "enter")
        await person.until(lambda: "would be added" in person.text())
        await person.press("enter")
        await person.until(lambda: not person.app.imports.runs)
        assert person.app.finding.runs
        if stopped:
            await person.press("F")
        gate.set()
        await found(person)
        assert kinds(bakery) == ({} if stopped else FOUND | {PairKind.NEAR: 1})
        assert ("3 new pairs: g d" in person.text()) is not stopped
    with Store.open(bakery, readonly=True) as store:
        assert store.uncompared() == (6 if stopped else 0)


async def test_a_large_search_takes_further_processes(bakery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duplicates.spreading.MANY", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    text = " ".join(f"duty{n} of loaf{n}" for n in range(80))
    with Store.open(bakery) as store:
        take(
            store, draft(f"{text} rye", title="Baker"), draft(f"{text} white", title="Baker"), source="other"
        )
    async with desk(bakery) as person:
        await person.press("F")
        await person.until(lambda: not person.app.finding.runs)
        assert kinds(bakery) == FOUND | {PairKind.NEAR: 1}


async def test_leaving_does_not_wait_for_the_end(
    bakery: Path, gate: threading.Event, capsys: pytest.CaptureFixture[str]
) -> None:
    async with desk(bakery) as person:
        await person.press("F")
        await person.until(lambda: "%" in person.text())
        threading.Timer(0.2, gate.set).start()
        await person.pilot.press("ctrl+q")
    assert kinds(bakery) == {}
    assert "The search for pairs was stopped" in capsys.readouterr().err


def test_what_an_import_brings_is_compared_by_itself_in_a_real_terminal(tmp_path: Path) -> None:
    page = "CH, Bern\nWe are hiring a Night Baker for the oven. Key job responsibilities • Bake bread all night\n"
    (tmp_path / "page.txt").write_text(page * 2, encoding="utf-8")
    Store.open(tmp_path / "postil.db", create=True).close()
    with Terminal(cwd=tmp_path, size=(80, 24)) as terminal:
        terminal.until("There are no postings yet")
        terminal.press("Ipage.txt\r")
        terminal.until("would be added")
        terminal.press("enter")
        terminal.until("Found 1 new pair")
        terminal.press("gd")
        terminal.until("1 open")
        terminal.press("y")
        terminal.until("Every pair here is decided")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    with Store.open(tmp_path / "postil.db", readonly=True) as store:
        assert [pair.verdict for pair in store.pairs(ANN)] == ["duplicate"]
