"""Nothing that people said goes with a name, a label, a file or a skill, and whatever goes can be brought back."""

import pytest

from tests.cli.running import Desk


@pytest.fixture
def tagged(office: Desk) -> Desk:
    """The three postings tagged with Bread, the third with Python and SQL too, by two people."""
    for number, who in enumerate(("ann", "bob", "ann")):
        office.done("tag", office.key(number), "Bread", who=who)
    for skill in ("Python", "SQL"):
        office.done("tag", office.key(2), skill, "--quote", skill, who="bob")
    return office


def tags(desk: Desk) -> list[str]:
    keys = [row["key"] for row in desk.done("search", "--json").json]
    shown = (desk.done("show", key, "--json").json for key in keys)
    return sorted(tag["skill"] for one in shown for tag in one["tags"])


BEFORE = ["Bread", "Bread", "Bread", "Python", "SQL"]


@pytest.mark.parametrize(
    ("words", "after"),
    [
        pytest.param(("retire", "Bread"), BEFORE, id="retire"),
        pytest.param(("rename", "Bread", "Loaves"), ["Loaves"] * 3 + ["Python", "SQL"], id="rename"),
        pytest.param(("merge", "SQL", "Bread"), ["Bread"] * 4 + ["Python"], id="merge"),
        pytest.param(("label", "Bread", "Loaf"), BEFORE, id="label"),
    ],
)
def test_a_skill_that_goes_takes_no_tag_along_and_comes_back(
    tagged: Desk, words: tuple[str, ...], after: list[str]
) -> None:
    tagged.done("skills", *words)
    assert tags(tagged) == sorted(after)
    tagged.done("export", "--to", "out")
    exported = (tagged.folder / "out" / "skills.csv").read_text(encoding="utf-8").splitlines()
    assert len(exported) == 1 + len(BEFORE)
    tagged.done("undo")
    assert tags(tagged) == BEFORE


def test_a_shorter_vocabulary_and_a_shorter_file_take_nothing_away(tagged: Desk) -> None:
    tagged.file("skills.csv", "conceptUri,preferredLabel\nu:sql,SQL\n")
    tagged.done("skills", "import", "skills.csv")
    tagged.file("jobs.jsonl", '{"description": "We write Python and SQL."}\n')
    tagged.done("import", "jobs.jsonl", "--no-find")
    assert tags(tagged) == BEFORE
    assert {skill["label"] for skill in tagged.done("skills", "list", "--json").json} >= {"Bread", "Python"}
    assert tagged.done("check").code == 0


def test_tags_that_are_taken_away_one_by_one_all_come_back(tagged: Desk) -> None:
    key = tagged.key(2)
    for skill in ("Python", "SQL"):
        tagged.done("untag", key, skill, who="bob")
    assert tags(tagged) == ["Bread"] * 3
    for _ in range(2):
        tagged.done("undo", who="bob")
    assert tags(tagged) == BEFORE
