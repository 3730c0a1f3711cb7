"""Start of the command line, start to first paint, key to repaint, and an import: `make bench`.

Each figure stands beside a floor that is measured in the same run: the bare interpreter, an empty Textual
application, a loop that only parses.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from importers import read_document
from importers.job import Choices, import_paths
from importers.plain.page import PageImporter
from store import Store
from store.drafts import Draft
from tests.tui.terminal import POSTIL, Terminal

RUNS = 15
PRESSES = 200
POSTINGS = 2_000
WORDS = (
    "We are hiring a Night Baker. You know sourdough, Python and patience. Key job responsibilities • Bake "
)
EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("1 of 1")
Empty().run()
"""


def main() -> None:
    """Measure and print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = _page(folder)
        print(f"{'what':44} {'median ms':>10} {'p95 ms':>8}   beside")
        bare = _row("python -c pass", _times(lambda: _run(sys.executable, "-c", "pass")))
        _row("postil --help", _times(lambda: _run(str(POSTIL), "--help")), bare)

        parse = _row(f"parse {POSTINGS:,} postings", _times(lambda: _parse(page), runs=3))
        _row(f"import {POSTINGS:,} postings", _times(lambda: _import(folder, page), runs=3), parse)
        _row("import them again, unchanged", _times(lambda: _import_again(folder, page), runs=3), parse)

        empty = _row("an empty Textual application, first paint", _times(lambda: _first_paint(folder, None)))
        _row("postil, first paint with its posting", _times(lambda: _first_paint(folder, "postil.db")), empty)
        _presses(folder)


def _row(what: str, times: list[float], beside: float | None = None) -> float:
    times.sort()
    median = statistics.median(times)
    p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
    ratio = f"{median / beside:.2f} times the row above it" if beside else ""
    print(f"{what:44} {1000 * median:10.1f} {1000 * p95:8.1f}   {ratio}", flush=True)
    return median


def _times(work: Callable[[], object], runs: int = RUNS) -> list[float]:
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return times


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _page(folder: Path) -> Path:
    lines = ["Related content"]
    for number in range(POSTINGS):
        lines += ["CH, Bern", f"Advertisement number {number}. " + WORDS * 30]
    page = folder / "page.txt"
    page.write_text("\n".join(lines), encoding="utf-8")
    return page


def _parse(page: Path) -> None:
    document = read_document(page.name, page.read_bytes(), None)
    if sum(isinstance(item, Draft) for item in PageImporter().read(document)) != POSTINGS:
        raise RuntimeError("the page was not read")


def _import(folder: Path, page: Path) -> None:
    for old in folder.glob("postil.db*"):
        old.unlink()
    _import_again(folder, page)


def _import_again(folder: Path, page: Path) -> None:
    with Store.open(folder / "postil.db", create=True) as store:
        import_paths(store, [str(page)], Choices())


def _first_paint(folder: Path, database: str | None) -> None:
    if database:
        terminal = Terminal("--db", database, cwd=folder)
    else:
        terminal = Terminal("-c", EMPTY_APP, cwd=folder, program=sys.executable)
    with terminal:
        terminal.until(lambda text: "1 of " in text)


def _presses(folder: Path) -> None:
    times = []
    with Terminal("--db", "postil.db", cwd=folder) as terminal:
        terminal.until("Advertisement number 0.")
        for number in range(1, PRESSES + 1):
            begin = time.perf_counter()
            terminal.press("j")
            terminal.until(f"Advertisement number {number}.")
            times.append(time.perf_counter() - begin)
        _row("next posting: key to repaint", times)
        times = []
        for number in range(1, PRESSES + 1):
            begin = time.perf_counter()
            terminal.press("f" if number % 2 else "u")
            terminal.until(f"saved #{number}:" if number % 2 else "taken back")
            times.append(time.perf_counter() - begin)
        _row("a decision: key to durable and drawn", times)


if __name__ == "__main__":
    main()
