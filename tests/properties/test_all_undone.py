"""With everything taken back, by whomever and in whatever order, each table is what it was before anybody decided.

What is no decision may stay: the journal, who there is, what was seen, how often the vocabulary changed. So may what
one brought up and another went on with, if the one who brought it up went first: a skill made on the spot, with
nobody's tag on it, and two postings that nobody proposed as a pair, with nobody's verdict.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from store import (
    InvalidSpan,
    NotFound,
    PairKind,
    Proposal,
    Requirement,
    Skill,
    State,
    Store,
    SuggestionKind,
    UsageError,
    Verdict,
)
from tests.build import fill

PEOPLE = ("ann", "bob", "eve")
MADE = "local:"  # begins the URI of a skill that was made on the spot
BODIES = ("Alpha and Beta.", "Alpha and Beta.", "Gamma or Delta.", "Nothing.")
SKILLS = ("Alpha", "Beta", "Gamma", "Delta", "New one", "Alephs")
NO_DECISIONS = ("event", "annotator", "seen", "vocabulary_version")

Keys = list[str]
Action = Callable[[Store, Keys], object]


def rows(path: Path) -> dict[str, Any]:
    """Every row of every table that holds decisions, or what is computed from them."""
    with closing(sqlite3.connect(path)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {
            name: sorted(database.execute(f'SELECT * FROM "{name}"'), key=repr)
            for name in names
            if name not in NO_DECISIONS and not name.startswith("sqlite_")
        }
    # How many an employer has done: none is none, whether a row says so or there is no row.
    found["done_at"] = [row for row in found["done_at"] if row[-1]]
    return found


def _own(store: Store, who: str, key: str) -> tuple[list[str], list[str]]:
    posting = store.posting(who, key)
    return (
        [tag.uid for tag in posting.tags if tag.annotator == who],
        [note.uid for note in posting.notes if note.annotator == who],
    )


def _tag(who: str, at: int, skill: str, how: Requirement, quoted: bool) -> Action:
    return lambda store, keys: store.tag(who, keys[at], skill, how, quote=skill if quoted else None)


def _change(who: str, at: int, how: Requirement | None) -> Action:
    def change(store: Store, keys: Keys) -> object:
        uids, _ = _own(store, who, keys[at])
        if not uids:
            return None
        return store.require(who, keys[at], uids[0], how) if how else store.untag(who, keys[at], uids[-1])

    return change


def _note(who: str, at: int, text: str) -> Action:
    def note(store: Store, keys: Keys) -> object:
        _, uids = _own(store, who, keys[at])
        return store.rewrite_note(who, keys[at], uids[0], text) if uids else store.note(who, keys[at], text)

    return note


def _suggested(who: str, at: int, skill: str, accepted: bool) -> Action:
    def answer(store: Store, keys: Keys) -> object:
        if accepted:
            return store.accept(who, keys[at], skill, SuggestionKind.MENTION)
        return store.reject(who, keys[at:], skill, SuggestionKind.MENTION)

    return answer


def _state(who: str, at: int, state: State) -> Action:
    return lambda store, keys: store.set_state(who, keys[at], state)


def _judge(who: str, at: int, verdict: Verdict | None) -> Action:
    others = [0, 1, 2, 3]
    others.remove(at)
    return lambda store, keys: store.judge(who, [(keys[at], keys[other]) for other in others[:2]], verdict)


def _choose(who: str, at: int) -> Action:
    return lambda store, keys: store.choose_canonical(who, keys[at])


def _copy(who: str, at: int) -> Action:
    return lambda store, keys: store.copy_tags(who, keys[at], keys)


def _word(who: str, what: str, skill: str, other: str) -> Action:
    def say(store: Store, keys: Keys) -> object:
        decide = getattr(store, f"{what}_skill{'s' if what == 'merge' else ''}")
        return decide(who, skill) if what in ("retire", "revive") else decide(who, skill, other)

    return say


def _turn(who: str, back: bool) -> Action:
    return lambda store, keys: store.undo(who) if back else store.redo(who)


people, places, skills = st.sampled_from(PEOPLE), st.integers(0, 3), st.sampled_from(SKILLS)
actions = st.one_of(
    st.builds(_tag, people, places, skills, st.sampled_from(Requirement), st.booleans()),
    st.builds(_change, people, places, st.none() | st.sampled_from(Requirement)),
    st.builds(_note, people, places, st.sampled_from(["one", "two\nlines", " "])),
    st.builds(_suggested, people, places, skills, st.booleans()),
    st.builds(_state, people, places, st.sampled_from(State)),
    st.builds(_judge, people, places, st.none() | st.sampled_from(Verdict)),
    st.builds(_choose, people, places),
    st.builds(_copy, people, places),
    st.builds(
        _word,
        people,
        st.sampled_from(["rename", "label", "unlabel", "retire", "revive", "merge"]),
        skills,
        skills,
    ),
    st.builds(_turn, people, st.booleans()),
)


def take_back_the_latest_first(store: Store) -> None:
    """Take everything back, each decision by whoever made it."""
    while standing := [one for one in store.events(limit=1_000) if one.refers_to is None and not one.undone]:
        assert store.undo(standing[0].annotator) is not None


@settings(max_examples=30)
@given(done=st.lists(actions, min_size=5, max_size=30), order=st.none() | st.permutations(PEOPLE))
def test_every_table_is_what_it_was(done: list[Action], order: list[str] | None) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "postil.db"
        with Store.open(path, create=True) as store:
            keys = fill(store, BODIES)
            store.put_skills([Skill(f"u:{name}", name, labels=(f"{name}s",)) for name in SKILLS[:4]])
            store.propose([Proposal(keys[0], keys[1], PairKind.EXACT, 1.0, ("texts equal",))])
            first = rows(path)
            for action in done:
                with suppress(InvalidSpan, NotFound, UsageError):
                    action(store, keys)
            if order is None:
                take_back_the_latest_first(store)
            for who in order or ():
                while store.undo(who):
                    pass
            last = rows(path)
            if order is not None:
                last["skill"] = [row for row in last["skill"] if not row[1].startswith(MADE)]
                last["pair"] = [row for row in last["pair"] if row[2] is not None]
            assert last == first
            assert list(store.findings()) == []
