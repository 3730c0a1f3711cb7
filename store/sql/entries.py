"""Who may enter from a browser: names, and the hashes of their tokens."""

from .connection import Connection


def put(db: Connection, name: str, digest: str, at: str) -> None:
    """Let somebody enter with the token of that hash, and no longer with an earlier one."""
    db.change("INSERT OR REPLACE INTO entry (name, token_sha256, at) VALUES (?, ?, ?)", [name, digest, at])


def remove(db: Connection, name: str) -> bool:
    """Let somebody enter no longer; return whether they could."""
    return bool(db.change("DELETE FROM entry WHERE name = ?", [name]))


def digest(db: Connection, name: str) -> str | None:
    """Return the hash of somebody's token, None for who may not enter."""
    found: str | None = db.value("SELECT token_sha256 FROM entry WHERE name = ?", [name])
    return found


def names(db: Connection) -> list[str]:
    """Return who may enter, in the order of their names."""
    return [name for (name,) in db.tuples("SELECT name FROM entry ORDER BY name")]
