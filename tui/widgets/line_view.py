"""What our line-drawing widgets share: styles asked of the style sheet once, not once a line."""

from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView


class LineView(ScrollView, can_focus=False):
    """A widget drawn by `render_line`. A style costs 60 microseconds to ask for, and a screen has forty lines."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._styles: dict[str, Style] = {}

    def notify_style_update(self) -> None:
        """Ask anew after a change of theme or class."""
        self._styles.clear()
        super().notify_style_update()

    def fit(self, width: int, lines: int) -> None:
        """Say how large all of it is. The screen is arranged anew only where a scroll bar comes or goes."""
        size = Size(width, lines)
        if (lines > self.scrollable_content_region.height) is not self.show_vertical_scrollbar:
            self.virtual_size = size
        elif size != self.virtual_size:
            self.set_reactive(ScrollView.virtual_size, size)
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.window_virtual_size = lines
            self.scroll_y = self.validate_scroll_y(self.scroll_y)
            self.refresh()

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
