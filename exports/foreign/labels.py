"""What the label of a span is: other tools give a span one word, and a tag says three things."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from exports.models import PostingModel, TagModel


class LabelOf(StrEnum):
    """What of a tag becomes the label. What it leaves out stands beside the span where the format has room."""

    SKILL = "skill"
    KIND = "kind"
    REQUIREMENT = "requirement"

    def of(self, tag: TagModel) -> str:
        """Return the label of a tag: the skill's preferred label, its kind, or how it is asked for."""
        return str(getattr(tag, self.value))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A span `[start, end)` of a body in code points, its label, and the tags that say so."""

    start: int
    end: int
    label: str
    tags: tuple[TagModel, ...]


def labelled(tags: Sequence[TagModel], by: LabelOf) -> list[Labelled]:
    """Return the spans of tags, each label once at each place, by where they begin, the longer first."""
    found: dict[tuple[int, int, str], list[TagModel]] = {}
    for tag in tags:
        if tag.start is not None and tag.end is not None:
            found.setdefault((tag.start, -tag.end, by.of(tag)), []).append(tag)
    return [
        Labelled(start, -end, label, tuple(said))
        for (start, end, label), said in sorted(found.items(), key=_place)
    ]


def _place(item: tuple[tuple[int, int, str], list[TagModel]]) -> tuple[int, int, str]:
    return item[0]


def details(span: Labelled) -> list[dict[str, object]]:
    """Return what a label leaves out, a tag each, every key always there."""
    return [
        {
            "start": span.start,
            "end": span.end,
            "skill": tag.skill,
            "uri": tag.uri,
            "kind": tag.kind,
            "requirement": tag.requirement.value,
            "annotator": tag.annotator,
        }
        for tag in span.tags
    ]


def facts(posting: PostingModel) -> dict[str, object]:
    """Return what is said of a posting as a whole, every key always there, null where nothing is known."""
    return {
        "key": posting.key,
        "source": posting.source,
        "locator": posting.locator,
        "external_id": posting.external_id,
        "url": posting.url,
        "title": posting.title,
        "company": posting.company,
        "locations": [place.text for place in posting.locations],
        "work_mode": posting.work_mode,
        "date_posted": posting.date_posted,
        "cluster": posting.cluster.canonical if posting.cluster else None,
        "split": posting.split,
        "states": [{"annotator": said.annotator, "state": said.state.value} for said in posting.states],
    }


def voices(posting: PostingModel) -> Iterator[str]:
    """Yield whoever tagged a posting or came to a state on it, in the order of names."""
    yield from sorted({tag.annotator for tag in posting.tags} | {state.annotator for state in posting.states})
