"""Feeds of jobs: RSS, Atom, and the lists of jobs that boards hand each other as XML."""

import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from importers.base import Reading, Record, Unread, Wishes
from importers.fields.mapping import Columns
from importers.fields.structured import draft_of
from importers.files import File
from importers.reading import text_encoding
from importers.rejects import MARK, RejectsForm, told
from importers.web.web_text import encoding_of, web_head
from store import Blank, PostilError, Problem, UsageError
from store.drafts import Draft

from .feed_entries import entries_of
from .feed_fields import fields_of

_ATOM = "http://www.w3.org/2005/Atom"
_RSS_1 = "http://purl.org/rss/1.0/"
_ROOT = re.compile(
    r"\s*(?:<\?(?:[^?]|\?(?!>))*+\?>\s*|<!--(?:[^-]|-(?!->))*+-->\s*|<!DOCTYPE[^<>\[]*(?:\[[^\]]*\]\s*)?>\s*)*+"
    r"<(?P<tag>(?:[\w.-]+:)?(?P<name>rss|feed|RDF|source|jobs))(?=[\s>])"
)
_DECLARED = re.compile(r"""<\?xml\s[^<>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")


class FeedImporter:
    """Reads the entries of a feed as they come, however long it is.

    What a feed says in elements of its own making stays in the record as it was.
    """

    name = "feed"
    description = "a feed of jobs: RSS 2.0, RSS 1.0, Atom, or <source>/<jobs> with a <job> each"
    version = 1

    def recognises(self, file: File) -> bool:
        """Whether the root of the XML is that of a feed."""
        try:
            return not file.is_binary and _root(web_head(file)) is not None
        except PostilError:
            return False

    def reading(self, file: File, wishes: Wishes) -> Reading:
        """Begin to read. Raises Unreadable, and UsageError for a column that is wished for: there are none."""
        if wishes.said:
            raise UsageError(f"The fields of {self.name} are fixed; leave out --map for {file.name}.")
        return FeedReading(file)


class FeedReading:
    """A feed in the hands of its importer."""

    columns: Columns | None = None
    remembers: str | None = ""
    rejects: RejectsForm

    def __init__(self, file: File) -> None:
        self._file = file
        self._mark, self._encoding = text_encoding(file.head, file.encoding)
        head = web_head(file)
        # What is UTF-8 for a while is that, whatever it says.
        if not self._mark and file.encoding is None and (head.isascii() or "\ufffd" in head[:-4]):
            said = _DECLARED.match(head)
            self._encoding = (encoding_of(said[1]) if said else None) or self._encoding
        self._namespaces: dict[str, str] = {}
        self.rejects = FeedRejects(_root(head) or "rss", self._namespaces)

    def records(self) -> Iterator[Record | Unread | Blank]:
        """Yield the entries in order. Raises Unreadable where the XML cannot be read further."""
        for entry in entries_of(self._file, self._encoding, self._mark, self._namespaces):
            if isinstance(entry, Unread):
                yield entry
            elif entry.is_blank:
                yield Blank(entry.locator)
            else:
                yield Record(entry.locator, entry.xml, entry)

    def draft(self, record: Record) -> Draft | Problem:
        """Make the draft of an entry."""
        return draft_of(record.locator, record.text, fields_of(record.value))


class FeedRejects(RejectsForm):
    """A feed of the same kind: its entries as they stood, each below a comment with its reason."""

    def __init__(self, root: str, namespaces: dict[str, str]) -> None:
        self._root = root
        self._namespaces = namespaces

    def head(self) -> str:  # noqa: D102
        declared = "".join(
            f" xmlns{':' if prefix else ''}{prefix}={quoteattr(uri)}"
            for prefix, uri in self._namespaces.items()
        )
        inner = "<channel>\n" if self._root == "rss" else ""
        return f'<?xml version="1.0" encoding="utf-8"?>\n<{self._root}{declared}>\n{inner}'

    def entry(self, text: str, value: Any, problem: Problem) -> str:  # noqa: D102
        reason = "".join(letter if letter.isprintable() else "\ufffd" for letter in told(problem))
        comment = f"<!-- {MARK}: {reason.replace('--', '- -')} -->\n"
        # What is no entry that was read is no XML that could be read again.
        return comment if value is None else f"{comment}{text}\n"

    def tail(self) -> str:  # noqa: D102
        return ("</channel>\n" if self._root == "rss" else "") + f"</{self._root}>\n"


def _root(head: str) -> str | None:
    """The tag of the root of a feed, with its prefix; None where the text does not begin as a feed does."""
    found = _ROOT.match(head.lstrip("\ufeff"))
    if found is None:
        return None
    telling = {"rss": "", "feed": re.escape(_ATOM), "RDF": re.escape(_RSS_1)}.get(
        found["name"], r"<job[\s/>]"
    )
    return found["tag"] if re.search(telling, head) else None
