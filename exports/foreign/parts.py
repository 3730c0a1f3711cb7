"""The files of data of a format: one where there are no splits, one a split where there are."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from exports.models import PostingModel
from store import UsageError

WHOLE = "postings"
_NAME = re.compile("[a-z][a-z0-9_]{0,31}")
_TAKEN = frozenset((WHOLE, "losses", "labels", "tokens", "readme"))


def part_of(posting: PostingModel) -> str:
    """Return the name of the part a posting is in, which may be the name of a file. Raises UsageError."""
    if posting.split is None:
        return WHOLE
    if not _NAME.fullmatch(posting.split) or posting.split in _TAKEN:
        raise UsageError(
            f"A file cannot be named after the split {posting.split!r}. Name splits in small letters, as in "
            "train, validation and test."
        )
    return posting.split


class Parts:
    """Text files in a folder, opened when the first posting comes for them. `rows` counts postings by file."""

    def __init__(self, folder: Path, files: ExitStack) -> None:
        self.folder = folder
        self.rows: dict[str, int] = {}
        self._files = files
        self._open: dict[str, TextIO] = {}

    def text(self, name: str, begin: Callable[[TextIO], object] | None = None) -> TextIO:
        """Return the file of this name, UTF-8 with plain line ends; `begin` writes how a new one begins."""
        file = self._open.get(name)
        if file is None:
            opened = (self.folder / name).open("x", encoding="utf-8", newline="")
            file = self._open[name] = self._files.enter_context(opened)
            if begin:
                begin(file)
        return file

    def counted(self, posting: PostingModel, ending: str) -> str:
        """Return the name of a posting's file of data, and count it there."""
        name = f"{part_of(posting)}.{ending}"
        self.rows[name] = self.rows.get(name, 0) + 1
        return name
