"""What datasets call people, who may be called otherwise here."""

import re
import secrets

from .connection import Connection

_PSEUDONYM = re.compile("annotator-[0-9a-f]{8}")


def another(db: Connection, name: str) -> str:
    """Return what datasets are to call somebody new: what one called them already, else what nobody is called."""
    called = name if _PSEUDONYM.fullmatch(name) else f"annotator-{secrets.token_hex(4)}"
    while db.value("SELECT 1 FROM annotator WHERE pseudonym = ?", [called]):
        called = f"annotator-{secrets.token_hex(4)}"
    return called


def pseudonyms(db: Connection) -> dict[str, str]:
    """Return by name what datasets call everybody, in the order of joining: a name, once written, is never removed.

    A pseudonym is the same in every dataset, and on every other machine it is nobody else's.
    """
    return {
        row["name"]: row["pseudonym"] for row in db.rows("SELECT name, pseudonym FROM annotator ORDER BY id")
    }


def person(db: Connection, called: str) -> str:
    """Return the name of whom a dataset calls so: an annotator's name, else their pseudonym, else a new name."""
    found: str | None = db.value(
        "SELECT name FROM annotator WHERE name = :called OR pseudonym = :called OR id = "
        "(SELECT annotator_id FROM former_pseudonym WHERE pseudonym = :called) "
        "ORDER BY name <> :called, pseudonym <> :called LIMIT 1",
        {"called": called},
    )
    return found or called
