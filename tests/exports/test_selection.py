"""What goes into a dataset, whose word counts, and what is told of the rest."""

import json
from pathlib import Path
from typing import Any

import pytest

from exports.schema import schema
from store import Requirement, State, Store, UsageError, Verdict
from tests.build import draft, fill, keys, take

from .conftest import ANN, WILMA, exported

Row = dict[str, Any]


def rows(folder: Path) -> list[Row]:
    return [json.loads(line) for line in (folder / "postings.jsonl").read_text().splitlines()]


def card(folder: Path) -> str:
    return (folder / "README.md").read_text()


def test_a_search_leaves_out_what_it_does_not_find_and_says_so(curated: Store, tmp_path: Path) -> None:
    report = exported(curated, tmp_path / "out", query="bake")
    assert [row["body"][:2] for row in rows(tmp_path / "out")] == ["We", "As"]
    assert dict(report.left_out) == {"postings that the search does not find": 2}
    assert "| postings that the search does not find | 2 |" in card(tmp_path / "out")
    assert "Only postings that this search finds\\: bake" in card(tmp_path / "out")


def test_a_search_is_seen_as_the_annotator_sees_it(curated: Store, tmp_path: Path) -> None:
    exported(curated, tmp_path / "ann", query="state:done", annotator=ANN)
    exported(curated, tmp_path / "wilma", query="state:done", annotator=WILMA)
    assert [len(rows(tmp_path / name)) for name in ("ann", "wilma")] == [2, 1]


def test_a_search_that_was_meant_otherwise_is_refused(curated: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean done"):
        exported(curated, tmp_path / "out", query="state:dine")


@pytest.mark.parametrize(
    ("state", "decisions", "found", "left"),
    [
        (State.DONE, "all", [0, 1], "postings that nobody marked done"),
        (State.DONE, WILMA, [0], "postings that the annotator did not mark done"),
        (State.FLAGGED, "all", [2], "postings that nobody marked flagged"),
        (State.TODO, "all", [3], "postings that somebody has begun"),
        (State.TODO, WILMA, [1, 2, 3], "postings that the annotator has begun"),
    ],
)
def test_a_state_is_that_of_anybody_or_of_the_annotator_whose_word_counts(
    curated: Store, tmp_path: Path, state: State, decisions: str, found: list[int], left: str
) -> None:
    report = exported(curated, tmp_path / "out", state=state, decisions=decisions)
    every = keys(curated)
    assert [row["key"] for row in rows(tmp_path / "out")] == [every[number] for number in found]
    assert report.left_out[left] == 4 - len(found)


def test_one_annotators_word_leaves_out_what_others_said(curated: Store, tmp_path: Path) -> None:
    report = exported(curated, tmp_path / "out", decisions=WILMA)
    first, second, third, _ = rows(tmp_path / "out")
    assert [(tag["requirement"], tag["annotator"]) for tag in first["tags"]] == [
        ("required", "annotator-00000002")
    ]
    assert [note["annotator"] for note in third["notes"]] == ["annotator-00000002"]
    assert second["states"] == []
    assert second["cluster"]["canonical"] == second["key"]
    assert len(second["pairs"][0]["verdicts"]) == 2
    assert dict(report.left_out) == {
        "tags of other annotators": 3,
        "notes of other annotators": 1,
        "states of other annotators": 3,
    }


def test_an_annotator_may_be_named_by_pseudonym(curated: Store, tmp_path: Path) -> None:
    exported(curated, tmp_path / "name", decisions=WILMA)
    exported(curated, tmp_path / "pseudonym", decisions="annotator-00000002")
    assert rows(tmp_path / "name") == rows(tmp_path / "pseudonym")
    with pytest.raises(UsageError, match="Nobody called 'nobody' has decided anything"):
        exported(curated, tmp_path / "out", decisions="nobody")


def test_verdicts_on_pairs_that_are_not_whole_are_left_out_and_counted(
    curated: Store, tmp_path: Path
) -> None:
    key = keys(curated)[1]
    report = exported(curated, tmp_path / "out", query=f"key:{key}")
    (row,) = rows(tmp_path / "out")
    assert row["pairs"] == []
    assert [member["key"] for member in row["cluster"]["members"]] == keys(curated)[:2]
    assert report.left_out["verdicts on pairs with a posting that is left out"] == 2


@pytest.fixture
def cluster(store: Store) -> Store:
    """Two copies and a stranger: the second copy stands for both."""
    take(
        store,
        draft("We need SQL and Rust at night.", locator="line 1"),
        draft("Wanted: Rust. We need SQL daily, and PostgreSQL.", locator="line 2"),
        draft("A nurse.", locator="line 3"),
    )
    one, two, three = keys(store)
    store.judge(ANN, [(one, two)], Verdict.DUPLICATE)
    store.choose_canonical(ANN, two)
    store.tag(ANN, one, "SQL", Requirement.REQUIRED, quote="SQL")
    store.tag(ANN, one, "Rust", quote="Rust")
    store.tag(ANN, one, "night work", quote="at night")
    store.tag(ANN, one, "people")
    store.tag(ANN, two, "Rust", quote="Rust")
    store.tag(ANN, three, "care")
    store.note(ANN, one, "early")
    return store


def test_one_of_a_cluster_has_the_tags_of_all_where_their_words_stand(cluster: Store, tmp_path: Path) -> None:
    report = exported(cluster, tmp_path / "out", one_per_cluster=True)
    found, stranger = rows(tmp_path / "out")
    assert found["key"] == keys(cluster)[1]
    assert [(tag["skill"], tag["start"], tag["quote"]) for tag in found["tags"]] == [
        ("Rust", 8, "Rust"),
        ("SQL", 22, "SQL"),
        ("night work", None, None),
        ("people", None, None),
    ]
    assert found["tags"][1]["requirement"] == "required"
    assert [member["key"] for member in found["cluster"]["members"]] == keys(cluster)[:2]
    assert [tag["skill"] for tag in stranger["tags"]] == ["care"]
    assert dict(report.left_out) == {
        "postings for which the canonical one of their cluster stands": 1,
        "notes on other postings of a cluster": 1,
        "verdicts on pairs with a posting that is left out": 1,
    }


def test_skills_that_were_merged_count_once(store: Store, tmp_path: Path) -> None:
    (key,) = fill(store, ["We need SQL."])
    store.tag(ANN, key, "SQL", Requirement.REQUIRED, quote="SQL")
    store.tag(ANN, key, "Structured Query Language", Requirement.MENTIONED, quote="SQL")
    store.tag(WILMA, key, "Structured Query Language", quote="SQL")
    store.merge_skills(ANN, "Structured Query Language", "SQL")
    exported(store, tmp_path / "out", names=True)
    (row,) = rows(tmp_path / "out")
    assert [(tag["skill"], tag["requirement"], tag["annotator"]) for tag in row["tags"]] == [
        ("SQL", "required", ANN),
        ("SQL", "mentioned", WILMA),
    ]


def test_raw_records_come_only_where_they_are_asked_for(curated: Store, tmp_path: Path) -> None:
    exported(curated, tmp_path / "without")
    exported(curated, tmp_path / "with", raw=True)
    assert {row["raw"] for row in rows(tmp_path / "without")} == {None}
    assert [row["raw"] for row in rows(tmp_path / "with")] == [row["body"] for row in rows(tmp_path / "with")]
    with pytest.raises(UsageError, match="--with-raw and --redact"):
        exported(curated, tmp_path / "both", raw=True, redact=True)


def test_what_is_left_out_is_no_part_of_the_schema() -> None:
    described = json.loads(schema())["$defs"]["PostingModel"]
    assert described["additionalProperties"] is False
    assert set(described["required"]) == set(described["properties"])
