"""A dataset in which one answer stands for all annotators."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from agreement.consensus import Tagging
from duplicates.clusters import clustering
from exports import Plan, export
from exports.foreign import FOREIGN, ForeignLayout
from exports.guard import unguard
from exports.schema import schema
from exports.splits import settle
from store import Reason, Requirement, State, Store, UnitKind, UnitName, Verdict, verdict_on
from tests.build import fill
from tests.importers.datasets import report
from tui.dataset_clusters import clusters_of

from .conftest import contents, exported

LEAD = "lead"
BAKER = "We want SQL and Python, and bread."
PYTHON = "local:python"
SQL_HERE = (8, 11)


@pytest.fixture
def team(store: Store) -> list[str]:
    """Three people on one posting, two on the next, one on the third; on the last, two who differ."""
    keys = fill(store, [BAKER, f"{BAKER} Today.", f"{BAKER} Later.", f"{BAKER} Never."])
    for who in ("ann", "bob", "cem"):
        store.tag(who, keys[0], "SQL", Requirement.REQUIRED, quote="SQL")
        store.set_state(who, keys[0], State.DONE)
    for who in ("ann", "bob"):
        store.tag(who, keys[0], "Python", Requirement.PREFERRED, quote="Python")
        store.set_state(who, keys[1], State.DONE)
    store.tag("cem", keys[0], "bread")
    store.tag("bob", keys[1], "bread")
    store.set_state("ann", keys[2], State.DONE)
    store.tag("ann", keys[2], "SQL", quote="SQL")
    store.tag("bob", keys[2], "Python")  # who is not done
    store.set_state("ann", keys[3], State.DONE)
    store.set_state("bob", keys[3], State.SKIPPED)
    for who, verdict in (("ann", Verdict.DUPLICATE), ("bob", Verdict.DUPLICATE), ("cem", Verdict.DISTINCT)):
        store.judge(who, [(keys[0], keys[1])], verdict)
    for who, verdict in (("ann", Verdict.RELATED), ("bob", Verdict.DISTINCT)):
        store.judge(who, [(keys[2], keys[3])], verdict)
    return keys


def test_clusters_splits_and_one_of_each_follow_the_settled_verdicts(
    store: Store, team: list[str], tmp_path: Path
) -> None:
    one, other, third, fourth = team
    store.adjudicate(LEAD, verdict_on(one, other), "duplicate")
    store.judge("dan", [(third, fourth)], Verdict.DUPLICATE)
    store.adjudicate(LEAD, verdict_on(third, fourth), "distinct")
    for decisions in ("adjudicated", "majority"):
        plan = Plan(decisions=decisions, splits={"train": 50, "test": 50})
        settle(store, lambda: clusters_of(store, plan), plan.splits, strict=False)  # noqa: B023  called at once
        export(store, tmp_path / decisions, clusters_of(store, plan), plan)
        first, second, *others = postings(tmp_path / decisions)
        assert {member["key"] for member in first["cluster"]["members"]} == {one, other}
        assert second["cluster"] == first["cluster"]
        assert second["split"] == first["split"]
        assert [posting["cluster"] for posting in others] == [None, None]
        alone = Plan(decisions=decisions, one_per_cluster=True)
        export(store, tmp_path / f"{decisions}-alone", clusters_of(store, alone), alone)
        assert len(postings(tmp_path / f"{decisions}-alone")) == 3
    assert clustering(store).clusters == ()


def postings(folder: Path) -> list[dict[str, Any]]:
    document = json.loads((folder / "postings.json").read_text())
    Draft202012Validator(json.loads(schema())).validate(document)
    found: list[dict[str, Any]] = document["postings"]
    return found


def tags(posting: dict[str, Any]) -> list[tuple[str, str, int | None, str, str | None]]:
    assert {tag["annotator"] for tag in posting["tags"]} <= {"majority", "adjudicated"}
    return [
        (tag["skill"], tag["requirement"], tag["start"], tag["settled"], tag["settled_by"])
        for tag in posting["tags"]
    ]


def listed(folder: Path) -> list[tuple[str, ...]]:
    with (folder / "disagreements.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            {name: unguard(cell) for name, cell in row.items()} for row in csv.DictReader(file, strict=True)
        ]
    wanted = ("what", "skill", "answers", "stands", "result", "settled_by", "reason", "note")
    return [(row["posting"], *(row[name] for name in wanted)) for row in rows]


def test_more_than_half_of_those_who_are_done_decide(store: Store, team: list[str], tmp_path: Path) -> None:
    written = exported(store, tmp_path / "out", decisions="majority", names=True)
    first, second, third, fourth = postings(tmp_path / "out")
    assert tags(first) == [
        ("SQL", "required", 8, "unanimous", None),
        ("Python", "preferred", 16, "majority", None),
    ]
    assert tags(second) == []
    assert tags(third) == [("SQL", "mentioned", 8, "single", "ann")]
    assert [
        [(state["state"], state["annotator"], state["settled"]) for state in posting["states"]]
        for posting in (first, second, third, fourth)
    ] == [
        [("done", "majority", "unanimous")],
        [("done", "majority", "unanimous")],
        [("done", "majority", "single")],
        [],
    ]
    (pair,) = second["pairs"]
    (verdict,) = pair["verdicts"]
    assert (verdict["verdict"], verdict["annotator"], verdict["settled"]) == (
        "duplicate", "majority", "majority",
    )  # fmt: skip
    assert fourth["pairs"] == []
    assert written.left_out == {
        "open disagreements about a state": 1,
        "open disagreements about a tag": 1,
        "open disagreements about a verdict": 1,
        "tags of annotators who are not done with the posting": 1,
    }


def test_what_is_open_is_listed_with_every_answer(store: Store, team: list[str], tmp_path: Path) -> None:
    exported(store, tmp_path / "out", decisions="majority", names=True)
    no = "not asked for"
    assert listed(tmp_path / "out") == [
        (team[0], "tag", "bread", f"ann: {no}\nbob: {no}\ncem: mentioned", "majority", no, "", "", ""),
        (team[0], "tag", "Python", f"ann: preferred 16:22\nbob: preferred 16:22\ncem: {no}", "majority",
         "preferred 16:22", "", "", ""),
        (team[1], "tag", "bread", f"ann: {no}\nbob: mentioned", "open", "", "", "", ""),
        (team[1], "verdict", "", "ann: duplicate\nbob: duplicate\ncem: distinct", "majority",
         "duplicate", "", "", ""),
        (team[3], "state", "", "ann: done\nbob: skipped", "open", "", "", "", ""),
        (team[3], "verdict", "", "ann: related\nbob: distinct", "open", "", "", "", ""),
    ]  # fmt: skip
    exported(store, tmp_path / "all")
    assert "disagreements.csv" not in contents(tmp_path / "all")


def test_adjudicated_takes_no_majority_that_nobody_settled(
    store: Store, team: list[str], tmp_path: Path
) -> None:
    name = UnitName(UnitKind.TAG, team[0], PYTHON)
    store.adjudicate(LEAD, name, Tagging("required"), Reason.GAP, "mail a@b.example")
    written = exported(store, tmp_path / "out", decisions="adjudicated", names=True, redact=True)
    first, second, _, _ = postings(tmp_path / "out")
    assert tags(first) == [
        ("SQL", "required", 8, "unanimous", None),
        ("Python", "required", None, "adjudicated", LEAD),
    ]
    assert second["pairs"] == []
    about = {(row[0], row[2]): row for row in listed(tmp_path / "out") if row[1] == "tag"}
    assert about[team[0], "Python"][4:] == (
        "adjudicated", "required", LEAD, "guideline gap", "mail ***********",
    )  # fmt: skip
    assert about[team[0], "bread"][4:6] == ("open", "")
    assert written.left_out["open disagreements about a tag"] == 2
    card = (tmp_path / "out" / "README.md").read_text()
    assert "| adjudicated | 0 | 1 | 0 |" in card
    assert "One answer stands for all 4 annotators here" in card


def test_a_word_on_other_answers_than_there_are_now_does_not_hold(
    store: Store, team: list[str], tmp_path: Path
) -> None:
    store.adjudicate(LEAD, UnitName(UnitKind.TAG, team[0], PYTHON), None)
    exported(store, tmp_path / "before", decisions="majority")
    assert [tag[0] for tag in tags(postings(tmp_path / "before")[0])] == ["SQL"]
    store.tag("cem", team[0], "Python", Requirement.PREFERRED, quote="Python")
    exported(store, tmp_path / "after", decisions="majority")
    assert tags(postings(tmp_path / "after")[0])[1] == ("Python", "preferred", 16, "unanimous", None)


def test_words_without_a_majority_are_left_out_and_their_tag_stays(store: Store, tmp_path: Path) -> None:
    (key,) = fill(store, ["SQL here and SQL there."])
    for who, span in (("ann", (0, 3)), ("bob", (13, 16)), ("cem", None)):
        store.tag(who, key, "SQL", Requirement.REQUIRED, span=span)
        store.set_state(who, key, State.DONE)
    exported(store, tmp_path / "out", decisions="majority", names=True)
    assert tags(postings(tmp_path / "out")[0]) == [("SQL", "required", None, "majority", None)]
    assert [row[4] for row in listed(tmp_path / "out")] == ["words open"]


def test_one_posting_of_a_cluster_has_what_was_settled_of_each(store: Store, tmp_path: Path) -> None:
    first, second = fill(store, [BAKER, f"{BAKER} Again."])
    for who in ("ann", "bob"):
        store.judge(who, [(first, second)], Verdict.DUPLICATE)
        store.tag(who, second, "SQL", quote="SQL")
        store.set_state(who, second, State.DONE)
    store.tag("ann", second, "bread")
    store.tag("cem", second, "Python")
    written = exported(store, tmp_path / "out", decisions="majority", one_per_cluster=True)
    (posting,) = postings(tmp_path / "out")
    assert [(tag["skill"], tag["start"], tag["settled"]) for tag in posting["tags"]] == [
        ("SQL", 8, "unanimous")
    ]
    assert written.left_out["open disagreements about a tag"] == 1
    assert written.left_out["tags of annotators who are not done with the posting"] == 1


def test_nobodys_answers_are_not_imported_as_anybodys(store: Store, team: list[str], tmp_path: Path) -> None:
    store.note("ann", team[0], "a note of mine")
    exported(store, tmp_path / "out", decisions="majority")
    with Store.open(tmp_path / "new.db", create=True) as new:
        found = report(new, tmp_path / "out")
        assert found.added == 4
        assert len(found.problems) == 6
        assert {problem.field for problem in found.problems} == {"tags", "states", "pairs[0].verdicts"}
        assert "everybody's answers" in found.problems[0].reason
        exported(new, tmp_path / "again", names=True)
    assert [note["text"] for note in postings(tmp_path / "again")[0]["notes"]] == ["a note of mine"]
    for posting in postings(tmp_path / "again"):
        assert (posting["tags"], posting["states"], posting["pairs"]) == ([], [], [])


def test_a_skill_that_only_the_lead_names_is_there(store: Store, team: list[str], tmp_path: Path) -> None:
    name = UnitName(UnitKind.TAG, team[1], "local:bread")
    store.adjudicate_as(LEAD, name, PYTHON, Tagging("required", frozenset({(16, 22)})))
    exported(store, tmp_path / "out", decisions="adjudicated", names=True)
    assert tags(postings(tmp_path / "out")[1]) == [("Python", "required", 16, "adjudicated", LEAD)]
    rows = [row for row in listed(tmp_path / "out") if row[0] == team[1]]
    assert [(row[2], row[4], row[5]) for row in rows] == [
        ("bread", "adjudicated", "not asked for"),
        ("Python", "adjudicated", "required 16:22"),
        ("", "open", ""),
    ]


def test_another_tools_form_lists_what_is_open(store: Store, team: list[str], tmp_path: Path) -> None:
    layout = ForeignLayout(FOREIGN["conll"], lossy=True, settled=True)
    with store.snapshot():
        export(store, tmp_path / "out", [], Plan(decisions="majority", names=True), layout=layout)
    assert [loss for loss in layout.lost if loss[0] == "disagreement"] == [
        ("disagreement", "nobody settled it")
    ]
    with (tmp_path / "out" / "losses.csv").open(encoding="utf-8", newline="") as file:
        told = [row["quote"] for row in csv.DictReader(file, strict=True) if row["what"] == "disagreement"]
    assert told == [
        "tag bread: ann: not asked for; bob: mentioned",
        "state: ann: done; bob: skipped",
        f"verdict {team[2]}: ann: related; bob: distinct",
    ]
