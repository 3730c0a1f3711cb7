"""Whatever a person was told is saved survives a kill right behind it: what `tui/test_day.py` does not try."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from store import Store, Verdict
from tests.build import ANN, fill
from tests.store.processes import start
from tests.tui.terminal import POSTIL, Terminal

BODIES = ["Python and SQL.", "Python and SQL.", "SQL alone."]

CURATING = """
store = Store.open(path)
one, two, three = keys(store)
store.put_skills([Skill(f"u:{name}", name) for name in ("Python", "SQL", "Bread", "Oven")])
number = len(store.events(limit=10_000))
while True:
    for decide in (
        lambda: store.accept("ann", one, "u:Python", SuggestionKind.MENTION, Requirement.REQUIRED, (0, 6)),
        lambda: store.reject("ann", [two, three], "u:Bread", SuggestionKind.MENTION),
        lambda: store.tag("ann", one, f"skill {number}"),
        lambda: store.copy_tags("ann", one, [two]),
        lambda: store.note("ann", one, f"note {number}"),
        lambda: store.rewrite_note("ann", one, store.posting("ann", one).notes[-1].uid, f"again {number}"),
        lambda: store.rename_skill("ann", "u:Oven", f"Oven {number}"),
        lambda: store.label_skill("ann", "u:Oven", f"Stove {number}"),
        lambda: store.unlabel_skill("ann", "u:Oven", f"Stove {number}"),
        lambda: store.merge_skills("ann", f"skill {number}", "u:SQL"),
        lambda: store.retire_skill("ann", "u:Bread"),
        lambda: store.revive_skill("ann", "u:Bread"),
    ):
        event = decide()
        if event is not None:
            tell(event.seq, event.uid, event.action)
    number += 20
"""


def test_every_told_decision_on_skills_suggestions_and_copies_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "postil.db"
    with Store.open(path, create=True) as store:
        fill(store, BODIES)
    told: list[tuple[int, str, str]] = []
    for wanted in (3, 7, 12, 20):
        process = start(CURATING, path)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(wanted)]
        process.kill()
        rest = process.stdout.read()
        _, err = process.communicate()
        assert all(lines), err
        told += [
            tuple(json.loads(line)) for line in (*lines, *rest.splitlines(keepends=True)) if line[-1:] == "\n"
        ]
        with Store.open(path) as store:
            kept = {(event.seq, event.uid, event.action) for event in store.events(limit=10_000)}
            assert set(told) <= kept
            assert list(store.findings()) == []
    assert {action for _, _, action in told} >= {
        "accept",
        "reject",
        "copy",
        "rewrite",
        "rename",
        "merge",
        "retire",
    }
    with Store.open(path) as store:
        while store.undo(ANN):
            pass
        status = store.status()
        assert (status.tags, status.notes) == (0, 0)
        assert {skill.label for skill, _ in store.vocabulary()} == {"Python", "SQL", "Bread", "Oven"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "postil.db", create=True) as store:
        one, two, three = fill(store, BODIES)
        store.put_skills([])
        store.tag("bea", three, "SQL")
        store.tag("bea", two, "Python")
        store.judge("bea", [(one, two)], Verdict.DUPLICATE)
    return tmp_path


def _rejected(folder: Path) -> bool:
    with Store.open(folder / "postil.db", readonly=True) as store:
        return list(store.answers(ANN, store.key_of("feed:line 1")).values()) == [False]


def _copied(folder: Path) -> bool:
    with Store.open(folder / "postil.db", readonly=True) as store:
        tags = store.posting(ANN, store.key_of("feed:line 2")).tags
        return [tag.skill.label for tag in tags if tag.annotator == ANN] == ["Python"]


def _merged(folder: Path) -> bool:
    with Store.open(folder / "postil.db", readonly=True) as store:
        return [skill.label for skill, _ in store.vocabulary()] == ["SQL"]


@pytest.mark.parametrize(
    ("keys", "saved", "holds"),
    [
        pytest.param("\tr", "rejected Python", _rejected, id="reject"),
        pytest.param("\tac\r", "copied 1 tag", _copied, id="copy"),
        pytest.param("gsmsql\r\r", "merged Python into SQL", _merged, id="merge"),
    ],
)
def test_what_the_status_line_says_is_saved_is_there_after_a_kill(
    folder: Path, keys: str, saved: str, holds: Callable[[Path], bool]
) -> None:
    with Terminal(cwd=folder) as terminal:
        terminal.until("Mentions 2")
        terminal.press(keys)
        terminal.until(saved)
        terminal.kill()
    assert holds(folder)
    check = subprocess.run([str(POSTIL), "check"], cwd=folder, capture_output=True, text=True, check=False)
    assert check.returncode == 0
