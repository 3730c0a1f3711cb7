"""Counts over the whole database."""

from store.counts import AnnotatorCount, MentionCount, Status, SuggestionCount
from store.words import State, SuggestionKind

from .connection import Connection
from .skill_words import folded_tags


def status(db: Connection) -> Status:
    """Count everything once; a posting's state is the latest word on it, whoever's."""
    postings = db.value("SELECT count(*) FROM posting")
    folded = folded_tags(db)
    decided = db.value("SELECT count(*) FROM (SELECT DISTINCT a_id, b_id FROM verdict)")
    still_open = db.value(
        "SELECT count(*) FROM pair r WHERE kind IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM verdict v WHERE v.a_id = r.a_id AND v.b_id = r.b_id)"
    )
    return Status(
        postings=postings,
        sources={
            row["name"]: row["n"]
            for row in db.rows(
                "SELECT s.name, count(p.id) AS n FROM source s LEFT JOIN posting p ON p.source_id = s.id "
                "GROUP BY s.id ORDER BY s.name"
            )
        },
        states=states(db, postings),
        tags=db.value("SELECT count(*) FROM tag") - sum(folded.values()),
        notes=db.value("SELECT count(*) FROM note"),
        pairs_open=still_open,
        pairs_decided=decided,
        annotators=tuple(
            AnnotatorCount(
                row["name"],
                row["done"],
                row["tags"] - folded.get(row["id"], 0),
                row["notes"],
                row["verdicts"],
            )
            for row in db.rows(
                "SELECT a.id, a.name, "
                "(SELECT count(*) FROM state s WHERE s.annotator_id = a.id AND s.state = 'done') AS done, "
                "(SELECT count(*) FROM tag t WHERE t.annotator_id = a.id) AS tags, "
                "(SELECT count(*) FROM note n WHERE n.annotator_id = a.id) AS notes, "
                "(SELECT count(*) FROM verdict v WHERE v.annotator_id = a.id) AS verdicts "
                "FROM annotator a ORDER BY a.name"
            )
        ),
        mentions=mentions(db),
    )


def states(db: Connection, postings: int) -> dict[str, int]:
    """Return how many of all postings are in each state, by the latest word on each, whoever's."""
    found = {state.value: 0 for state in State}
    for row in db.rows(
        "SELECT state, count(*) AS n FROM (SELECT state, max(at) FROM state GROUP BY posting_id) GROUP BY state"
    ):
        found[row["state"]] = row["n"]
    found[State.TODO] = postings - sum(n for name, n in found.items() if name != State.TODO)
    return found


def suggestions(db: Connection) -> tuple[SuggestionCount, ...]:
    """Return how many proposals of each kind were accepted and rejected, by everybody together."""
    found: dict[str, list[int]] = {}
    for kind, accepted, number in db.tuples(
        "SELECT kind, accepted, count(*) FROM suggestion GROUP BY kind, accepted"
    ):
        found.setdefault(kind, [0, 0])[accepted] = number
    return tuple(
        SuggestionCount(kind, found[kind][1], found[kind][0]) for kind in SuggestionKind if kind in found
    )


def mentions(db: Connection) -> MentionCount | None:
    """Return what was counted last, or None."""
    row = db.row("SELECT at, mentions, postings, skills FROM mention_count")
    return MentionCount(**row) if row else None


def keep_mentions(db: Connection, counted: MentionCount) -> None:
    """Keep a count in place of the last one."""
    db.change("DELETE FROM mention_count")
    db.insert(
        "mention_count",
        {
            "at": counted.at,
            "mentions": counted.mentions,
            "postings": counted.postings,
            "skills": counted.skills,
        },
    )
