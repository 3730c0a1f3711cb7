"""conll: a token a line with BIO tags, as for CoNLL-2003."""

import re
from collections.abc import Iterator, Sequence

from exports.models import PostingModel

from .base import Format
from .json_line import json_line
from .labels import Labelled, LabelOf, details, facts, labelled
from .losses import Losses, beside_spans
from .parts import Parts, part_of
from .tokens import NAME, Edges, Token, words

SIDE = "tokens.jsonl"
_MISALIGNED = "it does not begin and end with a token"
_OVERLAP = "it overlaps a tag that begins before it or is longer"


class Conll(Format):
    """Four columns, `token -X- -X- TAG`: a document a posting, a sentence a line of its text.

    A sentence goes on over a line end that stands within a tag. Of tags that overlap, the one that begins first
    stays, and of those the longest.
    """

    name = "conll"
    ending = "conll"
    about = f"""\
Columns as in CoNLL-2003: the token, two columns that say nothing, and the tag, `B-` for the first token of a place,
`I-` for the others, `O` outside. `-DOCSTART-` begins a posting, and a line of the text is a sentence. A label is
written with `_` for its blanks. The tokens follow the rules `{NAME}`: words, and every sign alone, so `C++`
is three. `{SIDE}` has a line for every posting, in the same order: what is stated of it, the tokens of each
sentence as `[start, end]` in code points, and the skill, URI, kind and requirement of every place that is tagged.
"""
    cannot = (
        "Places that overlap: of those, the one that begins first stays, and of these the longest.",
        "Places that do not begin and end with a token, and tags without a place in the text.",
        "Notes, verdicts on pairs, and who chose a posting to stand for its cluster.",
        "More than one annotator.",
    )

    def __init__(self, parts: Parts, losses: Losses, by: LabelOf) -> None:
        super().__init__(parts, losses, by)
        self._tags: dict[str, str] = {}
        self._names: set[str] = set()

    def posting(self, posting: PostingModel) -> None:
        """Write a document, and a line of the side file."""
        tokens = list(words(posting.body))
        kept, marks = self._kept(posting, tokens)
        sentences = list(_sentences(posting.body, tokens, kept))
        out = self.parts.text(self.parts.counted(posting, self.ending))
        out.write("-DOCSTART- -X- O O\n\n")
        body = posting.body
        for sentence in sentences:
            lines = [f"{body[tokens[at].start : tokens[at].end]} -X- -X- {marks[at]}\n" for at in sentence]
            out.write("".join(lines) + "\n")
        side = {
            **facts(posting),
            "file": f"{part_of(posting)}.conll",
            "tokenizer": NAME,
            "sentences": [[[tokens[at].start, tokens[at].end] for at in sentence] for sentence in sentences],
            "tags": [{"tag": self._tag(span.label), **said} for span in kept for said in details(span)],
        }
        self.parts.text(SIDE).write(json_line(side) + "\n")
        for loss in beside_spans(posting, held=("state",)):
            self.losses.add(loss)

    def _kept(self, posting: PostingModel, tokens: list[Token]) -> tuple[list[Labelled], list[str]]:
        """Return the spans that one sequence can hold, and the mark of each token."""
        edges = Edges.of(tokens)
        marks = ["O"] * len(tokens)
        kept: list[Labelled] = []
        for span in labelled(posting.tags, self.by):
            within = edges.within(span.start, span.end)
            if within is None or (kept and span.start < kept[-1].end):
                for tag in span.tags:
                    self.losses.tag(posting, tag, _OVERLAP if within else _MISALIGNED)
                continue
            first, last = within
            name = self._tag(span.label)
            marks[first] = f"B-{name}"
            marks[first + 1 : last + 1] = [f"I-{name}"] * (last - first)
            kept.append(span)
        return kept, marks

    def _tag(self, label: str) -> str:
        """Return a label without blanks; two labels never become one."""
        if label not in self._tags:
            plain = name = re.sub(r"\s+", "_", label)
            number = 1
            while name in self._names:
                number += 1
                name = f"{plain}_{number}"
            self._names.add(name)
            self._tags[label] = name
        return self._tags[label]


def _sentences(text: str, tokens: Sequence[Token], spans: Sequence[Labelled]) -> Iterator[list[int]]:
    """Yield the numbers of the tokens of each line; a line end within a span ends nothing."""
    inside = {token for span in spans for token in range(span.start, span.end)}
    sentence: list[int] = []
    for number, token in enumerate(tokens):
        before = tokens[number - 1].end if number else 0
        line_end = text.find("\n", before, token.start)
        if sentence and line_end >= 0 and line_end not in inside:
            yield sentence
            sentence = []
        sentence.append(number)
    if sentence:
        yield sentence
