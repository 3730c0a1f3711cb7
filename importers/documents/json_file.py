"""What a file that looks like JSON holds: a record a line, or one document."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from importers.base import Unread
from importers.files import File
from importers.lines import lines_of
from importers.reading import text_encoding
from importers.rejects import MARK
from store import Unreadable, UsageError

from .json_document import SAMPLE, JsonDocument
from .json_values import NotJson, parsed

_SCALAR = r'(?:"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)'
_OBJECT = r'\{\s*(?:["}]|\Z)'
_BEGINS = re.compile(
    rf"\s*(?:{_OBJECT}|(?:\[\s*)++(?:\Z|\]|{_OBJECT}|{_SCALAR}\s*(?:,|\]\s*\Z))|\[\s*(?:\[\s*)++{_SCALAR})"
)


@lru_cache(maxsize=1)
def json_in(file: File) -> "JsonFile | None":
    """Return the JSON in a file, None where it does not begin as JSON does. Raises PostilError.

    The formats ask one after the other, and the document is parsed for the first of them only.
    """
    return JsonFile(file) if not file.is_binary and _begins_as_json(file) else None


def json_taken(file: File) -> "JsonFile":
    """Return the JSON in a file to whoever reads it now, and keep no hold of it. Raises PostilError."""
    found = json_in(file) or JsonFile(file)
    json_in.cache_clear()
    return found


class JsonFile:
    """The JSON in a file, whole or broken."""

    def __init__(self, file: File) -> None:
        self._file = file

    @cached_property
    def first_lines(self) -> list[dict[str, Any]] | None:
        """The first records of a file that has a record a line; None where it is one document."""
        found = list(islice(self._lines(), SAMPLE))
        objects = [value for value in found if value is not None]
        # No line of a document that has several is a value for itself, but a last one in a list.
        if len(found) < 2 or 2 * len(objects) < len(found):
            return None
        return [value for value in objects if set(value) != {MARK}]

    def sample(self, count: int) -> list[dict[str, Any]]:
        """Return the records in as many of the first lines as are told, but for those that cannot be parsed."""
        return [value for value in islice(self._lines(), count) if value and set(value) != {MARK}]

    def _lines(self) -> Iterator[dict[str, Any] | None]:
        """Yield the object of each line that is not blank; an empty one where it is JSON that is not taken."""
        for item in lines_of(self._file):
            if isinstance(item, Unread):
                yield None
            elif item[1].strip():
                yield _object(item[1])

    @cached_property
    def document(self) -> JsonDocument:
        """The file as one document. Raises Unreadable for more than FILE_LIMIT bytes, and for broken text."""
        data = self._file.whole
        mark, encoding = text_encoding(data, self._file.encoding)
        try:
            text = data[len(mark) :].decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            raise Unreadable(
                f"{self._file.name}: byte {len(mark) + error.start:,} is not {encoding}. "
                "Say which encoding it has with --encoding, for example --encoding cp1252."
            ) from error
        except UnicodeError as error:
            raise Unreadable(
                f"{self._file.name} is not {encoding}. Say which it has with --encoding."
            ) from error
        return JsonDocument(self._file.name, text)


def _begins_as_json(file: File) -> bool:
    mark, encoding = text_encoding(file.head, file.encoding)
    try:
        text = file.head[len(mark) :].decode(encoding, "ignore")
    except UnicodeError:
        return False
    except LookupError as error:
        raise UsageError(f"{encoding!r} is no text encoding. Try utf-8, utf-16 or cp1252.") from error
    return _BEGINS.match(text.removeprefix("\ufeff")) is not None


def _object(line: str) -> dict[str, Any] | None:
    try:
        value = parsed(line)
    except NotJson as error:
        return None if error.at is not None else {}
    return value if isinstance(value, dict) else None
