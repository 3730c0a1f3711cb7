"""What the progress and the skills look like. Each test says what must be seen; logic is never asserted here."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from store import DayCount, Progress, Requirement, Skill, State, Store, SuggestionCount, SuggestionKind
from tests.build import ANN
from tui.app import PostilApp

from .test_pictures import LARGE, SMALL, pressed

Compare = Callable[..., bool]

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
DONE = (
    12,
    31,
    44,
    0,
    0,
    38,
    52,
    47,
    60,
    41,
    0,
    0,
    55,
    63,
    71,
    20,
)  # a posting more each, from the first of March on
FIGURES = Progress(
    postings=1_240,
    states={State.TODO: 640, State.DONE: 534, State.SKIPPED: 60, State.FLAGGED: 6},
    days=tuple(
        DayCount(f"2026-03-{at + 1:02}", name, done // share, at % 3)
        for at, done in enumerate(DONE)
        if done
        for name, share in (("ann", 2), ("bea", 3))
    ),
    pace=51.4,
    pace_days=7,
    remaining=640,
    skills=tuple(
        (Skill(f"local:{label}", label), count)
        for label, count in (("Python", 310), ("SQL", 204), ("Night work", 96), ("Sourdough", 41), ("R", 2))
    ),
    suggestions=tuple(
        SuggestionCount(kind, 90 - 25 * at, 10 + 20 * at) for at, kind in enumerate(list(SuggestionKind)[:3])
    ),
)


@pytest.fixture
def guild(kitchen: Path) -> Path:
    """The kitchen with a vocabulary, one skill of it retired."""
    with Store.open(kitchen) as store:
        store.put_skills(
            [
                Skill("local:baking", "Baking", "skill", ("bake", "oven work")),
                Skill("local:bread", "Bread"),
                Skill("local:sourdough", "Sourdough", "knowledge", ("leaven",)),
                Skill("local:python", "Python", "knowledge", ("Python 3", "CPython")),
                Skill("local:bell", "[bold]Bell\x1b[/foo]"),
            ]
        )
        first, second, *_ = (row.key for row in store.listing(ANN))
        store.tag(ANN, first, "Baking", Requirement.REQUIRED)
        store.tag("bea", second, "Baking", Requirement.PREFERRED)
        store.tag(ANN, first, "Bread", Requirement.MENTIONED)
        store.retire_skill("bea", "Python")
    return kitchen


@SIZES
def test_progress(
    kitchen: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """Bars with their numbers, a curve with its days, the pace under it; on the large screen all of it."""
    monkeypatch.setattr(Store, "progress", lambda *asked: FIGURES)
    monkeypatch.setattr("tui.screens.progress.today", lambda: date(2026, 3, 16))
    assert snap_compare(PostilApp(kitchen, ANN), terminal_size=size, run_before=pressed("g", "p"))


@SIZES
def test_skills(guild: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """Postings, name and other labels of each; what is retired says so; the one under the cursor in full."""
    assert snap_compare(PostilApp(guild, ANN), terminal_size=size, run_before=pressed("g", "s", "j"))


def test_finding_a_skill(guild: Path, snap_compare: Compare) -> None:
    """The field on top, and under it only what has the letters in one of its labels."""
    run = pressed("g", "s", "slash", *"ake")
    assert snap_compare(PostilApp(guild, ANN), terminal_size=SMALL, run_before=run)


def test_what_a_merge_touches(guild: Path, snap_compare: Compare) -> None:
    """Both skills with their postings, what becomes of them, and the choice."""
    run = pressed("g", "s", "j", "m", *"baki", "enter")
    assert snap_compare(PostilApp(guild, ANN), terminal_size=SMALL, run_before=run)


def test_where_to_go(guild: Path, snap_compare: Compare) -> None:
    """A letter a place."""
    assert snap_compare(PostilApp(guild, ANN), terminal_size=SMALL, run_before=pressed("g", "s", "g"))
