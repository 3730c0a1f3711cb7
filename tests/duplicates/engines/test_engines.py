"""Every engine runs the same function and statements, and so must find the same: row by row, count by count."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")

from benchmarks.cluster import Cluster, ray_on_loopback
from store import normalised
from tests.duplicates.engines.postings import EDITED, MASSED, Files, in_memory
from tests.duplicates.engines.running import Made, by_daft, by_sqlite


@pytest.fixture(scope="module")
def expected(files: Files, tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    return by_sqlite([files.whole, files.bare], tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    pytest.importorskip("ray", reason="needs the extra `cluster`")
    with pytest.MonkeyPatch.context() as patch, ray_on_loopback() as running:
        for name, value in running.environment.items():
            patch.setenv(name, value)
        yield running


def test_sqlite_looks_at_the_pairs_that_the_search_in_memory_looks_at(
    files: Files, expected: list[Made]
) -> None:
    found = {(a, b): share for a, b, _, share, equal in expected[0].candidates if not equal}
    assert found == in_memory(files.rows)
    assert len(found) == sum(not row[4] for row in expected[0].candidates)


def test_large_families_and_masses_of_one_text_hang_together(files: Files, expected: list[Made]) -> None:
    places = {row["key"]: place for place, row in enumerate(files.rows)}
    above = list(range(len(files.rows)))
    for a, b, *_ in expected[0].candidates:
        roots = []
        for key in (a, b):
            place = places[key]
            while above[place] != place:
                place = above[place]
            roots.append(place)
        above[max(roots)] = min(roots)
    start = len(files.rows) - 10 - MASSED - EDITED
    for first, size in ((start, EDITED), (start + EDITED, MASSED)):
        tied = sum(above[place] != place for place in range(first, first + size))
        assert tied == size - 1
    assert len(expected[0].candidates) < 20 * len(files.rows)


def test_postings_of_equal_words_are_tied_by_one_pair_fewer(files: Files, expected: list[Made]) -> None:
    texts = {normalised(row["body"]) for row in files.rows}
    equal = [row for row in expected[0].candidates if row[4]]
    assert len(equal) == len(files.rows) - len(texts)
    assert all(row[2:4] == (0, 1.0) for row in equal)


def test_daft_finds_what_sqlite_finds(files: Files, expected: list[Made], tmp_path: Path) -> None:
    pytest.importorskip("daft", reason="needs the extra `cluster`")
    found = by_daft([files.whole, files.bare], tmp_path)
    for ours, theirs in zip(expected, found, strict=True):
        assert theirs.candidates == ours.candidates
        assert theirs.pairs == ours.pairs
        assert len(ours.pairs) > 100


def test_daft_on_ray_finds_what_sqlite_finds_and_listens_on_loopback_only(
    files: Files, expected: list[Made], cluster: Cluster, tmp_path: Path
) -> None:
    pytest.importorskip("daft", reason="needs the extra `cluster`")
    (found,) = by_daft([files.whole], tmp_path, cluster.address)
    assert found.candidates == expected[0].candidates
    assert found.pairs == expected[0].pairs
    assert _listening(_tree(cluster.process)) == {"0100007F", "0000000000000000FFFF00000100007F"}


def _tree(number: int) -> Iterator[int]:
    yield number
    for child in Path(f"/proc/{number}/task/{number}/children").read_text().split():
        yield from _tree(int(child))


def _listening(processes: Iterator[int]) -> set[str]:
    """The addresses, in the kernel's notation, on which processes take connections."""
    sockets = {
        os.readlink(file).removeprefix("socket:[").removesuffix("]")
        for process in processes
        for file in Path(f"/proc/{process}/fd").iterdir()
        if file.is_symlink()
    }
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == "0A" and inode in sockets:
                found.append(local.partition(":")[0])
    return set(found)
