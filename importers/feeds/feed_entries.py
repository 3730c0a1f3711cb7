"""The entries of a feed as they stream by: one at a time, their depth and their length bounded."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from importers.base import Unread
from importers.files import File
from importers.lines import LINE_LIMIT, SHOWN
from store import Problem, Unreadable

ENTRIES = frozenset(("item", "entry", "job"))
DEEPEST = 100
"""Elements in one another."""
_CHUNK = 64 * 1024


@dataclass(slots=True)
class Part:
    """A child of an entry: what it says in words, and in markup where there are elements in it."""

    namespace: str
    name: str
    attributes: dict[str, str]
    words: str = ""
    markup: str = ""

    @property
    def text(self) -> str:
        """What it says, with the tags in it where there are any."""
        return self.markup or self.words


@dataclass(slots=True)
class Entry:
    """An entry: its place, its attributes without their namespaces, its children, and its XML verbatim."""

    locator: str
    attributes: dict[str, str]
    parts: list[Part] = field(default_factory=list)
    xml: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said in it."""
        return not any(part.text.strip() or part.attributes for part in self.parts)


def entries_of(
    file: File, encoding: str, mark: bytes, namespaces: dict[str, str]
) -> Iterator[Entry | Unread]:
    """Yield the entries in the order of the file; what comes before a fault comes all the same.

    `namespaces` is filled with those in force outside the entries, by their prefixes. Raises Unreadable.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser, ParseError

    taking = _Taking(file.name, namespaces)
    parser = DefusedXMLParser(target=taking, encoding="utf-8", forbid_dtd=True)
    taking.expat = parser.parser
    try:
        for chunk in _chunks(file, encoding, mark):
            taking.expect(chunk)
            parser.feed(chunk)
            yield from taking.ended()
        parser.close()
        return
    except Unreadable as error:
        fault = error
    except DefusedXmlException as error:
        fault = _fault(file, "it declares a document type (DOCTYPE), which could make anything of it", error)
    except ParseError as error:
        line, column = error.position
        said = str(error).partition(":")[0]
        where = f"line {line:,}, column {column + 1:,}"
        cut = said in ("no element found", "unclosed token")
        fault = _fault(
            file, f"it is cut off at {where}" if cut else f"it is no XML at {where}: {said}", error
        )
    except UnicodeError as error:
        fault = _fault(file, f"it is not {encoding}; say which encoding it has with --encoding", error)
    yield from taking.ended()
    raise fault


def _fault(file: File, reason: str, cause: Exception) -> Unreadable:
    fault = Unreadable(f"{file.name} cannot be read further: {reason}.")
    fault.__cause__ = cause
    return fault


def _chunks(file: File, encoding: str, mark: bytes) -> Iterator[bytes]:
    """Yield the text as UTF-8, whatever encoding it has and says that it has; raises UnicodeError."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with file.open() as stream:
        stream.read(len(mark))
        at_end = False
        while not at_end:
            data = stream.read(_CHUNK)
            at_end = not data
            try:
                yield decoder.decode(data, at_end).encode("utf-8", "replace")
            except UnicodeDecodeError as error:
                yield error.object[: error.start].decode(encoding, "ignore").encode("utf-8", "replace")
                raise


class _Taking:
    """Takes what a parser meets, and keeps what is in the entry that is open."""

    def __init__(self, name: str, namespaces: dict[str, str]) -> None:
        self.expat: Any = None
        self._name = name
        self._namespaces = namespaces
        self._done: list[Entry | Unread] = []
        self._buffer = bytearray()
        self._base = 0  # where in the file the buffer begins
        self._seen = 0  # where in the file the parser was last
        self._count = 0
        self._depth = 0
        self._entry: Entry | None = None
        self._begins = 0  # where in the file the entry begins
        self._root = 0  # the depth of the entry
        self._shown: str | None = None  # how an entry that is too long begins
        self._words: list[str] = []
        self._markup: list[str] = []

    def expect(self, chunk: bytes) -> None:
        """Keep what comes next, and nothing before the entry that is open. Raises Unreadable."""
        if len(self._buffer) - (self._seen - self._base) > LINE_LIMIT:
            limit = LINE_LIMIT // (1024 * 1024)
            raise Unreadable(f"{self._name} has a tag that is longer than the limit of {limit} MiB.")
        if self._entry and self._shown is None and len(self._buffer) > LINE_LIMIT:
            self._shown = self._buffer[:SHOWN].decode("utf-8", "replace")
            self._words.clear()
            self._markup.clear()
        keep = self._begins if self._entry and self._shown is None else self._seen
        del self._buffer[: keep - self._base]
        self._base = keep
        self._buffer += chunk

    def ended(self) -> Iterator[Entry | Unread]:
        """Yield the entries that ended since this was asked last."""
        done, self._done = self._done, []
        yield from done

    def start_ns(self, prefix: str, uri: str) -> None:
        """Note a namespace."""
        if self._entry is None and len(self._namespaces) < DEEPEST:
            self._namespaces.setdefault(prefix or "", uri)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an opening tag; its namespace stands in braces before its name."""
        self._seen = self.expat.CurrentByteIndex
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unreadable(f"{self._name} has more than {DEEPEST} elements in one another.")
        namespace, name = _parted(tag)
        plain = {_parted(key)[1]: value for key, value in attributes.items()}
        if self._entry is None:
            if name in ENTRIES and self._depth > 1:
                self._count += 1
                self._begins, self._root = self._seen, self._depth
                self._entry = Entry(f"{name} {self._count}", plain)
        elif self._shown is None and self._depth == self._root + 1:
            self._entry.parts.append(Part(namespace, name, plain))
        elif self._shown is None:
            self._markup.append(f"<{name}>")

    def end(self, tag: str) -> None:
        """Take a closing tag."""
        self._seen = self.expat.CurrentByteIndex
        entry = self._entry
        if entry and self._depth == self._root:
            self._done.append(self._finished(entry))
            self._entry = self._shown = None
        elif entry and self._shown is None and self._depth == self._root + 1:
            part = entry.parts[-1]
            part.words = "".join(self._words)
            part.markup = "".join(self._markup) if len(self._markup) > len(self._words) else ""
            self._words.clear()
            self._markup.clear()
        elif entry and self._shown is None:
            self._markup.append(f"</{_parted(tag)[1]}>")
        self._depth -= 1

    def data(self, text: str) -> None:
        """Take text."""
        self._seen = self.expat.CurrentByteIndex
        if self._entry and self._shown is None and self._depth > self._root:
            self._words.append(text)
            self._markup.append(escape(text, quote=False))

    def close(self) -> None:
        """Nothing is left to do at the end."""

    def _finished(self, entry: Entry) -> Entry | Unread:
        if self._shown is not None:
            limit = LINE_LIMIT // (1024 * 1024)
            reason = f"the entry is longer than the limit of {limit} MiB"
            return Unread(Problem(entry.locator, None, reason), self._shown)
        ends = self._buffer.find(b">", self._seen - self._base) + 1
        entry.xml = self._buffer[self._begins - self._base : ends].decode()
        return entry


def _parted(tag: str) -> tuple[str, str]:
    namespace, _, name = tag.rpartition("}")
    return namespace[1:], name
