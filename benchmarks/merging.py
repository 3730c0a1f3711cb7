"""Bringing two databases together: `python -m benchmarks.merging [POSTINGS] [DECISIONS]`, small in `make bench`.

Half of the postings are in both databases. Two of five people decided here, two there, one in both. The floor is a
copy of the other database made by SQLite. Each merge is a process of its own, so that its peak of memory is its own.
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from store import Origin, Requirement, State, Store, Verdict
from store.drafts import Draft

POSTIL = Path(sys.executable).parent / "postil"
POSTINGS, DECISIONS = 5_000, 2_500
BATCH = 1_000
WORDS = [f"word{number}" for number in range(3_000)]
SKILLS = [f"skill {number}" for number in range(300)]
LONG = 420  # words of a posting: some 3 KB


def main() -> None:
    """Measure and print a table."""
    numbers = [int(word.replace(",", "")) for word in sys.argv[1:]]
    postings, decisions = (*numbers, *(POSTINGS, DECISIONS)[len(numbers) :])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        here = _database(folder / "here.db", range(postings), decisions, ("ann", "bob", "eve"), 1)
        there = _database(
            folder / "there.db",
            range(postings // 2, postings // 2 + postings),
            decisions,
            ("eve", "joe", "sue"),
            2,
        )
        size = there.stat().st_size / 1e6
        print(f"two databases of {postings:,} postings with {decisions:,} decisions each, {size:,.0f} MB")
        print(f"{'what':44} {'seconds':>8} {'of work':>8} {'peak MB':>8}")
        _row(
            "floor: a copy of the other",
            _timed([str(POSTIL), "--db", str(there), "backup", str(folder / "c.db")]),
        )
        _row("merge --dry-run", _timed([str(POSTIL), "--db", str(here), "merge", str(there), "--dry-run"]))
        _row("merge", _timed([str(POSTIL), "--db", str(here), "merge", str(there)]))
        _row("the same again", _timed([str(POSTIL), "--db", str(here), "merge", str(there)]))
        bundle = [str(POSTIL), "--db", str(there), "bundle", str(folder / "sue.bundle"), "--annotator", "sue"]
        _row("bundle", _timed(bundle))
        print(
            f"a bundle of {decisions // 3:,} decisions: {(folder / 'sue.bundle').stat().st_size / 1e6:,.1f} MB"
        )


def _row(what: str, measured: tuple[float, float, int]) -> None:
    print(f"{what:44} {measured[0]:8.2f} {measured[1]:8.2f} {measured[2]:8,}", flush=True)


def _timed(command: list[str]) -> tuple[float, float, int]:
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, "
        "stderr=subprocess.DEVNULL); used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(used.ru_maxrss, used.ru_utime + used.ru_stime)"
    )
    begin = time.perf_counter()
    ran = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True)
    peak, work = ran.stdout.split()
    return time.perf_counter() - begin, float(work), int(peak) // 1024


def _database(path: Path, numbers: range, decisions: int, people: tuple[str, ...], seed: int) -> Path:
    dice = random.Random(seed)
    with Store.open(path, create=True) as store, store.bulk():
        run = store.begin_import(Origin("feed", path.name, "0" * 64, 1, "text", 1), store.occurrences())
        for begin in range(numbers.start, numbers.stop, BATCH):
            run.take([_draft(number) for number in range(begin, min(begin + BATCH, numbers.stop))])
        run.finish()
        every = [row.key for row in store.listing(people[0])]
        for number in range(decisions):
            _decide(store, people[number % len(people)], dice, every)
    return path


def _draft(number: int) -> Draft:
    dice = random.Random(number)
    body = " ".join(dice.choices(WORDS, k=LONG))
    title = f"Post {number}"
    return Draft(locator=f"line {number + 1}", body=body, raw=body, title=title, external_id=str(number))


def _decide(store: Store, who: str, dice: random.Random, every: list[str]) -> None:
    key = dice.choice(every)
    match dice.randrange(10):
        case 0 | 1 | 2 | 3:
            start = dice.randrange(0, 1_000)
            store.tag(who, key, dice.choice(SKILLS), dice.choice(list(Requirement)), (start, start + 9))
        case 4 | 5 | 6:
            store.set_state(who, key, dice.choice(list(State)))
        case 7:
            store.note(who, key, "a note of some length on what this posting says of pay and hours")
        case 8:
            other = dice.choice(every)
            if other != key:
                store.judge(who, [(key, other)], dice.choice(list(Verdict)))
        case _:
            store.undo(who)


if __name__ == "__main__":
    main()
