import json
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from exports.foreign import LabelOf
from store import State, Store
from tests.build import keys

from .conftest import ANN, WILMA, annotated, lost, placed, write


def tasks(folder: Path) -> list[Any]:
    found: list[Any] = json.loads((folder / "postings.json").read_bytes().decode("ascii"))
    return found


Validated = Callable[[Path], list[Any]]


@pytest.fixture(scope="module")
def validated() -> Validated:
    """Gives the tasks, each annotation of them checked by Label Studio's own library against the configuration."""
    with warnings.catch_warnings():
        # The library still defines models in the manner of pydantic 1, and pydantic says so while it loads.
        warnings.simplefilter("ignore", DeprecationWarning)
        library = import_module("label_studio_sdk.label_interface")

    def check(folder: Path) -> list[Any]:
        interface = library.LabelInterface((folder / "labels.xml").read_text(encoding="utf-8"))
        interface.validate()
        found = tasks(folder)
        for task in found:
            assert [interface.validate_annotation(one) for one in task["annotations"]].count(False) == 0
        return found

    return check


def regions(task: Any, control: str = "label") -> list[Any]:
    return [
        region
        for annotation in task["annotations"]
        for region in annotation["result"]
        if region["from_name"] == control
    ]


@pytest.mark.parametrize("by", list(LabelOf), ids=str)
def test_every_region_is_valid_and_names_its_words(
    hostile: Store, tmp_path: Path, by: LabelOf, validated: Validated
) -> None:
    found = validated(write(hostile, tmp_path / "out", "label-studio", by=by, lossy=False))
    assert [task["data"]["text"] for task in found] == [
        hostile.posting(ANN, key).body for key in keys(hostile)
    ]
    places = set()
    for task in found:
        for region in regions(task):
            value = region["value"]
            assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
            places.add((task["data"]["key"], value["start"], value["end"]))
    assert places == placed(hostile)


def test_a_label_that_is_not_in_the_configuration_is_refused_by_the_reader(
    plain: Store, tmp_path: Path, validated: Validated
) -> None:
    folder = write(plain, tmp_path / "out", "label-studio")
    config = (folder / "labels.xml").read_text().replace('"SQL"', '"Other"')
    (folder / "labels.xml").write_text(config)
    with pytest.raises(AssertionError):
        validated(folder)


def test_offsets_behind_an_emoji_are_code_points(hostile: Store, tmp_path: Path) -> None:
    found = tasks(write(hostile, tmp_path / "out", "label-studio"))
    (emoji,) = (task for task in found if task["data"]["text"].startswith("👩"))
    assert [region["value"]["start"] for region in regions(emoji)] == [5, 16]


def test_requirement_and_skill_stand_beside_a_region(
    plain: Store, tmp_path: Path, validated: Validated
) -> None:
    (first, second) = validated(write(plain, tmp_path / "out", "label-studio", by=LabelOf.KIND, lossy=False))
    asked = {region["id"]: region["value"]["choices"] for region in regions(first, "requirement")}
    said = [
        (region["value"]["text"], region["meta"]["text"], asked[region["id"]]) for region in regions(first)
    ]
    assert said == [
        ("bake with Python", ["bake (knowledge) http://esco/3"], ["mentioned"]),
        ("Python", ["Python (knowledge) http://esco/1"], ["required"]),
        ("SQL", ["SQL (knowledge) http://esco/2"], ["preferred"]),
    ]
    assert second["annotations"] == []


def test_each_annotator_is_an_annotation_with_notes_and_tags_without_a_place(
    plain: Store, tmp_path: Path, validated: Validated
) -> None:
    annotated(plain)
    plain.set_state(WILMA, keys(plain)[0], State.SKIPPED)
    folder = write(plain, tmp_path / "out", "label-studio")
    first, second = validated(folder)
    assert first["data"]["annotators"] == [ANN, WILMA]
    ann, wilma = first["annotations"]
    assert (ann["was_cancelled"], wilma["was_cancelled"]) == (False, True)
    assert [region["value"] for region in wilma["result"]] == [{"choices": ["yeast"]}, {"text": ["Nachts?"]}]
    assert (second["data"]["annotators"], second["annotations"]) == ([], [])
    assert second["data"]["states"] == [{"annotator": WILMA, "state": "flagged"}]
    assert [(row["what"], row["reason"]) for row in lost(folder)] == [
        ("note", "its place cannot be held, its text is"),
        ("tag", "its requirement cannot be held, its label is"),
        ("verdict", "there is no room for pairs"),
    ]


def test_an_empty_database_gives_an_empty_array_and_a_valid_configuration(
    store: Store, tmp_path: Path, validated: Validated
) -> None:
    folder = write(store, tmp_path / "out", "label-studio", lossy=False)
    assert validated(folder) == []
