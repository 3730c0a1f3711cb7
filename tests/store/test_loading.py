"""What the store loads: every name when it is asked for, and for the first posting only what that needs."""

import importlib
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import store as room
from store import Store
from tests.build import fill

ROOT = Path(__file__).resolve().parent.parent.parent

# Runs a program with the words that follow, and prints what it loaded of ours.
LOADED = """
import json, sys
{program}
print(json.dumps([name for name in sys.modules if name.startswith(("store", "agreement"))]))
"""
# What the review asks of a database before anybody presses a key.
READ = """
from pathlib import Path
import tui.app
from store import EVERYTHING, Store
with Store.open(Path(sys.argv[1])) as opened:
    place = opened.place("ann")
    query = opened.queue_of("ann", EVERYTHING)
    [row] = opened.window("ann", query, 0, 10).rows
    assert opened.count("ann", query) == 1
    assert opened.posting("ann", row.key).title == row.title
    assert not list(opened.pairs("ann", posting=row.key, only_open=True))
    assert not opened.answers("ann", row.key)
    assert not opened.vocabulary()
"""
# Asks for each name when nothing of the store is loaded yet: modules that need one another would fail.
EACH_FIRST = """
from importlib import import_module
for name in import_module("store").__all__:
    for module in [name for name in sys.modules if name.partition(".")[0] == "store"]:
        del sys.modules[module]
    getattr(import_module("store"), name)
"""
OF_OTHER_WORK = {
    "agreement.consensus",
    "store.adoption",
    "store.clusters",
    "store.counts",
    "store.drafts",
    "store.importing",
    "store.merge_report",
    "store.shares",
    "store.sql.bundles",
    "store.sql.imports",
    "store.sql.merging",
    "store.sql.models",
    "store.sql.sketches",
    "store.sql.standing",
    "store.sql.steps",
    "store.story",
    "store.understanding",
    "store.units",
}


def loaded(program: str, *words: object) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", LOADED.format(program=program), *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(ran.stdout.splitlines()[-1]))


def test_every_name_can_be_had_though_all_modules_are_loaded() -> None:
    for module in pkgutil.walk_packages(room.__path__, "store."):
        importlib.import_module(module.name)
    for name in room.__all__:
        assert not isinstance(getattr(room, name), type(room)), f"{name} is a module too"
    assert set(room.__all__) <= set(dir(room))


def test_every_name_can_be_had_as_the_first() -> None:
    assert "store" in loaded(EACH_FIRST)


def test_what_is_no_name_of_the_store_is_missed() -> None:
    assert not hasattr(room, "Nothing")
    with pytest.raises(ImportError, match="Nothing"):
        exec("from store import Nothing")


def test_the_room_alone_is_next_to_nothing() -> None:
    assert loaded("import store") == {"store"}


def test_the_first_posting_is_shown_without_what_only_other_work_needs(store: Store) -> None:
    fill(store, ["Bake bread."])
    seen = loaded(READ, store.path)
    assert {"store.postings", "store.sql.postings"} <= seen
    assert not OF_OTHER_WORK & seen
