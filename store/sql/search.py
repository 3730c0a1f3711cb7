"""A query as SQL. What a person typed reaches FTS5 only as quoted words."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from store import sql
from store.query import Query, Term
from store.text import visible

from . import blindness
from .connection import Connection

MANY = 20_000  # postings with the words of a search; to list them takes longer than to ask some of all others
MANY_NAMES = 200  # employers

_TOKEN = re.compile(r"[\w+#]+")
_COLUMN = {"title": "title", "company": "company", "location": "location"}


@dataclass(slots=True)
class Where:
    """A condition on `posting p` with its parameters; no parts means every posting.

    Words go to the full-text index in one question, which answers in the order of row numbers and can be left
    after a page: `tables` and `number`, the row number to go by, say so.
    """

    parts: list[str] = field(default_factory=list)
    params: list[Any] = field(default_factory=list)
    by_words: bool = False

    @property
    def sql(self) -> str:
        """The condition, to follow WHERE."""
        return _all(self.parts) or "1"

    @property
    def tables(self) -> str:
        """What to select from, `posting p` among it."""
        return (
            "posting_fts CROSS JOIN posting p ON p.id = posting_fts.rowid" if self.by_words else "posting p"
        )

    @property
    def number(self) -> str:
        """The row number by which to go through what is found."""
        return "posting_fts.rowid" if self.by_words else "p.id"


def where(db: Connection, query: Query, annotator: int, *, apart: bool = False, few: bool = False) -> Where:
    """Turn a query into a condition; `annotator` is whose states and verdicts count.

    With `apart` words are a condition like others, for what goes through postings otherwise than by row number, with
    `few` in such a way that it ends soon where only some of very many are taken.
    """
    found = Where()
    wanted: list[str] = []
    unwanted: list[str] = []
    for term in dict.fromkeys(query.terms):
        if term.field in (None, *_COLUMN) and not term.about and (term.text or term.field is None):
            words = match_expression(term)
            if words is None:
                # Nothing but punctuation: no text holds it.
                found.parts.append("1" if term.excluded else "0")
            else:
                (unwanted if term.excluded else wanted).append(words)
            continue
        sql, params = _condition(db, term, annotator)
        found.parts.append(f"NOT ({sql})" if term.excluded else f"({sql})")
        found.params += params
    if wanted:
        but = f" NOT ({_all(unwanted, 'OR')})" if unwanted else ""
        words = f"({_all(wanted)}){but}"
        found.by_words = not apart
        found.parts.append(_matching(db, words, few=few) if apart else "posting_fts MATCH ?")
        found.params.append(words)
    elif unwanted:
        found.parts.append(
            "NOT EXISTS (SELECT 1 FROM posting_fts WHERE posting_fts MATCH ? AND rowid = p.id)"
        )
        found.params.append(_all(unwanted, "OR"))
    return found


def _matching(db: Connection, words: str, *, few: bool) -> str:
    """Return the condition that a posting has words: each is asked for where very many have them, else all listed."""
    many = few and db.value(
        "SELECT 1 FROM posting_fts WHERE posting_fts MATCH ? LIMIT 1 OFFSET ?", [words, MANY]
    )
    if many:
        return "EXISTS (SELECT 1 FROM posting_fts WHERE posting_fts MATCH ? AND rowid = p.id)"
    return "p.id IN (SELECT rowid FROM posting_fts WHERE posting_fts MATCH ?)"


def _all(parts: Sequence[str], joined: str = "AND") -> str:
    # By halves: SQLite refuses a chain of a thousand, and a pasted text has more words than that.
    if len(parts) <= 2:
        return f" {joined} ".join(parts)
    half = len(parts) // 2
    return f"({_all(parts[:half], joined)}) {joined} ({_all(parts[half:], joined)})"


def _condition(db: Connection, term: Term, annotator: int) -> tuple[str, list[Any]]:
    if term.field == "assigned":
        return blindness.condition(term, annotator)
    if not term.text:
        return _any(term, annotator)
    match term.field:
        case "company":
            names = sql.employers.alike(db, term.text)
            # The sign keeps SQLite from collecting and sorting the postings of very many employers.
            sign = "+" if len(names) > MANY_NAMES else ""
            return f"{sign}coalesce(p.company, '') IN (SELECT value FROM json_each(?))", [json.dumps(names)]
        case "country":
            return (
                "EXISTS (SELECT 1 FROM location l WHERE l.posting_id = p.id AND l.country = upper(?))",
                [term.text],
            )
        case "state":
            return (
                "coalesce((SELECT s.state FROM state s WHERE s.posting_id = p.id AND s.annotator_id = ?), "
                f"'todo') {'LIKE' if term.prefix else '='} lower(?)",
                [annotator, f"{term.text}%" if term.prefix else term.text],
            )
        case "source":
            return f"p.source_id IN (SELECT id FROM source WHERE {_holds('name')})", [term.text]
        case "tag":
            return (
                f"EXISTS (SELECT 1 FROM tag t WHERE t.posting_id = p.id AND t.skill_id IN ({_CALLED}) "
                f"AND {_SHOWN.format(said='t')})",
                [term.text, term.text, annotator, annotator, annotator],
            )
        case "note":
            return (
                f"EXISTS (SELECT 1 FROM note n WHERE n.posting_id = p.id AND {_holds('n.text')} "
                f"AND {_SHOWN.format(said='n')})",
                [term.text, annotator, annotator, annotator],
            )
        case "dup":
            return _pairs(term.text.lower(), annotator)
        case _:
            return "substr(p.key, 1, length(?)) = lower(?)", [term.text, term.text]


# Skills that some tag names, by a part of their label, or by the whole of another one, also of what was merged into
# them and of what they were called once.
_CALLED = """
SELECT raw.id FROM skill raw JOIN skill k ON k.id = coalesce(raw.meant_id, raw.id)
WHERE EXISTS (SELECT 1 FROM tag used WHERE used.skill_id = raw.id) AND (instr(k.folded, folded(?))
    OR EXISTS (SELECT 1 FROM (SELECT folded(?) AS wanted) w WHERE k.given_folded = w.wanted
        OR EXISTS (SELECT 1 FROM json_each(k.labels) other WHERE folded(other.value) = w.wanted)))
"""

# That a tag or a note is shown to an annotator: it is theirs, or the others' are not hidden from them.
_SHOWN = f"({{said}}.annotator_id = ? OR NOT {blindness.hidden('p.id', '?')})"


def _any(term: Term, annotator: int) -> tuple[str, list[Any]]:
    """Return the condition that a posting has something in a field, whatever it is."""
    match term.field:
        case "title":
            return "coalesce(p.title, p.inferred_title) IS NOT NULL", []
        case "company":
            return "p.company IS NOT NULL", []
        case "location":
            return "EXISTS (SELECT 1 FROM location l WHERE l.posting_id = p.id)", []
        case "country":
            return "EXISTS (SELECT 1 FROM location l WHERE l.posting_id = p.id AND l.country IS NOT NULL)", []
        case "tag":
            return (
                f"EXISTS (SELECT 1 FROM tag t WHERE t.posting_id = p.id AND {_SHOWN.format(said='t')})",
                [annotator] * 3,
            )
        case "note":
            return (
                f"EXISTS (SELECT 1 FROM note n WHERE n.posting_id = p.id AND {_SHOWN.format(said='n')})",
                [annotator] * 3,
            )
        case "dup":
            return (
                "EXISTS (SELECT 1 FROM pair r WHERE (r.a_id = p.id OR r.b_id = p.id) AND r.kind IS NOT NULL)",
                [],
            )
        case _:
            return "1", []


def _pairs(wanted: str, annotator: int) -> tuple[str, list[Any]]:
    judged = (
        "EXISTS (SELECT 1 FROM verdict v WHERE v.a_id = r.a_id AND v.b_id = r.b_id AND v.annotator_id = ?)"
    )
    pair = "SELECT 1 FROM pair r WHERE (r.a_id = p.id OR r.b_id = p.id) AND r.kind IS NOT NULL"
    if wanted == "open":
        return f"EXISTS ({pair} AND NOT {judged})", [annotator]
    if wanted == "decided":
        return f"EXISTS ({pair} AND {judged})", [annotator]
    return f"EXISTS ({pair} AND r.kind = ?)", [wanted]


def match_expression(term: Term) -> str | None:
    """Return an FTS5 expression of quoted words, or None where the term holds no word."""
    words = visible(term.text)
    if not _TOKEN.search(words):
        return None
    phrase = '"' + words.replace('"', '""') + '"'  # the index splits it as it split the texts
    column = f"{_COLUMN[term.field]} : " if term.field else ""
    return f"{column}{phrase}{' *' if term.prefix else ''}"


def _holds(column: str) -> str:
    # Not LIKE: it gives up on patterns of 50,000 bytes, and needs its wildcards escaped.
    return f"instr(folded({column}), folded(?))"
