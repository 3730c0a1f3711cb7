"""A JSON document and the lists of records in it, found without building the whole of it.

The envelope is walked key by key and its lists record by record, so that a record is had verbatim, one at a
time, and a document that breaks off in the middle still gives what stands before.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from importers.lines import LINE_LIMIT
from store import Unreadable

from .json_values import NotJson, blanks_end, end_of, parsed, place, unexpected, value_at

SAMPLE = 20
"""Records by which a list is judged, and lists that are looked at."""
MOST_LISTS = 10_000

_ENVELOPES = 4  # objects in one another above a list of records
_PLAIN_KEY = re.compile(r"[A-Za-z_$][\w$-]{0,59}")


@dataclass(frozen=True, slots=True)
class JsonList:
    """A list of records in a document: the keys that lead to it, where it begins, the objects in it.

    A `keyed` one is an object of which every value is a record.
    """

    path: tuple[str, ...]
    start: int
    objects: int
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """One record as it stands: its place, its text verbatim, and what was parsed of it or why nothing was."""

    locator: str
    text: str
    value: Any


class JsonDocument:
    """The text of a document, walked once.

    `lists` are those with an object in them, in the order in which they end; `broken` says where the text
    stops being JSON. Raises Unreadable for more than MOST_LISTS lists.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lists: list[JsonList] = []
        self.broken: NotJson | None = None
        self._text = text
        self._start = blanks_end(text, 0)
        try:
            end = blanks_end(text, self._walk(self._start, ()))
            if end != len(text):
                self.broken = NotJson(f"more follows after its end, {place(text, end)}", end)
        except NotJson as error:
            self.broken = error

    @cached_property
    def longest(self) -> list[JsonList]:
        """The lists with most objects, longest first: as many as are worth a closer look."""
        return sorted(self.lists, key=lambda found: -found.objects)[:SAMPLE]

    @cached_property
    def single(self) -> Element | None:
        """The whole document as one record; None where it is no object, or larger than a record may be."""
        if not self._text.startswith("{", self._start) or len(self._text) > LINE_LIMIT:
            return None
        text = self._text[self._start :].rstrip()
        try:
            return Element("$", text, parsed(self._text))
        except NotJson as error:
            return Element("$", text, error)

    def sample(self, found: JsonList, count: int = SAMPLE) -> list[Any]:
        """Return the first values of a list, but for those that cannot be parsed."""
        values: list[Any] = []
        for element in self.elements(found):
            if not isinstance(element.value, NotJson):
                values.append(element.value)
            if len(values) == count:
                break
        return values

    def elements(self, found: JsonList) -> Iterator[Element]:
        """Yield the records of a list in order. Where the document breaks, the last has the rest of its text."""
        text, inside, number = self._text, _Inside(self._text, found.start), 0
        while True:
            try:
                if not inside.go_on():
                    return
                start = inside.at
                locator = _locator(found.path, inside.key if found.keyed else number)
                try:
                    value, inside.at = value_at(text, start)
                except NotJson as error:
                    if error.at is not None:
                        raise
                    value, inside.at = error, end_of(text, start)
            except NotJson as error:
                rest = text[inside.at :].lstrip(" \t\r\n,")[:LINE_LIMIT]
                yield Element(_locator(found.path, number), rest, error)
                return
            yield Element(locator, text[start : inside.at], value)
            number += 1

    def _walk(self, at: int, path: tuple[str, ...]) -> int:
        """Note the lists in the value that begins at an offset, and return where it ends. Raises NotJson."""
        if self._text.startswith("[", at):
            return self._walk_list(at, path)
        if self._text.startswith("{", at) and len(path) < _ENVELOPES:
            return self._walk_object(at, path)
        return end_of(self._text, at)

    def _walk_list(self, at: int, path: tuple[str, ...]) -> int:
        inside, objects = _Inside(self._text, at), 0
        try:
            while inside.go_on():
                is_object = self._text.startswith("{", inside.at)
                inside.at = end_of(self._text, inside.at)
                objects += is_object
        finally:
            self._note(JsonList(path, at, objects))
        return inside.at

    def _walk_object(self, at: int, path: tuple[str, ...]) -> int:
        inside, keys, objects = _Inside(self._text, at), set[str](), 0
        while inside.go_on():
            if inside.key in keys:
                said = f"the key {_step(inside.key)} stands twice in one object"
                raise NotJson(f"{said}, {place(self._text, inside.at)}", inside.at)
            keys.add(inside.key)
            objects += self._text.startswith("{", inside.at)
            inside.at = self._walk(inside.at, (*path, inside.key))
        if objects > 1 and objects == len(keys):
            self._note(JsonList(path, at, objects, keyed=True))
        return inside.at

    def _note(self, found: JsonList) -> None:
        if found.objects:
            self.lists.append(found)
        if len(self.lists) > MOST_LISTS:
            raise Unreadable(
                f"{self.name} has more than {MOST_LISTS:,} lists in it. "
                "Save its postings as one list, or as JSON Lines."
            )


class _Inside:
    """The values in a list or an object, one after the other; whoever reads one sets `at` to its end."""

    def __init__(self, text: str, at: int) -> None:
        self.key = ""
        self.at = at + 1
        self._text = text
        self._is_list = text[at] == "["
        self._close = "]" if self._is_list else "}"
        self._begun = False

    def go_on(self) -> bool:
        """Move `at` to the next value, or behind the end and return False. Raises NotJson."""
        if self._begun and not self._closes():
            self._expect(",")
        if self._closes():  # also behind a comma, which mending by hand leaves there
            self.at += 1
            return False
        self._begun = True
        if not self._is_list:
            if not self._text.startswith('"', self.at):
                raise unexpected(self._text, self.at, "expecting a key in double quotes")
            self.key, self.at = value_at(self._text, self.at)
            self._expect(":")
            self.at = blanks_end(self._text, self.at)
        return True

    def _closes(self) -> bool:
        self.at = blanks_end(self._text, self.at)
        return self._text.startswith(self._close, self.at)

    def _expect(self, mark: str) -> None:
        self.at = blanks_end(self._text, self.at)
        if not self._text.startswith(mark, self.at):
            raise unexpected(self._text, self.at, f"expecting {mark}")
        self.at += 1


def _locator(path: tuple[str, ...], last: str | int) -> str:
    end = f"[{last}]" if isinstance(last, int) else _step(last)
    return "$" + "".join(map(_step, path)) + end


def _step(key: str) -> str:
    return f".{key}" if _PLAIN_KEY.fullmatch(key) else f"[{json.dumps(key[:60])}]"
