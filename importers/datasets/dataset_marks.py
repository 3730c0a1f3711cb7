"""By what a dataset of Postil's is known, and which files of its folder its postings stand for."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from importers.documents.json_values import NotJson, parsed
from importers.lines import LINE_LIMIT
from store import PostilError

if TYPE_CHECKING:
    from importers.files import File

VERSION = 1
SUMS = "SHA256SUMS"
WHOLE = ("postings.jsonl", "postings.json")
"""Files that hold all of a dataset, the one without a limit first."""
DATA = frozenset(WHOLE).union(
    f"{table}.{ending}"
    for table in ("postings", "skills", "notes", "duplicates", "disagreements")
    for ending in ("csv", "parquet")
)
BESIDE_CARDS = frozenset(("README.md", "losses.csv", SUMS))
PARTS = DATA | {"README.md", "datapackage.json", "schema.json", SUMS}
"""Names of the files that an export writes, those of data and all."""

_KEYS = frozenset(("key", "source", "locator", "body", "revision", "tags", "notes", "states"))
_IN_LINE = tuple(f'"{key}"'.encode() for key in sorted(_KEYS))
_FORMAT = re.compile(rb'\A\s*\{[^\[]*?(?<!\\)"format"\s*:\s*"postil-dataset"')
_VERSION = re.compile(rb'\A\s*\{[^\[]*?(?<!\\)"version"\s*:\s*([0-9]{1,9})\b')
_FIRST_LINES = 20
_CARDS = b"`postil-dataset`, other form: cards"

Form = Literal["document", "lines"]


def form_of(file: "File") -> Form | None:
    """Return how a file holds a dataset's postings: in one document, a posting a line, or not at all (None)."""
    try:
        head = _without_mark(file.head)
        if not head.lstrip().startswith(b"{"):
            return None
        if _FORMAT.search(head):
            return "document"
        return "lines" if _has_a_line(file) else None
    except PostilError:
        return None


def version_of(file: "File") -> int:
    """Return the version that a document names; this one where it names none. Raises Unreadable."""
    match = _VERSION.search(_without_mark(file.head))
    return int(match[1]) if match else VERSION


def inputs(files: Sequence["File"]) -> list["File"]:
    """Leave out what stands in a dataset beside the file that holds all of it, and what tells of cards beside them.

    Only names that an export writes are left out, and only in the folder of a dataset or of cards.
    """
    folders: defaultdict[str, dict[str, File]] = defaultdict(dict)
    for file in files:
        if file.base in PARTS | BESIDE_CARDS:
            folders[file.folder][file.base] = file
    covered = set[int]()
    for parts in folders.values():
        if _tells_of_cards(parts):
            covered |= {id(part) for name, part in parts.items() if name in BESIDE_CARDS}
            continue
        whole = next((parts[name] for name in WHOLE if name in parts and form_of(parts[name])), None)
        if whole is not None and len(parts) > 1:
            covered |= {id(part) for part in parts.values() if part is not whole}
            whole.name = f"{whole.place.resolve().parent.name}/{whole.base}" if whole.place else whole.name
    return [file for file in files if id(file) not in covered]


def _tells_of_cards(parts: Mapping[str, "File"]) -> bool:
    """Whether the files of a folder tell of cards that an export wrote."""
    try:
        return parts.keys() >= BESIDE_CARDS and _CARDS in parts["README.md"].head
    except PostilError:
        return False


def _without_mark(head: bytes) -> bytes:
    return head.removeprefix(b"\xef\xbb\xbf")


def _has_a_line(file: "File") -> bool:
    """Whether one of the first lines is a posting of a dataset; others may be reasons, or broken."""
    with file.open() as stream:
        for _ in range(_FIRST_LINES):
            line = _without_mark(stream.readline(LINE_LIMIT + 1))
            if not line or len(line) > LINE_LIMIT:
                return False
            if all(key in line for key in _IN_LINE) and _is_posting(line):
                return True
    return False


def _is_posting(line: bytes) -> bool:
    try:
        value = parsed(line.decode())
    except (UnicodeDecodeError, NotJson):
        return False
    return isinstance(value, dict) and value.keys() >= _KEYS
