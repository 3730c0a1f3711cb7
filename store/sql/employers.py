"""Employers by a name that is spelled about so."""

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from .connection import Connection

ALIKE = 78  # of `fuzz.ratio`: one wrong letter in five
SHORTEST = 3  # characters; anything is like less


@dataclass(slots=True)
class _Known:
    """The employers of a database when it had got so far, by their names in plain words, and what was asked of them.

    `runs` has them by so many words of their names, one behind the other.
    """

    when: tuple[object, ...]
    names: dict[str, list[str]]
    runs: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    answers: dict[str, list[str]] = field(default_factory=dict)


_known: WeakKeyDictionary[Connection, _Known] = WeakKeyDictionary()

# The next name behind one, again and again: as many steps into the index as there are names.
_DISTINCT = """
WITH RECURSIVE name (company) AS (
    SELECT min(coalesce(company, '')) FROM posting
    UNION ALL
    SELECT (SELECT min(coalesce(p.company, '')) FROM posting p WHERE coalesce(p.company, '') > name.company)
    FROM name WHERE name.company IS NOT NULL
) SELECT company FROM name WHERE company <> ''
"""


def alike(db: Connection, wanted: str) -> list[str]:
    """Return the employers, as postings name them, some words of whose name are spelled about as `wanted`."""
    from rapidfuzz import fuzz, process, utils  # only this needs it

    typed = utils.default_process(wanted)
    if len(typed) < SHORTEST:
        return []
    known = _names(db)
    if typed not in known.answers:
        length = len(typed.split())
        if length not in known.runs:
            known.runs[length] = _runs(known.names, length)
        runs = known.runs[length]
        found = process.extract_iter(typed, list(runs), scorer=fuzz.ratio, score_cutoff=ALIKE)
        known.answers[typed] = sorted({name for run in found for name in runs[run[0]]})
    return known.answers[typed]


def _runs(names: dict[str, list[str]], length: int) -> dict[str, list[str]]:
    runs: dict[str, list[str]] = {}
    for plain, written in names.items():
        words = plain.split()
        for at in range(max(len(words) - length, 0) + 1):
            runs.setdefault(" ".join(words[at : at + length]), []).extend(written)
    return runs


def _names(db: Connection) -> _Known:
    """Return the employers as they are, by their names in plain words; they come with imports only."""
    from rapidfuzz import utils

    now = (db.value("SELECT max(id) FROM import"), db.value("SELECT max(id) FROM posting"))
    known = _known.get(db)
    if known is None or known.when != now:
        names: dict[str, list[str]] = {}
        for (name,) in db.tuples(_DISTINCT):
            names.setdefault(utils.default_process(name), []).append(name)
        known = _known[db] = _Known(now, names)
    return known
