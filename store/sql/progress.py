"""Figures for whoever wants to know how the work goes."""

from collections.abc import Iterator

from store.counts import DayCount, Progress
from store.words import State

from . import blindness, counts
from .connection import Connection, Record
from .postings import skill_of

PACE_DAYS = 7  # of those on which anybody worked
MOST_USED = 30  # skills


def progress(db: Connection, days: int, who: int) -> Progress:
    """Return the figures, with the latest days on which anybody worked; skills without what is hidden from `who`."""
    postings = db.value("SELECT count(*) FROM posting")
    by_state = counts.states(db, postings)
    counted = _days(db, max(days, PACE_DAYS))
    worked = sorted({one.day for one in counted})
    pace_days = worked[-PACE_DAYS:]
    finished = _finished(db, pace_days[0]) if pace_days else 0
    return Progress(
        postings=postings,
        states=by_state,
        days=tuple(one for one in counted if one.day in worked[-days:]),
        pace=finished / len(pace_days) if pace_days else 0.0,
        pace_days=len(pace_days),
        remaining=by_state[State.TODO],
        skills=tuple((skill_of(row), row["count"]) for row in _most_used(db, who)),
        suggestions=counts.suggestions(db),
    )


def _most_used(db: Connection, who: int) -> Iterator[Record]:
    hidden = blindness.hidden_from(":who")
    asked = {"who": who, "most": MOST_USED}
    if db.value(f"SELECT EXISTS ({hidden})", {"who": who}):
        return db.rows(_MOST_USED_SHOWN.format(hidden=hidden), asked)
    return db.rows(_MOST_USED, asked)


# Counted along an index, as they were tagged; only of one into which others were merged are the postings collected.
_MOST_USED = """
SELECT k.*, coalesce(one.used, (
    SELECT count(DISTINCT t.posting_id) FROM tag t
    WHERE t.skill_id IN (SELECT k.id UNION ALL SELECT gone.id FROM skill gone WHERE gone.meant_id = k.id)
)) AS count
FROM (
    SELECT coalesce(raw.meant_id, raw.id) AS id, CASE WHEN count(*) = 1 THEN max(each.used) END AS used
    FROM (SELECT skill_id, count(DISTINCT posting_id) AS used FROM tag GROUP BY skill_id) each
    JOIN skill raw ON raw.id = each.skill_id GROUP BY 1
) one JOIN skill k ON k.id = one.id
ORDER BY count DESC, k.folded LIMIT :most
"""
_MOST_USED_SHOWN = """
SELECT k.*, count(DISTINCT t.posting_id) AS count FROM tag t JOIN skill raw ON raw.id = t.skill_id
JOIN skill k ON k.id = coalesce(raw.meant_id, raw.id)
WHERE t.annotator_id = :who OR t.posting_id NOT IN ({hidden})
GROUP BY k.id ORDER BY count DESC, k.folded LIMIT :most
"""


def _days(db: Connection, most: int) -> list[DayCount]:
    """Return by day and annotator how many postings have a state of theirs since then."""
    return [
        DayCount(**row)
        for row in db.rows(
            """
            SELECT substr(s.at, 1, 10) AS day, a.name AS annotator,
                sum(s.state = 'done') AS done, sum(s.state <> 'done') AS other
            FROM state s JOIN annotator a ON a.id = s.annotator_id
            WHERE substr(s.at, 1, 10) >= coalesce((SELECT min(day) FROM (
                SELECT DISTINCT substr(at, 1, 10) AS day FROM state ORDER BY day DESC LIMIT ?)), '')
            GROUP BY day, a.id ORDER BY day, a.name
            """,
            [most],
        )
    ]


def _finished(db: Connection, first: str) -> int:
    """Return how many postings got their first word since a day, from anybody: what remained is so many fewer."""
    found: int = db.value(
        "SELECT count(*) FROM (SELECT posting_id FROM state GROUP BY posting_id HAVING min(at) >= ?)", [first]
    )
    return found
