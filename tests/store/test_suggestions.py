"""Answers to proposed skills: remembered, undone, counted; and the tags that relations are counted from."""

import pytest

from store import NotFound, Requirement, Skill, Store, SuggestionCount, SuggestionKind
from tests.build import ANN, fill

BOB = "bob"
MENTION, COPIES = SuggestionKind.MENTION, SuggestionKind.COPIES
BODY = "SQL is required, Rust is a plus."


@pytest.fixture
def key(store: Store) -> str:
    store.put_skills([Skill("u:sql", "SQL"), Skill("u:rust", "Rust")])
    return fill(store, [BODY, "Rust only."])[0]


def test_accepting_tags_and_remembers_in_one_event(store: Store, key: str) -> None:
    event = store.accept(ANN, key, "SQL", MENTION, Requirement.REQUIRED, quote="SQL")
    assert event is not None
    assert (event.action, event.posting) == ("accept", key)
    [tag] = store.posting(ANN, key).tags
    assert (tag.skill.uri, tag.requirement, tag.span and tag.span.start) == ("u:sql", Requirement.REQUIRED, 0)
    assert store.answers(ANN, key) == {"u:sql": True}
    assert store.accept(ANN, key, "SQL", MENTION, quote="SQL") is None
    store.undo(ANN)
    assert (store.posting(ANN, key).tags, store.answers(ANN, key)) == ((), {})
    store.redo(ANN)
    assert store.answers(ANN, key) == {"u:sql": True}
    assert len(store.posting(ANN, key).tags) == 1


def test_what_was_rejected_is_remembered_for_that_annotator_and_posting_alone(store: Store, key: str) -> None:
    other = fill(store, [BODY, "Rust only."])[1]
    assert store.reject(ANN, [key], "Rust", MENTION) is not None
    assert store.reject(ANN, [key], "Rust", COPIES) is None
    assert store.answers(ANN, key) == {"u:rust": False}
    assert store.answers(BOB, key) == store.answers(ANN, other) == {}
    assert store.reject(ANN, [key, other], "Rust", COPIES) is not None
    assert store.answers(ANN, other) == {"u:rust": False}
    store.undo(ANN)
    assert (store.answers(ANN, key), store.answers(ANN, other)) == ({"u:rust": False}, {})


def test_somebody_may_come_to_another_answer(store: Store, key: str) -> None:
    store.reject(ANN, [key], "SQL", MENTION)
    store.accept(ANN, key, "SQL", COPIES)
    assert store.answers(ANN, key) == {"u:sql": True}
    assert store.suggestion_counts() == (SuggestionCount(COPIES, 1, 0),)
    store.undo(ANN)
    assert store.suggestion_counts() == (SuggestionCount(MENTION, 0, 1),)
    assert store.posting(ANN, key).tags == ()


def test_a_skill_that_is_not_in_the_vocabulary_can_be_rejected_and_is_not_made(
    store: Store, key: str
) -> None:
    store.reject(ANN, [key], "Team Player", SuggestionKind.SOURCE)
    assert store.find_skill("team player") is None
    assert store.answers(ANN, key) == {"local:team-player": False}


def test_an_answer_follows_a_skill_that_is_merged(store: Store, key: str) -> None:
    store.reject(ANN, [key], "Rust", MENTION)
    store.merge_skills(BOB, "Rust", "SQL")
    assert store.answers(ANN, key) == {"u:sql": False}
    store.undo(BOB)
    assert store.answers(ANN, key) == {"u:rust": False}


def test_accepting_what_is_tagged_already_is_remembered_all_the_same(store: Store, key: str) -> None:
    store.tag(ANN, key, "SQL")
    event = store.accept(ANN, key, "SQL", COPIES)
    assert event is not None
    assert "which has it" in event.summary
    store.undo(ANN)
    assert len(store.posting(ANN, key).tags) == 1


def test_an_answer_about_a_posting_that_is_not_there_is_refused(store: Store, key: str) -> None:
    for keys in (["0" * 20], [key, "0" * 20]):
        with pytest.raises(NotFound):
            store.reject(ANN, keys, "SQL", MENTION)
    assert store.events() == []


def test_tag_sets_are_everybodys_skills_of_each_tagged_posting(store: Store, key: str) -> None:
    keys = fill(store, [BODY, "Rust only.", "Nothing."])
    store.tag(ANN, keys[1], "Rust", quote="Rust")
    store.tag(ANN, keys[0], "SQL", quote="SQL")
    store.tag(BOB, keys[0], "SQL")
    store.tag(BOB, keys[0], "Rust")
    assert list(store.tag_sets()) == [(keys[0], ("u:rust", "u:sql")), (keys[1], ("u:rust",))]
    assert [store.tag_set(key) for key in keys] == [("u:rust", "u:sql"), ("u:rust",), ()]
    store.merge_skills(ANN, "Rust", "SQL")
    assert list(store.tag_sets()) == [(keys[0], ("u:sql",)), (keys[1], ("u:sql",))]
