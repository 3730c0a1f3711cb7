"""Where each annotator stopped, what they left unsaved, and when something of theirs was set."""

import json
from typing import Literal

from store.places import Place, SavedSearch, Spot
from store.text import folded
from store.words import QueueOrder

from .connection import Connection
from .postings import id_of


def place(db: Connection, who: int) -> Place:
    """Return where an annotator stopped: as remembered, else at the posting of the last decision."""
    row = db.row(
        "SELECT p.key, l.query, l.queue_order, l.spot FROM place l LEFT JOIN posting p ON p.id = l.posting_id "
        "WHERE l.annotator_id = ?",
        [who],
    )
    if row is not None:
        spot = _spot(row["spot"]) if row["spot"] else None
        return Place(row["key"], row["query"], QueueOrder(row["queue_order"]), spot)
    last = db.value(
        "SELECT p.key FROM event e JOIN posting p ON p.id = e.posting_id WHERE e.annotator_id = ? "
        "ORDER BY e.at DESC, e.uid DESC LIMIT 1",
        [who],
    )
    return Place(last, "")


def remember(db: Connection, who: int, place: Place, at: str) -> None:
    """Write where an annotator is, and that they looked at that posting then."""
    number = id_of(db, place.posting) if place.posting is not None else None
    db.change(
        "INSERT INTO place (annotator_id, posting_id, query, queue_order, spot) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET posting_id = excluded.posting_id, query = excluded.query, "
        "queue_order = excluded.queue_order, spot = excluded.spot",
        [who, number, place.query, place.order.value, _stored(place.spot) if place.spot else None],
    )
    if number is not None:
        see(db, who, number, at)


def see(db: Connection, who: int, posting: int, at: str) -> None:
    """Write that an annotator looked at a posting then."""
    db.change(
        "INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at", [who, posting, at]
    )


def _stored(spot: Spot) -> str:
    return json.dumps([spot.posting, spot.part, spot.values])


def _spot(stored: str) -> Spot:
    posting, part, values = json.loads(stored)
    return Spot(posting, part, tuple(values))


def searches(db: Connection, who: int) -> list[SavedSearch]:
    """Return the searches that an annotator keeps, in the order of their names."""
    rows = db.rows("SELECT name, query FROM saved_search WHERE annotator_id = ? ORDER BY folded", [who])
    return [SavedSearch(**row) for row in rows]


def keep_search(db: Connection, who: int, search: SavedSearch) -> None:
    """Keep a search in place of the one that has its name."""
    db.change(
        "INSERT OR REPLACE INTO saved_search (annotator_id, folded, name, query) VALUES (?, ?, ?, ?)",
        [who, folded(search.name), search.name, search.query],
    )


def forget_search(db: Connection, who: int, name: str) -> None:
    """Keep the search of that name no longer."""
    db.change("DELETE FROM saved_search WHERE annotator_id = ? AND folded = ?", [who, folded(name)])


def draft(db: Connection, who: int, posting: int) -> str:
    """Return the text of a note that was begun and not saved, or an empty one."""
    found: str | None = db.value(
        "SELECT text FROM draft WHERE annotator_id = ? AND posting_id = ?", [who, posting]
    )
    return found or ""


def keep_draft(db: Connection, who: int, posting: int, text: str) -> None:
    """Keep the text of a note for later; a blank one is forgotten."""
    if text.strip():
        db.change("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", [who, posting, text])
    else:
        db.change("DELETE FROM draft WHERE annotator_id = ? AND posting_id = ?", [who, posting])


def time_of(db: Connection, table: Literal["state", "canonical"], posting: int, who: int) -> str | None:
    """Return when an annotator's state or canonical choice of a posting was set, or None."""
    found: str | None = db.value(
        f'SELECT at FROM "{table}" WHERE posting_id = ? AND annotator_id = ?', [posting, who]
    )
    return found
