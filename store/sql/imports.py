"""What an import writes: sources, runs, postings and their revisions, problems."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from store.anchors import found_again
from store.import_report import ImportProblem
from store.postings import Problem, Span
from store.text import INVISIBLE, canonical, canonical_line

from .connection import Connection, Record
from .text_index import Indexed, index, index_stored, unindex

if TYPE_CHECKING:
    from store.drafts import Draft

RECORD_KEPT = 1024 * 1024  # characters of a refused record


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that an import reads. `file` is a label for people, never a path that is opened again.

    `mapping` says which columns the fields come from; `layout` is all else that decides what becomes of a
    record's text, such as the header of a table. `remember` is the mapping to keep for the source once
    something of the file was taken.
    """

    source: str
    file: str
    sha256: str
    bytes: int
    format: str
    parser_version: int
    mapping: Mapping[str, Sequence[str]] = field(default_factory=dict)
    layout: str = ""
    remember: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def reading(self) -> str:
        """What, besides its format, decides how a record of this file is understood."""
        return f"{json.dumps(self.mapping, sort_keys=True)}\n{self.layout}"


@dataclass(frozen=True, slots=True)
class Addition:
    """A posting on its way in: its key, the hash of its content, and its row as `columns` makes it."""

    key: str
    content: str
    columns: Record
    draft: "Draft"


def source_id(db: Connection, name: str) -> int | None:
    """Return the row number of a source, or None."""
    found: int | None = db.value("SELECT id FROM source WHERE name = ?", [name])
    return found


def begin(db: Connection, origin: Origin) -> tuple[int, int]:
    """Write the run; return its row number and its source's."""
    source = source_id(db, origin.source)
    if source is None:
        source = db.insert("source", {"name": origin.source})
    run = db.insert(
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
    return run, source


def remember(db: Connection, source: int | None, columns: Mapping[str, Sequence[str]]) -> None:
    """Keep which columns the source's fields come from."""
    db.change(
        "INSERT INTO mapping (source_id, columns) VALUES (?, ?) "
        "ON CONFLICT (source_id) DO UPDATE SET columns = excluded.columns",
        [source, json.dumps(columns)],
    )


def mapping(db: Connection, source: str) -> dict[str, tuple[str, ...]]:
    """Return which columns the source's fields were last taken from, by field; empty where none is known."""
    found = db.value(
        "SELECT m.columns FROM mapping m JOIN source s ON s.id = m.source_id WHERE s.name = ?", [source]
    )
    return {name: tuple(columns) for name, columns in json.loads(found or "{}").items()}


def progress(db: Connection, run: int, counts: Record, *, finished: bool) -> None:
    """Write how far a run has come."""
    db.change(
        "UPDATE import SET added = :added, unchanged = :unchanged, revised = :revised, refused = :refused, "
        "finished = :finished WHERE id = :run",
        {**counts, "finished": finished, "run": run},
    )


_KNOWN = (
    "key, id, source_id, external_id, revision, content_sha256, locator, record, "
    "url, work_mode, employment_type, date_posted, salary_text, source_skills"
)


_FACTS = ("url", "work_mode", "employment_type", "date_posted", "salary_text", "source_skills")


def known(db: Connection, keys: Sequence[str]) -> dict[str, Record]:
    """Return, of the keys that are stored, what tells whether their postings have changed."""
    return {
        row["key"]: row
        for row in db.rows(
            f"SELECT {_KNOWN} FROM posting WHERE key IN (SELECT value FROM json_each(?))",
            [json.dumps(list(keys))],
        )
    }


def remembered(db: Connection, source: int | None, records: Sequence[int]) -> dict[int, Record]:
    """Return, of the hashes that are stored, the `external_id` and `content_sha256` of such a record."""
    if source is None or not records:
        return {}
    return {
        row["record"]: row
        for row in db.rows(
            "SELECT record, external_id, content_sha256 FROM posting "
            "WHERE source_id = ? AND record IN (SELECT value FROM json_each(?))",
            [source, json.dumps(list(records))],
        )
    }


def facts(row: Record) -> tuple[object, ...]:
    """Return what a posting states beside its text: where one of these changed, it is a revision too."""
    return tuple(row[name] for name in _FACTS)


def facts_of(draft: "Draft") -> tuple[object, ...]:
    """Return the same of a draft."""
    posted = draft.date_posted.isoformat() if draft.date_posted else None
    skills = _list([(s.text, s.requirement) for s in draft.source_skills])
    return draft.url, draft.work_mode, _list(draft.employment_type), posted, draft.salary_text, skills


def add(db: Connection, run: int, source: int | None, added: Sequence[Addition]) -> "list[tuple[int, Draft]]":
    """Store new postings but for the full-text index; return what `index_new` needs to know of them."""
    if not added:
        return []
    last: int = db.value("SELECT coalesce(max(id), 0) FROM posting")
    numbered = list(enumerate(added, last + 1))
    columns = [addition.columns for addition in added]
    names = ("id", "key", "source_id", "import_id", *columns[0])
    marks = ", ".join("?" for _ in names)
    db.change_many(
        f"INSERT INTO posting ({', '.join(names)}) VALUES ({marks})",
        [
            (number, addition.key, source, run, *values.values())
            for (number, addition), values in zip(numbered, columns, strict=True)
        ],
    )
    db.change_many(
        "INSERT INTO body (posting_id, text, raw) VALUES (?, ?, ?)",
        [(number, addition.draft.body, addition.draft.raw) for number, addition in numbered],
    )
    _add_locations(db, [(number, addition.draft) for number, addition in numbered])
    repairs = [(number, problem, None) for number, addition in numbered for problem in addition.draft.repairs]
    add_problems(db, run, repairs)
    return [(number, addition.draft) for number, addition in numbered]


def index_new(db: Connection, added: "Sequence[tuple[int, Draft]]") -> None:
    """Put new postings, in the order of their row numbers, into the full-text index."""
    if not added:
        return
    hidden = {number: draft for number, draft in added if _hides(draft)}
    index_stored(db, added[0][0], added[-1][0], list(hidden))
    index(db, [_indexed(number, draft) for number, draft in hidden.items()])


def _hides(draft: "Draft") -> bool:
    """Whether the index must hold another text than the tables, one without invisible characters."""
    texts = [draft.body, draft.title or "", draft.company or "", *(place.text for place in draft.locations)]
    return any(not text.isascii() and INVISIBLE.search(text) for text in texts)


def move(db: Connection, number: int, locator: str, record: int | None) -> None:
    """Note that an unchanged posting now stands elsewhere in its source, or is worded otherwise around it."""
    db.change("UPDATE posting SET locator = ?, record = ? WHERE id = ?", [locator, record, number])


def revise(db: Connection, run: int, there: Record, new: Addition) -> None:
    """Keep what the posting was, store what it is now, and find the spans again by their quotes.

    `there` is its row as `known` gives it.
    """
    number, draft = there["id"], new.draft
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
    columns = {**new.columns, "revision": max(old["revision"] + 1, draft.revision)}
    setters = ", ".join(f'"{name}" = ?' for name in columns)
    db.change(f"UPDATE posting SET {setters} WHERE id = ?", [*columns.values(), number])
    db.change("UPDATE body SET text = ?, raw = ? WHERE posting_id = ?", [draft.body, draft.raw, number])
    db.change("DELETE FROM location WHERE posting_id = ?", [number])
    _add_locations(db, [(number, draft)])
    index(db, [_indexed(number, draft)])
    add_problems(db, run, [(number, problem, None) for problem in draft.repairs])
    if old["content_sha256"] != new.content:
        _withdraw_proposals(db, number)
    for table in ("tag", "note"):
        _anchor_again(db, table, number, old["text"], draft.body)


def add_problems(
    db: Connection, run: int, problems: Sequence[tuple[int | None, Problem, str | None]]
) -> None:
    """Store problems of a run, each with the posting it is about, or else with the record that was refused."""
    db.change_many(
        "INSERT INTO problem (import_id, posting_id, locator, field, reason, record) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                run,
                number,
                canonical_line(problem.locator),
                problem.field,
                canonical(problem.reason),
                None if record is None else canonical(record[:RECORD_KEPT]),
            )
            for number, problem, record in problems
        ],
    )


def tell_problems(db: Connection, run: int, told: Sequence[tuple[str | None, Problem]]) -> None:
    """Store problems that stopped no record, each with its posting's key or None; an equal older one goes."""
    numbers = {key: row["id"] for key, row in known(db, [key for key, _ in told if key]).items()}
    about = [(numbers.get(key) if key else None, problem) for key, problem in told]
    db.change_many(
        "DELETE FROM problem WHERE posting_id = ? AND field IS ? AND reason = ?",
        [(number, problem.field, canonical(problem.reason)) for number, problem in about if number],
    )
    add_problems(db, run, [(number, problem, None) for number, problem in about])


def problems(db: Connection, run: int, limit: int, after: int = 0) -> list[ImportProblem]:
    """Return the first problems of a run behind the one numbered `after`, in the order in which they were met."""
    return [
        ImportProblem(
            Problem(row["locator"], row["field"], row["reason"]), row["key"], row["record"], row["id"]
        )
        for row in db.rows(
            "SELECT r.*, p.key FROM problem r LEFT JOIN posting p ON p.id = r.posting_id "
            "WHERE r.import_id = ? AND r.id > ? ORDER BY r.id LIMIT ?",
            [run, after, limit],
        )
    ]


def _withdraw_proposals(db: Connection, number: int) -> None:
    """Take back what was proposed on the ground of the old text; what people said stays.

    What this posting tied to others waits with it: they may have been tied to each other through it alone.
    """
    db.change(
        "INSERT OR IGNORE INTO uncompared SELECT CASE a_id WHEN :number THEN b_id ELSE a_id END FROM pair "
        "WHERE (a_id = :number OR b_id = :number) AND kind IN ('exact', 'variant', 'near')",
        {"number": number},
    )
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


def columns(draft: "Draft", content: str, words: str, record: int | None) -> Record:
    """Return the row of a posting, but for its key and its place in the database."""
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
        "employment_type": _list(draft.employment_type),
        "date_posted": draft.date_posted.isoformat() if draft.date_posted else None,
        "salary_text": draft.salary_text,
        "sections": _list([(s.heading, s.start, s.end) for s in draft.sections]),
        "source_skills": _list([(s.text, s.requirement) for s in draft.source_skills]),
        "content_sha256": content,
        "norm_sha256": words,
        "record": record,
        "revision": draft.revision,
    }


def _list(items: Sequence[object]) -> str:
    return json.dumps(items) if items else "[]"


def _add_locations(db: Connection, drafts: "Sequence[tuple[int, Draft]]") -> None:
    db.change_many(
        "INSERT INTO location (posting_id, position, text, country, region, city) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (number, position, place.text, place.country, place.region, place.city)
            for number, draft in drafts
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
