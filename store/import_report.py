"""What came of an import."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .postings import Problem


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """A problem as an import left it: the posting that was taken in spite of it, or the record that was refused.

    `posting` is a key; `record` the text as it stood, cut where it is very long, None where none is kept.
    `number` is its own in the database: those of one import rise in the order in which they were met.
    """

    problem: Problem
    posting: str | None
    record: str | None
    number: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of every record that one import read: `read` is the sum of the four that follow.

    `problems` lists the first of them, `problems_not_listed` counts the rest; `run` names the run whose
    problems the database has, None for a trial and for a file that could not be read. `adopted` counts what
    was taken over of what people had said, by kind (`tag`, `note`, `state`, `choice`, `verdict`); `withheld` counts
    what was not, and files that were changed since their dataset was written: each is a problem too.
    """

    source: str
    format: str
    read: int
    added: int
    unchanged: int
    revised: int
    refused: int
    problems: tuple[Problem, ...]
    problems_not_listed: int = 0
    run: int | None = None
    adopted: Mapping[str, int] = field(default_factory=dict)
    withheld: int = 0
