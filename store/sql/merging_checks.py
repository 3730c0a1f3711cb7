"""What comes from elsewhere is looked over before it is written: an event may say what Postil writes, no more."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from store.errors import UsageError
from store.units import Reason, Settled, UnitKind
from store.words import Requirement, State, SuggestionKind, Verdict

from . import adjudication, journal, standing, times
from .connection import Connection, Record
from .journal import ADJUDICATIONS, ASSIGNMENTS, COPIES

BATCH = 2_000
_TYPES: Mapping[str, type | tuple[type, ...]] = {"INTEGER": int, "TEXT": str, "REAL": (int, float)}
_COPIED = {"skill", "requirement", "quote"}
_VALUES = {
    ("tag", "requirement"): frozenset(Requirement),
    ("state", "state"): frozenset(State),
    ("verdict", "verdict"): frozenset(Verdict),
    ("suggestion", "kind"): frozenset(SuggestionKind),
    ("adjudication", "kind"): frozenset(UnitKind),
    ("adjudication", "how"): frozenset(Settled),
    ("adjudication", "reason"): frozenset((*Reason, None)),
    ("skill_word", "said"): frozenset(("name", "label", "unlabel", "retire", "revive", "merge")),
}
BULK = (COPIES, ASSIGNMENTS, ADJUDICATIONS)  # one change for very many rows


def look_over(db: Connection) -> None:
    """Refuse the file where an event names what it may not, or postings that are neither here nor there."""
    allowed = {table: _allowed(db, table) for table in journal.tables()}
    _refuse_odd_skills(db)
    db.change("DROP TABLE IF EXISTS temp.wanted")
    db.change("CREATE TEMP TABLE wanted (key TEXT PRIMARY KEY) WITHOUT ROWID")
    db.change("INSERT OR IGNORE INTO temp.wanted SELECT posting FROM temp.came WHERE posting IS NOT NULL")
    wanted: set[tuple[str]] = set()
    for event in db.rows("SELECT uid, at, who, changes FROM temp.came"):
        try:
            _check_time(event["at"])
            for change in json.loads(event["changes"]):
                _check(change, event["who"], allowed)
                wanted |= {(key,) for key in named(change, "posting")}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UsageError(_odd(event["uid"])) from error
        if len(wanted) > BATCH:
            db.change_many("INSERT OR IGNORE INTO temp.wanted VALUES (?)", list(wanted))
            wanted.clear()
    db.change_many("INSERT OR IGNORE INTO temp.wanted VALUES (?)", list(wanted))
    odd = db.value(
        "SELECT c.uid FROM temp.came c WHERE (c.action IN ('undo', 'redo')) <> (c.refers_to IS NOT NULL) "
        "OR (c.refers_to IS NOT NULL AND NOT EXISTS (SELECT 1 FROM temp.came d WHERE d.uid = c.refers_to "
        "AND d.who = c.who) AND NOT EXISTS (SELECT 1 FROM event d JOIN annotator a ON a.id = d.annotator_id "
        "WHERE d.uid = c.refers_to AND a.name = c.who))"
    )
    if odd is not None:
        raise UsageError(_odd(odd))


def _odd(uid: str) -> str:
    return (
        f"The decision {uid} there is not one that Postil writes, so nothing was merged. "
        "Ask for the file once more, and from whom it is."
    )


def _check_time(told: object) -> None:
    if not isinstance(told, str) or not times.is_time(told):
        raise ValueError(told)
    if times.is_to_come(told):
        raise UsageError(
            f"A decision there is of {told[:10]}, which is still to come, so nothing was merged: it would outlast "
            "all that is decided till then. Set the clocks of both machines right; what was decided under a wrong "
            "one has to be decided anew in a database from before."
        )


def _refuse_odd_skills(db: Connection) -> None:
    odd = db.value(
        "SELECT uri FROM other.skill WHERE trim(label) = '' OR json_type(labels) <> 'array' OR EXISTS "
        "(SELECT 1 FROM json_each(labels) WHERE type <> 'text') OR (given IS NOT NULL AND "
        "(json_type(given, '$[0]') IS NOT 'text' OR json_type(given, '$[1]') IS NOT 'array' "
        "OR trim(given ->> '$[0]') = ''))"
    )
    if odd is not None:
        raise UsageError(
            f"The skill {odd!r} there has no name or labels that can be read, so nothing was merged. "
            "Ask for the file once more, and from whom it is."
        )


@dataclass(frozen=True, slots=True)
class _Shape:
    """The names that the key of a change may have, and of what type each column of the table is."""

    keys: frozenset[str]
    types: Mapping[str, type | tuple[type, ...]]

    def check(self, told: Record) -> None:
        """Raise TypeError where a column has a value of another type."""
        for name, value in told.items():
            if value is not None and not isinstance(value, self.types[name]):
                raise TypeError(told)


def _allowed(db: Connection, table: str) -> _Shape:
    refs = journal.tables()[table].refs
    info = list(db.rows(f'PRAGMA table_info("{table}")'))
    called = {row["name"]: refs[row["name"]][0] if row["name"] in refs else row["name"] for row in info}
    keys = {"uri"} if table == "skill" else {called[row["name"]] for row in info if row["pk"]}
    types = {called[row["name"]]: str if row["name"] in refs else _TYPES[row["type"]] for row in info}
    return _Shape(frozenset(keys), types)


def _check(change: Record, who: str, allowed: Mapping[str, _Shape]) -> None:
    table = change["table"]
    if table not in allowed and table not in BULK:
        raise UsageError(
            f"There are decisions of a kind that this version of Postil does not know ({table!r}). "
            "Install the newer version to merge the file; nothing was changed."
        )
    if set(change) != {"table", "key", "before", "after"}:
        raise ValueError(change)
    if table in BULK:
        _check_bulk(change, who, allowed["tag"])
        return
    shape = allowed[table]
    if change["key"].keys() != shape.keys:
        raise ValueError(change["key"])
    new = change["after"] if change["before"] is None else None
    if table in ("tag", "note") and new is not None and new.keys() != shape.types.keys() - shape.keys:
        raise ValueError(new)
    for part in ("key", "before", "after"):
        told = change[part]
        if told is None:
            continue
        if part != "key" and not told.keys() <= shape.types.keys() - shape.keys:
            raise ValueError(told)
        shape.check(told)
        if told.get("annotator", who) != who:
            raise ValueError(told)
        _check_values(table, told)
        if table == "adjudication" and part != "key":
            _check_settled(change["key"], told)


def _check_values(table: str, told: Record) -> None:
    for (where, name), values in _VALUES.items():
        if table == where and name in told and told[name] not in values:
            raise ValueError(told)
    if "at" in told and not times.is_time(told["at"]):
        raise ValueError(told)
    named = told.get("label") if table == "skill" else told.get("value")
    if isinstance(named, str) and not named.strip():
        raise ValueError(told)
    placed = {"start", "end", "quote"} <= told.keys() and told["start"] is not None
    if placed and not (0 <= told["start"] < told["end"] and told["quote"]):
        raise ValueError(told)


def _check_settled(name: Record, told: Record) -> None:
    _check_time(told["at"])
    if not adjudication.is_sound(name["kind"], name["about"], told["result"]):
        raise ValueError(told)


def _check_bulk(change: Record, who: str, tag: _Shape) -> None:
    # What steps read of it is there, and of the right shape: else they raise.
    for row in (change["before"], change["after"]):
        if row is not None and change["table"] != ASSIGNMENTS and row["annotator"] != who:
            raise ValueError(row)
        if (
            row is not None
            and change["table"] == COPIES
            and any(tag.keys() != _COPIED for tag in row["tags"])
        ):
            raise ValueError(row)
    for step in standing.steps(who, None, [change]):
        said = step.said or {}
        if step.table == "tag":
            tag.check(said)
        _check_values(step.table, said)
        if step.table == "adjudication" and said:
            _check_settled(json.loads(step.key), said)


def named(change: Record, target: str) -> Iterator[str]:
    """Yield what a change names of one kind: keys of postings, or URIs of skills."""
    rows = [record for record in (change["before"], change["after"]) if record is not None]
    if change["table"] == COPIES:
        for row in rows:
            yield from row["to"] if target == "posting" else [tag["skill"] for tag in row["tags"]]
    elif change["table"] == ADJUDICATIONS:
        for row in rows:
            for posting, units in row["units"].items():
                yield from [posting] if target == "posting" else []
                for kind, about, *_ in units:
                    yield from _about(kind, about, target)
    elif change["table"] == ASSIGNMENTS:
        if target == "posting":
            for row in rows:
                for which in ("given", "taken"):
                    for keys in row[which].values():
                        yield from keys
    else:
        refs = journal.tables()[change["table"]].refs
        for name, table, _ in refs.values():
            if table == target:
                yield from (record[name] for record in (change["key"], *rows) if record.get(name) is not None)
        if target == "skill" and change["table"] == "skill":
            yield change["key"]["uri"]
        if change["table"] == "adjudication":
            yield from _about(change["key"]["kind"], change["key"]["about"], target)


def _about(kind: str, about: str, target: str) -> Iterator[str]:
    if (kind, target) in ((UnitKind.VERDICT, "posting"), (UnitKind.TAG, "skill")):
        yield about
