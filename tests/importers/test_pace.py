"""An import lets those go first who decide meanwhile: its batches are small then, and large when it is alone."""

from itertools import pairwise
from pathlib import Path

import pytest

from importers.job import FIRST_BATCH, Choices, import_paths
from store import State, Store
from tests.build import ANN, fill, keys


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    file = tmp_path / "many.jsonl"
    file.write_text(
        "".join(f'{{"title": "Baker {n}", "description": "We bake {n}."}}\n' for n in range(3_000))
    )
    return file


def stored_at_each_sign(path: Path, lines: Path, *, decides: bool) -> list[int]:
    """Import; return how many postings there were each time it told of its progress."""
    stored = []
    with Store.open(path) as store, Store.open(path) as other:
        first = keys(other)[0]
        states = [State.DONE, State.FLAGGED]

        def told(done: int, total: int, now: str) -> None:
            stored.append(other.count(ANN))
            if decides:
                other.set_state(ANN, first, states[len(stored) % 2])

        import_paths(store, [str(lines)], Choices(), told)
        assert other.count(ANN) == 3_001
    return stored


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "postil.db"
    with Store.open(path, create=True) as store:
        fill(store, ["We mill."])
    return path


def test_batches_are_small_while_somebody_decides(database: Path, lines: Path) -> None:
    stored = stored_at_each_sign(database, lines, decides=True)
    steps = [after - before for before, after in pairwise(stored)]
    # Some batches are on their way when the first decision comes.
    assert all(step <= FIRST_BATCH for step in steps[4:])
    assert len(steps) > 15


def test_batches_are_large_where_nobody_does(database: Path, lines: Path) -> None:
    stored = stored_at_each_sign(database, lines, decides=False)
    assert max(after - before for before, after in pairwise(stored)) > 1_000
