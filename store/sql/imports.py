"""What an import writes: sources, runs, postings and their revisions, problems."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from store.anchors import found_again
from store.identity import norm_sha256
from store.records import Problem, Span
from store.text import canonical, canonical_line

from .connection import Connection, Record
from .search import Indexed, index, unindex

if TYPE_CHECKING:
    from store.drafts import Draft


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that an import reads. `file` is a label for people, never a path that is opened again."""

    source: str
    file: str
    sha256: str
    bytes: int
    format: str
    parser_version: int


def begin(db: Connection, origin: Origin) -> int:
    """Write the run and return its row number."""
    source = db.value("SELECT id FROM source WHERE name = ?", [origin.source])
    if source is None:
        source = db.insert("source", {"name": origin.source})
    return db.insert(
        "import",
        {
            "source_id": source,
            "at": datetime.now(UTC).isoformat(timespec="microseconds"),
            "file": origin.file,
            "sha256": origin.sha256,
            "bytes": origin.bytes,
            "format": origin.format,
            "parser_version": origin.parser_version,
        },
    )


def progress(db: Connection, run: int, counts: Record, *, finished: bool) -> None:
    """Write how far a run has come."""
    db.change(
        "UPDATE import SET added = :added, unchanged = :unchanged, revised = :revised, refused = :refused, "
        "finished = :finished WHERE id = :run",
        {**counts, "finished": finished, "run": run},
    )


def known(db: Connection, keys: Sequence[str]) -> dict[str, Record]:
    """Return, of the keys that are stored, `id`, `content_sha256` and `locator`."""
    return {
        row["key"]: row
        for row in db.rows(
            "SELECT key, id, content_sha256, locator FROM posting WHERE key IN (SELECT value FROM json_each(?))",
            [json.dumps(list(keys))],
        )
    }


def add(db: Connection, run: int, key: str, content: str, draft: "Draft") -> int:
    """Store a new posting and return its row number."""
    source = db.value("SELECT source_id FROM import WHERE id = ?", [run])
    number = db.insert(
        "posting",
        {"key": key, "source_id": source, "import_id": run, **_columns(draft), "content_sha256": content},
    )
    db.insert("body", {"posting_id": number, "text": draft.body, "raw": draft.raw})
    _add_locations(db, number, draft)
    index(db, [_indexed(number, draft)])
    add_problems(db, run, number, draft.repairs)
    return number


def move(db: Connection, number: int, locator: str) -> None:
    """Note that an unchanged posting now stands elsewhere in its source."""
    db.change("UPDATE posting SET locator = ? WHERE id = ?", [locator, number])


def revise(db: Connection, run: int, number: int, content: str, draft: "Draft") -> None:
    """Keep what the posting was, store what it is now, and find the spans again by their quotes."""
    old = db.row(
        "SELECT p.*, b.text, b.raw FROM posting p JOIN body b ON b.posting_id = p.id WHERE p.id = ?", [number]
    )
    if old is None:
        raise RuntimeError(f"posting {number} is gone")
    places = list(
        db.rows(
            "SELECT text, country, region, city FROM location WHERE posting_id = ? ORDER BY position",
            [number],
        )
    )
    unindex(
        db,
        Indexed(
            number,
            old["title"] or old["inferred_title"] or "",
            old["company"] or "",
            "\n".join(place["text"] for place in places),
            old["text"],
        ),
    )
    fields = {name: value for name, value in old.items() if name not in ("text", "raw")} | {
        "locations": places
    }
    db.insert(
        "old_body",
        {
            "posting_id": number,
            "revision": old["revision"],
            "replaced_by": run,
            "text": old["text"],
            "raw": old["raw"],
            "fields": json.dumps(fields, ensure_ascii=True),
        },
    )
    columns = {**_columns(draft), "content_sha256": content, "revision": old["revision"] + 1}
    setters = ", ".join(f'"{name}" = ?' for name in columns)
    db.change(f"UPDATE posting SET {setters} WHERE id = ?", [*columns.values(), number])
    db.change("UPDATE body SET text = ?, raw = ? WHERE posting_id = ?", [draft.body, draft.raw, number])
    db.change("DELETE FROM location WHERE posting_id = ?", [number])
    _add_locations(db, number, draft)
    index(db, [_indexed(number, draft)])
    add_problems(db, run, number, draft.repairs)
    _withdraw_proposals(db, number)
    for table in ("tag", "note"):
        _anchor_again(db, table, number, old["text"], draft.body)


def add_problems(db: Connection, run: int, number: int | None, problems: Sequence[Problem]) -> None:
    """Store problems of a run; `number` is the posting they are about, or None for a refused record."""
    db.change_many(
        "INSERT INTO problem (import_id, posting_id, locator, field, reason) VALUES (?, ?, ?, ?, ?)",
        [
            (run, number, canonical_line(problem.locator), problem.field, canonical(problem.reason))
            for problem in problems
        ],
    )


def _withdraw_proposals(db: Connection, number: int) -> None:
    """Take back what was proposed on the ground of the old text; what people said stays."""
    db.change(
        "UPDATE pair SET kind = NULL, score = NULL, reasons = '[]' WHERE a_id = :number OR b_id = :number",
        {"number": number},
    )


def _anchor_again(db: Connection, table: str, number: int, old: str, new: str) -> None:
    spans = list(
        db.rows(
            f'SELECT uid, start, "end", quote FROM "{table}" WHERE posting_id = ? AND quote IS NOT NULL '
            "ORDER BY start IS NULL, start, rowid",
            [number],
        )
    )
    move = f'UPDATE OR IGNORE "{table}" SET start = ?, "end" = ? WHERE uid = ?'
    # All are lifted first, as one may come to stand where another stood. Of two equal tags that come to
    # stand in one place, the second stays lifted: its quote is kept for a person to settle. Those that an
    # earlier revision lifted are looked for too, last, as their words may be back.
    for row in spans:
        db.change(move, [None, None, row["uid"]])
    for row in spans:
        lifted = row["start"] is None
        span = Span(0, 0, row["quote"]) if lifted else Span(row["start"], row["end"], row["quote"])
        again = found_again("" if lifted else old, new, span)
        if again:
            db.change(move, [again.start, again.end, row["uid"]])


def _columns(draft: "Draft") -> Record:
    guess = draft.title_inferred
    return {
        "locator": draft.locator,
        "external_id": draft.external_id,
        "url": draft.url,
        "title": draft.title,
        "inferred_title": guess.text if guess else None,
        "inferred_rule": guess.rule if guess else None,
        "inferred_start": guess.start if guess else None,
        "inferred_end": guess.end if guess else None,
        "company": draft.company,
        "work_mode": draft.work_mode,
        "employment_type": json.dumps(draft.employment_type),
        "date_posted": draft.date_posted.isoformat() if draft.date_posted else None,
        "salary_text": draft.salary_text,
        "sections": json.dumps([(s.heading, s.start, s.end) for s in draft.sections]),
        "source_skills": json.dumps([(s.text, s.requirement) for s in draft.source_skills]),
        "norm_sha256": norm_sha256(draft.body),
    }


def _add_locations(db: Connection, number: int, draft: "Draft") -> None:
    db.change_many(
        "INSERT INTO location (posting_id, position, text, country, region, city) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (number, position, place.text, place.country, place.region, place.city)
            for position, place in enumerate(draft.locations)
        ],
    )


def _indexed(number: int, draft: "Draft") -> Indexed:
    guess = draft.title_inferred.text if draft.title_inferred else ""
    return Indexed(
        number,
        draft.title or guess,
        draft.company or "",
        "\n".join(place.text for place in draft.locations),
        draft.body,
    )
