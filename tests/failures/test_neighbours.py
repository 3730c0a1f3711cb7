"""Each thing that is said of a posting stands by itself, and where one thing is said there is one value."""

from pathlib import Path
from typing import Any

import pytest

from store import Skill, Store
from tests.build import fill
from tests.cli.running import Desk
from tests.tui.driving import desk as at_the_desk

STEPS = {
    "tag": ["tag", "Python", "--requirement", "required", "--quote", "Python"],
    "note": ["note", "why this"],
    "state": ["state", "flagged"],
    "second tag": ["tag", "SQL"],
}


def told(desk: Desk, key: str) -> dict[str, Any]:
    shown = desk.done("show", key, "--json").json
    return {
        "tags": [(tag["skill"], tag["requirement"], tag["quote"]) for tag in shown["tags"]],
        "notes": [note["text"] for note in shown["notes"]],
        "state": shown["state"],
        "body": shown["body"],
    }


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(("tag", "note", "state", "second tag"), id="tag note state"),
        pytest.param(("note", "state", "tag", "second tag"), id="note state tag"),
        pytest.param(("state", "second tag", "tag", "note"), id="state tag note"),
    ],
)
def test_no_step_resets_what_another_said(office: Desk, order: tuple[str, ...]) -> None:
    key = office.key(2)
    for step in order:
        word, *rest = STEPS[step]
        before = told(office, key)
        office.done(word, key, *rest)
        after = told(office, key)
        changed = {part for part in before if before[part] != after[part]}
        assert changed == {{"note": "notes", "state": "state"}.get(step, "tags")}
        assert all(tag in after["tags"] for tag in before["tags"])
    assert sorted(told(office, key)["tags"]) == [
        ("Python", "required", "Python"),
        ("SQL", "mentioned", None),
    ]


def test_the_last_of_several_answers_is_the_only_one_and_says_so_in_the_dataset(office: Desk) -> None:
    key = office.key(2)
    for state in ("done", "skipped", "flagged", "done", "skipped"):
        office.done("state", key, state)
    for how in ("required", "preferred", "mentioned", "preferred"):
        office.done("tag", key, "Python", "--requirement", how, "--quote", "Python")
    office.done("duplicates", "decide", office.key(0), office.key(1), "duplicate")
    office.done("duplicates", "decide", office.key(1), office.key(0), "distinct")
    shown = office.done("show", key, "--json").json
    assert shown["state"] == "skipped"
    assert [tag["requirement"] for tag in shown["tags"]] == ["preferred"]
    assert [pair["verdict"] for pair in office.done("duplicates", "list", "--json").json] == ["distinct"]
    office.done("export", "--to", "out")
    lines = (office.folder / "out" / "skills.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2


async def test_a_note_in_the_middle_of_tagging_leaves_the_tags_and_a_tag_leaves_the_note(
    tmp_path: Path,
) -> None:
    path = tmp_path / "postil.db"
    with Store.open(path, create=True) as store:
        fill(store, ["Python and SQL, then bread.", "Another."])
        store.put_skills([Skill("u:py", "Python"), Skill("u:sql", "SQL"), Skill("u:b", "Bread")])
    async with at_the_desk(path) as person:
        await person.until(lambda: "Mentions 3" in person.text())
        await person.press("tab", "q", "n", *"half a", "escape", "2", "f", "k", "n", *" note", "enter")
        await person.press("f", "k", "1", "N", "end", *"!", "enter", "p")
        posting = person.posting
        assert {(tag.skill.label, tag.requirement.value) for tag in posting.tags} == {
            ("Python", "required"),
            ("SQL", "mentioned"),
            ("Bread", "preferred"),
        }
        assert [note.text for note in posting.notes] == ["half a note!"]
        assert posting.state == "flagged"
