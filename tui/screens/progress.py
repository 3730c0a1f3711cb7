"""The progress screen: what is done, how fast, by whom, and with which skills."""

from datetime import UTC, date, datetime
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from store import Event, Progress, Store
from store.measuring import GLANCE, Agreement, measure
from tui.agreement_page import agreement_lines
from tui.bindings import bindings
from tui.progress_page import DRAWN_DAYS, progress_page
from tui.text import shown
from tui.widgets.bars import KeyBar, StatusBar
from tui.widgets.line_list import ListLine

from .deciding import DecidingScreen

LOOKS = {"heading": "bold $secondary", "strong": "$primary", "dim": "$muted", "warning": "$warning"}


def today() -> date:
    """Return the day, of UTC, as the journal has it."""
    return datetime.now(UTC).date()


class ProgressScreen(DecidingScreen):
    """Draws the figures of the moment it was opened, and anew after an undo."""

    CSS_PATH = "progress.tcss"
    SCOPE = "progress"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("progress")]

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self._agreement: Agreement | None = None

    def compose(self) -> ComposeResult:
        """A page that scrolls, over two lines of status and keys."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static("Counting…", id="figures")
        yield StatusBar(id="status")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Show the keys."""
        self.query_one(KeyBar).show_scope("progress")

    async def begin(self) -> None:
        """Count and draw."""
        self._progress = await self.app.lanes.read.run(Store.progress, DRAWN_DAYS, self.app.annotator)
        self._draw()
        self._measure()

    @work(exclusive=True, group="agreement")
    async def _measure(self) -> None:
        """Measure how far annotators agree, behind all else that the page shows."""
        self._agreement = await self.app.lanes.read.run(measure, GLANCE)
        self._draw()

    def _draw(self) -> None:
        if self._progress is None or not self.is_drawable:
            return
        page = self.query_one("#page", VerticalScroll)
        lines = progress_page(self._progress, page.scrollable_content_region.width, today())
        lines += agreement_lines(self._agreement)
        self.query_one("#figures", Static).update(Content("\n").join(_content(one) for one in lines))
        self.query_one(StatusBar).say(self.app.saved, "progress")

    def on_resize(self) -> None:
        """Fit the bars."""
        self.call_after_refresh(self._draw)

    def action_count(self) -> None:
        """Count again."""
        self.turns.add(self.begin)

    def action_scroll(self, step: int) -> None:
        """Move by a line."""
        self.query_one("#page").scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """Move by nearly a screenful."""
        page = self.query_one("#page")
        page.scroll_relative(y=step * max(1, page.size.height - 2), animate=False)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()

    async def turned(self, event: Event) -> None:
        """Draw what an undo left."""
        await self.begin()

    def returned(self, _: None) -> None:
        """Draw what was decided on a screen above."""
        self.turns.add(self.begin)


def _content(one: ListLine) -> Content:
    return Content.assemble(*((shown(text), LOOKS[look] if look else "") for text, look in one.parts))
