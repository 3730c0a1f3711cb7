"""Pairs from elsewhere are a file like any other: nothing in it is believed, and nobody's word is changed by it."""

import math
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")

import pyarrow as pa
import pyarrow.parquet as pq

from duplicates.engines.arriving import Arrived, take_pairs
from duplicates.engines.columns import PAIRS
from store import NotFound, Store, Unreadable, Verdict
from store.drafts import Draft
from tests.build import ANN, draft, fill, keys
from tests.build import take as brought

BODIES = ["We bake.", "We cook.", "We mill.", "We brew."]


def pair(a: str, b: str, **other: Any) -> dict[str, Any]:
    row = {
        "a": a,
        "b": b,
        "kind": "near",
        "score": 0.9,
        "reasons": ["titles equal: Baker"],
        "shared": 9,
        "containment": 0.5,
        "model": "defaults-1",
    }
    return row | other


def take(store: Store, path: Path) -> Arrived:
    return take_pairs(store, path, lambda *_: None)


def taken(store: Store, folder: Path, *rows: dict[str, Any]) -> Arrived:
    pq.write_table(pa.Table.from_pylist(list(rows), PAIRS), folder / "pairs.parquet")
    return take(store, folder / "pairs.parquet")


def test_pairs_are_proposed_as_they_were_found(store: Store, tmp_path: Path) -> None:
    a, b, *_ = fill(store, BODIES)
    assert taken(store, tmp_path, pair(b, a)) == Arrived(1, 1, 1, 0, ())
    (found,) = store.pairs(ANN)
    assert (found.a, found.b, found.kind, found.score) == (a, b, "near", 0.9)
    assert (found.reasons, found.model) == (("titles equal: Baker",), "defaults-1")
    assert taken(store, tmp_path, pair(a, b, score=0.1)).new == 0
    assert [pair.score for pair in store.pairs(ANN)] == [0.9]


def test_verdicts_stay(store: Store, tmp_path: Path) -> None:
    a, b = fill(store, ["We bake.", "We  bake."])
    store.judge(ANN, [(a, b)], Verdict.DISTINCT)
    taken(store, tmp_path, pair(a, b, kind="exact", score=1.0))
    found = store.pair(ANN, a, b)
    assert found is not None
    assert (found.verdict, found.kind) == (Verdict.DISTINCT, "exact")
    assert len(store.events()) == 1


def test_of_a_family_what_holds_it_together_is_proposed(store: Store, tmp_path: Path) -> None:
    keys = fill(store, [f"We bake {number}." for number in range(20)])
    every = [pair(a, b) for second, b in enumerate(keys) for a in keys[:second]]
    arrived = taken(store, tmp_path, *every)
    assert arrived.read == 190
    assert 19 <= arrived.proposed == arrived.new <= 3 * 19


def test_pairs_of_equal_words_are_all_proposed(store: Store, tmp_path: Path) -> None:
    keys = fill(store, ["We bake.", "We  bake.", "WE BAKE.", "We bake."])
    rows = [pair(keys[0], key, shared=0, model=None, kind="exact") for key in keys[1:]]
    extra = [pair(keys[1], keys[2], shared=0, model=None, kind="exact")]
    assert taken(store, tmp_path, *rows, *extra).proposed == 4


@pytest.mark.parametrize(
    "claim",
    [{"kind": "exact", "score": 1.0}, {"shared": 0}, {"kind": "exact", "shared": 0}],
    ids=["exact", "shares-none", "both"],
)
def test_equal_texts_are_not_believed_but_looked_at(
    store: Store, tmp_path: Path, claim: dict[str, Any]
) -> None:
    a, b, *_ = fill(store, BODIES)
    arrived = taken(store, tmp_path, pair(a, b, **claim))
    assert (arrived.proposed, arrived.refused) == (0, 1)
    assert [(problem.field, problem.reason) for problem in arrived.problems] == [
        ("kind", "the texts of these two are not equal; search again")
    ]
    assert list(store.pairs(ANN)) == []


@pytest.mark.parametrize("side", ["a", "b"])
@pytest.mark.parametrize(
    "now", [{"body": "We mill."}, {"title": "Miller"}, {}], ids=["body", "title", "as-it-was"]
)
def test_a_posting_that_was_revised_since_is_told(
    store: Store, tmp_path: Path, side: str, now: dict[str, str]
) -> None:
    def posting(name: str, **other: str) -> Draft:
        return draft(**({"body": f"We bake {name}.", "title": "Baker", "external_id": name} | other))

    brought(store, posting("a"), posting("b"))
    a, b = keys(store)
    contents = {f"{one}_content": store.fingerprints([key])[key].content for one, key in (("a", a), ("b", b))}
    brought(store, *(posting(one, **(now if one == side else {})) for one in ("a", "b")))
    arrived = taken(store, tmp_path, pair(a, b, **contents))
    said = [(problem.field, problem.reason) for problem in arrived.problems]
    wrong = [(side, "this posting was revised since the search; search again")] if now else []
    assert (said, arrived.proposed, arrived.refused) == (wrong, 1 - len(wrong), len(wrong))


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "score-nan": ({"score": math.nan}, "score"),
    "score-infinite": ({"score": math.inf}, "score"),
    "score-above": ({"score": 1.01}, "score"),
    "score-below": ({"score": -0.01}, "score"),
    "score-none": ({"score": None}, "score"),
    "kind-unknown": ({"kind": "same"}, "kind"),
    "kind-none": ({"kind": None}, "kind"),
    "key-none": ({"a": None}, "a"),
    "key-unknown": ({"b": "f" * 40}, "b"),
    "key-long": ({"b": "x" * 5_000}, "b"),
    "key-hostile": ({"b": "\x1b]52;c;aGk=\x07"}, "b"),
    "reason-lines": ({"reasons": ["two\nlines"]}, "reasons.0"),
    "reason-nul": ({"reasons": ["nothing", "\x00"]}, "reasons.1"),
    "reason-long": ({"reasons": ["x" * 1_001]}, "reasons.0"),
    "reason-blank": ({"reasons": [""]}, "reasons.0"),
    "reason-none": ({"reasons": [None]}, "reasons.0"),
    "reasons-many": ({"reasons": ["x"] * 21}, "reasons"),
    "shared-below": ({"shared": -1}, "shared"),
    "containment-above": ({"containment": 1.5}, "containment"),
    "model-lines": ({"model": "two\nlines"}, "model"),
    "content-lines": ({"a_content": "two\nlines"}, "a_content"),
}


@pytest.mark.parametrize("name", WRONG)
def test_rows_that_cannot_be_are_told_and_the_others_taken(store: Store, tmp_path: Path, name: str) -> None:
    wrong, field = WRONG[name]
    a, b, c, _ = fill(store, BODIES)
    arrived = taken(store, tmp_path, pair(a, b), pair(a, c) | wrong, pair(b, c))
    assert (arrived.read, arrived.proposed, arrived.refused) == (3, 2, 1)
    (problem,) = arrived.problems
    assert (problem.locator, problem.field) == ("row 2", field)
    assert len(problem.reason) < 200
    assert len(list(store.pairs(ANN))) == 2


def test_a_posting_is_no_copy_of_itself(store: Store, tmp_path: Path) -> None:
    a, *_ = fill(store, BODIES)
    assert taken(store, tmp_path, pair(a, a)).refused == 1


def test_very_many_problems_are_counted(store: Store, tmp_path: Path) -> None:
    arrived = taken(store, tmp_path, *(pair("no", f"posting {number}") for number in range(3_000)))
    assert (arrived.refused, arrived.proposed) == (3_000, 0)
    assert len(arrived.problems) == 100


@pytest.mark.parametrize("name", ["a", "b", "kind", "score"])
def test_a_file_without_a_column_that_is_needed_is_refused(store: Store, tmp_path: Path, name: str) -> None:
    pq.write_table(pa.Table.from_pylist([], PAIRS).drop_columns([name]), tmp_path / "pairs.parquet")
    with pytest.raises(Unreadable, match=f"no column '{name}'"):
        take(store, tmp_path / "pairs.parquet")


def test_the_columns_that_are_not_needed_may_be_missing_or_of_another_width(
    store: Store, tmp_path: Path
) -> None:
    a, b, *_ = fill(store, BODIES)
    table = pa.table({"a": [a], "b": [b], "kind": pa.array(["near"]).dictionary_encode(), "score": [1]})
    pq.write_table(table, tmp_path / "pairs.parquet")
    assert take(store, tmp_path / "pairs.parquet").new == 1


def test_a_column_of_another_type_refuses_its_rows(store: Store, tmp_path: Path) -> None:
    a, b, *_ = fill(store, BODIES)
    table = pa.table({"a": [a], "b": [b], "kind": ["near"], "score": ["0.9"], "reasons": ["titles equal"]})
    pq.write_table(table, tmp_path / "pairs.parquet")
    assert take(store, tmp_path / "pairs.parquet").refused == 1


def test_a_file_that_breaks_off_brings_nothing(store: Store, tmp_path: Path) -> None:
    keys = fill(store, BODIES)
    path = tmp_path / "pairs.parquet"
    rows = [pair(keys[0], keys[1 + number % 3], reasons=[f"reason {number}"]) for number in range(9_000)]
    pq.write_table(pa.Table.from_pylist(rows, PAIRS), path, row_group_size=3_000, compression="zstd")
    data = bytearray(path.read_bytes())
    middle = len(data) * 2 // 3
    data[middle : middle + 4_000] = bytes(4_000)
    path.write_bytes(data)
    with pytest.raises(Unreadable, match="cannot be read as Parquet"):
        take(store, path)
    assert list(store.pairs(ANN)) == []


def test_what_is_no_parquet_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "pairs.parquet").write_bytes(b"a,b,kind,score\n")
    with pytest.raises(Unreadable, match="cannot be read as Parquet"):
        take(store, tmp_path / "pairs.parquet")
    with pytest.raises(NotFound):
        take(store, tmp_path / "none.parquet")
