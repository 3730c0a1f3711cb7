"""Postings that other tools trip over, tagged, and what was written of them."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from duplicates.clusters import clustering
from exports import Plan, export
from exports.foreign import FOREIGN, ForeignLayout, LabelOf
from exports.guard import unguard
from store import Requirement, Skill, State, Store, Verdict
from tests.build import draft, keys, place, take

ANN, WILMA = "ann", "wilma"
HOSTILE = {
    "terminal": "Python \x1b[2J\x1b]0;PWN\x07 \x1b]52;c;QQ==\x07 and \x9b31m SQL",
    "bidi": "\u202egpj.exe Python py\u200bthon \ufeff SQL",
    "emoji": "👩‍🍳🏽 Python 🇩🇪💩 SQL ❤️",
    "marks": "e\u0301tude Python हिन्दी SQL 日本語Pythonです",
    "blanks": "\n\n\t Python\u00a0SQL  \t\t end \n\n",
    "docstart": "-DOCSTART- -X- O O\n\nPython B-SQL O\n\n-DOCSTART- -X- O O\nSQL",
    "yaml": "---\nconfigs: evil\n---\nPython: [SQL, *a, &b] !!python/object",
    "markup": "# Python\n<script>alert(1)</script> ![x](http://e/SQL) [@click=app.exit]q[/] \\<b> `a`",
    "formula": "=cmd|'/c calc'!A1 Python\n-5 SQL",
    "json": '"}],"tags":[{"skill":"x"}]} Python \\u0000 \\ SQL',
    "signs": "C++ and .NET, R&D, Node.js; Python/SQL",
}
"""Bodies by what they try, each with the words Python and SQL."""


@pytest.fixture
def hostile(store: Store) -> Store:
    """Every hostile text, tagged by ann: Python and SQL, and a few places that are hard to hold."""
    bodies = list(HOSTILE.values())
    take(
        store,
        *(
            draft(body, locator=f"line {number}", title=body[:20], company=f"Ä \x1b[2J · {body[:9]}")
            for number, body in enumerate(bodies, 1)
        ),
        source="../../etc\n---\nevil: <b>",
    )
    store.put_skills(
        [Skill("http://esco/1", "Python \x1b[31m<b> & \"Co\", 'x'"), Skill("http://esco/2", "SQL")]
    )
    python = "http://esco/1"
    for key, body in zip(keys(store), bodies, strict=True):
        store.tag(ANN, key, python, Requirement.REQUIRED, quote="Python")
        at = body.rindex("SQL")
        store.tag(ANN, key, "SQL", Requirement.PREFERRED, span=(at, at + 3))
        store.set_state(ANN, key, State.DONE)
    return store


@pytest.fixture
def plain(store: Store) -> Store:
    """Two postings that every format but cards can hold whole: ann tagged the first, nobody the second."""
    take(
        store,
        draft(
            "We bake with Python and SQL.",
            title="Baker",
            company="Kruste",
            locations=(place("DE, Berlin"),),
            work_mode="remote",
            employment_type=("Full-time",),
        ),
        draft("Nobody has read this.", locator="line 2"),
    )
    first, _ = keys(store)
    store.put_skills(
        [Skill("http://esco/1", "Python"), Skill("http://esco/2", "SQL"), Skill("http://esco/3", "bake")]
    )
    store.tag(ANN, first, "Python", Requirement.REQUIRED, quote="Python")
    store.tag(ANN, first, "SQL", Requirement.PREFERRED, quote="SQL")
    store.tag(ANN, first, "bake", quote="bake with Python")
    return store


def write(
    store: Store,
    folder: Path,
    name: str,
    *,
    by: LabelOf = LabelOf.SKILL,
    lossy: bool = True,
    force: bool = False,
    plan: Plan | None = None,
) -> Path:
    """Export in a format of another tool, and return the folder."""
    plan = plan or Plan(names=True)
    with store.snapshot():
        made = ForeignLayout(FOREIGN[name], by, lossy=lossy, settled=plan.decisions != "all")
        export(store, folder, clustering(store).clusters, plan, layout=made, force=force)
    return folder


def lines(path: Path) -> list[Any]:
    """The values of a file of JSON Lines, which is ASCII."""
    return [json.loads(line) for line in path.read_bytes().decode("ascii").removesuffix("\n").split("\n")]


def lost(folder: Path) -> list[dict[str, str]]:
    """The list of losses."""
    with (folder / "losses.csv").open(encoding="utf-8", newline="") as file:
        return [
            {name: unguard(cell) for name, cell in row.items()} for row in csv.DictReader(file, strict=True)
        ]


Span = tuple[str, int, int]


def placed(store: Store) -> set[Span]:
    """Where there are tags: key, start, end."""
    return {
        (key, tag.span.start, tag.span.end)
        for key in keys(store)
        for tag in store.posting(ANN, key).tags
        if tag.span
    }


def lost_places(folder: Path) -> set[Span]:
    """The places of tags among the losses."""
    return {
        (row["posting"], int(row["start"]), int(row["end"]))
        for row in lost(folder)
        if row["what"] == "tag" and row["start"]
    }


def annotated(store: Store) -> None:
    """Add what few formats hold: a note, a verdict, a flag, a tag without a place, a second annotator."""
    first, second, *_ = keys(store)
    store.note(WILMA, first, "Nachts?", quote="Python")
    store.judge(WILMA, [(first, second)], Verdict.DISTINCT)
    store.set_state(WILMA, second, State.FLAGGED)
    store.tag(WILMA, first, "yeast")
