"""What a person decides about a posting: each kind is stored as it was meant and touches nothing else."""

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from store import (
    Event,
    NotFound,
    Place,
    PostilError,
    Posting,
    Requirement,
    Skill,
    Span,
    State,
    Store,
    UsageError,
    parse,
)
from tests.build import ANN, draft, fill, keys, take

BOB = "bob"
BODY = "We want SQL, SQL and more SQL; C++ too."


@pytest.fixture
def key(store: Store) -> str:
    return fill(store, [BODY])[0]


def test_a_tag_says_which_skill_how_it_is_asked_for_and_where(store: Store, key: str) -> None:
    event = store.tag(ANN, key, "SQL", Requirement.REQUIRED, span=(13, 16))
    assert event is not None
    assert (event.action, event.annotator, event.posting, event.undone) == ("tag", ANN, key, False)
    assert "SQL" in event.summary
    [tag] = store.posting(BOB, key).tags
    assert (tag.skill.label, tag.requirement, tag.annotator) == ("SQL", Requirement.REQUIRED, ANN)
    assert tag.span == Span(13, 16, "SQL")


def test_a_quote_alone_is_tagged_at_its_first_place(store: Store, key: str) -> None:
    store.tag(ANN, key, "SQL", quote="SQL")
    assert store.posting(ANN, key).tags[0].span == Span(8, 11, "SQL")


def test_a_skill_may_be_tagged_at_several_places_and_without_one(store: Store, key: str) -> None:
    for span in ((8, 11), (13, 16), None):
        assert store.tag(ANN, key, "SQL", span=span) is not None
    assert [tag.span and tag.span.start for tag in store.posting(ANN, key).tags] == [8, 13, None]


@pytest.mark.parametrize("span", [(8, 11), None])
def test_the_same_tag_twice_is_no_decision(store: Store, key: str, span: tuple[int, int] | None) -> None:
    store.tag(ANN, key, "SQL", span=span)
    before = store.events()
    assert store.tag(ANN, key, "sql", span=span) is None
    assert store.events() == before
    assert len(store.posting(ANN, key).tags) == 1


def test_the_same_tag_with_another_requirement_changes_the_requirement(store: Store, key: str) -> None:
    store.tag(ANN, key, "SQL", quote="SQL")
    event = store.tag(ANN, key, "SQL", Requirement.PREFERRED, quote="SQL")
    assert event is not None
    assert event.action == "require"
    assert [tag.requirement for tag in store.posting(ANN, key).tags] == [Requirement.PREFERRED]


def test_a_skill_is_found_by_uri_label_or_other_label(store: Store, key: str) -> None:
    store.put_skills([Skill("esco:1", "structured query language", "knowledge", ("SQL", "SEQUEL"))])
    for name in ("esco:1", "Structured  Query Language", "sql", "sequel"):
        store.tag(ANN, key, name)
    assert [tag.skill.uri for tag in store.posting(ANN, key).tags] == ["esco:1"]
    assert len(store.vocabulary()) == 1


def test_c_plus_plus_c_sharp_and_c_are_three_skills(store: Store, key: str) -> None:
    for name in ("C", "C++", "C#"):
        assert store.tag(ANN, key, name) is not None
    assert {skill.label for skill, used in store.vocabulary() if used == 1} == {"C", "C++", "C#"}


def test_names_that_differ_in_hyphens_only_are_one_skill_under_the_first_name(store: Store, key: str) -> None:
    store.tag(ANN, key, "machine-learning")
    event = store.tag(BOB, key, "Machine Learning")
    assert event is not None
    assert "machine-learning" in event.summary
    assert [(skill.label, used) for skill, used in store.vocabulary()] == [("machine-learning", 1)]
    assert store.tag(ANN, key, "machine learning") is None


@pytest.mark.parametrize("name", ["", " ", "\n\t", "\u00a0"])
def test_a_skill_needs_a_name(store: Store, key: str, name: str) -> None:
    with pytest.raises(UsageError):
        store.tag(ANN, key, name)
    assert store.events() == []


def test_a_tag_is_removed(store: Store, key: str) -> None:
    store.tag(ANN, key, "SQL", quote="SQL")
    [tag] = store.posting(ANN, key).tags
    assert store.untag(ANN, key, tag.uid).action == "untag"
    assert store.posting(ANN, key).tags == ()
    with pytest.raises(NotFound):
        store.untag(ANN, key, tag.uid)


def test_a_requirement_is_changed_and_the_same_again_is_no_decision(store: Store, key: str) -> None:
    store.tag(ANN, key, "SQL")
    [tag] = store.posting(ANN, key).tags
    assert store.require(ANN, key, tag.uid, Requirement.REQUIRED) is not None
    assert store.require(ANN, key, tag.uid, Requirement.REQUIRED) is None
    assert store.posting(ANN, key).tags[0].requirement is Requirement.REQUIRED


def test_what_is_another_annotators_cannot_be_changed(store: Store, key: str) -> None:
    store.tag(ANN, key, "SQL")
    store.note(ANN, key, "hm")
    posting = store.posting(ANN, key)
    attempts: list[Callable[[], object]] = [
        lambda: store.untag(BOB, key, posting.tags[0].uid),
        lambda: store.require(BOB, key, posting.tags[0].uid, Requirement.REQUIRED),
        lambda: store.rewrite_note(BOB, key, posting.notes[0].uid, "mine"),
        lambda: store.rewrite_note(BOB, key, posting.notes[0].uid, ""),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert store.undo(BOB) is None
    assert store.posting(ANN, key) == posting


def test_a_tag_of_another_posting_is_not_found_on_this_one(store: Store, key: str) -> None:
    other = fill(store, [BODY, "Other"])[1]
    store.tag(ANN, key, "SQL")
    with pytest.raises(NotFound):
        store.untag(ANN, other, store.posting(ANN, key).tags[0].uid)


def test_a_note_is_written_rewritten_and_removed(store: Store, key: str) -> None:
    assert store.note(ANN, key, "  pays\r\nwell \n", span=(0, 2)).action == "note"
    [note] = store.posting(BOB, key).notes
    assert (note.text, note.annotator, note.span) == ("pays\nwell", ANN, Span(0, 2, "We"))
    assert store.rewrite_note(ANN, key, note.uid, "pays\nwell") is None
    assert store.rewrite_note(ANN, key, note.uid, "pays badly") is not None
    [changed] = store.posting(ANN, key).notes
    assert (changed.text, changed.span, changed.at) == ("pays badly", note.span, note.at)
    removed = store.rewrite_note(ANN, key, note.uid, " \n")
    assert removed is not None
    assert removed.action == "unnote"
    assert store.posting(ANN, key).notes == ()


@pytest.mark.parametrize("text", ["", "  ", "\r\n"])
def test_an_empty_note_is_refused(store: Store, key: str, text: str) -> None:
    with pytest.raises(UsageError):
        store.note(ANN, key, text)
    assert store.events() == []


def test_notes_are_listed_the_oldest_first(store: Store, key: str) -> None:
    texts = [f"note {number}" for number in range(40)]
    for text in texts:
        store.note(ANN, key, text)
    assert [note.text for note in store.posting(ANN, key).notes] == texts


def test_each_annotator_has_a_state_of_their_own(store: Store, key: str) -> None:
    assert store.posting(ANN, key).state is State.TODO
    store.set_state(ANN, key, State.DONE)
    store.set_state(BOB, key, State.SKIPPED)
    assert [store.posting(who, key).state for who in (ANN, BOB, "eve")] == [
        State.DONE,
        State.SKIPPED,
        State.TODO,
    ]


@pytest.mark.parametrize("first", State)
@pytest.mark.parametrize("second", State)
def test_a_state_is_set_from_any_to_any_and_undone(
    store: Store, key: str, first: State, second: State
) -> None:
    changed = store.set_state(ANN, key, first)
    assert (changed is None) == (first is State.TODO)
    changed = store.set_state(ANN, key, second)
    assert (changed is None) == (first is second)
    assert store.posting(ANN, key).state is second
    if changed:
        store.undo(ANN)
        assert store.posting(ANN, key).state is first


def _tag(store: Store, key: str) -> None:
    store.tag(ANN, key, "SQL", Requirement.REQUIRED, quote="SQL")


def _note(store: Store, key: str) -> None:
    store.note(ANN, key, "a note", quote="more")


def _state(store: Store, key: str) -> None:
    store.set_state(ANN, key, State.DONE)


def _retag(store: Store, key: str) -> None:
    store.tag(ANN, key, "C++", quote="C++")
    [tag] = [tag for tag in store.posting(ANN, key).tags if tag.skill.label == "C++"]
    store.untag(ANN, key, tag.uid)


@pytest.mark.parametrize("order", permutations([_tag, _note, _state, _retag]))
def test_decisions_in_any_order_leave_the_others_as_they_were(
    store: Store, key: str, order: tuple[Callable[[Store, str], None], ...]
) -> None:
    def seen(posting: Posting) -> tuple[object, ...]:
        tags = [(tag.skill.label, tag.requirement, tag.span) for tag in posting.tags]
        return tags, [(note.text, note.span) for note in posting.notes], posting.state

    for decide in order:
        decide(store, key)
    sql = ("SQL", Requirement.REQUIRED, Span(8, 11, "SQL"))
    assert seen(store.posting(ANN, key)) == ([sql], [("a note", Span(21, 25, "more"))], State.DONE)


def test_decisions_are_there_after_the_database_is_opened_again(store: Store, key: str) -> None:
    _tag(store, key)
    _note(store, key)
    _state(store, key)
    before, events = store.posting(ANN, key), store.events()
    store.close()
    with Store.open(store.path) as again:
        assert again.posting(ANN, key) == before
        assert again.events() == events


def test_nothing_can_be_decided_about_a_posting_that_is_not_there(store: Store, key: str) -> None:
    attempts: list[Callable[[str], object]] = [
        lambda k: store.tag(ANN, k, "SQL"),
        lambda k: store.untag(ANN, k, "0"),
        lambda k: store.require(ANN, k, "0", Requirement.REQUIRED),
        lambda k: store.note(ANN, k, "hm"),
        lambda k: store.rewrite_note(ANN, k, "0", "hm"),
        lambda k: store.set_state(ANN, k, State.DONE),
        lambda k: store.choose_canonical(ANN, k),
        lambda k: store.judge(ANN, [(key, k)], None),
        lambda k: store.remember(ANN, Place(k, "")),
        lambda k: store.posting(ANN, k),
        lambda k: store.raw(k),
    ]
    for attempt in attempts:
        for missing in ("0" * 20, "", "'; DROP TABLE posting; --"):
            with pytest.raises(NotFound) as caught:
                attempt(missing)
            assert str(caught.value).endswith(".")
    assert store.events() == []
    assert store.status().annotators == ()


def test_half_a_surrogate_pair_from_a_terminal_is_refused_with_a_sentence(store: Store, key: str) -> None:
    odd = "caf\udce9"  # what Python makes of a Latin-1 byte on the command line
    attempts: list[Callable[[], object]] = [
        lambda: store.key_of(odd),
        lambda: store.posting(ANN, odd),
        lambda: store.set_state(odd, key, State.DONE),
        lambda: store.find_skill(odd),
        lambda: store.tag(ANN, key, "SQL", quote=odd),
        lambda: store.remember(ANN, Place(key, odd)),
    ]
    for attempt in attempts:
        with pytest.raises(PostilError) as caught:
            attempt()
        assert str(caught.value).endswith(".")
    assert store.events() == []


def test_events_tell_who_did_what_the_newest_first(store: Store, key: str) -> None:
    other = fill(store, [BODY, "Other"])[1]
    store.set_state(ANN, key, State.DONE)
    store.set_state(BOB, key, State.FLAGGED)
    store.note(ANN, other, "hm")
    assert [(e.annotator, e.action, e.posting) for e in store.events()] == [
        (ANN, "note", other),
        (BOB, "state", key),
        (ANN, "state", key),
    ]
    assert [e.action for e in store.events(annotator=BOB)] == ["state"]
    assert [e.action for e in store.events(posting=other)] == ["note"]
    assert len(store.events(limit=2)) == 2
    assert len({e.uid for e in store.events()}) == 3


def test_a_summary_is_one_short_line_whatever_the_text(store: Store) -> None:
    body = "word\n" * 200
    take(store, draft(body, title="T" * 500))
    [key] = keys(store)
    events: list[Event | None] = [
        store.tag(ANN, key, "SQL", span=(0, 900)),
        store.note(ANN, key, "long\n" * 200),
        store.set_state(ANN, key, State.DONE),
    ]
    for event in events:
        assert event is not None
        assert "\n" not in event.summary
        assert len(event.summary) < 200


def test_someone_who_only_looks_leaves_no_trace(store: Store, key: str) -> None:
    store.posting("eve", key)
    store.count("eve", parse("state:todo"))
    store.place("eve")
    assert store.undo("eve") is None
    assert store.redo("eve") is None
    assert store.status().annotators == ()


def test_where_an_annotator_stopped_is_remembered_and_is_no_decision(store: Store, key: str) -> None:
    assert store.place(ANN) == Place(None, "")
    store.set_state(ANN, key, State.DONE)
    assert store.place(ANN) == Place(key, "")
    events = store.events()
    store.remember(ANN, Place(None, 'tag:"x'))
    assert store.place(ANN) == Place(None, 'tag:"x')
    assert store.place(BOB) == Place(None, "")
    assert store.events() == events


def test_status_counts_everything(store: Store, key: str, tmp_path: Path) -> None:
    other = fill(store, [BODY, "Other"])[1]
    _tag(store, key)
    _note(store, key)
    store.set_state(ANN, key, State.DONE)
    store.set_state(BOB, key, State.FLAGGED)
    store.set_state(BOB, other, State.DONE)
    status = store.status()
    assert (status.postings, status.sources, status.tags, status.notes) == (2, {"feed": 2}, 1, 1)
    assert status.states == {"todo": 0, "done": 1, "skipped": 0, "flagged": 1}
    assert [(a.name, a.done, a.tags, a.notes) for a in status.annotators] == [(ANN, 1, 1, 1), (BOB, 1, 0, 0)]


def test_status_can_be_asked_for_within_a_snapshot(store: Store, key: str) -> None:
    with store.snapshot(), Store.open(store.path) as other:
        assert store.status().tags == 0
        _tag(other, key)
        assert store.status().tags == 0
    assert store.status().tags == 1
