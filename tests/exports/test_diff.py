"""What `postil diff` says of two datasets."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports import Plan, export
from exports.diff import differences
from exports.diff_input import DatasetFolder
from store import Requirement, State, Store, Verdict
from tests.build import draft, keys, take
from tests.cli.running import Desk

from .conftest import ANN, WILMA


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    folder = tmp_path / "desk"
    folder.mkdir()
    return Desk(folder, monkeypatch, capsys)


def dataset(store: Store, folder: Path, **plan: Any) -> None:
    with store.snapshot():
        export(store, folder, [], Plan(names=True, **plan))


def counted(shape: Any) -> dict[str, dict[str, int]]:
    """The counts that are not 0."""
    return {
        what: {how: n for how, n in ways.items() if n}
        for what, ways in shape["counts"].items()
        if any(ways.values())
    }


def test_a_dataset_does_not_differ_from_itself(curated: Store, desk: Desk) -> None:
    dataset(curated, desk.folder / "old")
    dataset(curated, desk.folder / "new")
    ran = desk.run("diff", "old", "new")
    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing differs.\n")
    ran = desk.run("diff", "old", "new", "--json")
    assert (ran.code, ran.json["same"], ran.json["changes"]) == (0, True, [])


def test_a_dataset_from_before_answers_were_settled_is_the_same(curated: Store, desk: Desk) -> None:
    dataset(curated, desk.folder / "old")
    dataset(curated, desk.folder / "new")
    lines = desk.folder / "old" / "postings.jsonl"
    rows = [json.loads(line) for line in lines.read_text().splitlines()]
    for row in rows:
        del row["disagreements"]
        for said in [*row["tags"], *row["states"]]:
            del said["settled"], said["settled_by"]
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows))
    folders = (DatasetFolder(desk.folder / name) for name in ("old", "new"))
    assert list(differences(*folders)) == []


def test_everything_that_people_changed_is_said(curated: Store, desk: Desk) -> None:
    dataset(curated, desk.folder / "old")
    first, second, third, fourth = keys(curated)
    tags = {(tag.annotator, tag.skill.label): tag for tag in curated.posting(ANN, first).tags}
    curated.untag(ANN, first, tags[ANN, "Ruhe"].uid)
    curated.require(WILMA, first, tags[WILMA, "C++"].uid, Requirement.MENTIONED)
    curated.tag(ANN, fourth, "baking", quote="bake")
    curated.note(ANN, fourth, "new\x1b[2J")
    curated.set_state(ANN, third, State.SKIPPED)
    curated.set_state(WILMA, fourth, State.DONE)
    curated.judge(WILMA, [(first, second)], None)
    curated.judge(ANN, [(third, fourth)], Verdict.DISTINCT)
    curated.judge(WILMA, [(third, fourth)], Verdict.DISTINCT)
    take(curated, draft("And one more.", title="More"), source="more")
    dataset(curated, desk.folder / "new")
    ran = desk.run("diff", "old", "new", "--json")
    assert ran.code == 1
    assert counted(ran.json) == {
        "posting": {"added": 1},
        "tag": {"added": 1, "removed": 1, "changed": 1},
        "note": {"added": 1},
        "state": {"added": 1, "changed": 1},
        "verdict": {"added": 1, "removed": 1, "changed": 1},
    }
    said = {(change["what"], change["how"]): change for change in ran.json["changes"]}
    requirement = said["tag", "changed"]
    assert (requirement["posting"], requirement["annotator"]) == (first, WILMA)
    assert (requirement["old"]["requirement"], requirement["new"]["requirement"]) == ("required", "mentioned")
    verdict = said["verdict", "changed"]
    assert (verdict["other"], verdict["posting"]) == (third, fourth)
    assert (verdict["old"], verdict["new"]) == ({"verdict": "related"}, {"verdict": "distinct"})
    lines = desk.run("diff", "old", "new").lines
    assert f"- tag      {first[:10]}  ann  Ruhe mentioned" in lines
    assert f"~ tag      {first[:10]}  wilma" in "\n".join(lines)
    assert f"~ verdict  {third[:10]} ~ {fourth[:10]}  ann  related -> distinct" in lines
    assert f"+ note     {fourth[:10]}  ann  new␛[2J" in lines
    assert f"~ state    {third[:10]}  ann  flagged -> skipped" in lines
    assert any(line.startswith("+ posting ") and line.endswith("more:line 1  More") for line in lines)
    back = desk.run("diff", "new", "old", "--json")
    assert back.json["counts"]["tag"] == {"added": 1, "removed": 1, "changed": 1}
    assert back.json["counts"]["posting"] == {"added": 0, "removed": 1, "changed": 0}


def test_a_revision_and_a_moved_place_are_changes_not_losses(store: Store, desk: Desk) -> None:
    take(store, draft("We bake bread.", external_id="1"), draft("Other.", external_id="2"))
    (key, _) = keys(store)
    store.tag(ANN, key, "bread", quote="bread")
    dataset(store, desk.folder / "old")
    take(store, draft("Now we bake bread.", external_id="1", title="Baker"))
    dataset(store, desk.folder / "new")
    ran = desk.run("diff", "old", "new", "--json")
    assert counted(ran.json) == {"posting": {"changed": 1}, "tag": {"changed": 1}}
    posting, tag = ran.json["changes"]
    assert posting["old"].keys() == posting["new"].keys() >= {"body", "title", "revision"}
    assert (posting["new"]["body"], posting["new"]["revision"]) == ("Now we bake bread.", 1)
    assert (tag["old"]["start"], tag["new"]["start"]) == (8, 12)
    assert "~ tag " in desk.run("diff", "old", "new").out


def test_splits_that_moved_are_told(store: Store, desk: Desk) -> None:
    take(store, "one", "two", "three", "four")
    dataset(store, desk.folder / "old")
    dataset(store, desk.folder / "new", splits={"train": 100})
    ran = desk.run("diff", "old", "new")
    assert ran.code == 1
    assert [line.split()[1:2] + line.split()[3:] for line in ran.lines] == [
        ["split", "none", "->", "train"]
    ] * 4
    assert ran.err == "splits: 4 changed\n"


def test_files_changed_by_hand_are_named(curated: Store, desk: Desk) -> None:
    for name in ("old", "new"):
        dataset(curated, desk.folder / name)
    (desk.folder / "old" / "notes.csv").unlink()
    lines = (desk.folder / "new" / "postings.jsonl").read_text().replace("Remote", "Office")
    (desk.folder / "new" / "postings.jsonl").write_text(lines)
    ran = desk.run("diff", "old", "new")
    assert ran.code == 1
    assert "old: notes.csv was changed since it was exported, or is gone" in ran.err
    assert "new: postings.jsonl was changed since it was exported" in ran.err
    assert ran.out.endswith("  locations\n")
    (desk.folder / "old" / "SHA256SUMS").unlink()
    shape = desk.run("diff", "old", "new", "--json").json
    assert shape["changed_by_hand"] == {"old": ["SHA256SUMS"], "new": ["postings.jsonl"]}


def test_what_is_no_dataset_is_refused(curated: Store, desk: Desk) -> None:
    dataset(curated, desk.folder / "good")
    (desk.folder / "empty").mkdir()
    (desk.folder / "bad").mkdir()
    assert "Give two folders that" in desk.run("diff", "good", "nowhere").sentence
    assert "empty has no postings.jsonl" in desk.run("diff", "empty", "good").sentence
    for line in ('{"key": "a"}', "[1]", "no", "[" * 100_000, '{"key": 1}', "\x00\udcff"):
        (desk.folder / "bad" / "postings.jsonl").write_text(line + "\n", errors="surrogateescape")
        ran = desk.run("diff", "good", "bad")
        assert (ran.code, "has a line that is no posting" in ran.err) == (2, True)
        assert "Traceback" not in ran.err


Content = dict[str, str]


def written(folder: Path, postings: list[tuple[str, str]]) -> DatasetFolder:
    folder.mkdir()
    said: dict[str, Any] = {name: [] for name in ("tags", "notes", "states", "chosen", "pairs")}
    stated = {"source": "s", "locator": "l", "title": None}
    rows = ({**stated, **said, "key": key, "body": body} for key, body in postings)
    (folder / "postings.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return DatasetFolder(folder)


contents = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("xyz"))


@given(contents, contents, st.randoms(use_true_random=False))
def test_any_two_orders_give_what_sets_would(
    tmp_path_factory: pytest.TempPathFactory, old: Content, new: Content, random: Any
) -> None:
    folder = tmp_path_factory.mktemp("any")
    orders = [random.sample(sorted(content.items()), len(content)) for content in (old, new)]
    changes = list(differences(written(folder / "old", orders[0]), written(folder / "new", orders[1])))
    assert Counter((change.how, change.posting) for change in changes) == Counter(
        [("added", key) for key in new.keys() - old.keys()]
        + [("removed", key) for key in old.keys() - new.keys()]
        + [("changed", key) for key in old.keys() & new.keys() if old[key] != new[key]]
    )


def test_a_pair_may_have_changed_its_order(tmp_path: Path) -> None:
    """Two imports of the same postings in another order hold a verdict at the other posting."""
    folders = []
    for name, first, second in (("old", "a", "b"), ("new", "b", "a")):
        folder = written(tmp_path / name, [(first, "x"), (second, "y")])
        rows = [json.loads(line) for line in (folder.path / "postings.jsonl").read_text().splitlines()]
        rows[0]["body"] = rows[1]["body"] = "same"
        said = {"annotator": ANN, "verdict": "distinct", "at": "2026-01-01"}
        rows[1]["pairs"] = [{"other": first, "kind": None, "score": None, "reasons": [], "verdicts": [said]}]
        (folder.path / "postings.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        folders.append(folder)
    assert list(differences(*folders)) == []
