from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from exports.foreign import LabelOf
from store import Skill, Store
from tests.build import fill, keys

from .conftest import ANN, HOSTILE, lines, lost, lost_places, placed, write


@pytest.fixture(scope="module")
def converters() -> ModuleType:
    from spacy.training import converters

    return converters


def read(folder: Path, converters: ModuleType) -> list[Any]:
    """The documents as spaCy reads them."""
    text = (folder / "postings.conll").read_text(encoding="utf-8")
    return list(converters.conll_ner_to_docs(text, no_print=True))


def test_every_place_comes_back_from_the_tokens_and_their_offsets_or_is_listed(
    hostile: Store, tmp_path: Path, converters: ModuleType
) -> None:
    key = keys(hostile)[0]
    hostile.tag(ANN, key, "hon", span=(3, 6))
    hostile.tag(ANN, key, "wide", span=(0, 9))
    folder = write(hostile, tmp_path / "out", "conll")
    docs, side = read(folder, converters), lines(folder / "tokens.jsonl")
    assert [entry["key"] for entry in side] == keys(hostile)
    found = set()
    for doc, entry in zip(docs, side, strict=True):
        places = [place for sentence in entry["sentences"] for place in sentence]
        body = hostile.posting(ANN, entry["key"]).body
        assert [token.text for token in doc] == [body[start:end] for start, end in places]
        named = {(tag["start"], tag["end"]): tag["tag"] for tag in entry["tags"]}
        for entity in doc.ents:
            start, end = places[entity.start][0], places[entity.end - 1][1]
            assert named[start, end] == entity.label_
            found.add((entry["key"], start, end))
    assert found | lost_places(folder) == placed(hostile)
    assert not found & lost_places(folder)
    assert {(row["posting"], row["reason"]) for row in lost(folder) if row["what"] == "tag"} == {
        (key, "it does not begin and end with a token"),
        (key, "it overlaps a tag that begins before it or is longer"),
    }


def test_of_places_that_overlap_the_first_and_longest_stays(
    plain: Store, tmp_path: Path, converters: ModuleType
) -> None:
    folder = write(plain, tmp_path / "out", "conll")
    first, _ = read(folder, converters)
    assert [(entity.text, entity.label_) for entity in first.ents] == [
        ("bake with Python", "bake"),
        ("SQL", "SQL"),
    ]
    assert [(row["what"], row["quote"]) for row in lost(folder)] == [("tag", "Python")]


def test_nothing_in_a_text_begins_a_document_or_ends_a_line(hostile: Store, tmp_path: Path) -> None:
    folder = write(hostile, tmp_path / "out", "conll")
    text = (folder / "postings.conll").read_bytes().decode()
    assert text.count("-DOCSTART-") == len(HOSTILE)
    for line in text.split("\n"):
        assert line == "" or len(line.split()) == len(line.split(" ")) == 4


def test_a_line_is_a_sentence_unless_a_place_goes_on(store: Store, tmp_path: Path) -> None:
    (key,) = fill(store, ["one two\nthree four\nfive"])
    store.tag(ANN, key, "x", quote="four\nfive")
    folder = write(store, tmp_path / "out", "conll")
    assert (folder / "postings.conll").read_text() == (
        "-DOCSTART- -X- O O\n\none -X- -X- O\ntwo -X- -X- O\n\n"
        "three -X- -X- O\nfour -X- -X- B-x\nfive -X- -X- I-x\n\n"
    )


def test_labels_with_blanks_stay_apart(store: Store, tmp_path: Path) -> None:
    (key,) = fill(store, ["one two three"])
    for label, quote in (("a b", "one"), ("a_b", "two"), ("a b", "three")):
        store.put_skills([Skill(f"local:{label}x", label)])
        store.tag(ANN, key, label, quote=quote)
    folder = write(store, tmp_path / "out", "conll")
    tags = [
        line.split()[3] for line in (folder / "postings.conll").read_text().split("\n") if "-X- -X-" in line
    ]
    assert tags == ["B-a_b", "B-a_b_2", "B-a_b"]
    (side,) = lines(folder / "tokens.jsonl")
    assert {(tag["tag"], tag["skill"]) for tag in side["tags"]} == {("a_b", "a b"), ("a_b_2", "a_b")}


def test_the_requirement_may_be_the_label(plain: Store, tmp_path: Path, converters: ModuleType) -> None:
    first, _ = read(write(plain, tmp_path / "out", "conll", by=LabelOf.REQUIREMENT), converters)
    assert [entity.label_ for entity in first.ents] == ["mentioned", "preferred"]
