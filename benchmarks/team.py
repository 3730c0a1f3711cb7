"""A team on one database, and processes that are killed: `python -m benchmarks.team [options]`, run by hand.

First some people decide at once, a process each, while a file is imported: how long a decision takes, whether each
that was acknowledged is there, whether the import comes to its end. Then processes that decide without a pause are
killed at random moments, and every decision that one of them acknowledged is looked for.
"""

import argparse
import json
import os
import random
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from store import Requirement, State, Store, Verdict, parse

POSTIL = Path(sys.executable).parent / "postil"
SKILLS = ("SQL", "Python", "baking", "nursing", "welding", "German", "teamwork", "accounting")
WORDS = [
    "we",
    "bake",
    "bread",
    "at",
    "night",
    "and",
    "look",
    "for",
    "people",
    "who",
    "know",
    "ovens",
    "flour",
    "numbers",
    "ledgers",
    "wards",
    "and",
    "machines",
]


def main() -> None:
    """Run both parts and print what was seen; exit 1 where something was lost or failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--postings", type=int, default=100_000)
    options.add_argument("--imported", type=int, default=10_000)
    options.add_argument("--people", type=int, default=8)
    options.add_argument(
        "--pause", type=float, default=0.1, help="seconds between two decisions of one person"
    )
    options.add_argument("--kills", type=int, default=1_000)
    options.add_argument("--db", type=Path, help="a database that is there already: a copy of it is used")
    options.add_argument("--decide", nargs=2, metavar=("DB", "NAME"), help=argparse.SUPPRESS)
    wanted = options.parse_args()
    if wanted.decide:
        _decide(Path(wanted.decide[0]), wanted.decide[1], wanted.pause, sys.stdout.fileno(), until_told=True)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = folder / "team.db"
        if wanted.db:
            with Store.open(wanted.db, readonly=True) as store:
                store.backup(db)
        else:
            _import(db, _file(folder / "first.jsonl", wanted.postings, "first")).communicate()
        well = _team(folder, db, wanted) if wanted.people else True
        well = (_killed(db, wanted.kills) if wanted.kills else True) and well
        begun = time.monotonic()
        checked = subprocess.run([POSTIL, "--db", db, "check"], capture_output=True, text=True, check=False)
        print(
            f"postil check: {checked.stderr.strip()} ({time.monotonic() - begun:.1f} s) {checked.stdout[:500]}"
        )
        sys.exit(0 if well and checked.returncode == 0 else 1)


def _file(path: Path, number: int, source: str) -> Path:
    chance = random.Random(source)
    with path.open("w", encoding="utf-8") as file:
        for at in range(number):
            body = " ".join(chance.choices(WORDS, k=550))
            row = {
                "id": f"{source}-{at}",
                "title": f"Baker {at}",
                "company": f"House {at % 997}",
                "description": body,
            }
            file.write(json.dumps(row) + "\n")
    return path


def _import(db: Path, file: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [POSTIL, "--db", db, "import", file, "--no-find", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


# Several people while a file is imported


def _team(folder: Path, db: Path, wanted: argparse.Namespace) -> bool:
    more = _file(folder / "second.jsonl", wanted.imported, "second")
    command = [sys.executable, "-m", "benchmarks.team", "--pause", str(wanted.pause), "--decide", str(db)]
    people = [
        subprocess.Popen(
            [*command, f"person-{number}"],
            stdin=subprocess.PIPE,
            stdout=(folder / f"{number}.told").open("wb"),
            stderr=subprocess.PIPE,
        )
        for number in range(wanted.people)
    ]
    time.sleep(3)  # all of them decide by now
    with Store.open(db, readonly=True) as store:
        before = store.count("nobody")
    begun = time.time()
    importing = _import(db, more)
    out, _ = importing.communicate()
    ended = time.time()
    time.sleep(3)
    failed = [said.decode() for person in people if (said := person.communicate(b"\n")[1])]
    told = [
        json.loads(line)
        for number in range(wanted.people)
        for line in (folder / f"{number}.told").read_text().splitlines()
    ]
    with Store.open(db, readonly=True) as store:
        stored = {event.uid for event in store.events(limit=10_000_000)}
        postings = store.count("nobody")
    lost = sum(uid not in stored for uid, _, _ in told)
    during = [took for _, at, took in told if begun <= at <= ended]
    print(
        f"{wanted.people} people on {before:,} postings, a decision each {wanted.pause * 1000:.0f} ms: "
        f"{len(told):,} acknowledged, {lost} lost, {len(failed)} failed"
    )
    print(
        f"  decisions, alone:             {_figures([took for _, at, took in told if not begun <= at <= ended])}"
    )
    print(f"  decisions, during the import: {_figures(during)}")
    report = json.loads(out)[0] if importing.returncode == 0 else {}
    added, code = report.get("added"), importing.returncode
    print(f"  import of {wanted.imported:,}: exit {code}, {ended - begun:.1f} s, added {added}")
    print(*failed, sep="\n", end="")
    return not lost and not failed and postings == before + wanted.imported


def _figures(milliseconds: list[float]) -> str:
    if len(milliseconds) < 2:
        return f"{len(milliseconds)} of them"
    cuts = statistics.quantiles(milliseconds, n=100, method="inclusive")
    most = max(milliseconds)
    told = f"p50 {cuts[49]:.1f}, p95 {cuts[94]:.1f}, p99 {cuts[98]:.1f}, max {most:.0f} ms"
    return f"{len(milliseconds):,} of them, {told}"


def _decide(db: Path, name: str, pause: float, out: int, *, until_told: bool) -> None:
    """Decide at random; acknowledge each decision in a line: its uid, when it was asked for, its time in ms."""
    chance = random.Random(f"{name}/{os.getpid()}")
    with Store.open(db) as store:
        keys = [row.key for row in store.listing(name, parse(""), 2_000)]
        while not (until_told and select.select([sys.stdin], [], [], pause * chance.uniform(0.5, 1.5))[0]):
            at, begun = time.time(), time.perf_counter()
            event = _decision(store, name, chance, keys)
            took = (time.perf_counter() - begun) * 1000
            if event is not None:
                os.write(out, f"{json.dumps([event, at, took])}\n".encode())


def _decision(store: Store, name: str, chance: random.Random, keys: list[str]) -> str | None:
    key, other = chance.sample(keys, 2)
    match chance.randrange(6):
        case 0:
            event = store.tag(name, key, chance.choice(SKILLS), chance.choice(list(Requirement)))
        case 1:
            event = store.note(name, key, f"note {chance.random()}")
        case 2:
            event = store.set_state(name, key, chance.choice(list(State)))
        case 3:
            event = store.judge(name, [(key, other)], chance.choice(list(Verdict)))
        case 4:
            event = store.undo(name)
        case _:
            event = store.redo(name)
    return event.uid if event else None


# Killed at random moments


def _killed(db: Path, kills: int) -> bool:
    told: list[str] = []
    begun = time.monotonic()
    for number in range(kills):
        told += _acknowledged(db, f"killed-{number % 7}")
    took = time.monotonic() - begun
    with Store.open(db) as store:
        stored = {event.uid for event in store.events(limit=100_000_000)}
    lost = sum(uid not in stored for uid in told)
    print(f"{kills:,} processes killed in {took:.0f} s: {len(told):,} acknowledged, {lost} lost")
    return not lost


def _acknowledged(db: Path, name: str) -> list[str]:
    """Let a process decide, kill it at a moment of chance, and return what it acknowledged."""
    theirs, ours = os.pipe()
    child = os.fork()
    if not child:
        os.close(theirs)
        with suppress(BaseException):
            _decide(db, name, 0, ours, until_told=False)
        os._exit(1)
    os.close(ours)
    with os.fdopen(theirs, "rb") as lines:
        first = lines.readline()
        time.sleep(random.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        rest = lines.readlines()
    os.waitpid(child, 0)
    return list(_uids([first, *rest]))


def _uids(lines: list[bytes]) -> Iterator[str]:
    for line in lines:
        if line.endswith(b"\n"):  # a line cut short was never an acknowledgement
            yield json.loads(line)[0]


if __name__ == "__main__":
    main()
