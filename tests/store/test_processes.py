"""Several processes, some of them killed: what was acknowledged is there, and nothing is there by halves."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from store import Query, State, Store
from tests.build import ANN, fill

from .processes import finish, start


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "postil.db"
    with Store.open(path, create=True) as store:
        fill(store, [f"posting {number} wants SQL" for number in range(6)])
    return path


def acknowledged(process: "subprocess.Popen[str]", wanted: int) -> list[Any]:
    """Read a process's lines, kill it when `wanted` of them have come, and return all it got to print."""
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(wanted)]
    process.kill()
    rest = process.stdout.read()
    _, err = process.communicate()
    assert all(lines), err
    # A line cut short was never an acknowledgement.
    return [json.loads(line) for line in [*lines, *rest.splitlines(keepends=True)] if line.endswith("\n")]


_DECIDING = """
who, start = sys.argv[2], int(sys.argv[3])
store = Store.open(path)
every = keys(store)
number = start
while True:
    key, other = every[number % 6], every[(number + 1) % 6]
    match number % 7:
        case 0: event = store.tag(who, key, f"skill {number}", quote="SQL")
        case 1: event = store.note(who, key, f"note {number}", quote="posting")
        case 2: event = store.set_state(who, key, State.DONE) or store.set_state(who, key, State.FLAGGED)
        case 3: event = store.judge(who, [(key, other)], Verdict.UNSURE) or store.judge(who, [(key, other)], None)
        case 4: event = store.choose_canonical(who, key)
        case 5: event = store.undo(who)
        case 6: event = store.redo(who)
    tell(event.seq, event.uid, event.action, event.refers_to)
    number += 1
"""


def test_every_acknowledged_decision_survives_a_kill(database: Path) -> None:
    seen: list[list[Any]] = []
    for wanted in (1, 2, 3, 5, 6, 7, 8, 13, 21, 34):
        seen += acknowledged(start(_DECIDING, database, ANN, len(seen)), wanted)
        with Store.open(database) as store:
            events = store.events(limit=10_000)[::-1]
            assert list(store.findings()) == []
        told = [(seq, uid, action, refers_to) for seq, uid, action, refers_to in seen]
        stored = [(event.seq, event.uid, event.action, event.refers_to) for event in events]
        assert [event for event in stored if event in set(told)] == told
        # At most one decision of each killed process was stored and not yet told.
        seen = [list(event) for event in stored]
    with Store.open(database) as store:
        undone = 0
        while store.undo(ANN):
            undone += 1
        assert undone > 20
        assert (store.status().tags, store.status().notes, store.judgements()) == (0, 0, [])
        assert store.canonical_choices() == []
        assert store.status().states["todo"] == 6
        assert list(store.findings()) == []


def test_every_acknowledged_note_is_there_word_for_word(database: Path) -> None:
    told: list[str] = []
    for wanted in (1, 4, 9, 16):
        lines = acknowledged(
            start(
                """
store = Store.open(path)
key = keys(store)[0]
for number in range(int(sys.argv[2]), 10_000):
    store.note("ann", key, f"note {number} x" + "x" * number)
    tell(f"note {number} x" + "x" * number)
""",
                database,
                len(told),
            ),
            wanted,
        )
        told += [text for [text] in lines]
        with Store.open(database) as store:
            stored = [note.text for note in store.posting(ANN, next(store.listing(ANN)).key).notes]
        assert stored[: len(told)] == told
        assert len(stored) <= len(told) + 1
        told = stored


_IMPORTING = """
store = Store.open(path, create=True)
run = store.begin_import(origin("big"), store.occurrences())
tell("begun")
for number in range(200):
    run.take([draft(f"batch {number} item {item}", locator=f"line {number * 7 + item + 1}") for item in range(7)])
    tell(number)
run.finish()
"""


def test_a_killed_import_leaves_whole_batches_and_is_finished_by_another(database: Path) -> None:
    for wanted in (1, 2, 3, 10, 25):
        lines = acknowledged(start(_IMPORTING, database), wanted)
        with Store.open(database) as store:
            stored = store.count(ANN, Query()) - 6
            assert stored % 7 == 0
            assert stored >= 7 * (len(lines) - 1)
            [finding] = set(store.findings())
            assert "half-way" in finding
    finish(start(_IMPORTING, database))
    with Store.open(database) as store:
        assert store.count(ANN, Query()) == 6 + 200 * 7
        assert list(store.findings()) == []


@pytest.mark.parametrize("microseconds", [0, 2000, 4000, 6000, 9000, 13_000])
def test_a_process_killed_while_it_makes_a_database_leaves_one_that_opens(
    tmp_path: Path, microseconds: int
) -> None:
    path = tmp_path / "new.db"
    process = start("tell('opening')\nstore = Store.open(path, create=True)\nsys.stdin.read()", path)
    assert process.stdout is not None
    process.stdout.readline()
    with suppress(subprocess.TimeoutExpired):
        process.wait(microseconds / 1e6)
    process.kill()
    process.communicate()
    with Store.open(path, create=True) as store:
        fill(store, ["one"])
        assert list(store.findings()) == []


def together(codes: list[tuple[str, str]], path: Path) -> Iterator[str]:
    """Run processes that begin at one signal, and yield what each printed after it."""
    processes = [start("tell('ready')\nsys.stdin.readline()\n" + code, path, arg) for code, arg in codes]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    try:
        for process in processes:
            yield finish(process)
    finally:
        for process in processes:
            process.kill()
            process.communicate()


@pytest.mark.parametrize("attempt", range(3))
def test_two_processes_that_make_one_new_database_at_once_both_can_use_it(
    tmp_path: Path, attempt: int
) -> None:
    path = tmp_path / "new.db"
    code = """
with Store.open(path, create=True) as store:
    for number in range(5):
        take(store, f"{sys.argv[2]} {number}", source=sys.argv[2])
"""
    list(together([(code, "one"), (code, "two"), (code, "three")], path))
    with Store.open(path) as store:
        assert store.status().sources == {"one": 5, "two": 5, "three": 5}
        assert list(store.findings()) == []


def test_two_people_decide_while_a_third_process_imports_and_nothing_is_lost(database: Path) -> None:
    deciding = """
who = sys.argv[2]
with Store.open(path) as store:
    every = keys(store)[:6]
    for number in range(60):
        key = every[number % 6]
        store.tag(who, key, f"skill {number}", quote="SQL")
        store.note(who, key, f"{who} {number}")
        store.set_state(who, key, list(State)[1 + number // 6 % 3])
        store.judge(who, [(key, every[(number + 1) % 6])], list(Verdict)[number // 6 % 5])
        if number % 3 == 0:
            store.undo(who)
            store.redo(who)
"""
    importing = """
with Store.open(path) as store, store.bulk():
    for number in range(8):
        run = store.begin_import(origin(f"source {number}"), store.occurrences())
        for batch in range(5):
            run.take([draft(f"{number} {batch} {item}", locator=f"line {item}") for item in range(10)])
        run.finish()
"""
    list(together([(deciding, ANN), (deciding, "bob"), (importing, "")], database))
    with Store.open(database) as store:
        status = store.status()
        assert status.postings == 6 + 8 * 50
        assert [(a.name, a.tags, a.notes, a.verdicts) for a in status.annotators] == [
            (ANN, 60, 60, 6),
            ("bob", 60, 60, 6),
        ]
        assert len(store.vocabulary()) == 60
        for who in (ANN, "bob"):
            assert len(store.events(annotator=who, limit=10_000)) == 60 * 4 + 20 * 2
            assert {store.posting(who, row.key).state for row in store.listing(who, limit=6)} == {State.DONE}
            while store.undo(who):
                pass
        assert (store.status().tags, store.status().notes, store.judgements()) == (0, 0, [])
        assert list(store.findings()) == []


def test_a_second_store_in_one_process_leaves_the_first_its_log(tmp_path: Path) -> None:
    path = tmp_path / "shared.db"
    with Store.open(path, create=True) as first:
        (key,) = fill(first, ["We bake."])
        with Store.open(path, readonly=True), Store.open(path):
            pass
        script = "import sys; from pathlib import Path; from store import Store, State\n" + (
            f"with Store.open(Path(sys.argv[1])) as store:\n    store.set_state('bea', {key!r}, State.DONE)\n"
        )
        subprocess.run([sys.executable, "-c", script, str(path)], check=True)
        assert path.with_name("shared.db-wal").exists()
        first.set_state(ANN, key, State.FLAGGED)
        with Store.open(path, readonly=True) as reader:
            assert {(who, state) for _, who, state, _ in reader.states()} == {
                ("bea", State.DONE),
                (ANN, State.FLAGGED),
            }
        seen = "import sys; from pathlib import Path; from store import Store\n" + (
            "with Store.open(Path(sys.argv[1]), readonly=True) as store:\n"
            "    print(len(list(store.states())), len(list(store.findings())))\n"
        )
        ran = subprocess.run(
            [sys.executable, "-c", seen, str(path)], check=True, capture_output=True, text=True
        )
        assert ran.stdout.split() == ["2", "0"]


def test_who_waits_to_write_gets_its_turn_beside_those_who_never_pause(database: Path) -> None:
    busy = """
who = sys.argv[2]
with Store.open(path) as store:
    key = keys(store)[0]
    tell("begun")
    while True:
        store.set_state(who, key, State.DONE) or store.set_state(who, key, State.FLAGGED)
"""
    others = [start(busy, database, f"busy-{number}") for number in range(3)]
    try:
        for other in others:
            assert other.stdout is not None
            assert other.stdout.readline()
        with Store.open(database) as store:
            key = next(store.listing(ANN)).key
            for number in range(10):
                assert store.note(ANN, key, f"note {number}") is not None
            assert len(store.posting(ANN, key).notes) == 10
    finally:
        for other in others:
            other.kill()
            other.communicate()
