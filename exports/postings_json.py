"""postings.jsonl and postings.json: everything, a posting a line or in one document."""

import json
from typing import TextIO

from pydantic import BaseModel

from .models import FORMAT, VERSION, PostingModel


class PostingsLines:
    """Writes postings.jsonl: the same rows as postings.json, for what reads line by line."""

    def __init__(self, out: TextIO) -> None:
        self.rows = 0
        self._out = out

    def posting(self, posting: PostingModel) -> None:
        """Write a posting."""
        self._out.write(encoded(posting) + "\n")
        self.rows += 1

    def finish(self) -> None:
        """Write nothing: the lines just end."""


class PostingsJson:
    """Writes a posting a line between the brackets of one document, so that none waits in memory."""

    def __init__(self, out: TextIO) -> None:
        self.rows = 0
        self._out = out
        out.write(f'{{"format":"{FORMAT}","version":{VERSION},"postings":[')

    def posting(self, posting: PostingModel) -> None:
        """Write a posting."""
        self._out.write(",\n" if self.rows else "\n")
        self._out.write(encoded(posting))
        self.rows += 1

    def finish(self) -> None:
        """Close the document."""
        self._out.write("\n]}\n")


def encoded(model: BaseModel) -> str:
    """Return a row on one line of ASCII, its keys sorted: the same bytes for the same row everywhere."""
    return json.dumps(
        model.model_dump(mode="json"),
        sort_keys=True,
        ensure_ascii=True,
        allow_nan=False,
        separators=(",", ":"),
    )
