"""postil adjudicate: what several annotators answered differently, and what is made of it."""

from typing import Any

import click

from agreement.consensus import TagConsensus, Tagging
from store import (
    Answer,
    NotFound,
    Posting,
    Reason,
    Requirement,
    Store,
    Unit,
    UnitKind,
    UnitName,
    UsageError,
    verdict_on,
)
from tui.adjudication_words import about, answer_words, comes_to, title_of, waiting

from .deciding import offsets_of
from .events import tell
from .session import print_json, put, say, session, session_options

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_anyway = click.option("--anyway", is_flag=True, help="Also where somebody is still at work on a posting.")
_reason = click.option(
    "--reason", type=click.Choice([one.value for one in Reason]), help="Why the answers differed."
)


@click.group("adjudicate")
@session_options
def adjudicate_command() -> None:
    """Settle what several annotators answered differently.

    Shown are postings on which nobody is at work, and pairs. A result is marked as unanimous or of the majority
    where the answers come to the same, else as adjudicated.
    """


@adjudicate_command.command("list")
@click.argument("key", required=False)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many at most.")
@_anyway
@_json
@session_options
def list_command(key: str | None, limit: int, anyway: bool, as_json: bool) -> None:
    """List the disagreements, the worst first, or all that was answered about the posting KEY."""
    with session().store(readonly=True) as store, store.snapshot():
        if key is None:
            found = store.disagreements(limit, anyway=anyway)
            units = list(found.worst)
        else:
            units = store.units_of(store.key_of(key), anyway=anyway)
        shapes = [_shape(store, unit) for unit in units]
        lines = [] if as_json else [_line(store, unit) for unit in units]
    if as_json:
        print_json(shapes)
        return
    for line in lines:
        put(line)
    if key is None:
        waits = f"; {waiting(found)}" if found.waiting else ""
        waits += " (--anyway lists them too)" if waits and not anyway else ""
        say(
            f"{found.open:,} to settle, {found.unanimous:,} unanimous to accept, {found.settled:,} settled{waits}"
        )


@adjudicate_command.command("take")
@click.argument("key")
@click.option("--skill", metavar="SKILL", help="The tag of this skill is meant.")
@click.option("--pair", metavar="KEY", help="The verdict on the pair with this posting is meant.")
@click.option("--from", "side", metavar="NAME", help="Take this annotator's answer.")
@click.option("--majority", is_flag=True, help="Take what more than half answered.")
@click.option(
    "--as",
    "word",
    metavar="ANSWER",
    help="Take this: a state, a verdict, or for a skill a requirement or `absent`.",
)
@click.option("--span", metavar="START:END", multiple=True, help="With --as: the evidence; may be repeated.")
@_reason
@click.option("--note", metavar="TEXT", default="", help="What is to be remembered of it.")
@_anyway
@_json
@session_options
def take_command(
    key: str,
    skill: str | None,
    pair: str | None,
    side: str | None,
    majority: bool,
    word: str | None,
    span: tuple[str, ...],
    reason: str | None,
    note: str,
    anyway: bool,
    as_json: bool,
) -> None:
    """Settle what was answered about the posting KEY: its state, or with --skill a tag, with --pair a verdict."""
    if sum((side is not None, majority, word is not None)) != 1:
        raise UsageError("Say what to take: --from NAME, --majority or --as ANSWER.")
    if skill and pair:
        raise UsageError("Give --skill or --pair, not both.")
    who = session().annotator
    with session().store() as store:
        name = _named(store, store.key_of(key), skill, pair)
        unit = store.unit(name, anyway=anyway)
        if side is not None:
            if side not in unit.answers:
                raise NotFound(f"{side} did not answer that. Those who did: {', '.join(unit.answers)}.")
            answer = unit.answers[side]
        elif majority:
            answer = majority_of(unit)
        else:
            answer = _worded(unit, word or "", span)
        why = Reason(reason) if reason else None
        event = store.adjudicate(who, name, answer, why, note, anyway=anyway)
    tell(event, "It is settled so already.", as_json=as_json)


@adjudicate_command.command("accept")
@_json
@session_options
def accept_command(as_json: bool) -> None:
    """Accept everything on which all who answered agree, as one decision that one undo takes back."""
    with session().store() as store:
        event = store.accept_unanimous(session().annotator)
    tell(event, "There is nothing unanimous to accept.", as_json=as_json)


def _named(store: Store, key: str, skill: str | None, pair: str | None) -> UnitName:
    if pair:
        return verdict_on(key, store.key_of(pair))
    if skill:
        known = store.find_skill(skill)
        if known is None:
            raise NotFound(f"There is no skill {skill!r}.")
        return UnitName(UnitKind.TAG, key, known.uri)
    return UnitName(UnitKind.STATE, key)


def majority_of(unit: Unit) -> Answer:
    """Return what more than half answered; raises UsageError where there is no such answer."""
    found = unit.consensus
    if found.how == "open":
        raise UsageError(f"There is no majority: the most frequent answer has {found.most} of {found.of}.")
    return found.answer


def _worded(unit: Unit, word: str, span: tuple[str, ...]) -> Answer:
    if unit.name.kind is not UnitKind.TAG:
        return word
    if word == "absent":
        return None
    if word not in set(Requirement):
        names = ", ".join([*(one.value for one in Requirement), "absent"])
        raise UsageError(f"{word!r} is no answer about a skill. Give one of: {names}.")
    found = unit.consensus
    given = [place for one in span if (place := offsets_of(one)) is not None]
    standing = found.answer.spans if isinstance(found, TagConsensus) and found.answer else frozenset()
    return Tagging(word, frozenset(given) or standing)


def _line(store: Store, unit: Unit) -> str:
    posting = store.posting(session().annotator, unit.name.posting)
    titles = {posting.key: f"{posting.key[:10]} {title_of(posting)}", unit.name.about: unit.name.about[:10]}
    skill = store.find_skill(unit.name.about) if unit.name.kind is UnitKind.TAG else None
    said = "; ".join(f"{who}: {answer_words(answer, posting.body)}" for who, answer in unit.answers.items())
    labels = {unit.name.about: skill.label} if skill else {}
    return f"{about(unit, titles, labels)} | {said} | {comes_to(unit, posting.body)}"


def _shape(store: Store, unit: Unit) -> dict[str, Any]:
    posting = store.posting(session().annotator, unit.name.posting)
    skill = store.find_skill(unit.name.about) if unit.name.kind is UnitKind.TAG else None
    found = unit.consensus
    settled = store.settled(unit.name.posting).get(unit.name)
    return {
        "kind": unit.name.kind.value,
        "posting": unit.name.posting,
        "skill": skill.label if skill else None,
        "uri": unit.name.about if unit.name.kind is UnitKind.TAG else None,
        "pair": unit.name.about if unit.name.kind is UnitKind.VERDICT else None,
        "answers": [
            {"annotator": who, "answer": _answer_shape(answer, posting)}
            for who, answer in unit.answers.items()
        ],
        "how": unit.how.value,
        "answer": None if found.how == "open" else _answer_shape(found.answer, posting),
        "most": found.most,
        "of": found.of,
        "settled": settled
        and {
            "answer": _answer_shape(settled.answer, posting),
            "how": settled.how.value,
            "reason": settled.reason and settled.reason.value,
            "note": settled.note,
            "annotator": settled.annotator,
            "at": settled.at,
            "as_answered_now": settled.basis == unit.basis,
        },
    }


def _answer_shape(answer: Answer, posting: Posting) -> Any:
    if isinstance(answer, Tagging):
        return {
            "requirement": answer.requirement,
            "spans": [
                {"start": start, "end": end, "quote": posting.body[start:end]}
                for start, end in sorted(answer.spans)
            ],
        }
    return "absent" if answer is None else answer
