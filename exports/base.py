"""What writes a dataset: a `Writing` fills a folder with every posting in turn.

`export(store, target, clusters, plan, layout=...)` opens a layout in a new folder beside the target, gives it every
posting after selection, `--decisions` and redaction, in the order of import, then calls `finish`; it adds SHA256SUMS,
and the folder becomes the target, whole or not at all. Another tool's format is a layout of its own:

    def spacy(folder: Path, files: ExitStack) -> Writing: ...

- Files are opened in `folder` with names of ours alone (mode "x"), and entered into `files`, which are closed after
  `finish`; what is opened and closed within `finish` may be put there directly.
- The rows (exports/models.py) are frozen dataclasses: attributes as in the schema, `dataclasses.replace` for a
  changed one, `dataclasses.asdict` for plain values. `posting.split` is the name of its split, None without --split;
  `date_posted` is ISO 8601 text.
- `posting` or `finish` may raise a PostilError with a sentence: then nothing is written, and what was there stays.
- A folder is ours, and may be replaced by --force, when SHA256SUMS lists all that is in it and its schema.json, or
  where it has none its README.md, holds the word `postil-dataset`: so write one of the two with that word in it.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from .about import About
from .models import PostingModel


class Writing(Protocol):
    """A folder being filled."""

    def posting(self, posting: PostingModel) -> None:
        """Write what the files hold of a posting."""
        ...

    def finish(self, about: About) -> Mapping[str, int]:
        """Write what comes last; return how many rows each file of data has, in the order to tell them."""
        ...


Layout = Callable[[Path, ExitStack], Writing]
"""Opens the files of a format in a new, empty folder."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written where. `rows` counts those of each file of data, `bytes` those of all `files`.

    `sha256` is that of SHA256SUMS, which stands for the whole dataset. `left_out` counts by reason what is not in
    it, `redacted` by kind what was blackened, `placed` postings by their split.
    """

    path: Path
    files: tuple[str, ...]
    rows: Mapping[str, int]
    bytes: int
    sha256: str
    left_out: Mapping[str, int] = field(default_factory=dict)
    redacted: Mapping[str, int] = field(default_factory=dict)
    placed: Mapping[str, int] = field(default_factory=dict)
