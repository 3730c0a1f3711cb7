"""What the files hold: postings in, pairs out."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from store import Comparable, Location, Unreadable, UsageError, canonical, canonical_line
from store.candidates import LONGEST

PLACE = pa.struct([(name, pa.string()) for name in ("text", "country", "region", "city")])

POSTINGS = pa.schema(
    [
        ("number", pa.int64()),
        ("key", pa.string()),
        ("title", pa.string()),
        ("inferred", pa.string()),
        ("company", pa.string()),
        ("places", pa.list_(PLACE)),
        ("date_posted", pa.string()),
        ("content", pa.string()),
        ("body", pa.string()),
    ]
)
"""What is read. `key` and `body` must be there, any other column may be missing or hold nulls.

`number` is the place of a posting in the order of import and is made of the key where it is missing. `inferred` is
a title that stands for one that is not stated. `places` may be one text, or a list of texts, too. `content` is the
hash that the database has of the posting; where it is missing, the hash of the body when normalised stands for it.
"""

PAIRS = pa.schema(
    [
        ("a", pa.string()),
        ("b", pa.string()),
        ("kind", pa.string()),
        ("score", pa.float64()),
        ("reasons", pa.list_(pa.string())),
        ("shared", pa.int64()),
        ("containment", pa.float64()),
        ("model", pa.string()),
        ("a_content", pa.string()),
        ("b_content", pa.string()),
    ]
)
"""What is written. `a` and `b` are keys, the rest is what the machine proposes and why.

`shared` counts the rare phrases that both have, `containment` is the part of those of the one with fewer; a pair of
equal words counts none. `model` names the model that scored the pair, null for one of equal words. `a_content` and
`b_content` say which texts were looked at: by `content` of POSTINGS, or what stands for it.
"""


def check_postings(name: str, schema: pa.Schema) -> None:
    """Raise Unreadable where a file's columns are not those of postings."""
    for needed in ("key", "body"):
        if needed not in schema.names:
            raise Unreadable(
                f"{name} has no column {needed!r}, so it holds no postings. `postil duplicates export-texts` writes "
                "such a file."
            )
    for field in schema:
        wanted = _WANTED.get(field.name)
        if wanted and not any(is_one(field.type) for is_one in wanted):
            what = "whole numbers" if field.name == "number" else "text"
            raise Unreadable(f"{name}: the column {field.name!r} holds {field.type} where {what} should be.")


_TEXT = (pa.types.is_string, pa.types.is_large_string, pa.types.is_null)
# Places may be texts or lists, dates may be dates or texts.
_WANTED = {
    "number": (pa.types.is_integer, pa.types.is_null),
    **dict.fromkeys(("key", "title", "inferred", "company", "content", "body"), _TEXT),
}


def comparable(row: Mapping[str, Any], number: int, words: str) -> Comparable:
    """Return what is compared of a row of postings; columns that are missing are None."""
    return Comparable(
        id=number,
        key=row["key"],
        title=_line(row.get("title")),
        inferred=_line(row.get("inferred")),
        company=_line(row.get("company")),
        locations=tuple(_places(row.get("places"))),
        date_posted=_line(row.get("date_posted")),
        words=words,
        body=canonical(row.get("body") or "")[:LONGEST],
        content=row.get("content") or "",
    )


def _line(value: object) -> str | None:
    return (canonical_line(str(value)) or None) if value is not None else None


def _places(value: object) -> list[Location]:
    found = []
    for one in value if isinstance(value, list) else [value]:
        known = one if isinstance(one, Mapping) else {"text": one}
        parts = {name: _line(known.get(name)) for name in PLACE.names}
        if text := parts.pop("text"):
            found.append(Location(text, **parts))
    return found


def twice(name: str) -> UsageError:
    """Return the error for postings that cannot be told apart."""
    return UsageError(
        f"{name} holds two postings of one key or number. Give each posting one row and a key of its own."
    )
