"""The import job: files in, reports out, every record accounted for."""

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from store import ImportReport, NotFound, Origin, Problem, Store, Unreadable, UsageError, canonical_line
from store.drafts import Draft

from . import FILE_LIMIT, IMPORTERS, Importer, importer_named, read_document, recognise

BATCH = 500  # records of one transaction
STANDARD_INPUT = "-"

Progress = Callable[[int, int, str], None]
"""Called with the bytes of the files read so far, the bytes of all, and the name of the present one."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person said about the files: None leaves it to their content and names."""

    format: str | None = None
    source: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class _File:
    path: Path | None  # None is standard input
    name: str


def check(paths: Sequence[str], choices: Choices) -> None:
    """Raise NotFound or UsageError where an import could not even begin, before a database is made for it."""
    if choices.format:
        importer_named(choices.format)
    if choices.source is not None and not canonical_line(choices.source):
        raise UsageError("--source is blank. Give the source a name, or leave it out.")
    if not _files(paths):
        raise NotFound(f"There is nothing to read in {', '.join(paths)}.")


def import_paths(
    store: Store, paths: Sequence[str], choices: Choices, progress: Progress | None = None
) -> list[ImportReport]:
    """Import files, folders and `-` in order, each file once, and return a report for each.

    A file that cannot be read, or is of no known format, gets a report that says so; where there is no
    other, Unreadable is raised. Raises NotFound and UsageError before anything is read, StoreError on the
    way: the batches stored by then stay, and the same import again finishes the work.
    """
    check(paths, choices)
    importer = importer_named(choices.format) if choices.format else None
    files = [file for file in _files(paths) if not _is_part_of(store, file)]
    if not files:
        raise NotFound(f"There is nothing to read in {', '.join(paths)}.")
    total = sum(file.path.stat().st_size for file in files if file.path)
    occurrences: dict[str, Counter[str]] = {}
    reports: list[ImportReport] = []
    done = 0

    def tell(now: str) -> None:
        if progress:
            progress(done, total, now)

    with store.bulk():
        for file in files:
            tell(file.name)
            data = _bytes(file)
            reports.append(_import(store, file, data, importer, choices, occurrences, tell))
            done += len(data)
    if progress:
        progress(total, total, "")
    if all(report.format == "" for report in reports):
        reason = reports[0].problems[0].reason
        if len(reports) > 1:
            reason = f"None of the {len(reports)} files could be read. The first: {reason}"
        raise Unreadable(reason)
    return reports


def _import(
    store: Store,
    file: _File,
    data: bytes,
    importer: Importer | None,
    choices: Choices,
    occurrences: dict[str, Counter[str]],
    tell: Callable[[str], None],
) -> ImportReport:
    source = canonical_line(choices.source or _source_name(file.name))
    try:
        document = read_document(file.name, data, choices.encoding)
        known = importer or recognise(document)
        if known is None:
            raise Unreadable(
                f"{file.name} is of no known format ({_formats()}). `--as text` takes it as one posting."
            )
    except Unreadable as error:
        return _unread(source, file.name, str(error))
    batches = _batches(known.read(document))
    first = next(batches, None)
    if first is None:
        return _unread(
            source, file.name, f"{file.name} has no posting in it when it is read as {known.name}."
        )
    origin = Origin(source, file.name, hashlib.sha256(data).hexdigest(), len(data), known.name, known.version)
    run = store.begin_import(origin, occurrences.setdefault(source, Counter()))
    for batch in chain([first], batches):
        run.take(batch)
        tell(f"{file.name}, {run.report().read:,} records")
    return run.finish()


def _unread(source: str, name: str, reason: str) -> ImportReport:
    problem = Problem(name, None, reason)
    return ImportReport(source, "", read=0, added=0, unchanged=0, revised=0, refused=0, problems=(problem,))


def _formats() -> str:
    return ", ".join(importer.name for importer in IMPORTERS)


def _files(paths: Iterable[str]) -> list[_File]:
    """Return the files in order, each once, however often and by whatever path it was named."""
    files: dict[Path | None, _File] = {}
    for given in paths:
        if given == STANDARD_INPUT:
            files.setdefault(None, _File(None, "stdin"))
            continue
        path = Path(given)
        if path.is_dir():
            for found in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in found.relative_to(path).parts)
                if found.is_file() and not hidden:
                    files.setdefault(found.resolve(), _File(found, found.name))
        elif path.exists():
            files.setdefault(path.resolve(), _File(path, path.name))
        else:
            raise NotFound(f"There is no file or folder {given}.")
    return list(files.values())


def _is_part_of(store: Store, file: _File) -> bool:
    """Whether a file is the database itself, which often lies in the folder that is imported."""
    if file.path is None:
        return False
    own, found = store.path.resolve(), file.path.resolve()
    if file.path.exists() and own.exists() and file.path.samefile(own):
        return True  # by another name, too: to open and close it here would drop the locks on it
    return found.parent == own.parent and found.name in (f"{own.name}-wal", f"{own.name}-shm")


def _bytes(file: _File) -> bytes:
    # One byte more than the limit is enough to be refused, and a file without an end is not read for ever.
    try:
        if file.path is None:
            return sys.stdin.buffer.read(FILE_LIMIT + 1)
        with file.path.open("rb") as opened:
            return opened.read(FILE_LIMIT + 1)
    except OSError as error:
        raise UsageError(f"{file.name} cannot be read: {error.strerror}.") from error


def _source_name(name: str) -> str:
    """Return a file's name without its endings; a name that is all endings stays whole."""
    return name.lstrip(".").split(".")[0] or name


def _batches(items: Iterator[Draft | Problem]) -> Iterator[list[Draft | Problem]]:
    while batch := list(islice(items, BATCH)):
        yield batch
