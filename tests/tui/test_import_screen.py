"""An import from the palette to its problems, while the reviewing goes on."""

import ast
import asyncio
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from importers.job import SMALL_BATCH
from store import State, Store
from tests.build import ANN, fill
from tests.conftest import ROOT
from tests.importers.datasets import exported
from tui.commands import in_scope
from tui.import_flow import ImportFlow
from tui.import_keys import on_screen
from tui.imports import ImportLane, Progress, Stopped, Wanted
from tui.lanes import Lanes
from tui.problem_pages import PAGE as PROBLEMS
from tui.screens.import_files import ImportFiles
from tui.screens.import_preview import ImportPreview
from tui.screens.pairs import PairScreen
from tui.screens.problems import Problems, RecordText
from tui.screens.review import ReviewScreen

from .driving import Desk, desk

DUTIES = "You know sourdough and Python. Key job responsibilities • Bake bread all night long"
PAGE = "".join(f"CH, Bern\nWe are hiring a Night Baker for oven {n}. {DUTIES}\n" for n in range(3))
BAD = "NO, Oslo\nSE, Kiruna\n"
"""Two places with no body under them."""
LARGE = 4 * SMALL_BATCH + 9  # postings of several batches


@pytest.fixture
def inbox(kitchen: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the kitchen's database, with files to import in it; the application is started there."""
    folder = kitchen.parent
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    (folder / "post").mkdir()
    (folder / "post" / "page.txt").write_text(PAGE + BAD, encoding="utf-8")
    (folder / "post" / "poem.md").write_text("The oven sleeps.\n", encoding="utf-8")
    (folder / "post" / ".hidden.txt").write_text(PAGE, encoding="utf-8")
    (folder / "post" / "rye\x1b[2J[b].txt").write_text(PAGE.replace("oven", "mill"), encoding="utf-8")
    (folder / "archive").mkdir()
    return folder


async def burst(person: Desk, text: str) -> None:
    """Type all at once, as a paste or a fast hand over a slow line does; a carriage return is Enter."""
    names = {"/": "slash", ".": "full_stop", "~": "tilde", "_": "underscore", "-": "minus", "\r": "enter"}
    for letter in text:
        person.app.post_message(events.Key(names.get(letter, letter), letter))
    await person.settle()


async def look_at(person: Desk, *names: str) -> None:
    """Open the picker, type a name after the other, and wait for the preview to be complete."""
    await burst(person, "I" + "".join(f"{name}\r" for name in names))
    await person.until(lambda: "would be added" in person.text())


async def go_down_to(person: Desk, line: str) -> None:
    """Move the cursor down to the line that begins so."""
    for _ in range(60):
        if f"▌{line}" in person.text():
            return
        await person.press("j")
    raise AssertionError(f"no line {line!r}:\n{person.text()}")


async def finish(person: Desk) -> None:
    """Import what is shown, and wait until all of it is there and drawn."""
    await person.press("enter")
    await person.until(lambda: not person.app.imports.runs)
    await person.settle()


def offered(person: Desk) -> list[str]:
    """The names in the picker, from the top."""
    lines = [line.split("│")[1].strip(" ▌") for line in person.text().splitlines() if line.count("│") == 2]
    names = [line.split("  ")[0] for line in lines if line]
    return names[names.index("../") : -1]


async def go_down_to_choice(person: Desk, line: str) -> None:
    """Move the cursor of a choice down to the line that begins so."""
    for _ in range(60):
        if f"▌{line}" in person.text():
            return
        await person.press("down")
    raise AssertionError(f"no line {line!r}:\n{person.text()}")


def sentences() -> Iterator[tuple[str, str]]:
    """Every piece of a sentence in the importers that names an option, with its file."""
    for path in sorted((ROOT / "importers").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                text = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values
                )
            elif (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in documentation
            ):
                text = node.value
            else:
                continue
            if re.search(r"--[a-z]", text):
                yield path.name, text


def toast(person: Desk) -> str:
    """The words on the screen without where its lines break."""
    return " ".join(person.text().replace("▌", " ").split())


# Choosing


async def test_the_picker_lists_folders_first_and_leaves_out_what_is_hidden(inbox: Path) -> None:
    (inbox / "kitchen.db-journal").touch()
    (inbox / "kitchen.csv").touch()
    async with desk(inbox / "kitchen.db") as person:
        assert (inbox / "kitchen.db-wal").exists()  # what SQLite keeps beside the database
        await person.press("I")
        assert offered(person) == ["../", "./", "archive/", "post/", "kitchen.csv"]
        await person.type("post/")
        assert "page.txt" in person.text()
        assert "poem.md" in person.text()
        assert ".hidden" not in person.text()
        await person.type(".h")
        assert ".hidden.txt" in person.text()


async def test_names_narrow_as_they_are_typed_and_tab_completes_them(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await person.press("I")
        await person.type("PO")
        assert "archive/" not in person.text()
        await person.press("tab")
        assert "~/post" in person.text()
        await person.type("em")
        assert "page.txt" not in person.text()
        await person.press("tab")
        assert "poem.md" in person.text()
        await person.press(*["backspace"] * 7)
        assert "page.txt" in person.text()
        await person.type("nothing of the kind")
        assert "Nothing here begins so." in person.text()
        await person.press("enter")
        assert "There is no file or folder" in person.text()


async def test_folders_are_opened_and_left_and_the_arrows_choose(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await person.press("I", "down", "enter")
        assert "~/post" in person.text()
        await person.press("up", "up", "enter")
        assert "archive/" in person.text()
        await person.press("enter")
        assert "~/archive" in person.text()
        await person.press("escape")
        assert isinstance(person.app.screen, ReviewScreen)


@pytest.mark.parametrize("typed", ["~/post/page.txt", "post/../post/page.txt", "{inbox}/post/page.txt"])
async def test_a_path_may_be_typed_whole(inbox: Path, typed: str) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await burst(person, f"I{typed.format(inbox=inbox)}\r")
        await person.until(lambda: "would be added" in person.text())
        assert "Import page.txt?" in person.text()


async def test_keys_typed_before_the_picker_is_there_are_typed_into_it(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await burst(person, "Ipost/page.txt\r")
        await person.until(lambda: "would be added" in person.text())
        assert isinstance(person.app.screen, ImportPreview)
        assert [row.state for row in person.rows] == [State.TODO] * 6


async def test_a_folder_that_cannot_be_listed_says_so(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await person.press("I")
        await person.type("nowhere/")
        assert "This folder cannot be listed: No such file or directory." in person.text()
        await person.press("escape")
        assert isinstance(person.app.screen, ReviewScreen)


# Looking


async def test_the_preview_writes_nothing_and_escape_goes_back_to_the_folder(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await look_at(person, "post", "page.txt")
        assert "page: 5 read, 3 would be added, 0 unchanged, 0 would be revised, 2 refused" in person.text()
        assert "no body follows the location 'NO, Oslo'" in person.text()
        assert "~Night Baker" in person.text()
        assert "for oven 0" in person.text()
        await person.press("escape")
        assert isinstance(person.app.screen, ImportFiles)
        assert "~/post" in person.text()
        await person.press("escape")
        assert len(person.rows) == 6


async def test_a_file_of_no_known_format_says_so_and_can_be_read_as_one(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await burst(person, "Ipost/poem.md\r")
        await person.until(lambda: "poem.md is of no known format" in person.text())
        await person.press("enter")
        assert isinstance(person.app.screen, ImportPreview)  # there is nothing to import
        await person.press("f")
        await go_down_to(person, "text ")
        assert "one posting as plain text" in person.text()
        await person.press("enter")
        await person.until(lambda: "would be added" in person.text())
        await finish(person)
        assert person.rows[-1].source == "poem"


async def test_a_whole_folder_is_looked_at_file_by_file(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await person.press("I")
        await person.type("post")
        await person.press("enter", "up", "enter")
        await person.until(lambda: "would be added" in person.text())
        assert "Import post/?" in person.text()
        assert "3 files, 8 read, 6 would be added" in person.text()
        assert "poem.md  not read" in person.text()
        assert "for oven 0" in person.text()
        await go_down_to(person, "rye")
        assert "for mill 0" in person.text()
        assert "for oven 0" not in person.text()
        await finish(person)
        assert len(person.rows) == 12


async def test_hostile_names_and_texts_reach_no_terminal(inbox: Path) -> None:
    (inbox / "bell.txt").write_text(f"NO, Oslo\nRing \x1b]0;PWN\x07 [/foo] \x9b31m the bell. {DUTIES}\n")
    async with desk(inbox / "kitchen.db") as person:
        await person.press("I")
        await person.type("post/rye")
        assert "rye␛[2J[b].txt" in person.text()
        await person.press("enter")
        await person.until(lambda: "would be added" in person.text())
        assert "Import rye␛[2J[b].txt?" in person.text()
        await finish(person)
        assert len(person.rows) == 9
        await person.press("I", "escape", "I")
        await burst(person, "../bell.txt\r")
        await person.until(lambda: "would be added" in person.text())
        assert "␛]0;PWN␇ [/foo]" in person.text()
        assert not any(bad in person.text() for bad in "\x1b\x07\x9b")


# Importing


async def test_what_was_imported_is_in_the_queue_and_its_problems_can_be_opened(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await person.press("j")
        here = person.posting.key
        await look_at(person, "post", "page.txt")
        await finish(person)
        assert "Imported: page: 5 read, 3 added" in person.text()
        await person.until(lambda: "2 of 9" in person.text())
        assert person.posting.key == here
        assert "2 problems: P" in person.text()

        await person.press("P")
        assert isinstance(person.app.screen, Problems)
        assert "× line 7" in person.text()
        await person.press("j", "enter")
        assert isinstance(person.app.screen, RecordText)
        assert "SE, Kiruna" in person.text()
        await person.press("escape", "escape")
        assert isinstance(person.app.screen, ReviewScreen)
        assert "2 problems: P" not in person.text()
        await person.press("P")
        assert "line 8: body: no body follows the location 'SE, Kiruna'" in person.text()  # where it was left


async def test_a_problem_of_a_posting_that_was_taken_leads_to_it(inbox: Path) -> None:
    (inbox / "nul.txt").write_bytes(f"NO, Oslo\nWe mend\0 nets. {DUTIES}\n".encode())
    async with desk(inbox / "kitchen.db") as person:
        await look_at(person, "nul.txt")
        await finish(person)
        await person.press("g", "d")
        assert isinstance(person.app.screen, PairScreen)
        await person.press("P")
        assert "· line 1" in person.text()
        await person.press("enter")
        assert isinstance(person.app.screen, ReviewScreen)
        assert person.posting.source == "nul"


async def test_an_empty_database_shows_the_first_posting_while_the_others_are_on_their_way(
    tmp_path: Path, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Store.open(tmp_path / "new.db", create=True).close()
    async with desk(tmp_path / "new.db") as person:
        brake = Brake()
        await look_at(person, "large.txt")
        brake.put_on(person.app.imports, monkeypatch)
        await person.press("enter")
        await person.until(lambda: "We bake loaf 0." in person.text())
        assert person.app.imports.runs
        brake.release()
        await person.until(lambda: f"1 of {LARGE:,}" in person.text())


async def test_without_a_database_the_first_import_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    new = tmp_path / "new.db"
    async with desk(new) as person:
        assert "There is no database at" in person.text()
        assert "new.db" in person.text()
        await look_at(person, "page.txt")
        await person.press("escape", "escape")
        assert list(tmp_path.glob("new.db*")) == []  # to look makes none
        await look_at(person, "page.txt")
        await finish(person)
        await person.until(lambda: "1 of 3" in person.text())
        assert "Night Baker" in person.text()
        await person.press("space")
    with Store.open(new, readonly=True) as store:
        assert [row.state for row in store.listing(ANN)] == [State.DONE, State.TODO, State.TODO]


async def test_a_database_that_cannot_be_made_is_said_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    async with desk(tmp_path / "gone" / "new.db") as person:
        await look_at(person, "page.txt")
        await person.press("enter")
        await person.until(lambda: not person.app.imports.runs)
        assert "does not exist" in person.text()
        (tmp_path / "gone").mkdir()
        await look_at(person, "page.txt")
        await finish(person)
        assert len(person.rows) == 3


async def test_without_an_import_there_are_no_problems_to_list(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await person.press("P")
        assert "Nothing was imported here yet." in person.text()
        (inbox / "good.txt").write_text(PAGE, encoding="utf-8")
        await look_at(person, "good.txt")
        await finish(person)
        await person.press("P")
        assert "The last import here left no problems." in person.text()


async def test_the_palette_offers_it(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await person.press("ctrl+p")
        await person.type("import")
        await person.until(lambda: "Import…" in person.text())
        await person.press("enter")
        await person.until(lambda: isinstance(person.app.screen, ImportFiles))
        await person.type("post/page.txt")  # the keys are the picker's
        await person.press("enter")
        await person.until(lambda: "would be added" in person.text())


async def test_the_keys_of_the_preview_are_explained(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await look_at(person, "post", "page.txt")
        await person.press("question_mark")
        shown = person.text()
        assert all(command.help[:40] in shown for command in in_scope("preview"))
        await person.press("escape")
        assert isinstance(person.app.screen, ImportPreview)


# Columns

TABLE = "Job Title;Firma;Stadt;Notes;Ref\n" + "".join(
    f"Night Baker {n};Lantern Bakery;Bern;{DUTIES} for oven {n}, {'all through the winter ' * 6};R-{n}\n"
    for n in range(4)
)


async def test_columns_are_shown_with_their_samples_and_can_be_chosen(inbox: Path) -> None:
    (inbox / "jobs.csv").write_text(TABLE, encoding="utf-8")
    async with desk(inbox / "kitchen.db") as person:
        await look_at(person, "jobs.csv")
        text = person.text()
        assert "← Job Title (known name)" in text
        assert '"Night Baker 0", "Night Baker 1"' in text
        await person.press("c")  # on the title, which is first
        assert "Which column is the title?" in person.text()
        await person.press("j", "enter")  # Firma, which is the company's now
        await person.until(lambda: "← Firma (said)" in person.text())
        assert "Not used" in person.text()  # Job Title
        await person.press("c", *["k"] * 9, "enter")
        await person.until(lambda: "title   left empty" in person.text())
        assert "▌title   left empty" in person.text()  # the cursor stays on its field
        assert "company ← Firma (known name)" in person.text()
        await finish(person)
        added = [row for row in person.rows if row.source == "jobs"]
        assert [row.title for row in added] == [None] * 4


async def test_a_column_that_is_not_used_can_be_given_a_field(inbox: Path) -> None:
    (inbox / "jobs.csv").write_text(TABLE.replace("Ref", "Foo").replace("R-", "€ "), encoding="utf-8")
    async with desk(inbox / "kitchen.db") as person:
        await look_at(person, "jobs.csv")
        assert "Not used" in person.text()
        await go_down_to(person, "Foo")
        await person.press("c")
        assert "What is in the column Foo?" in person.text()
        await go_down_to(person, "salary ")
        await person.press("enter")
        await person.until(lambda: "← Foo (said)" in person.text())
        await finish(person)
        await person.press("end")
        assert person.posting.salary_text == "€ 3"


async def test_hostile_columns_and_cells_reach_no_terminal(inbox: Path) -> None:
    table = TABLE.replace("Firma", "Fir\x1b[2Jma").replace("Lantern", "Lan\x9btern [/x] \u202e")
    (inbox / "jobs.csv").write_text(f"{table}Sho\x1brt\n", encoding="utf-8")
    async with desk(inbox / "kitchen.db") as person:
        await look_at(person, "jobs.csv")
        assert "Fir␛[2Jma" in person.text()
        await go_down_to(person, "Fir␛")
        await person.press("c")
        await go_down_to(person, "company ")
        await person.press("enter")
        await person.until(lambda: "← Fir␛[2Jma (said)" in person.text())
        assert "Lan\ufffdtern [/x] \ufffd" in person.text()
        await finish(person)
        await person.press("P")
        await go_down_to(person, "× row 5")
        await person.press("enter")
        assert "Sho␛rt" in person.text()
        assert not any(bad in person.text() for bad in "\x1b\x9b\u202e")


# While it runs


class Brake:
    """Holds an import between two batches, as long as a test wants."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._go_on = threading.Event()

    def __call__(self, progress: Progress) -> None:
        if "records" in progress.now:
            self.reached.set()
            assert self._go_on.wait(30)

    def release(self) -> None:
        self._go_on.set()

    def put_on(self, flow: ImportFlow, monkeypatch: pytest.MonkeyPatch) -> None:
        """Hold the imports of an application, behind what it shows of them."""
        tell = flow._told

        def told(progress: Progress) -> None:
            tell(progress)
            self(progress)

        monkeypatch.setattr(flow, "_told", told)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A page of LARGE postings."""
    path = tmp_path / "large.txt"
    path.write_text(
        "".join(f"CH, Bern\nWe bake loaf {n}. {DUTIES}\n" for n in range(LARGE)),
        encoding="utf-8",
    )
    return path


@pytest.fixture
def lanes(tmp_path: Path) -> Iterator[Lanes]:
    """The lanes of a database with three postings."""
    with Store.open(tmp_path / "lanes.db", create=True) as store:
        fill(store, ["bread", "rye", "rolls"])
    opened = Lanes(tmp_path / "lanes.db")
    yield opened
    opened.close()


async def test_a_decision_made_during_an_import_is_written_before_the_next_batch(
    lanes: Lanes, large: Path
) -> None:
    lane, brake = ImportLane(lanes), Brake()
    running = asyncio.ensure_future(lane.run(Wanted((str(large),)), brake, trial=False))
    await asyncio.to_thread(brake.reached.wait, 30)
    with Store.open(lanes.path, readonly=True) as store:
        key = store.key_of("feed:line 1")
    saved = await lanes.write.run(Store.set_state, ANN, key, State.DONE)
    assert saved is not None
    with Store.open(lanes.path, readonly=True) as store:
        assert store.posting(ANN, key).state is State.DONE
        assert 3 < store.count(ANN) < LARGE
    brake.release()
    assert [report.added for report in (await running).reports] == [LARGE]
    lane.close()


async def test_between_batches_an_import_waits_for_decisions_and_a_trial_does_not(
    lanes: Lanes, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane, waits = ImportLane(lanes), [0]
    told: list[Progress] = []
    settle = lanes.write.settle

    def settled() -> None:
        waits[0] += 1
        settle()

    monkeypatch.setattr(lanes.write, "settle", settled)
    await lane.run(Wanted((str(large),)), told.append, trial=True)
    assert waits == [0]
    told.clear()
    await lane.run(Wanted((str(large),)), told.append, trial=False)
    assert waits == [len(told)]
    lane.close()


async def test_a_lane_is_settled_when_all_that_was_asked_for_is_done(lanes: Lanes) -> None:
    go_on, done = threading.Event(), []

    def held(_: Store) -> None:
        assert go_on.wait(30)
        done.append("held")

    asked = asyncio.ensure_future(lanes.write.run(held))
    await asyncio.sleep(0)

    def settle() -> None:
        lanes.write.settle()
        done.append("settled")

    settling = asyncio.ensure_future(asyncio.to_thread(settle))
    go_on.set()
    await asked
    await settling
    assert done == ["held", "settled"]


async def test_a_trial_that_nobody_waits_for_stops_and_another_follows(lanes: Lanes, large: Path) -> None:
    lane, brake = ImportLane(lanes), Brake()
    first = asyncio.ensure_future(lane.run(Wanted((str(large),)), brake, trial=True))
    await asyncio.to_thread(brake.reached.wait, 30)
    second = asyncio.ensure_future(lane.run(Wanted((str(large),)), lambda _: None, trial=True))
    await asyncio.sleep(0)
    brake.release()
    with pytest.raises(Stopped):
        await first
    assert [report.added for report in (await second).reports] == [LARGE]
    lane.close()
    with Store.open(lanes.path, readonly=True) as store:
        assert store.count(ANN) == 3


async def test_reviewing_goes_on_during_an_import_and_a_second_one_is_refused(
    inbox: Path, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(inbox / "kitchen.db", size=(80, 24)) as person:
        flow, brake = person.app.imports, Brake()
        await look_at(person, "large.txt")
        brake.put_on(flow, monkeypatch)
        await person.press("enter")
        await person.until(brake.reached.is_set)
        await person.until(lambda: " records" in person.text() and "large.txt" in person.text())
        assert "importing" in person.text()
        await person.press("space", "space")
        assert [row.state for row in person.rows[:3]] == [State.DONE, State.DONE, State.TODO]
        await person.press("I")
        assert "An import is running" in person.text()
        await person.press("enter")  # let it go on
        assert isinstance(person.app.screen, ReviewScreen)
        await person.press("P")
        assert "still running" in person.text()
        brake.release()
        await person.until(lambda: not flow.runs)
        await person.until(lambda: f"of {6 + LARGE:,}" in person.text())
        assert "importing" not in person.text()
        await look_at(person, "post", "page.txt")  # the next one
        await finish(person)
        await person.press("P")
        assert "no body follows the location 'NO, Oslo'" in person.text()


async def test_an_import_can_be_stopped_and_what_was_stored_stays(
    inbox: Path, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(inbox / "kitchen.db", size=(80, 24)) as person:
        flow, brake = person.app.imports, Brake()
        await look_at(person, "large.txt")
        brake.put_on(flow, monkeypatch)
        await person.press("enter")
        await person.until(brake.reached.is_set)
        await person.press("I", "j", "enter")
        brake.release()
        await person.until(lambda: not flow.runs)
        await person.until(lambda: "import stopped" in person.text())
        assert "What was stored stays" in toast(person)
        assert 6 < len(person.rows) < 6 + LARGE
        monkeypatch.undo()
        monkeypatch.chdir(inbox)
        await look_at(person, "large.txt")
        await finish(person)
        assert len(person.rows) == 6 + LARGE


async def test_a_fault_of_ours_is_shown_and_the_reviewing_goes_on(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("oven\x1b[2J")

    async with desk(inbox / "kitchen.db") as person:
        with monkeypatch.context() as patch:
            patch.setattr("importers.job.import_paths", fails)
            await burst(person, "Ipost/page.txt\r")
            await person.until(lambda: "KeyError" in person.text())  # in the trial
            await person.press("escape", "escape")
        await look_at(person, "page.txt")
        with monkeypatch.context() as patch:
            patch.setattr("importers.job.import_paths", fails)
            await person.press("enter")
            await person.until(lambda: not person.app.imports.runs)
        await person.settle()
        assert "import stopped" in person.text()
        assert "KeyError: 'oven\\x1b[2J' (test_import_screen.py" in toast(person)
        await person.press("space")
        assert [row.state for row in person.rows[:2]] == [State.DONE, State.TODO]
        await look_at(person, "page.txt")
        await finish(person)
        assert len(person.rows) == 9


async def test_leaving_stops_the_import_behind_its_batch_and_says_so(
    inbox: Path, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(inbox / "kitchen.db") as person:
        flow, brake = person.app.imports, Brake()
        await look_at(person, "large.txt")
        brake.put_on(flow, monkeypatch)
        await person.press("enter")
        await person.until(brake.reached.is_set)
        leaving = asyncio.ensure_future(flow.leave())
        await person.until(lambda: "Leaving once the import" in person.text())
        brake.release()
        assert "What was stored stays" in (await leaving or "")
        assert await flow.leave() is None
    with Store.open(inbox / "kitchen.db", readonly=True) as store:
        assert 6 < store.count(ANN) < 6 + LARGE
        assert any("stopped half-way" in finding for finding in store.findings())


# What a person says of the files


async def test_a_table_without_a_known_text_opens_with_its_columns_and_is_remembered(inbox: Path) -> None:
    table = "Title;Zeug;Kram\n" + "".join(f"Baker {n};Ofen {n};Backe Brot {n}\n" for n in range(3))
    (inbox / "jobs.csv").write_text(table, encoding="utf-8")
    async with desk(inbox / "kitchen.db", size=(80, 24)) as person:
        await burst(person, "Ijobs.csv\r")
        await person.until(lambda: "No column is known to be the text" in person.text())
        assert "with c on its line" in person.text()
        assert "--map" not in person.text()
        assert "← Title (known name)" in person.text()
        assert 'Kram  "Backe Brot 0", "Backe Brot 1"' in person.text()
        await person.press("enter")  # nothing can be imported yet: it asks
        assert "Which column is the body?" in person.text()
        await go_down_to_choice(person, "Kram")
        await person.press("enter")
        await person.until(lambda: "← Kram (said)" in person.text())
        await finish(person)
        assert [row.title for row in person.rows[6:]] == ["Baker 0", "Baker 1", "Baker 2"]
        (inbox / "jobs.csv").write_text(f"{table}Baker 3;Ofen 3;Backe Brot 3\n", encoding="utf-8")
        await look_at(person, "jobs.csv")
        assert "← Kram (remembered)" in person.text()
        assert "4 read, 1 would be added, 3 unchanged" in person.text()


async def test_the_source_can_be_named(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db", size=(80, 24)) as person:
        await look_at(person, "post", "page.txt")
        assert "source   page  as the files are called" in person.text()
        await person.press("s", *["backspace"] * 4)
        await burst(person, "feed\r")
        await person.until(lambda: "source   feed  said" in person.text())
        await person.until(lambda: "would be added" in person.text())
        await finish(person)
        assert [row.source for row in person.rows[6:]] == ["feed"] * 3


async def test_the_encoding_can_be_said_and_said_otherwise(inbox: Path) -> None:
    (inbox / "old.txt").write_bytes(f"GB, York\nCafé € {DUTIES}\n".encode("cp1252"))
    async with desk(inbox / "kitchen.db", size=(80, 24)) as person:
        await burst(person, "Iold.txt\r")
        await person.until(lambda: "e before the import" in toast(person))
        assert "--encoding" not in person.text()
        await person.press("e", *["down"] * 20, "enter")
        assert "What is the encoding called?" in person.text()
        await burst(person, "klingon\r")
        await person.until(lambda: "klingon" in person.text() and "reading" not in person.text())
        await person.press("enter")
        assert isinstance(person.app.screen, ImportPreview)  # there is nothing to import
        await person.press("home", "j", "j", "c")  # the same by its line
        await person.press(*["up"] * 20, "down", "down", "enter")
        await person.until(lambda: "would be added" in person.text())
        assert "encoding cp1252  said" in person.text()
        assert "Café €" in person.text()
        await finish(person)
        await person.press("end")
        assert person.posting.body.startswith("Café €")


async def test_refused_records_can_be_written_to_a_file_which_is_never_overwritten(inbox: Path) -> None:
    (inbox / "there.txt").write_text("mine", encoding="utf-8")
    async with desk(inbox / "kitchen.db") as person:
        await look_at(person, "post", "page.txt")
        await person.press("r")
        await burst(person, "there.txt\r")
        await person.until(lambda: "there.txt exists already" in person.text())
        await person.press("enter")
        assert isinstance(person.app.screen, ImportPreview)
        await person.press("r", *["backspace"] * 20)
        await burst(person, "~/bad.txt\r")
        await person.until(lambda: "would be added" in person.text())
        assert not (inbox / "bad.txt").exists()
        await finish(person)
        assert "bad.txt (source page)" in toast(person)
        assert "NO, Oslo" in (inbox / "bad.txt").read_text(encoding="utf-8")
        assert (inbox / "there.txt").read_text(encoding="utf-8") == "mine"


async def test_several_files_are_marked_and_imported_together(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await person.press("I")
        await person.type("post/page")
        await person.press("ctrl+t", "ctrl+t")
        assert "marked" not in person.text()
        await person.press("ctrl+t")
        assert "1 marked" in person.text()
        await person.press(*["backspace"] * 4)
        assert "+ page.txt" in person.text()
        await burst(person, "rye\r")
        await person.until(lambda: "would be added" in person.text())
        assert "Import 2 files?" in person.text()
        await person.press("s", *["backspace"] * 30)
        await burst(person, "both\r")
        await person.until(lambda: "source   both  said" in person.text())
        await person.until(lambda: "would be added" in person.text())
        await finish(person)
        assert [row.source for row in person.rows[6:]] == ["both"] * 6


async def test_columns_of_several_files_are_not_chosen_for_all(inbox: Path) -> None:
    (inbox / "post" / "jobs.csv").write_text(TABLE, encoding="utf-8")
    async with desk(inbox / "kitchen.db") as person:
        await person.press("I")
        await person.type("post")
        await person.press("enter", "up", "enter")
        await person.until(lambda: "would be added" in person.text())
        await go_down_to(person, "title ")
        await person.press("c")
        assert "import them one by one" in person.text()
        assert isinstance(person.app.screen, ImportPreview)


async def test_all_problems_can_be_paged_through_and_the_last_one_opened(inbox: Path) -> None:
    many = 2 * PROBLEMS + 7
    (inbox / "bad.txt").write_text(f"NO, Oslo\nGood. {DUTIES}\n" + "SE, Kiruna\n" * many, encoding="utf-8")
    async with desk(inbox / "kitchen.db", size=(80, 24)) as person:
        await look_at(person, "bad.txt")
        await finish(person)
        await person.press("P")
        assert f"1 of {many}" in person.text()
        for _ in range(many):
            if f"{many} of {many}" in person.text():
                break
            await person.press("pagedown")
        assert f"{many} of {many}   line {many + 2}" in person.text()
        await person.press("enter")
        assert isinstance(person.app.screen, RecordText)
        assert "SE, Kiruna" in person.text()


async def test_what_a_dataset_tells_of_people_is_counted_at_the_end(inbox: Path) -> None:
    with Store.open(inbox / "other.db", create=True) as store:
        [key] = fill(store, ["bread"], "elsewhere")
        store.tag("bea", key, "Baking")
        store.tag("bea", key, "Sourdough")
        store.set_state("bea", key, State.DONE)
        exported(store, inbox / "dataset")
    async with desk(inbox / "kitchen.db") as person:
        await burst(person, "Idataset/postings.jsonl\r")
        await person.until(lambda: "would be added" in person.text())
        assert "1 state, 2 tags would be taken over" in toast(person)
        await finish(person)
        assert "1 state, 2 tags taken over" in toast(person)


@pytest.mark.parametrize(
    ("path", "sentence"), list(sentences()), ids=[f"{path} {n}" for n, (path, _) in enumerate(sentences())]
)
def test_a_sentence_of_an_importer_names_keys_on_a_screen(path: str, sentence: str) -> None:
    assert re.search(r"--[a-z]", on_screen(sentence)) is None
