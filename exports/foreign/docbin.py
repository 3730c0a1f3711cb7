"""docbin: spaCy's own files. spaCy is loaded here alone, when the first posting is written."""

import importlib.util
from typing import TYPE_CHECKING

from exports.models import PostingModel
from store import UsageError

from .base import Format
from .labels import LabelOf, details, facts, labelled
from .losses import Losses, beside_spans
from .parts import WHOLE, Parts, part_of

if TYPE_CHECKING:
    from spacy.tokens import DocBin as Bin

FULL = 500
"""Postings of one file: spaCy holds a file in memory as a whole, and so do we while we write it."""

_MISALIGNED = "it does not begin and end with a token of spaCy's"


class DocBin(Format):
    """Documents with `doc.spans["sc"]`, where spans may overlap; `doc.user_data["postil"]` has the rest.

    The tokens are those of a blank pipeline for any language, `spacy.blank("xx")`.
    """

    name = "docbin"
    about = f"""\
Documents for `spacy.tokens.DocBin`, tokens from `spacy.blank("xx")`. The spans are in `doc.spans["sc"]`, where the
span categorizer looks for them and where they may overlap. `doc.user_data["postil"]` has what is stated of the
posting, and under `tags` the skill, URI, kind and requirement of every span. A file has at most {FULL:,}
postings; the next ones are in files that end in a number. Entities (`doc.ents`) are not set.
"""
    cannot = (
        "Places that do not begin and end with a token of spaCy's, and tags without a place in the text.",
        "Notes, verdicts on pairs, and who chose a posting to stand for its cluster.",
        "More than one annotator.",
    )

    def __init__(self, parts: Parts, losses: Losses, by: LabelOf) -> None:
        super().__init__(parts, losses, by)
        if importlib.util.find_spec("spacy") is None:
            raise UsageError(
                "docbin is written by spaCy, which is not installed: pip install 'postil[spacy]'"
            )
        import spacy

        self._tokenizer = spacy.blank("xx").tokenizer
        self._bins: dict[str, Bin] = {}
        self._files: dict[str, int] = {}

    def posting(self, posting: PostingModel) -> None:
        """Add a document; a full file is written and let go."""
        from spacy.tokens import Span

        doc = self._tokenizer(posting.body)
        spans: list[Span] = []
        said: list[dict[str, object]] = []
        for span in labelled(posting.tags, self.by):
            found = doc.char_span(span.start, span.end, label=span.label)
            if found is None:
                for tag in span.tags:
                    self.losses.tag(posting, tag, _MISALIGNED)
            else:
                spans.append(found)
                said += details(span)
        doc.spans["sc"] = spans
        doc.user_data["postil"] = {**facts(posting), "tags": said}
        part = part_of(posting)
        into = self._bin(part)
        into.add(doc)
        if len(into) == FULL:
            self._write(part)
        for loss in beside_spans(posting, held=("state",)):
            self.losses.add(loss)

    def finish(self) -> None:
        """Write the files that are not full, and an empty one where there was no posting."""
        if not (self._files or self._bins):
            self._bin(WHOLE)
        for part in list(self._bins):
            self._write(part)

    def _bin(self, part: str) -> "Bin":
        from spacy.tokens import DocBin as Bin

        return self._bins.setdefault(part, Bin(store_user_data=True))

    def _write(self, part: str) -> None:
        number = self._files[part] = self._files.get(part, 0) + 1
        name = f"{part}.spacy" if number == 1 else f"{part}-{number}.spacy"
        documents = self._bins.pop(part)
        with (self.parts.folder / name).open("xb") as out:
            out.write(documents.to_bytes())
        self.parts.rows[name] = len(documents)
