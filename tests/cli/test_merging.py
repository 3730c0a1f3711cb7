"""`postil merge` and `postil bundle`, as people with a file of another use them."""

import sqlite3
from contextlib import closing

import pytest

from .running import Desk, finish, start

LINE = "bakery:line "
LAPTOP = ("--db", "laptop.db")


@pytest.fixture
def two(bakery: Desk) -> Desk:
    """The bakery twice: ann decided here, bob and ann on a laptop."""
    bakery.done(*LAPTOP, "import", "bakery.txt", "--no-find")
    bakery.done("tag", f"{LINE}1", "Python", "--quote", "Python")
    bakery.done("state", f"{LINE}1", "done")
    bakery.done(*LAPTOP, "state", f"{LINE}1", "skipped", who="bob")
    bakery.done(*LAPTOP, "note", f"{LINE}3", "two jobs?")
    return bakery


def files(desk: Desk) -> set[str]:
    """The files on a desk, but for those that SQLite keeps beside a database while it is read."""
    return {path.name for path in desk.folder.iterdir() if not path.name.endswith(("-wal", "-shm"))}


def test_a_dry_run_tells_and_a_merge_does_what_was_told(two: Desk) -> None:
    tried = two.done("merge", "laptop.db", "--dry-run")
    assert "0 postings, 2 decisions" in tried.err
    assert "ann: 1 decision only there, 2 only here, 0 in both" in tried.err
    assert "--rename ann=NAME" in tried.err
    assert "nothing was written" in tried.err
    assert len(two.done("log", "--json").json) == 2
    assert [path for path in two.folder.iterdir() if "before-merge" in path.name] == []
    done = two.done("merge", "laptop.db")
    assert done.lines[0] == tried.lines[0].replace("would come", "came")
    assert "the state of 1 posting (`postil adjudicate`" in done.lines[1]
    assert [(event["annotator"], event["action"]) for event in two.done("log", "--json").json] == [
        ("ann", "note"),
        ("bob", "state"),
        ("ann", "state"),
        ("ann", "tag"),
    ]
    [backup] = [path for path in two.folder.iterdir() if "before-merge" in path.name]
    assert backup.name in done.err
    assert len(two.done("--db", backup.name, "log", "--json").json) == 2
    assert two.done("check").out == ""


def test_both_ways_both_say_the_same(two: Desk) -> None:
    two.done("merge", "laptop.db")
    two.done(*LAPTOP, "merge", "postil.db")
    status = [two.done(*db, "status", "--json").json for db in ((), LAPTOP)]
    assert status[0] == status[1]
    again = two.done("merge", "laptop.db", "--json").json
    assert (again["postings"], again["events"], again["revised"]) == (0, 0, 0)
    assert [(one["name"], one["came"], one["both"]) for one in again["annotators"]] == [
        ("ann", 0, 3),
        ("bob", 0, 1),
    ]
    assert again["disagreements"] == {"states": 0, "tags": 0, "verdicts": 0}


def test_a_merge_of_nothing_new_says_so_and_makes_no_copy(two: Desk) -> None:
    two.done("merge", "laptop.db")
    before = files(two)
    assert "Nothing there is new." in two.done("merge", "laptop.db").err
    assert files(two) == before


def test_a_bundle_goes_by_mail(two: Desk) -> None:
    made = two.done(*LAPTOP, "bundle", "bob.bundle", "--json", who="bob").json
    assert (made["annotator"], made["events"], made["postings"]) == ("bob", 1, 1)
    assert made["bytes"] < 30_000
    assert "would come: 0 postings, 1 decision" in two.done("merge", "bob.bundle", "--dry-run").out
    two.done("merge", "bob.bundle", "--rename", "bob=robert")
    assert [event["annotator"] for event in two.done("log", "--json").json] == ["robert", "ann", "ann"]
    refused = two.run("--db", "bob.bundle", "status").sentence
    assert "not one of Postil's" in refused


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["merge", "nowhere.db"], "There is no file"),
        (["merge", "."], "taken over with `postil import"),
        (["merge", "postil.db"], "the database itself"),
        (["merge", "bakery.txt"], "not a database"),
        (["merge", "laptop.db", "--rename", "bob"], "THERE=HERE"),
        (["merge", "laptop.db", "--rename", "bob= "], "blank"),
        (["merge", "laptop.db", "--rename", "joe=jo"], "Nobody is called 'joe'"),
        (["--db", "new.db", "merge", "laptop.db"], "There is no database at new.db"),
        (["bundle", "."], "is a folder"),
        (["bundle", "nowhere/ann.bundle"], "There is no folder"),
        (["bundle", "bakery.txt"], "never overwrites"),
        (["bundle", "joe.bundle", "--annotator", "joe"], "joe decided nothing here"),
    ],
    ids=[
        "no-file", "folder", "itself", "text", "no-name", "blank", "nobody", "no-db", "into-folder", "no-folder",
        "there", "nothing",
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    two: Desk, words: list[str], sentence: str
) -> None:
    before = files(two)
    assert sentence in two.run(*words).sentence
    assert files(two) == before
    assert len(two.done("log", "--json").json) == 2


def test_a_merge_that_is_killed_leaves_the_database_as_it_was(two: Desk) -> None:
    # The process ends itself right before all would be kept.
    last = (
        "import os, store.sql.merging as merging\n"
        "real, times = merging.disagreements, []\n"
        "def ends(db):\n"
        "    times.append(1)\n"
        "    return os._exit(9) if len(times) == 2 else real(db)\n"
        "merging.disagreements = ends\n"
    )
    before = two.done("log", "--json").json
    assert finish(start("merge", "laptop.db", cwd=two.folder, first=last)).code == 9
    assert two.done("log", "--json").json == before
    assert two.done("check").out == ""
    two.done("merge", "laptop.db")
    assert len(two.done("log", "--json").json) == 4


def test_the_other_file_is_only_read(two: Desk) -> None:
    path = two.folder / "laptop.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    two.done("merge", "laptop.db")
    assert path.read_bytes() == before
