"""postil export"""

from pathlib import Path

import click

from duplicates.clusters import clustering
from exports import ExportReport, export
from store import Store

from .progress import progress_bar
from .session import print_json, put, session, session_options


@click.command("export")
@click.option("--to", "target", required=True, type=click.Path(path_type=Path), help="The dataset's folder.")
@click.option("--force", is_flag=True, help="Replace a dataset that is there.")
@click.option("--names", is_flag=True, help="Write the annotators' names instead of pseudonyms.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@session_options
def export_command(target: Path, force: bool, names: bool, as_json: bool) -> None:
    """Write the dataset: postings, tags, notes and verdicts with their schema and checksums."""
    with session().store(readonly=True) as store:
        report = export_dataset(store, target, force=force, names=names)
    if as_json:
        print_json(
            {
                "path": str(report.path),
                "files": list(report.files),
                "rows": dict(report.rows),
                "bytes": report.bytes,
                "sha256": report.sha256,
            }
        )
        return
    for name, rows in report.rows.items():
        put(f"{rows:>8,}  {name}")
    put(f"{len(report.files)} files, {report.bytes:,} bytes, written to {report.path}")


def export_dataset(store: Store, target: Path, *, force: bool, names: bool) -> ExportReport:
    """Write the dataset of one state of the database, with progress."""
    with store.snapshot(), progress_bar("exporting", "postings") as progress:
        clusters = clustering(store).clusters
        return export(
            store,
            target,
            clusters,
            force=force,
            names=names,
            progress=lambda done, total: progress(done, total, ""),
        )
