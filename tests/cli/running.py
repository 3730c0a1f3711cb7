"""Postil as a user runs it: in this process for speed, and as a process of its own where that matters."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tui.cli import run

ROOT = Path(__file__).resolve().parent.parent.parent
_MAIN = "from tui.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout, checked to be ASCII."""
        assert self.out.isascii()
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines of data."""
        return self.out.splitlines()

    @property
    def sentence(self) -> str:
        """What a refused run says: one line on stderr, nothing on stdout, exit 2."""
        assert (self.code, self.out) == (2, "")
        assert "Traceback" not in self.err
        *usage, last = self.err.splitlines()
        if usage:  # click's own, which say the usage first
            assert usage[0].startswith("Usage: postil")
            assert last.startswith("Error: ")
        else:
            assert last.startswith("postil: ")
        return last


class Desk:
    """A folder with a database in it, from which commands are given."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    @property
    def db(self) -> Path:
        """Where the database is unless a command says otherwise."""
        return self.folder / "postil.db"

    def file(self, name: str, content: str | bytes) -> Path:
        """Put a file on the desk."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(
        self, *args: object, stdin: str | bytes = b"", env: Mapping[str, str] | None = None, who: str = "ann"
    ) -> Ran:
        """Run a command in this process, decided by `who`."""
        data = stdin.encode() if isinstance(stdin, str) else stdin
        with self._monkeypatch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["postil", *map(str, args)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
            patch.setenv("POSTIL_ANNOTATOR", who)
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            self._capsys.readouterr()
            code = run()
            out, err = self._capsys.readouterr()
        return Ran(code, out, err)

    def done(self, *args: object, who: str = "ann", stdin: str | bytes = b"") -> Ran:
        """Run a command that must succeed."""
        ran = self.run(*args, who=who, stdin=stdin)
        assert ran.code == 0, ran.err
        return ran

    def key(self, number: int = 0) -> str:
        """The key of the posting that was imported as that number, from 0."""
        found: str = self.done("search", "--json").json[number]["key"]
        return found


def environment(**extra: str) -> dict[str, str]:
    """What a process of Postil's finds around it."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "POSTIL_ANNOTATOR": "ann",
        **extra,
    }


def command(*args: object, first: str = "") -> Sequence[str]:
    """The command line of a process that runs `first`, then Postil."""
    return [sys.executable, "-c", first + _MAIN, *map(str, args)]


def start(*args: object, cwd: Path, first: str = "", **options: Any) -> "subprocess.Popen[str]":
    """Start a process of Postil's; `first` is Python to run before it."""
    settings: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "env": environment(),
        "text": True,
    }
    return subprocess.Popen(command(*args, first=first), cwd=cwd, **{**settings, **options})


def finish(process: "subprocess.Popen[str]") -> Ran:
    """Wait for a process to end."""
    out, err = process.communicate(timeout=60)
    return Ran(process.returncode, out or "", err or "")


def spawn(*args: object, cwd: Path, first: str = "", **options: Any) -> Ran:
    """Run a process of Postil's to its end."""
    return finish(start(*args, cwd=cwd, first=first, **options))
