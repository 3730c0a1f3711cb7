"""Web pages with the JobPosting of schema.org in them."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from importers.base import Reading, Record, Unread, Wishes
from importers.documents.json_values import NotJson, parsed
from importers.fields.mapping import Columns
from importers.fields.structured import draft_of, record_text
from importers.files import File
from importers.html.tags import KNOWN, attributes_of, tags_of
from importers.rejects import MARK, RejectsForm, told
from store import Blank, PostilError, Problem, Unreadable, UsageError
from store.drafts import Draft

from .microdata import MICRODATA, RDFA, Dialect, items_in
from .schema_org import fields_of, job_postings
from .web_text import web_head, web_text

_PAGE = re.compile(
    r"<!doctype\s+html\b|<html[\s>]|<script\b[^<>]*application/ld\+json"
    r"|<[a-z][^<>]*\b(?:itemtype|typeof)\s*=\s*[\"']?[^\"'<>]{0,200}JobPosting",
    re.IGNORECASE,
)
# The first element, behind declarations and comments: pages are quoted in files that are none.
_FIRST = re.compile(r"(?:\s*<(?:!--(?:[^-]|-(?!->))*+-->|[!?][^>]*+>))*+\s*<([a-zA-Z][^\s/>]*)")
_LINKED_DATA = "application/ld+json"
_POSTING = "JobPosting"
# Around the JSON of a script, for readers that knew no scripts.
_BEFORE = re.compile(r"(?:(?:<!--|(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?)\s*){1,2}")
_BEHIND = (";", "*/", "-->", "]]>", "/*", "//")


class WebImporter:
    """Reads the JobPostings of a page: JSON-LD, else microdata, else RDFa.

    A page without one is recognised and refused: menus, other postings and small print stand around what is
    sought, and only a person can tell whether the page is worth taking all the same.
    """

    name = "html"
    description = "a web page with JobPostings of schema.org in it: JSON-LD, microdata or RDFa"
    version = 1

    def recognises(self, file: File) -> bool:
        """Whether it is a page of HTML, with postings in it or without."""
        try:
            head = "" if file.is_binary else web_head(file).lstrip("\ufeff \t\r\n")
        except PostilError:
            return False
        first = _FIRST.match(head)
        is_html = head.startswith("<") and (first is None or first[1].lower() in KNOWN)
        return is_html and _PAGE.search(head) is not None

    def reading(self, file: File, wishes: Wishes) -> Reading:
        """Begin to read. Raises Unreadable, and UsageError for a column that is wished for: there are none."""
        if wishes.said:
            raise UsageError(f"The fields of {self.name} are fixed; leave out --map for {file.name}.")
        return WebReading(file.name, web_text(file))


class WebReading:
    """The marked postings of a page."""

    columns: Columns | None = None
    remembers: str | None = ""
    rejects: RejectsForm

    def __init__(self, name: str, page: str) -> None:
        self.rejects = ScriptRejects()
        self._name = name
        self._page = page

    def records(self) -> Iterator[Record | Unread | Blank]:
        """Yield the postings marked in the first of three ways in which there are any.

        Raises Unreadable where there are none.
        """
        told = False
        for way in (self._scripts(), self._items("item", MICRODATA), self._items("resource", RDFA)):
            taken = False
            for found in way if _POSTING in self._page else ():
                told = True
                taken = taken or isinstance(found, Record)
                yield found
            if taken:
                return
        if not told:
            raise Unreadable(
                f"{self._name} is a web page with no JobPosting of schema.org marked in it. "
                "--as html-text takes the text of the page as one posting."
            )

    def draft(self, record: Record) -> Draft | Problem:
        """Make the draft of a JobPosting."""
        return draft_of(record.locator, record.text, fields_of(record.value))

    def _scripts(self) -> Iterator[Record | Unread]:
        count = 0
        for _, name, _, written, inside in tags_of(self._page):
            if name != "script" or _LINKED_DATA not in attributes_of(written).get("type", "").lower():
                continue
            locator = f"$.script[{count}]"
            count += 1
            text = _unwrapped(inside)
            if _POSTING not in text:
                continue
            try:
                value = _value(text)
            except NotJson as error:
                yield Unread(Problem(locator, None, str(error)), text)
                continue
            for path, job in job_postings(value):
                yield Record(locator + path[1:], text if path == "$" else record_text(job), job)

    def _items(self, name: str, dialect: Dialect) -> Iterator[Record]:
        count = 0
        for item in items_in(self._page, dialect):
            for _, job in job_postings(item):
                yield Record(f"$.{name}[{count}]", record_text(job), job)
                count += 1


class ScriptRejects(RejectsForm):
    """A page of scripts of JSON-LD, each below a comment with its reason."""

    def head(self) -> str:  # noqa: D102
        return '<!doctype html>\n<meta charset="utf-8">\n'

    def entry(self, text: str, value: Any, problem: Problem) -> str:  # noqa: D102
        reason = told(problem).replace("--", "- -").replace(">", "&gt;")
        data = (
            text.replace("</", "<\\/")
            if value is None
            else json.dumps(value, indent=1).replace("<", "\\u003c")
        )
        return f'<!-- {MARK}: {reason} -->\n<script type="{_LINKED_DATA}">\n{data.strip()}\n</script>\n'


def _unwrapped(text: str) -> str:
    text = text.strip()
    if before := _BEFORE.match(text):
        text = text[before.end() :]
    for end in _BEHIND:
        text = text.removesuffix(end).rstrip()
    return text


def _value(text: str) -> Any:
    """The value of a script; in some pages its quotes are entities. Raises NotJson."""
    try:
        return parsed(text)
    except NotJson:
        if "&quot;" not in text:
            raise
        return parsed(html.unescape(text))
