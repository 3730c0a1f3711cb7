"""postings.jsonl and postings.json: the same lines, alone and as one document."""

from typing import TextIO

from .models import FORMAT, VERSION, PostingModel
from .posting_json import encoded


class PostingsJson:
    """Writes a posting a line to one file, and the same lines between the brackets of a document to the other."""

    def __init__(self, lines: TextIO, document: TextIO) -> None:
        self.rows = 0
        self._lines = lines
        self._document = document
        document.write(f'{{"format":"{FORMAT}","version":{VERSION},"postings":[')

    def posting(self, posting: PostingModel) -> None:
        """Write a posting."""
        line = encoded(posting)
        self._lines.write(line + "\n")
        self._document.write((",\n" if self.rows else "\n") + line)
        self.rows += 1

    def finish(self) -> None:
        """Close the document's brackets."""
        self._document.write("\n]}\n")
