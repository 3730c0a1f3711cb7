"""What a command loads: the screens only for the screens, and next to nothing for help."""

import json
from pathlib import Path

import pytest

from .conftest import PAGE
from .running import Desk, spawn

# Says on its last line of stderr which of the modules in question anything asked for, found or not.
WATCH = """
import atexit, json, sys
asked = set()
class Watch:
    def find_spec(self, name, path=None, target=None):
        asked.add(name.partition(".")[0])
sys.meta_path.insert(0, Watch())
def tell():
    sys.stderr.write("\\n" + json.dumps(sorted(asked)))
atexit.register(tell)
"""


def loaded(*words: object, cwd: Path) -> set[str]:
    ran = spawn(*words, cwd=cwd, first=WATCH)
    assert "Traceback" not in ran.err
    return set(json.loads(ran.err.splitlines()[-1]))


@pytest.mark.parametrize("words", [["--help"], ["--version"], [], ["frobnicate"]], ids=" ".join)
def test_help_loads_neither_the_store_nor_the_screens(desk: Desk, words: list[str]) -> None:
    heavy = {"textual", "rich", "numpy", "sqlite_utils", "sqlite3", "pydantic", "rapidfuzz"}
    rooms = {"store", "importers", "exports", "skills", "duplicates", "examples"}
    if not words:  # the review looks whether there is a terminal, and for that it is loaded
        heavy, rooms = {"textual", "rich"}, set()
    found = loaded(*words, cwd=desk.folder)
    assert "click" in found
    assert found.isdisjoint(heavy | rooms)


@pytest.mark.parametrize(
    "words",
    [
        ["import", "bakery.txt"],
        ["duplicates", "find"],
        ["duplicates", "list"],
        ["duplicates", "decide", "bakery:line 1", "bakery:line 3", "variant"],
        ["duplicates", "evaluate"],
        ["duplicates", "learn"],
        ["skills", "import", "skills.csv"],
        ["skills", "list"],
        ["skills", "merge", "SQL", "Python"],
        ["skills", "related", "Python"],
        ["skills", "find-mentions"],
        ["search", "baker"],
        ["show", "bakery:line 1"],
        ["status"],
        ["log"],
        ["tag", "bakery:line 1", "Python"],
        ["suggest", "bakery:line 1"],
        ["copy-tags", "bakery:line 1", "--to", "baker"],
        ["untag", "bakery:line 1", "Python"],
        ["note", "bakery:line 1", "text"],
        ["state", "bakery:line 1", "done"],
        ["assign", "--annotators", "ann,bob"],
        ["serve", "--add", "ann"],
        ["undo"],
        ["redo"],
        ["agreement"],
        ["adjudicate", "list"],
        ["adjudicate", "accept"],
        ["export", "--to", "out"],
        ["check"],
        ["backup", "copy.db"],
        ["merge", "other.db"],
        ["bundle", "ann.bundle"],
        ["demo"],
        ["review"],
        ["show", "--help"],
    ],
    ids=" ".join,
)
def test_without_a_terminal_no_command_loads_the_screens(bakery: Desk, words: list[str]) -> None:
    bakery.file("skills.csv", "preferredLabel\nPython\n")
    found = loaded(*words, cwd=bakery.folder)
    assert "store" in found
    assert found.isdisjoint({"textual", "rich"})


def test_the_watch_sees_the_screens_where_they_are_loaded(desk: Desk) -> None:
    desk.file("bakery.txt", PAGE)
    ran = spawn("--help", cwd=desk.folder, first=WATCH + "import tui.app\n")
    assert {"textual", "rich"} <= set(json.loads(ran.err.splitlines()[-1]))


def test_the_first_paint_needs_nothing_that_compares_counts_or_migrates(desk: Desk) -> None:
    ran = spawn("--help", cwd=desk.folder, first=WATCH + "import tui.app\n")
    found = set(json.loads(ran.err.splitlines()[-1]))
    assert found.isdisjoint(
        {"sqlite_utils", "rapidfuzz", "numpy", "pydantic", "skills", "duplicates", "plotille"}
    )


def test_a_database_that_is_up_to_date_loads_no_migrations(bakery: Desk) -> None:
    assert "sqlite_utils" not in loaded("status", cwd=bakery.folder)
    assert "sqlite_utils" in loaded("--db", "new.db", "import", "bakery.txt", cwd=bakery.folder)
