"""postil duplicates: what the search says, what it costs others, what an evaluation says of the unseen."""

import json
from pathlib import Path

import pytest

from benchmarks.wording import Wording

from .running import Desk, spawn

LOADED = (
    "import atexit, sys; atexit.register(lambda: sys.stderr.write('\\n' + repr('numpy' in sys.modules)))\n"
)
WORDING = Wording(1)
TEXT = " ".join(WORDING.sentences(20, 20))


def advertisements(*texts: str) -> str:
    return "\n".join(
        json.dumps({"id": str(number), "title": "Night Baker", "company": "Crust Ltd", "description": text})
        for number, text in enumerate(texts)
    )


@pytest.fixture
def ovens(desk: Desk) -> Desk:
    """Three copies, two of them edited, and another job under the same heading."""
    other = " ".join(WORDING.sentences(20, 20))
    edited = [WORDING.edited(TEXT, 0.02) for _ in range(2)]
    desk.file("ovens.jsonl", advertisements(TEXT, *edited, other))
    desk.done("import", "ovens.jsonl", "--no-find")
    return desk


def test_the_search_tells_what_it_found_by_kind(ovens: Desk) -> None:
    ran = ovens.done("duplicates", "find", "--json")
    assert ran.json["by_kind"] == {"exact": 0, "variant": 0, "near": 3, "related": 0}
    assert (ran.json["compared"], ran.json["proposed"], ran.json["new"]) == (4, 3, 3)
    again = ovens.done("duplicates", "find")
    assert again.lines == ["3 pairs proposed (3 near), 0 of them new"]
    assert "0 postings compared" in again.err


def test_an_import_compares_what_is_new_by_itself(ovens: Desk) -> None:
    ovens.file("more.jsonl", advertisements(WORDING.edited(TEXT, 0.02)))
    ran = ovens.done("import", "more.jsonl")
    new = len(ovens.done("duplicates", "list", "--json").json)
    assert new > 3
    assert ran.err.startswith(f"{new} new pairs may be copies or kin")
    assert ovens.done("duplicates", "find", "--json").json["compared"] == 0
    assert ovens.done("import", "more.jsonl").err == ""


def test_only_what_is_new_is_compared(ovens: Desk) -> None:
    ovens.done("duplicates", "find")
    ovens.file("more.jsonl", advertisements(WORDING.edited(TEXT, 0.02)))
    ovens.done("import", "more.jsonl", "--no-find")
    assert ovens.done("duplicates", "find", "--json").json["compared"] == 1
    assert ovens.done("duplicates", "list", "--json").json[-1]["kind"] == "near"


def test_the_reasons_come_from_the_scores(ovens: Desk) -> None:
    ovens.done("duplicates", "find")
    for pair in ovens.done("duplicates", "list", "--json").json:
        assert pair["reasons"][0] == "titles equal: Night Baker"
        assert "% of the text equal" in pair["reasons"][1]
        assert "employers equal: Crust Ltd" in pair["reasons"]


def test_a_pair_with_a_verdict_is_not_asked_about_again(ovens: Desk) -> None:
    ovens.done("duplicates", "find")
    first = ovens.done("duplicates", "list", "--json").json[0]
    ovens.done("duplicates", "decide", first["a"], first["b"], "distinct")
    ovens.file("more.jsonl", advertisements(TEXT))
    ovens.done("import", "more.jsonl", "--no-find")
    ovens.done("duplicates", "find")
    open_now = ovens.done("duplicates", "list", "--open", "--json").json
    assert (first["a"], first["b"]) not in [(pair["a"], pair["b"]) for pair in open_now]
    assert len(open_now) > 2


def test_the_evaluation_says_how_many_are_still_unseen(ovens: Desk) -> None:
    before = ovens.done("duplicates", "evaluate", "--json").json["unseen"]
    assert (before["looked_at"], before["recaptured"], before["estimate"]) == (2, 0, None)
    assert "still unseen: undefined" in ovens.done("duplicates", "evaluate").out
    ovens.done("duplicates", "find")
    after = ovens.done("duplicates", "evaluate", "--json").json["unseen"]
    assert (after["looked_at"], after["recaptured"], after["estimate"]) == (2, 2, 0)
    assert "assumes" in after["method"]
    assert "still unseen: about 0 (0 to 4), beside 2" in ovens.done("duplicates", "evaluate").out


@pytest.mark.parametrize(
    ("words", "loads"),
    [
        (["status"], False),
        (["duplicates", "list"], False),
        (["duplicates", "--help"], False),
        (["search", "bread"], False),
        (["duplicates", "find"], True),
    ],
)
def test_numpy_is_loaded_by_the_search_alone(bakery: Desk, words: list[str], loads: bool) -> None:
    ran = spawn(*words, cwd=Path(bakery.folder), first=LOADED)
    assert ran.code == 0
    assert ran.err.splitlines()[-1] == str(loads)
