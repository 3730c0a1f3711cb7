"""What a dataset tells of people, handed to the store when the postings are there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

from store import ImportRun, Problem, SourceImport, Store, UsageError

from .dataset_statements import Retold

MOST_POSTINGS = 500
MOST_STATEMENTS = 10_000
MOST_CHARACTERS = 16 * 1024 * 1024
"""What one transaction takes at most, whichever is reached first."""


@runtime_checkable
class Telling(Protocol):
    """A reading of a file that also tells what people said of its postings."""

    def changes(self) -> Iterator[Problem]:
        """Yield which files of the dataset were changed since they were exported."""
        ...

    def statements(self) -> Iterator[Retold]:
        """Yield what is told of each posting, in order."""
        ...

    def imports(self) -> Sequence[SourceImport]:
        """Return where the sources of the dataset came from, as far as it tells."""
        ...


def adopt(
    store: Store, reading: Telling, name: str, runs: Mapping[str, ImportRun], *, trial: bool
) -> Iterator[int]:
    """Take over what a dataset tells; yield, after each batch, of how many postings.

    `name` is the dataset's, `runs` the runs of its sources. What is not taken becomes a problem of the run,
    and what is taken is counted there. With `trial` nothing is written.
    """
    first = next(iter(runs.values()))
    first.tell([(None, problem) for problem in reading.changes()], {})
    adoption = store.adoption(name, trial=trial)
    adoption.tell_imports(reading.imports())
    for taken, batch in _batches(reading):
        came = adoption.take([item.told for item in batch])
        problems: defaultdict[str, list[tuple[str | None, Problem]]] = defaultdict(list)
        for item in batch:
            problems[item.told.source] += [(item.told.key, problem) for problem in item.unsound]
        for told, problem in came.refused:
            problems[told.source].append((told.key, problem))
        for source in dict.fromkeys((*problems, *came.counts)):
            runs.get(source, first).tell(problems[source], came.counts[source])
        yield taken


def _batches(reading: Telling) -> Iterator[tuple[int, list[Retold]]]:
    """Yield what is told, in parts of bounded size, each with the number of postings up to its end."""
    batch: list[Retold] = []
    statements = characters = number = 0
    try:
        for number, item in enumerate(reading.statements(), 1):
            batch.append(item)
            statements += len(item.told.said)
            characters += len(item.told.body)
            full = len(batch) == MOST_POSTINGS or statements >= MOST_STATEMENTS
            if full or characters >= MOST_CHARACTERS:
                yield number, batch
                batch, statements, characters = [], 0, 0
    except UsageError:
        pass  # the rest cannot be read, which was told when the postings were
    if batch:
        yield number, batch
