"""`postil export` with its wishes, as a person at the command line meets it."""

import json
from pathlib import Path
from typing import Any

import pytest

from store import Store
from tests.build import fill

from .running import Desk

SPLIT = ("--split", "train=50,test=50")


@pytest.fixture
def many(desk: Desk) -> Desk:
    """Forty postings of forty bakeries."""
    with Store.open(desk.folder / "postil.db", create=True) as store:
        fill(store, [f"We bake bread no. {number}; write to a@b.example." for number in range(40)])
    return desk


def rows(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "postings.jsonl").read_text().splitlines()]


def test_what_is_left_out_and_blackened_is_told(many: Desk) -> None:
    wishes = ("--query", "state:done", "--redact", "--parquet", "--excel")
    many.done("state", "feed:line 3", "done")
    text = many.done("export", "--to", "out", *wishes).out
    assert "      39  left out: postings that the search does not find" in text
    assert "       1  blackened: e-mail addresses" in text
    assert "       1  postings.parquet" in text
    found = many.done("export", "--to", "out", "--force", *wishes, "--json").json
    assert found["left_out"] == {"postings that the search does not find": 39}
    assert found["redacted"] == {"e-mail addresses": 1}
    assert (many.folder / "out" / "postings.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_state_is_anybodys(many: Desk) -> None:
    many.done("state", "feed:line 3", "done", who="bob")
    many.done("export", "--to", "out", "--state", "done")
    assert [row["locator"] for row in rows(many.folder / "out")] == ["line 3"]


def test_splits_are_told_and_kept_and_moves_are_listed(many: Desk) -> None:
    first = many.done("export", "--to", "first", *SPLIT, "--json").json
    assert set(first["splits"]) == {"train", "test"}
    assert sum(first["splits"].values()) == 40
    assert first["moved"] == []
    before = {row["key"]: row["split"] for row in rows(many.folder / "first")}
    train, test = (next(key for key, split in before.items() if split == name) for name in ("train", "test"))
    many.done("duplicates", "decide", train, test, "duplicate")
    ran = many.done("export", "--to", "second", *SPLIT, "--json")
    (move,) = ran.json["moved"]
    assert move["key"] in (train, test)
    assert f"{move['key']} goes from {move['from']} to {move['to']}" in ran.err
    after = {row["key"]: row["split"] for row in rows(many.folder / "second")}
    assert after == {**before, move["key"]: move["to"]}
    ran = many.done("export", "--to", "third", "--split", "train=60,test=40")
    gone = sum(row["split"] == "test" for row in rows(many.folder / "second")) - sum(
        row["split"] == "test" for row in rows(many.folder / "third")
    )
    assert f"The shares changed: {gone} postings go from test to train." in ran.err


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        (["--strict"], "--split train=80"),
        (["--split", "train=80"], "make 80 per cent"),
        (["--with-raw", "--redact"], "Ask for one of"),
        (["--query", "state:dine"], "Did you mean done"),
        (["--decisions", "nobody"], "postil status"),
    ],
    ids=["strict", "shares", "raw", "query", "nobody"],
)
def test_wishes_that_cannot_be_meant_are_refused(many: Desk, wishes: list[str], sentence: str) -> None:
    assert sentence in many.run("export", "--to", "out", *wishes).sentence
    assert not (many.folder / "out").exists()


@pytest.mark.parametrize("wishes", [[], ["--force", "--query", "state:dine"]], ids=["there", "query"])
def test_what_is_refused_gives_no_posting_a_place(many: Desk, wishes: list[str]) -> None:
    many.done("export", "--to", "out")
    ran = many.run("export", "--to", "out", *SPLIT, *wishes)
    assert ran.code == 2
    with Store.open(many.folder / "postil.db", readonly=True) as store:
        assert (store.places_taken(), store.split_shares()) == ({}, {})


@pytest.mark.parametrize("form", [None, "conll", "spacy"], ids=["own", "conll", "spacy"])
def test_one_answer_stands_for_all(many: Desk, form: str | None) -> None:
    for who in ("ann", "bob"):
        many.done("tag", "feed:line 3", "bread", "--quote", "bread", who=who)
        many.done("state", "feed:line 3", "done", who=who)
    many.done("tag", "feed:line 4", "bread", "--quote", "bread", who="ann")
    many.done("state", "feed:line 4", "done", who="ann")
    many.done("state", "feed:line 4", "done", who="bob")
    wishes = ("--format", form, "--allow-lossy") if form else ()
    found = many.done("export", "--to", "out", "--decisions", "majority", *wishes, "--json").json
    assert found["left_out"] == {"open disagreements about a tag": 1}
    if form is None:
        assert found["rows"]["skills.csv"] == found["rows"]["disagreements.csv"] == 1
    elif form == "spacy":
        lines = (many.folder / "out" / "postings.jsonl").read_text().splitlines()
        assert len(lines) == 40
        assert {json.loads(line)["_annotator_id"] for line in lines} == {"majority", None}


def test_a_dataset_comes_back_with_its_splits(many: Desk) -> None:
    many.done("export", "--to", "out", *SPLIT, "--with-raw")
    many.done("--db", "other.db", "import", "out", "--no-find")
    many.done("--db", "other.db", "export", "--to", "again", *SPLIT, "--with-raw")
    for path in (many.folder / "out").iterdir():
        assert (many.folder / "again" / path.name).read_bytes() == path.read_bytes(), path.name
