"""Agreement and adjudication from the command line."""

import json

import pytest

from store import Requirement, State, Store

from .running import Desk

TEAM = ("ann", "bob", "cid")


@pytest.fixture
def judged(bakery: Desk) -> Desk:
    """Two postings that three are done with: they differ on the first, and agree on the second."""
    with Store.open(bakery.db) as store:
        first, last = store.key_of("bakery:line 1"), store.key_of("bakery:line 7")
        for who in TEAM:
            store.tag(who, last, "nursing", quote="Ward Nurse")
            store.set_state(who, first, State.DONE)
            store.set_state(who, last, State.DONE)
        for who in TEAM[:2]:
            store.tag(who, first, "Python", Requirement.REQUIRED, quote="Python")
        store.tag("cid", first, "baking")
    return bakery


def question(desk: Desk, name: str) -> dict[str, object]:
    report = desk.done("agreement", "--json").json
    found: dict[str, object] = next(one for one in report["questions"] if one["name"] == name)
    return found


def test_agreement_of_all_kinds_is_told_with_n_and_intervals(judged: Desk) -> None:
    report = judged.done("agreement", "--json").json
    assert (report["postings"], report["looked_at"]) == (2, 2)
    assert [one["name"] for one in report["questions"]] == [
        "states", "verdicts", "tags", "requirements", "spans",
    ]  # fmt: skip
    by_name = {one["name"]: one["measures"] for one in report["questions"]}
    assert by_name["states"]["raw"]["value"] == 1
    assert by_name["states"]["alpha"] == {
        "value": None,
        "low": None,
        "high": None,
        "n": 2,
        "undefined": "All answers are equal, so there is nothing that chance could be told from.",
    }
    assert by_name["verdicts"]["raw"]["undefined"] == "Nothing was answered by two people yet."
    tags = by_name["tags"]["alpha_masi"]
    assert tags["n"] == 2
    assert 0 < tags["value"] < 1
    assert tags["low"] <= tags["value"] <= tags["high"]
    # Of the three pairs on the first posting one agrees on its words, on the second all three.
    assert by_name["spans"]["f1"]["value"] == pytest.approx(2 * 4 / (2 * 4 + 2))
    assert by_name["spans"]["f1"]["n"] == 2  # postings, however many annotators
    pairs = next(one for one in report["questions"] if one["name"] == "tags")["pairs"]
    assert [pair["annotators"] for pair in pairs] == [["ann", "bob"], ["ann", "cid"], ["bob", "cid"]]
    skills = {one["skill"]: one for one in report["skills"]}
    assert (skills["Python"]["tagged"], skills["Python"]["measures"]["alpha"]["n"]) == (1, 2)


def test_agreement_is_told_in_words(judged: Desk) -> None:
    told = judged.done("agreement").out
    assert "States: ann, bob" in told
    assert "Cohen's kappa         n 2        undefined: All answers are equal" in told
    assert "alpha, MASI 1 - J·M" in told
    assert "Skill Python" in told


def test_one_annotator_alone_has_no_agreement(bakery: Desk) -> None:
    bakery.done("state", "bakery:line 1", "done")
    ran = bakery.done("agreement")
    assert ran.out == ""
    assert "Nothing was answered by two people yet" in ran.err
    assert question(bakery, "states")["pairs"] == []


def test_disagreements_are_listed_the_worst_first(judged: Desk) -> None:
    ran = judged.done("adjudicate", "list")
    assert [line.split(" · ")[0] for line in ran.lines] == ["Skill baking", "Skill Python"]
    assert "ann: required, “Python” at" in ran.lines[1]
    assert "cid: not asked for" in ran.lines[1]
    assert "2 of 3: required" in ran.lines[1]
    assert "2 of 3: not asked for" in ran.lines[0]
    assert "2 to settle, 3 unanimous to accept, 0 settled" in ran.err
    shapes = judged.done("adjudicate", "list", "--json", "--limit", "1").json
    assert [(one["kind"], one["skill"], one["how"], one["most"], one["of"]) for one in shapes] == [
        ("tag", "baking", "majority", 2, 3)
    ]
    assert shapes[0]["answers"][0] == {"annotator": "ann", "answer": "absent"}


def test_a_side_a_majority_and_a_word_of_ones_own_settle(judged: Desk) -> None:
    take = ("adjudicate", "take", "bakery:line 1", "--skill")
    ran = judged.done(*take, "Python", "--majority", who="lead")
    assert "settled Python on" in ran.out
    assert "as required (majority)" in ran.out
    judged.done(*take, "baking", "--from", "cid", "--reason", "slip", "--note", "overlooked", who="lead")
    shapes = {
        one["skill"]: one["settled"]
        for one in judged.done("adjudicate", "list", "bakery:line 1", "--json").json
        if one["kind"] == "tag"
    }
    assert shapes["Python"]["how"] == "majority"
    assert shapes["Python"]["answer"]["spans"][0]["quote"] == "Python"
    settled = shapes["baking"]
    assert (settled["how"], settled["reason"], settled["note"], settled["annotator"]) == (
        "adjudicated",
        "slip",
        "overlooked",
        "lead",
    )
    judged.done(*take, "Python", "--as", "preferred", "--span", "0:2", who="lead")
    [tag] = [
        one
        for one in judged.done("adjudicate", "list", "bakery:line 1", "--json").json
        if one["skill"] == "Python"
    ]
    assert tag["settled"]["answer"] == {
        "requirement": "preferred",
        "spans": [{"start": 0, "end": 2, "quote": "We"}],
    }
    assert judged.done(*take, "Python", "--as", "preferred", "--span", "0:2", who="lead").err.strip() == (
        "It is settled so already."
    )
    judged.done("undo", who="lead")
    judged.done("undo", who="lead")
    told = judged.done("adjudicate", "list", "bakery:line 1", "--json").json
    assert [one["settled"] for one in told if one["skill"] == "baking"] == [None]


def test_all_unanimous_is_one_decision(judged: Desk) -> None:
    assert "accepted 3 unanimous answers on 2 postings" in judged.done("adjudicate", "accept", who="lead").out
    again = judged.done("adjudicate", "accept", "--json", who="lead")
    assert json.loads(again.out) is None
    judged.done("undo", who="lead")
    assert "accepted 3" in judged.done("adjudicate", "accept", who="lead").out


def test_verdicts_are_settled_by_either_of_the_two(bakery: Desk) -> None:
    for who, verdict in (("ann", "variant"), ("bob", "distinct")):
        bakery.done("duplicates", "decide", "bakery:line 1", "bakery:line 3", verdict, who=who)
    pair = ("bakery:line 3", "--pair", "bakery:line 1")
    bakery.done("adjudicate", "take", *pair, "--from", "bob", who="lead")
    bakery.done(
        "adjudicate", "take", "bakery:line 1", "--pair", "bakery:line 3", "--as", "related", who="lead"
    )
    [shape] = bakery.done("adjudicate", "list", "bakery:line 1", "--json").json
    assert (shape["kind"], shape["settled"]["answer"], shape["settled"]["how"]) == (
        "verdict",
        "related",
        "adjudicated",
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--skill", "Python"], "Say what to take"),
        (["--skill", "Python", "--majority", "--from", "ann"], "Say what to take"),
        (["--skill", "Python", "--from", "dee"], "dee did not answer that. Those who did: ann, bob, cid."),
        (["--skill", "Rust", "--majority"], "There is no skill 'Rust'."),
        (["--skill", "nursing", "--majority"], "Fewer than two people answered that."),
        (["--skill", "Python", "--as", "vital"], "Give one of: required, preferred, mentioned, absent."),
        (["--as", "finished"], "'finished' is no state."),
        (["--skill", "Python", "--as", "required", "--span", "0:9999"], "0:9999 is no part of the text."),
        (["--skill", "Python", "--pair", "bakery:line 3", "--majority"], "not both"),
    ],
    ids=["nothing", "two", "nobody", "no-skill", "not-tagged", "no-word", "no-state", "no-place", "both"],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(judged: Desk, words: list[str], says: str) -> None:
    assert says in judged.run("adjudicate", "take", "bakery:line 1", *words, who="lead").sentence


def test_what_somebody_works_on_is_not_shown(judged: Desk) -> None:
    judged.done("tag", "bakery:line 1", "kneading", who="dee")
    ran = judged.done("adjudicate", "list")
    assert ran.lines == []
    assert "1 posting waits for dee (--anyway lists them too)" in ran.err
    assert "dee is still at work" in judged.run("adjudicate", "list", "bakery:line 1").sentence


def test_who_never_comes_back_keeps_nobody_from_settling(judged: Desk) -> None:
    judged.done("tag", "bakery:line 1", "kneading", who="dee")
    assert len(judged.done("adjudicate", "list", "--anyway").lines) == 2
    assert judged.done("adjudicate", "list", "bakery:line 1", "--anyway").lines
    take = ("adjudicate", "take", "bakery:line 1", "--skill", "Python", "--majority")
    assert "add --anyway" in judged.run(*take, who="lead").sentence
    judged.done(*take, "--anyway", who="lead")
    assert "1 to settle" in judged.done("adjudicate", "list", "--anyway").err
