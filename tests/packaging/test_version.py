"""One version: that of pyproject.toml, which the program says and the changelog tells of."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def test_the_program_says_the_version_of_the_project() -> None:
    script = Path(sys.executable).parent / "postil"
    out = subprocess.run([script, "--version"], capture_output=True, text=True, check=True).stdout
    assert out == f"postil, version {VERSION}\n", "after a new version: pip install --editable ."


def test_the_newest_heading_of_the_changelog_is_that_version() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert headings[1] == VERSION


def test_no_module_says_the_version_a_second_time() -> None:
    rooms = ("tui", "importers", "exports", "duplicates", "skills", "store", "examples")
    for path in [path for room in rooms for path in (ROOT / room).rglob("*.py")]:
        assert f'"{VERSION}"' not in path.read_text(encoding="utf-8"), path
