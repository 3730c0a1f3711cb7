"""The part of the store that brings databases together."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from . import sql
from .errors import NotFound, UsageError
from .reading import Reading
from .sql.connection import Connection
from .text import canonical_line

if TYPE_CHECKING:
    from .merge_report import BundleReport, Joined, MergeReport

Progress = Callable[[int, int, str], None]
Told = Callable[["tuple[Joined, ...]", int], None]


class _Tried(Exception):
    """Ends the transaction of a trial, so that nothing of it is kept."""


class Merging(Reading):
    """Several databases; see Store."""

    def merge(
        self,
        path: Path,
        *,
        names: Mapping[str, str] | None = None,
        trial: bool = False,
        progress: Progress | None = None,
        told: Told | None = None,
    ) -> "MergeReport":
        """Take over what is in another database or a bundle and not here: all of it in one transaction, or nothing.

        Which rows stand follows from the events of both, so that no order of merging matters. `names` are what some
        annotators there are called here. A copy of the database is kept beside it, unless nothing there is new; with
        `trial` nothing is written.
        `told` hears, before anything is written, who decided how much, and how many postings would come.
        Raises UsageError, NotADatabase, NewerDatabase, Damaged, and what a transaction raises.
        """
        clean = {old: canonical_line(new) for old, new in (names or {}).items()}
        reports: list[MergeReport] = []
        try:
            with sql.merging.beside(self._db, path) as bundle:
                reports.append(
                    self._from_beside(clean, progress or _silent, told, bundle=bundle, trial=trial)
                )
        except KeyboardInterrupt:
            if not reports:
                raise  # else it came when all was done
        return reports[0]

    def _from_beside(
        self, names: Mapping[str, str], progress: Progress, told: Told | None, *, bundle: bool, trial: bool
    ) -> "MergeReport":
        with _kept_whole(), self._db.rehearsal():
            self._look_over(names, bundle=bundle)
            if bundle:
                sql.merging.refuse_missing(self._db)
            seen = sql.merging.versions(self._db)
            people, postings = sql.merging.joined(self._db), sql.merging_postings.count_new(self._db)
        if told:
            told(people, 0 if bundle else postings)
        merge = partial(self._merged, names, progress, seen, bundle=bundle)
        if trial:
            return merge(trial=True)
        if not postings and not any(one.came for one in people):
            tried = merge(trial=True)  # quick, as there is next to nothing; it spares the copy
            if not tried.anything:
                return replace(tried, trial=False)
        return merge(trial=False)

    def _merged(
        self,
        names: Mapping[str, str],
        progress: Progress,
        seen: tuple[int, int],
        *,
        bundle: bool,
        trial: bool,
    ) -> "MergeReport":
        backup = None if trial else self._copy_before_merge()
        report: list[MergeReport] = []
        with self._merging(backup):
            report.append(
                self._merged_in(
                    names, progress, backup.name if backup else None, seen, bundle=bundle, trial=trial
                )
            )
            if trial:
                raise _Tried
        return report[0]

    def _look_over(self, names: Mapping[str, str], *, bundle: bool) -> None:
        sql.merging.stage(self._db, names)
        sql.merging_checks.look_over(self._db)
        sql.merging_postings.place(self._db, bundle=bundle)

    @contextmanager
    def _merging(self, backup: Path | None) -> Iterator[None]:
        written = False
        with _kept_whole():
            try:
                if backup is None:
                    with self._db.transaction():
                        yield
                else:
                    self._db.copy_to(backup, overwrite=False)
                    with self._db.bulk():
                        with self._db.transaction():
                            yield
                        written = True
            except _Tried:
                pass
            except KeyboardInterrupt:
                written = written or sql.merging.is_here(self._db)
                if not written:
                    raise  # else it came too late
            finally:
                if backup is not None and not written:
                    backup.unlink(missing_ok=True)  # the database is as it was

    def _copy_before_merge(self) -> Path:
        at = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        return self._db.path.with_name(f"{self._db.path.name}.before-merge-{at}")

    def _merged_in(
        self,
        names: Mapping[str, str],
        progress: Progress,
        backup: str | None,
        seen: tuple[int, int],
        *,
        bundle: bool,
        trial: bool,
    ) -> "MergeReport":
        from .merge_report import MergeReport  # only this needs it

        db = self._db
        if sql.merging.versions(db) != seen:  # others decided meanwhile
            self._look_over(names, bundle=bundle)
        before = sql.merging.disagreements(db)
        people = sql.merging.joined(db)
        added = revised = pairs = moved = 0
        kept = _Kept(db)
        if not bundle:
            added = sql.merging_postings.count_new(db)
            kept.rows += sql.merging_postings.put_imports(db)
            sql.merging_postings.put_new(
                db, lambda done, total: progress(done, total, "postings"), trial=trial
            )
            sql.merging_postings.put_problems(db)
            revised = sql.merging_postings.revise(db)
        sql.merging.refuse_missing(db)
        with kept.counted():
            skills = sql.merging_skills.put_skills(db)
            sql.merging.put_people(db, people)
            events = sql.merging.put_events(db)
        sql.standing.begin(db)
        sql.merging.touch_came(db)
        sql.merging.touch_revised(db)
        if not bundle:
            with kept.counted():
                pairs = sql.merging_skills.put_proposals(db)
        sql.merging.put_rows(db, lambda done, total: progress(done, total, "decisions"))
        if not bundle:
            moved = sql.merging_skills.count_moved(db)
            with kept.counted():
                sql.merging_skills.put_settings(db)
        after = sql.merging.disagreements(db)
        return MergeReport(
            trial=trial,
            postings=added,
            revised=revised,
            skills=skills,
            pairs=pairs,
            events=events,
            annotators=people,
            disagreements={name: max(0, after[name] - before[name]) for name in after},
            uncompared=sql.sketches.uncompared(db),
            moved=moved,
            anything=bool(added or revised or kept.rows),
            backup=backup,
        )

    def bundle(self, annotator: str, path: Path) -> "BundleReport":
        """Write what an annotator decided to a small file that `merge` takes; raises NotFound or UsageError."""
        who = self._who(annotator)
        if not self._db.value("SELECT 1 FROM event WHERE annotator_id = ?", [who]):
            raise NotFound(
                f"{annotator} decided nothing here. `postil status` lists who did; --annotator names one."
            )
        return sql.bundles.write(self._db, who, path)


class _Kept:
    """How many rows were written that stay, which those of temporary tables do not."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.rows = 0

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count what is written meanwhile."""
        before = self.db.changed()
        yield
        self.rows += self.db.changed() - before


def _silent(_done: int, _total: int, _now: str) -> None:
    """Tell nobody."""


@contextmanager
def _kept_whole() -> Iterator[None]:
    """Turn what the tables refuse into a sentence: the file says what no database of ours says."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.OperationalError) as error:
        raise UsageError(
            f"What is there cannot stand in one database with what is here ({error}), so nothing was merged. "
            "Run `postil check` on both."
        ) from error
