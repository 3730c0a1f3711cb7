"""postil tag, untag, note, state, undo, redo: what a key does, for scripts"""

import click

from store import Event, NotFound, Requirement, State, Store, UsageError

from .events import tell
from .session import session, session_options

_span = click.option(
    "--span", metavar="START:END", help="The evidence, as offsets in code points of the body."
)
_quote = click.option(
    "--quote", metavar="TEXT", help="The evidence, as words of the body (their first place)."
)
_json = click.option("--json", "as_json", is_flag=True, help="Print the event as JSON.")


@click.command("tag")
@click.argument("key")
@click.argument("skill")
@click.option(
    "--requirement", type=click.Choice([one.value for one in Requirement]), help="How it is asked for."
)
@_span
@_quote
@_json
@session_options
def tag_command(
    key: str, skill: str, requirement: str | None, span: str | None, quote: str | None, as_json: bool
) -> None:
    """Tag SKILL on the posting KEY; a skill that is not in the vocabulary is made."""
    wanted = Requirement(requirement) if requirement else None
    with session().store() as store:
        event = store.tag(session().annotator, store.key_of(key), skill, wanted, offsets_of(span), quote)
    tell(event, "That tag is there already.", as_json=as_json)


@click.command("untag")
@click.argument("key")
@click.argument("skill")
@_span
@_json
@session_options
def untag_command(key: str, skill: str, span: str | None, as_json: bool) -> None:
    """Remove your tag SKILL from the posting KEY."""
    annotator = session().annotator
    offsets = offsets_of(span)
    with session().store() as store:
        whole = store.key_of(key)
        known = store.find_skill(skill)
        found = [
            tag
            for tag in store.posting(annotator, whole).tags
            if known
            and tag.skill.uri == known.uri
            and tag.annotator == annotator
            and (offsets is None or (tag.span and (tag.span.start, tag.span.end) == offsets))
        ]
        if not found:
            raise NotFound(f"You have no tag {skill!r} on {key}.")
        if len(found) > 1:
            places = ", ".join(f"{tag.span.start}:{tag.span.end}" if tag.span else "none" for tag in found)
            raise UsageError(f"You have {len(found)} tags {skill!r} on {key}. Give --span, one of: {places}.")
        event = store.untag(annotator, whole, found[0].uid)
    tell(event, "", as_json=as_json)


@click.command("note")
@click.argument("key")
@click.argument("text")
@_span
@_quote
@_json
@session_options
def note_command(key: str, text: str, span: str | None, quote: str | None, as_json: bool) -> None:
    """Write a note on the posting KEY."""
    with session().store() as store:
        event = store.note(session().annotator, store.key_of(key), text, offsets_of(span), quote)
    tell(event, "", as_json=as_json)


@click.command("state")
@click.argument("key")
@click.argument("state", type=click.Choice([one.value for one in State]))
@_json
@session_options
def state_command(key: str, state: str, as_json: bool) -> None:
    """Set your STATE of the posting KEY."""
    with session().store() as store:
        event = store.set_state(session().annotator, store.key_of(key), State(state))
    tell(event, f"It is {state} already.", as_json=as_json)


@click.command("undo")
@_json
@session_options
def undo_command(as_json: bool) -> int:
    """Take back your last decision."""
    with session().store() as store:
        return _turned(store, store.undo(session().annotator), "undo", as_json=as_json)


@click.command("redo")
@_json
@session_options
def redo_command(as_json: bool) -> int:
    """Bring back what you undid last."""
    with session().store() as store:
        return _turned(store, store.redo(session().annotator), "redo", as_json=as_json)


def _turned(store: Store, event: Event | None, what: str, *, as_json: bool) -> int:
    tell(event, f"There is nothing of {session().annotator} to {what} in {store.path}.", as_json=as_json)
    return 0 if event else 1


def offsets_of(span: str | None) -> tuple[int, int] | None:
    """Return the offsets of an option `START:END`; raises UsageError."""
    if span is None:
        return None
    start, colon, end = span.partition(":")
    if not (colon and start.isdecimal() and end.isdecimal()):
        raise UsageError(f"--span takes START:END, two numbers, not {span!r}.")
    return int(start), int(end)
