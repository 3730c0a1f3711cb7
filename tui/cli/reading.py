"""postil search, show, status"""

import click

from duplicates.clusters import Clustering, cluster_of, clustering
from store import EVERYTHING, Posting, Progress, Row, Status, parse
from tui.text import shown_lines

from .session import print_json, put, say, session, session_options
from .shapes import of_posting, of_row, of_status

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


# A word with a minus is part of the query and no option, so that a search is typed here as in the application.
@click.command("search", context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("query", nargs=-1)
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@_json
@session_options
def search_command(query: tuple[str, ...], limit: int | None, as_json: bool) -> None:
    """List the postings that match QUERY, in the order of import; all of them without one.

    Words, "phrases", -not, and fields: title: company: location: country: state: source: tag: note: dup: key:
    """
    if "-h" in query:
        click.echo(click.get_current_context().get_help())
        return
    for word in query:
        if word.startswith("--"):
            raise click.NoSuchOption(word)
    wanted = parse(" ".join(query)) if query else EVERYTHING
    for fault in wanted.faults:
        say(f"postil: {fault.sentence}")
    with session().store(readonly=True) as store:
        rows = list(store.listing(session().annotator, wanted, limit))
    if as_json:
        print_json([of_row(row, row.snippet) for row in rows])
        return
    for row in rows:
        put(_line(row))
        if row.snippet:
            put(f"    {row.snippet}")
    say(f"{len(rows):,} postings")


def _line(row: Row) -> str:
    title = row.title or (f"~{row.title_inferred.text}" if row.title_inferred else "(no title stated)")
    place = "; ".join(place.name for place in row.locations)
    return (
        f"{row.key[:10]}  {row.state:8} {title}{' · ' if place else ''}{place}  [{row.source}:{row.locator}]"
    )


@click.command("show")
@click.argument("key")
@click.option("--raw", is_flag=True, help="Print the record as it was imported.")
@_json
@session_options
def show_command(key: str, raw: bool, as_json: bool) -> None:
    """Show the posting KEY (a key, the start of one, or SOURCE:LOCATOR) whole."""
    with session().store(readonly=True) as store:
        whole = store.key_of(key)
        if raw:
            click.echo(shown_lines(store.raw(whole)))
            return
        posting = store.posting(session().annotator, whole)
        cluster = cluster_of(store, whole, session().annotator)
    if as_json:
        print_json(of_posting(posting, cluster))
        return
    _print_posting(posting)
    if cluster:
        put(f"cluster: {', '.join(member.key[:10] for member in cluster.members)}")


def _print_posting(posting: Posting) -> None:
    put(f"{posting.shown_title or '(no title stated)'}{' (inferred)' if posting.title is None else ''}")
    put(f"{posting.key}  {posting.state}  {posting.source}:{posting.locator}")
    for name, value in (
        ("company", posting.company),
        ("place", "; ".join(place.name for place in posting.locations)),
        ("salary", posting.salary_text),
    ):
        if value:
            put(f"{name}: {value}")
    click.echo(f"\n{shown_lines(posting.body)}\n")
    for tag in posting.tags:
        quote = f" “{tag.span.quote}” {tag.span.start}:{tag.span.end}" if tag.span else ""
        put(f"tag: {tag.skill.label} ({tag.requirement}){quote} by {tag.annotator}")
    for note in posting.notes:
        put(f"note: {note.text} by {note.annotator}")


@click.command("status")
@_json
@session_options
def status_command(as_json: bool) -> None:
    """Count postings by source and state, tags, notes, pairs, and what each annotator did."""
    with session().store(readonly=True) as store:
        status = store.status()
        progress = store.progress()
        clusters = clustering(store)
    if as_json:
        print_json(of_status(status, len(clusters.clusters), len(clusters.refusals)))
    else:
        _print_status(status, progress, clusters)


def _days(count: int) -> str:
    return "day of work" if count == 1 else f"{count} days of work"


def _print_status(status: Status, progress: Progress, clusters: Clustering) -> None:
    put(f"{status.postings:,} postings: " + ", ".join(f"{n:,} {name}" for name, n in status.states.items()))
    for name, n in status.sources.items():
        put(f"  {n:>8,}  {name}")
    put(f"{status.tags:,} tags, {status.notes:,} notes")
    if status.mentions:
        put(f"{status.mentions.mentions:,} mentions, counted {status.mentions.at[:16]}Z")
    if progress.pace:
        left = f", about {progress.days_left:,.0f} such days" if progress.days_left else ""
        put(
            f"pace: {progress.pace:,.1f} postings a day over the last {_days(progress.pace_days)}; "
            f"{progress.remaining:,} remain{left}"
        )
    for kind in progress.suggestions:
        share = kind.accepted / kind.answered
        put(f"suggestions ({kind.kind}): {kind.accepted:,} of {kind.answered:,} accepted, {share:.0%}")
    put(
        f"pairs: {status.pairs_open:,} open, {status.pairs_decided:,} decided; "
        f"{len(clusters.clusters):,} clusters"
    )
    for refusal in clusters.refusals:
        parted = refusal.parted
        put(
            f"  {refusal.a[:10]} and {refusal.b[:10]} stay apart: "
            f"a verdict parts {parted[0][:10]} from {parted[1][:10]}"
        )
    for one in status.annotators:
        put(
            f"  {one.name}: {one.done:,} done, {one.tags:,} tags, {one.notes:,} notes, {one.verdicts:,} verdicts"
        )
