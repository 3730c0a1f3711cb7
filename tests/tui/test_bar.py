"""The bar that our panes draw: dragged by the mouse, it scrolls, and does nothing else."""

from pathlib import Path

import pytest
from textual import events
from textual.widget import Widget

from store import Store
from tests.build import draft, take
from tui.screens.choice import Choice
from tui.widgets.line_list import LineList, line
from tui.widgets.posting_text import PostingText

from .driving import Desk, desk

LEFT, RIGHT = 1, 3


@pytest.fixture
def long(tmp_path: Path) -> Path:
    path = tmp_path / "long.db"
    with Store.open(path, create=True) as store:
        take(store, draft(" ".join(f"word{n}" for n in range(3_000)), locator="line 1", title="Baker"))
    return path


async def mouse(
    person: Desk, kind: type[events.MouseEvent], widget: Widget, x: int, y: int, button: int = LEFT
) -> None:
    x, y = widget.region.x + x, widget.region.y + y
    person.app.post_message(kind(None, x, y, 0, 0, button, False, False, False, screen_x=x, screen_y=y))
    await person.settle()


async def drag(person: Desk, widget: Widget, y: int, to: int, *, aside: int = 0) -> None:
    bar = widget.size.width - 1
    await mouse(person, events.MouseDown, widget, bar, y)
    await mouse(person, events.MouseMove, widget, bar, to)
    await mouse(person, events.MouseUp, widget, bar - aside, to)


async def test_the_text_scrolls_and_the_caret_stays(long: Path) -> None:
    async with desk(long) as person:
        await person.press("enter")
        text = person.app.review.query_one(PostingText)
        chosen = text.selected
        await drag(person, text, 0, text.size.height - 1, aside=3)
        assert text.scroll_offset.y == text.max_scroll_y > 0
        assert text.selected == chosen
        assert "word2999" in person.text()
        await drag(person, text, text.size.height - 1, 0)
        assert text.scroll_offset.y == 0


async def test_a_drag_that_ends_beside_the_bar_chooses_nothing(long: Path) -> None:
    async with desk(long) as person:
        chosen: list[int | None] = []
        person.app.push_screen(Choice("Which?", [line(f"number {n}") for n in range(60)], 20), chosen.append)
        await person.settle()
        lines = person.app.screen.query_one(LineList)
        await drag(person, lines, 2, 20 - lines.scroll_offset.y, aside=2)
        assert not chosen
        assert lines.cursor == 20


async def test_another_button_does_not_scroll(long: Path) -> None:
    async with desk(long) as person:
        text = person.app.review.query_one(PostingText)
        await mouse(person, events.MouseDown, text, text.size.width - 1, 20, RIGHT)
        await mouse(person, events.MouseUp, text, text.size.width - 1, 20, RIGHT)
        assert text.scroll_offset.y == 0


@pytest.mark.parametrize("width", [20, 30, 40])
async def test_every_line_is_as_wide_as_the_screen(long: Path, width: int) -> None:
    async with desk(long, size=(width, 12)) as person:
        await person.press("enter", "l", "v", "end")
        assert {strip.cell_length for strip in person.app.screen._compositor.render_strips()} == {width}
