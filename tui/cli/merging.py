"""postil merge, bundle: several databases, and one annotator's work as a file to send"""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from store import Joined, MergeReport, NotFound, UsageError

from .progress import Progress, progress_bar
from .session import annotator_called, print_json, put, say, session, session_options


@click.command("merge")
@click.argument("other", type=click.Path(path_type=Path))
@click.option("--rename", "names", multiple=True, metavar="THERE=HERE", help="Who is called otherwise here.")
@click.option("--dry-run", is_flag=True, help="Say what would come; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what came as JSON.")
@session_options
def merge_command(other: Path, names: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Take over what is in OTHER, a database or a bundle, and not here yet.

    Postings are matched by key, decisions by names of their own: merging twice, or in another order, gives the same.
    What two people decided differently is kept of both. A copy of the database is made first, beside it.
    """
    if other.is_dir():
        raise UsageError(f"{other} is a folder. A dataset is taken over with `postil import {other}`.")
    if not other.exists():
        raise NotFound(f"There is no file {other}.")
    called = _names(names)
    reports: list[MergeReport] = []
    try:
        with session().store() as store, ExitStack() as bars:
            bar: list[Progress] = []

            def tell(people: Sequence[Joined], postings: int) -> None:
                _say_what_comes(people, postings)
                # Only now, as no line may be written across it.
                bar.append(bars.enter_context(progress_bar("trying" if dry_run else "merging", "")))

            reports.append(
                store.merge(
                    other,
                    names=called,
                    trial=dry_run,
                    progress=lambda done, total, now: bar[0](done, total, now),
                    told=tell,
                )
            )
    except KeyboardInterrupt:
        if not reports:  # else it came while the database was being closed
            say("Stopped. Nothing was merged.")
            raise click.exceptions.Exit(130) from None
    [report] = reports
    if as_json:
        print_json(_of_report(other, report))
    else:
        _print(report)
    if not report.anything:
        say("Nothing there is new.")
    if report.uncompared and not dry_run and report.postings:
        say("`postil duplicates find` looks for copies among what came.")
    if dry_run:
        say("A dry run: nothing was written.")
    elif report.backup:
        say(f"The database as it was is in {session().db.with_name(report.backup)}.")


def _names(given: Sequence[str]) -> dict[str, str]:
    names = {}
    for one in given:
        there, equals, here = one.partition("=")
        if not equals or not there.strip():
            raise click.UsageError(f"--rename {one!r} is not of the form THERE=HERE.")
        names[there] = annotator_called(here)
    return names


def _say_what_comes(people: Sequence[Joined], postings: int) -> None:
    say(
        f"There, and not here: {_number(postings, 'posting')}, {_number(sum(p.came for p in people), 'decision')}."
    )
    for one in people:
        name = f"{one.there} (here {one.name})" if one.there else one.name
        if one.came and (one.only_here or one.both):
            say(
                f"  {name}: {_number(one.came, 'decision')} only there, {one.only_here:,} only here, {one.both:,} in "
                f"both. Taken for one person; if they are two, --rename {one.there or one.name}=NAME."
            )
        elif one.came:
            say(f"  {name}: {_number(one.came, 'decision')}")


def _print(report: MergeReport) -> None:
    would = "would come" if report.trial else "came"
    put(
        f"{would}: {_number(report.postings, 'posting')}, {_number(report.events, 'decision')}, "
        f"{_number(report.skills, 'skill')}, {_number(report.pairs, 'proposed pair')}"
    )
    if report.revised:
        put(f"{_number(report.revised, 'posting')} with a later text there; the old one is kept")
    if report.moved:
        would = "would move" if report.trial else "moved"
        put(
            f"{_number(report.moved, 'posting')} {would} to another split of later datasets, as they were placed "
            "there earlier"
        )
    said = {"states": "the state of {}", "tags": "the tags of {}", "verdicts": "the verdict on {}"}
    arose = [
        said[name].format(_number(count, "pair" if name == "verdicts" else "posting"))
        for name, count in report.disagreements.items()
        if count
    ]
    if arose:
        put(f"people now say different things: {', '.join(arose)} (`postil adjudicate` settles them)")


def _of_report(other: Path, report: MergeReport) -> dict[str, object]:
    return {
        "file": str(other),
        "dry_run": report.trial,
        "postings": report.postings,
        "revised": report.revised,
        "skills": report.skills,
        "pairs": report.pairs,
        "events": report.events,
        "annotators": [
            {
                "name": one.name,
                "there": one.there or one.name,
                "came": one.came,
                "only_here": one.only_here,
                "both": one.both,
            }
            for one in report.annotators
        ],
        "disagreements": report.disagreements,
        "uncompared": report.uncompared,
        "moved": report.moved,
        "backup": report.backup,
    }


@click.command("bundle")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what it holds as JSON.")
@session_options
def bundle_command(file: Path, as_json: bool) -> None:
    """Write your decisions (those of --annotator) to FILE, small enough to send; `postil merge` takes it.

    It holds no texts of postings: who merges it has them imported. Never overwrites.
    """
    if file.is_dir():
        raise UsageError(f"{file} is a folder. Give the name of a file in it.")
    if not file.parent.is_dir():
        raise NotFound(f"There is no folder {file.parent}.")
    with session().store(readonly=True) as store:
        report = store.bundle(session().annotator, file)
    size = file.stat().st_size
    if as_json:
        print_json(
            {
                "file": str(file),
                "annotator": report.annotator,
                "events": report.events,
                "skills": report.skills,
                "postings": report.postings,
                "bytes": size,
            }
        )
        return
    decisions, postings = _number(report.events, "decision"), _number(report.postings, "posting")
    skills = _number(report.skills, "skill")
    put(f"{file}: {decisions} of {report.annotator} on {postings}, {skills}, {size / 1000:,.0f} kB")


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
