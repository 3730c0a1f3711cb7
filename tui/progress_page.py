"""The progress as lines of bars and curves, readable without colour and at eighty columns."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import ceil

from plotille import Canvas
from rich.cells import cell_len, set_cell_size

from store import Progress, State

from .text import shown
from .widgets.line_list import ListLine, Part, line

DRAWN_DAYS = 28
SPANS = (1, 7, DRAWN_DAYS)  # days that are counted for each annotator
MOST_NAMES = 20
MOST_SKILLS = 15
CURVE_HEIGHT = 6  # lines
LONGEST_NAME = 24  # cells
LONGEST_BAR = 48  # cells
NAMES = {State.TODO: "to do", State.DONE: "done", State.SKIPPED: "skipped", State.FLAGGED: "flagged"}
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def progress_page(progress: Progress, width: int, today: date) -> list[ListLine]:
    """Return the page for a width in cells. Days are those of UTC, `today` too."""
    return [
        *_states(progress, width),
        *_days(progress, width, today),
        *_annotators(progress, today),
        *_skills(progress, width),
        *_suggestions(progress, width),
    ]


def _states(progress: Progress, width: int) -> Iterator[ListLine]:
    yield line(f"{progress.postings:,} postings, by the latest word on each", "heading")
    if not progress.postings:
        yield line("There are none yet.", "dim")
        return
    rows = []
    for state, name in NAMES.items():
        count = progress.states[state]
        rows.append((name, count, f"{count:,}  {_percent(count, progress.postings)}"))
    yield from _bars(rows, width, progress.postings)


def _days(progress: Progress, width: int, today: date) -> Iterator[ListLine]:
    yield from _section("Settled each day (done, skipped or flagged; days of UTC)")
    each = Counter[date]()
    for one in progress.days:
        each[date.fromisoformat(one.day)] += one.done + one.other
    if not each:
        yield line("Nothing yet: a day shows here once a posting is done, skipped or flagged.", "dim")
        return
    last = max(today, *each)
    first = max(last - timedelta(DRAWN_DAYS - 1), min(last - timedelta(1), *each))
    counts = [each[first + timedelta(at)] for at in range((last - first).days + 1)]
    yield from _curve(counts, width, first, last)
    if progress.days_left is not None:
        over = "last day" if progress.pace_days == 1 else f"last {progress.pace_days} days"
        more = ceil(progress.days_left)
        left = f"{progress.remaining:,} to do: {more:,} more such {'day' if more == 1 else 'days'}"
        yield line(
            f"{_pace(progress.pace)} a day over the {over} with work"
            f" · {left if progress.remaining else 'nothing is left to do'}"
        )


def _pace(pace: float) -> str:
    return f"{pace:,.0f}" if pace >= 10 else f"{pace:.1f}".removesuffix(".0")


def _curve(counts: Sequence[int], width: int, first: date, last: date) -> Iterator[ListLine]:
    top = max(*counts, 1)
    margin = max(len(f"{top:,}"), 1) + 2
    room = max(8, min(width - margin - 2, 2 * LONGEST_BAR))
    canvas = Canvas(room, CURVE_HEIGHT, xmin=0, xmax=max(1, len(counts) - 1), ymin=0, ymax=top)
    for at, (before, after) in enumerate(pairwise(counts)):
        canvas.line(at, before, at + 1, after)
    rows = canvas.plot().replace("\u2800", " ").split("\n")
    for number, row in enumerate(rows):
        label = f"{top:,}" if number == 0 else "0" if number == len(rows) - 1 else ""
        axis = "┤" if label else "│"
        yield ListLine(((f"{label:>{margin - 2}} {axis}", "dim"), (row, "strong")))
    left, right = f"{first:%d %b}", f"{last:%d %b}"
    yield line(f"{'':{margin - 1}}└{left}{right:>{max(0, room - len(left))}}", "dim")


def _annotators(progress: Progress, today: date) -> Iterator[ListLine]:
    names: Counter[str] = Counter()
    spans = {days: Counter[str]() for days in SPANS}
    for one in progress.days:
        ago = (today - date.fromisoformat(one.day)).days
        for days, counts in spans.items():
            counts[one.annotator] += one.done + one.other if ago < days else 0
        names[one.annotator] = spans[DRAWN_DAYS][one.annotator]
    if not names:
        return
    yield from _section("By annotator")
    heads = " ".join(f"{'today' if days == 1 else f'{days} days':>9}" for days in SPANS)
    yield line(f"{'':{LONGEST_NAME}} {heads}", "dim")
    for name, _ in names.most_common(MOST_NAMES):
        yield line(f"{_fitted(name)} {' '.join(f'{counts[name]:>9,}' for counts in spans.values())}")
    if len(names) > MOST_NAMES:
        yield line(f"… and {len(names) - MOST_NAMES:,} more; postil status lists everybody", "dim")


def _skills(progress: Progress, width: int) -> Iterator[ListLine]:
    if progress.skills:
        yield from _section("Skills, by the postings tagged with them")
        rows = [(skill.label, count, f"{count:,}") for skill, count in progress.skills[:MOST_SKILLS]]
        yield from _bars(rows, width)


def _suggestions(progress: Progress, width: int) -> Iterator[ListLine]:
    if progress.suggestions:
        yield from _section("Suggestions accepted, of those that were answered")
        rows = [
            (
                one.kind.value,
                one.accepted,
                f"{one.accepted:,} of {one.answered:,}  {_percent(one.accepted, one.answered)}",
            )
            for one in progress.suggestions
        ]
        yield from _bars(rows, width, max(one.answered for one in progress.suggestions))


def _section(title: str) -> Iterator[ListLine]:
    yield line("")
    yield line(title, "heading")


def _bars(rows: Sequence[tuple[str, int, str]], width: int, whole: int | None = None) -> Iterator[ListLine]:
    """Yield a bar a row; `whole` is what the longest possible one stands for, None for the largest count."""
    most = max(1, whole or max(count for _, count, _ in rows))
    longest = max(len(words) for _, _, words in rows)
    names = min(LONGEST_NAME, max(cell_len(shown(name)) for name, _, _ in rows))
    room = max(4, min(LONGEST_BAR, width - names - longest - 4))
    for name, count, words in rows:
        parts: tuple[Part, ...] = (
            (f"{_fitted(name, names)}  {words:>{longest}}  ", None),
            (_bar(count / most, room), "strong"),
        )
        yield ListLine(parts)


def _bar(part: float, room: int) -> str:
    """Return a bar of some part of the room; whatever is more than nothing is seen."""
    eighths = max(round(part * room * 8), 1 if part > 0 else 0)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _percent(count: int, whole: int) -> str:
    share = 100 * count / whole if whole else 0
    return " <1 %" if 0 < share < 1 else ">99 %" if 99 < share < 100 else f"{share:3.0f} %"


def _fitted(name: str, width: int = LONGEST_NAME) -> str:
    name = shown(name)
    return set_cell_size(name, width) if cell_len(name) <= width else f"{set_cell_size(name, width - 1)}…"
