"""postil log"""

import re
from datetime import UTC, datetime, timedelta

import click

from store import Arrival, Event, UsageError, parse

from .session import annotator_called, annotator_given, print_json, put, say, session, session_options
from .shapes import of_arrival, of_event

MOST_EVENTS = 10**9  # SQLite counts no further than 2**63
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@click.command("log")
@click.option("--posting", metavar="KEY", help="The whole story of this posting, with how it came.")
@click.option(
    "--by", metavar="NAME", help="Only what this annotator decided; --annotator does the same here."
)
@click.option(
    "--since", metavar="TIME", help="Not before this day or time (UTC): 2026-03-29, 2026-03-29T14:30."
)
@click.option("--until", metavar="TIME", help="Not after this day or time (UTC).")
@click.option(
    "--action", "actions", multiple=True, metavar="NAME", help="Only this: tag, state, undo… Repeatable."
)
@click.option("--query", metavar="QUERY", help="Only on postings that a search finds.")
@click.option("--undone", is_flag=True, help="Only what was taken back, and is so still.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@session_options
def log_command(
    posting: str | None,
    by: str | None,
    since: str | None,
    until: str | None,
    actions: tuple[str, ...],
    query: str | None,
    undone: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Tell who decided what, and when (UTC), the newest first.

    With --posting also when and from which file it came, and what changed it among others.
    """
    wanted = parse(query) if query is not None else None
    for fault in wanted.faults if wanted else ():
        say(f"postil: {fault.sentence}")
    by = by or annotator_given()
    begin, end = _time(since, "--since"), _time(until, "--until", end=True)
    with session().store(readonly=True) as store:
        key = store.key_of(posting) if posting else None
        found = store.record(
            session().annotator,
            posting=key,
            by=by and annotator_called(by),
            since=begin,
            until=end,
            actions=actions,
            query=wanted,
            undone=undone,
            limit=min(limit, MOST_EVENTS),
        )
        events = len(found.events)
        told: list[Event | Arrival] = [*found.events]
        if key and not (by or actions or undone or wanted):
            came = [
                one for one in store.arrivals(key) if (begin or "") <= one.at and (not end or one.at <= end)
            ]
            told = sorted([*told, *came], key=lambda one: one.at, reverse=True)
    if found.some_hidden:
        say("What others decide of postings that you share is hidden until all of you are done with them.")
    if as_json:
        print_json([of_event(one) if isinstance(one, Event) else of_arrival(one) for one in told])
        return
    for one in told:
        put(_line(one))
    more = "; --limit shows more" if events == limit else ""
    say(f"{events:,} event{'' if events == 1 else 's'}{more}")


def _line(one: Event | Arrival) -> str:
    at = f"{one.at[:19]}Z"
    if isinstance(one, Arrival):
        return f"{at} {one.summary}"
    verb = {"undo": "undid: ", "redo": "did again: "}.get(one.action, "")
    return f"#{one.seq} {at} {one.annotator}: {verb}{one.summary}{'  (undone)' if one.undone else ''}"


def _time(given: str | None, option: str, *, end: bool = False) -> str | None:
    """Return a day or time as the journal keeps times; the end of a day or second is its last microsecond."""
    if given is None:
        return None
    try:
        at = datetime.fromisoformat(given)
        if at.tzinfo is None:
            at = at.replace(tzinfo=UTC)
        if end and _DAY.fullmatch(given):
            at += timedelta(days=1, microseconds=-1)
        return at.astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{option} {given!r} is no day or time. Write 2026-03-29 or 2026-03-29T14:30."
        ) from error
