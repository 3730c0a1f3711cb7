"""What people said elsewhere is taken over beside what was said here, as events of theirs, and never over it."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from store import (
    Choice,
    Judgement,
    Marked,
    Note,
    PairKind,
    Proposal,
    Requirement,
    Skill,
    Span,
    State,
    Statement,
    Store,
    Tag,
    Told,
    Verdict,
)
from tests.build import ANN, draft, fill, keys, take

BOB = "bob"
BODY = "We want SQL and Rust, and SQL again."
AT = "2026-03-04T05:06:07.000008+00:00"
LATER = "2026-03-04T05:06:08.000000+00:00"
SQL = Skill("http://esco/sql", "SQL")
RUST = Skill("local:rust", "Rust")


@pytest.fixture
def key(store: Store) -> str:
    return fill(store, [BODY, "Another"])[0]


def told(key: str, *said: Statement, body: str = BODY, source: str = "feed", **fields: Any) -> Told:
    """What a dataset tells of a posting; statements are numbered as if they stood in one list."""
    numbered = tuple((f"said[{number}]", statement) for number, statement in enumerate(said))
    return Told("line 1", key, source, fields.pop("external_id", None), body, numbered, **fields)


def tag(skill: Skill = SQL, quote: str | None = "SQL", uid: str = "t1", who: str = BOB, **fields: Any) -> Tag:
    """A tag on the first place of a quote, or on nothing."""
    span = Span(BODY.index(quote), BODY.index(quote) + len(quote), quote) if quote else None
    return Tag(uid, skill, fields.pop("requirement", Requirement.REQUIRED), who, span, **fields)


def adopted(store: Store, *batches: Told | Sequence[Told], trial: bool = False) -> tuple[Any, list[str]]:
    """Take over batches; return the counts, and each refusal as place and reason."""
    adoption = store.adoption("curated", trial=trial)
    parts = [[batch] if isinstance(batch, Told) else list(batch) for batch in batches]
    counts: dict[str, int] = {}
    refused = []
    for batch in parts:
        taken = adoption.take(batch)
        for kinds in taken.counts.values():
            for kind, count in kinds.items():
                counts[kind] = counts.get(kind, 0) + count
        refused += [f"{problem.field}: {problem.reason}" for _, problem in taken.refused]
    return counts, refused


def everything(store: Store) -> tuple[object, ...]:
    """All that decisions can change."""
    return (
        [(post.tags, post.notes, post.state) for post in store.every_posting(BOB)],
        store.judgements(),
        list(store.states()),
        list(store.choices()),
        [skill.uri for skill, _ in store.vocabulary()],
        list(store.pairs(ANN)),
    )


def test_every_kind_of_statement_is_taken_over_and_undone(store: Store, key: str) -> None:
    nothing = everything(store)
    other = keys(store)[1]
    note = Note("n1", "nice", BOB, AT, Span(0, 2, "We"))
    verdict = Judgement(key, other, Verdict.VARIANT, BOB, AT)
    counts, refused = adopted(
        store,
        told(key, tag(), note, Marked(BOB, State.DONE, AT), Choice(BOB, LATER), verdict),
    )
    assert refused == []
    assert counts == {"tag": 1, "note": 1, "state": 1, "choice": 1, "verdict": 1}
    posting = store.posting(BOB, key)
    assert posting.tags == (tag(),)
    assert posting.notes == (note,)
    assert posting.state is State.DONE
    assert list(store.states()) == [(key, BOB, State.DONE, AT)]
    assert list(store.choices()) == [(key, BOB, LATER)]
    assert store.judgements() == [verdict]
    [event] = store.events()
    assert (event.annotator, event.action, event.posting) == (BOB, "adopt", None)
    assert event.summary == "took over 1 tag, 1 note, 1 state, 1 choice and 1 verdict from curated"
    assert list(store.findings()) == []
    all_of_it = everything(store)
    assert store.undo(ANN) is None
    assert store.undo(BOB) is not None
    assert everything(store) == nothing
    assert store.redo(BOB) is not None
    assert everything(store) == all_of_it


def test_each_annotator_has_an_event_a_batch(store: Store, key: str) -> None:
    other = keys(store)[1]
    both = [tag(), tag(RUST, "Rust", "t2", ANN), tag(SQL, None, "t3", ANN)]
    adopted(store, told(key, *both), told(other, Marked(BOB, State.DONE, AT), body="Another"))
    assert [(event.annotator, event.summary) for event in store.events()] == [
        (BOB, "took over 1 state from curated"),
        (ANN, "took over 2 tags from curated"),
        (BOB, "took over 1 tag from curated"),
    ]


def test_a_new_skill_is_made_with_whoever_comes_first_and_stays_while_anybody_needs_it(
    store: Store, key: str
) -> None:
    # Ann's event is written first, Bob is the first to need Rust, and Ann needs it, too.
    said = [tag(SQL, "SQL", "t1", ANN), tag(RUST, "Rust", "t2", BOB), tag(RUST, "Rust", "t3", ANN)]
    adopted(store, told(key, *said))
    assert [found.skill for found in store.posting(ANN, key).tags] == [SQL, RUST, RUST]
    store.undo(BOB)
    assert [found.uid for found in store.posting(ANN, key).tags] == ["t1", "t3"]
    store.undo(ANN)
    assert store.vocabulary() == []
    store.redo(BOB)
    assert [found.skill for found in store.posting(ANN, key).tags] == [RUST]


def test_a_skill_is_the_one_here_by_its_uri_else_by_its_label(store: Store, key: str) -> None:
    store.put_skills([Skill("http://esco/1", "SQL"), Skill("http://esco/2", "Rust language")])
    said: list[Statement] = [
        tag(Skill("http://elsewhere", "sql"), "SQL", "t1"),
        tag(Skill("http://esco/2", "Rust"), "Rust", "t2"),
        tag(Skill("http://new", "want"), "want", "t3"),
        tag(Skill("http://newer", "WANT"), None, "t4"),
    ]
    assert adopted(store, told(key, *said)) == ({"tag": 4}, [])
    tags = {found.uid: found.skill.uri for found in store.posting(ANN, key).tags}
    assert tags == {"t1": "http://esco/1", "t2": "http://esco/2", "t3": "http://new", "t4": "http://new"}


def test_twice_adds_nothing(store: Store, key: str) -> None:
    other = keys(store)[1]
    verdict = Judgement(key, other, Verdict.VARIANT, BOB, AT)
    note = Note("n1", "nice", BOB, AT)
    batch = told(key, tag(), note, Marked(BOB, State.DONE, AT), Choice(BOB, AT), verdict)
    adopted(store, batch)
    before = everything(store), store.events()
    assert adopted(store, batch) == ({}, [])
    assert (everything(store), store.events()) == before
    assert adopted(store, [batch, batch], batch) == ({}, [])


def test_one_thing_said_twice_in_a_batch_counts_once(store: Store, key: str) -> None:
    said: list[Statement] = [
        tag(),
        tag(uid="another name, the same words"),
        tag(uid="other", requirement=Requirement.PREFERRED),
        Marked(BOB, State.DONE, AT),
        Marked(BOB, State.FLAGGED, LATER),
        Choice(BOB, AT),
        Choice(BOB, LATER),
    ]
    counts, refused = adopted(store, told(key, *said))
    assert counts == {"tag": 1, "state": 1, "choice": 1}
    assert refused == [
        "said[2]: not taken over: a tag 'SQL' that differs stands here",
        "said[4]: not taken over: it says flagged, and done stands here",
    ]


def test_what_people_here_decided_stays(store: Store, key: str) -> None:
    other = keys(store)[1]
    store.tag(BOB, key, "SQL", Requirement.PREFERRED, quote="SQL")
    store.set_state(BOB, key, State.FLAGGED)
    store.judge(BOB, [(key, other)], Verdict.DISTINCT)
    before = everything(store), store.events()
    sql = store.posting(BOB, key).tags[0].skill
    said: list[Statement] = [
        tag(sql),
        Marked(BOB, State.DONE, AT),
        Judgement(key, other, Verdict.VARIANT, BOB, AT),
    ]
    assert adopted(store, told(key, *said)) == (
        {},
        [
            "said[0]: not taken over: a tag 'SQL' that differs stands here",
            "said[1]: not taken over: it says done, and flagged stands here",
            "said[2]: not taken over: it says variant, and distinct stands here",
        ],
    )
    assert (everything(store), store.events()) == before
    # Somebody else's come beside them.
    said = [tag(sql, who=ANN), Marked(ANN, State.DONE, AT), Judgement(other, key, Verdict.VARIANT, ANN, AT)]
    assert adopted(store, told(key, *said)) == ({"tag": 1, "state": 1, "verdict": 1}, [])
    assert [(j.annotator, j.a, j.verdict) for j in store.judgements()] == [
        (ANN, key, Verdict.VARIANT),
        (BOB, key, Verdict.DISTINCT),
    ]


def test_what_people_here_took_back_stays_away(store: Store, key: str) -> None:
    other = keys(store)[1]
    said: list[Statement] = [
        tag(),
        Note("n1", "nice", BOB, AT),
        Marked(BOB, State.DONE, AT),
        Judgement(key, other, Verdict.VARIANT, BOB, AT),
    ]
    adopted(store, told(key, *said))
    store.untag(BOB, key, "t1")
    store.rewrite_note(BOB, key, "n1", "")
    store.set_state(BOB, key, State.TODO)
    store.judge(BOB, [(other, key)], None)
    counts, refused = adopted(store, told(key, *said))
    assert counts == {}
    assert refused == [f"said[{number}]: not taken over: it was taken back here" for number in range(4)]
    for _ in range(4):
        store.undo(BOB)
    assert adopted(store, told(key, *said)) == ({}, [])
    store.undo(BOB)
    assert adopted(store, told(key, *said))[0] == {"tag": 1, "note": 1, "state": 1, "verdict": 1}


def test_spans_are_of_the_text_here(store: Store, key: str) -> None:
    wrong = Tag("t1", SQL, Requirement.REQUIRED, BOB, Span(3, 6, "SQL"))
    outside = Tag("t2", SQL, Requirement.REQUIRED, BOB, Span(-5, -1, BODY[-5:-1]))
    note = Note("n1", "nice", BOB, AT, Span(0, 3, "SQL"))
    counts, refused = adopted(store, told(key, wrong, outside, note))
    assert counts == {}
    assert refused[0] == "said[0]: not taken over: the words 'SQL' do not stand in the text"
    assert len(refused) == 3
    assert (store.posting(BOB, key).tags, store.posting(BOB, key).notes) == ((), ())


def test_where_the_text_here_is_another_the_words_are_found_again(store: Store) -> None:
    body = "Who asks for SQL and more? Rust and SQL again."
    take(store, draft(body, external_id="1"))
    (key,) = keys(store)
    note = Note("n1", "nice", BOB, AT, Span(12, 15, "and"))
    want = Tag("t2", SQL, Requirement.REQUIRED, BOB, Span(3, 7, "want"))
    again = Tag("t3", SQL, Requirement.REQUIRED, BOB, Span(26, 29, "SQL"))
    counts, refused = adopted(store, told(key, tag(), want, again, note, external_id="1"))
    assert counts == {"tag": 2, "note": 1}
    assert refused == ["said[1]: not taken over: the words 'want' do not stand in the text"]
    posting = store.posting(BOB, key)
    first, second = body.index("SQL"), body.rindex("SQL")
    assert {found.uid: found.span for found in posting.tags} == {
        "t1": Span(first, first + 3, "SQL"),
        "t3": Span(second, second + 3, "SQL"),
    }
    assert posting.notes[0].span == Span(first + 4, first + 7, "and")
    assert list(store.findings()) == []


def test_lost_words_come_back_as_lost_words_even_where_they_stand(store: Store, key: str) -> None:
    lost = [tag(RUST, None, "t1", lost_quote="Rust"), tag(RUST, None, "t2", lost_quote="Rust")]
    note = Note("n1", "nice", BOB, AT, None, "gone")
    assert adopted(store, told(key, *lost, note)) == ({"tag": 2, "note": 1}, [])
    assert [(found.span, found.lost_quote) for found in store.posting(BOB, key).tags] == [(None, "Rust")] * 2
    assert store.posting(BOB, key).notes[0].lost_quote == "gone"
    assert adopted(store, told(key, *lost, note)) == ({}, [])


def test_statements_on_a_posting_that_is_not_here_or_is_another_are_refused(store: Store, key: str) -> None:
    said: list[Statement] = [tag(), tag(RUST, None, "t2"), Marked(BOB, State.DONE, AT)]
    for stranger in (
        told("0" * 20, *said),
        told(key, *said, source="other"),
        told(key, *said, external_id="7"),
    ):
        counts, refused = adopted(store, stranger)
        assert counts == {}
        assert refused == ["None: not taken over: 2 tags and 1 state, as the posting is not here"]
    assert adopted(store, told("0" * 20)) == ({}, [])
    assert list(store.pseudonyms()) == []


def test_a_verdict_needs_both_postings(store: Store, key: str) -> None:
    said = [Judgement(key, other, Verdict.DUPLICATE, BOB, AT) for other in ("0" * 20, key)]
    proposal = Proposal(key, "0" * 20, PairKind.NEAR, 0.5, ())
    counts, refused = adopted(store, told(key, *said, proposals=(proposal,)))
    assert counts == {}
    assert refused[0] == "said[0]: not taken over: there is no other posting '00000000000000000000' here"
    assert len(refused) == 2
    assert list(store.pairs(ANN)) == []


def test_a_proposal_comes_beside_its_verdict_and_outlives_it(store: Store, key: str) -> None:
    other = keys(store)[1]
    proposal = Proposal(other, key, PairKind.NEAR, 0.5, ("titles equal",))
    verdict = Judgement(other, key, Verdict.DISTINCT, BOB, AT)
    adopted(store, told(other, verdict, body="Another", proposals=(proposal,)))
    [pair] = store.pairs(BOB)
    assert (pair.a, pair.b, pair.kind, pair.score) == (key, other, PairKind.NEAR, 0.5)
    assert (pair.reasons, pair.verdict) == (("titles equal",), Verdict.DISTINCT)
    store.undo(BOB)
    [pair] = store.pairs(BOB)
    assert (pair.kind, pair.verdict) == (PairKind.NEAR, None)


@pytest.mark.parametrize("changed", [0, 1])
@pytest.mark.parametrize("together", [True, False])
def test_a_proposal_goes_with_the_texts_it_stood_on(store: Store, changed: int, together: bool) -> None:
    take(store, draft(BODY, external_id="1"), draft("Another", external_id="2"))
    both = keys(store)
    texts = [BODY, "Another"]
    texts[changed] = "A third text"
    take(store, *(draft(text, external_id=str(number)) for number, text in enumerate(texts, 1)))
    proposal = Proposal(both[0], both[1], PairKind.NEAR, 0.5, ())
    verdict = Judgement(both[0], both[1], Verdict.DISTINCT, BOB, AT)
    first = told(both[0], external_id="1")
    second = told(both[1], verdict, body="Another", external_id="2", proposals=(proposal,))
    assert adopted(store, *([[first, second]] if together else [first, second])) == ({"verdict": 1}, [])
    [pair] = store.pairs(BOB)
    assert (pair.kind, pair.verdict) == (None, Verdict.DISTINCT)


class TestPeople:
    """Who is who."""

    def test_a_pseudonym_is_whom_it_was_given_to(self, store: Store, key: str) -> None:
        store.set_state(ANN, key, State.DONE)
        called = store.pseudonyms()[ANN]
        assert adopted(store, told(key, tag(who=called), Marked(called, State.DONE, AT))) == ({"tag": 1}, [])
        assert list(store.pseudonyms()) == [ANN]

    def test_a_name_is_the_annotator_of_that_name(self, store: Store, key: str) -> None:
        store.set_state(ANN, key, State.DONE)
        adopted(store, told(key, tag(who=ANN)))
        assert list(store.pseudonyms()) == [ANN]

    def test_a_pseudonym_of_nobody_here_becomes_a_name_and_stays_a_pseudonym(
        self, store: Store, key: str
    ) -> None:
        adopted(store, told(key, tag(who="annotator-0123abcd"), tag(RUST, None, "t2", "annotator-7")))
        called = store.pseudonyms()
        assert called["annotator-0123abcd"] == "annotator-0123abcd"
        assert called["annotator-7"] not in ("annotator-7", "annotator-0123abcd")

    def test_nobody_has_the_pseudonym_of_another(
        self, store: Store, key: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tokens = iter(["00000001", "00000001", "00000002", "00000003"])
        given = SimpleNamespace(token_hex=lambda size: next(tokens))
        monkeypatch.setattr("store.sql.pseudonyms.secrets", given)
        for who in (ANN, BOB, "annotator-00000001"):
            store.set_state(who, key, State.DONE)
        assert list(store.pseudonyms().values()) == [f"annotator-0000000{number}" for number in (1, 2, 3)]
        # Whose name it is comes before whose pseudonym.
        adopted(store, told(key, tag(who="annotator-00000001"), tag(RUST, None, "t2", "annotator-00000002")))
        assert [found.annotator for found in store.posting(ANN, key).tags] == ["annotator-00000001", BOB]

    def test_a_statement_that_is_here_is_the_same_by_whatever_name(self, store: Store, key: str) -> None:
        note = Note("n1", "nice", BOB, AT)
        adopted(store, told(key, tag(), note))
        strangers: list[Statement] = [
            tag(who="annotator-0123abcd"),
            Note("n1", "nice", "annotator-0123abcd", AT),
        ]
        assert adopted(store, told(key, *strangers)) == ({}, [])

    def test_so_many_people_are_too_many(
        self, store: Store, key: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("store.adoption.MANY", 2)
        said = [Marked(f"person {number}", State.DONE, AT) for number in range(4)]
        counts, refused = adopted(store, told(key, *said))
        assert counts == {"state": 2}
        assert refused == [
            f"said[{number}]: not taken over: the dataset names more than 2 annotators" for number in (2, 3)
        ]


def test_a_trial_says_what_would_be_taken_and_writes_nothing(store: Store, key: str) -> None:
    other = keys(store)[1]
    store.set_state(BOB, key, State.FLAGGED)
    before = everything(store), store.events(), list(store.pseudonyms())
    said: list[Statement] = [
        tag(),
        Marked(BOB, State.DONE, AT),
        Judgement(key, other, Verdict.VARIANT, ANN, AT),
    ]
    stranger = told(
        "0" * 20, Marked(ANN, State.DONE, AT), Judgement("0" * 20, "1" * 20, Verdict.UNSURE, ANN, AT)
    )
    counts, refused = adopted(store, [told(key, *said), stranger], trial=True)
    assert counts == {"tag": 1, "verdict": 2, "state": 1}
    assert refused == ["said[1]: not taken over: it says done, and flagged stands here"]
    assert (everything(store), store.events(), list(store.pseudonyms())) == before


def test_a_batch_that_fails_leaves_nothing(store: Store, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(store), store.events(), list(store.pseudonyms())

    def fails(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("store.sql.journal.now", fails)
    with pytest.raises(KeyboardInterrupt):
        adopted(store, told(key, tag(), Marked(ANN, State.DONE, AT)))
    assert (everything(store), store.events(), list(store.pseudonyms())) == before
