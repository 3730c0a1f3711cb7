"""Writing a dataset: every file of it from one state of the database."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from store import Cluster, Store

from .base import Exporter, ExportReport
from .card import Tally, card
from .folder import SCHEMA, SUMS, replaced
from .formats import FORMATS
from .rows import Rows
from .schema import schema
from .statements import NOBODY

STEP = 100  # postings from one report of progress to the next
README = "README.md"


def export(
    store: Store,
    target: Path,
    clusters: Sequence[Cluster],
    *,
    force: bool = False,
    names: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ExportReport:
    """Write a dataset to the folder `target`, whole or not at all.

    `clusters` must be of the state that is exported: make them within one `store.snapshot()` with this.
    Equal states give equal bytes. `force` replaces a dataset that is there; `names` gives annotators by
    name. `progress` is called with how many postings are done, and how many there are.

    Raises UsageError for a target that cannot be one, DiskFull, ReadOnly or StoreError.
    """
    with replaced(target, force=force) as folder:
        with store.snapshot():
            rows = _write(store, folder, Rows(store, clusters, names=names), len(clusters), progress)
        sums = "".join(f"{_sha256(path)}  {path.name}\n" for path in sorted(folder.iterdir()))
        _put(folder / SUMS, sums)
        written = sorted(folder.iterdir())
        return ExportReport(
            path=target,
            files=tuple(path.name for path in written),
            rows=rows,
            bytes=sum(path.stat().st_size for path in written),
            sha256=_sha256(folder / SUMS),
        )


def _write(
    store: Store,
    folder: Path,
    rows: Rows,
    clusters: int,
    progress: Callable[[int, int], None] | None,
) -> dict[str, int]:
    tally = Tally()
    total = store.count(NOBODY)
    with ExitStack() as files:
        exporters: dict[str, Exporter] = {
            name: exporter(files.enter_context((folder / name).open("x", encoding="utf-8", newline="")))
            for name, exporter in FORMATS.items()
        }
        for done, posting in enumerate(rows.postings(), 1):
            tally.posting(posting)
            for exporter in exporters.values():
                exporter.posting(posting)
            if progress and (done % STEP == 0 or done == total):
                progress(done, total)
        for exporter in exporters.values():
            exporter.finish()
    counts = {name: exporter.rows for name, exporter in exporters.items()}
    _put(folder / SCHEMA, schema())
    _put(folder / README, card(tally, counts, clusters))
    return counts


def _put(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(text)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
