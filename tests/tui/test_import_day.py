"""An import in the real program and a real terminal, from the first key to its problems."""

from pathlib import Path

from store import State, Store

from .terminal import Terminal

ANN = "ann"
DUTIES = "You know sourdough and Python. Key job responsibilities • Bake bread all night long"
PAGE = "".join(f"CH, Bern\nWe are hiring a Night Baker for oven {n}. {DUTIES}\n" for n in range(3))
MANY = 8_000  # postings: some seconds of import


def states(folder: Path) -> list[State]:
    with Store.open(folder / "postil.db", readonly=True) as store:
        return [row.state for row in store.listing(ANN)]


def findings(folder: Path) -> list[str]:
    with Store.open(folder / "postil.db", readonly=True) as store:
        return list(store.findings())


def test_from_an_empty_database_to_the_second_posting(tmp_path: Path) -> None:
    (tmp_path / "post").mkdir()
    (tmp_path / "post" / "page.txt").write_text(f"{PAGE}SE, Kiruna\n", encoding="utf-8")
    with Terminal(cwd=tmp_path, size=(80, 24)) as terminal:  # there is no database: a newcomer's first minute
        terminal.until("The first import makes it.")
        terminal.press("Ipost\rpage\r")  # one burst: what is typed behind a dialog's key is typed into it
        terminal.until("4 read, 3 would be added")
        terminal.until("Night Baker")
        assert list(tmp_path.glob("postil.db*")) == []
        terminal.press("enter")
        terminal.until("1 problem: P")
        terminal.until("1 of 3")
        terminal.press("P")
        terminal.until("no body follows the location 'SE, Kiruna'")
        terminal.press("enter")
        terminal.until("╭")
        terminal.press("escape")
        terminal.until(lambda text: "╭" not in text)
        terminal.press("escape")
        terminal.until("1 of 3")
        terminal.press(" ")
        terminal.until("2 of 3")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    assert states(tmp_path) == [State.DONE, State.TODO, State.TODO]


def test_leaving_during_an_import_says_what_became_of_it(tmp_path: Path) -> None:
    text = "".join(f"CH, Bern\nWe are hiring a Night Baker for loaf {n}. {DUTIES}\n" for n in range(MANY))
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    Store.open(tmp_path / "postil.db", create=True).close()
    with Terminal(cwd=tmp_path, size=(80, 24)) as terminal:
        terminal.until("There are no postings yet")
        terminal.press("Ipage.txt\r")
        terminal.until("would be added")
        terminal.press("enter")
        terminal.until("importing")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert b"The import was stopped" in terminal.raw
    assert len(states(tmp_path)) < MANY
    with Terminal("import", "page.txt", cwd=tmp_path) as terminal:
        assert terminal.ended() == 0
    assert len(states(tmp_path)) == MANY
    assert findings(tmp_path) == []


def test_a_hang_up_during_an_import_leaves_whole_postings(tmp_path: Path) -> None:
    text = "".join(f"CH, Bern\nWe are hiring a Night Baker for loaf {n}. {DUTIES}\n" for n in range(MANY))
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    Store.open(tmp_path / "postil.db", create=True).close()
    with Terminal(cwd=tmp_path, size=(80, 24)) as terminal:
        terminal.until("There are no postings yet")
        terminal.press("Ipage.txt\r")
        terminal.until("would be added")
        terminal.press("enter")
        terminal.until("importing")
        terminal.process.terminate()
        assert terminal.ended() == 0
    assert len(states(tmp_path)) < MANY
    assert ["stopped half-way" in finding for finding in findings(tmp_path)] == [True]
