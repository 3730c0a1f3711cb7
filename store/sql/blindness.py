"""Whose a posting is, and what of it is hidden from whom: conditions for reading postings."""

from typing import Any

from store.query import Term

from .connection import Connection

FINISHED = "('done', 'skipped')"


def has_any(db: Connection, who: int) -> bool:
    """Whether any posting was assigned to an annotator."""
    return db.value("SELECT 1 FROM assignment WHERE annotator_id = ? LIMIT 1", [who]) is not None


def blind(db: Connection, posting: int, who: int) -> bool:
    """Whether what others say of a posting is hidden from an annotator for now."""
    return bool(db.value(f"SELECT {hidden(str(posting), '?')}", [who, who]))


def hidden(posting: str, who: str) -> str:
    """Return the condition that what others say of a posting is hidden from an annotator; it takes `who` twice.

    It is where several are to see the posting, the annotator among them, until all of these are done with it.
    """
    return (
        f"(EXISTS (SELECT 1 FROM assignment mine WHERE mine.posting_id = {posting} AND mine.annotator_id = {who}) "
        f"AND EXISTS (SELECT 1 FROM assignment theirs WHERE theirs.posting_id = {posting} "
        f"AND theirs.annotator_id <> {who}) AND EXISTS (SELECT 1 FROM assignment whose LEFT JOIN state told "
        "ON told.posting_id = whose.posting_id AND told.annotator_id = whose.annotator_id "
        f"WHERE whose.posting_id = {posting} AND coalesce(told.state, 'todo') NOT IN {FINISHED}))"
    )


def hidden_from(who: str) -> str:
    """Return the query for the row numbers of postings of which things are hidden from an annotator.

    It takes `who` three times.
    """
    return (
        f"SELECT own.posting_id FROM assignment own WHERE own.annotator_id = {who} "
        f"AND {hidden('own.posting_id', who)}"
    )


def heard(verdict: str, who: str) -> str:
    """Return the condition that a verdict is an annotator's own, or that nothing of its postings is hidden from them.

    It takes `who` five times.
    """
    of_one, of_other = (hidden(f"{verdict}.{side}_id", who) for side in "ab")
    return f"({verdict}.annotator_id = {who} OR NOT ({of_one} OR {of_other}))"


# A row of a decision has its posting or its pair in its name, or its posting among its columns; a copy of tags names
# the postings that it went to. From the event to its postings: the other way round SQLite would try every blind one.
_TOUCHED = """
SELECT q.id FROM json_each({event}.changes) c CROSS JOIN posting q
    ON q.key IN (c.value ->> '$.key.posting', c.value ->> '$.key.a', c.value ->> '$.key.b',
        c.value ->> '$.after.posting', c.value ->> '$.before.posting')
UNION ALL
SELECT q.id FROM json_each({event}.changes) c
CROSS JOIN json_each(coalesce(c.value -> '$.after.to', c.value -> '$.before.to')) target
CROSS JOIN posting q ON q.key = target.key
"""


def told(event: str, who: str) -> str:
    """Return the condition that an event is an annotator's own, or touches no posting that is blind for them.

    It takes `who` seven times.
    """
    touched, kept_back = _TOUCHED.format(event=event), hidden_from(who)
    return (
        f"({event}.annotator_id = {who} OR NOT coalesce({event}.posting_id IN ({kept_back}), 0) "
        f"AND NOT EXISTS (SELECT 1 FROM ({touched}) touched WHERE +touched.id IN ({kept_back})))"
    )


def condition(term: Term, who: int) -> tuple[str, list[Any]]:
    """Return the condition that a posting is assigned to whom a search names."""
    wanted = term.text.lower()
    assigned = (
        "SELECT 1 FROM assignment x JOIN annotator n ON n.id = x.annotator_id WHERE x.posting_id = p.id"
    )
    if not wanted:
        return f"EXISTS ({assigned})", []
    if wanted == "anyone":
        return "1", []
    if wanted == "me":
        return f"EXISTS ({assigned} AND x.annotator_id = ?)", [who]
    if term.prefix:
        return f"EXISTS ({assigned} AND instr(folded(n.name), folded(?)) = 1)", [term.text]
    return f"EXISTS ({assigned} AND folded(n.name) = folded(?))", [term.text]
