"""Items that are marked in the tags of a page: microdata and RDFa Lite, read as JSON-LD would say them."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from importers.html.tags import VOID, attributes_of, tags_of

from .linked_data import Node

_DEEPEST = 32  # marked elements in one another; those that lie deeper are text of those around them
_PREFIX = re.compile(r"(?:https?://(?:www\.)?schema\.org/|schema:)")
_LINKS = frozenset(("a", "area", "link"))
_SOURCES = frozenset(("audio", "embed", "img", "source", "track", "video"))
_ADDRESSES = frozenset(("url", "sameAs", "mainEntityOfPage", "image", "logo"))
"""Properties that are an address where they are marked on a link. Others are the words of the link."""
_ENDED_BY_NEXT = frozenset(("dd", "dt", "li", "option", "p", "td", "th", "tr"))
_LISTS = ("ul", "ol", "dl", "table")


class Dialect(NamedTuple):
    """The attributes that mark an item, its type, its name and the properties it or a text is."""

    item: str
    type: str
    name: str
    properties: str


MICRODATA = Dialect("itemscope", "itemtype", "itemid", "itemprop")
RDFA = Dialect("typeof", "typeof", "resource", "property")


@dataclass(slots=True)
class _Open:
    """A marked element that is open: the item it is, or else the text it has from a piece on.

    `inside` counts the elements in it that are open and not marked.
    """

    tag: str
    properties: list[str]
    item: Node | None
    value: str | None = None
    begins: int = 0
    inside: Counter[str] = field(default_factory=Counter)


def items_in(page: str, dialect: Dialect) -> Iterator[Node]:
    """Yield the items of a page that are no property of another, in the order in which they end."""
    reading = _Reading(dialect)
    for text, name, closes, written, _ in tags_of(page):
        reading.text(text)
        if name:
            yield from reading.close(name) if closes else reading.open(name, written)
    yield from reading.rest()


class _Reading:
    """A page in the hands of a reader: the marked elements that are open, and the text of those wanted."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._open: list[_Open] = []
        self._texts = 0  # open elements whose text is wanted
        self._pieces: list[str] = []

    def text(self, text: str) -> None:
        """Take the text between two tags."""
        if self._texts and text:
            self._pieces.append(html.escape(text, quote=False))

    def open(self, tag: str, written: str) -> Iterator[Node]:
        """Take an opening tag."""
        last = self._open[-1] if self._open else None
        if (
            last
            and last.tag == tag
            and tag in _ENDED_BY_NEXT
            and not any(last.inside[name] for name in _LISTS)
        ):
            yield from self._end(len(self._open) - 1)
        marked = self._marked(tag, written)
        if self._texts:
            self._pieces.append(f"<{tag}>")
        if tag in VOID:
            if marked and marked.item is None:
                self._state(marked, marked.value or "")
        elif marked:
            if marked.item is None and marked.value is None:
                self._texts += 1
                marked.begins = len(self._pieces)
            self._open.append(marked)
        elif self._open:
            self._open[-1].inside[tag] += 1

    def close(self, tag: str) -> Iterator[Node]:
        """Take a closing tag: it ends the innermost open element of its name, and all in that."""
        for number in range(len(self._open) - 1, -1, -1):
            if self._open[number].inside[tag]:
                yield from self._end(number + 1)
                self._open[number].inside[tag] -= 1
                break
            if self._open[number].tag == tag:
                yield from self._end(number)
                break
        if self._texts:
            self._pieces.append(f"</{tag}>")

    def rest(self) -> Iterator[Node]:
        """End what is open still."""
        yield from self._end(0)

    def _marked(self, tag: str, written: str) -> _Open | None:
        """An element that is an item, or a property of one that is open."""
        dialect = self._dialect
        if len(self._open) == _DEEPEST or not (dialect.item in written or dialect.properties in written):
            return None
        attributes = attributes_of(written)
        properties = [
            _PREFIX.sub("", name, count=1) for name in attributes.get(dialect.properties, "").split()
        ]
        if dialect.item in attributes:
            item: Node = {"@type": attributes.get(dialect.type, "").split()}
            if name := attributes.get(dialect.name):
                item["@id"] = name
            return _Open(tag, properties, item)
        if not properties or not self._items():
            return None
        return _Open(tag, properties, None, _value(tag, attributes, properties))

    def _end(self, count: int) -> Iterator[Node]:
        """End open elements until so many are left."""
        while len(self._open) > count:
            ended = self._open.pop()
            if ended.item is not None:
                if ended.properties and self._items():
                    self._state(ended, ended.item)
                else:
                    yield ended.item
            elif ended.value is not None:
                self._state(ended, ended.value)
            else:
                pieces = self._pieces[ended.begins :]
                said = "".join(pieces)
                self._state(ended, html.unescape(said) if "<" not in said and "&lt;" not in said else said)
                self._texts -= 1
                if not self._texts:
                    self._pieces.clear()

    def _items(self) -> list[Node]:
        return [each.item for each in self._open if each.item is not None]

    def _state(self, ended: _Open, value: str | Node) -> None:
        item = self._items()[-1]
        for name in ended.properties:
            if name not in item:
                item[name] = value
            elif isinstance(item[name], list):
                item[name].append(value)
            else:
                item[name] = [item[name], value]


def _value(tag: str, attributes: dict[str, str], properties: list[str]) -> str | None:
    """The value that an element has in its attributes; None where it is its text."""
    if "content" in attributes:
        return attributes["content"]
    if tag in _LINKS and (tag == "link" or _ADDRESSES.intersection(properties)):
        return attributes.get("href")
    if tag in _SOURCES:
        return attributes.get("src")
    if tag in ("data", "meter"):
        return attributes.get("value")
    return attributes.get("datetime") if tag == "time" else None
