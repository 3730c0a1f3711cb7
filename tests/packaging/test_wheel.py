"""What is shipped: built here, looked into, installed elsewhere and run without the repository."""

import email
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ROOMS = ("tui", "importers", "exports", "duplicates", "skills", "agreement", "store", "examples")


def run(*command: object, cwd: Path, **env: str) -> str:
    """Run a process to its end and return what it printed; fails where it failed."""
    ran = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution, built without the network."""
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    [found] = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel is installed; what it needs comes from this environment."""
    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "install", "--no-deps", "--no-index", "--no-compile", "--target", folder, wheel, cwd=folder)
    return folder


def tracked(*suffixes: str) -> set[str]:
    """The files of the rooms, by their path from the root."""
    return {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in suffixes and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_every_module_style_sheet_and_sample(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = tracked(".py", ".tcss", ".txt", ".csv")
    assert {Path(name).suffix for name in wanted} == {".py", ".tcss", ".txt", ".csv"}
    assert wanted <= names


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    for name in zipfile.ZipFile(wheel).namelist():
        room, *_ = Path(name).parts
        assert room in ROOMS or room.endswith(".dist-info"), name
        assert not re.search(r"\.(db|sqlite|pyc|gz|json)$|-wal$|-shm$|test_|conftest", name), name


def test_the_wheel_says_what_it_is_and_how_it_is_called(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    [info] = {Path(name).parts[0] for name in archive.namelist() if ".dist-info/" in name}
    metadata = email.message_from_bytes(archive.read(f"{info}/METADATA"))
    assert (metadata["Name"], metadata["Version"]) == (PROJECT["name"], PROJECT["version"])
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata.get_payload()
    assert "postil = tui.cli:main" in archive.read(f"{info}/entry_points.txt").decode()
    assert f"{info}/licenses/LICENSE" in archive.namelist()


def test_the_source_distribution_is_enough_to_build_and_test(built: Path) -> None:
    [archive] = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {str(Path(*Path(name).parts[1:])) for name in opened.getnames()}
    assert tracked(".py", ".tcss", ".txt", ".csv") <= names
    for needed in (
        "pyproject.toml", "PKG-INFO", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile",
        "constraints.txt", "tests/conftest.py", "tests/cli/running.py",
    ):  # fmt: skip
        assert needed in names
    assert not [name for name in names if re.search(r"\.(db|sqlite|pyc)$|-wal$|-shm$|^\.venv|^\.git/", name)]


def elsewhere(installed: Path, tmp_path: Path, *words: str) -> str:
    """Run the installed program in an empty folder, with the repository nowhere on its path."""
    code = (
        "import sys; root = sys.argv.pop(1); sys.path[:] = [p for p in sys.path if p not in ('', root)]; "
        "import tui; assert tui.__file__.startswith(sys.argv.pop(1)), tui.__file__; "
        "from tui.cli import main; main()"
    )
    return run(sys.executable, "-c", code, ROOT, installed, *words, cwd=tmp_path, PYTHONPATH=str(installed))


def test_the_installed_program_knows_its_version(installed: Path, tmp_path: Path) -> None:
    assert elsewhere(installed, tmp_path, "--version") == f"postil, version {PROJECT['version']}\n"


def test_the_installed_program_runs_the_demo(installed: Path, tmp_path: Path) -> None:
    out = elsewhere(installed, tmp_path, "demo")
    assert "31 postings from 4 sources" in out
    assert (tmp_path / "postil-demo" / "dataset" / "SHA256SUMS").is_file()


def test_the_installed_script_starts_the_program(installed: Path, tmp_path: Path) -> None:
    script = installed / "bin" / "postil"
    out = run(sys.executable, script, "--help", cwd=tmp_path, PYTHONPATH=str(installed))
    assert out.startswith("Usage: postil [OPTIONS] [COMMAND]")
