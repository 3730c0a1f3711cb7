"""postil export"""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.dataset_clusters import clusters_of

from .export_format import (
    foreign_layout,
    format_options,
    losses_shape,
    put_losses,
    refuse_mixing,
    tell_refused,
)
from .progress import progress_bar
from .session import print_json, put, say, session, session_options

if TYPE_CHECKING:
    from exports import ExportReport, Layout, Plan
    from exports.splits import Move
    from store import Store

MOST_TOLD = 20  # moves that are told one by one


@click.command("export")
@click.option("--to", "target", required=True, type=click.Path(path_type=Path), help="The dataset's folder.")
@click.option("--force", is_flag=True, help="Replace a dataset that is there.")
@click.option(
    "--query", default="", metavar="SEARCH", help="Only what this search finds, as in the application."
)
@click.option(
    "--state",
    type=click.Choice(["todo", "done", "skipped", "flagged"]),
    help="Only postings that anybody put in this state, or with --decisions NAME that annotator.",
)
@click.option(
    "--decisions",
    default="all",
    metavar="WHOSE",
    help="Whose word counts: all (side by side), an annotator, majority (what more than half of those who are done "
    "say), or adjudicated (what was settled, and what nobody disagrees on). With the last two disagreements.csv "
    "lists what they leave open.",
)
@click.option(
    "--one-per-cluster", is_flag=True, help="Only canonical postings, with the tags of their clusters."
)
@click.option("--split", metavar="NAME=N,…", help="Splits by cluster: train=80,validation=10,test=10.")
@click.option(
    "--strict", is_flag=True, help="With --split, keep related pairs and those not judged yet together."
)
@click.option(
    "--redact", is_flag=True, help="Blacken e-mail addresses and telephone numbers found by pattern."
)
@click.option("--names", is_flag=True, help="Write the annotators' names instead of pseudonyms.")
@click.option("--with-raw", "raw", is_flag=True, help="Add the records as they were imported.")
@click.option("--excel", is_flag=True, help="Begin the CSV files with the mark by which Excel knows UTF-8.")
@click.option("--parquet", is_flag=True, help="Add a Parquet file of each table.")
@format_options
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@session_options
def export_command(
    target: Path,
    force: bool,
    split: str | None,
    excel: bool,
    parquet: bool,
    form: str | None,
    label: str | None,
    lossy: bool,
    as_json: bool,
    **wishes: Any,
) -> int | None:
    """Write the dataset: postings, tags, notes and verdicts with their schema and checksums."""
    from exports import Plan, check, own_layout
    from exports.foreign import Lossy
    from exports.splits import shares_of
    from store import State, UsageError

    if wishes["strict"] and split is None:
        raise UsageError(
            "--strict is about splits. Say which ones with --split train=80,validation=10,test=10."
        )
    state = wishes.pop("state")
    plan = Plan(
        annotator=session().annotator,
        state=State(state) if state else None,
        splits=shares_of(split) if split is not None else {},
        **wishes,
    )
    refuse_mixing(form, label=label, lossy=lossy, own=excel or parquet)
    foreign = foreign_layout(form, plan, label=label, lossy=lossy) if form else None
    layout = foreign or own_layout(parquet=parquet, excel=excel, disagreements=plan.agreed)
    with session().store(readonly=split is None) as store:
        check(store, target, plan, force=force)  # before places are given to postings
        moves = settle_splits(store, plan) if plan.splits else []
        try:
            report = export_dataset(store, target, force=force, plan=plan, layout=layout)
        except Lossy as error:
            return tell_refused(error, as_json=as_json)
    lost = foreign.lost if foreign else None
    if as_json:
        losses = {} if lost is None else {"format": form, "losses": losses_shape(lost)}
        print_json(_shape(report, moves, plan) | losses)
    else:
        _put(report)
        put_losses(lost or Counter())
    return None


def settle_splits(store: "Store", plan: "Plan") -> "list[Move]":
    """Give every posting its place among the splits, and say what that moves, also by new shares."""
    from exports.splits import moved_by_shares, settle, split_at

    before = store.split_shares()
    moved = moved_by_shares(before, plan.splits, store.places_taken())
    moves = settle(store, lambda: clusters_of(store, plan), plan.splits, strict=plan.strict)
    for (old, new), postings in moved.items():
        say(f"The shares changed: {postings:,} postings go from {old} to {new}.")
    told = [
        (move.key, split_at(plan.splits, move.before), split_at(plan.splits, move.after)) for move in moves
    ]
    across = [line for line in told if line[1] != line[2]]
    for key, old, new in across[:MOST_TOLD]:
        say(f"{key} goes from {old} to {new}: its cluster is one with one that was placed earlier.")
    if len(across) > MOST_TOLD:
        say(f"And {len(across) - MOST_TOLD:,} more postings move for that reason; --json lists them all.")
    return moves


def export_dataset(
    store: "Store", target: Path, *, force: bool, plan: "Plan | None" = None, layout: "Layout | None" = None
) -> "ExportReport":
    """Write the dataset of one state of the database, with progress."""
    from exports import Plan, export

    plan = plan or Plan()
    with store.snapshot(), progress_bar("exporting", "postings") as progress:
        return export(
            store,
            target,
            clusters_of(store, plan),
            plan,
            layout=layout,
            force=force,
            progress=lambda done, total: progress(done, total, ""),
        )


def _put(report: "ExportReport") -> None:
    for name, rows in report.rows.items():
        put(f"{rows:>8,}  {name}")
    for name, postings in report.placed.items():
        put(f"{postings:>8,}  postings in {name}")
    for reason, count in sorted(report.left_out.items()):
        put(f"{count:>8,}  left out: {reason}")
    for kind, count in sorted(report.redacted.items()):
        put(f"{count:>8,}  blackened: {kind}")
    put(f"{len(report.files)} files, {report.bytes:,} bytes, written to {report.path}")


def _shape(report: "ExportReport", moves: "list[Move]", plan: "Plan") -> dict[str, Any]:
    from exports.splits import split_at

    return {
        "path": str(report.path),
        "files": list(report.files),
        "rows": dict(report.rows),
        "bytes": report.bytes,
        "sha256": report.sha256,
        "left_out": dict(sorted(report.left_out.items())),
        "redacted": dict(sorted(report.redacted.items())),
        "splits": dict(report.placed),
        "moved": [
            {
                "key": move.key,
                "from": split_at(plan.splits, move.before),
                "to": split_at(plan.splits, move.after),
            }
            for move in moves
        ],
    }
