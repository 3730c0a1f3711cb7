"""A line to type on shows what is typed there, however long it was before."""

import pytest
from textual.app import App, ComposeResult

from tui.widgets.fields import SafeInput


class OneField(App[None]):
    def compose(self) -> ComposeResult:
        yield SafeInput(id="field")


@pytest.mark.parametrize("keys", [("ctrl+k",), ("delete",) * 60], ids=["to-the-end", "letter-by-letter"])
async def test_what_stays_of_a_long_text_is_in_sight(keys: tuple[str, ...]) -> None:
    app = OneField()
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press(*"abcdefghij" * 12, *("left",) * 60, *keys)
        await pilot.pause()
        row = app.query_one(SafeInput).region.y + 1
        assert "abcdefghij" in app.screen._compositor.render_strips()[row].text
