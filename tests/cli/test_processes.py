"""Real processes: readers that leave, interrupts, kills, locks, no room, no rights, two at once."""

import os
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from importers.job import FIRST_BATCH
from store import PostilError, Query, Store

from .conftest import BAKER, PAGE
from .running import Desk, Ran, environment, finish, spawn, start

MANY = 3000  # postings: some seconds of import
NOBODY = 65534


def many(count: int, words: str = "oven " * 120) -> str:
    return "\n".join(f"GB, York\n{BAKER} Posting {number}. {words}" for number in range(count))


def stored(path: Path) -> int:
    """How many postings another process has stored so far."""
    with suppress(PostilError), Store.open(path, readonly=True) as store:
        return store.count("", Query())
    return 0


def sound(path: Path) -> list[str]:
    with Store.open(path) as store:
        return list(store.findings())


# A reader that leaves


@pytest.fixture
def full_desk(desk: Desk) -> Desk:
    """A desk whose listing does not fit into a pipe."""
    desk.file("many.txt", many(1600, ""))
    desk.done("import", "many.txt")
    return desk


@pytest.mark.parametrize(
    "words",
    [["search"], ["search", "--json"], ["search", "baker"], ["show", "many:line 1"], ["--help"]],
    ids=" ".join,
)
def test_a_reader_that_leaves_early_is_no_error(full_desk: Desk, words: list[str]) -> None:
    read, write = os.pipe()
    process = start(*words, cwd=full_desk.folder, stdout=write)
    os.close(write)
    os.close(read)
    ran = finish(process)
    assert (ran.code, ran.err) == (0, "")


def test_a_reader_that_takes_one_line_gets_it(full_desk: Desk) -> None:
    process = start("search", cwd=full_desk.folder)
    assert process.stdout is not None
    assert process.stdout.readline().startswith(full_desk.key()[:10])
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


def test_an_import_is_whole_though_nobody_reads_its_report(desk: Desk) -> None:
    desk.file("bakery.txt", PAGE)
    read, write = os.pipe()
    os.close(read)
    process = start("import", "bakery.txt", cwd=desk.folder, stdout=write)
    os.close(write)
    assert finish(process).code == 0
    assert (stored(desk.db), sound(desk.db)) == (4, [])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [["search"], ["search", "--json"], ["--help"]], ids=" ".join)
def test_an_output_that_takes_nothing_more_is_said_in_a_sentence(bakery: Desk, words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = spawn(*words, cwd=bakery.folder, stdout=full)
    assert ran.sentence == "postil: The output could not be written: No space left on device."


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_that_knows_few_characters_shows_the_rest(desk: Desk, encoding: str) -> None:
    desk.file("a.txt", f"JP, 13, Tokyo\n日本語 – {BAKER}")
    desk.done("import", "a.txt")
    ran = spawn(
        "show", "a:line 1", cwd=desk.folder, env=environment(PYTHONIOENCODING=encoding), errors="replace"
    )
    assert (ran.code, ran.err) == (0, "")
    assert BAKER in ran.out


def test_a_file_name_of_bytes_is_passed_and_shown(bakery: Desk) -> None:
    ran = spawn("import", b"caf\xe9.txt".decode("utf-8", "surrogateescape"), cwd=bakery.folder)
    assert "no file or folder caf\ufffd.txt" in ran.sentence


# Interrupts and kills


def in_the_middle(desk: Desk) -> "subprocess.Popen[str]":
    """An import of MANY postings that has stored some of them and not all."""
    desk.file("many.txt", many(MANY))
    process = start("import", "many.txt", cwd=desk.folder)
    while process.poll() is None and stored(desk.db) == 0:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.01)
    return process


@pytest.mark.parametrize("kill", [signal.SIGINT, signal.SIGKILL], ids=["ctrl+c", "kill -9"])
def test_a_stopped_import_leaves_whole_batches_and_the_same_command_finishes_it(
    desk: Desk, kill: signal.Signals
) -> None:
    process = in_the_middle(desk)
    process.send_signal(kill)
    ran = finish(process)
    there = stored(desk.db)
    assert there % FIRST_BATCH == 0
    assert 0 < there < MANY
    if kill == signal.SIGINT:
        assert (ran.code, ran.out, ran.err.strip()) == (
            130,
            "",
            "Stopped. What was stored stays; the same command finishes it.",
        )
    [finding] = sound(desk.db)
    assert "many.txt was stopped half-way" in finding
    [report] = desk.done("import", "many.txt", "--json").json
    assert (report["read"], report["unchanged"], report["added"]) == (MANY, there, MANY - there)
    assert (stored(desk.db), sound(desk.db)) == (MANY, [])


def test_an_import_stopped_between_two_files_keeps_the_first(desk: Desk) -> None:
    desk.file("a.txt", PAGE)
    os.mkfifo(desk.folder / "b.txt")
    process = start("import", "a.txt", "b.txt", cwd=desk.folder)
    with (desk.folder / "b.txt").open("wb"):  # opens when the import does, so the first file is done
        process.send_signal(signal.SIGINT)
        assert finish(process).code == 130
    assert (stored(desk.db), sound(desk.db)) == (4, [])


def test_ctrl_c_at_a_prompt_for_input_says_so_and_makes_no_posting(desk: Desk) -> None:
    process = start("import", "-", cwd=desk.folder, stdin=subprocess.PIPE)
    while process.poll() is None and not desk.db.exists():
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.01)
    process.send_signal(signal.SIGINT)
    ran = finish(process)
    assert ran.code == 130
    assert "Traceback" not in ran.err


# Locks


@pytest.fixture
def lock(bakery: Desk) -> Iterator[sqlite3.Connection]:
    """Another program's hold on the bakery's database."""
    with closing(sqlite3.connect(bakery.db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


@pytest.mark.parametrize(
    "words",
    [["import", "more.txt"], ["state", "bakery:line 1", "done"], ["duplicates", "find"]],
    ids=" ".join,
)
def test_a_command_waits_while_another_process_writes(
    bakery: Desk, lock: sqlite3.Connection, words: list[str]
) -> None:
    bakery.file("more.txt", PAGE)
    process = start(*words, cwd=bakery.folder)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=0.7)
    lock.execute("COMMIT")
    ran = finish(process)
    assert ran.code == 0
    assert "in use" not in ran.err
    assert ran.out


def test_a_command_that_waited_in_vain_says_that_nothing_was_changed(
    bakery: Desk, lock: sqlite3.Connection
) -> None:
    words = (["import", "more.txt"], ["state", "bakery:line 1", "done"], ["undo"])
    bakery.file("more.txt", PAGE)
    for process in [start(*word, cwd=bakery.folder) for word in words]:
        assert "in use by another process" in finish(process).sentence
    lock.execute("COMMIT")
    assert bakery.done("status", "--json").json["postings"] == 4
    assert bakery.done("log", "--json").json == []


@pytest.mark.parametrize(
    "words",
    [["status"], ["search", "baker"], ["check"], ["export", "--to", "out"], ["backup", "copy.db"]],
    ids=lambda words: words[0],
)
def test_reading_does_not_wait_for_a_writer(bakery: Desk, lock: sqlite3.Connection, words: list[str]) -> None:
    assert bakery.run(*words).code == 0


# Two at once


def test_two_imports_of_one_file_at_once_store_it_once(desk: Desk) -> None:
    desk.file("many.txt", many(1200, ""))
    both = [start("import", "many.txt", "--json", cwd=desk.folder) for _ in range(2)]
    reports = [finish(process).json[0] for process in both]
    assert all(report["read"] == 1200 for report in reports)
    assert sum(report["added"] for report in reports) == 1200
    assert sum(report["unchanged"] for report in reports) == 1200
    assert (stored(desk.db), sound(desk.db)) == (1200, [])


def test_two_imports_of_two_files_at_once_store_both(desk: Desk) -> None:
    desk.file("a.txt", many(900, "a"))
    desk.file("b.txt", many(900, "b"))
    both = [start("import", name, "--json", cwd=desk.folder) for name in ("a.txt", "b.txt")]
    assert [finish(process).json[0]["added"] for process in both] == [900, 900]
    assert desk.done("status", "--json").json["sources"] == {"a": 900, "b": 900}
    assert sound(desk.db) == []


def test_annotators_who_decide_at_once_lose_nothing(bakery: Desk) -> None:
    processes = [
        start("note", f"bakery:line {line}", f"note of {who}", "--annotator", who, cwd=bakery.folder)
        for who in ("ann", "bob")
        for line in (1, 3, 5)
    ]
    assert [finish(process).code for process in processes] == [0] * 6
    assert bakery.done("status", "--json").json["notes"] == 6
    assert sound(bakery.db) == []


# No room


def limited(kibibytes: int) -> str:
    """Python that lets no file grow beyond a size, as a full disk does not."""
    return f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({kibibytes * 1024},) * 2)\n"


@pytest.mark.parametrize("kibibytes", [1, 40, 400, 2000])
def test_an_import_without_room_says_so_and_is_finished_when_there_is_some(
    desk: Desk, kibibytes: int
) -> None:
    desk.file("many.txt", many(1600))
    ran = spawn("import", "many.txt", cwd=desk.folder, first=limited(kibibytes))
    assert "the disk is full" in ran.sentence
    assert stored(desk.db) % FIRST_BATCH == 0
    [report] = desk.done("import", "many.txt", "--json").json
    assert report["added"] + report["unchanged"] == 1600
    assert (stored(desk.db), sound(desk.db)) == (1600, [])


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (["export", "--to", "out"], "out"),
        (["backup", "copy.db"], "copy.db"),
        (["demo"], "postil-demo/dataset"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_has_no_room_leaves_nothing_half_written(bakery: Desk, words: list[str], left: str) -> None:
    before = set(bakery.folder.iterdir())
    ran = spawn(*words, cwd=bakery.folder, first=limited(1))
    assert "full" in ran.sentence or "could not be written" in ran.sentence
    assert not (bakery.folder / left).exists()
    beside = {path for path in bakery.folder.iterdir() if not path.name.startswith("postil.db-")}
    assert beside - before <= {bakery.folder / "postil-demo"}
    assert sound(bakery.db) == []


# No rights


# Everything is loaded first, as the Python of these tests may itself lie where nobody else may read.
AS_ANOTHER = f"""
import contextlib, importlib, io, os, sys, tempfile
from tui.cli import COMMANDS, run
words = sys.argv
for module, _ in COMMANDS.values():
    importlib.import_module(f"tui.cli.{{module}}")
with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch), contextlib.redirect_stdout(io.StringIO()):
    sys.argv = ["postil", "demo"]
    run()
sys.argv = words
if os.geteuid() == 0:
    os.setgid({NOBODY})
    os.setuid({NOBODY})
"""


def as_another(*words: object, cwd: Path) -> Ran:
    """Run a command as somebody who has no rights but those that everybody has."""
    return spawn(*words, cwd=cwd, first=AS_ANOTHER)


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that everybody may read and nobody may write, with a closed database in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bakery.txt").write_text(PAGE)
        assert spawn("import", "bakery.txt", cwd=folder).code == 0
        for path in folder.iterdir():
            path.chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@pytest.mark.parametrize(
    "words",
    [
        ["state", "bakery:line 1", "done"],
        ["import", "bakery.txt"],
        ["import", "bakery.txt", "--db", "new.db"],
        ["backup", "copy.db"],
        ["export", "--to", "out"],
        ["demo"],
        ["undo"],
    ],
    ids=" ".join,
)
def test_who_may_not_write_is_told_so(shelf: Path, words: list[str]) -> None:
    before = {path.name for path in shelf.iterdir()}
    sentence = as_another(*words, cwd=shelf).sentence
    assert "cannot be written" in sentence or "could not be written" in sentence or "Permission" in sentence
    assert {path.name for path in shelf.iterdir()} == before


def test_a_file_that_may_not_be_read_is_named(shelf: Path) -> None:
    shelf.chmod(0o777)
    (shelf / "bakery.txt").chmod(0)
    (shelf / "postil.db").chmod(0)
    ran = as_another("import", "bakery.txt", "--db", "new.db", cwd=shelf)
    assert "bakery.txt cannot be read: Permission denied" in ran.sentence
    assert "postil.db cannot be read: Permission denied" in as_another("status", cwd=shelf).sentence
