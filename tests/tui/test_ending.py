"""No process stays behind: not where its terminal goes away, nor where that takes nothing more."""

import signal
from pathlib import Path

import pytest

from store import Skill, Store
from tests.build import fill

from .terminal import Terminal

POSTINGS = 2_000
LETTERS = "abcdefghijklmnopqrst"
# A vocabulary that takes a while to learn.
SKILLS = [
    Skill(f"u:{a}{b}{c}", f"{a}{b}{c}ing {c}{a}{b}s")
    for a in LETTERS
    for b in LETTERS
    for c in LETTERS
]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "postil.db"
    with Store.open(path, create=True) as store:
        fill(store, [f"We bake bread number {n // 2} all night long." for n in range(POSTINGS)])
        store.put_skills(SKILLS)
    return path


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    with Store.open(made) as store:
        store.backup(tmp_path / "postil.db")
    return tmp_path


def _begin(terminal: Terminal, work: str) -> None:
    terminal.until("1 of 2,000")
    if work == "finding":
        terminal.press("F")
        terminal.until("finding pairs")
    elif work == "importing":
        terminal.press("Imore.txt\r")
        terminal.until("would be added")
        terminal.press("enter")
        terminal.until("importing")
    elif work == "deciding":
        terminal.press(" ")
        terminal.until("saved #1: done")


@pytest.mark.parametrize("work", ["learning", "deciding", "finding", "importing"])
def test_it_ends_where_its_terminal_goes_away_and_no_signal_tells_it(folder: Path, work: str) -> None:
    text = "".join(f"CH, Bern\nWe bake bread for oven {n}, all night long.\n" for n in range(POSTINGS))
    (folder / "more.txt").write_text(text, encoding="utf-8")
    with Terminal(cwd=folder) as terminal:
        _begin(terminal, work)
        assert terminal.hang_up() == 0
    with Store.open(folder / "postil.db") as store:
        stopped = ["An import of more.txt was stopped half-way. Import it again to finish it."]
        assert list(store.findings()) == (stopped if work == "importing" else [])
        assert len(store.events()) == (work == "deciding")


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP], ids=["term", "hup"])
def test_told_to_end_it_ends_though_its_terminal_takes_nothing_more(
    folder: Path, told: signal.Signals
) -> None:
    with Terminal(cwd=folder) as terminal:
        terminal.until("1 of 2,000")
        terminal.fill("j" * 5)
        terminal.process.send_signal(told)
        assert terminal.process.wait(20) == 0
    with Store.open(folder / "postil.db") as store:
        assert list(store.findings()) == []
