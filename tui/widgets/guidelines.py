"""A page of Markdown, rendered beside the screen and scrolled by keys."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.theme import Theme
from textual import work
from textual.filter import LineFilter

from .line_view import LineView

_LOOKS = {
    "heading": ("h1", "h2", "h3", "h4", "h5", "h6", "h7", "table.header"),
    "strong": ("strong", "item.bullet", "item.number"),
    "emphasis": ("em", "emph"),
    "code": ("code", "code_block"),
    "dim": ("block_quote", "link", "link_url", "hr", "h1.border", "table.border"),
}


class Guidelines(LineView):
    """Shows a page. What it names can be read, and nothing of it followed."""

    MARGIN = 1
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"guidelines--{look}" for look in _LOOKS}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._text = ""
        self._rendered: list[list[Segment]] = []

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Keep what translates the terminal's own colours: code is shown in those."""
        return self.app.get_line_filters()

    def show(self, text: str) -> None:
        """Show a page, which holds nothing that a terminal would obey."""
        self._text = text
        self.display = True
        self._lay_out()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._lay_out()

    @work(exclusive=True)
    async def _lay_out(self) -> None:
        width = self.text_width
        if not self.size.width or not self.display:
            return
        styles = {look: self.style(f"guidelines--{look}") for look in _LOOKS}
        self._rendered = await asyncio.to_thread(_rendered, self._text, width, styles)
        self.fit(len(self._rendered))
        self.refresh()

    def scroll_by(self, lines: int) -> None:
        """Read on by some lines, or back."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)

    def page_by(self, step: int) -> None:
        """Scroll by nearly a screenful."""
        self.scroll_by(step * max(1, self.size.height - 2))

    def segments(self, index: int) -> list[Segment]:
        """Return what stands in a line."""
        if index >= len(self._rendered):
            return []
        return [Segment(text, self.base + style) for text, style, _ in self._rendered[index]]


def _rendered(text: str, width: int, styles: dict[str, Style]) -> list[list[Segment]]:
    """Return lines of a width."""
    # What renders Markdown takes a tenth of a second to load, and few ask for it.
    from rich.console import Console
    from rich.markdown import Markdown

    theme = {f"markdown.{name}": styles[look] for look, names in _LOOKS.items() for name in names}
    console = Console(
        width=width, theme=Theme(theme), force_terminal=True, color_system="truecolor", file=None
    )
    page = Markdown(text, hyperlinks=False, code_theme="ansi_dark")
    return console.render_lines(page, console.options.update(width=width), pad=False)
