"""The actions that move over a list of lines, for the screens that are mostly one."""

from collections.abc import Callable

from .line_list import LineList

Move = Callable[[LineList], None]


class LineMoves:
    """A screen that moves over its list: by lines, by pages, to its ends."""

    def over_lines(self, move: Move) -> None:
        """Carry out a move, at once or in its turn."""
        raise NotImplementedError

    def action_move(self, step: int) -> None:
        """Move by so many lines."""
        self.over_lines(lambda lines: lines.move(step))

    def action_page(self, step: int) -> None:
        """Move by pages."""
        self.over_lines(lambda lines: lines.page(step))

    def action_edge(self, step: int) -> None:
        """Move to the first or the last line."""
        self.over_lines(lambda lines: lines.move(step * len(lines.lines)))
