"""A text whose pane becomes wider or narrower is wrapped anew: no word is cut, and no room is left."""

from pathlib import Path

import pytest

from duplicates.find import find
from store import Store
from tests.build import draft, take

from .driving import Desk, desk

WORDS = [f"word{number:02}" for number in range(60)]


@pytest.fixture
def long(tmp_path: Path) -> Path:
    path = tmp_path / "postil.db"
    with Store.open(path, create=True) as store:
        body = " ".join(WORDS)
        take(store, draft(body, locator="line 1"), draft(f"{body} more", locator="line 2"))
        find(store)
    return path


def words(person: Desk, left: int, right: int) -> list[list[str]]:
    """The words on each line of a part of the screen, of lines that have some."""
    lines = (line[left:right].split() for line in person.text().splitlines())
    return [found for line in lines if (found := [word for word in line if word.startswith("word")])]


@pytest.mark.parametrize(
    ("size", "keys", "per_line"),
    [
        pytest.param((80, 24), (), 10, id="one column at 80"),
        pytest.param((80, 24), ("l",), 5, id="side by side at 80"),
        pytest.param((80, 24), ("l", "l"), 10, id="there and back at 80"),
        pytest.param((120, 40), (), 7, id="side by side at 120"),
        pytest.param((120, 40), ("l",), 16, id="one column at 120"),
        pytest.param((120, 40), ("l", "l"), 7, id="there and back at 120"),
    ],
)
async def test_a_pair_is_wrapped_to_the_panes_there_are(
    long: Path, size: tuple[int, int], keys: tuple[str, ...], per_line: int
) -> None:
    async with desk(long, size=size, duplicates=True) as person:
        await person.press(*keys)
        lines = words(person, 0, size[0] if per_line > 8 else size[0] // 2)
        assert [word for line in lines for word in line] == WORDS
        assert {len(line) for line in lines[:-1]} <= {per_line, per_line + 1}


async def test_a_posting_is_wrapped_to_the_screen_as_it_grows_and_shrinks(long: Path) -> None:
    async with desk(long, size=(80, 24)) as person:
        narrow = words(person, 0, 80)
        await person.pilot.resize_terminal(60, 24)
        await person.settle()
        smaller = words(person, 0, 60)
        await person.pilot.resize_terminal(80, 24)
        await person.settle()
        assert words(person, 0, 80) == narrow
        for lines in (narrow, smaller):
            assert [word for line in lines for word in line] == WORDS
        assert len(smaller) > len(narrow)
