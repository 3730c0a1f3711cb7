"""The progress screen: the figures it draws, and how it is read."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from duplicates.find import find
from store import DayCount, Progress, Skill, State, Store, SuggestionCount, SuggestionKind
from tests.build import ANN
from tui.progress_page import progress_page

from .driving import desk

TODAY = date(2026, 3, 20)
KIND = next(iter(SuggestionKind))


def progress(
    states: Sequence[int] = (6, 3, 1, 0),
    days: Sequence[DayCount] = (),
    pace: float = 0.0,
    pace_days: int = 0,
    skills: Sequence[tuple[str, int]] = (),
    suggestions: Sequence[SuggestionCount] = (),
) -> Progress:
    """Figures; `states` are to do, done, skipped, flagged."""
    names = (State.TODO, State.DONE, State.SKIPPED, State.FLAGGED)
    return Progress(
        sum(states),
        dict(zip(names, states, strict=True)),
        tuple(days),
        pace,
        pace_days,
        states[0],
        tuple((Skill(f"local:{label}", label), count) for label, count in skills),
        tuple(suggestions),
    )


def day(ago: int, name: str, done: int, other: int = 0) -> DayCount:
    return DayCount(str(TODAY - timedelta(ago)), name, done, other)


def page(figures: Progress, width: int = 78) -> str:
    return "\n".join(one.text for one in progress_page(figures, width, TODAY))


def bars(text: str) -> dict[str, float]:
    """The lengths of the bars, in cells, by what stands before them."""
    eighths = " ▏▎▍▌▋▊▉"
    found = {}
    for line in map(str.strip, text.splitlines()):
        bar = line.rsplit("  ", 1)[-1]
        if bar and set(bar) <= {*"█", *eighths}:
            found[line.split("  ")[0]] = bar.count("█") + sum(
                eighths.index(sign) / 8 for sign in bar if sign != "█"
            )
    return found


def test_bars_are_as_long_as_what_they_stand_for() -> None:
    drawn = bars(page(progress((600, 300, 99, 1))))
    assert drawn["done"] == pytest.approx(drawn["to do"] / 2, abs=1 / 8)
    assert drawn["skipped"] == pytest.approx(drawn["to do"] * 0.165, abs=1 / 8)
    assert 0 < drawn["flagged"] < 1


def test_numbers_stand_beside_the_bars() -> None:
    lines = page(progress((1_989, 10, 0, 1))).splitlines()
    assert lines[0] == "2,000 postings, by the latest word on each"
    assert [line.split("%")[0].split() for line in lines[1:5]] == [
        ["to", "do", "1,989", ">99"],
        ["done", "10", "<1"],
        ["skipped", "0", "0"],
        ["flagged", "1", "<1"],
    ]


def test_the_curve_rises_to_the_best_day_and_falls_on_days_without_work() -> None:
    text = page(
        progress(days=[day(20, "ann", 40), day(10, "ann", 10, 70), day(10, "bea", 5), day(0, "ann", 1)])
    )
    curve = [line for line in text.splitlines() if "┤" in line or "│" in line]
    assert curve[0].split("┤")[0].strip() == "85"
    assert curve[-1].split("┤")[0].strip() == "0"
    top = curve[0].split("┤")[1]
    assert len(top[: len(top.rstrip())]) == pytest.approx(len(curve[-1].split("┤")[1]) / 2, abs=4)
    assert "28 Feb" in text
    assert "20 Mar" in text


def test_the_pace_says_what_is_left_at_it() -> None:
    worked = [day(1, "ann", 4), day(0, "ann", 2)]
    said = page(progress((7, 6, 0, 0), worked, 3.0, 2))
    assert "3 a day over the last 2 days with work · 7 to do: 3 more such days" in said
    last = page(progress((1, 6, 0, 0), worked, 61.4, 1))
    assert "61 a day over the last day with work · 1 to do: 1 more such day" in last
    assert "nothing is left to do" in page(progress((0, 6, 0, 0), worked, 3.5, 2))


def test_each_annotator_has_a_line_the_busiest_first() -> None:
    days = [day(40, "old", 9), day(12, "bea", 3), day(6, "ann", 5), day(0, "ann", 1, 1), day(0, "bea", 2)]
    rows = [
        line.split()
        for line in page(progress(days=days)).splitlines()
        if line.startswith(("ann", "bea", "old"))
    ]
    assert rows == [["ann", "2", "7", "7"], ["bea", "2", "2", "5"], ["old", "0", "0", "0"]]


def test_of_many_annotators_the_rest_is_counted() -> None:
    text = page(progress(days=[day(0, f"who{number}", 1) for number in range(30)]))
    assert "… and 10 more; postil status lists everybody" in text


def test_skills_and_suggestions_are_drawn_where_there_are_any() -> None:
    figures = progress(
        skills=[("Bread", 40), ("Oven", 10)],
        suggestions=[SuggestionCount(KIND, 3, 1), SuggestionCount(KIND, 0, 4)],
    )
    text = page(figures)
    assert bars(text)["Bread"] == pytest.approx(4 * bars(text)["Oven"], abs=1 / 4)
    assert f"{KIND.value}  3 of 4   75 %" in text
    assert "Skills" not in page(progress())
    assert "Suggestions" not in page(progress())


@pytest.mark.parametrize("width", [20, 58, 78, 118, 300])
def test_bars_and_the_curve_fit_the_width_and_need_no_colour(width: int) -> None:
    figures = progress(
        (999_999, 1_000, 5, 1),
        [day(ago, "日本語の名前がとても長いです", 12_345) for ago in range(28)],
        12_345.0,
        7,
        [("[bold]a label that is much too long for a line\x1b[31m", 123_456), ("短い", 1)],
        [SuggestionCount(KIND, 123_456, 654_321)],
    )
    lines = page(figures, width).splitlines()
    drawn = [line for line in lines if {*line} & {*"█▏▎▍▌▋▊▉┤│└"}]
    assert max(cell_len(line) for line in drawn) <= max(width, 60)
    assert not any("\x1b" in line for line in lines)


def test_nothing_yet_is_said_in_words() -> None:
    text = page(progress((0, 0, 0, 0)))
    assert "There are none yet." in text
    assert "a day shows here once a posting is done" in text


async def test_what_is_done_is_drawn_and_an_undo_takes_it_off_again(kitchen: Path) -> None:
    async with desk(kitchen, size=(80, 24)) as person:
        await person.press("space", "space", "g", "p")
        assert "6 postings" in person.text()
        assert bars(person.text())["done"] == pytest.approx(bars(person.text())["to do"] / 2, abs=1 / 4)
        assert "2 a day over the last day with work · 4 to do: 2 more such days" in person.text()
        await person.press("u")
        assert "taken back: done" in person.text()
        assert "1 a day over the last day with work · 5 to do" in person.text()
        await person.press("U", "escape")
        assert person.app.screen is person.app.review


async def test_it_is_read_by_keys_and_counts_again(kitchen: Path) -> None:
    with Store.open(kitchen) as store:
        find(store)
        [first, *_] = list(store.listing(ANN))
        for number in range(12):
            store.tag(ANN, first.key, f"skill {number}")
        store.set_state("bea", first.key, State.FLAGGED)
    async with desk(kitchen, size=(80, 24)) as person:
        await person.press("g", "p")
        assert "skill 9" not in person.text()
        await person.press("pagedown")
        assert "skill 9" in person.text()
        assert "6 postings" not in person.text()
        await person.press("pageup", "j", "j")
        assert "6 postings" not in person.text()
        await person.press("k", "k", "k")
        assert "6 postings" in person.text()
        with Store.open(kitchen) as other:
            other.set_state("cleo", first.key, State.SKIPPED)
        await person.press("r")
        assert bars(person.text())["skipped"] > 0


async def test_the_page_follows_the_terminal(kitchen: Path) -> None:
    async with desk(kitchen, size=(80, 24)) as person:
        await person.press("g", "p")
        before = bars(person.text())["to do"]
        await person.pilot.resize_terminal(60, 24)
        await person.settle()
        assert bars(person.text())["to do"] < before


async def test_it_opens_on_an_empty_database(tmp_path: Path) -> None:
    Store.open(tmp_path / "new.db", create=True).close()
    async with desk(tmp_path / "new.db") as person:
        await person.press("g", "p")
        assert "There are none yet." in person.text()


async def test_its_keys_are_helped_and_in_the_palette(kitchen: Path) -> None:
    async with desk(kitchen) as person:
        await person.press("g", "p", "question_mark")
        assert "Seeing where the work stands" in person.text()
        assert "count again" in person.text()
        await person.press("escape")
        offered = {one.title for one in person.app.get_system_commands(person.app.screen)}
        assert {"Count again", "Undo", "Theme"} <= offered
        assert "Done" not in offered


def test_only_the_progress_screen_loads_the_library_that_draws() -> None:
    look = "import sys, tui.app; print('plotille' in sys.modules)"
    look += "; import tui.screens.progress; print('plotille' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True"]
