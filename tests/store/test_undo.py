"""Everything can be undone and redone: each annotator's own decisions, the last first, tomorrow too."""

from collections.abc import Callable

import pytest

from store import Event, PairKind, Posting, Proposal, Requirement, Skill, State, Store, Verdict
from tests.build import ANN, fill

BOB = "bob"
BODY = "We want SQL and Rust."

Facts = tuple[Posting, list[object], list[str], list[str]]


@pytest.fixture
def key(store: Store) -> str:
    return fill(store, [BODY, "Another"])[0]


def facts(store: Store, key: str) -> Facts:
    """All that decisions can change."""
    return (
        store.posting(ANN, key),
        list(store.judgements()),
        store.canonical_choices(),
        [skill.label for skill, _ in store.vocabulary()],
    )


def _tag(store: Store, key: str) -> Event | None:
    return store.tag(ANN, key, "Rust", Requirement.REQUIRED, quote="Rust")


def _untag(store: Store, key: str) -> Event | None:
    return store.untag(ANN, key, next(t.uid for t in store.posting(ANN, key).tags if t.skill.label == "SQL"))


def _require(store: Store, key: str) -> Event | None:
    return store.tag(ANN, key, "SQL", Requirement.PREFERRED, quote="SQL")


def _note(store: Store, key: str) -> Event | None:
    return store.note(ANN, key, "new", quote="want")


def _rewrite(store: Store, key: str) -> Event | None:
    return store.rewrite_note(ANN, key, store.posting(ANN, key).notes[0].uid, "other words")


def _unnote(store: Store, key: str) -> Event | None:
    return store.rewrite_note(ANN, key, store.posting(ANN, key).notes[0].uid, "")


def _state(store: Store, key: str) -> Event | None:
    return store.set_state(ANN, key, State.FLAGGED)


def _todo(store: Store, key: str) -> Event | None:
    return store.set_state(ANN, key, State.TODO)


def _judge(store: Store, key: str) -> Event | None:
    return store.judge(ANN, [(key, _other(store, key))], Verdict.DUPLICATE)


def _unjudge(store: Store, key: str) -> Event | None:
    return store.judge(ANN, [(_other(store, key), key)], None)


def _canonical(store: Store, key: str) -> Event | None:
    return store.choose_canonical(ANN, _other(store, key))


def _canonical_again(store: Store, key: str) -> Event | None:
    return store.choose_canonical(ANN, key)


def _other(store: Store, key: str) -> str:
    return next(row.key for row in store.listing(ANN) if row.key != key)


KINDS: list[Callable[[Store, str], Event | None]] = [
    _tag, _untag, _require, _note, _rewrite, _unnote, _state, _todo, _judge, _unjudge, _canonical, _canonical_again,
]  # fmt: skip


@pytest.mark.parametrize("decide", KINDS)
@pytest.mark.parametrize("reopened", [False, True], ids=["at once", "tomorrow"])
def test_each_kind_of_decision_is_undone_and_redone(
    store: Store, key: str, decide: Callable[[Store, str], Event | None], reopened: bool
) -> None:
    def tomorrow(db: Store) -> Store:
        if not reopened:
            return db
        db.close()
        return Store.open(store.path)

    # Something of each kind stands already, so that there is something to change or remove.
    store.tag(ANN, key, "SQL", quote="SQL")
    store.note(ANN, key, "old", quote="SQL")
    store.set_state(ANN, key, State.DONE)
    store.judge(ANN, [(key, _other(store, key))], Verdict.UNSURE)
    store.choose_canonical(ANN, key)
    before = facts(store, key)
    event = decide(store, key)
    assert event is not None
    after = facts(store, key)
    assert after != before or decide is _canonical_again

    db = tomorrow(store)
    undone = db.undo(ANN)
    assert undone is not None
    assert (undone.action, undone.refers_to, undone.summary) == ("undo", event.seq, event.summary)
    assert facts(db, key) == before
    db = tomorrow(db)
    redone = db.redo(ANN)
    assert redone is not None
    assert (redone.action, redone.refers_to) == ("redo", event.seq)
    assert facts(db, key) == after
    db = tomorrow(db)
    db.undo(ANN)
    assert facts(db, key) == before
    assert list(db.findings()) == []
    db.close()


def test_undo_goes_all_the_way_back_and_redo_all_the_way_forward(store: Store, key: str) -> None:
    seen = [facts(store, key)]
    wanted = (_tag, _note, _rewrite, _state, _judge, _canonical, _todo, _unjudge, _unnote)
    for decide in wanted:
        assert decide(store, key) is not None
        seen.append(facts(store, key))
    for expected in seen[-2::-1]:
        assert store.undo(ANN) is not None
        assert facts(store, key) == expected
    assert store.undo(ANN) is None
    for expected in seen[1:]:
        assert store.redo(ANN) is not None
        assert facts(store, key) == expected
    assert store.redo(ANN) is None
    assert list(store.findings()) == []


def test_nothing_to_undo_makes_no_event(store: Store, key: str) -> None:
    assert store.undo(ANN) is None
    assert store.redo(ANN) is None
    assert store.events() == []


def test_a_new_decision_ends_what_can_be_redone(store: Store, key: str) -> None:
    store.set_state(ANN, key, State.DONE)
    store.undo(ANN)
    store.note(ANN, key, "new")
    assert store.redo(ANN) is None


def test_redo_never_brings_back_what_a_later_decision_replaced(store: Store, key: str) -> None:
    store.tag(ANN, key, "SQL", quote="SQL")
    store.undo(ANN)
    store.tag(ANN, key, "Rust", quote="Rust")
    store.undo(ANN)
    store.redo(ANN)
    assert [tag.skill.label for tag in store.posting(ANN, key).tags] == ["Rust"]
    assert store.redo(ANN) is None


def test_the_same_tag_made_undone_made_and_undone_is_redone_once(store: Store, key: str) -> None:
    for _ in range(2):
        store.tag(ANN, key, "SQL", quote="SQL")
        store.undo(ANN)
    assert store.redo(ANN) is not None
    assert store.redo(ANN) is None
    assert len(store.posting(ANN, key).tags) == 1


def test_undo_and_redo_to_and_fro_end_where_they_should(store: Store, key: str) -> None:
    def texts() -> list[str]:
        return [note.text for note in store.posting(ANN, key).notes]

    for text in "abc":
        store.note(ANN, key, text)
    moves = "uurururrr uuu rr u".replace(" ", "")
    standing, waiting = list("abc"), list[str]()
    for move in moves:
        if move == "u":
            assert store.undo(ANN) is not None
            waiting.append(standing.pop())
        elif waiting:
            assert store.redo(ANN) is not None
            standing.append(waiting.pop())
        else:
            assert store.redo(ANN) is None
        assert texts() == standing


def test_undo_is_per_annotator(store: Store, key: str) -> None:
    store.set_state(ANN, key, State.DONE)
    store.set_state(BOB, key, State.FLAGGED)
    store.note(BOB, key, "mine")
    store.undo(ANN)
    posting = store.posting(BOB, key)
    assert (posting.state, [note.text for note in posting.notes]) == (State.FLAGGED, ["mine"])
    assert store.posting(ANN, key).state is State.TODO
    assert store.undo(ANN) is None


def test_another_annotators_decisions_do_not_end_what_can_be_redone(store: Store, key: str) -> None:
    store.set_state(ANN, key, State.DONE)
    store.undo(ANN)
    store.set_state(BOB, key, State.FLAGGED)
    assert store.redo(ANN) is not None
    assert store.posting(ANN, key).state is State.DONE


def test_the_journal_keeps_what_was_undone(store: Store, key: str) -> None:
    first = store.set_state(ANN, key, State.DONE)
    assert first is not None
    store.undo(ANN)
    latest, oldest = store.events()
    assert (oldest.uid, oldest.undone, latest.undone) == (first.uid, True, False)
    store.redo(ANN)
    assert [event.action for event in store.events()] == ["redo", "undo", "state"]
    assert not store.events()[-1].undone


class TestSkillsMadeOnTheSpot:
    """A tag may make its skill; undo takes the skill away with it, unless someone leans on it."""

    def labels(self, store: Store) -> list[str]:
        return [skill.label for skill, _ in store.vocabulary()]

    def test_it_goes_with_undo_and_comes_with_redo(self, store: Store, key: str) -> None:
        store.tag(ANN, key, "Rust")
        store.undo(ANN)
        assert self.labels(store) == []
        store.redo(ANN)
        assert self.labels(store) == ["Rust"]

    def test_it_stays_where_another_annotator_uses_it(self, store: Store, key: str) -> None:
        store.tag(ANN, key, "Rust")
        store.tag(BOB, key, "rust")
        store.undo(ANN)
        assert self.labels(store) == ["Rust"]
        assert [tag.annotator for tag in store.posting(ANN, key).tags] == [BOB]
        store.redo(ANN)
        assert [tag.annotator for tag in store.posting(ANN, key).tags] == [ANN, BOB]

    def test_another_can_undo_a_removal_though_the_skill_went_meanwhile(self, store: Store, key: str) -> None:
        store.tag(ANN, key, "Rust", Requirement.REQUIRED)
        store.tag(BOB, key, "Rust")
        store.untag(BOB, key, next(t.uid for t in store.posting(BOB, key).tags if t.annotator == BOB))
        store.undo(ANN)
        assert self.labels(store) == []
        assert store.undo(BOB) is not None
        assert [(tag.skill.label, tag.annotator) for tag in store.posting(BOB, key).tags] == [("Rust", BOB)]
        assert store.undo(BOB) is not None
        assert store.posting(BOB, key).tags == ()

    def test_another_can_redo_a_tag_though_the_skill_went_meanwhile(self, store: Store, key: str) -> None:
        store.tag(ANN, key, "Rust")
        store.tag(BOB, key, "Rust")
        store.undo(BOB)
        store.undo(ANN)
        assert store.redo(BOB) is not None
        assert [(tag.skill.label, tag.annotator) for tag in store.posting(BOB, key).tags] == [("Rust", BOB)]
        assert store.redo(ANN) is not None
        assert len(store.vocabulary()) == 1

    def test_a_tag_is_redone_on_the_skill_that_a_vocabulary_brought_meanwhile(
        self, store: Store, key: str
    ) -> None:
        store.tag(ANN, key, "Rust")
        store.undo(ANN)
        store.put_skills([Skill("esco:rust", "Rust")])
        assert store.redo(ANN) is not None
        assert [tag.skill.uri for tag in store.posting(ANN, key).tags] == ["esco:rust"]
        store.undo(ANN)
        assert store.posting(ANN, key).tags == ()
        assert self.labels(store) == ["Rust"]

    def test_labels_that_a_vocabulary_added_are_not_lost_with_undo(self, store: Store, key: str) -> None:
        store.tag(ANN, key, "Rust")
        store.put_skills([Skill("esco:rust", "rust", labels=("rustlang",))])
        store.undo(ANN)
        assert store.find_skill("rustlang") is not None

    def test_undo_never_takes_an_imported_skill_away(self, store: Store, key: str) -> None:
        store.put_skills([Skill("local:machine-learning", "machine learning")])
        assert store.tag(ANN, key, "machine-learning") is not None
        store.undo(ANN)
        assert self.labels(store) == ["machine learning"]


class TestPairsUnderUndo:
    """A verdict may name a pair that no machine proposed; undo leaves what others did or proposed."""

    @pytest.fixture
    def pair(self, store: Store, key: str) -> tuple[str, str]:
        return key, _other(store, key)

    def test_a_pair_nobody_proposed_goes_with_the_verdict(self, store: Store, pair: tuple[str, str]) -> None:
        store.judge(ANN, [pair], Verdict.DISTINCT)
        store.undo(ANN)
        assert store.pair(ANN, *pair) is None
        assert list(store.pairs(ANN)) == []
        store.redo(ANN)
        assert [p.verdict for p in store.pairs(ANN)] == [Verdict.DISTINCT]

    def test_a_proposed_pair_stays_when_the_verdict_goes(self, store: Store, pair: tuple[str, str]) -> None:
        store.propose([Proposal(*pair, PairKind.NEAR, 0.9, ("alike",))])
        before = store.pair(ANN, *pair)
        store.judge(ANN, [pair], Verdict.DISTINCT)
        store.undo(ANN)
        assert store.pair(ANN, *pair) == before

    def test_a_pair_proposed_after_the_verdict_stays_when_the_verdict_goes(
        self, store: Store, pair: tuple[str, str]
    ) -> None:
        store.judge(ANN, [pair], Verdict.DISTINCT)
        assert store.propose([Proposal(*pair, PairKind.EXACT, 1.0, ())]) == 1
        store.undo(ANN)
        found = store.pair(ANN, *pair)
        assert found is not None
        assert (found.kind, found.score, found.verdict) == (PairKind.EXACT, 1.0, None)

    def test_a_pair_two_people_named_goes_with_the_last_of_them(
        self, store: Store, pair: tuple[str, str]
    ) -> None:
        store.judge(ANN, [pair], Verdict.DISTINCT)
        store.judge(BOB, [pair], Verdict.DUPLICATE)
        store.undo(ANN)
        assert [(j.annotator, j.verdict) for j in store.judgements()] == [(BOB, Verdict.DUPLICATE)]
        store.undo(BOB)
        assert store.judgements() == []
        assert store.pair(ANN, *pair) is None
        store.redo(BOB)
        store.redo(ANN)
        assert [j.annotator for j in store.judgements()] == [ANN, BOB]

    def test_another_can_undo_taking_back_though_the_pair_went_meanwhile(
        self, store: Store, pair: tuple[str, str]
    ) -> None:
        store.judge(ANN, [pair], Verdict.DISTINCT)
        store.judge(BOB, [pair], Verdict.DUPLICATE)
        store.judge(BOB, [pair], None)
        store.undo(ANN)
        assert store.undo(BOB) is not None
        assert [(j.annotator, j.verdict) for j in store.judgements()] == [(BOB, Verdict.DUPLICATE)]
        store.undo(BOB)
        assert store.judgements() == []
        assert list(store.findings()) == []

    def test_another_can_redo_though_the_pair_went_meanwhile(
        self, store: Store, pair: tuple[str, str]
    ) -> None:
        store.judge(ANN, [pair], Verdict.DISTINCT)
        store.judge(BOB, [pair], Verdict.DUPLICATE)
        store.undo(BOB)
        store.undo(ANN)
        assert store.redo(BOB) is not None
        assert [j.annotator for j in store.judgements()] == [BOB]
