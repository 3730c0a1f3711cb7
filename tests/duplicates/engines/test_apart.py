"""Daft in a process of its own: what it says on the way, and what is said when it is gone."""

import os
import signal
from multiprocessing import active_children
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
pytest.importorskip("daft", reason="needs the extra `cluster`")

import pyarrow.parquet as pq

from duplicates.engines.apart import write_pairs_apart
from duplicates.engines.base import EngineFailed
from duplicates.scoring import Model
from tests.duplicates.engines.postings import Files


def test_its_stages_are_told_in_order(files: Files, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    count = write_pairs_apart(
        None, str(files.bare), tmp_path / "p.parquet", Model(), lambda *now: told.append(now)
    )
    assert [what.split()[0] for *_, what in told] == ["reading", "finding", "finding", "comparing"]
    assert [done for done, *_ in told] == [0, 1, 2, 3]
    assert {total for _, total, _ in told} == {4}
    assert pq.read_metadata(tmp_path / "p.parquet").num_rows == count > 0
    assert active_children() == []


def test_a_process_that_is_killed_is_told(files: Files, tmp_path: Path) -> None:
    def kill(*_: object) -> None:
        (child,) = active_children()
        if child.pid is not None:
            os.kill(child.pid, signal.SIGKILL)

    with pytest.raises(EngineFailed, match="ended before it was done"):
        write_pairs_apart(None, str(files.bare), tmp_path / "p.parquet", Model(), kill)
    assert active_children() == []


def test_who_stops_it_leaves_nothing_running(files: Files, tmp_path: Path) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_pairs_apart(None, str(files.bare), tmp_path / "p.parquet", Model(), stop)
    assert active_children() == []
