"""Rows of what was settled: read, and made and taken away by one change for very many."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from agreement.consensus import Tagging
from store.anchors import found_again
from store.identity import KEY_LENGTH
from store.postings import Span
from store.units import Adjudication, Answer, Reason, Settled, UnitKind, UnitName
from store.words import Requirement, State, Verdict

from .connection import Connection, Record

ABSENT = "absent"

Accepted = dict[str, list[tuple[str, str, str, str]]]
"""By the key of a posting what is accepted there: kind, about, result, basis."""

_KEY = re.compile(f'"([0-9a-f]{{{KEY_LENGTH}}})"')


def written(answer: Answer, body: str) -> str:
    """Return a result as it is kept: evidence with its words, which are found again in a revised body."""
    if isinstance(answer, Tagging):
        spans = [[start, end, body[start:end]] for start, end in sorted(answer.spans)]
        return json.dumps({"requirement": answer.requirement, "spans": spans})
    return ABSENT if answer is None else answer


def _read(kind: str, result: str, body: str | None) -> Answer:
    if kind != UnitKind.TAG:
        return result
    if result == ABSENT:
        return None
    told = json.loads(result)
    spans = (_anchored(body or "", Span(*span)) for span in told["spans"])
    return Tagging(told["requirement"], frozenset((span.start, span.end) for span in spans if span))


def is_sound(kind: str, about: str, result: str) -> bool:
    """Whether a row says what can be settled: its kind, what it is about, and a result that can be read."""
    match kind:
        case UnitKind.STATE:
            return not about and result in set(State)
        case UnitKind.VERDICT:
            return bool(about) and result in set(Verdict)
        case UnitKind.TAG:
            return bool(about) and (result == ABSENT or _is_tagging(result))
    return False


def _is_tagging(result: str) -> bool:
    try:
        told = json.loads(result)
        return told["requirement"] in set(Requirement) and all(
            isinstance(start, int) and isinstance(end, int) and 0 <= start < end and isinstance(quote, str)
            for start, end, quote in told["spans"]
        )
    except (ValueError, TypeError, KeyError):
        return False


def unsound(db: Connection) -> Iterator[tuple[str, str]]:
    """Yield posting and annotator of what was settled and cannot be read, in the order of import."""
    for row in db.rows(
        "SELECT p.key, n.name, j.kind, j.about, j.result, j.how, j.reason FROM adjudication j "
        "JOIN posting p ON p.id = j.posting_id JOIN annotator n ON n.id = j.annotator_id "
        "ORDER BY j.posting_id, j.kind, j.about, n.name"
    ):
        known = row["how"] in set(Settled) and row["reason"] in {*Reason, None}
        pair = row["kind"] == UnitKind.VERDICT
        there = not pair or db.value("SELECT 1 FROM posting WHERE key = ?", [row["about"]])
        if not (known and there and is_sound(row["kind"], row["about"], row["result"])):
            yield row["key"], row["name"]


def _anchored(body: str, span: Span) -> Span | None:
    return span if body[span.start : span.end] == span.quote else found_again("", body, span)


_MEANT = (
    "LEFT JOIN skill raw ON j.kind = 'tag' AND raw.uri = j.about "
    "LEFT JOIN skill k ON k.id = coalesce(raw.meant_id, raw.id)"
)
_ROWS = f"""
SELECT p.key, j.kind, coalesce(k.uri, j.about) AS about, j.result, j.how, j.reason, j.note, n.name AS annotator,
    j.at, j.basis, iif(j.kind = 'tag' AND j.result <> 'absent', b.text, NULL) AS body
FROM adjudication j JOIN posting p ON p.id = j.posting_id JOIN body b ON b.posting_id = p.id
JOIN annotator n ON n.id = j.annotator_id
{_MEANT}
"""


def adjudicated(db: Connection) -> Iterator[Adjudication]:
    """Yield what units were settled as, in the order of import; of several words on one unit the latest."""
    last = 0
    while numbers := db.tuples(
        "SELECT DISTINCT posting_id FROM adjudication WHERE posting_id > ? ORDER BY posting_id LIMIT 500",
        [last],
    ):
        yield from _of(db, last, numbers[-1][0])
        last = numbers[-1][0]


def of_posting(db: Connection, number: int) -> dict[UnitName, Adjudication]:
    """Return what was settled of one posting."""
    return {one.name: one for one in _of(db, number - 1, number)}


def bases(db: Connection, keys: Sequence[str]) -> dict[UnitName, str]:
    """Return what stands for the answers from which units of some postings were settled last."""
    return {
        UnitName(UnitKind(kind), key, about): basis
        for key, kind, about, basis in db.tuples(
            "SELECT p.key, j.kind, coalesce(k.uri, j.about), j.basis FROM json_each(?) e "
            "CROSS JOIN posting p ON p.key = e.value CROSS JOIN adjudication j ON j.posting_id = p.id "
            f"{_MEANT} JOIN annotator n ON n.id = j.annotator_id ORDER BY j.at, n.name",
            [json.dumps(list(keys))],
        )
    }


def _of(db: Connection, after: int, last: int) -> list[Adjudication]:
    latest: dict[UnitName, Adjudication] = {}
    for row in db.rows(
        f"{_ROWS} WHERE j.posting_id > ? AND j.posting_id <= ? ORDER BY j.posting_id, j.kind, about, j.at, n.name",
        [after, last],
    ):
        name = UnitName(UnitKind(row["kind"]), row["key"], row["about"])
        latest[name] = Adjudication(
            name=name,
            answer=_read(row["kind"], row["result"], row["body"]),
            how=Settled(row["how"]),
            reason=Reason(row["reason"]) if row["reason"] else None,
            note=row["note"],
            annotator=row["annotator"],
            at=row["at"],
            basis=row["basis"],
        )
    return list(latest.values())


def stored(db: Connection, name: UnitName, posting: int, who: int) -> Record | None:
    """Return the row that an annotator has of a unit, without its name, or None."""
    return db.row(
        "SELECT at, result, how, reason, note, basis FROM adjudication "
        "WHERE posting_id = ? AND kind = ? AND about = ? AND annotator_id = ?",
        [posting, name.kind.value, name.about, who],
    )


def latest_event(db: Connection) -> int:
    """Return the number of the latest event, 0 where there is none."""
    return db.value("SELECT coalesce(max(seq), 0) FROM event") or 0


def changed_since(db: Connection, event: int) -> set[str] | None:
    """Return the keys of all postings that events behind one speak of; None where a skill changed, so any may."""
    keys: set[str] = set()
    for key, changes in db.tuples(
        "SELECT p.key, e.changes FROM event e LEFT JOIN posting p ON p.id = e.posting_id WHERE e.seq > ?",
        [event],
    ):
        if '"table": "skill_word"' in changes:
            return None
        keys.update(_KEY.findall(changes), [key] if key else [])
    return keys


def accepted(row: Mapping[str, Any]) -> Iterator[tuple[Record, Record]]:
    """Yield what an acceptance of many is made of: the name of each row in portable names, and its other columns."""
    for posting, units in row["units"].items():
        for kind, about, result, basis in units:
            name = {"posting": posting, "kind": kind, "about": about, "annotator": row["annotator"]}
            how = Settled.UNANIMOUS.value
            yield (
                name,
                {
                    "at": row["at"],
                    "result": result,
                    "how": how,
                    "reason": None,
                    "note": "",
                    "basis": basis,
                },
            )


def carry_out(
    db: Connection,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    annotator_id: Callable[[str], int],
) -> None:
    """Accept what a change names, or with `before` take that back."""
    if before is not None:
        who = annotator_id(before["annotator"])
        db.change_many(
            "DELETE FROM adjudication WHERE posting_id = (SELECT id FROM posting WHERE key = :posting) "
            "AND kind = :kind AND about = :about AND annotator_id = :who AND at = :at",
            [{**name, **columns, "who": who} for name, columns in accepted(before)],
        )
    if after is not None:
        who = annotator_id(after["annotator"])
        db.change_many(
            "INSERT OR IGNORE INTO adjudication (posting_id, kind, about, annotator_id, at, result, how, reason, "
            "note, basis) SELECT id, :kind, :about, :who, :at, :result, :how, :reason, :note, :basis FROM posting "
            "WHERE key = :posting",
            [{**name, **columns, "who": who} for name, columns in accepted(after)],
        )
