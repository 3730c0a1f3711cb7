"""The problems of an import, read a page at a time: there may be millions, and each has its record."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from store import ImportProblem, ImportReport, Problem, Store

from .lanes import Lane

PAGE = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A problem without its record: `posting` is the key of the one that was taken in spite of it.

    `run` and `number` say where its record is, None for a file that could not be read.
    """

    problem: Problem
    posting: str | None = None
    run: int | None = None
    number: int = 0


@dataclass
class ProblemPages:
    """What was read so far of the problems of some reports, in order, and the one that was looked at last."""

    reports: Sequence[ImportReport] = ()
    listed: list[Listed] = field(default_factory=list)
    at: int = 0
    _report: int = field(default=0, init=False)  # the one that is being read

    @property
    def total(self) -> int:
        """How many there are, read or not."""
        return sum(len(report.problems) + report.problems_not_listed for report in self.reports)

    @property
    def is_whole(self) -> bool:
        """Whether all have been read."""
        return self._report == len(self.reports)

    async def read_on(self, lane: Lane) -> None:
        """Read the next page. Raises StoreError."""
        self._report, found = await lane.run(_page, self.reports, self._report, self._after)
        self.listed += found

    async def record(self, lane: Lane, listed: Listed) -> str | None:
        """Return the record of a problem as it stood, None where none is kept."""
        if listed.run is None:
            return None
        found: list[ImportProblem] = await lane.run(
            Store.import_problems, listed.run, 1, after=listed.number - 1
        )
        return found[0].record if found and found[0].number == listed.number else None

    @property
    def _after(self) -> int:
        last = self.listed[-1] if self.listed else None
        here = self.reports[self._report].run if self._report < len(self.reports) else None
        return last.number if last and last.run == here else 0


def _page(store: Store, reports: Sequence[ImportReport], at: int, after: int) -> tuple[int, list[Listed]]:
    """Return up to about a page of problems from report `at` on, and the report that comes next."""
    found: list[Listed] = []
    while at < len(reports) and len(found) < PAGE:
        run = reports[at].run
        if run is None:
            found += [Listed(problem) for problem in reports[at].problems]
        else:
            room = PAGE - len(found)
            more = store.import_problems(run, room, after)
            found += [Listed(item.problem, item.posting, run, item.number) for item in more]
            if len(more) == room:
                return at, found
        at, after = at + 1, 0
    return at, found
