"""spacy: JSON Lines as Prodigy and spaCy's users keep them."""

from collections.abc import Iterator
from hashlib import sha256

from exports.models import PostingModel, TagModel
from store import State

from .base import Format
from .json_line import json_line
from .labels import Labelled, facts, labelled, voices
from .losses import beside_spans
from .tokens import NAME, Edges, covering

_MISALIGNED = "it does not begin and end with a token"


class Prodigy(Format):
    """A task a line, one for every annotator who tagged or finished a posting.

    `start` and `end` are code points, `end` excluded; `token_start` and `token_end` are numbers of tokens, both
    included, as Prodigy has them. The tokens are ours: together with their blanks they make the text.
    """

    name = "spacy"
    ending = "jsonl"
    about = f"""\
A task a line, in the form of Prodigy and of those who train spaCy: `text`, `tokens`, `spans`, `meta`, `answer`.
`start` and `end` count code points, `end` not included; `token_end` is the last token, included. The tokens follow
the rules `{NAME}`: words, and every sign alone. Spans may overlap (`spans_manual`). There is a line for every
annotator of a posting, named in `_annotator_id`. `answer` is `accept` where there are spans or the posting is done,
else `ignore`: nobody has said that nothing is asked for. Each span also has the skill, its URI, kind and
requirement; `meta` has what is stated of the posting, and the states that people put it in.
"""
    cannot = (
        "Tags without a place in the text, and places that do not begin and end with a token.",
        "Notes, verdicts on pairs, and who chose a posting to stand for its cluster.",
    )
    several = True

    def posting(self, posting: PostingModel) -> None:
        """Write a task for each annotator; one that is ignored where there is none."""
        tokens = covering(posting.body)
        edges = Edges.of(tokens)
        shared = {
            "text": posting.body,
            "_input_hash": _number(posting.body),
        }
        written = [
            {
                "text": posting.body[token.start : token.end],
                "start": token.start,
                "end": token.end,
                "id": number,
                "ws": token.blank,
            }
            for number, token in enumerate(tokens)
        ]
        people: list[str | None] = [*voices(posting)]
        for annotator in people or [None]:
            tags = [tag for tag in posting.tags if tag.annotator == annotator]
            spans = list(self._spans(posting, tags, edges))
            task = {
                **shared,
                "_task_hash": _number(posting.body, json_line(spans), annotator or ""),
                "tokens": written,
                "spans": spans,
                "meta": facts(posting),
                "_view_id": "spans_manual",
                "_annotator_id": annotator,
                "_session_id": annotator,
                "answer": "accept" if spans or _state(posting, annotator) is State.DONE else "ignore",
            }
            out = self.parts.text(self.parts.counted(posting, self.ending))
            out.write(json_line(task) + "\n")
        for loss in beside_spans(posting, held=("state",)):
            self.losses.add(loss)

    def _spans(
        self, posting: PostingModel, tags: list[TagModel], edges: Edges
    ) -> Iterator[dict[str, object]]:
        for span in labelled(tags, self.by):
            within = edges.within(span.start, span.end)
            for tag in span.tags:
                if within:
                    yield _span(span, tag, *within)
                else:
                    self.losses.tag(posting, tag, _MISALIGNED)


def _span(span: Labelled, tag: TagModel, first: int, last: int) -> dict[str, object]:
    return {
        "start": span.start,
        "end": span.end,
        "token_start": first,
        "token_end": last,
        "label": span.label,
        "skill": tag.skill,
        "uri": tag.uri,
        "kind": tag.kind,
        "requirement": tag.requirement.value,
    }


def _state(posting: PostingModel, annotator: str | None) -> State | None:
    return next((said.state for said in posting.states if said.annotator == annotator), None)


def _number(*parts: str) -> int:
    """Return a number of 32 bits that is the same for the same text everywhere, as Prodigy's hashes are."""
    digest = sha256("\0".join(parts).encode()).digest()
    return int.from_bytes(digest[:4], "big", signed=True)
