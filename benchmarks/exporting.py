"""Export against the sqlite3 program: `python -m benchmarks.exporting [N] [--million]`, also part of `make bench`.

The program writes the same tables, postings and tags, with `.mode json` and with `.mode csv`, in the same run. Each
is a process of its own, so that its peak of memory is its own. Seconds of the processor stand beside those of the
clock: a disk or a machine that others share moves the clock alone. The dataset of Postil has more: the same postings
as one document, checks of every quote, checksums, and it is on the disk (fsync) before it has its name; the row for
JSON Lines and CSV alone is what compares with the program.
"""

import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from exports import export
from exports.about import About
from exports.csv_file import CsvFile
from exports.models import PostingModel
from exports.posting_json import encoded
from exports.tables import TABLES, write_csv
from store import Store

MANY = 100_000
TAGS = 10
SKILLS = 500
WORDS = (
    "We bake",
    "bread",
    "at night",
    "with Python",
    "and SQL,",
    "you are kind",
    "und Brötchen",
    "for people.\n",
)
POSTIL = Path(sys.executable).parent / "postil"
PROGRAM = """
.mode json
.once {folder}/postings.json
{postings}
.once {folder}/skills.json
{skills}
.mode csv
.headers on
.once {folder}/postings.csv
{postings}
.once {folder}/skills.csv
{skills}
"""
POSTINGS = (
    "SELECT p.key, s.name AS source, p.locator, p.external_id, p.url, p.title, p.company, p.work_mode, "
    "p.employment_type, p.date_posted, p.salary_text, p.revision, b.text AS body FROM posting p "
    "JOIN source s ON s.id = p.source_id JOIN body b ON b.posting_id = p.id ORDER BY p.id;"
)
SKILLS_OF = (
    'SELECT p.key AS posting, k.label AS skill, k.uri, k.kind, t.requirement, t.start, t."end", t.quote, '
    "a.pseudonym AS annotator, t.uid, NULL AS settled, NULL AS settled_by FROM posting p "
    "JOIN tag t ON t.posting_id = p.id "
    "JOIN skill k ON k.id = t.skill_id JOIN annotator a ON a.id = t.annotator_id ORDER BY p.id;"
)


def main() -> None:
    """Measure and print a table."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    if "--child" in sys.argv:
        _child(Path(sys.argv[1]), Path(sys.argv[2]))
        return
    program = shutil.which("sqlite3")
    if program is None:
        raise SystemExit("The sqlite3 program is not installed: Debian's package is called sqlite3.")
    print(f"{'what':44} {'seconds':>8} {'CPU s':>8} {'rows/s':>8} {'peak MB':>8}   beside")
    _measure(program, numbers[0] if numbers else MANY)
    if "--million" in sys.argv:
        _measure(program, 1_000_000)


def _measure(program: str, postings: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "postil.db"
        _fill(database, postings)
        rows = postings * (1 + TAGS)
        out = folder / "program"
        out.mkdir()
        script = PROGRAM.format(folder=out, postings=POSTINGS, skills=SKILLS_OF)
        floor = _row(f"sqlite3 program, {postings:,} postings", rows, _run([program, str(database)], script))
        shutil.rmtree(out)
        command = [
            sys.executable,
            "-m",
            "benchmarks.exporting",
            str(database),
            str(folder / "lines"),
            "--child",
        ]
        _row("JSON Lines and CSV", rows, _run(command), floor)
        shutil.rmtree(folder / "lines")
        command = [str(POSTIL), "export", "--db", str(database), "--to", str(folder / "whole")]
        _row("postil export, the whole dataset", rows, _run(command), floor)
        shutil.rmtree(folder / "whole")
        _row("the same with --parquet", rows, _run([*command, "--parquet"]), floor)


def _row(what: str, rows: int, measured: "_Measured", floor: "_Measured | None" = None) -> "_Measured":
    beside = ""
    if floor:
        clock, cpu = measured.seconds / floor.seconds, measured.cpu / floor.cpu
        beside = f"{cpu:.2f} times the program's CPU, {clock:.2f} times its clock"
    rate = rows / measured.seconds
    print(
        f"{what:44} {measured.seconds:8.2f} {measured.cpu:8.2f} {rate:8,.0f} {measured.peak:8,}   {beside}",
        flush=True,
    )
    return measured


@dataclass(frozen=True, slots=True)
class _Measured:
    """Seconds of the clock and of the processor, and the peak of memory in MB."""

    seconds: float
    cpu: float
    peak: int


def _run(command: list[str], script: str = "") -> _Measured:
    """Measure a process; raises where it fails."""
    watched = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:]).returncode; "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr); sys.exit(done)"
    )
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", watched, *command], input=script, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(done.stderr)
    cpu, peak = done.stderr.split()[-2:]
    return _Measured(seconds, float(cpu), int(peak) // 1024)


class _LinesAndTables:
    """JSON Lines and CSV, and nothing else."""

    def __init__(self, folder: Path, files: ExitStack) -> None:
        open_ = [
            files.enter_context((folder / name).open("x", 1024 * 1024, encoding="utf-8", newline=""))
            for name in ("postings.jsonl", *(f"{table.name}.csv" for table in TABLES))
        ]
        self._lines = open_[0]
        self._tables = {
            table: CsvFile(out, table.columns) for table, out in zip(TABLES, open_[1:], strict=True)
        }

    def posting(self, posting: PostingModel) -> None:
        self._lines.write(encoded(posting) + "\n")
        for table, file in self._tables.items():
            write_csv(file, table, posting)

    def finish(self, about: About) -> Mapping[str, int]:
        return {}


def _child(database: Path, target: Path) -> None:
    with Store.open(database, readonly=True) as store:
        export(store, target, [], layout=_LinesAndTables)


def _fill(path: Path, postings: int) -> None:
    """Make a database of postings of 3 KB with ten tags each; its full-text index stays empty."""
    Store.open(path, create=True).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous = OFF")
    now = "2026-01-02T03:04:05.000006+00:00"
    db.execute("INSERT INTO source (id, name) VALUES (1, 'feed')")
    db.execute(
        "INSERT INTO import (id, source_id, at, finished, file, sha256, bytes, format, parser_version, added) "
        "VALUES (1, 1, ?, 1, 'feed.jsonl', ?, 1, 'json', 1, ?)",
        (now, "0" * 64, postings),
    )
    db.executemany(
        "INSERT INTO annotator (id, name, pseudonym) VALUES (?, ?, ?)",
        [(1, "ann", "annotator-00000001"), (2, "bob", "annotator-00000002")],
    )
    db.executemany(
        "INSERT INTO skill (id, uri, label, folded, kind, labels) VALUES (?, ?, ?, ?, 'knowledge', '[]')",
        [
            (number, f"http://data.example/skill/{number}", f"skill {number}", f"skill {number}")
            for number in range(1, SKILLS + 1)
        ],
    )
    chance = random.Random(1)
    for first in range(1, postings + 1, 1000):
        some = [(number, _body(chance)) for number in range(first, min(first + 1000, postings + 1))]
        db.executemany(
            "INSERT INTO posting (id, key, source_id, import_id, locator, external_id, title, company, "
            "employment_type, date_posted, sections, source_skills, content_sha256, norm_sha256) "
            "VALUES (?, ?, 1, 1, ?, ?, ?, 'Bakery Ltd', '[\"FULL_TIME\"]', '2026-01-02', '[]', '[]', '', ?)",
            [
                (
                    number,
                    f"{number:020x}",
                    f"line {number}",
                    str(number),
                    f"Baker no. {number}",
                    f"{number:064x}",
                )
                for number, _ in some
            ],
        )
        db.executemany("INSERT INTO body (posting_id, text, raw) VALUES (?, ?, '{}')", some)
        db.executemany(
            'INSERT INTO tag (uid, posting_id, skill_id, annotator_id, requirement, start, "end", quote) '
            "VALUES (?, ?, ?, ?, 'required', ?, ?, ?)",
            _tags(some, chance),
        )
        db.executemany(
            "INSERT INTO state (posting_id, annotator_id, state, at) VALUES (?, 1, 'done', ?)",
            [(number, now) for number, _ in some],
        )
    db.commit()
    db.close()


def _body(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=330))[:3000].strip()


def _tags(some: list[tuple[int, str]], chance: random.Random) -> Iterator[tuple[object, ...]]:
    for number, body in some:
        for place in range(TAGS):
            start = place * 290 + chance.randrange(200)
            yield (
                f"{number * TAGS + place:032x}",
                number,
                chance.randint(1, SKILLS),
                place % 2 + 1,
                start,
                start + 12,
                body[start : start + 12],
            )


if __name__ == "__main__":
    main()
