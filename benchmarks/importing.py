"""Import against its floor: `python -m benchmarks.importing [N] [--million]`, also part of `make bench`.

The floor is a plain loop of `json.loads` and `executemany` into the same schema with the same full-text index,
a thousand rows to a transaction, in the same run. Each import is a process of its own, so that its peak of
memory is its own; time is the process's, from its start to its end.
"""

import csv
import hashlib
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from store import Store

POSTIL = Path(sys.executable).parent / "postil"
MANY = 100_000
FEW = 10_000
BATCH = 1000
COLUMNS = ("id", "title", "company", "location", "url", "date_posted", "employment_type", "description")
HEADINGS = ("About us", "What you will do", "Requirements", "Benefits", "How to apply")
PLACES = ("CH, Bern", "FR, Lyon", "US, CA, Pasadena", "GB, Leeds", "JP, 13, Tokyo")


def main() -> None:
    """Measure and print a table."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    many = numbers[0] if numbers else MANY
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines, table = _files(folder, many)
        print(f"{'what':44} {'seconds':>8} {'rows/s':>8} {'peak MB':>8}   beside")
        floor = _row(f"floor: json.loads, executemany, {many:,}", many, _child("floor", folder, lines))
        first = _row("import, JSON Lines", many, _child("import", folder, lines), floor)
        _row("the same again, unchanged", many, _child("again", folder, lines), first, inverse=True)
        floor = _row("floor once more", many, _child("floor", folder, lines))
        _row("import, CSV", many, _child("import", folder, table), floor)
        few, _ = _files(folder, FEW)
        _row(f"import, JSON Lines, {FEW:,}", FEW, _child("import", folder, few))
        if "--million" in sys.argv:
            million, _ = _files(folder, 1_000_000)
            first = _row("import, JSON Lines, 1,000,000", 1_000_000, _child("import", folder, million))
            again = _child("again", folder, million)
            _row("the same again, unchanged", 1_000_000, again, first, inverse=True)


def _row(
    what: str, rows: int, measured: tuple[float, int], beside: float | None = None, *, inverse: bool = False
) -> float:
    seconds, peak = measured
    note = ""
    if beside and inverse:
        note = f"{beside / seconds:.1f} times as fast as the first time"
    elif beside:
        note = f"{beside / seconds:.2f} of the floor's rate"
    print(f"{what:44} {seconds:8.2f} {rows / seconds:8,.0f} {peak:8,}   {note}", flush=True)
    return seconds


def _child(what: str, folder: Path, file: Path) -> tuple[float, int]:
    begin = time.perf_counter()
    if what == "floor":
        command = [
            sys.executable,
            "-m",
            "benchmarks.importing",
            "--floor",
            str(folder / "floor.db"),
            str(file),
        ]
    else:
        database = folder / f"{file.suffix}.db"
        if what == "import":
            _removed(database)
        command = [str(POSTIL), "import", str(file), "--db", str(database)]
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, "
        "stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    ran = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True)
    return time.perf_counter() - begin, int(ran.stdout) // 1024


def floor(database: Path, file: Path) -> None:
    """The least that an import could do: parse, and hand the rows over."""
    _removed(database)
    Store.open(database, create=True).close()
    db = sqlite3.connect(database, isolation_level=None)
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("INSERT INTO source (id, name) VALUES (1, 'feed')")
    db.execute(
        "INSERT INTO import (id, source_id, at, file, sha256, bytes, format, parser_version) "
        "VALUES (1, 1, '', '', '', 0, '', 1)"
    )
    with file.open(encoding="utf-8") as lines:
        batch = []
        for number, line in enumerate(lines, 1):
            batch.append((number, json.loads(line), line))
            if len(batch) == BATCH:
                _insert(db, batch)
                batch = []
        _insert(db, batch)
    db.close()


def _insert(db: sqlite3.Connection, batch: list[tuple[int, dict[str, str], str]]) -> None:
    db.execute("BEGIN IMMEDIATE")
    db.executemany(
        "INSERT INTO posting (id, key, source_id, import_id, locator, external_id, url, title, company, "
        "employment_type, date_posted, sections, source_skills, content_sha256, norm_sha256, record) "
        "VALUES (?, ?, 1, 1, ?, ?, ?, ?, ?, '[]', ?, '[]', '[]', ?, ?, ?)",
        [
            (
                number,
                _scattered(number)[:20],
                f"line {number}",
                row["id"],
                row["url"],
                row["title"],
                row["company"],
                row["date_posted"],
                _scattered(number + 1),
                _scattered(number + 2),
                int(_scattered(number + 3)[:15], 16),
            )
            for number, row, _ in batch
        ],
    )
    db.executemany(
        "INSERT INTO body (posting_id, text, raw) VALUES (?, ?, ?)",
        [(number, row["description"], line) for number, row, line in batch],
    )
    db.executemany(
        "INSERT INTO location (posting_id, position, text) VALUES (?, 0, ?)",
        [(number, row["location"]) for number, row, _ in batch],
    )
    db.executemany(
        "INSERT INTO posting_fts (rowid, title, company, location, body) VALUES (?, ?, ?, ?, ?)",
        [(n, row["title"], row["company"], row["location"], row["description"]) for n, row, _ in batch],
    )
    db.execute("COMMIT")


def _scattered(number: int) -> str:
    """A key as it would be, without its price: the floor is not charged for hashing texts."""
    return hashlib.md5(number.to_bytes(8, "big"), usedforsecurity=False).hexdigest() * 2


def _files(folder: Path, many: int) -> tuple[Path, Path]:
    lines, table = folder / f"{many}.jsonl", folder / f"{many}.csv"
    with (
        lines.open("w", encoding="utf-8") as json_lines,
        table.open("w", encoding="utf-8", newline="") as cells,
    ):
        writer = csv.writer(cells)
        writer.writerow(COLUMNS)
        for posting in _postings(many):
            json_lines.write(json.dumps(posting) + "\n")
            writer.writerow([posting[column] for column in COLUMNS])
    return lines, table


def _postings(many: int) -> Iterator[dict[str, str]]:
    """Postings of 3 KB: paragraphs under headings, words as frequent as words are."""
    rng = random.Random(7)
    syllables = [consonant + vowel for consonant in "bcdfghklmnprstvw" for vowel in "aeiou"]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(20_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    pool = rng.choices(words, weights, k=2_000_000)
    at = 0

    def sentence(length: int) -> str:
        nonlocal at
        at = (at + length) % (len(pool) - 100)
        return " ".join(pool[at : at + length]).capitalize()

    for number in range(many):
        at = rng.randrange(len(pool) - 100)
        parts: list[str] = []
        while sum(map(len, parts)) < 2900:
            if len(parts) % 3 == 0 and len(parts) // 3 < len(HEADINGS):
                parts.append(f"\n{HEADINGS[len(parts) // 3]}")
            parts.append(f"{sentence(rng.randint(12, 40))}.")
        yield {
            "id": f"J{number}",
            "title": f"{sentence(1)} Baker",
            "company": sentence(2),
            "location": rng.choice(PLACES),
            "url": f"https://jobs.example/{number}",
            "date_posted": "2026-08-08",
            "employment_type": "full-time",
            "description": "\n".join(parts).strip(),
        }


def _removed(database: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--floor"]:
        floor(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
