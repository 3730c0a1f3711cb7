"""What a format cannot hold: each loss is listed, and they are counted."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import astuple, dataclass, fields
from typing import TextIO

from exports.guard import guard
from exports.models import PostingModel, Stands, TagModel
from store import PostilError

FILE = "losses.csv"


@dataclass(frozen=True, slots=True)
class Loss:
    """A statement that does not get into the files. `start` and `end` are code points of the body.

    `what` names the kind of statement, `quote` its words, and `reason` ends a sentence that begins with it.
    """

    posting: str
    what: str
    annotator: str
    start: int | None
    end: int | None
    quote: str | None
    reason: str


class Lossy(PostilError):
    """The format cannot hold all, and nobody allowed that. `counts` has how many by what and reason."""

    def __init__(self, name: str, counts: Counter[tuple[str, str]]) -> None:
        self.name = name
        self.counts = counts
        super().__init__(
            f"{name} cannot hold {_many(counts.total())}, so nothing was written. --allow-lossy writes the rest, and "
            f"lists in {FILE} what is lost."
        )


def _many(count: int) -> str:
    return "a statement" if count == 1 else f"{count:,} statements"


class Losses:
    """Writes losses.csv, a loss a line, and counts by what was lost and why."""

    def __init__(self, out: TextIO) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self._out = out
        self._line([field.name for field in fields(Loss)])

    def add(self, loss: Loss) -> None:
        """List a loss."""
        self.counts[loss.what, loss.reason] += 1
        self._line(["" if value is None else str(value) for value in astuple(loss)])

    def tag(self, posting: PostingModel, tag: TagModel, reason: str) -> None:
        """List a tag that cannot be held, or its place."""
        self.add(Loss(posting.key, "tag", tag.annotator, tag.start, tag.end, tag.quote or tag.skill, reason))

    def _line(self, cells: list[str]) -> None:
        self._out.write(",".join('"' + guard(cell).replace('"', '""') + '"' for cell in cells) + "\r\n")


def beside_spans(posting: PostingModel, held: Collection[str] = ()) -> Iterator[Loss]:
    """Yield the statements on a posting that are no spans, but for the kinds that are `held`."""
    key = posting.key
    if "tag" not in held:
        for tag in posting.tags:
            if tag.start is None:
                why = (
                    "its words were taken away by a revision" if tag.quote else "it has no place in the text"
                )
                yield Loss(key, "tag", tag.annotator, None, None, tag.quote or tag.skill, why)
    if "note" not in held:
        for note in posting.notes:
            yield Loss(
                key, "note", note.annotator, note.start, note.end, note.text, "there is no room for notes"
            )
    if "state" not in held:
        for state in posting.states:
            yield Loss(
                key, "state", state.annotator, None, None, state.state.value, "there is no room for states"
            )
    for pair in posting.pairs:
        for verdict in pair.verdicts:
            said = f"{verdict.verdict.value} of {pair.other}"
            yield Loss(key, "verdict", verdict.annotator, None, None, said, "there is no room for pairs")
    for one in posting.disagreements:
        if one.stands in (Stands.OPEN, Stands.WORDS_OPEN):
            about = "" if one.about == key else f" {one.skill or one.about}"
            said = f"{one.what.value}{about}: {'; '.join(one.answers)}"
            yield Loss(key, "disagreement", "", None, None, said, "nobody settled it")
    for choice in posting.chosen:
        said = "stands for its cluster"
        yield Loss(key, "choice", choice.annotator, None, None, said, "there is no room for clusters")
