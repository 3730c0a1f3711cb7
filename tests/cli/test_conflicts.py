"""Verdicts that contradict each other, on the command line."""

import pytest

from store import Store, Verdict
from tests.build import ANN, fill

from .running import Desk


@pytest.fixture
def contradictory(desk: Desk) -> list[str]:
    """One says that one is two and two is three, another that one is not three."""
    with Store.open(desk.db, create=True) as store:
        keys = fill(store, ["one", "two", "three"])
        store.judge(ANN, [(keys[0], keys[1]), (keys[1], keys[2])], Verdict.DUPLICATE)
        store.judge("bea", [(keys[0], keys[2])], Verdict.DISTINCT)
    return keys


def test_contradictions_are_listed_with_their_chain_and_what_to_take_back(
    desk: Desk, contradictory: list[str]
) -> None:
    a, b, c = contradictory
    (line,) = desk.done("duplicates", "list", "--conflicts").lines
    assert line == (
        "feed:line 1 duplicate (ann) feed:line 2, feed:line 2 duplicate (ann) feed:line 3; "
        "but feed:line 1 distinct (bea) feed:line 3. Take back feed:line 2 duplicate (ann) feed:line 3, "
        f"or what it stands against: `postil duplicates decide {b[:10]} {c[:10]} none --annotator ann`."
    )
    (one,) = desk.done("duplicates", "list", "--conflicts", "--json").json
    assert one["take_back"] == {"a": b, "b": c, "annotators": [ANN]}
    assert [(link["a"], link["b"]) for link in one["chain"]] == [(a, b), (b, c)]
    assert one["parted"]["verdicts"] == [{"verdict": "distinct", "annotator": "bea"}]


def test_a_check_tells_of_them_until_one_is_taken_back(desk: Desk, contradictory: list[str]) -> None:
    ran = desk.run("check")
    assert ran.code == 1
    assert ran.lines[0].startswith("Verdicts contradict: feed:line 1 duplicate (ann) feed:line 2")
    desk.done("duplicates", "decide", contradictory[1], contradictory[2], "none")
    assert desk.done("check").code == 0
    assert desk.done("duplicates", "list", "--conflicts").lines == []


def test_another_annotators_verdict_is_taken_back_in_their_name(desk: Desk) -> None:
    with Store.open(desk.db, create=True) as store:
        a, b, c = fill(store, ["one", "two", "three"])
        store.judge("ann b", [(a, b), (b, c)], Verdict.DUPLICATE)
        store.judge("bea", [(b, c)], Verdict.DUPLICATE)
        store.judge(ANN, [(a, c)], Verdict.DISTINCT)
    (line,) = desk.done("duplicates", "list", "--conflicts").lines
    decide = f"postil duplicates decide {b[:10]} {c[:10]} none --annotator"
    assert line.endswith(f"what it stands against: `{decide} 'ann b'` and `{decide} bea`.")
    assert desk.done(*decide.split()[1:-1]).err == (
        "ann gave this pair no verdict. `--annotator NAME` takes back what NAME said.\n"
    )
    ran = desk.run("check")
    assert (ran.code, ran.err) == (1, "1 finding\n")
    for who in ("ann b", "bea"):
        desk.done(*decide.split()[1:], who)
    assert desk.done("check").code == 0


def test_one_more_verdict_that_is_not_followed_is_told_as_one(desk: Desk) -> None:
    with Store.open(desk.db, create=True) as store:
        a, b, c, d = fill(store, ["one", "two", "three", "four"])
        store.judge(ANN, [(a, b), (a, d)], Verdict.DUPLICATE)
        store.judge(ANN, [(b, c), (c, d)], Verdict.VARIANT)
        store.judge("bea", [(a, c)], Verdict.DISTINCT)
    (line,) = desk.done("duplicates", "list", "--conflicts").lines
    assert "(1 more verdict is not followed)" in line
