"""The rooms' rules, proved where they are run: each is imported by a process of its own."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
HEADLESS = ("store", "importers", "exports", "duplicates", "skills", "examples")
BESIDE = {"importers", "exports", "duplicates", "skills"}

# Imports every module of a room and prints what is loaded then.
_IMPORT_ALL = """
import importlib, json, pkgutil, sys
room = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
    importlib.import_module(module.name)
print(json.dumps(sorted(sys.modules)))
"""


def loaded(room: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL, room],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in json.loads(ran.stdout)}


@pytest.mark.parametrize("room", HEADLESS)
def test_a_headless_room_loads_no_screens_and_only_rooms_below_it(room: str) -> None:
    found = loaded(room)
    assert room in found
    assert found.isdisjoint({"textual", "rich", "tui"})
    above = set(HEADLESS) - {room} if room == "store" else BESIDE - {room}
    assert found.isdisjoint(above)


def test_the_command_line_loads_the_screens_in_the_screens_only() -> None:
    assert loaded("tui.cli").isdisjoint({"textual", "rich"})
    assert {"textual", "rich"} <= loaded("tui.screens")


def test_every_room_is_packed_typed_and_under_contract() -> None:
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "docs", "benchmarks"}
    assert set(SETTINGS["hatch"]["build"]["targets"]["wheel"]["packages"]) == rooms
    assert set(SETTINGS["importlinter"]["root_packages"]) == rooms
    assert rooms <= set(SETTINGS["mypy"]["files"])
    assert rooms <= set(SETTINGS["hatch"]["build"]["targets"]["sdist"]["only-include"])
