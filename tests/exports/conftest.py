from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from duplicates.clusters import clustering
from duplicates.find import find
from exports import ExportReport, Plan, export
from store import Location, Requirement, Skill, State, Store, Verdict
from tests.build import draft, keys, place, take

ANN, WILMA = "ann", "wilma"
BODY = "=Bäcker 👩‍🍳 gesucht:\n- Brot\u200b, C++\n\x1b[2Jund \u202eRuhe, „heute“."
TEXTS = (BODY, BODY, "We bake bread at night.", "As a Baker you bake.")


@pytest.fixture(autouse=True)
def _numbered_pseudonyms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever joins first is annotator-00000001."""
    numbers = count(1)
    tokens = SimpleNamespace(token_hex=lambda size: f"{next(numbers):0{2 * size}x}")
    monkeypatch.setattr("store.sql.pseudonyms.secrets", tokens)


@pytest.fixture
def curated(store: Store) -> Store:
    """A small database with something of everything, done by two people."""
    a, b, c, d = TEXTS
    take(
        store,
        draft(
            a,
            locator="line 1",
            external_id="-1",
            url="https://example.org/1?a=1&b=2",
            title="+Bäcker (m/w/d)",
            company="@Kruste \"GmbH\", 'Berlin'",
            locations=(place("DE, Berlin"), Location("Remote")),
            work_mode="hybrid",
            employment_type=("Vollzeit", "FULL_TIME"),
            date_posted="2026-01-02",
            salary_text="=1+1",
            sections=({"heading": "- Brot", "start": a.index("- Brot"), "end": len(a)},),
            source_skills=({"text": "C++", "requirement": "required"},),
        ),
        draft(b, locator="line 2", external_id="-2", locations=(place("DE, Bonn"),)),
        draft(c, locator="line 3"),
        draft(d, locator="line 4", title_inferred={"text": "Baker", "rule": "as a", "start": 5, "end": 10}),
        source="feed|*x*",
    )
    first, second, third, fourth = keys(store)
    store.put_skills([Skill("http://esco/1", "C++"), Skill("http://esco/2", "bake", "skill", ("baking",))])
    store.set_state(ANN, third, State.FLAGGED)
    store.tag(WILMA, first, "C++", Requirement.REQUIRED, quote="C++")
    store.tag(ANN, first, "C++", Requirement.PREFERRED, quote="C++")
    store.tag(ANN, first, "Ruhe")
    store.tag(ANN, third, "baking", quote="bake bread")
    store.note(WILMA, third, '=HYPERLINK("http://e")\n\'two" lines')
    store.note(ANN, third, "night?", quote="night")
    for who, key in ((WILMA, first), (ANN, first), (ANN, second)):
        store.set_state(who, key, State.DONE)
    find(store)
    store.judge(WILMA, [(first, second)], Verdict.VARIANT)
    store.judge(ANN, [(first, second)], Verdict.DUPLICATE)
    store.judge(ANN, [(third, fourth)], Verdict.RELATED)
    store.choose_canonical(ANN, second)
    return store


def exported(store: Store, target: Path, *, force: bool = False, **wishes: Any) -> ExportReport:
    with store.snapshot():
        return export(store, target, clustering(store).clusters, Plan(**wishes), force=force)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
