"""An upgrade that is killed behind its last step leaves the database that was there, and the next one ends it."""

import gzip
import signal
from pathlib import Path

import pytest

from store import State, Store
from tests.build import ANN, keys
from tests.cli.running import spawn

RELEASED = sorted((Path(__file__).parent.parent / "store" / "databases").glob("*.db.gz"))

KILL_BEHIND_THE_LAST_STEP = """
import os, signal
from store.sql.migrating import MIGRATIONS
@MIGRATIONS(name="9999-killed")
def kill(db):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("release", [pytest.param(file, id=file.name.split(".")[0]) for file in RELEASED])
def test_a_killed_upgrade_is_as_if_it_had_not_begun(release: Path, tmp_path: Path) -> None:
    path = tmp_path / "postil.db"
    path.write_bytes(gzip.decompress(release.read_bytes()))
    killed = spawn("state", "line", "done", cwd=tmp_path, first=KILL_BEHIND_THE_LAST_STEP)
    assert killed.code == -signal.SIGKILL
    (copy,) = (file for file in tmp_path.iterdir() if ".before-" in file.name)
    for file in (copy, path):
        with Store.open(file) as store:
            first = keys(store)[0]
            assert store.posting(ANN, first).state is State.DONE
            assert store.undo(ANN) is not None
            assert list(store.findings()) == []
