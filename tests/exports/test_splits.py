"""Splits: no cluster in two, and nothing that was placed moves when more comes."""

import csv
import json
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duplicates.clusters import clustering
from exports.splits import Move, moved_by_shares, place_of_text, settle, shares_of, split_at
from store import PairKind, Proposal, Store, UsageError, Verdict
from tests.build import fill, keys

from .conftest import ANN, exported

SHARES = {"train": 80, "validation": 10, "test": 10}


def split(
    store: Store, target: Path, shares: dict[str, int] = SHARES, *, strict: bool = False
) -> dict[str, str]:
    """Give places, export, and return the split of each key."""
    placed(store, strict=strict)
    exported(store, target, splits=shares, strict=strict)
    lines = (target / "postings.jsonl").read_text().splitlines()
    return {row["key"]: row["split"] for row in map(json.loads, lines)}


def placed(store: Store, *, strict: bool = False) -> list[Move]:
    return settle(store, lambda: clustering(store).clusters, SHARES, strict=strict)


def test_shares_are_read() -> None:
    assert shares_of("train=80, validation=10,test=10") == SHARES
    assert [split_at(SHARES, place) for place in (0, 79, 80, 89, 90, 99)] == [
        "train", "train", "validation", "validation", "test", "test",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "does not understand ''"),
        ("train", "does not understand 'train'"),
        ("train=90,test=9", "make 99 per cent"),
        ("train=100,test=0", "at least 1"),
        ("train=50,train=50", "does not understand 'train=50'"),
        ("../x=100", "does not understand"),
        ("train=50.5,test=49.5", "whole per cent"),
    ],
)
def test_shares_that_divide_nothing_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        shares_of(text)


def test_a_text_decides_where_its_group_goes() -> None:
    assert place_of_text("0" * 64) == int("60e05bd1", 16) % 100  # as sha256sum begins for sixty-four zeros
    counts = [place_of_text(f"{number:064x}") for number in range(2000)]
    assert 1500 < sum(place < 80 for place in counts) < 1700


def test_every_row_says_its_split(curated: Store, tmp_path: Path) -> None:
    found = split(curated, tmp_path / "out")
    assert set(found.values()) <= set(SHARES)
    assert found[keys(curated)[0]] == found[keys(curated)[1]]
    for name, column in (
        ("postings", "key"),
        ("skills", "posting"),
        ("notes", "posting"),
        ("duplicates", "b"),
    ):
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        assert lines
        assert [line["split"] for line in lines] == [found[line[column]] for line in lines]
    card = (tmp_path / "out" / "README.md").read_text()
    assert all(
        f"| `{name}` | {share} % | {list(found.values()).count(name)} |" in card
        for name, share in SHARES.items()
    )


def test_an_export_that_asks_for_no_split_gives_none(curated: Store, tmp_path: Path) -> None:
    placed(curated)
    exported(curated, tmp_path / "out")
    rows: list[dict[str, Any]] = [
        json.loads(line) for line in (tmp_path / "out" / "postings.jsonl").read_text().splitlines()
    ]
    assert {row["split"] for row in rows} == {None}
    assert all(0 <= row["split_place"] <= 99 for row in rows)


def apart(store: Store) -> tuple[str, str]:
    """Two postings that were placed in different splits."""
    found = fill(store, [f"text {number}" for number in range(40)])
    placed(store)
    by_split = defaultdict(list)
    for key, one in store.placings(found).items():
        assert one.place is not None
        by_split[split_at(SHARES, one.place)].append(key)
    return by_split["train"][-1], by_split["test"][0]


def test_where_two_groups_become_one_the_earlier_place_holds_and_the_move_is_told(
    store: Store, tmp_path: Path
) -> None:
    early, late = sorted(apart(store), key=lambda key: keys(store).index(key))
    before = split(store, tmp_path / "before")
    store.judge(ANN, [(late, early)], Verdict.DUPLICATE)
    moves = placed(store)
    assert [move.key for move in moves] == [late]
    after = split(store, tmp_path / "after")
    assert after == {**before, late: before[early]}
    store.undo(ANN)
    assert placed(store) == []
    assert split(store, tmp_path / "undone") == after


def test_a_cluster_that_is_tied_after_the_placing_is_in_one_split_all_the_same(
    store: Store, tmp_path: Path
) -> None:
    one, other = apart(store)
    store.judge(ANN, [(one, other)], Verdict.VARIANT)
    exported(
        store, tmp_path / "out", splits=SHARES
    )  # as when somebody decides between the placing and the export
    lines = (tmp_path / "out" / "postings.jsonl").read_text().splitlines()
    found = {row["key"]: row["split"] for row in map(json.loads, lines)}
    assert found[one] == found[other]


@pytest.mark.parametrize("how", ["judged", "waiting", "distinct"])
def test_strict_splits_keep_related_and_waiting_pairs_together(
    store: Store, tmp_path: Path, how: str
) -> None:
    one, other = apart(store)
    if how == "judged":
        store.judge(ANN, [(one, other)], Verdict.RELATED)
    else:
        store.propose([Proposal(one, other, PairKind.NEAR, 0.5, ("alike",))])
    if how == "distinct":
        store.judge(ANN, [(one, other)], Verdict.DISTINCT)
    loose, strict = split(store, tmp_path / "loose"), split(store, tmp_path / "strict", strict=True)
    assert loose[one] != loose[other]
    assert (strict[one] == strict[other]) is (how != "distinct")


def test_other_shares_tell_what_they_move(store: Store) -> None:
    fill(store, [f"text {number}" for number in range(50)])
    placed(store)
    taken = store.places_taken()
    assert store.split_shares() == SHARES
    assert sum(taken.values()) == 50
    half = {"train": 50, "test": 50}
    moved = moved_by_shares(SHARES, half, taken)
    assert moved == {
        ("train", "test"): sum(count for place, count in taken.items() if 50 <= place < 80),
        ("validation", "test"): sum(count for place, count in taken.items() if 80 <= place < 90),
    }
    assert moved_by_shares({}, half, taken) == moved_by_shares(SHARES, SHARES, taken) == {}


verdicts = st.tuples(st.integers(0, 11), st.integers(0, 11), st.sampled_from(Verdict))


@settings(max_examples=10, deadline=None)
@given(
    steps=st.lists(st.tuples(st.lists(verdicts, max_size=5), st.integers(0, 3)), min_size=2, max_size=4),
    strict=st.booleans(),
)
def test_no_group_is_in_two_splits_and_what_is_placed_moves_only_by_a_merge(
    steps: list[tuple[list[tuple[int, int, Verdict]], int]], strict: bool
) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "postil.db", create=True) as store:
        texts = 6
        fill(store, [f"text {number}" for number in range(texts)], source="0")
        before: dict[str, str] = {}
        for number, (said, more) in enumerate(steps, 1):
            every = keys(store)
            for a, b, verdict in said:
                if a % len(every) != b % len(every):
                    store.judge(ANN, [(every[a % len(every)], every[b % len(every)])], verdict)
            merged = {move.key for move in placed(store, strict=strict)}
            if more:
                fill(store, [f"more {texts + one}" for one in range(more)], source=str(number))
                texts += more
            after = split(store, Path(folder) / f"out{number}", strict=strict)
            for cluster in clustering(store).clusters:
                assert len({after[member.key] for member in cluster.members}) == 1
            if strict:
                for one in store.judgements():
                    assert one.verdict is not Verdict.RELATED or after[one.a] == after[one.b]
            assert {key for key in before if after[key] != before[key]} <= merged
            before = after
