"""Real processes that work on a database: what no thread and no mock can stand in for."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

_PRELUDE = """
import json, os, resource, sys
from pathlib import Path
from store import *
from tests.build import draft, fill, keys, origin, take

def tell(*facts):
    print(json.dumps(facts), flush=True)

path = Path(sys.argv[1])
"""


def start(code: str, *args: object) -> "subprocess.Popen[str]":
    """Start a process that runs `code` after the prelude above; its arguments are in `sys.argv[1:]`."""
    command: Sequence[str] = [sys.executable, "-c", _PRELUDE + code, *map(str, args)]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def finish(process: "subprocess.Popen[str]") -> str:
    """Wait for a process and return what it printed; fails where it failed."""
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out


def run(code: str, *args: object) -> str:
    """Run a process to its end and return what it printed; fails where it failed."""
    return finish(start(code, *args))
