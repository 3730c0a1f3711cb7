"""postil import"""

import click

from importers import IMPORTERS
from importers.job import Choices, check, import_paths
from store import ImportReport

from .progress import progress_bar
from .session import print_json, put, say, session, session_options
from .shapes import of_report

SHOWN_PROBLEMS = 20  # of one file, before the rest is only counted


@click.command("import")
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--as", "format_", metavar="FORMAT", help="Take every file as this format.")
@click.option("--source", metavar="NAME", help="The source's name, instead of each file's.")
@click.option("--encoding", metavar="NAME", help="The files' encoding, where it is not UTF-8 or marked.")
@click.option("--formats", is_flag=True, help="List the formats and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print the reports as JSON.")
@session_options
def import_command(
    paths: tuple[str, ...],
    format_: str | None,
    source: str | None,
    encoding: str | None,
    formats: bool,
    as_json: bool,
) -> int:
    """Read postings from files, folders or - (standard input).

    Importing the same again adds nothing; a stopped import is finished by giving it again.
    """
    if formats:
        for importer in IMPORTERS:
            put(f"{importer.name:8} {importer.description}")
        return 0
    if not paths:
        raise click.UsageError("Say what to read: a file, a folder, or - for standard input.")
    choices = Choices(format=format_, source=source, encoding=encoding)
    check(paths, choices)
    with session().store(create=True) as store, progress_bar("importing", "bytes") as progress:
        reports = import_paths(store, paths, choices, progress).reports
    if as_json:
        print_json([of_report(report) for report in reports])
    else:
        _print(reports)
    return 1 if any(report.refused or not report.format for report in reports) else 0


def _print(reports: list[ImportReport]) -> None:
    for report in reports:
        if not report.format:
            say(f"not read: {report.problems[0].reason}")
            continue
        put(
            f"{report.source} ({report.format}): {report.read:,} read, {report.added:,} added, "
            f"{report.unchanged:,} unchanged, {report.revised:,} revised, {report.refused:,} refused"
        )
        for problem in report.problems[:SHOWN_PROBLEMS]:
            field = f" {problem.field}:" if problem.field else ""
            say(f"  {report.source}, {problem.locator}:{field} {problem.reason}")
        if len(report.problems) > SHOWN_PROBLEMS:
            say(f"  … and {len(report.problems) - SHOWN_PROBLEMS:,} more problems (--json lists them all)")
    read = [report for report in reports if report.format]
    if len(read) > 1:
        put(
            f"in all: {sum(r.read for r in read):,} read, {sum(r.added for r in read):,} added, "
            f"{sum(r.unchanged for r in read):,} unchanged, {sum(r.revised for r in read):,} revised, "
            f"{sum(r.refused for r in read):,} refused"
        )
