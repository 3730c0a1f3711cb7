"""What our line-drawing widgets share: styles asked of the style sheet once, and a bar where more than fits.

Textual's own scroll bar is a widget beside each: two more cuts in every line of the screen, drawn whole at each move,
which cost a quarter of a move to the next posting.
"""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

LEFT = 1  # button of the mouse


class LineView(ScrollView, can_focus=False):
    """A widget of lines. A style costs 60 microseconds to ask for, and a screen has forty lines."""

    ALLOW_SELECT = False  # by Textual, which finds nothing in it
    MARGIN: ClassVar[int] = 0
    """Empty cells on the left of each line."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._styles: dict[str, Style] = {}
        self._laid_out_for: Size | None = None  # None where it waits to be laid out
        # While lines are drawn, as to ask anew for each line takes longer than to draw it: width, first line, thumb.
        self._frame: tuple[int, int, tuple[int, int] | None] = (0, 0, None)
        self._pressed_on_bar = self._dragged = False

    def notify_style_update(self) -> None:
        """Ask anew after a change of theme or class."""
        self._styles.clear()
        super().notify_style_update()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Leave out what translates the terminal's own colours: our lines have those of the style sheet."""
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    # Size

    @property
    def text_width(self) -> int:
        """The cells of a line, without the margin and the place of the bar."""
        return max(1, (self._laid_out_for or self.size).width - self.MARGIN - 1)

    def fit(self, lines: int) -> None:
        """Say how many lines there are. What is in sight is drawn anew only where the bar changes."""
        before = self._thumb
        self.set_reactive(ScrollView.virtual_size, Size(self.text_width, lines))
        self.scroll_y = self.validate_scroll_y(self.scroll_y)
        if self._thumb != before:
            self.refresh()

    def lay_out(self) -> None:
        """Fit what is shown to the size there is."""

    def ask_to_lay_out(self) -> None:
        """Lay out now, or where there is no size yet, as soon as it is drawn."""
        self._laid_out_for = self.size or None
        if self._laid_out_for:
            self.lay_out()

    def resized(self) -> None:
        """Lay out for another size, which was drawn in before or not."""
        self.lay_out()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines, laid out for the size there is."""
        size = self.size
        if self._laid_out_for != size:
            self._laid_out_for = size
            self.resized()
        self._frame = size.width, self.scroll_offset.y, self._thumb
        return super().render_lines(crop)

    @property
    def allow_vertical_scroll(self) -> bool:
        """Whether there is more than fits."""
        return self.max_scroll_y > 0

    # Drawing

    @property
    def base(self) -> Style:
        """The widget's own style."""
        if "" not in self._styles:
            self._styles[""] = self.rich_style
        return self._styles[""]

    def style(self, name: str) -> Style:
        """Return the style of a component class, to be added to another."""
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(name, partial=True)
        return self._styles[name]

    def segments(self, index: int) -> list[Segment]:
        """Return what stands in a line, counted from the first one of all; nothing behind the last."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen: margin, text, bar."""
        (width, top, _), base, room = self._frame, self.base, self.text_width
        segments = self.segments(top + y)
        used = sum(cell_len(segment.text) for segment in segments)
        if used > room:
            segments, used = list(Strip(segments, used).crop(0, room)), room
        bar = self._bar(y)
        blank = Segment(" " * (width - self.MARGIN - used - 1), base)
        margin = [Segment(" " * self.MARGIN, base)] if self.MARGIN else []
        drawn = [*margin, *segments, blank, bar]
        if width < self.MARGIN + 2:  # narrower than what there is in any case
            return Strip(drawn).adjust_cell_length(width)
        return Strip(drawn, width)

    # The bar

    @property
    def _thumb(self) -> tuple[int, int] | None:
        """The lines of the screen at which the bar's thumb begins and ends; None where all fits."""
        height, lines, top = self.size.height, self.virtual_size.height, self.scroll_offset.y
        if lines <= height:
            return None
        return top * height // lines, -(-(top + height) * height // lines)

    def _bar(self, y: int) -> Segment:
        _, _, thumb = self._frame
        if thumb is None:
            return Segment(" ", self.base)
        name = "scrollbar-color" if thumb[0] <= y < thumb[1] else "scrollbar-background"
        if name not in self._styles:
            _, background = self.background_colors
            rail = background + self.styles.scrollbar_background
            colour = rail + self.styles.scrollbar_color if name == "scrollbar-color" else rail
            self._styles[name] = Style(bgcolor=colour.rich_color)
        return Segment(" ", self._styles[name])

    @property
    def was_for_bar(self) -> bool:
        """Whether the mouse was pressed on the bar, wherever it was let go: no click on a line."""
        return self._pressed_on_bar

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the bar."""
        self._pressed_on_bar = self.allow_vertical_scroll and event.x >= self.size.width - 1
        if self._pressed_on_bar and event.button == LEFT:
            self._dragged = True
            self.capture_mouse()
            self._drag(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Scroll to where the mouse is on the bar."""
        if self._dragged:
            self._drag(event)

    def on_mouse_up(self) -> None:
        """Let go of the bar."""
        if self._dragged:
            self._dragged = False
            self.release_mouse()

    def _drag(self, event: events.MouseEvent) -> None:
        height = max(1, self.size.height)
        self.scroll_to(y=event.y * self.virtual_size.height // height - height // 2, animate=False)
