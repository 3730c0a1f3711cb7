"""What is wrong with a search, under the bar in which it is typed."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from store.query import Fault
from tui.text import shown

BEFORE = 3  # cells of the bar before its text


class Faults(Static):
    """Points at the first fault of a search, and says what it is."""

    def show(self, text: str, faults: Sequence[Fault]) -> None:
        """Show the first fault of a text; none hides it."""
        self.display = bool(faults)
        if not faults:
            return
        first = faults[0]
        before, at = cell_len(text[: first.start]), cell_len(text[first.start : first.end])
        room = max(1, self.app.size.width - BEFORE * 2)
        more = f"  (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        pointer = f"{' ' * (BEFORE + before)}{'^' * max(1, at)}\n" if before + at < room else ""
        self.update(Content(f"{pointer}{' ' * BEFORE}{shown(first.sentence)}{more}"))
