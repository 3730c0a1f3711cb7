"""A dataset as `postil diff` reads it: its postings, one at a time, and whether its files were changed since."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from store import UsageError

POSTINGS = "postings.jsonl"
SUMS = "SHA256SUMS"
_LISTED = re.compile("^([0-9a-f]{64})  ([^/\n]+)$", re.MULTILINE)
_NEEDED = frozenset(("key", "body", "tags", "notes", "states", "pairs"))

Row = dict[str, Any]


class DatasetFolder:
    """A dataset's folder. Raises UsageError where it is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_dir():
            raise UsageError(f"{path} is no folder. Give two folders that `postil export --to` wrote.")
        if not (path / POSTINGS).is_file():
            raise UsageError(
                f"{path} has no {POSTINGS}, so it is no dataset of Postil's that can be compared. Give a folder that "
                "`postil export --to` wrote without --format."
            )

    def lines(self) -> IO[bytes]:
        """Open the postings, a line each."""
        return (self.path / POSTINGS).open("rb")

    def row(self, line: bytes) -> Row:
        """Return the posting of a line; raises UsageError where it is none."""
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if not (isinstance(value, dict) and value.keys() >= _NEEDED and isinstance(value["key"], str)):
            raise UsageError(
                f"{self.path / POSTINGS} has a line that is no posting of a dataset. Export it again, or take a copy "
                f"of it that was not changed: `sha256sum -c {SUMS}` in that folder says whether one was."
            )
        return value

    def changed(self) -> Iterator[str]:
        """Yield the names of files that are missing or not as SUMS has them; SUMS itself where that is missing."""
        sums = self.path / SUMS
        if not sums.is_file():
            yield SUMS
            return
        for digest, name in _LISTED.findall(sums.read_text("utf-8", "replace")):
            file = self.path / name
            if not file.is_file() or _sha256(file) != digest:
                yield name


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
