"""Datasets as tests make and take them: exported, changed by hand, imported again."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from duplicates.clusters import clustering
from exports import Plan, export
from importers.job import Choices, Imported, import_paths
from store import ImportReport, Problem, Store

Row = dict[str, Any]


def exported(store: Store, target: Path, **wishes: Any) -> Path:
    """Export everything, or what the wishes leave, and return the folder."""
    with store.snapshot():
        export(store, target, clustering(store).clusters, Plan(**wishes))
    return target


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a dataset."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rows(folder: Path) -> list[Row]:
    """The postings of a dataset as they stand in postings.jsonl."""
    return [json.loads(line) for line in (folder / "postings.jsonl").read_text().splitlines()]


def rewritten(folder: Path, change: Callable[[list[Row]], object]) -> Path:
    """Change the postings by hand, as somebody would who also mends the checksums."""
    changed = rows(folder)
    change(changed)
    path = folder / "postings.jsonl"
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text("".join(json.dumps(row) + "\n" for row in changed))
    sums = folder / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(old, hashlib.sha256(path.read_bytes()).hexdigest()))
    return folder


def imported(store: Store, *paths: Path, **choices: Any) -> Imported:
    """Import datasets as the command does."""
    return import_paths(store, [str(path) for path in paths], Choices(**choices))


def report(store: Store, path: Path, **choices: Any) -> ImportReport:
    """Import a dataset of one source, and return what became of it."""
    (outcome,) = imported(store, path, **choices).outcomes
    return outcome.report


def told(report: ImportReport) -> list[tuple[str, str | None, str]]:
    """The problems of a report, short enough to compare."""
    return [_short(problem) for problem in report.problems]


def _short(problem: Problem) -> tuple[str, str | None, str]:
    return problem.locator, problem.field, problem.reason
