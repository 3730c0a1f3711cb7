"""postil import"""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from importers import IMPORTERS
from importers.fields import mapping
from importers.intake import Outcome
from importers.job import Choices, Imported, check, import_paths
from store import ImportReport, Store
from tui.import_words import counted, counts, field_lines, opening, problem_line, taken_over, title_line

from .mapping import columns_said, put_mapping, say_guesses, say_if_unheeded
from .progress import progress_bar
from .session import print_json, put, say, session, session_options
from .shapes import of_import, of_trial

SHOWN_PROBLEMS = 20  # of one file, before the rest is only counted
COMPARED_AT_ONCE = 20_000
"""New postings that are compared right after an import; more are left to `postil duplicates find`."""
SHOWN_LINES, WIDTH = 6, 96  # of the first posting's text


@click.command("import")
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--as", "format_", metavar="FORMAT", help="Take every file as this format.")
@click.option("--source", metavar="NAME", help="The source's name, instead of each file's.")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Take a field from a column; FIELD= leaves it empty. May be repeated, also for one field.",
)
@click.option("--encoding", metavar="NAME", help="The files' encoding, where it is not UTF-8 or marked.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken, and how; write nothing.")
@click.option("--rejects", metavar="FILE", help="Write the refused records there, to be mended.")
@click.option("--no-find", is_flag=True, help="Do not look for copies among what is new.")
@click.option("--formats", is_flag=True, help="List the formats and stop.")
@click.option("--fields", is_flag=True, help="List the fields that --map knows and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print the reports, or the list, as JSON.")
@session_options
def import_command(
    paths: tuple[str, ...],
    format_: str | None,
    source: str | None,
    maps: tuple[str, ...],
    encoding: str | None,
    dry_run: bool,
    rejects: str | None,
    no_find: bool,
    formats: bool,
    fields: bool,
    as_json: bool,
) -> int:
    """Read postings from files, folders or - (standard input).

    Importing the same again adds nothing; a stopped import is finished by giving it again. Where columns are
    not known by their names they are guessed: --dry-run shows it, --map corrects it, --fields lists the fields.
    What is new is then compared with what was there, and pairs that may be one job are proposed.
    """
    if formats:
        return _list({importer.name: importer.description for importer in IMPORTERS}, as_json)
    if fields:
        return _list(mapping.FIELDS, as_json)
    if not paths:
        raise click.UsageError("Say what to read: a file, a folder, or - for standard input.")
    if dry_run and rejects is not None:
        raise click.UsageError("--dry-run writes nothing, so leave out --rejects.")
    choices = Choices(
        format=format_,
        source=source,
        encoding=encoding,
        columns=columns_said(maps),
        trial=dry_run,
        rejects=None if rejects is None else Path(rejects),
    )
    check(paths, choices)
    try:
        imported = _imported(paths, choices)
    except KeyboardInterrupt:
        say(
            "Stopped. A dry run writes nothing."
            if dry_run
            else "Stopped. What was stored stays; the same command finishes it."
        )
        raise click.exceptions.Exit(130) from None
    if as_json:
        print_json([(of_trial if dry_run else of_import)(outcome) for outcome in imported.outcomes])
    elif dry_run:
        _print_trial(imported)
    else:
        _print(imported)
    say_if_unheeded(bool(maps), imported.outcomes)
    _say_rejects(imported)
    if not (dry_run or no_find) and any(report.added or report.revised for report in imported.reports):
        _look_for_copies()
    findings = (report.refused or report.withheld or not report.format for report in imported.reports)
    return 1 if any(findings) else 0


def _imported(paths: Sequence[str], choices: Choices) -> Imported:
    what = "trying" if choices.trial else "importing"
    with _store(trial=choices.trial) as store, progress_bar(what, "bytes") as progress:
        return import_paths(store, paths, choices, progress)


@contextmanager
def _store(*, trial: bool) -> Iterator[Store]:
    """Open the database; for a trial only to be read, and where there is none, an empty one elsewhere."""
    if not trial:
        with session().store(create=True) as store:
            yield store
    elif session().db.exists():
        with session().store(readonly=True) as store:
            yield store
    else:
        with (
            TemporaryDirectory(prefix="postil-") as folder,
            Store.open(Path(folder) / "trial.db", create=True) as store,
        ):
            yield store


def _look_for_copies() -> None:
    from duplicates.find import find

    with session().store() as store:
        if store.uncompared() > COMPARED_AT_ONCE:
            say("`postil duplicates find` looks for copies among what is new.")
            return
        try:
            with progress_bar("looking for copies", "postings") as progress:
                report = find(store, progress)
        except KeyboardInterrupt:
            say("Stopped looking for copies; `postil duplicates find` goes on. The import is complete.")
            raise click.exceptions.Exit(130) from None
    if report.new:
        pairs, them = ("1 new pair", "it") if report.new == 1 else (f"{report.new:,} new pairs", "them")
        say(f"{pairs} may be copies or kin; `postil review --duplicates` settles {them}.")


def _list(names: Mapping[str, str], as_json: bool) -> int:
    if as_json:
        print_json([{"name": name, "description": words} for name, words in names.items()])
        return 0
    width = max(map(len, names))
    for name, words in names.items():
        put(f"{name:{width}}  {words}")
    return 0


def _print(imported: Imported) -> None:
    for outcome in imported.outcomes:
        report = outcome.report
        if report.format:
            put(f"{report.source} ({report.format}): {counts(report, trial=False)}")
        _say_problems(outcome)
    _put_sum(imported.reports, trial=False)
    if said := taken_over(imported.reports):
        put(f"taken over of what people said: {said}")
    say_guesses(imported.outcomes)


def _print_trial(imported: Imported) -> None:
    for outcome in imported.outcomes:
        report = outcome.report
        if report.format:
            put(f"{outcome.file} ({report.format}) as {report.source}: {counts(report, trial=True)}")
            put_mapping(outcome)
        if outcome.first:
            put("  The first new posting as it would look:")
            for line in (title_line(outcome.first), *field_lines(outcome.first)):
                put(f"    {line}")
            for line in opening(outcome.first.body, SHOWN_LINES, WIDTH):
                put(f"    | {line}")
        _say_problems(outcome)
    _put_sum(imported.reports, trial=True)
    if said := taken_over(imported.reports):
        put(f"would be taken over of what people said: {said}")
    say("A dry run: nothing was written.")


def _say_problems(outcome: Outcome) -> None:
    report = outcome.report
    if not report.format:
        say(f"not read: {report.problems[0].reason}")
        return
    for problem in report.problems[:SHOWN_PROBLEMS]:
        say(f"  {outcome.file}, {problem_line(problem)}")
    left = len(report.problems) - SHOWN_PROBLEMS + report.problems_not_listed
    if left > 0:
        listed = f"the first {len(report.problems):,}" if report.problems_not_listed else "them all"
        say(f"  … and {left:,} more problems (--json lists {listed})")


def _put_sum(reports: Sequence[ImportReport], *, trial: bool) -> None:
    read = [report for report in reports if report.format]
    if len(read) > 1:
        put(f"in all: {counted(read, trial=trial)}")


def _say_rejects(imported: Imported) -> None:
    for path, source in imported.rejects.items():
        # Under the source's own name, so that what has an id stays the same posting.
        again = ["postil", "import", str(path), "--source", source]
        say(f"The refused records are in {path}. Mended there, they are imported by: {shlex.join(again)}")
