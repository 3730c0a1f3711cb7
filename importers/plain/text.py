"""One posting as plain text: the whole file is its body."""

from collections.abc import Iterator

from importers.base import Document
from importers.fields.drafting import draft
from importers.fields.titles import is_title, stated
from store import Problem
from store.drafts import Draft

from .texts import TextFormat


class TextImporter(TextFormat):
    """Reads any text at all, and so is used only where the person asks for it."""

    name = "text"
    description = "one posting as plain text; never recognised, only used when asked for"
    version = 1

    def knows(self, document: Document) -> bool:
        """Never: every text would be one."""
        return False

    def read(self, document: Document) -> Iterator[Draft | Problem]:
        """Yield the one draft; its title is the first line, where that reads as one and text follows."""
        filled = [index for index, line in enumerate(document.lines) if line.strip()]
        if not filled:
            yield Problem("line 1", "body", "the file is blank")
            return
        first = document.lines[filled[0]]
        titled = len(filled) > 1 and is_title(first) and stated(document.text) is None
        title = first.strip() if titled else None
        lines = range(filled[0] + 1, len(document.lines) + 1)
        yield draft(document, lines, document.text, document.text, title=title)
