"""postil assign"""

import click

from store import EVERYTHING, Shares, Sharing, UsageError, parse

from .events import tell
from .session import annotator_called, print_json, put, say, session, session_options


@click.command("assign")
@click.option("--annotators", metavar="NAME,NAME", help="Among whom; without it, as it was done last.")
@click.option("--overlap", metavar="PERCENT", help="The part that two see, as 20%; 0% unless it is said.")
@click.option("--seed", type=int, help="Another number shares out otherwise; 0 unless it is said.")
@click.option("--release", metavar="NAME,NAME", help="Take what these have not begun, and share it out anew.")
@click.option("--query", metavar="QUERY", help="Only of the postings that match.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--show", is_flag=True, help="Say who has what, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@session_options
def assign_command(
    annotators: str | None,
    overlap: str | None,
    seed: int | None,
    release: str | None,
    query: str | None,
    dry_run: bool,
    show: bool,
    as_json: bool,
) -> None:
    """Decide who sees which postings. Whoever has some sees only these in the review, until asked for all.

    What somebody has stays theirs: run it again to share out what was imported since, or to raise the overlap. What
    two of them see is blind: neither sees what the other says of it until both are done. That holds in the
    application, in `show`, `search` and `log`; exports, `agreement` and `adjudicate` are for leads, and hold
    everything. One undo takes it back.
    """
    who = session().annotator
    if show:
        with session().store(readonly=True) as store:
            _tell_shares(store.shares(), as_json=as_json)
        return
    wanted = parse(query) if query else EVERYTHING
    released = _names(release)
    with session().store(readonly=dry_run) as store:
        last = store.shares().last
        sharing = _sharing(last, annotators, overlap, seed, released)
        if dry_run:
            would = store.count_assignments(who, sharing, wanted, released)
            if as_json:
                print_json({"given": would.given, "taken": would.taken})
            for name, count in () if as_json else would.given.items():
                put(f"{name}: {count:,} more")
            for name, count in () if as_json else would.taken.items():
                put(f"{name}: {count:,} fewer")
            say("Nothing was done." if would.given or would.taken else "There is nothing to share out.")
            return
        event = store.assign(who, sharing, wanted, released)
    tell(event, "There is nothing to share out: all are somebody's.", as_json=as_json)


def _sharing(
    last: Sharing | None,
    annotators: str | None,
    overlap: str | None,
    seed: int | None,
    released: tuple[str, ...],
) -> Sharing:
    """Return what was asked for; what was not said is as it was last."""
    known = last or Sharing(())
    names = known.annotators
    if annotators is not None:
        names = _names(annotators)
    elif released:
        names = tuple(name for name in names if name not in released)
    return Sharing(
        names,
        known.overlap if overlap is None else _part(overlap),
        known.seed if seed is None else seed,
    )


def _names(told: str | None) -> tuple[str, ...]:
    return tuple(annotator_called(name) for name in (told or "").split(",") if name.strip())


def _part(told: str) -> float:
    told = told.strip()
    try:
        percent = float(told.removesuffix("%"))
    except ValueError:
        raise UsageError(f"--overlap takes a percentage, as 20%, not {told!r}.") from None
    if 0 < percent < 1 and not told.endswith("%"):
        raise UsageError(f"--overlap takes a percentage: write {percent:.0%} or {percent:g}%, not {told!r}.")
    return percent / 100


def _tell_shares(shares: Shares, *, as_json: bool) -> None:
    last = shares.last
    if as_json:
        print_json(
            {
                "postings": shares.postings,
                "unassigned": shares.unassigned,
                "shared": shares.shared,
                "annotators": [
                    {
                        "name": one.annotator,
                        "postings": one.postings,
                        "shared": one.shared,
                        "finished": one.finished,
                    }
                    for one in shares.by_annotator
                ],
                "last": last and {"annotators": last.annotators, "overlap": last.overlap, "seed": last.seed},
            }
        )
        return
    for one in shares.by_annotator:
        put(f"{one.annotator}: {one.postings:,} postings, {one.shared:,} shared, {one.finished:,} finished")
    put(
        f"{shares.unassigned:,} of {shares.postings:,} postings are nobody's; {shares.shared:,} are several people's."
    )
    if last is not None:
        names = ", ".join(last.annotators)
        say(f"Shared out last among {names}, overlap {last.overlap:.0%}, seed {last.seed}.")
