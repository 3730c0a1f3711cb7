"""What a format of another tool is, and how a folder of one is written."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from exports.about import About
from exports.models import PostingModel
from store import UsageError

from .labels import LabelOf
from .losses import FILE, Losses, Lossy
from .parts import WHOLE, Parts
from .readme import readme


class Format(ABC):
    """Writes postings as another tool reads them, and lists in `losses` what it cannot hold of each.

    `by` says what of a tag is the label. `several` says whether the format keeps the tags of several annotators
    apart; `labels` whether it has labels at all. `ending` is that of its files of data, None where it makes them
    itself. `about` tells how the tool reads it, `cannot` what it has no
    room for, both in sentences of Markdown.
    """

    name: ClassVar[str]
    about: ClassVar[str]
    cannot: ClassVar[tuple[str, ...]]
    several: ClassVar[bool] = False
    labels: ClassVar[bool] = True
    ending: ClassVar[str | None] = None

    def __init__(self, parts: Parts, losses: Losses, by: LabelOf) -> None:
        self.parts = parts
        self.losses = losses
        self.by = by

    @abstractmethod
    def posting(self, posting: PostingModel) -> None:
        """Write a posting, and list what of it is lost."""

    def finish(self) -> None:
        """Write what comes last; where there was no posting, an empty file of data."""
        if self.ending and not self.parts.rows:
            self.parts.text(f"{WHOLE}.{self.ending}")
            self.parts.rows[f"{WHOLE}.{self.ending}"] = 0

    def front(self) -> str:
        """Return what the README begins with, where the tool reads that."""
        return ""


class Folder:
    """A folder in a format: its files, losses.csv, and a README that says what they are and what is lost."""

    def __init__(
        self, folder: Path, files: ExitStack, form: type[Format], by: LabelOf, *, lossy: bool, settled: bool
    ) -> None:
        parts = Parts(folder, files)
        self.losses = Losses(parts.text(FILE))
        self._form = form(parts, self.losses, by)
        self._parts = parts
        self._lossy = lossy
        self._settled = settled
        self._voice: str | None = None
        self._postings = 0

    def posting(self, posting: PostingModel) -> None:
        """Write a posting. Raises UsageError where it would mix annotators that the format cannot keep apart."""
        if not (self._form.several or self._settled):
            for tag in posting.tags:
                self._hear(tag.annotator)
        self._form.posting(posting)
        self._postings += 1

    def finish(self, about: About) -> Mapping[str, int]:
        """Write what comes last, and return the rows of each file. Raises Lossy where losses are not allowed."""
        counts = self.losses.counts
        if counts and not self._lossy:
            raise Lossy(self._form.name, counts)
        self._form.finish()
        text = readme(self._form, self._postings, counts, about)
        self._parts.text("README.md").write(self._form.front() + text)
        return {**self._parts.rows, FILE: counts.total()}

    def _hear(self, annotator: str) -> None:
        self._voice = self._voice or annotator
        if annotator != self._voice:
            raise UsageError(
                f"More than one annotator tagged these postings, and {self._form.name} has room for one answer a "
                "posting. Say whose counts: --decisions NAME, --decisions majority or --decisions adjudicated."
            )


@dataclass(slots=True)
class ForeignLayout:
    """The layout of a format, for `export`; `lost` counts by what was lost and why, once that is done.

    Without `lossy`, a dataset that the format cannot hold whole raises Lossy and is not written. `settled` says
    that somebody chose whose tags count, so that they are one answer whoever gave them.
    """

    form: type[Format]
    by: LabelOf = LabelOf.SKILL
    lossy: bool = False
    settled: bool = False
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __call__(self, folder: Path, files: ExitStack) -> Folder:
        """Open the files of the format in a new folder."""
        opened = Folder(folder, files, self.form, self.by, lossy=self.lossy, settled=self.settled)
        self.lost = opened.losses.counts
        return opened
