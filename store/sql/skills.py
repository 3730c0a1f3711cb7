"""The vocabulary as rows."""

import json
from collections.abc import Iterator, Sequence

from store.records import Skill
from store.text import folded

from .connection import Connection, Record
from .postings import skill_of


def row(skill: Skill) -> Record:
    """Return a skill as its row."""
    return {
        "uri": skill.uri,
        "label": skill.label,
        "folded": folded(skill.label),
        "kind": skill.kind,
        "labels": json.dumps(skill.labels),
    }


def vocabulary(db: Connection) -> Iterator[tuple[Skill, int]]:
    """Yield each skill with the number of postings tagged with it, in the order of their labels."""
    for record in db.rows(
        "SELECT k.*, (SELECT count(DISTINCT posting_id) FROM tag t WHERE t.skill_id = k.id) AS used "
        "FROM skill k ORDER BY k.folded"
    ):
        yield skill_of(record), record["used"]


def size(db: Connection) -> int:
    """Return the number of skills."""
    found: int = db.value("SELECT count(*) FROM skill")
    return found


def find(db: Connection, name: str) -> Skill | None:
    """Return the skill with this URI, preferred label or other label (in that order), or None."""
    record = db.row("SELECT * FROM skill WHERE uri = ?", [name]) or db.row(
        "SELECT * FROM skill WHERE folded = ?", [folded(name)]
    )
    record = record or db.row(
        "SELECT k.* FROM skill k, json_each(k.labels) other WHERE folded(other.value) = folded(?) "
        "ORDER BY k.folded LIMIT 1",
        [name],
    )
    return skill_of(record) if record else None


def put(db: Connection, skills: Sequence[Skill]) -> int:
    """Store imported skills; one whose URI or label is known gains labels. Return how many were new."""
    added = 0
    for skill in skills:
        stored = db.row("SELECT * FROM skill WHERE uri = ? OR folded = ?", [skill.uri, folded(skill.label)])
        if stored is None:
            db.insert("skill", row(skill))
            added += 1
            continue
        known = skill_of(stored)
        labels = list(dict.fromkeys([*known.labels, *skill.labels]))
        if len(labels) > len(known.labels):
            db.change("UPDATE skill SET labels = ? WHERE id = ?", [json.dumps(labels), stored["id"]])
    return added


def slug(label: str) -> str:
    """Return a name for a skill that has no URI: its folded label, with hyphens for spaces."""
    return folded(label).replace(" ", "-")
