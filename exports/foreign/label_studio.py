"""label-studio: tasks with annotations, and the configuration of labels that they need."""

import re
from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from exports.models import PostingModel, TagModel
from store import Requirement, State

from .base import Format
from .json_line import json_line
from .labels import LabelOf, facts, labelled
from .losses import Loss, Losses, beside_spans
from .parts import Parts

CONFIG = "labels.xml"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_NO_TAGS = "Nothing"
"""The one label where there is no tag: a control of Label Studio has at least one."""


class LabelStudio(Format):
    """An array of tasks, an annotation for every annotator.

    Offsets are code points: Label Studio counted UTF-16 units once (HumanSignal/label-studio#1347), and its own
    tests of emoji now ask for code points. Every region says its text, so that a reader can check.
    """

    name = "label-studio"
    ending = "json"
    about = """\
An array of tasks for Label Studio: make a project, paste `labels.xml` as its labelling configuration, and import
the JSON. Everybody who tagged a posting, wrote a note on it, was done with it or skipped it is an annotation of its
task; `data.annotators` names them in that order. `start` and `end` count code points, as Label Studio does now,
`end` not included. A region has its label, its requirement as a choice of its own, and the skill's URI and kind as
what Label Studio calls its note. Tags without a place in the text are choices of the whole task, notes are its text
area, a skipped posting is a cancelled annotation.
"""
    cannot = (
        "The place of a note; its text is held.",
        "The requirement of a tag without a place.",
        "Verdicts on pairs, and who chose a posting to stand for its cluster.",
    )
    several = True

    def __init__(self, parts: Parts, losses: Losses, by: LabelOf) -> None:
        super().__init__(parts, losses, by)
        self._labels: set[str] = set()
        self._unplaced: set[str] = set()

    def posting(self, posting: PostingModel) -> None:
        """Write a task, and note its labels."""
        name = self.parts.counted(posting, self.ending)
        first = self.parts.rows[name] == 1
        out = self.parts.text(name, lambda file: file.write("["))
        people = _answering(posting)
        task = {
            "data": {"text": posting.body, "annotators": people, **facts(posting)},
            "annotations": [self._annotation(posting, person) for person in people],
        }
        out.write(("\n" if first else ",\n") + json_line(task))
        for loss in beside_spans(posting, held=("tag", "note", "state")):
            self.losses.add(loss)
        self._count_losses(posting)

    def finish(self) -> None:
        """Close the arrays, and write the configuration of all labels that occur."""
        super().finish()
        for name, rows in self.parts.rows.items():
            self.parts.text(name).write("\n]\n" if rows else "[]\n")
        self.parts.text(CONFIG).write(_config(sorted(self._labels), sorted(self._unplaced)))

    def _annotation(self, posting: PostingModel, person: str) -> dict[str, object]:
        tags = [tag for tag in posting.tags if tag.annotator == person]
        skipped = any(said.annotator == person and said.state is State.SKIPPED for said in posting.states)
        result = [*self._regions(posting, tags)]
        asked = sorted({self._label(self.by.of(tag)) for tag in tags if tag.start is None})
        self._unplaced.update(asked)
        if asked:
            result.append(_said("asked", "choices", {"choices": asked}))
        notes = [note.text for note in posting.notes if note.annotator == person]
        if notes:
            result.append(_said("note", "textarea", {"text": notes}))
        return {"result": result, "was_cancelled": skipped, "ground_truth": False}

    def _regions(self, posting: PostingModel, tags: list[TagModel]) -> Iterator[dict[str, object]]:
        for span in labelled(tags, self.by):
            label = self._label(span.label)
            self._labels.add(label)
            tag = span.tags[0]
            place = {"start": span.start, "end": span.end, "text": posting.body[span.start : span.end]}
            about = [f"{tag.skill} ({tag.kind}) {tag.uri}" for tag in span.tags]
            yield {
                **_said("label", "labels", {**place, "labels": [label]}),
                "id": tag.uid,
                "origin": "manual",
                "meta": {"text": about},
            }
            asked = {tag.requirement for tag in span.tags}
            yield {
                **_said("requirement", "choices", {**place, "choices": sorted(one.value for one in asked)}),
                "id": tag.uid,
                "origin": "manual",
            }

    def _count_losses(self, posting: PostingModel) -> None:
        for note in posting.notes:
            if note.start is not None:
                self.losses.add(
                    Loss(
                        posting.key,
                        "note",
                        note.annotator,
                        note.start,
                        note.end,
                        note.quote,
                        "its place cannot be held, its text is",
                    )
                )
        for tag in posting.tags:
            if tag.start is None:
                self.losses.tag(posting, tag, "its requirement cannot be held, its label is")

    def _label(self, label: str) -> str:
        return _NOT_XML.sub("\ufffd", label)


def _answering(posting: PostingModel) -> list[str]:
    """Return who has an annotation: an empty one says that nothing is asked for, which a flag does not."""
    answered = {said.annotator for said in posting.states if said.state in (State.DONE, State.SKIPPED)}
    tagged = {tag.annotator for tag in posting.tags}
    return sorted(answered | tagged | {note.annotator for note in posting.notes})


def _said(control: str, kind: str, value: dict[str, object]) -> dict[str, object]:
    return {"from_name": control, "to_name": "text", "type": kind, "value": value}


def _config(labels: list[str], unplaced: list[str]) -> str:
    asked = "".join(f"    <Choice value={quoteattr(label)}/>\n" for label in unplaced)
    return (
        "<View>\n"
        "  <Style>.htx-text { white-space: pre-wrap; }</Style>\n"
        '  <Text name="text" value="$text"/>\n'
        '  <Labels name="label" toName="text">\n'
        + "".join(f"    <Label value={quoteattr(label)}/>\n" for label in labels or [_NO_TAGS])
        + "  </Labels>\n"
        '  <Choices name="requirement" toName="text" perRegion="true" choice="multiple">\n'
        + "".join(f'    <Choice value="{requirement.value}"/>\n' for requirement in Requirement)
        + "  </Choices>\n"
        + (
            f'  <Choices name="asked" toName="text" choice="multiple">\n{asked}  </Choices>\n'
            if asked
            else ""
        )
        + '  <TextArea name="note" toName="text"/>\n'
        "</View>\n"
    )
