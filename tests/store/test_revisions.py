"""A posting whose text changed at its source: nothing of the old text or of anybody's work is lost."""

import json
import sqlite3

import pytest

from store import ImportReport, InferredTitle, Requirement, Section, Span, State, Store, parse
from tests.build import ANN, draft, keys, place, take

BOB = "bob"


def revise(store: Store, body: str, **fields: object) -> ImportReport:
    """Import the one posting of these tests with another text."""
    return take(store, draft(body, external_id="7", **fields))


def lost(store: Store) -> list[str]:
    return [finding for finding in store.findings() if "took away the words" in finding]


def test_a_known_id_with_another_text_is_a_revision_and_the_old_text_is_kept(store: Store) -> None:
    revise(store, "We want SQL.", title="Clerk", company="Old & Co", locations=(place("FR, Lyon"),))
    [key] = keys(store)
    report = revise(store, "We want Rust.", title="Smith", locations=(place("DE, Bonn"), place("FR, Nice")))
    assert (report.read, report.revised, report.added, report.unchanged) == (1, 1, 0, 0)
    posting = store.posting(ANN, key)
    assert (posting.body, posting.revision, posting.title, posting.company) == (
        "We want Rust.",
        1,
        "Smith",
        None,
    )
    assert [location.text for location in posting.locations] == ["DE, Bonn", "FR, Nice"]
    revise(store, "We want Go.")
    # What an older Postil or a person looks up with other tools: every text that ever stood there.
    old = sqlite3.connect(store.path)
    rows = old.execute("SELECT revision, text, raw, fields FROM old_body ORDER BY revision").fetchall()
    old.close()
    assert [row[:3] for row in rows] == [
        (0, "We want SQL.", "We want SQL."),
        (1, "We want Rust.", "We want Rust."),
    ]
    before = json.loads(rows[0][3])
    assert (before["title"], before["company"]) == ("Clerk", "Old & Co")
    assert [location["text"] for location in before["locations"]] == ["FR, Lyon"]
    assert list(store.findings()) == []


def test_a_text_that_goes_back_to_what_it_was_is_a_revision_too(store: Store) -> None:
    for body in ("one", "two", "one"):
        revise(store, body)
    posting = store.posting(ANN, keys(store)[0])
    assert (posting.body, posting.revision) == ("one", 2)


def test_search_finds_the_new_words_and_no_longer_the_old(store: Store) -> None:
    revise(store, "alpha common", title="Oldtitle", company="Oldfirm", locations=(place("FR, Oldtown"),))
    revise(store, "beta common", title="Newtitle", company="Newfirm", locations=(place("FR, Newtown"),))
    found = {word: store.count(ANN, parse(word)) for word in ["alpha", "oldtitle", "oldfirm", "oldtown"]}
    assert set(found.values()) == {0}
    found = {
        word: store.count(ANN, parse(word)) for word in ["beta", "common", "newtitle", "newfirm", "newtown"]
    }
    assert set(found.values()) == {1}


def test_an_inferred_title_leaves_the_index_when_the_text_changes(store: Store) -> None:
    revise(store, "Baker wanted", title_inferred=InferredTitle("Baker", "first words", 0, 5))
    revise(store, "Smith wanted", title_inferred=InferredTitle("Smith", "first words", 0, 5))
    assert store.count(ANN, parse("title:baker")) == 0
    assert store.count(ANN, parse("title:smith")) == 1


def test_sections_and_inferred_titles_of_the_new_text_replace_the_old(store: Store) -> None:
    revise(store, "Needs\nSQL", sections=(Section("Needs", 0, 9),))
    revise(store, "We offer\ntea\nNeeds\nSQL", sections=(Section("Needs", 13, 22),))
    assert store.posting(ANN, keys(store)[0]).sections == (Section("Needs", 13, 22),)
    assert list(store.findings()) == []


def test_tags_notes_and_states_of_everybody_stay_with_the_posting(store: Store) -> None:
    revise(store, "We want SQL and Go.")
    [key] = keys(store)
    for who in (ANN, BOB):
        store.tag(who, key, "SQL", Requirement.REQUIRED, quote="SQL")
        store.tag(who, key, "teamwork")
        store.note(who, key, "pays well", quote="Go")
        store.set_state(who, key, State.FLAGGED)
    before = store.posting(ANN, key)
    revise(store, "Go? Yes! But first of all SQL.")
    after = store.posting(ANN, key)
    assert {tag.uid: (tag.skill, tag.requirement, tag.annotator) for tag in after.tags} == {
        tag.uid: (tag.skill, tag.requirement, tag.annotator) for tag in before.tags
    }
    assert {tag.span for tag in after.tags} == {Span(26, 29, "SQL"), None}
    assert {note.span for note in after.notes} == {Span(0, 2, "Go")}
    assert after.state is store.posting(BOB, key).state is State.FLAGGED
    assert list(store.findings()) == []


def test_a_span_goes_to_the_place_whose_surroundings_are_the_same(store: Store) -> None:
    revise(store, "Python is nice. You must know Python well.")
    [key] = keys(store)
    store.tag(ANN, key, "Python", span=(30, 36))
    revise(store, "Python, Python, Python! You must know Python well. Python.")
    [tag] = store.posting(ANN, key).tags
    assert tag.span == Span(38, 44, "Python")


def test_a_span_keeps_its_place_where_nothing_before_it_changed(store: Store) -> None:
    revise(store, "go go go go")
    [key] = keys(store)
    store.tag(ANN, key, "Go", span=(6, 8))
    revise(store, "go go go go!")
    [tag] = store.posting(ANN, key).tags
    assert tag.span == Span(6, 8, "go")


def test_words_that_are_gone_are_kept_and_listed_for_a_person(store: Store) -> None:
    revise(store, "We want SQL.")
    [key] = keys(store)
    store.tag(ANN, key, "SQL", quote="SQL")
    store.note(BOB, key, "which one?", quote="SQL")
    revise(store, "We want bread.")
    posting = store.posting(ANN, key)
    [tag], [note] = posting.tags, posting.notes
    assert (tag.span, tag.lost_quote, note.span, note.lost_quote) == (None, "SQL", None, "SQL")
    findings = lost(store)
    assert len(findings) == len(list(store.findings())) == 2
    assert all(key in finding and "'SQL'" in finding for finding in findings)
    assert (ANN in findings[0], BOB in findings[1]) == (True, True)


def test_words_that_come_back_are_found_again(store: Store) -> None:
    revise(store, "We want SQL.")
    [key] = keys(store)
    store.tag(ANN, key, "SQL", quote="SQL")
    store.note(ANN, key, "which one?", quote="SQL")
    revise(store, "We want bread.")
    revise(store, "Again we want SQL.")
    posting = store.posting(ANN, key)
    assert posting.tags[0].span == posting.notes[0].span == Span(14, 17, "SQL")
    assert list(store.findings()) == []


def test_a_lost_tag_can_be_removed_brought_back_and_tagged_anew(store: Store) -> None:
    revise(store, "We want SQL.")
    [key] = keys(store)
    store.tag(ANN, key, "SQL", quote="SQL")
    revise(store, "We want bread and Postgres.")
    [old] = store.posting(ANN, key).tags
    store.tag(ANN, key, "SQL")
    store.tag(ANN, key, "SQL", quote="Postgres")
    assert len(store.posting(ANN, key).tags) == 3
    store.untag(ANN, key, old.uid)
    assert list(store.findings()) == []
    store.undo(ANN)
    assert len(lost(store)) == 1
    assert old in store.posting(ANN, key).tags


def test_of_two_equal_tags_that_come_to_one_place_neither_is_lost(store: Store) -> None:
    revise(store, "Python here, Python there")
    [key] = keys(store)
    for start in (0, 13):
        store.tag(ANN, key, "Python", span=(start, start + 6))
    revise(store, "Just one Python")
    tags = store.posting(ANN, key).tags
    assert [(tag.span, tag.lost_quote) for tag in tags] == [(Span(9, 15, "Python"), None), (None, "Python")]
    assert len(lost(store)) == 1


def test_equal_tags_of_two_annotators_may_share_a_place(store: Store) -> None:
    revise(store, "Python here, Python there")
    [key] = keys(store)
    store.tag(ANN, key, "Python", span=(0, 6))
    store.tag(BOB, key, "Python", span=(13, 19))
    revise(store, "Just one Python")
    assert [tag.span for tag in store.posting(ANN, key).tags] == [Span(9, 15, "Python")] * 2
    assert list(store.findings()) == []


def test_two_tags_that_change_places_are_both_kept(store: Store) -> None:
    revise(store, "aa x bb x cc")
    [key] = keys(store)
    store.tag(ANN, key, "X", span=(3, 4))
    store.tag(ANN, key, "X", span=(8, 9))
    revise(store, "bb x cc aa x")
    spans = [tag.span for tag in store.posting(ANN, key).tags]
    assert all(spans), spans
    assert len(set(spans)) == 2


class TestUndoAcrossARevision:
    """The journal goes back through decisions that were made on an older text."""

    def test_a_tag_can_be_undone_and_redone_on_the_new_text(self, store: Store) -> None:
        revise(store, "We want SQL.")
        [key] = keys(store)
        store.tag(ANN, key, "SQL", quote="SQL")
        revise(store, "Perhaps we want SQL.")
        store.undo(ANN)
        assert store.posting(ANN, key).tags == ()
        store.redo(ANN)
        assert [tag.span for tag in store.posting(ANN, key).tags] == [Span(16, 19, "SQL")]
        assert list(store.findings()) == []

    def test_a_tag_redone_after_its_words_went_is_shown_as_lost(self, store: Store) -> None:
        revise(store, "We want SQL.")
        [key] = keys(store)
        store.tag(ANN, key, "SQL", quote="SQL")
        store.undo(ANN)
        revise(store, "We want bread.")
        store.redo(ANN)
        assert [tag.lost_quote for tag in store.posting(ANN, key).tags] == ["SQL"]
        store.undo(ANN)
        revise(store, "SQL it is.")
        store.redo(ANN)
        assert [tag.span for tag in store.posting(ANN, key).tags] == [Span(0, 3, "SQL")]

    def test_a_removed_tag_comes_back_where_its_words_are_now(self, store: Store) -> None:
        revise(store, "We want SQL.")
        [key] = keys(store)
        store.tag(ANN, key, "SQL", quote="SQL")
        [tag] = store.posting(ANN, key).tags
        store.untag(ANN, key, tag.uid)
        revise(store, "SQL, we want.")
        store.undo(ANN)
        assert [tag.span for tag in store.posting(ANN, key).tags] == [Span(0, 3, "SQL")]
        store.undo(ANN)
        assert store.posting(ANN, key).tags == ()
        assert list(store.findings()) == []

    def test_a_lost_tag_that_was_removed_comes_back_where_its_words_are_now(self, store: Store) -> None:
        revise(store, "We want SQL.")
        [key] = keys(store)
        store.tag(ANN, key, "SQL", quote="SQL")
        revise(store, "We want bread.")
        store.untag(ANN, key, store.posting(ANN, key).tags[0].uid)
        revise(store, "We want SQL again.")
        store.undo(ANN)
        assert [tag.span for tag in store.posting(ANN, key).tags] == [Span(8, 11, "SQL")]
        assert list(store.findings()) == []

    @pytest.mark.parametrize(
        "after", ["Just one Python", "Nothing her, Python there"], ids=["moved", "same offsets"]
    )
    def test_a_tag_comes_back_as_lost_where_an_equal_one_took_its_place(
        self, store: Store, after: str
    ) -> None:
        revise(store, "Python here, Python there")
        [key] = keys(store)
        store.tag(ANN, key, "Python", span=(0, 6))
        store.tag(ANN, key, "Python", span=(13, 19))
        store.undo(ANN)
        revise(store, after)
        assert store.redo(ANN) is not None
        tags = store.posting(ANN, key).tags
        assert [tag.lost_quote for tag in tags] == [None, "Python"]
        assert len(lost(store)) == 1
        assert store.undo(ANN) is not None
        assert store.undo(ANN) is not None
        assert store.posting(ANN, key).tags == ()

    def test_a_note_follows_its_words_through_undo(self, store: Store) -> None:
        revise(store, "We want SQL.")
        [key] = keys(store)
        store.note(ANN, key, "which?", quote="SQL")
        [note] = store.posting(ANN, key).notes
        store.rewrite_note(ANN, key, note.uid, "which one?")
        store.rewrite_note(ANN, key, note.uid, "")
        revise(store, "SQL!")
        store.undo(ANN)
        store.undo(ANN)
        [note] = store.posting(ANN, key).notes
        assert (note.text, note.span) == ("which?", Span(0, 3, "SQL"))
        store.redo(ANN)
        [note] = store.posting(ANN, key).notes
        assert (note.text, note.span) == ("which one?", Span(0, 3, "SQL"))

    def test_a_changed_requirement_is_undone_though_the_tag_moved(self, store: Store) -> None:
        revise(store, "We want SQL.")
        [key] = keys(store)
        store.tag(ANN, key, "SQL", quote="SQL")
        [tag] = store.posting(ANN, key).tags
        store.require(ANN, key, tag.uid, Requirement.PREFERRED)
        revise(store, "SQL!")
        store.undo(ANN)
        [tag] = store.posting(ANN, key).tags
        assert (tag.requirement, tag.span) == (Requirement.MENTIONED, Span(0, 3, "SQL"))


def test_a_long_text_with_very_many_equal_words_is_revised(store: Store) -> None:
    body = "R and " * 60_000
    revise(store, body)
    [key] = keys(store)
    store.tag(ANN, key, "R", span=(180_000, 180_001))
    revise(store, "So: " + body)
    [tag] = store.posting(ANN, key).tags
    assert tag.span is not None
    assert tag.span.quote == "R"
