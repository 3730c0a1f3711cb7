"""What the screens look like. Each test says what must be seen; logic is never asserted here.

After a change that is meant: `pytest tests/tui/test_pictures.py --snapshot-update -n0`, once every picture in the
report was looked at, in a commit of its own.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from duplicates.find import find
from store import Requirement, Skill, State, Store, Verdict
from tests.build import ANN
from tui.app import PostilApp
from tui.screens.deciding import DecidingScreen

SMALL, LARGE = (80, 24), (120, 40)
BACKGROUND = ("count", "trial", "import", "find", "ahead", "wording", "mentions", "suggestions", "agreement")
Compare = Callable[..., bool]


@pytest.fixture
def desk(kitchen: Path) -> Path:
    """The kitchen with a morning's work done."""
    with Store.open(kitchen) as store:
        find(store)
        baker, copy, _, nurse = (row.key for row in list(store.listing(ANN))[:4])
        store.tag(ANN, baker, "Sourdough", Requirement.REQUIRED, quote="sourdough")
        store.tag(ANN, baker, "Python", Requirement.PREFERRED, quote="Python")
        store.tag("bea", baker, "Night work")
        store.note(ANN, baker, "Two ovens, and a long way to the sea.")
        store.set_state(ANN, copy, State.DONE)
        store.set_state(ANN, nurse, State.FLAGGED)
    return kitchen


def pressed(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Press keys, and wait until what they asked for is drawn."""

    async def run(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, PostilApp)

        async def settle() -> None:
            await pilot.pause()
            for screen in app.screen_stack:
                if isinstance(screen, DecidingScreen):
                    await screen.turns.settled()
            while any(worker.group in BACKGROUND and not worker.is_finished for worker in app.workers):
                await pilot.pause()
            await pilot.pause()

        await settle()
        for key in keys:
            await pilot.press(key)
            await settle()

    return run


def _app(path: Path, theme: str = "postil-dark", **options: Any) -> PostilApp:
    app = PostilApp(path, ANN, **options)
    app.theme = theme
    return app


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_review(desk: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """Tags are underlined in the text and listed with their evidence; the queue stands left where there is room."""
    assert snap_compare(_app(desk), terminal_size=size, run_before=pressed("home", "tab"))


@pytest.mark.parametrize("theme", ["postil-light", "postil-ansi"])
def test_themes(desk: Path, snap_compare: Compare, theme: str) -> None:
    """Everything can be read in a light theme and in the terminal's own colours."""
    assert snap_compare(_app(desk, theme), terminal_size=SMALL, run_before=pressed("home", "tab"))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_pair(desk: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """Two texts side by side, or in one column, under the reasons; what differs is marked; a star is canonical."""
    assert snap_compare(_app(desk, duplicates=True), terminal_size=size, run_before=pressed())


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_family(desk: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """The canonical posting on top with why, what differs in the others, and one that was taken out below."""
    run = pressed("home", "d", "end", "r", "home", "j")
    assert snap_compare(_app(desk), terminal_size=size, run_before=run)


@pytest.fixture
def bakery(desk: Path) -> Path:
    """The kitchen with a vocabulary, guidelines, a copy that somebody tagged, and two tags that overlap."""
    with Store.open(desk) as store:
        store.put_skills(
            [Skill("x:python", "Python"), Skill("x:baking", "Baking"), Skill("x:night", "Night work")]
        )
        baker, copy = (row.key for row in list(store.listing(ANN))[:2])
        store.tag(ANN, baker, "Bread", quote="sourdough and Python")
        store.judge(ANN, [(baker, copy)], Verdict.DUPLICATE)
        store.tag("bea", copy, "Oven work", Requirement.REQUIRED)
    page = "# Skills\n\nTag what one **can do**.\n\n1. `Python` is one\n2. Kindness is *not*\n\n> In doubt, ask.\n"
    (desk.parent / "guidelines.md").write_text(page, encoding="utf-8")
    return desk


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_desk(bakery: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """Mentions in italics, the one under the cursor in reverse, with its reason; suggestions numbered, one taken."""
    assert snap_compare(_app(bakery), terminal_size=size, run_before=pressed("home", "1", *["tab"] * 4))


def test_why(bakery: Path, snap_compare: Compare) -> None:
    """All reasons of each suggestion, and which to reject is asked above them."""
    assert snap_compare(_app(bakery), terminal_size=LARGE, run_before=pressed("home", "w", "R"))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_guidelines(bakery: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """The page beside the posting where there is room, else in its place."""
    assert snap_compare(_app(bakery), terminal_size=size, run_before=pressed("home", "f1"))


def test_copying(bakery: Path, snap_compare: Compare) -> None:
    """How many tags would go to how many postings, of the cluster and of the search."""
    run = pressed("home", "slash", *"night", "enter", "c")
    assert snap_compare(_app(bakery), terminal_size=SMALL, run_before=run)


def test_a_fault_of_a_search(bakery: Path, snap_compare: Compare) -> None:
    """The fault is pointed at under the bar, with a sentence."""
    run = pressed("home", "slash", *"statee", "colon", *"todo", "space")
    assert snap_compare(_app(bakery), terminal_size=SMALL, run_before=run)


def test_selecting_words(desk: Path, snap_compare: Compare) -> None:
    """The selection is underlined, the caret reversed, and the keys of the text are on the last line."""
    run = pressed("home", "enter", "w", "w", "v", "w", "w")
    assert snap_compare(_app(desk), terminal_size=SMALL, run_before=run)


def test_picker(desk: Path, snap_compare: Compare) -> None:
    """Known skills first, then the offer to make what was typed."""
    assert snap_compare(_app(desk), terminal_size=SMALL, run_before=pressed("home", "s", "p", "y"))


def test_note(desk: Path, snap_compare: Compare) -> None:
    """A note of two lines over the posting it is about."""
    run = pressed("home", "n", "o", "n", "e", "ctrl+j", "t", "w", "o")
    assert snap_compare(_app(desk), terminal_size=SMALL, run_before=run)


def test_help(desk: Path, snap_compare: Compare) -> None:
    """Keys on the left, what they do on the right."""
    assert snap_compare(_app(desk), terminal_size=SMALL, run_before=pressed("question_mark"))


def test_search(desk: Path, snap_compare: Compare) -> None:
    """The bar on top, the hit marked in the text, the search and the count on the status line."""
    assert snap_compare(_app(desk), terminal_size=LARGE, run_before=pressed("slash", *"people"))


def test_hostile_text(desk: Path, snap_compare: Compare) -> None:
    """Brackets are brackets, controls are pictures."""
    assert snap_compare(_app(desk, query="bell"), terminal_size=SMALL, run_before=pressed())


def test_empty(tmp_path: Path, snap_compare: Compare) -> None:
    """An empty database says how to begin."""
    Store.open(tmp_path / "new.db", create=True).close()
    assert snap_compare(_app(tmp_path / "new.db"), terminal_size=SMALL, run_before=pressed())


@pytest.fixture
def post(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kitchen, and the folder in which the application is started, with a table and more to import."""
    folder = desk.parent / "post"
    (folder / "archive").mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(desk.parent))
    duty = "Tend the oven through the night and carry the loaves to the harbour before the boats go out. " * 2
    rows = "".join(
        f"Night Baker {n},{'Lantern Bakery' if n % 2 else 'Mill & Sons'},Bern,{duty},{n}\n"
        for n in range(1, 9)
    )
    hostile = f"[/b] \x1b[2JRinger,Bell [bold]House[/],Oslo,{duty} \0,9\n"
    table = f"Job Title,Firma,Stadt,What you do,Shelf\n{rows}{hostile}Short row,x\nNo text,Quarry,Bern,,11\n"
    (folder / "jobs.csv").write_text(table, encoding="utf-8", newline="")
    (folder / "lighthouse.html").write_text("<p>Keeper</p>", encoding="utf-8")
    (folder / "\x1b[31mred[b].txt").write_text("red", encoding="utf-8")
    return desk


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_choosing_a_file(post: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """The folder, the line to type on, folders before files; the escape in a name is a picture."""
    assert snap_compare(_app(post), terminal_size=size, run_before=pressed("home", "I"))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_before_an_import(post: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """What would become of how many; columns with samples, the guessed one marked; the first posting; problems."""
    run = pressed("home", "I", *"jobs", "enter", "j", "j")
    assert snap_compare(_app(post), terminal_size=size, run_before=run)


def test_choosing_a_column(post: Path, snap_compare: Compare) -> None:
    """The columns there are, the present one under the cursor, and what each is taken for now."""
    run = pressed("home", "I", *"jobs", "enter", "c")
    assert snap_compare(_app(post), terminal_size=SMALL, run_before=run)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_problems_of_an_import(post: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """What was repaired has a dot, what was refused a cross; the one under the cursor stands below in full."""
    run = pressed("home", "I", *"jobs", "enter", "enter", "P", "j")
    assert snap_compare(_app(post), terminal_size=size, run_before=run)


def test_a_refused_record(post: Path, snap_compare: Compare) -> None:
    """The record as it stood, under the reason."""
    run = pressed("home", "I", *"jobs", "enter", "enter", "P", "j", "j", "enter")
    assert snap_compare(_app(post), terminal_size=SMALL, run_before=run)
