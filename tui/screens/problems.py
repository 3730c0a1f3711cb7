"""The problems that an import left, and the record or posting behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Label, Static

from store import ImportProblem
from tui.bindings import bindings
from tui.import_words import problem_line
from tui.text import content
from tui.widgets.bars import KeyBar
from tui.widgets.line_list import LineList, ListLine

if TYPE_CHECKING:
    from tui.app import PostilApp

SHOWN_RECORD = 20_000  # characters of a refused record


@dataclass(frozen=True, slots=True)
class Left:
    """How the list was left: at which problem, and for which posting (None: for no other place)."""

    at: int
    posting: str | None = None


class Problems(Screen[Left]):
    """Returns where it was left, and the posting that is to be opened."""

    CSS_PATH = "problems.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("problems")]

    app: "PostilApp"

    def __init__(self, about: str, problems: Sequence[ImportProblem], at: int = 0) -> None:
        super().__init__()
        self._about = about
        self._problems = problems
        self._at = at

    def compose(self) -> ComposeResult:
        """A line a problem, and the one under the cursor in full."""
        yield Label(content(self._about), id="about")
        yield LineList(id="problems")
        yield Label(id="detail")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """List them."""
        self.query_one(KeyBar).show_scope("problems", alone=True)
        self.query_one(LineList).show([_line(problem) for problem in self._problems], self._at)
        self.app.release_keys()

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        self._at = message.at
        self.query_one("#detail", Label).update(content(problem_line(self._problems[message.at].problem)))

    def action_move(self, step: int) -> None:
        """Move to another problem."""
        self.query_one(LineList).move(step)

    def action_page(self, step: int) -> None:
        """Move by a page."""
        self.query_one(LineList).page(step)

    @on(LineList.Chosen)
    def action_open(self) -> None:
        """Go to the posting that the problem is about, or read the record that was refused."""
        at = self.query_one(LineList).cursor
        if at is None:
            return
        found = self._problems[at]
        if found.posting is not None:
            self.app.hold_keys()
            self.dismiss(Left(at, found.posting))
        elif found.record is not None:
            self.app.hold_keys()
            self.app.push_screen(RecordText(problem_line(found.problem), found.record))
        else:
            self.app.say("There is no record to show here: it was blank, or the whole file is meant.")

    def action_leave(self) -> None:
        """Go back."""
        self.app.hold_keys()
        self.dismiss(Left(self._at))


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
                yield Label(f"… and {left:,} more characters; an import with --rejects writes all of them")

    def on_mount(self) -> None:
        """Scroll with the arrows at once."""
        self.query_one(VerticalScroll).focus()
        self.app.release_keys()


def _line(found: ImportProblem) -> ListLine:
    problem = found.problem
    mark = "·" if found.posting is not None else "×"  # taken with a repair, or refused
    field = f"{problem.field}: " if problem.field else ""
    return ListLine(
        ((f"{mark} {problem.locator:12} ", "strong"), (field, "dim"), (problem.reason, None)),
    )
