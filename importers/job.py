"""The import job: files in, reports out, every record accounted for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path

from store import (
    Blank,
    ImportReport,
    ImportRun,
    NotFound,
    Occurrences,
    Origin,
    Pending,
    PostilError,
    Problem,
    Store,
    Unreadable,
    UsageError,
    canonical_line,
)
from store.drafts import Draft

from . import IMPORTERS, importer_named, recognise
from .base import Importer, Reading, Record, Unread, Wishes
from .files import File, files_in, source_name
from .mapping import Columns
from .rejects import RejectsFile

BATCH = 1000  # records of one transaction

Progress = Callable[[int, int, str], None]
"""Called with the bytes of the files read so far, the bytes of all, and the name of the present one."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person said about the files: None leaves it to their content and names.

    `columns` gives the columns of a field, in order. With `trial` nothing is written. `rejects` is the file
    for refused records.
    """

    format: str | None = None
    source: str | None = None
    encoding: str | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    trial: bool = False
    rejects: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or of one source where a file names several.

    `columns` says where the fields came from, None where the format has no say in it; `first` is the first
    posting as it would look, in a trial only.
    """

    report: ImportReport
    file: str
    columns: Columns | None = None
    first: Draft | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What one command did: an outcome a file in order, and the files of refused records it wrote."""

    outcomes: tuple[Outcome, ...]
    rejects: tuple[Path, ...] = ()

    @property
    def reports(self) -> list[ImportReport]:
        """The reports alone."""
        return [outcome.report for outcome in self.outcomes]


def check(paths: Sequence[str], choices: Choices) -> None:
    """Raise NotFound or UsageError where an import could not even begin, before a database is made for it."""
    if choices.format:
        importer_named(choices.format)
    if choices.source is not None and not canonical_line(choices.source):
        raise UsageError("--source is blank. Give the source a name, or leave it out.")
    if not files_in(paths, choices.encoding):
        raise NotFound(f"There is nothing to read in {', '.join(paths)}.")


def import_paths(
    store: Store, paths: Sequence[str], choices: Choices, progress: Progress | None = None
) -> Imported:
    """Import files, folders and `-` in order, each file once.

    A file that cannot be read, or is of no known format, gets a report that says so; where there is no
    other, Unreadable is raised. Raises NotFound and UsageError before anything is read, StoreError on the
    way: the batches stored by then stay, and the same import again finishes the work.
    """
    check(paths, choices)
    rejects = RejectsFile(choices.rejects) if choices.rejects else None
    files = [file for file in files_in(paths, choices.encoding) if not _is_part_of(store, file)]
    if not files:
        raise NotFound(f"There is nothing to read in {', '.join(paths)}.")
    job = _Job(store, choices, rejects, sum(file.size for file in files), progress)
    with nullcontext() if choices.trial else store.bulk():
        try:
            outcomes = [outcome for file in files for outcome in job.file(file)]
        finally:
            if rejects:
                rejects.close()
    if progress:
        progress(job.total, job.total, "")
    if all(outcome.report.format == "" for outcome in outcomes):
        reason = outcomes[0].report.problems[0].reason
        if len(outcomes) > 1:
            reason = f"None of the {len(outcomes)} files could be read. The first: {reason}"
        raise Unreadable(reason)
    return Imported(tuple(outcomes), tuple(rejects.paths) if rejects else ())


class _Job:
    """One command's work, file after file."""

    def __init__(
        self,
        store: Store,
        choices: Choices,
        rejects: RejectsFile | None,
        total: int,
        progress: Progress | None,
    ) -> None:
        self.total = total
        self._store = store
        self._choices = choices
        self._rejects = rejects
        self._progress = progress
        self._occurrences: Occurrences = store.occurrences()
        self._done = 0

    def file(self, file: File) -> list[Outcome]:
        """Import one file with all in it."""
        self._tell(file, 0)
        try:
            members = file.members()
        except PostilError as error:
            members = []
            outcomes = [self._unread(file, str(error))]
        else:
            outcomes = [outcome for member in members for outcome in self._member(member, file)]
        self._done += file.size
        return outcomes

    def _member(self, member: File, file: File) -> list[Outcome]:
        try:
            importer = self._importer(member)
            wishes = Wishes(self._choices.columns, self._store.mapping(self._source(member)))
            reading = importer.reading(member, wishes)
            run = _FileRun(self._store, self._occurrences, member, importer, reading, self._source(member))
            for batch in _batches(_to_the_end(member, reading)):
                run.take(batch, trial=self._choices.trial, rejects=self._rejects)
                self._tell(member if member is file else file, run.read)
        except UsageError as error:
            return [self._unread(member, str(error))]
        if not run.runs:
            reason = f"{member.name} has no posting in it when it is read as {importer.name}."
            return [self._unread(member, reason)]
        return run.finish()

    def _importer(self, file: File) -> Importer:
        if self._choices.format:
            return importer_named(self._choices.format)
        if not file.head.strip():
            raise Unreadable(f"{file.name} is blank.")
        known = recognise(file)
        if known is None:
            _ = file.document  # says what is wrong with it, where it is not even text
            formats = ", ".join(importer.name for importer in IMPORTERS)
            raise Unreadable(
                f"{file.name} is of no known format ({formats}). `--as text` takes it as one posting."
            )
        return known

    def _source(self, file: File) -> str:
        return canonical_line(self._choices.source or source_name(file.name))

    def _unread(self, file: File, reason: str) -> Outcome:
        problem = Problem(file.name, None, reason)
        report = ImportReport(
            self._source(file), "", read=0, added=0, unchanged=0, revised=0, refused=0, problems=(problem,)
        )
        return Outcome(report, file.name)

    def _tell(self, file: File, read: int) -> None:
        if self._progress:
            now = f"{file.name}, {read:,} records" if read else file.name
            self._progress(self._done + min(file.position, file.size), self.total, now)


class _FileRun:
    """One file on its way in: a run for each source in it, in the order in which they are met."""

    def __init__(
        self,
        store: Store,
        occurrences: Occurrences,
        file: File,
        importer: Importer,
        reading: Reading,
        source: str,
    ) -> None:
        self.runs: dict[str, ImportRun] = {}
        self.read = 0
        self._store = store
        self._occurrences = occurrences
        self._file = file
        self._importer = importer
        self._reading = reading
        self._source = source
        self._first: dict[str, Draft] = {}

    def take(
        self, batch: Sequence[Record | Unread | Blank], *, trial: bool, rejects: RejectsFile | None
    ) -> None:
        """Hand a batch to the runs of its sources."""
        self.read += len(batch)
        for source, group in groupby(batch, self._source_of):
            items = list(group)
            run = self.runs.get(source) or self._begin(source, trial=trial)
            refusals = run.take([self._item(item, source, trial=trial) for item in items])
            for refusal in refusals if rejects else ():
                item = items[refusal.place]
                if rejects and not isinstance(item, Blank):
                    value = item.value if isinstance(item, Record) else None
                    rejects.add(self._reading.rejects, item.text, value, refusal.problem)

    def finish(self) -> list[Outcome]:
        """Complete the runs and return what became of them."""
        return [
            Outcome(run.finish(), self._file.name, self._reading.columns, self._first.get(source))
            for source, run in self.runs.items()
        ]

    def _begin(self, source: str, *, trial: bool) -> ImportRun:
        file, columns = self._file, self._reading.columns
        origin = Origin(
            source,
            file.name,
            file.sha256,
            file.packed,
            self._importer.name,
            self._importer.version,
            columns.by_field if columns else {},
        )
        run = self._store.begin_import(origin, self._occurrences, trial=trial)
        self.runs[source] = run
        return run

    def _source_of(self, item: Record | Unread | Blank) -> str:
        return (item.source if isinstance(item, Record) else None) or self._source

    def _item(self, item: Record | Unread | Blank, source: str, *, trial: bool) -> Pending | Problem | Blank:
        if isinstance(item, Blank):
            return item
        if isinstance(item, Unread):
            problem = item.problem
            return Pending(problem.locator, item.text, lambda: problem)

        def make() -> Draft | Problem:
            made = self._reading.draft(item)
            if trial and isinstance(made, Draft):
                self._first.setdefault(source, made)
            return made

        return Pending(item.locator, item.text if self._reading.remembers else None, make)


def _to_the_end(file: File, reading: Reading) -> Iterator[Record | Unread | Blank]:
    """Yield what can be read; where the rest cannot, that is the last problem."""
    begun = False
    try:
        for item in reading.records():
            begun = True
            yield item
    except UsageError as error:
        if not begun:
            raise
        yield Unread(Problem(file.name, None, f"{error} Nothing after that was read."), "")


def _batches(items: Iterable[Record | Unread | Blank]) -> Iterator[list[Record | Unread | Blank]]:
    waiting = iter(items)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _is_part_of(store: Store, file: File) -> bool:
    """Whether a file is the database itself, which often lies in the folder that is imported."""
    if file.place is None:
        return False
    own, found = store.path.resolve(), file.place.resolve()
    if file.place.exists() and own.exists() and file.place.samefile(own):
        return True  # by another name, too: to open and close it here would drop the locks on it
    return found.parent == own.parent and found.name in (f"{own.name}-wal", f"{own.name}-shm")
