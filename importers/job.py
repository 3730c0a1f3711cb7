"""The import job: files in, reports out, every record accounted for."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from store import (
    Blank,
    ImportReport,
    NotFound,
    Occurrences,
    PostilError,
    Problem,
    Store,
    Unreadable,
    UsageError,
    canonical_line,
)

from . import IMPORTERS, importer_named, recognise
from .base import Importer, Reading, Record, Unread, Wishes
from .datasets.dataset_marks import inputs
from .files import File, files_in, source_name
from .intake import Intake, Outcome, to_remember
from .rejects import RejectsFile

BATCH = 3000
"""Records of one transaction. The larger, the less the full-text index has to merge; the longer others wait."""
BATCH_CHARACTERS = 16 * 1024 * 1024
"""Characters of the records of one transaction, however few they are."""
FIRST_BATCH = 20
"""Records of one transaction at the beginning, and while others write: what they decide waits for it."""
PATIENCE = 1.0  # seconds
SMALL_BATCH = 300
"""Records of one transaction at most where people decide meanwhile, in the application that imports."""
GAP = 0.02
"""Seconds between two batches then. Who waits looks again more often than that; SQLite has no queue of them."""
ALONE_AGAIN = 5.0
"""Seconds without a word of others after which batches grow again."""

Progress = Callable[[int, int, str], None]
"""Called with the bytes of the files read so far, the bytes of all, and the name of the present one."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person said about the files: None leaves it to their content and names.

    `columns` gives the columns of a field, in order. With `trial` nothing is written. `rejects` is the file
    for refused records. `batch` is the number of records of one transaction.
    """

    format: str | None = None
    source: str | None = None
    encoding: str | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    trial: bool = False
    rejects: Path | None = None
    batch: int = BATCH


@dataclass(frozen=True, slots=True)
class Imported:
    """What one command did: an outcome a file in order, and the files of refused records it wrote.

    Each of these comes with the name of the source that its records are of.
    """

    outcomes: tuple[Outcome, ...]
    rejects: Mapping[Path, str] = field(default_factory=dict)

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
    if choices.rejects:
        RejectsFile(choices.rejects)
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
    files = inputs([file for file in files_in(paths, choices.encoding) if not _is_part_of(store, file)])
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
        first = outcomes[0].fault
        if len(outcomes) == 1 and first:
            raise first
        raise Unreadable(f"None of the {len(outcomes)} files could be read. The first: {first}")
    return Imported(tuple(outcomes), rejects.paths if rejects else {})


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
        self._tried: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._done = 0

    def file(self, file: File) -> list[Outcome]:
        """Import one file with all in it."""
        self._tell(file, 0)
        try:
            members = inputs(file.members())
        except PostilError as error:
            members = []
            outcomes = [self._unread(file, error)]
        else:
            outcomes = []
            for member in members:
                outcomes += self._member(member, file)
                member.forget()
        file.forget()
        self._done += file.size
        return outcomes

    def _member(self, member: File, file: File) -> list[Outcome]:
        try:
            importer = self._importer(member)
            wishes = Wishes(self._choices.columns, self._remembered(self._source(member)))
            reading = importer.reading(member, wishes)
            run = Intake(
                self._store,
                self._occurrences,
                member,
                importer,
                reading,
                self._source(member),
                self._remembered,
                self._choices.trial,
                self._rejects,
            )
            pace = _Pace(self._store, self._choices.batch)
            for read in run.take_all(_batches(_to_the_end(member, reading), pace)):
                pace.look()
                self._tell(member if member is file else file, read)
            for told in run.adopt():
                if self._progress:
                    now = f"{member.name}, what was said of {told:,} postings"
                    self._progress(self._done + file.size, self.total, now)
        except UsageError as error:
            return [self._unread(member, error)]
        outcomes = run.finish()
        if not outcomes:
            reason = f"{member.name} has no posting in it when it is read as {importer.name}."
            return [self._unread(member, Unreadable(reason))]
        if self._choices.trial:
            self._remember(outcomes)
        return outcomes

    def _remembered(self, source: str) -> Mapping[str, tuple[str, ...]]:
        return self._tried.get(source) or self._store.mapping(source)

    def _remember(self, outcomes: Sequence[Outcome]) -> None:
        """Let a trial's later files find what its earlier ones would have left behind."""
        for outcome in outcomes:
            report = outcome.report
            if outcome.columns and report.read > report.refused:
                before = self._remembered(report.source)
                self._tried[report.source] = to_remember(outcome.columns, before)

    def _importer(self, file: File) -> Importer:
        if self._choices.format:
            return importer_named(self._choices.format)
        if not file.head.strip():
            raise Unreadable(f"{file.name} is blank.")
        if file.is_still_packed:
            raise Unreadable(f"{file.name} is packed in something packed. Unpack it once by hand.")
        known = recognise(file)
        if known is None:
            _ = file.document  # says what is wrong with it, where it is not even text
            formats = ", ".join(importer.name for importer in IMPORTERS)
            raise Unreadable(
                f"{file.name} is of no known format ({formats}). `--as text` takes it as one posting."
            )
        return known

    def _source(self, file: File) -> str:
        return canonical_line(self._choices.source or source_name(file))

    def _unread(self, file: File, fault: PostilError) -> Outcome:
        problem = Problem(file.name, None, str(fault))
        report = ImportReport(
            self._source(file), "", read=0, added=0, unchanged=0, revised=0, refused=0, problems=(problem,)
        )
        return Outcome(report, file.name, fault=fault)

    def _tell(self, file: File, read: int) -> None:
        if self._progress:
            now = f"{file.name}, {read:,} records" if read else file.name
            self._progress(self._done + min(file.position, file.size), self.total, now)


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


class _Pace:
    """How large batches may be: small ones, with a gap behind each, while others write."""

    def __init__(self, store: Store, most: int) -> None:
        self._store = store
        self._most = most
        self._seen = store.others_wrote()
        self._heard = -ALONE_AGAIN  # when others wrote last, on a clock that begins anywhere

    @property
    def most(self) -> int:
        """Records of the next batch at most."""
        return FIRST_BATCH if self._is_shared else self._most

    @property
    def _is_shared(self) -> bool:
        return time.monotonic() - self._heard < ALONE_AGAIN

    def look(self) -> None:
        """Look, between two batches, whether others wrote, and let those go first who wait."""
        seen = self._store.others_wrote()
        if seen != self._seen:
            self._seen, self._heard = seen, time.monotonic()
        if self._is_shared:
            time.sleep(GAP)


def _batches(
    items: Iterable[Record | Unread | Blank], pace: _Pace
) -> Iterator[list[Record | Unread | Blank]]:
    """Part the records into batches that take about as long as a person waits for a sign of life."""
    waiting = iter(items)
    size, begun = min(FIRST_BATCH, pace.most), time.monotonic()
    while batch := list(_some(waiting, size)):
        yield batch
        took, begun = time.monotonic() - begun, time.monotonic()
        most = pace.most
        size = min(2 * size, most) if took < PATIENCE else max(size // 2, min(FIRST_BATCH, most))


def _some(items: Iterator[Record | Unread | Blank], most: int) -> Iterator[Record | Unread | Blank]:
    characters = 0
    for item in islice(items, most):
        yield item
        characters += 0 if isinstance(item, Blank) else len(item.text)
        if characters > BATCH_CHARACTERS:
            return


def _is_part_of(store: Store, file: File) -> bool:
    """Whether a file is the database itself, which often lies in the folder that is imported."""
    if file.place is None:
        return False
    own, found = store.path.resolve(), file.place.resolve()
    if file.place.exists() and own.exists() and file.place.samefile(own):
        return True  # by another name, too: to open and close it here would drop the locks on it
    return found.parent == own.parent and found.name in (f"{own.name}-wal", f"{own.name}-shm")
