"""Progress figures and saved searches."""

import pytest

from store import NotFound, SavedSearch, Sharing, Skill, State, Store, SuggestionKind, UsageError
from tests.build import ANN, fill

BOB = "bob"


def test_progress_of_nothing_is_nothing(store: Store) -> None:
    progress = store.progress()
    assert (progress.postings, progress.days, progress.pace, progress.days_left) == (0, (), 0.0, None)


def test_progress_counts_by_state_day_skill_and_suggestion(store: Store) -> None:
    keys = fill(store, [f"SQL {number}" for number in range(10)])
    store.put_skills([Skill("u:sql", "SQL"), Skill("u:rust", "Rust"), Skill("u:r", "R")])
    for key in keys[:3]:
        store.set_state(ANN, key, State.DONE)
        store.accept(ANN, key, "SQL", SuggestionKind.MENTION)
    store.set_state(BOB, keys[0], State.SKIPPED)
    store.set_state(BOB, keys[3], State.FLAGGED)
    store.tag(BOB, keys[0], "Rust")
    store.reject(BOB, keys[:2], "R", SuggestionKind.RELATED)
    progress = store.progress()
    assert (progress.postings, progress.remaining) == (10, 6)
    assert progress.states == {"todo": 6, "done": 2, "skipped": 1, "flagged": 1}
    assert [(one.annotator, one.done, one.other) for one in progress.days] == [(ANN, 3, 0), (BOB, 0, 2)]
    assert len({one.day for one in progress.days}) == progress.pace_days == 1
    assert (progress.pace, progress.days_left) == (4.0, 1.5)
    assert [(skill.label, used) for skill, used in progress.skills] == [("SQL", 3), ("Rust", 1)]
    assert [(one.kind.value, one.accepted, one.answered) for one in progress.suggestions] == [
        ("mention", 3, 3),
        ("related", 0, 2),
    ]


def test_skills_are_counted_without_what_is_hidden_from_whoever_asks(store: Store) -> None:
    one, other = fill(store, ["SQL and more", "something else"])
    store.assign("lead", Sharing((ANN, BOB), 1.0, 7))
    for key in (one, other):
        store.tag(ANN, key, "SQL")
    store.tag(BOB, one, "SQL")

    def used(who: str) -> list[tuple[str, int]]:
        return [(skill.label, count) for skill, count in store.progress(annotator=who).skills]

    assert (used(ANN), used("lead"), used(BOB)) == ([("SQL", 2)], [("SQL", 2)], [("SQL", 1)])
    for who in (ANN, BOB):
        store.set_state(who, other, State.DONE)
    assert used(BOB) == [("SQL", 2)]


def test_searches_are_kept_by_name_and_are_no_decisions(store: Store) -> None:
    assert store.save_search(ANN, "My  list", "python state:todo") is None
    store.save_search(ANN, "Again", "dup:open")
    store.save_search(BOB, "my list", "rust")
    assert store.saved_searches(ANN) == [
        SavedSearch("Again", "dup:open"),
        SavedSearch("My list", "python state:todo"),
    ]
    assert store.save_search(ANN, "MY LIST", "sql") == SavedSearch("My list", "python state:todo")
    assert store.forget_search(ANN, "my list") == SavedSearch("MY LIST", "sql")
    assert [search.name for search in store.saved_searches(ANN)] == ["Again"]
    assert [search.query for search in store.saved_searches(BOB)] == ["rust"]
    assert store.events() == []
    with pytest.raises(NotFound):
        store.forget_search(ANN, "my list")
    with pytest.raises(UsageError):
        store.save_search(ANN, " ", "x")
