"""What settling disagreements looks like. Each test says what must be seen; logic is never asserted here."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store import Requirement, State, Store, Verdict
from tests.build import ANN, keys
from tui.app import PostilApp

from .test_pictures import LARGE, SMALL, pressed

Compare = Callable[..., bool]

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])


@pytest.fixture
def disputed(kitchen: Path) -> Path:
    """Three differ on a skill of the first posting, and on a pair; a hostile name is among them."""
    with Store.open(kitchen) as store:
        first, _, _, nurse, bell, *_ = keys(store)
        at = store.posting(ANN, first).body.index("sourdough")
        store.tag("bea", first, "Sourdough", Requirement.REQUIRED, (at, at + 9))
        store.tag("cid", first, "Sourdough", Requirement.PREFERRED, (at, at + 9))
        for who in ("bea", "cid", "[b]dee\x1b[/]"):
            store.set_state(who, first, State.DONE)
            store.set_state(who, nurse, State.DONE)
        for who, verdict in (("bea", Verdict.RELATED), ("cid", Verdict.RELATED), ("dee", Verdict.DISTINCT)):
            store.judge(who, [(nurse, bell)], verdict)
    return kitchen


@SIZES
def test_a_skill(disputed: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """The answers with who gave them and what they come to, a reason to be kept, the marked words in the text."""
    run = pressed("g", "a", "r", "j", "enter")
    assert snap_compare(PostilApp(disputed, ANN), terminal_size=size, run_before=run)


def test_a_pair_without_names(disputed: Path, snap_compare: Compare) -> None:
    """Both texts side by side, letters in place of names, and on the last line the keys."""
    run = pressed("g", "a", "j", "h")
    assert snap_compare(PostilApp(disputed, ANN), terminal_size=LARGE, run_before=run)


def test_other_answers(disputed: Path, snap_compare: Compare) -> None:
    """Every answer that could be given, with the evidence that anybody marked and with none."""
    assert snap_compare(PostilApp(disputed, ANN), terminal_size=SMALL, run_before=pressed("g", "a", "e"))


def test_nothing_to_settle(kitchen: Path, snap_compare: Compare) -> None:
    """How to begin."""
    assert snap_compare(PostilApp(kitchen, ANN), terminal_size=SMALL, run_before=pressed("g", "a"))
