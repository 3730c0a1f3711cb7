"""doccano: JSON Lines for sequence labelling."""

from bisect import bisect_left
from collections.abc import Callable

from exports.models import PostingModel

from .base import Format
from .json_line import json_line
from .labels import details, facts, labelled
from .losses import beside_spans


class Doccano(Format):
    """A line a posting: `text`, `label` as `[start, end, label]`, and the rest as doccano's metadata.

    Offsets are UTF-16 units, as doccano's page counts and as its own exports have them (doccano/doccano#2290); they
    differ from code points only behind characters such as emoji. `tags` beside them has code points.
    """

    name = "doccano"
    ending = "jsonl"
    about = """\
A posting a line, for doccano's sequence labelling: import as JSONL, and allow overlapping spans in the project. The
offsets in `label` count UTF-16 units, as doccano's own page and exports do unless its project counts graphemes: they
differ from Python's behind emoji and other characters beyond U+FFFF. All other keys become metadata: what is stated
of the posting, and under `tags` the skill, URI, kind and requirement of every span with its place in code points.
"""
    cannot = (
        "Tags without a place in the text.",
        "Notes, verdicts on pairs, and who chose a posting to stand for its cluster.",
        "More than one annotator.",
    )

    def posting(self, posting: PostingModel) -> None:
        """Write a line."""
        spans = labelled(posting.tags, self.by)
        units = _units(posting.body)
        line = {
            "text": posting.body,
            "label": [[units(span.start), units(span.end), span.label] for span in spans],
            "tags": [said for span in spans for said in details(span)],
            **facts(posting),
        }
        self.parts.text(self.parts.counted(posting, self.ending)).write(json_line(line) + "\n")
        for loss in beside_spans(posting, held=("state",)):
            self.losses.add(loss)


def _units(text: str) -> Callable[[int], int]:
    """Return what tells how many UTF-16 units stand before a code point of a text."""
    wide = [at for at, character in enumerate(text) if character > "\uffff"] if not text.isascii() else []

    def before(at: int) -> int:
        return at + bisect_left(wide, at)

    return before
