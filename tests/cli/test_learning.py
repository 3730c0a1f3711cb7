"""postil duplicates learn: shown before it is used, refused where it is no better, taken back by undo."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.wording import Wording
from store import Store, Verdict

from .running import Desk, spawn

FAMILIES = 60
JUDGED = 40


def advertisements() -> str:
    """Families of two: an advertisement, and the same with ever more of its words changed."""
    wording = Wording(4)
    lines: list[str] = []
    for n in range(FAMILIES):
        text = " ".join(wording.sentences(14, 14))
        for body in (text, wording.edited(text, 0.01 + 0.2 * n / FAMILIES)):
            company = "Crust Ltd" if n % 3 else f"Agency {len(lines)}"
            row = {"id": str(len(lines)), "title": "Baker", "company": company, "description": body}
            lines.append(json.dumps(row))
    return "\n".join(lines)


@pytest.fixture
def ovens(desk: Desk) -> Desk:
    desk.file("ovens.jsonl", advertisements())
    desk.done("import", "ovens.jsonl")
    desk.done("duplicates", "find")
    return desk


def judge_strictly(desk: Desk) -> None:
    with Store.open(desk.db) as store:
        pairs = sorted(store.pairs("ann"), key=lambda pair: pair.b)[:JUDGED]
        for pair in pairs:
            number = int(store.posting("ann", pair.b).external_id or 0) // 2
            verdict = Verdict.DUPLICATE if number < FAMILIES // 3 else Verdict.DISTINCT
            store.judge("ann", [(pair.a, pair.b)], verdict)


def listed(desk: Desk) -> Any:
    return desk.done("duplicates", "list", "--json").json


def test_too_few_verdicts_say_how_many_are_needed(ovens: Desk) -> None:
    ran = ovens.done("duplicates", "learn")
    assert "Still needed: 20 more judged pairs; 5 more pairs judged to be one job" in ran.out
    assert "Only proposed pairs are judged" in ran.err
    told = ovens.done("duplicates", "learn", "--json").json
    assert (told["better"], told["model"], told["held_out"], told["effects"]) == (False, None, None, None)
    assert told["judged"]["pairs"] == 0
    assert len(told["missing"]) == 4
    assert "Still needed: 20 more judged pairs" in ovens.run("duplicates", "learn", "--use").sentence


def test_what_is_no_better_is_refused_with_by_how_much(ovens: Desk) -> None:
    with Store.open(ovens.db) as store:
        for number, pair in enumerate(sorted(store.pairs("ann"), key=lambda pair: pair.b)):
            verdict = Verdict.DUPLICATE if number % 2 else Verdict.DISTINCT
            store.judge("ann", [(pair.a, pair.b)], verdict)
    assert "It is not better than the defaults" in ovens.done("duplicates", "learn").out
    refused = ovens.run("duplicates", "learn", "--use").sentence
    assert "Not used, as it is not better than the defaults: " in refused
    assert "F1" in refused
    assert ovens.done("duplicates", "learn", "--json").json["in_force"] is None


def test_a_model_is_shown_used_taken_back_and_forgotten(ovens: Desk) -> None:
    judge_strictly(ovens)
    before = listed(ovens)
    shown = ovens.done("duplicates", "learn")
    assert "It is better than the defaults" in shown.out
    assert "equal titles, one employer" in shown.out
    assert "Nothing was learned of: longer title, unknown title" in shown.out
    assert "near -> " in shown.out
    assert "probability" in shown.out
    assert listed(ovens) == before

    used = ovens.done("duplicates", "learn", "--use", "--json").json
    assert used["event"]["action"] == "model"
    assert used["held_out"]["learned"]["f1"] > used["held_out"]["defaults"]["f1"]
    assert used["effects"]["looked_at"] == sum(pair["verdict"] is None for pair in before)
    assert "is in force already" in ovens.done("duplicates", "learn", "--use").err
    assert "were scored by another model" in ovens.done("duplicates", "list").err

    report = ovens.done("duplicates", "find", "--json").json
    assert report["rescored"] == used["effects"]["looked_at"]
    after = listed(ovens)
    uid = ovens.done("duplicates", "learn", "--json").json["in_force"]
    assert {pair["model"] for pair in after if pair["verdict"] is None} <= {uid}
    changed = sum(change["pairs"] for change in used["effects"]["changes"])
    assert sum(pair not in before for pair in after if pair["kind"] != "near") <= changed
    assert [pair for pair in after if pair["verdict"]] == [pair for pair in before if pair["verdict"]]

    assert "undone: pairs are scored by model" in ovens.done("undo").out
    assert "open pairs scored anew" in ovens.done("duplicates", "find").err
    assert listed(ovens) == before
    ovens.done("redo")
    assert "by the defaults again" in ovens.done("duplicates", "learn", "--forget").out
    assert "already" in ovens.done("duplicates", "learn", "--forget").err
    ovens.done("duplicates", "find")
    assert listed(ovens) == before
    assert "exclude each other" in ovens.run("duplicates", "learn", "--use", "--forget").sentence


def test_it_goes_by_itself_as_a_process_and_writes_nothing_unasked(ovens: Desk) -> None:
    judge_strictly(ovens)
    before = ovens.done("log", "--json").json
    first = spawn("duplicates", "learn", "--json", cwd=Path(ovens.folder))
    assert first.code == 0, first.err
    assert first.json["better"]
    assert ovens.done("log", "--json").json == before
    used = spawn("duplicates", "learn", "--use", cwd=Path(ovens.folder))
    assert used.code == 0, used.err
    assert used.lines[-1].endswith("learned from verdicts")
    found = spawn("duplicates", "find", "--json", cwd=Path(ovens.folder))
    assert found.json["rescored"] == first.json["effects"]["looked_at"]
    again = spawn("undo", cwd=Path(ovens.folder))
    assert again.code == 0


def test_all_can_be_compared_anew(ovens: Desk) -> None:
    before = listed(ovens)
    assert ovens.done("duplicates", "find", "--json").json["compared"] == 0
    assert ovens.done("duplicates", "find", "--all", "--json").json["compared"] == 2 * FAMILIES
    assert listed(ovens) == before


def test_the_evaluation_is_by_kind_with_an_interval_for_the_unseen(ovens: Desk) -> None:
    judge_strictly(ovens)
    told = ovens.done("duplicates", "evaluate", "--json").json
    near = told["by_kind"]["near"]
    assert set(near) == {"pairs", "true", "precision", "recall", "f1"}
    assert (near["pairs"], near["recall"]) == (JUDGED, 1)
    assert near["precision"] == pytest.approx(near["true"] / JUDGED)
    unseen = told["unseen"]
    assert unseen["low"] <= unseen["estimate"] <= unseen["high"]
    assert "Lincoln-Petersen" in unseen["method"]
    assert "cannot know" in unseen["blind"]
    words = ovens.done("duplicates", "evaluate")
    assert "recall 1.000" in words.out
    assert "cannot know" in words.err
