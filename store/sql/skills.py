"""The vocabulary as rows."""

import json
from collections.abc import Iterator, Mapping, Sequence

from store.postings import Skill
from store.text import folded

from .connection import Connection, Record
from .postings import skill_of
from .skill_words import bearer, tell_again


def row(skill: Skill) -> Record:
    """Return a skill as its row."""
    return {
        "uri": skill.uri,
        "label": skill.label,
        "folded": folded(skill.label),
        "kind": skill.kind,
        "labels": json.dumps(skill.labels),
    }


def vocabulary(db: Connection, *, retired: bool, known: Mapping[str, Skill]) -> Iterator[tuple[Skill, int]]:
    """Yield each skill with the number of postings tagged with it, in the order of their labels.

    Those that were merged into another are in that; those that were retired only where they are asked for. What is
    `known` by its URI and is the same still is yielded as it is.
    """
    for record in db.rows(
        "SELECT k.*, (SELECT count(DISTINCT t.posting_id) FROM tag t WHERE t.skill_id IN "
        "(SELECT k.id UNION ALL SELECT gone.id FROM skill gone WHERE gone.meant_id = k.id)) AS used "
        "FROM skill k WHERE k.meant_id IS NULL AND (NOT k.retired OR :retired) ORDER BY k.folded",
        {"retired": retired},
    ):
        skill = skill_of(record)
        before = known.get(skill.uri)
        yield before if before == skill else skill, record["used"]


def size(db: Connection) -> int:
    """Return the number of skills that are offered."""
    found: int = db.value("SELECT count(*) FROM skill WHERE meant_id IS NULL AND NOT retired")
    return found


def version(db: Connection) -> int:
    """Return a number that grows whenever a skill comes, goes or changes."""
    found: int = db.value("SELECT number FROM vocabulary_version")
    return found


def find(db: Connection, name: str) -> Skill | None:
    """Return the skill with this URI, preferred label or other label (in that order), or None.

    The one that was merged into another is found as that, and one that was renamed by all the names it had.
    """
    number = db.value("SELECT id FROM skill WHERE uri = ?", [name]) or db.value(
        "SELECT id FROM skill WHERE folded = ?", [folded(name)]
    )
    number = number or db.value(
        "SELECT k.id FROM skill k, json_each(k.labels) other WHERE folded(other.value) = folded(?) "
        "ORDER BY k.retired, k.folded LIMIT 1",
        [name],
    )
    number = number or bearer(db, folded(name))
    record = db.row(
        "SELECT k.* FROM skill raw JOIN skill k ON k.id = coalesce(raw.meant_id, raw.id) WHERE raw.id = ?",
        [number],
    )
    return skill_of(record) if record else None


def put(db: Connection, skills: Sequence[Skill]) -> int:
    """Store imported skills; one whose URI or label is known gains labels. Return how many were new.

    What people said of a skill goes before what a file says: its name, what it was merged into, labels taken away.
    """
    added = 0
    for skill in skills:
        number = db.value("SELECT id FROM skill WHERE uri = ?", [skill.uri])
        number = number or bearer(db, folded(skill.label))
        if number is None:
            db.insert("skill", row(skill))
            added += 1
            continue
        stored = db.row("SELECT labels, given FROM skill WHERE id = ?", [number]) or {}
        known = json.loads(stored["given"])[1] if stored["given"] else json.loads(stored["labels"])
        labels = list(dict.fromkeys([*known, *skill.labels]))
        if len(labels) > len(known) and stored["given"]:
            tell_again(db, number, labels)
        elif len(labels) > len(known):
            db.change("UPDATE skill SET labels = ? WHERE id = ?", [json.dumps(labels), number])
    return added


def slug(label: str) -> str:
    """Return a name for a skill that has no URI: its folded label, with hyphens for spaces."""
    return folded(label).replace(" ", "-")


def numbered(db: Connection, number: int) -> Skill | None:
    """Return the skill with that row number as it was before it was merged, or None."""
    record = db.row("SELECT * FROM skill WHERE id = ?", [number])
    return skill_of(record) if record else None
