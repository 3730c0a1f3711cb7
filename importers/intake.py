"""One file on its way into the store: batch after batch, the next one understood while SQLite has the last."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from store import (
    Blank,
    ImportReport,
    ImportRun,
    Occurrences,
    Origin,
    Pending,
    PostilError,
    Problem,
    Store,
    Understood,
)
from store.drafts import Draft

from .base import Importer, Reading, Record, Unread
from .datasets.adopting import Telling, adopt
from .fields.mapping import Columns
from .files import File
from .rejects import RejectsFile

Items = Sequence[Record | Unread | Blank]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or of one source where a file names several.

    `columns` says where the fields came from, None where the format has no say in it; `first` is the first
    posting as it would look, in a trial only; `fault` why the file could not be read at all.
    """

    report: ImportReport
    file: str
    columns: Columns | None = None
    first: Draft | None = None
    fault: PostilError | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """The records of a batch that are of one source, understood."""

    run: ImportRun
    source: str
    items: Items
    understood: Understood


class Intake:
    """A run for each source in the file, in the order in which they are met. With `trial` nothing is written.

    `remembered` gives where a source's fields came from before.
    """

    def __init__(
        self,
        store: Store,
        occurrences: Occurrences,
        file: File,
        importer: Importer,
        reading: Reading,
        source: str,
        remembered: Callable[[str], Mapping[str, tuple[str, ...]]],
        trial: bool,
        rejects: RejectsFile | None,
    ) -> None:
        self._store = store
        self._occurrences = occurrences
        self._file = file
        self._importer = importer
        self._reading = reading
        self._source = source
        self._remembered = remembered
        self._trial = trial
        self._rejects = rejects
        self._runs: dict[str, ImportRun] = {}
        self._first: dict[str, Draft] = {}

    def take_all(self, batches: Iterator[Items]) -> Iterator[int]:
        """Store batches in order; yield, after each, how many records were read.

        Reading and understanding are Python's work, storing is SQLite's, which needs no Python: so the next
        batch is understood, and the one after it read, in a thread beside it. Each waits for the other at the
        end of a batch; nothing is shared meanwhile.
        """
        read = 0
        ready: list[_Part] = []
        batch = next(batches, None)
        with ThreadPoolExecutor(1, "understanding") as beside, _few_collections():
            while ready or batch:
                count = len(batch or ())
                work = partial(_understood, self._recalled(batch or ()), batches)
                ahead: list[Future[tuple[list[_Part], Items | None]]] = []
                if ready:
                    self._put(ready, partial(_begun, ahead, beside, work))
                    yield read
                ready, batch = ahead[0].result() if ahead else work()
                read += count

    def adopt(self) -> Iterator[int]:
        """Take over what people said of the postings, where the file tells of it; yield how far that has come."""
        if self._runs and isinstance(self._reading, Telling):
            yield from adopt(self._store, self._reading, self._file.name, self._runs, trial=self._trial)

    def finish(self) -> list[Outcome]:
        """Complete the runs and return what became of them; empty where there was no record at all."""
        return [
            Outcome(run.finish(), self._file.name, self._reading.columns, self._first.get(source))
            for source, run in self._runs.items()
        ]

    def _recalled(self, batch: Items) -> Callable[[], list[_Part]]:
        """Look up what is known of a batch, and return what is left to do for it without the store."""
        groups = [(source, list(items)) for source, items in groupby(batch, self._source_of)]
        parts = []
        for source, items in groups:
            run = self._runs.get(source) or self._begin(source)
            pending = [self._pending(item, source) for item in items]
            parts.append((run, source, items, pending, run.recall(pending)))
        return lambda: [
            _Part(run, source, items, run.understand(pending, recalled))
            for run, source, items, pending, recalled in parts
        ]

    def _put(self, parts: list[_Part], alone: Callable[[], None] | None = None) -> None:
        for part in parts:
            refusals = part.run.store(part.understood, alone if part is parts[-1] else None)
            for refusal in refusals if self._rejects else ():
                item = part.items[refusal.place]
                if self._rejects and not isinstance(item, Blank):
                    value = item.value if isinstance(item, Record) else None
                    name, source = self._importer.name, part.source
                    self._rejects.add(name, source, self._reading.rejects, item.text, value, refusal.problem)

    def _begin(self, source: str) -> ImportRun:
        file, columns = self._file, self._reading.columns
        origin = Origin(
            source,
            file.name,
            file.sha256,
            file.packed,
            self._importer.name,
            self._importer.version,
            columns.by_field if columns else {},
            self._reading.remembers or "",
            to_remember(columns, self._remembered(source)) if columns else {},
        )
        run = self._store.begin_import(origin, self._occurrences, trial=self._trial)
        self._runs[source] = run
        return run

    def _source_of(self, item: Record | Unread | Blank) -> str:
        return (item.source if isinstance(item, Record) else None) or self._source

    def _pending(self, item: Record | Unread | Blank, source: str) -> Pending | Blank:
        if isinstance(item, Blank):
            return item
        if isinstance(item, Unread):
            problem = item.problem
            return Pending(problem.locator, item.text, lambda: problem)
        make = partial(self._previewed, source, item) if self._trial else partial(self._reading.draft, item)
        return Pending(item.locator, None if self._reading.remembers is None else item.text, make)

    def _previewed(self, source: str, record: Record) -> Draft | Problem:
        made = self._reading.draft(record)
        if isinstance(made, Draft):
            self._first.setdefault(source, made)
        return made


def to_remember(columns: Columns, before: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Return where the source's fields come from from now on: what held before goes only where a person says so.

    A small file, such as one of mended records, may lack columns, and must not change what the next one means.
    """
    said = {column.field for column in columns.mapped if column.how == "said"} | set(columns.left_empty)
    kept = {field: names for field, names in before.items() if field not in said}
    return {**columns.by_field, **kept}


def _begun(
    ahead: "list[Future[tuple[list[_Part], Items | None]]]",
    beside: ThreadPoolExecutor,
    work: "Callable[[], tuple[list[_Part], Items | None]]",
) -> None:
    ahead.append(beside.submit(work))


def _understood(
    understand: Callable[[], list[_Part]], batches: Iterator[Items]
) -> tuple[list[_Part], Items | None]:
    """Understand a batch and read the one after it, None at the end."""
    return understand(), next(batches, None)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let Python look for cycles less often: a batch makes a hundred thousand objects, and none is in one."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
