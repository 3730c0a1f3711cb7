"""An import from the palette to its problems, while the reviewing goes on."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from importers.job import SMALL_BATCH
from store import State, Store
from tests.build import ANN, fill
from tui.import_flow import ImportFlow
from tui.imports import ImportLane, Progress, Stopped, Wanted
from tui.lanes import Lanes
from tui.screens.import_files import ImportFiles
from tui.screens.import_preview import ImportPreview
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


async def look_at(person: Desk, *names: str) -> None:
    """Open the picker, type a name after the other, and wait for the preview to be complete."""
    await person.press("I")
    for name in names:
        await person.type(name)
        await person.press("enter")
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


# Choosing


async def test_the_picker_lists_folders_first_and_leaves_out_what_is_hidden(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await person.press("I")
        lines = [
            line.split("│")[1].strip(" ▌") for line in person.text().splitlines() if line.count("│") == 2
        ]
        names = [line.split("  ")[0] for line in lines if line]
        assert names[names.index("../") :][:5] == ["../", "./", "archive/", "post/", "kitchen.db"]
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
        await person.press("I")
        await person.pilot.press(*typed.format(inbox=inbox))
        await person.press("enter")
        await person.until(lambda: "would be added" in person.text())
        assert "Import page.txt?" in person.text()


async def test_keys_typed_before_the_picker_is_there_are_typed_into_it(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        names = {"/": "slash", ".": "full_stop", "\r": "enter"}
        for letter in "Ipost/page.txt\r":  # all at once, as a paste or a fast hand over a slow line does
            person.app.post_message(events.Key(names.get(letter, letter), letter))
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
        await person.press("I")
        await person.type("post/poem.md")
        await person.press("enter")
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
        assert "for oven 0" in person.text()
        await person.press(*["down"] * 9)
        assert "for mill 0" in person.text()
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
        await person.type("../bell.txt")
        await person.press("enter")
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
        await person.press("d")  # the pairs of this posting: none, so it stays
        await person.press("P")
        assert "· line 1" in person.text()
        await person.press("enter")
        assert isinstance(person.app.screen, ReviewScreen)
        assert person.posting.source == "nul"


async def test_an_empty_database_shows_the_first_posting_when_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    Store.open(tmp_path / "new.db", create=True).close()
    async with desk(tmp_path / "new.db") as person:
        await look_at(person, "page.txt")
        await finish(person)
        await person.until(lambda: "1 of 3" in person.text())
        assert "Night Baker" in person.text()


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


async def test_the_keys_of_the_preview_are_explained(inbox: Path) -> None:
    async with desk(inbox / "kitchen.db") as person:
        await look_at(person, "post", "page.txt")
        await person.press("question_mark")
        assert "Before an import" in person.text()
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
        await person.until(lambda: "left empty" in person.text())
        await finish(person)
        added = [row for row in person.rows if row.source == "jobs"]
        assert [row.title for row in added] == [None] * 4


async def test_a_column_that_is_not_used_can_be_given_a_field(inbox: Path) -> None:
    (inbox / "jobs.csv").write_text(TABLE.replace("Ref", "Foo").replace("R-", "€ "), encoding="utf-8")
    async with desk(inbox / "kitchen.db") as person:
        await look_at(person, "jobs.csv")
        assert "Not used" in person.text()
        await person.press(*["j"] * 9, "c")
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
    running = asyncio.ensure_future(lane.run(Wanted(str(large)), brake, trial=False))
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
    await lane.run(Wanted(str(large)), told.append, trial=True)
    assert waits == [0]
    told.clear()
    await lane.run(Wanted(str(large)), told.append, trial=False)
    assert waits == [len(told)]
    lane.close()


async def test_a_lane_is_settled_when_all_that_was_asked_for_is_done(lanes: Lanes) -> None:
    go_on, done = threading.Event(), []

    def held(_: Store) -> None:
        assert go_on.wait(30)
        done.append("held")

    asked = asyncio.ensure_future(lanes.write.run(held))
    await asyncio.sleep(0)
    settling = asyncio.ensure_future(asyncio.to_thread(lanes.write.settle))
    settling.add_done_callback(lambda _: done.append("settled"))
    go_on.set()
    await asked
    await settling
    assert done == ["held", "settled"]


async def test_a_trial_that_nobody_waits_for_stops_and_another_follows(lanes: Lanes, large: Path) -> None:
    lane, brake = ImportLane(lanes), Brake()
    first = asyncio.ensure_future(lane.run(Wanted(str(large)), brake, trial=True))
    await asyncio.to_thread(brake.reached.wait, 30)
    second = asyncio.ensure_future(lane.run(Wanted(str(large)), lambda _: None, trial=True))
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
        assert isinstance(person.app.screen, ReviewScreen)
        await person.press("P")
        assert "still running" in person.text()
        brake.release()
        await person.until(lambda: not flow.runs)
        await person.until(lambda: f"of {6 + LARGE:,}" in person.text())
        assert "importing" not in person.text()


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
