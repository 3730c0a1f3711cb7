"""Where the words of a tag or a note stand in a posting, whatever texts it had: the same wherever it is asked."""

from collections.abc import Sequence

from store.anchors import found_again
from store.postings import Span

from .connection import Connection, Record


def texts(db: Connection, number: int) -> list[str]:
    """Return the text of a posting, and those that it had before, the latest first."""
    return [
        text
        for (text,) in db.tuples(
            "SELECT text FROM (SELECT text, 1 << 62 AS number FROM body WHERE posting_id = :id UNION ALL "
            "SELECT text, fields ->> 'revision' FROM old_body WHERE posting_id = :id) "
            "ORDER BY number DESC, text",
            {"id": number},
        )
    ]


def place(texts: Sequence[str], row: Record) -> tuple[int | None, int | None]:
    """Return where the words that a row quotes stand now, None where they are gone.

    They are looked for by what stood around them in the latest text that has them at the offsets of the row.
    """
    body, *old = texts
    span = Span(row["start"] or 0, row["end"] or 0, row["quote"])
    if row["start"] is not None and body[span.start : span.end] == span.quote:
        return span.start, span.end
    text = next((text for text in old if text[span.start : span.end] == span.quote), "")
    again = found_again(text, body, span)
    return (again.start, again.end) if again else (None, None)
