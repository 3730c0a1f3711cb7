"""The text of a web page: in the encoding it has, which a page may say itself."""

import codecs
import re

from importers.files import File
from importers.reading import text_encoding
from store import Unreadable, UsageError

_DECLARED = re.compile(
    rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{1,40})""", re.IGNORECASE
)
_WITHIN = 4096  # bytes in which a page says its encoding
# The encodings of pages; Python knows others, which a page must not choose.
_KNOWN = frozenset(
    (
        "ascii", "utf-8", "big5", "big5hkscs", "cp866", "cp874", "cp932", "euc_jp", "euc_kr", "gb18030", "gb2312",
        "gbk", "iso2022_jp", "koi8-r", "koi8-u", "mac-roman", "shift_jis", "tis-620",
        *(f"cp{number}" for number in range(1250, 1259)), *(f"iso8859-{number}" for number in range(1, 17)),
    )
)  # fmt: skip
# What browsers read them as: their makers meant the encodings of Windows.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gbk",
}


def web_text(file: File) -> str:
    """Return the whole text of a page: as said, by its mark, as UTF-8, else in the encoding it declares.

    Raises Unreadable, and UsageError for an encoding nobody knows.
    """
    data = file.whole
    mark, encoding = text_encoding(data, file.encoding)
    if file.encoding is not None or mark:
        return _decoded(file.name, data, mark, encoding)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _decoded(file.name, data, b"", declared(data) or "utf-8")


def web_head(file: File) -> str:
    """Return the first characters of a page, whatever is in them. Raises PostilError."""
    mark, encoding = text_encoding(file.head, file.encoding)
    try:
        return file.head[len(mark) :].decode(encoding, "replace")
    except (LookupError, UnicodeError) as error:
        raise UsageError(f"{encoding!r} is no text encoding that is known.") from error


def declared(data: bytes) -> str | None:
    """Return the encoding that a page says it has, None where it says none that pages have."""
    said = _DECLARED.search(data, 0, _WITHIN)
    return encoding_of(said[1].decode("ascii")) if said else None


def encoding_of(label: str) -> str | None:
    """Return the encoding that is meant by what a file calls it; None for one that no page has."""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return _MEANT.get(name, name) if name in _KNOWN else None


def _decoded(name: str, data: bytes, mark: bytes, encoding: str) -> str:
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{name}: byte {len(mark) + error.start:,} is not {encoding}. "
            "Say which encoding it has with --encoding, for example --encoding cp1252."
        ) from error
    except (LookupError, UnicodeError) as error:
        raise Unreadable(f"{name} is not {encoding}. Say which encoding it has with --encoding.") from error
