"""What each engine makes of files of postings, Daft's in a process of its own: a process has one runner."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from duplicates.engines.base import Engine, Row, write_pairs
from duplicates.engines.on_sqlite import OnSqlite
from duplicates.scoring import Model


@dataclass(frozen=True, slots=True)
class Made:
    """All pairs that an engine looked at, in order, and the rows of the file that it wrote."""

    candidates: list[Row]
    pairs: list[dict[str, Any]]


def by_sqlite(files: Sequence[Path], folder: Path) -> list[Made]:
    return [_made(OnSqlite(), file, folder / "sqlite.parquet") for file in files]


def by_daft(files: Sequence[Path], folder: Path, address: str | None = None) -> list[Made]:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_by_daft, files, folder, address).result()


def _by_daft(files: Sequence[Path], folder: Path, address: str | None) -> list[Made]:
    from contextlib import closing

    from duplicates.engines.on_daft import OnDaft

    with closing(OnDaft(address)) as engine:
        return [_made(engine, file, folder / "daft.parquet") for file in files]


def _made(engine: Engine, file: Path, target: Path) -> Made:
    candidates = sorted(engine.candidates(str(file), _silent))
    write_pairs(engine, str(file), target, Model(), _silent)
    return Made(candidates, pq.read_table(target).to_pylist())


def _silent(*_: object) -> None:
    pass
