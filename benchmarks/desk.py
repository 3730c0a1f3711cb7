"""The desk through a pseudo-terminal: `python -m benchmarks.desk [POSTINGS] [DATABASE] [PART…]`.

A time is from the key written to its answer drawn. Each stands beside a floor of the same run, where it has one: an
empty Textual application, or a bare Line API view of the same texts. Trust the ratios, as others may use the machine;
its load is printed. `desk_database` says what is in the database; with a path it is kept there and used again.
"""

import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from skills.mentions import Finder
from skills.picker import Picker
from store import EVERYTHING, Place, Store, parse
from tests.tui.terminal import Terminal

from . import bare_view
from .desk_database import WALKED, WHO, build, title, words
from .first_light import EMPTY_APP

POSTINGS = 1_000_000
PRESSES = 200
PARTS = ("starts", "learning", "presses", "searches", "picks", "progress", "memory", "quits")
STARTS = 20
WARM = 10  # presses that are not counted
PAUSE = 0.05  # seconds between two keys of a quick hand
BORDER = "▊"  # of the field in which a search is typed
EMPTIED = "\x15"  # ctrl+u, which takes away what was searched for before
PICKER = " choose  ·"  # among the keys of the picker
OFFERED = rb" 9 \S+ "  # the last suggestion, which is drawn with all marks
NAMES = 40  # skills typed in the picker
TYPED = 6  # letters of each


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that something took, again and again."""

    of: Sequence[float]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.of)

    @property
    def p95(self) -> float:
        """What 95 of 100 did not exceed."""
        return sorted(self.of)[min(len(self.of) - 1, int(0.95 * len(self.of)))]


def main() -> None:
    """Build the database, measure, and print a table."""
    postings = int(sys.argv[1]) if len(sys.argv) > 1 else POSTINGS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "postil.db"
        if not database.exists():
            begin = time.perf_counter()
            build(database, postings)
            print(f"{postings:,} postings made in {time.perf_counter() - begin:,.0f} s")
        with Store.open(database, readonly=True) as store:
            desk = DeskRun(folder, database.absolute(), store)
            load = os.getloadavg()[0]
            print(f"{database.stat().st_size / 1e9:.1f} GB; load of the machine {load:.1f} before")
            print(f"{'what':50} {'median':>9} {'p95':>9}   {'beside':22} target, verdict")
            for part in sys.argv[3:] or PARTS:
                getattr(desk, part)()
            print(f"load of the machine {os.getloadavg()[0]:.1f} at the end")


class DeskRun:
    """One run over one database."""

    def __init__(self, folder: Path, database: Path, store: Store) -> None:
        self.folder = folder
        self.database = database
        self.store = store
        self.count = store.count(WHO)
        self.middle = self.count // 2
        self.used: list[tuple[str, int, int]] = []
        self.text, self.at = 0, self.middle

    # What is measured

    def starts(self) -> None:
        """Start to first paint, in turns with an empty application."""
        empty, ours = [], []
        for _ in range(STARTS):
            empty.append(self._first_paint(self._python("-c", EMPTY_APP), b"1 of 1"))
            ours.append(self._first_paint(self._postil(), title(self.middle).encode()))
        beside = row("an empty Textual application: start to first paint", Times(empty))
        row("start to first paint", Times(ours), beside, most_times=1.5)

    def learning(self) -> None:
        """Moves made from the start on, while the vocabulary is learned."""
        times: list[float] = []
        with self._postil() as terminal:
            at = self.middle
            terminal.sent(lambda raw: title(at).encode() in raw, 0)
            begin = time.perf_counter()
            while b" 9 " not in terminal.raw and len(times) < PRESSES:
                at += 1
                time.sleep(PAUSE)
                times.append(self._press(terminal, "j", title(at).encode()))
            row(f"the longest of {len(times)} moves while ESCO is learned", Times([max(times)]))
            print(f"{'':50} suggestions were there after {time.perf_counter() - begin:.1f} s")

    def presses(self) -> None:
        """Next posting with its marks, beside the bare view in turns; then a tag."""
        bare: list[float] = []
        ours: list[float] = []
        with self._bare() as view, self._postil() as terminal:
            self._settled(terminal)
            for pause in (PAUSE, 0.0):
                bare.clear()
                ours.clear()
                for _ in range(WARM + PRESSES):
                    self.text += 1
                    time.sleep(pause)
                    bare.append(self._press(view, "j", f"text {self.text}".encode()))
                    self.at += 1
                    time.sleep(pause)
                    ours.append(self._press(terminal, "j", title(self.at).encode(), OFFERED))
                how = "a quick hand" if pause else "key held down"
                floor = row(f"a bare Line API view: next text, {how}", Times(bare[WARM:]))
                most = 1.5 if pause else None
                row(f"next posting, marked, {how}", Times(ours[WARM:]), floor, most_times=most)
            self._remember("a bare Line API view", view)
            self._remember("after the walk, ESCO learned", terminal)
            self._tag(terminal)

    def _tag(self, terminal: Terminal) -> None:
        times: list[float] = []
        last = 0
        while len(times) < PRESSES:
            self.at += 1
            self._press(terminal, "j", title(self.at).encode(), OFFERED)
            for number in range(1, 10):
                time.sleep(PAUSE)
                begin, since = time.perf_counter(), len(terminal.raw)
                terminal.press(str(number))
                terminal.sent(partial(_saved_behind, last), since)
                times.append(time.perf_counter() - begin)
                last = _saved(terminal.raw[since:])
        row("a tag: durable and drawn", Times(times), most=0.05)
        with Store.open(self.database) as store:
            for _ in times:
                store.undo(WHO)

    def searches(self) -> None:
        """Two words, from Enter to the first page of what has them."""
        chance = random.Random(5)
        frequent = words()
        times: list[float] = []
        with self._postil() as terminal:
            self._settled(terminal)
            at = self.store.window(WHO, EVERYTHING, self.middle + 1, 0).rows[0].id
            while len(times) < PRESSES:
                text = f"{chance.choice(frequent[:100])} {chance.choice(frequent[:1000])}"
                found = self.store.window(WHO, parse(text, typing=True), at, 1).rows
                later = [one for one in found if one.id >= at] or list(reversed(found))
                if not later or later[0].id == at:
                    continue
                terminal.press("/")
                terminal.until(BORDER)
                terminal.press(EMPTIED)
                terminal.until('words, "phrases"')
                wanted = (later[0].title or "").encode()
                times.append(self._press(terminal, text, wanted))
                at = later[0].id
                terminal.press("escape")
                terminal.until(partial(_is_gone, BORDER))
        row("a search of two words: first page", Times(times), most=0.2)

    def picks(self) -> None:
        """Letters typed in the picker, each until its skills are listed."""
        vocabulary = self.store.vocabulary()
        picker = Picker(vocabulary)
        chance = random.Random(6)
        names = chance.sample([skill.label for skill, _ in vocabulary if len(skill.label) < 30], NAMES)
        times: list[float] = []
        alone: list[float] = []
        with self._postil() as terminal:
            self._settled(terminal)
            for name in names:
                terminal.press("s")
                terminal.until(PICKER)
                for length in range(1, TYPED + 1):
                    typed = name[:length]
                    begin = time.perf_counter()
                    first = picker.matches(typed)[0]
                    alone.append(time.perf_counter() - begin)
                    if typed.endswith(" "):
                        terminal.press(typed[-1])
                        continue
                    time.sleep(PAUSE)
                    shown = first.skill.label[:15].rstrip().encode()  # a long one is cut
                    times.append(self._press(terminal, typed[-1], typed.encode(), re.escape(shown)))
                terminal.press("escape")
                terminal.until(lambda screen: PICKER not in screen)
            self._remember("and after the picker was used", terminal)
        beside = row("the skills for a letter, without a screen", Times(alone))
        row("a letter in the picker, over ESCO's labels", Times(times), beside, most=0.03)

    def progress(self) -> None:
        """The progress screen."""
        times = []
        with self._postil() as terminal:
            self._settled(terminal)
            for _ in range(5):
                terminal.press("g")
                terminal.until("go to the progress")
                times.append(self._press(terminal, "p", b"", rb"[Rr]emain|to do"))
                terminal.press("escape")
                terminal.until("Mentions")
        row("the progress screen", Times(times))

    def quits(self) -> None:
        """Leaving right after the first paint, while the vocabulary is learned."""
        times = []
        for _ in range(3):
            with self._postil() as terminal:
                terminal.sent(lambda raw: title(self.middle).encode() in raw, 0)
                begin = time.perf_counter()
                terminal.press("ctrl+q")
                terminal.ended()
                times.append(time.perf_counter() - begin)
        row("leaving while ESCO is learned", Times(times))

    def memory(self) -> None:
        """Print what was used, the floor first."""
        with self._python("-c", EMPTY_APP) as terminal:
            terminal.sent(lambda raw: b"1 of 1" in raw, 0)
            self._remember("an empty Textual application", terminal)
        self.used.insert(0, self.used.pop())
        for what, rss, shared in self.used:
            said = verdict(rss < 120_000) if what != self.used[0][0] else ""
            print(f"memory, {what:42} {rss / 1000:7.0f} MB, {shared / 1000:.0f} of it shared   {said}")

    # How it is measured

    def _postil(self) -> Terminal:
        key = self.store.window(WHO, EVERYTHING, self.middle + 1, 0).rows[0].key
        with Store.open(self.database) as store:
            store.remember(WHO, Place(key, ""))
        return Terminal("--db", str(self.database), cwd=self.folder)

    def _python(self, *arguments: str) -> Terminal:
        return Terminal(*arguments, cwd=self.folder, program=sys.executable)

    def _first_paint(self, terminal: Terminal, wanted: bytes) -> float:
        begin = time.perf_counter()
        with terminal:
            terminal.sent(lambda raw: wanted in raw, 0)
            return time.perf_counter() - begin

    def _press(self, terminal: Terminal, key: str, text: bytes, *patterns: bytes) -> float:
        """Return how long a key took until a text and patterns were sent behind it."""
        wanted = [re.compile(pattern) for pattern in patterns]
        terminal.drain()  # what was drawn for the key before is no answer to this one
        since, begin = len(terminal.raw), time.perf_counter()
        terminal.press(key)
        terminal.sent(lambda raw: text in raw and all(one.search(raw) for one in wanted), since)
        return time.perf_counter() - begin

    def _settled(self, terminal: Terminal) -> None:
        """Wait until mentions, suggestions and counts are there."""
        counted = re.compile(rb"\d of [\d,]+")
        offered = re.compile(OFFERED)
        terminal.sent(lambda raw: bool(offered.search(raw) and counted.search(raw)), 0)

    def _bare(self) -> Terminal:
        finder = Finder([skill for skill, _ in self.store.vocabulary()])
        rows = self.store.window(WHO, EVERYTHING, self.middle + 1, WALKED).rows
        bodies = self.store.texts([one.key for one in rows if one.id > self.middle])
        marked = [(body, [(one.start, one.end) for one in finder.mentions(body)]) for body in bodies.values()]
        (self.folder / "texts.json").write_text(json.dumps(marked), encoding="utf-8")
        terminal = self._python(bare_view.__file__, "texts.json")
        terminal.sent(lambda raw: b"text 0" in raw, 0)
        return terminal

    def _remember(self, what: str, terminal: Terminal) -> None:
        self.used.append((what, *_memory(terminal.process.pid)))


def _is_gone(text: str, screen: str) -> bool:
    return text not in screen


def _saved_behind(last: int, raw: bytes) -> bool:
    return _saved(raw) > last


def _saved(raw: bytes) -> int:
    return max((int(found) for found in re.findall(rb"saved #(\d+)", raw)), default=0)


def _memory(process: int) -> tuple[int, int]:
    """Return resident and shared memory in KB."""
    figures: dict[str, int] = {}
    for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, number, *_ = line.split()
        figures[name.rstrip(":")] = int(number)
    return figures["Rss"], figures["Shared_Clean"] + figures["Shared_Dirty"]


def row(
    what: str,
    times: Times,
    beside: Times | None = None,
    *,
    most_times: float | None = None,
    most: float | None = None,
) -> Times:
    """Print a line: times in milliseconds, what they are beside, and whether the target is met."""
    ratio = f"{times.median / beside.median:.2f} times, p95 {times.p95 / beside.p95:.2f}" if beside else ""
    said = ""
    if most_times is not None and beside:
        said = f"at most {most_times} times: {verdict(times.median <= most_times * beside.median)}"
    if most is not None:
        said = f"p95 under {1000 * most:.0f} ms: {verdict(times.p95 < most)}"
    print(f"{what:50} {1000 * times.median:9.1f} {1000 * times.p95:9.1f}   {ratio:22} {said}", flush=True)
    return times


def verdict(met: bool) -> str:
    """Return whether a target is met, in a word."""
    return "met" if met else "MISSED"


if __name__ == "__main__":
    main()
