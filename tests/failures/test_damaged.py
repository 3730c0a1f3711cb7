"""A crash in the middle of writing leaves a database that opens, with every decision up to some moment."""

import shutil
from pathlib import Path

import pytest

from store import Store
from tests.build import ANN, fill
from tests.cli.running import spawn
from tests.store.processes import start

NOTES = 40

WRITING = """
store = Store.open(path)
key = keys(store)[0]
for number in range(40):
    store.note("ann", key, f"note {number}")
tell("written")
sys.stdin.read()
"""


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """A database as the disk has it while a process that wrote forty notes is still at work: most is in its log."""
    path = tmp_path / "at work" / "postil.db"
    path.parent.mkdir()
    with Store.open(path, create=True) as store:
        fill(store, ["We bake bread."])
    process = start(WRITING, path)
    assert process.stdout is not None
    assert process.stdout.readline()
    copy = tmp_path / "found" / "postil.db"
    copy.parent.mkdir()
    for name in ("postil.db", "postil.db-wal"):
        shutil.copy(path.parent / name, copy.parent / name)
    process.kill()
    process.communicate()
    return copy


@pytest.mark.parametrize(
    "left", [pytest.param(share, id=f"{share} %") for share in (0, 10, 37, 50, 75, 99, 100)]
)
def test_a_log_that_was_cut_short_gives_the_decisions_before_the_cut(crashed: Path, left: int) -> None:
    log = crashed.with_name("postil.db-wal")
    log.write_bytes(log.read_bytes()[: log.stat().st_size * left // 100])
    with Store.open(crashed) as store:
        key = store.key_of("feed:line 1")
        kept = [note.text for note in store.posting(ANN, key).notes]
        assert kept == [f"note {number}" for number in range(len(kept))]
        assert len(kept) == len(store.events(limit=100))
        assert len(kept) == NOTES or left < 100
        assert list(store.findings()) == []
        assert store.note(ANN, key, "and on") is not None
    assert spawn("check", cwd=crashed.parent).code == 0


def test_a_log_of_noise_is_not_taken_for_decisions(crashed: Path) -> None:
    log = crashed.with_name("postil.db-wal")
    data = bytearray(log.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4_096] = bytes(range(256)) * 16
    log.write_bytes(data)
    with Store.open(crashed) as store:
        kept = [note.text for note in store.posting(ANN, store.key_of("feed:line 1")).notes]
        assert kept == [f"note {number}" for number in range(len(kept))]
        assert 0 < len(kept) < NOTES
        assert list(store.findings()) == []
