"""A database exported, imported into an empty one and exported again is the same dataset, byte for byte."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from duplicates.clusters import clustering
from duplicates.find import find
from exports.splits import settle
from store import InvalidSpan, PairKind, Proposal, Requirement, Skill, State, Store, Verdict
from tests.build import draft, keys, take
from tests.importers.datasets import contents, exported, imported

PEOPLE = ("ann", "bob", "annotator-0000000a")
WORDS = ("SQL", "Rust", "C++", "👩‍👩‍👧", "cafe\u0301", "=1", "\u202e", "\x1b[2J", "und", "SQL")
SHARES = {"train": 60, "test": 40}
SKILLS = ("SQL", "sql", "Rust", "machine learning", "machine-learning", "=cmd")

people = st.sampled_from(PEOPLE)
places = st.one_of(st.integers(0, 1), st.integers(0, 4))
bodies = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
Action = Callable[[Store, list[str]], object]


def _tag(who: str, at: int, skill: str, how: Requirement, quote: str | None) -> Action:
    return lambda store, all_keys: store.tag(who, all_keys[at], skill, how, quote=quote)


def _untag(who: str, at: int, which: int) -> Action:
    def untag(store: Store, all_keys: list[str]) -> object:
        mine = [tag for tag in store.posting(who, all_keys[at]).tags if tag.annotator == who]
        return mine and store.untag(who, all_keys[at], mine[which % len(mine)].uid)

    return untag


def _note(who: str, at: int, text: str, quote: str | None) -> Action:
    return lambda store, all_keys: store.note(who, all_keys[at], text, quote=quote)


def _state(who: str, at: int, state: State) -> Action:
    return lambda store, all_keys: store.set_state(who, all_keys[at], state)


def _judge(who: str, a: int, b: int, verdict: Verdict | None, kind: PairKind | None, score: float) -> Action:
    def judge(store: Store, all_keys: list[str]) -> object:
        if a == b:
            return None
        if kind:
            store.propose([Proposal(all_keys[a], all_keys[b], kind, score, ("titles equal", "=1"))])
        return store.judge(who, [(all_keys[a], all_keys[b])], verdict)

    return judge


def _choose(who: str, at: int) -> Action:
    return lambda store, all_keys: store.choose_canonical(who, all_keys[at])


def _revise(at: int, body: str) -> Action:
    def revise(store: Store, all_keys: list[str]) -> object:
        source = ("feed", "other")[at % 2]
        return take(store, draft(body, external_id=str(at), locator=f"line {at + 1}"), source=source)

    return revise


def _undo(who: str) -> Action:
    return lambda store, all_keys: store.undo(who)


def _redo(who: str) -> Action:
    return lambda store, all_keys: store.redo(who)


quotes = st.one_of(st.none(), st.sampled_from(WORDS))
actions = st.one_of(
    st.builds(_tag, people, places, st.sampled_from(SKILLS), st.sampled_from(Requirement), quotes),
    st.builds(_untag, people, places, places),
    st.builds(_note, people, places, st.sampled_from(["=1", "two\nlines", "x" * 300]), quotes),
    st.builds(_state, people, places, st.sampled_from(State)),
    st.builds(
        _judge,
        people,
        places,
        places,
        st.one_of(st.none(), st.sampled_from(Verdict)),
        st.one_of(st.none(), st.sampled_from(PairKind)),
        st.floats(0, 1),
    ),
    st.builds(_choose, people, places),
    st.builds(_revise, places, bodies),
    st.builds(_undo, people),
    st.builds(_redo, people),
)


def _fill(store: Store, texts: list[str]) -> list[str]:
    store.put_skills([Skill("http://esco/1", "Rust", "skill", ("rustlang",))])
    for at, text in enumerate(texts):
        source = ("feed", "other")[at % 2]
        take(store, draft(text, external_id=str(at), locator=f"line {at + 1}"), source=source)
    take(store, draft(texts[0]), draft(texts[0], title_inferred=_guess(texts[0])), source="nameless")
    return keys(store)


def _guess(text: str) -> dict[str, object]:
    word = text.split(" ")[0]
    return {"text": word, "rule": "first word", "start": 0, "end": len(word)}


@settings(max_examples=30)
@given(
    texts=st.lists(bodies, min_size=5, max_size=5),
    done=st.lists(actions, min_size=5, max_size=25),
    names=st.booleans(),
    raw=st.booleans(),
    shares=st.sampled_from([{}, SHARES]),
    strict=st.booleans(),
    document=st.booleans(),
)
def test_any_database_comes_back(
    texts: list[str],
    done: list[Action],
    names: bool,
    raw: bool,
    shares: dict[str, int],
    strict: bool,
    document: bool,
) -> None:
    wishes = {"names": names, "raw": raw, "splits": shares, "strict": strict}
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "old.db", create=True) as old:
        here = Path(folder)
        all_keys = _fill(old, texts)
        for action in done:
            with suppress(InvalidSpan):
                action(old, all_keys)
        find(old)
        if shares:
            settle(old, lambda: clustering(old).clusters, shares, strict=strict)
        first = exported(old, here / "first", **wishes)
        given_path = first / "postings.json" if document else first

        with Store.open(here / "new.db", create=True) as new:
            counted = imported(new, given_path).reports
            assert sum(report.added for report in counted) == len(all_keys)
            assert not any(report.problems for report in counted)
            assert contents(exported(new, here / "second", **wishes)) == contents(first)
            findings = [finding for finding in new.findings() if "took away the words" not in finding]
            assert findings == []

            events = new.events(limit=1000)
            again = imported(new, given_path).reports
            assert sum(report.unchanged for report in again) == len(all_keys)
            assert not any(report.adopted or report.problems for report in again)
            assert new.events(limit=1000) == events

            for who in new.pseudonyms():
                while new.undo(who):
                    pass
            status = new.status()
            assert (status.tags, status.notes, status.pairs_decided) == (0, 0, 0)
            assert (list(new.states()), list(new.choices())) == ([], [])
            imported(new, given_path)
            assert contents(exported(new, here / "third", **wishes)) == contents(first)

        # And back where it came from: everybody is known again, by whatever name.
        was = old.events(limit=1000)
        back = imported(old, given_path).reports
        assert not any(report.added or report.adopted or report.problems for report in back)
        assert old.events(limit=1000) == was
        assert contents(exported(old, here / "fourth", **wishes)) == contents(first)
