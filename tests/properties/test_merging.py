"""Databases that are brought together in any order, grouping and repetition are the same database.

Three copies of one database are worked on apart, by people who may work on several of them, with clocks that go as
they please. What is compared is all that people said, by names that mean the same everywhere.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import Requirement, Sharing, Skill, State, Store, SuggestionKind, UsageError, Verdict
from tests.build import ANN, draft, keys, take

PEOPLE = ("ann", "bob")
SITES = (0, 1, 2)
SKILLS = ("SQL", "sql", "Rust", "baking")
NAMES = ("SQL", "Query language", "Rust", "Oven")
BODIES = ("We want SQL and Rust, SQL above all.", "Rust and SQL, for the bakery.", "Baking. SQL SQL SQL.")
START = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)

# All that people said, and what it is about; nothing of row numbers, or of when and from where a posting came.
SAID = {
    "posting": """SELECT p.key, p.revision, p.content_sha256, p.url, b.text, (SELECT group_concat(text, '; ') FROM
        location WHERE posting_id = p.id) FROM posting p JOIN body b ON b.posting_id = p.id""",
    "old text": """SELECT p.key, o.fields ->> 'revision', o.text FROM old_body o JOIN posting p
        ON p.id = o.posting_id""",
    "skill": """SELECT k.uri, k.label, k.folded, k.kind, k.labels, k.retired, k.given, k.given_folded, m.uri
        FROM skill k LEFT JOIN skill m ON m.id = k.meant_id""",
    "word": """SELECT w.uid, k.uri, a.name, w.at, w.said, w.value, i.uri FROM skill_word w JOIN skill k
        ON k.id = w.skill_id JOIN annotator a ON a.id = w.annotator_id LEFT JOIN skill i ON i.id = w.into_id""",
    "tag": """SELECT t.uid, p.key, k.uri, a.name, t.requirement, t.start, t."end", t.quote FROM tag t JOIN posting p
        ON p.id = t.posting_id JOIN skill k ON k.id = t.skill_id JOIN annotator a ON a.id = t.annotator_id""",
    "note": """SELECT t.uid, p.key, a.name, t.at, t.text, t.start, t."end", t.quote FROM note t JOIN posting p
        ON p.id = t.posting_id JOIN annotator a ON a.id = t.annotator_id""",
    "state": """SELECT p.key, a.name, t.state, t.at FROM state t JOIN posting p ON p.id = t.posting_id
        JOIN annotator a ON a.id = t.annotator_id""",
    "verdict": """SELECT min(p.key, q.key), max(p.key, q.key), a.name, t.verdict, t.at FROM verdict t
        JOIN posting p ON p.id = t.a_id JOIN posting q ON q.id = t.b_id JOIN annotator a ON a.id = t.annotator_id""",
    "canonical": """SELECT p.key, a.name, t.at FROM canonical t JOIN posting p ON p.id = t.posting_id
        JOIN annotator a ON a.id = t.annotator_id""",
    "answer": """SELECT p.key, t.uri, a.name, t.kind, t.accepted, t.at FROM suggestion t JOIN posting p
        ON p.id = t.posting_id JOIN annotator a ON a.id = t.annotator_id""",
    "assignment": """SELECT p.key, a.name FROM assignment t JOIN posting p ON p.id = t.posting_id
        JOIN annotator a ON a.id = t.annotator_id""",
    "settled": """SELECT p.key, t.kind, t.about, a.name, t.at, t.result, t.how, t.reason, t.note FROM adjudication t
        JOIN posting p ON p.id = t.posting_id JOIN annotator a ON a.id = t.annotator_id""",
    "done": "SELECT a.name, t.company, t.done FROM done_at t JOIN annotator a ON a.id = t.annotator_id",
    "event": """SELECT e.uid, e.at, a.name, e.action, p.key, e.summary, e.changes, e.undone, d.uid FROM event e
        JOIN annotator a ON a.id = e.annotator_id LEFT JOIN posting p ON p.id = e.posting_id
        LEFT JOIN event d ON d.seq = e.refers_to""",
    "person": "SELECT name, pseudonym FROM annotator WHERE id IN (SELECT annotator_id FROM event)",
}
OF_A_PERSON = ("word", "tag", "note", "state", "verdict", "canonical", "answer", "settled")


class Clock(datetime):
    """A clock that the test sets."""

    at = START

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Clock":
        return cls.fromisoformat(cls.at.isoformat())


@pytest.fixture(scope="module", autouse=True)
def _clock() -> Iterator[None]:
    years = timedelta(days=36_500)  # whatever time it is where the tests run
    with patch("store.sql.journal.datetime", Clock), patch("store.sql.times.AHEAD", years):
        yield


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three postings that have ids, so that they can be revised."""
    path = tmp_path_factory.mktemp("merging") / "template.db"
    with Store.open(path, create=True) as store:
        take(store, *(draft(BODIES[0], external_id=str(at), locator=f"line {at + 1}") for at in range(3)))
    return path


def said(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a database says."""
    with closing(sqlite3.connect(path)) as db:
        return {name: sorted(db.execute(sql).fetchall(), key=repr) for name, sql in SAID.items()}


def act(store: Store, who: str, what: str, first: int, second: int) -> None:
    """Let somebody decide something."""
    every = keys(store)
    key = every[first % len(every)]
    mine = [tag for tag in store.posting(who, key).tags if tag.annotator == who]
    notes = [note for note in store.posting(who, key).notes if note.annotator == who]
    skill = SKILLS[second % len(SKILLS)]
    match what:
        case "tag":
            body = store.posting(who, key).body
            places = [None, *(at for at in range(len(body)) if body.startswith("SQL", at))]
            at = places[second % len(places)]
            how = list(Requirement)[(first + second) % 3]
            store.tag(who, key, skill, how, None if at is None else (at, at + 3))
        case "untag" if mine:
            store.untag(who, key, mine[second % len(mine)].uid)
        case "require" if mine:
            store.require(who, key, mine[second % len(mine)].uid, list(Requirement)[second % 3])
        case "note":
            store.note(who, key, f"note {second}")
        case "rewrite" if notes:
            store.rewrite_note(
                who, key, notes[second % len(notes)].uid, f"again {first}" if second % 3 else ""
            )
        case "state":
            store.set_state(who, key, list(State)[second % 4])
        case "judge":
            pair = (every[first % 3], every[(first + 1 + second % 2) % 3])
            store.judge(who, [pair], [*Verdict, None][second % 6])
        case "canonical":
            store.choose_canonical(who, key)
        case "reject":
            store.reject(who, every, skill, SuggestionKind.MENTION)
        case "accept":
            store.accept(who, key, skill, SuggestionKind.MENTION)
        case "copy" if mine:
            store.copy_tags(who, key, every)
        case "rename":
            store.rename_skill(who, skill, NAMES[first % 4])
        case "merge skills":
            store.merge_skills(who, skill, SKILLS[first % 4])
        case "retire":
            store.retire_skill(who, skill)
        case "label":
            store.label_skill(who, skill, NAMES[first % 4])
        case "assign":
            store.assign(who, Sharing(PEOPLE[first % 2 :], second / 5, second), released=PEOPLE[: first % 2])
        case "adjudicate":
            units = store.units_of(key)
            if units:
                unit = units[second % len(units)]
                store.adjudicate(who, unit.name, list(unit.answers.values())[first % 2])
        case "unanimous":
            store.accept_unanimous(who)
        case "vocabulary":  # nobody's decision, and another in each place
            label = NAMES[first % 4]
            store.put_skills(
                [Skill(f"{'esco' if second % 2 else 'onet'}:{label}", label, "skill", (f"L{second}",))]
            )
        case "undo":
            store.undo(who)
        case "redo":
            store.redo(who)


ACTS = (
    "tag", "tag", "tag", "untag", "require", "note", "rewrite", "state", "state", "judge", "judge", "canonical",
    "reject", "accept", "copy", "rename", "merge skills", "retire", "label", "vocabulary", "assign",
    "adjudicate", "adjudicate", "unanimous", "undo", "undo", "redo",
)  # fmt: skip
deeds = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 5))
revisions = st.tuples(st.just("feed"), st.just("revise"), st.integers(0, 2), st.integers(1, 2))
meetings = st.tuples(st.just(""), st.just("meet"), st.sampled_from(SITES), st.just(0))
courses = st.lists(
    st.tuples(
        st.sampled_from(SITES), st.integers(-3, 5), st.one_of(deeds, deeds, deeds, meetings, revisions)
    ),
    min_size=4,
    max_size=24,
)


def work(sites: Sequence[Path], course: Sequence[tuple[int, int, tuple[str, str, int, int]]]) -> None:
    """Let people decide on their copies, which may meet on the way."""
    Clock.at = START
    for site, ticks, (who, what, first, second) in course:
        Clock.at += timedelta(microseconds=ticks)
        if what == "meet":
            if first != site:
                bring(sites[site], sites[first])
            continue
        with Store.open(sites[site]) as store:
            if what == "revise":
                take(store, draft(BODIES[second], external_id=str(first), locator=f"line {first + 1}"))
                continue
            try:
                act(store, who, what, first, second)
            except UsageError:
                continue  # refused where they are


def bring(into: Path, *others: Path) -> None:
    """Merge databases into one, one after the other."""
    for other in others:
        with Store.open(into) as store:
            store.merge(other)


@settings(max_examples=16)
@given(course=courses, order=st.permutations(SITES))
def test_any_order_grouping_and_repetition_gives_the_same(
    template: Path, course: list[tuple[int, int, tuple[str, str, int, int]]], order: list[int]
) -> None:
    with TemporaryDirectory() as name:
        sites = [Path(copyfile(template, Path(name) / f"site{at}.db")) for at in SITES]
        work(sites, course)
        before = [said(site) for site in sites]
        first, second, third = (sites[at] for at in order)
        chain = Path(copyfile(first, Path(name) / "chain.db"))
        bring(chain, second, third, second, first)
        pair = Path(copyfile(third, Path(name) / "pair.db"))
        bring(pair, second)
        group = Path(copyfile(first, Path(name) / "group.db"))
        bring(group, pair)
        assert said(chain) == said(group)
        bring(pair, group, chain)
        assert said(pair) == said(group)
        whole = said(group)
        named = {row[0] for one in before for row in one["event"]}
        assert {row[0] for row in whole["event"]} == named
        with Store.open(group) as store:
            assert [finding for finding in store.findings() if "took away the words" not in finding] == []
            # Whoever decided anything can take it back, to the first, and bring all of it again.
            Clock.at += timedelta(seconds=1)
            for who in PEOPLE:
                undone = 0
                while store.undo(who):
                    undone += 1
                assert [row for row in said(group)["tag"] if row[3] == who] == []
                while undone and store.redo(who):
                    undone -= 1
                assert undone == 0
        again = said(group)
        assert [again[name] for name in OF_A_PERSON] == [whole[name] for name in OF_A_PERSON]
        bring(chain, group)
        assert said(chain) == again


@settings(max_examples=10)
@given(course=st.lists(st.tuples(st.integers(0, 1), st.integers(-3, 5), deeds), min_size=4, max_size=20))
def test_what_somebody_said_at_one_place_is_what_they_say_after_a_merge(
    template: Path, course: list[tuple[int, int, tuple[str, str, int, int]]]
) -> None:
    with TemporaryDirectory() as name:
        sites = [Path(copyfile(template, Path(name) / f"site{at}.db")) for at in SITES[:2]]
        work(sites, [(site, ticks, (PEOPLE[site], *deed[1:])) for site, ticks, deed in course])
        apart = [said(site) for site in sites]
        bring(sites[0], sites[1])
        together = said(sites[0])
        for kind in OF_A_PERSON:
            expected = sorted(apart[0][kind] + apart[1][kind], key=repr)
            assert together[kind] == expected


def test_the_same_decided_twice_by_one_person_is_one_tag(template: Path, tmp_path: Path) -> None:
    Clock.at = START
    sites = [Path(copyfile(template, tmp_path / f"site{at}.db")) for at in SITES[:2]]
    for site, how in zip(sites, (Requirement.REQUIRED, Requirement.PREFERRED), strict=True):
        Clock.at += timedelta(seconds=1)
        with Store.open(site) as store:
            store.tag(ANN, keys(store)[0], "SQL", how)
            store.tag(ANN, keys(store)[0], "SQL", how, (8, 11))
    bring(sites[0], sites[1])
    with Store.open(sites[0]) as store:
        key = keys(store)[0]
        tags = store.posting(ANN, key).tags
        assert [(tag.requirement, bool(tag.span)) for tag in tags] == [
            (Requirement.PREFERRED, True),
            (Requirement.PREFERRED, False),
        ]
        store.undo(ANN)
        store.undo(ANN)
        assert {tag.requirement for tag in store.posting(ANN, key).tags} == {Requirement.REQUIRED}
