"""postil check, backup"""

from pathlib import Path

import click

from store import NotFound, UsageError

from .conflicts import conflict_findings
from .session import print_json, put, say, session, session_options


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@session_options
def check_command(as_json: bool) -> int:
    """Check the file, its references, and every span against its quote. Exit 1 where something is found."""
    with session().store(readonly=True) as store:
        findings = [*store.findings(), *conflict_findings(store)]
    if as_json:
        print_json({"findings": findings})
    else:
        for finding in findings:
            put(finding)
        found = "1 finding" if len(findings) == 1 else f"{len(findings):,} findings"
        say(found if findings else "All is well.")
    return 1 if findings else 0


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@session_options
def backup_command(file: Path) -> None:
    """Write a consistent copy of the database to FILE while others work. Never overwrites."""
    if file.is_dir():
        raise UsageError(f"{file} is a folder. Give the name of a file in it.")
    if not file.parent.is_dir():
        raise NotFound(f"There is no folder {file.parent}.")
    with session().store(readonly=True) as store:
        store.backup(file)
    say(f"{session().db} was copied to {file}.")
