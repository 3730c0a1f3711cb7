"""postil suggest, copy-tags: what is proposed for a posting, and its tags for others"""

from typing import TYPE_CHECKING

import click

from store import Event, Requirement, Store, UsageError, parse

from .events import tell
from .session import print_json, put, say, session, session_options

if TYPE_CHECKING:
    from skills.suggesting import Suggested

_event_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command("suggest")
@click.argument("key")
@click.option(
    "--accept", type=click.IntRange(1, 9), metavar="N", help="Tag the posting with the skill of that number."
)
@click.option("--reject", type=click.IntRange(1, 9), metavar="N", help="Do not propose that one here again.")
@click.option(
    "--requirement",
    type=click.Choice([one.value for one in Requirement]),
    help="How it is asked for, if not as proposed.",
)
@_event_json
@session_options
def suggest_command(
    key: str, accept: int | None, reject: int | None, requirement: str | None, as_json: bool
) -> None:
    """List the likeliest nine skills of the posting KEY, with reasons, and accept or reject one."""
    if accept is not None and reject is not None:
        raise UsageError("Accept one or reject one: the numbers change with each.")
    annotator = session().annotator
    with session().store(readonly=accept is None and reject is None) as store:
        whole = store.key_of(key)
        found = nine(store, annotator, whole)
        if accept is not None:
            wanted = Requirement(requirement) if requirement else None
            event = _accepted(store, annotator, whole, _numbered(found, accept), wanted)
            return tell(event, "That is there already.", as_json=as_json)
        if reject is not None:
            one = _numbered(found, reject)
            event = store.reject(annotator, [whole], one.skill.label, one.kind)
            return tell(event, "That is rejected already.", as_json=as_json)
    if as_json:
        return print_json([_shape(one) for one in found])
    for one in found:
        put(f"{one.number}  {one.skill.label} ({one.requirement}: {one.why}): {'; '.join(one.reasons)}")
    return say(f"{len(found)} skills proposed")


def nine(store: Store, annotator: str, key: str) -> "list[Suggested]":
    """Return the skills to propose for a posting as the database is now."""
    from duplicates.clusters import cluster_of, clustering
    from skills.mentions import Finder
    from skills.suggesting import Offer, suggested
    from skills.tag_sets import TagSets

    with store.snapshot():
        posting = store.posting(annotator, key)
        vocabulary = [skill for skill, _ in store.vocabulary()]
        cluster = cluster_of(store, key, annotator)
        others = [member.key for member in cluster.members if member.key != key] if cluster else []
        clusters = [
            [one.canonical, *(member.key for member in one.members if member.key != one.canonical)]
            for one in clustering(store).clusters
        ]
        return suggested(
            posting,
            Offer(vocabulary),
            Finder(vocabulary).mentions(posting.body),
            [store.posting(annotator, other).tags for other in others],
            TagSets(store.tag_sets(), clusters).relations,
            {uri for uri, accepted in store.answers(annotator, key).items() if not accepted},
            annotator,
        )


def _numbered(found: "list[Suggested]", number: int) -> "Suggested":
    if number > len(found):
        raise UsageError(f"{len(found)} skills are proposed there, so there is no number {number}.")
    return found[number - 1]


def _accepted(
    store: Store, annotator: str, key: str, one: "Suggested", requirement: Requirement | None
) -> Event | None:
    span = (one.mention.start, one.mention.end) if one.mention else None
    return store.accept(annotator, key, one.skill.label, one.kind, requirement or one.requirement, span)


def _shape(one: "Suggested") -> dict[str, object]:
    return {
        "number": one.number,
        "skill": one.skill.label,
        "uri": one.skill.uri,
        "kind": one.kind.value,
        "requirement": one.requirement.value,
        "why": one.why,
        "reasons": list(one.reasons),
        "start": one.mention.start if one.mention else None,
        "end": one.mention.end if one.mention else None,
        "quote": one.mention.quote if one.mention else None,
    }


@click.command("copy-tags")
@click.argument("key")
@click.option(
    "--to", "query", metavar="QUERY", help="To all postings that this search finds, not to the copies."
)
@click.option("--dry-run", is_flag=True, help="Only count what would be done.")
@_event_json
@session_options
def copy_tags_command(key: str, query: str | None, dry_run: bool, as_json: bool) -> None:
    """Copy your tags of the posting KEY to all its copies, or to what a search finds: one event, one undo.

    Words that stand there too are the evidence there; a skill that you tagged there already is left as it is.
    """
    from duplicates.clusters import cluster_of

    annotator = session().annotator
    with session().store(readonly=dry_run) as store:
        whole = store.key_of(key)
        cluster = None if query is not None else cluster_of(store, whole, annotator)
        if query is None and cluster is None:
            raise UsageError(
                f"{key} has no copies that anybody settled. --to QUERY copies to what a search finds."
            )
        to = (
            parse(query)
            if query is not None
            else [member.key for member in cluster.members]
            if cluster
            else []
        )
        if not dry_run:
            return tell(
                store.copy_tags(annotator, whole, to), "All of them have these skills.", as_json=as_json
            )
        counted = store.count_copies(annotator, whole, to)
    if as_json:
        shape = {
            "postings": counted.postings,
            "tags": counted.tags,
            "without_evidence": counted.without_evidence,
            "unchanged": counted.unchanged,
        }
        return print_json(shape)
    return put(
        f"{counted.tags:,} tags for {counted.postings:,} postings, {counted.without_evidence:,} of them without "
        f"evidence; {counted.unchanged:,} postings stay as they are"
    )
