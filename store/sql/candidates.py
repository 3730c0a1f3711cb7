"""Which of very many texts may be copies: two statements that run, as they are, on SQLite and on other engines.

They read `posted`, a row a text, and `sampled`, a row for each phrase of its sample:

- `posted (number, same0 … same4, size, scale, lowest, second_lowest)`: `number` orders the texts. Texts of one
  `same0` have equal words, and each further `same` is equal for fewer: by title, employer, places, date. `size`
  counts the phrases of the sample, of which two are the lowest; `scale` is how many times sparser it is than none.
- `sampled (number, phrase)`

The rule is that of `duplicates/rarity.py` and `duplicates/candidates.py`, row for row. Only what all engines know
is used: no `WINDOW`, no `CASE` without `ELSE`, no `UNION` outside a named query, nothing but equality in `ON`.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from .connection import explained

RARE = """
WITH standing AS (
    SELECT number, min(number) OVER (PARTITION BY same2) AS stands FROM posted
), asked AS (
    SELECT number FROM standing WHERE stands = number
), counted AS (
    SELECT s.number AS number, s.phrase AS phrase, count(s.number) OVER (PARTITION BY s.phrase) AS texts
    FROM sampled s JOIN asked k ON s.number = k.number
), ranked AS (
    SELECT number, phrase, texts, row_number() OVER (PARTITION BY number ORDER BY
        CASE WHEN texts BETWEEN 2 AND 400 THEN texts ELSE 401 END, phrase) AS place
    FROM counted
), marked AS (
    SELECT number, phrase, place,
        CASE WHEN texts BETWEEN 2 AND 400 AND (texts <= 12 OR place <= 12) THEN 1 ELSE 0 END AS rare,
        CASE WHEN texts = 1 THEN 1 ELSE 0 END AS alone,
        CASE WHEN texts > 400 THEN 1 ELSE 0 END AS common
    FROM ranked
), summed AS (
    SELECT number, phrase, place, rare, sum(rare + alone) OVER (PARTITION BY number) AS told,
        sum(common) OVER (PARTITION BY number) AS common
    FROM marked
), kept AS (
    SELECT number, phrase, place, rare, told, common FROM summed WHERE rare = 1 OR place = 1
)
SELECT number, phrase, place, rare, told, common,
    sum(rare) OVER (PARTITION BY phrase) AS sharing
FROM kept
"""
"""The phrases by which a text is told from most others, and the first of each text in any case (`place` 1).

`rare` is 1 for those: that few texts have, or that are among its twelve of fewest texts. `told` counts, of each
text, these and those that it alone has, `common` those of very many texts; `sharing` is in how many a phrase is rare.
"""

_BESIDE = """
    SELECT CASE WHEN number < {next} THEN number ELSE {next} END AS a,
        CASE WHEN number < {next} THEN {next} ELSE number END AS b
    FROM {table} WHERE {next} IS NOT NULL
"""


def _beside(table: str) -> str:
    return "UNION ALL".join(_BESIDE.format(table=table, next=f"next{step}") for step in (1, 2, 3))


PAIRS = f"""
WITH crowd AS (
    SELECT r.number AS number, r.phrase AS phrase, p.lowest AS lowest, p.second_lowest AS second_lowest
    FROM rare r JOIN posted p ON r.number = p.number WHERE r.rare = 1 AND r.sharing > 50
), beside AS (
    SELECT number,
        lead(number, 1) OVER (PARTITION BY phrase ORDER BY lowest, second_lowest, number) AS next1,
        lead(number, 2) OVER (PARTITION BY phrase ORDER BY lowest, second_lowest, number) AS next2,
        lead(number, 3) OVER (PARTITION BY phrase ORDER BY lowest, second_lowest, number) AS next3
    FROM crowd
), meeting AS (
    SELECT one.number AS a, other.number AS b FROM rare one JOIN rare other ON one.phrase = other.phrase
    WHERE one.rare = 1 AND other.rare = 1 AND one.sharing BETWEEN 2 AND 50 AND one.number < other.number
    UNION ALL {_beside("beside")}
), counted AS (
    SELECT a, b, count(a) AS shared FROM meeting GROUP BY a, b
), weighed AS (
    SELECT r.number AS number, r.told * p.scale AS told, p.scale AS scale
    FROM rare r JOIN posted p ON r.number = p.number WHERE r.place = 1
), measured AS (
    SELECT c.a AS a, c.b AS b, c.shared AS shared, 0 AS whole,
        CASE WHEN x.told < y.told THEN x.told ELSE y.told END
            / CASE WHEN x.scale > y.scale THEN x.scale ELSE y.scale END AS smaller
    FROM counted c JOIN weighed x ON c.a = x.number JOIN weighed y ON c.b = y.number WHERE c.shared >= 3
), massed AS (
    SELECT r.number AS number, p.lowest AS lowest, p.second_lowest AS second_lowest
    FROM rare r JOIN posted p ON r.number = p.number WHERE r.place = 1 AND r.common >= 0.75 * p.size
), near AS (
    SELECT number,
        lead(number, 1) OVER (PARTITION BY 1 ORDER BY lowest, second_lowest, number) AS next1,
        lead(number, 2) OVER (PARTITION BY 1 ORDER BY lowest, second_lowest, number) AS next2,
        lead(number, 3) OVER (PARTITION BY 1 ORDER BY lowest, second_lowest, number) AS next3
    FROM massed
), close AS ({_beside("near")}), common AS (
    SELECT c.a AS a, c.b AS b, x.phrase AS phrase FROM close c JOIN sampled x ON c.a = x.number
), compared AS (
    SELECT m.a AS a, m.b AS b, count(m.a) AS shared
    FROM common m JOIN sampled y ON m.b = y.number AND m.phrase = y.phrase GROUP BY m.a, m.b
), every AS (
    SELECT a, b, shared, whole, smaller FROM measured
    UNION ALL
    SELECT c.a AS a, c.b AS b, c.shared AS shared, 1 AS whole,
        CASE WHEN x.size * x.scale < y.size * y.scale THEN x.size * x.scale ELSE y.size * y.scale END
            / CASE WHEN x.scale > y.scale THEN x.scale ELSE y.scale END AS smaller
    FROM compared c JOIN posted x ON c.a = x.number JOIN posted y ON c.b = y.number
), shares AS (
    SELECT a, b, shared, whole, CASE WHEN shared > smaller THEN 1.0 WHEN smaller < 1.0 THEN 1.0 * shared
        ELSE shared / smaller END AS containment
    FROM every
), enough AS (
    SELECT a, b, shared, containment, row_number() OVER (PARTITION BY a, b ORDER BY whole DESC) AS place
    FROM shares WHERE containment >= CASE WHEN whole = 1 THEN 0.5 ELSE 0.2 END
), firsts AS (
    SELECT number,
        min(number) OVER (PARTITION BY same0) AS first0,
        min(number) OVER (PARTITION BY same1) AS first1,
        min(number) OVER (PARTITION BY same2) AS first2,
        min(number) OVER (PARTITION BY same3) AS first3,
        min(number) OVER (PARTITION BY same4) AS first4
    FROM posted
), candidate AS (
    SELECT a, b, shared, containment, 0 AS equal FROM enough WHERE place = 1
    UNION ALL
    SELECT CASE WHEN first4 < number THEN first4 WHEN first3 < number THEN first3 WHEN first2 < number THEN first2
            WHEN first1 < number THEN first1 ELSE first0 END AS a,
        number AS b, 0 AS shared, 1.0 AS containment, 1 AS equal
    FROM firsts WHERE first0 < number
)
SELECT a, b, shared, containment, equal FROM candidate
"""
"""The pairs to be looked at, `a < b`, from `posted`, `sampled` and `rare`, which is what the first statement returns.

`shared` counts the phrases that both have, of those that count, and `containment` is which part of the smaller sample
that is. With `equal` 1 the words of both are equal: those rows tie all texts of equal words together, one row fewer
than texts, and count no phrases.
"""

_TABLES = """
CREATE TABLE posted (number INTEGER PRIMARY KEY, same0 INTEGER NOT NULL, same1 INTEGER NOT NULL,
    same2 INTEGER NOT NULL, same3 INTEGER NOT NULL, same4 INTEGER NOT NULL, size INTEGER NOT NULL,
    scale REAL NOT NULL, lowest INTEGER NOT NULL, second_lowest INTEGER NOT NULL) STRICT;
CREATE TABLE sampled (number INTEGER NOT NULL, phrase INTEGER NOT NULL) STRICT;
CREATE TABLE record (number INTEGER PRIMARY KEY, record TEXT NOT NULL, body TEXT NOT NULL) STRICT
"""


class CandidateTables:
    """A database file of its own in which the two statements run, thrown away afterwards.

    Raises DiskFull or StoreError, as the store does.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with explained(path):
            self._db = sqlite3.connect(path, isolation_level=None)
            for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -64000", "threads = 2"):
                self._db.execute(f"PRAGMA {setting}")
            for table in _TABLES.split(";\n"):
                self._db.execute(table)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._db.close()

    def add(
        self,
        posted: Iterable[Sequence[Any]],
        sampled: Iterable[tuple[int, int]],
        records: Iterable[tuple[int, str, str]],
    ) -> bool:
        """Add texts, their samples and what is compared of them; return whether all numbers are new ones."""
        with self._transaction():
            try:
                self._db.executemany("INSERT INTO posted VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", posted)
            except sqlite3.IntegrityError:
                return False
            self._db.executemany("INSERT INTO sampled VALUES (?, ?)", sampled)
            self._db.executemany("INSERT INTO record VALUES (?, ?, ?)", records)
        return True

    def find_rare(self) -> None:
        """Run the first statement. What it returns is kept with an index, without which the second takes hours."""
        with explained(self._path):
            self._db.execute("CREATE UNIQUE INDEX sampled_by_number ON sampled (number, phrase)")
            self._db.execute(f"CREATE TABLE rare AS {RARE}")
            self._db.execute("CREATE UNIQUE INDEX rare_by_phrase ON rare (phrase, number, rare, sharing)")
            self._db.execute("CREATE INDEX rare_by_number ON rare (number) WHERE place = 1")
            self._db.execute("ANALYZE")

    def find_pairs(self) -> int:
        """Run the second statement; return how many pairs there are."""
        with explained(self._path):
            self._db.execute(f"CREATE TABLE candidate AS {PAIRS}")
            found: int = self._db.execute("SELECT count(*) FROM candidate").fetchone()[0]
        return found

    def pairs(self) -> Iterator[tuple[int, int, int, float, int]]:
        """Yield the pairs in the order of `b`, then `a`: a, b, shared, containment, equal."""
        with explained(self._path):
            yield from self._db.execute(
                "SELECT a, b, shared, containment, equal FROM candidate ORDER BY b, a, equal"
            )

    def records(self, numbers: Sequence[int], *, bodies: bool) -> Iterator[tuple[int, str, int, str]]:
        """Yield number, record, `same0` and body (empty without `bodies`) of texts, in no order."""
        listed = ", ".join(map(str, numbers))
        with explained(self._path):
            yield from self._db.execute(
                f"SELECT r.number, r.record, p.same0, {'r.body' if bodies else repr('')} FROM record r "
                f"JOIN posted p ON p.number = r.number WHERE r.number IN ({listed})"
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with explained(self._path):
            self._db.execute("BEGIN")
            yield
            self._db.execute("COMMIT")
