"""The problems that an import left, and the record or posting behind each."""

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Label, Static

from store import PostilError
from tui.bindings import bindings
from tui.commands import Scope
from tui.import_keys import on_screen
from tui.import_words import problem_line
from tui.problem_pages import Listed, ProblemPages
from tui.text import content
from tui.widgets.bars import KeyBar
from tui.widgets.line_list import LineList, ListLine
from tui.widgets.line_moves import LineMoves, Move

if TYPE_CHECKING:
    from tui.app import PostilApp

SHOWN_RECORD = 20_000  # characters of a refused record
NEAR = 60  # lines before the end of what was read at which the next page is asked for


class Problems(LineMoves, Screen[str | None]):
    """Returns the key of the posting that is to be opened, or None. Keeps in `pages` where it was left."""

    CSS_PATH = "problems.tcss"
    SCOPE: ClassVar[Scope] = "problems"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("problems")]

    app: "PostilApp"

    def __init__(self, about: str, pages: ProblemPages) -> None:
        super().__init__()
        self._about = about
        self._pages = pages
        self._is_reading = False

    def compose(self) -> ComposeResult:
        """A line a problem, and the one under the cursor in full."""
        yield Label(content(self._about), id="about")
        yield LineList(id="problems")
        yield Label(id="detail")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """List them."""
        self.query_one(KeyBar).show_scope("problems", beside="help")
        if self._pages.listed:
            self._show(self._pages.at)
            self.app.release_keys()
        else:
            self._read_on()

    @work(group="page")
    async def _read_on(self) -> None:
        """Read the next page, and let the keys go that waited for the first."""
        if self._is_reading:
            return
        self._is_reading = True
        try:
            await self._pages.read_on(self.app.lanes.read)
            self._show(self._pages.at)
        except PostilError as error:
            self.app.tell(error)
        finally:
            self._is_reading = False
            self.app.release_keys()

    def _show(self, at: int) -> None:
        self.query_one(LineList).show([_line(listed) for listed in self._pages.listed], at)

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        if message.at != self.query_one(LineList).cursor:
            return  # it moved on since
        self._pages.at = message.at
        where = f"{message.at + 1:,} of {self._pages.total:,}"
        words = on_screen(problem_line(self._pages.listed[message.at].problem))
        self.query_one("#detail", Label).update(content(f"{where}   {words}"))
        if not self._pages.is_whole and message.at >= len(self._pages.listed) - NEAR:
            self._read_on()

    def over_lines(self, move: Move) -> None:
        """Move at once."""
        move(self.query_one(LineList))

    @on(LineList.Chosen)
    async def action_open(self) -> None:
        """Go to the posting that the problem is about, or read the record that was refused."""
        at = self.query_one(LineList).cursor
        if at is None:
            return
        found = self._pages.listed[at]
        self.app.hold_keys()
        if found.posting is not None:
            self.dismiss(found.posting)
            return
        try:
            record = await self._pages.record(self.app.lanes.read, found)
        except PostilError as error:
            self.app.release_keys()
            self.app.tell(error)
            return
        if record is None:
            self.app.release_keys()
            self.app.say("There is no record to show here: it was blank, or the whole file is meant.")
        else:
            self.app.push_screen(RecordText(on_screen(problem_line(found.problem)), record))

    def action_leave(self) -> None:
        """Go back."""
        self.app.hold_keys()
        self.dismiss(None)


class RecordText(ModalScreen[None]):
    """Shows a refused record as it stood."""

    CSS_PATH = "problems.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("record")]

    app: "PostilApp"

    def __init__(self, about: str, record: str) -> None:
        super().__init__()
        self._about = about
        self._record = record

    def compose(self) -> ComposeResult:
        """Why it was refused, and its text."""
        left = len(self._record) - SHOWN_RECORD
        with VerticalScroll(id="record"):
            yield Label(content(self._about), id="reason")
            yield Static(content(self._record[:SHOWN_RECORD]), id="text")
            if left > 0:
                yield Label(f"… and {left:,} more characters; a file of refused records has all of them")

    def on_mount(self) -> None:
        """Scroll with the arrows at once."""
        self.query_one(VerticalScroll).focus()
        self.app.release_keys()


def _line(found: Listed) -> ListLine:
    problem = found.problem
    mark = "·" if found.posting is not None else "×"  # taken with a repair, or refused
    field = f"{problem.field}: " if problem.field else ""
    return ListLine(
        ((f"{mark} {problem.locator:12} ", "strong"), (field, "dim"), (on_screen(problem.reason), None)),
    )
