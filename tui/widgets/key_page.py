"""The keys of scopes, each with what it does, and what the signs of the screens mean."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style

from tui.commands import SCOPES, Scope, in_scope, key_name

from .line_view import LineView

KEYS = 18  # cells for the keys of a command
LEGEND = """\
In the queue: · to do  ✓ done  → skipped  ⚑ flagged;  #2 tags, ✎1 notes, =3 open pairs;
~ before a title: implied by the text, not stated.  On tags: ! required  + preferred  · mentioned.
Search: words and "phrases" that must all be there, -not this, and fields
title: company: location: country: state: source: tag: note: dup: key:  (state:todo dup:open -intern)"""
_BOLD = Style(bold=True)
_Part = tuple[str, Style | None]


class KeyPage(LineView, can_focus=True):
    """A page that scrolls."""

    MARGIN = 1
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-page--heading"}

    def __init__(self, scopes: Sequence[Scope], *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._scopes = scopes
        self._lines: list[tuple[_Part, ...]] = []

    def lay_out(self) -> None:
        """Wrap to the width there is, what a key does under itself."""
        self._lines = [*self._wrapped()]
        self.fit(len(self._lines))

    def _wrapped(self) -> Iterator[tuple[_Part, ...]]:
        heading = self.style("key-page--heading")
        for scope in self._scopes:
            yield ((SCOPES[scope], heading),)
            for command in in_scope(scope):
                keys = " ".join(key_name(key) for key in command.keys)
                first, *rest = wrap(command.help, max(10, self.text_width - KEYS - 2))
                yield (f"{keys:>{KEYS}}  ", _BOLD), (first, None)
                yield from (((f"{'':{KEYS}}  {line}", None),) for line in rest)
            yield ()
        yield (("Signs and search", heading),)
        for line in LEGEND.splitlines():
            yield from (((part, None),) for part in wrap(line, self.text_width))

    def segments(self, index: int) -> list[Segment]:
        """Return what stands in a line."""
        if index >= len(self._lines):
            return []
        return [Segment(text, self.base + look if look else self.base) for text, look in self._lines[index]]
