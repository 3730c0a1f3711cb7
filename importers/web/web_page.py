"""The text of a web page as one posting, for pages in which none is marked."""

import html
from collections.abc import Iterator

from importers.base import Reading, Record, Unread, Wishes
from importers.fields.mapping import Columns
from importers.fields.structured import Fields, Part, draft_of
from importers.files import File
from importers.html.markup import text_of
from importers.html.tags import attributes_of, tags_of
from importers.lines import LINE_LIMIT
from importers.rejects import MARK, RejectsForm, told
from store import Blank, Problem, Unreadable, UsageError
from store.drafts import Draft

from .web_text import web_text

# What a page says of itself, or offers to do.
_BESIDE = frozenset(("nav", "header", "footer", "aside", "button", "select", "dialog"))
_MAIN = frozenset(("main", "article"))
_LINE = 200  # characters


class WebPageImporter:
    """Reads any page at all, and so is used only where the person asks for it."""

    name = "html-text"
    description = "the text of a web page as one posting; never recognised, only used when asked for"
    version = 1

    def recognises(self, file: File) -> bool:
        """Never: every page would be one."""
        return False

    def reading(self, file: File, wishes: Wishes) -> Reading:
        """Begin to read. Raises Unreadable, and UsageError for a column that is wished for: there are none."""
        if wishes.said:
            raise UsageError(f"The fields of {self.name} are fixed; leave out --map for {file.name}.")
        page = web_text(file)
        if len(page) > LINE_LIMIT:
            raise Unreadable(
                f"{file.name} is larger than {LINE_LIMIT // 1024**2} MiB, the limit of one posting."
            )
        return WebPageReading(page)


class WebPageReading:
    """A page that is one posting."""

    columns: Columns | None = None
    remembers: str | None = ""
    rejects: RejectsForm

    def __init__(self, page: str) -> None:
        self.rejects = PageRejects()
        self._page = page

    def records(self) -> Iterator[Record | Unread | Blank]:
        """Yield the one record."""
        yield Record("line 1", self._page)

    def draft(self, record: Record) -> Draft | Problem:
        """Make the draft of the page."""
        page = _Page(record.text)
        return draft_of(record.locator, record.text, Fields([Part(page.markup)], page.title, url=page.url))


class _Page:
    """What a page says of its matter: without menus and what else is marked as standing beside it."""

    def __init__(self, page: str) -> None:
        self.url: str | None = None
        self._title = ""
        self._headings: list[str] = []
        self._main: list[str] = []
        self._whole: list[str] = []
        self._in_main = self._beside = self._in_heading = 0
        for text, name, closes, written, inside in tags_of(page):
            self._add(html.escape(text, quote=False))
            if name:
                self._enter(name, -1 if closes else 1)
                self._add(f"</{name}>" if closes else f"<{name}>")
            if name == "title":
                self._title = self._title or inside
            elif name == "link" and "canonical" in written:
                self.url = attributes_of(written).get("href")

    @property
    def title(self) -> str:
        """The one heading of the first level, else the title of the page."""
        return self._headings[0] if len(self._headings) == 1 else self._title

    @property
    def markup(self) -> str:
        """The main part, where one is marked and has more in it than a line; else the whole."""
        main = "".join(self._main)
        return main if len(text_of(main)[0]) > _LINE else "".join(self._whole)

    def _add(self, piece: str) -> None:
        if self._in_heading:
            self._headings[-1] += piece
        if self._in_main:
            self._main.append(piece)
        if not self._beside:
            self._whole.append(piece)

    def _enter(self, name: str, step: int) -> None:
        if name in _MAIN:
            self._in_main = max(0, self._in_main + step)
        elif name in _BESIDE and not self._in_main:
            self._beside = max(0, self._beside + step)
        elif name == "h1" and not self._beside:
            self._in_heading = max(0, step)
            if step > 0:
                self._headings.append("")


class PageRejects(RejectsForm):
    """The page as it is, below a comment with the reason."""

    def entry(self, text: str, value: object, problem: Problem) -> str:  # noqa: D102
        reason = told(problem).replace("--", "- -").replace(">", "&gt;")
        return f"<!-- {MARK}: {reason} -->\n{text}"
