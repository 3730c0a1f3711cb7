import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from exports import Plan, export
from store import Store
from tests.build import fill

from .conftest import HOSTILE, annotated, lines, lost, write


@pytest.fixture(scope="module")
def datasets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The library, offline and with caches of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HOME", str(tmp_path_factory.mktemp("huggingface")))
        patch.setenv("HF_HUB_OFFLINE", "1")
        patch.setenv("HF_DATASETS_OFFLINE", "1")
        datasets = import_module("datasets")
        datasets.disable_progress_bars()
        yield datasets


def load(datasets: ModuleType, folder: Path, cache: Path) -> Any:
    return datasets.load_dataset(str(folder), cache_dir=str(cache))


def rows(split: Any) -> list[Any]:
    return [dict(row) for row in split]


def test_every_field_comes_back_with_its_type(hostile: Store, tmp_path: Path, datasets: ModuleType) -> None:
    annotated(hostile)
    folder = write(hostile, tmp_path / "out", "huggingface", lossy=False)
    loaded = load(datasets, folder, tmp_path / "cache")
    assert list(loaded) == ["train"]
    assert rows(loaded["train"]) == lines(folder / "postings.jsonl")
    features = loaded["train"].features
    assert features["tags"].feature["start"].dtype == "int64"
    assert features["cluster"]["members"].feature["verdict"].dtype == "string"
    for row in loaded["train"]:
        for tag in row["tags"]:
            assert tag["start"] is None or row["body"][tag["start"] : tag["end"]] == tag["quote"]


def test_the_rows_are_those_of_a_dataset(hostile: Store, tmp_path: Path) -> None:
    annotated(hostile)
    folder = write(hostile, tmp_path / "out", "huggingface", lossy=False)
    export(hostile, tmp_path / "own", [], Plan(names=True))
    own = [json.loads(line) for line in (tmp_path / "own" / "postings.jsonl").read_text().splitlines()]
    assert lines(folder / "postings.jsonl") == own
    assert lost(folder) == []


def test_splits_are_splits(hostile: Store, tmp_path: Path, datasets: ModuleType) -> None:
    plan = Plan(splits={"train": 50, "test": 50})
    loaded = load(
        datasets, write(hostile, tmp_path / "out", "huggingface", plan=plan, lossy=False), tmp_path / "cache"
    )
    assert set(loaded) == {"train", "test"}
    assert sum(len(split) for split in loaded.values()) == len(HOSTILE)
    assert {row["split"] for row in loaded["test"]} == {"test"}


def test_columns_that_are_empty_in_all_rows_keep_their_types(
    store: Store, tmp_path: Path, datasets: ModuleType
) -> None:
    fill(store, ["one", "two"])
    loaded = load(datasets, write(store, tmp_path / "out", "huggingface"), tmp_path / "cache")
    assert loaded["train"].features["notes"].feature["text"].dtype == "string"
    assert loaded["train"][1]["cluster"] is None


def test_the_head_holds_nothing_of_a_posting(hostile: Store, tmp_path: Path) -> None:
    text = (write(hostile, tmp_path / "out", "huggingface") / "README.md").read_text()
    assert text.startswith("---\nconfigs:\n")
    assert text.count("\n---\n") == 1
    assert "evil" not in text
