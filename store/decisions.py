"""Each decision of a person, as the changes it makes and the sentence that tells of it."""

import json
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .postings import Note, Posting, Skill, Span, Tag
from .sql.journal import COPIES, Change
from .sql.skills import row as skill_row
from .words import Requirement, State, Verdict

if TYPE_CHECKING:
    from .pairs import Judgement

Row = Mapping[str, Any]
LONGEST_SHOWN = 40  # characters of a title or quote in a summary


def name(posting: Posting) -> str:
    """Return how a summary calls a posting."""
    return f"“{shortened(posting.shown_title)}”" if posting.shown_title else posting.key[:8]


def shortened(text: str) -> str:
    """Return text on one line, cut to what a summary has room for."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def tag(
    posting: Posting,
    annotator: str,
    skill: Skill,
    requirement: Requirement,
    span: Span | None,
    *,
    new_skill: bool,
) -> tuple[str, list[Change]]:
    """Tag a posting, making the skill first where it is new."""
    changes = [made(skill)] if new_skill else []
    changes.append(
        Change(
            "tag",
            {"uid": uuid.uuid4().hex},
            None,
            {
                "posting": posting.key,
                "skill": skill.uri,
                "annotator": annotator,
                "requirement": requirement.value,
                **_span(span),
            },
        )
    )
    words = f" on “{shortened(span.quote)}”" if span else ""
    return f"tagged {skill.label} ({requirement}){words} in {name(posting)}", changes


def made(skill: Skill) -> Change:
    """Make a skill."""
    record = skill_row(skill)
    return Change("skill", {"uri": record.pop("uri")}, None, record)


def untag(posting: Posting, tag: Tag, rows: Sequence[Row]) -> tuple[str, list[Change]]:
    """Take a tag away; `rows` are what it is made of, more than one where merged skills made several tags one."""
    about = {"posting": posting.key, "annotator": tag.annotator}
    changes = [
        Change("tag", {"uid": row["uid"]}, {**about, **{n: row[n] for n in row if n != "uid"}}, None)
        for row in rows
    ]
    return f"removed the tag {tag.skill.label} from {name(posting)}", changes


def require(
    posting: Posting, tag: Tag, requirement: Requirement, rows: Sequence[Row]
) -> tuple[str, list[Change]]:
    """Say how the posting asks for a skill; `rows` are what the tag is made of."""
    changes = [
        Change(
            "tag",
            {"uid": row["uid"]},
            {"requirement": row["requirement"]},
            {"requirement": requirement.value},
        )
        for row in rows
        if row["requirement"] != requirement.value
    ]
    return f"{tag.skill.label} is {requirement} in {name(posting)}", changes


def note(posting: Posting, annotator: str, text: str, span: Span | None, at: str) -> tuple[str, list[Change]]:
    """Write a note."""
    row = {"posting": posting.key, "annotator": annotator, "at": at, "text": text, **_span(span)}
    summary = f"noted “{shortened(text)}” on {name(posting)}"
    return summary, [Change("note", {"uid": uuid.uuid4().hex}, None, row)]


def rewrite(posting: Posting, note: Note, text: str) -> tuple[str, list[Change]]:
    """Change the text of a note."""
    change = Change("note", {"uid": note.uid}, {"text": note.text}, {"text": text})
    return f"rewrote a note on {name(posting)}", [change]


def unnote(posting: Posting, note: Note) -> tuple[str, list[Change]]:
    """Take a note away."""
    row = {
        "posting": posting.key,
        "annotator": note.annotator,
        "at": note.at,
        "text": note.text,
        **_span(note.span, note.lost_quote),
    }
    summary = f"removed the note “{shortened(note.text)}” from {name(posting)}"
    return summary, [Change("note", {"uid": note.uid}, row, None)]


def state(
    posting: Posting, annotator: str, wanted: State, at: str, stored_at: str | None
) -> tuple[str, list[Change]]:
    """Set an annotator's state of a posting; `stored_at` is when the present one was set, None if never."""
    key = {"posting": posting.key, "annotator": annotator}
    before = {"state": posting.state.value, "at": stored_at} if stored_at else None
    after = {"state": wanted.value, "at": at} if wanted is not State.TODO else None
    return f"{wanted}: {name(posting)}", [Change("state", key, before, after)]


class Judged(NamedTuple):
    """A pair by its keys in import order, its new verdict (None takes it back), and the annotator's present one.

    `unknown` where its row has to be made first.
    """

    a: str
    b: str
    verdict: Verdict | None
    present: "Judgement | None"
    unknown: bool


def answer(
    posting: str,
    annotator: str,
    skill: Skill,
    before: Row | None,
    after: Row,
) -> list[Change]:
    """Remember what an annotator makes of a proposed skill; `before` is the row that remembers another answer."""
    key = {"posting": posting, "uri": skill.uri, "annotator": annotator}
    return (
        [Change("suggestion", key, dict(before) if before else None, dict(after))] if before != after else []
    )


def copy(
    posting: Posting,
    annotator: str,
    tags: Sequence[Tag],
    to: Mapping[str, Sequence[tuple[int, int | None, int | None]]],
) -> tuple[str, list[Change]]:
    """Copy tags to other postings, with the places where their words were found there."""
    row = {
        "annotator": annotator,
        "tags": [
            {
                "skill": tag.skill.uri,
                "requirement": tag.requirement.value,
                "quote": tag.span.quote if tag.span else None,
            }
            for tag in tags
        ],
        "to": to,
    }
    made = sum(len(places) for places in to.values())
    return (
        f"copied {_number(made, 'tag')} from {name(posting)} to {_number(len(to), 'posting')}",
        [Change(COPIES, {"copy": uuid.uuid4().hex}, None, row)],
    )


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def judge(pairs: Sequence[Judged], annotator: str, at: str, what: str) -> tuple[str, list[Change]]:
    """Give pairs their verdicts. `what` names the pairs in the summary."""
    changes = []
    for pair in pairs:
        key = {"a": pair.a, "b": pair.b, "annotator": annotator}
        if pair.unknown:
            row = {"kind": None, "score": None, "reasons": "[]"}
            changes.append(Change("pair", {"a": pair.a, "b": pair.b}, None, row))
        before = {"verdict": pair.present.verdict.value, "at": pair.present.at} if pair.present else None
        after = {"verdict": pair.verdict.value, "at": at} if pair.verdict else None
        changes.append(Change("verdict", key, before, after))
    said = Counter(pair.verdict for pair in pairs)
    words = ", ".join(
        f"{count} {verdict or 'no verdict'}" if len(said) > 1 else f"{verdict or 'no verdict'}"
        for verdict, count in said.most_common()
    )
    return f"{words}: {what}", changes


def canonical(posting: Posting, annotator: str, at: str, stored_at: str | None) -> tuple[str, list[Change]]:
    """Choose a cluster's canonical posting; `stored_at` is when this one was chosen before, None if never."""
    key = {"posting": posting.key, "annotator": annotator}
    before = {"at": stored_at} if stored_at else None
    return f"canonical: {name(posting)}", [Change("canonical", key, before, {"at": at})]


def use_model(
    annotator: str, at: str, start: float, weights: Mapping[str, float], learned: Mapping[str, float]
) -> tuple[str, list[Change]]:
    """Let a learned model score pairs."""
    row = {
        "annotator": annotator,
        "at": at,
        "start": start,
        "weights": json.dumps(dict(weights)),
        "learned": json.dumps(dict(learned)),
    }
    change = Change("model", {"uid": uuid.uuid4().hex}, None, row)
    return f"pairs are scored by model {change.key['uid'][:8]}, learned from verdicts", [change]


def forget_model(annotator: str, at: str) -> tuple[str, list[Change]]:
    """Let the defaults score pairs."""
    row = {"annotator": annotator, "at": at, "start": None, "weights": None, "learned": "{}"}
    return "pairs are scored by the defaults again", [Change("model", {"uid": uuid.uuid4().hex}, None, row)]


def _span(span: Span | None, lost_quote: str | None = None) -> dict[str, object]:
    if span is None:
        return {"start": None, "end": None, "quote": lost_quote}
    return {"start": span.start, "end": span.end, "quote": span.quote}
