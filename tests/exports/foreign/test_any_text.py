"""Any text with any tags: a place is in the files or among the losses, and its words are what they were."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exports.about import About
from exports.foreign import FOREIGN, ForeignLayout
from exports.models import PostingModel, TagModel
from store import Requirement, canonical

from .conftest import HOSTILE, lines, lost_places

Place = tuple[int, int]


def posting(body: str, places: list[Place]) -> PostingModel:
    said: dict[str, Any] = {
        "key": "k", "source": "s", "locator": "l", "employment_type": [], "revision": 0, "locations": [],
        "body": body, "sections": [], "source_skills": [], "notes": [], "states": [], "chosen": [], "pairs": [],
        "disagreements": [],
        "tags": [
            TagModel(f"s {at % 3}", "s:s", "skill", Requirement.REQUIRED, start, end, body[start:end], "a", f"{at}")
            for at, (start, end) in enumerate(places)
        ],
    }  # fmt: skip
    every: dict[str, Any] = {field.name: said.get(field.name) for field in fields(PostingModel)}
    return PostingModel(**every)


@st.composite
def tagged(draw: st.DrawFn) -> tuple[str, list[Place]]:
    letters = st.text("ab1 .-+\n\t\u200b\u0301\u3042👩‍\u202e<[\\\x1b", min_size=1, max_size=40)
    body = canonical(
        draw(st.one_of(letters, st.text(min_size=1, max_size=40), st.sampled_from([*HOSTILE.values()])))
    )
    starts = st.integers(0, len(body) - 1)
    places = draw(
        st.lists(starts.flatmap(lambda start: st.tuples(st.just(start), st.integers(start + 1, len(body)))))
    )
    return body, places


def of_spacy(folder: Path) -> Iterator[tuple[str, int, int]]:
    for task in lines(folder / "postings.jsonl"):
        for span in task["spans"]:
            first, last = task["tokens"][span["token_start"]], task["tokens"][span["token_end"]]
            assert (first["start"], last["end"]) == (span["start"], span["end"])
            yield task["text"], span["start"], span["end"]


def of_doccano(folder: Path) -> Iterator[tuple[str, int, int]]:
    for line in lines(folder / "postings.jsonl"):
        units = line["text"].encode("utf-16-le")
        for start, end, _ in line["label"]:
            before, words = (
                units[a:b].decode("utf-16-le") for a, b in ((0, 2 * start), (2 * start, 2 * end))
            )
            yield line["text"], len(before), len(before) + len(words)


def of_label_studio(folder: Path) -> Iterator[tuple[str, int, int]]:
    for task in json.loads((folder / "postings.json").read_text()):
        for annotation in task["annotations"]:
            for region in annotation["result"]:
                value = region["value"]
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
                yield task["data"]["text"], value["start"], value["end"]


def of_conll(folder: Path) -> Iterator[tuple[str, int, int]]:
    (side,) = lines(folder / "tokens.jsonl")
    rows = [row.split(" ") for row in (folder / "postings.conll").read_text().split("\n") if row][1:]
    places = [place for sentence in side["sentences"] for place in sentence]
    assert [len(row) for row in rows] == [4] * len(places)
    marks = [row[3] for row in rows]
    for at, mark in enumerate(marks):
        assert not mark.startswith("I-") or marks[at - 1][2:] == mark[2:]
        if mark.startswith("B-"):
            last = at
            while last + 1 < len(marks) and marks[last + 1] == f"I-{mark[2:]}":
                last += 1
            yield "", places[at][0], places[last][1]


READERS: dict[str, Callable[[Path], Iterator[Any]]] = {
    "spacy": of_spacy, "doccano": of_doccano, "label-studio": of_label_studio, "conll": of_conll,
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=40)
@given(tagged())
@example(("".join(HOSTILE.values()), [(0, 6), (3, 12), (0, 6), (40, 90)]))
def test_places_are_held_or_listed(
    tmp_path_factory: pytest.TempPathFactory, name: str, case: tuple[str, list[Place]]
) -> None:
    body, places = case
    folder = tmp_path_factory.mktemp(name)
    with ExitStack() as files:
        writing = ForeignLayout(FOREIGN[name], lossy=True)(folder, files)
        writing.posting(posting(body, places))
        writing.finish(About())
    found = {(start, end) for text, start, end in READERS[name](folder) if text in ("", body)}
    missing = {(start, end) for _, start, end in lost_places(folder)}
    assert found | missing == set(places)
    if name in ("doccano", "label-studio"):
        assert not missing
