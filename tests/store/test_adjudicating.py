"""Several answers: where they differ, what they come to, and what somebody makes of it."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from agreement.consensus import How, Tagging
from store import (
    Adjudication,
    InvalidSpan,
    NotFound,
    Reason,
    Requirement,
    Settled,
    State,
    Store,
    UnitKind,
    UnitName,
    UsageError,
    Verdict,
    verdict_on,
)
from store.shares import Sharing
from tests.build import draft, fill, keys, take

BODY = "We want SQL, and bread too."
SQL, BREAD = "local:sql", "local:bread"
SQL_HERE = frozenset({(8, 11)})
TEAM = ("ann", "bob", "cid")
LEAD = "lead"


@pytest.fixture
def posting(store: Store) -> str:
    """A posting that nobody said anything about."""
    return fill(store, [BODY])[0]


def finish(store: Store, key: str, *who: str, state: State = State.DONE) -> None:
    for name in who:
        store.set_state(name, key, state)


def settled(store: Store) -> list[tuple[str, object, Settled]]:
    return [(str(one.name.kind), one.answer, one.how) for one in store.adjudicated()]


def worst(store: Store) -> list[UnitName]:
    return [unit.name for unit in store.disagreements().worst]


def test_of_three_two_agree_and_none_is_silent(store: Store, posting: str) -> None:
    store.tag("ann", posting, "SQL", Requirement.REQUIRED, (8, 11))
    store.tag("bob", posting, "SQL", Requirement.REQUIRED, (8, 11))
    finish(store, posting, *TEAM)
    [unit] = store.disagreements().worst
    assert unit.name == UnitName(UnitKind.TAG, posting, SQL)
    required = Tagging("required", SQL_HERE)
    assert unit.answers == {"ann": required, "bob": required, "cid": None}
    assert (unit.how, unit.consensus.answer) == (How.MAJORITY, required)


def test_who_is_not_done_gave_no_answer(store: Store, posting: str) -> None:
    store.tag("ann", posting, "SQL")
    finish(store, posting, "ann", "bob")
    store.set_state("cid", posting, State.SKIPPED)
    [state, tag] = store.units_of(posting)
    assert state.answers == {"ann": "done", "bob": "done", "cid": "skipped"}
    assert set(tag.answers) == {"ann", "bob"}


def test_nothing_is_shown_while_somebody_is_at_work_on_it(store: Store, posting: str) -> None:
    store.tag("ann", posting, "SQL")
    finish(store, posting, "ann", "bob")
    assert worst(store) == [UnitName(UnitKind.TAG, posting, SQL)]
    store.tag("cid", posting, "SQL")
    found = store.disagreements()
    assert (found.worst, found.open, found.waiting) == ((), 0, 1)
    with pytest.raises(UsageError, match="still at work"):
        store.units_of(posting)
    with pytest.raises(UsageError, match="still at work"):
        store.adjudicate(LEAD, UnitName(UnitKind.TAG, posting, SQL), None)
    finish(store, posting, "cid")
    assert store.disagreements().waiting == 0
    assert len(worst(store)) == 1


def test_whoever_is_assigned_is_waited_for(store: Store, posting: str) -> None:
    store.assign(LEAD, Sharing(TEAM, overlap=1.0, seed=7))
    assigned = [share.annotator for share in store.shares().by_annotator if share.postings]
    store.tag(assigned[0], posting, "SQL")
    others = [name for name in TEAM if name not in assigned]
    finish(store, posting, assigned[0], *others)
    assert store.disagreements().waiting == 1
    finish(store, posting, *assigned)
    assert store.disagreements().waiting == 0


def test_a_stray_tag_keeps_nobody_waiting_where_postings_are_shared_out(store: Store, posting: str) -> None:
    store.assign(LEAD, Sharing(("ann", "bob"), overlap=1.0, seed=7))
    store.tag("ann", posting, "SQL")
    finish(store, posting, "ann", "bob")
    store.tag("eve", posting, "bread")
    assert store.disagreements().waiting == 0
    assert worst(store) == [UnitName(UnitKind.TAG, posting, SQL)]
    store.adjudicate(LEAD, UnitName(UnitKind.TAG, posting, SQL), None)
    assert worst(store) == []


def test_who_keeps_others_waiting_is_named_and_need_not_be_waited_for(store: Store, posting: str) -> None:
    [_, second] = fill(store, ["Bread."], source="more")
    for key in (posting, second):
        store.tag("ann", key, "bread")
        finish(store, key, "ann", "bob")
    store.tag("eve", posting, "SQL")
    store.tag("zoe", posting, "SQL")
    store.tag("zoe", second, "SQL")
    name = UnitName(UnitKind.TAG, posting, BREAD)
    found = store.disagreements()
    assert (found.worst, found.waiting, found.awaited) == ((), 2, ("zoe", "eve"))
    with pytest.raises(UsageError, match="eve, zoe are still at work"):
        store.unit(name)
    found = store.disagreements(anyway=True)
    assert (found.open, found.waiting) == (2, 2)
    assert set(store.unit(name, anyway=True).answers) == {"ann", "bob"}
    assert store.adjudicate(LEAD, name, None, anyway=True) is not None
    assert store.disagreements(anyway=True).settled == 1
    finish(store, posting, "eve", "zoe")  # who have answered by now: others than it was settled from
    assert name in worst(store)


def test_the_worst_comes_first(store: Store) -> None:
    tie, majority, state = fill(store, [BODY, "Bread.", "Ovens."])
    store.tag("ann", tie, "SQL")
    finish(store, tie, "ann", "bob")
    store.tag("ann", majority, "bread")
    finish(store, majority, *TEAM)
    finish(store, state, "ann")
    store.set_state("bob", state, State.FLAGGED)
    store.set_state("cid", state, State.SKIPPED)
    store.judge("ann", [(tie, majority)], Verdict.VARIANT)
    store.judge("bob", [(tie, majority)], Verdict.DISTINCT)
    assert worst(store) == [
        UnitName(UnitKind.STATE, state),
        UnitName(UnitKind.TAG, tie, SQL),
        verdict_on(tie, majority),
        UnitName(UnitKind.TAG, majority, BREAD),
    ]
    found = store.disagreements(limit=1)
    assert ([unit.name.posting for unit in found.worst], found.open) == ([state], 4)


def test_only_so_many_are_looked_at_and_that_is_told(store: Store) -> None:
    for key in fill(store, ["One.", "Two.", "Three."]):
        finish(store, key, "ann")
        finish(store, key, "bob", state=State.SKIPPED)
    found = store.disagreements(look_at=2)
    assert (found.open, found.whole) == (2, False)
    assert store.disagreements(look_at=3).whole


def test_a_word_settles_and_one_undo_takes_it_back(store: Store, posting: str) -> None:
    store.tag("ann", posting, "SQL", Requirement.REQUIRED)
    store.tag("bob", posting, "SQL", Requirement.PREFERRED)
    finish(store, posting, "ann", "bob")
    name = UnitName(UnitKind.TAG, posting, SQL)
    answer = Tagging("preferred", SQL_HERE)
    event = store.adjudicate(LEAD, name, answer, Reason.GAP, "  “nice to have” is preferred\n")
    assert event is not None
    assert (event.action, event.posting, event.annotator) == ("adjudicate", posting, LEAD)
    assert event.summary == f"settled SQL on {posting[:8]} as preferred (adjudicated)"
    [found] = store.adjudicated()
    assert found == Adjudication(
        name,
        answer,
        Settled.ADJUDICATED,
        Reason.GAP,
        "“nice to have” is preferred",
        LEAD,
        found.at,
        found.basis,
    )
    assert worst(store) == []
    assert store.disagreements().settled == 1
    assert store.adjudicate(LEAD, name, answer, Reason.GAP, "“nice to have” is preferred") is None
    store.adjudicate(LEAD, name, None)
    assert settled(store) == [("tag", None, Settled.ADJUDICATED)]
    store.undo(LEAD)
    assert [one.answer for one in store.adjudicated()] == [answer]
    store.undo(LEAD)
    assert settled(store) == []
    assert worst(store) == [name]
    store.redo(LEAD)
    assert [one.note for one in store.adjudicated()] == ["“nice to have” is preferred"]


def test_the_answer_of_the_majority_is_marked_as_that(store: Store, posting: str) -> None:
    store.tag("ann", posting, "SQL")
    finish(store, posting, *TEAM)
    name = UnitName(UnitKind.TAG, posting, SQL)
    store.adjudicate(LEAD, name, None)
    assert settled(store) == [("tag", None, Settled.MAJORITY)]
    store.adjudicate(LEAD, name, Tagging("mentioned"))
    assert settled(store) == [("tag", Tagging("mentioned"), Settled.ADJUDICATED)]


def test_all_unanimous_ones_are_accepted_at_once_and_taken_back_at_once(store: Store) -> None:
    first, second, third = fill(store, [BODY, "Bread.", "Ovens."])
    for name in ("ann", "bob"):
        store.tag(name, first, "SQL", Requirement.REQUIRED, (8, 11))
        store.tag(name, first, "bread")
        store.tag(name, second, "bread")
        finish(store, first, name)
        finish(store, second, name)
        store.judge(name, [(first, second)], Verdict.RELATED)
    finish(store, third, "ann")
    finish(store, third, "bob", state=State.FLAGGED)
    assert store.disagreements().unanimous == 6
    event = store.accept_unanimous(LEAD)
    assert event is not None
    assert event.summary == "accepted 6 unanimous answers on 2 postings"
    assert {one.how for one in store.adjudicated()} == {Settled.UNANIMOUS}
    assert [(one.name.posting, one.name.about, one.answer) for one in store.adjudicated()][:4] == [
        (first, "", "done"),
        (first, BREAD, Tagging("mentioned")),
        (first, SQL, Tagging("required", SQL_HERE)),
        *([(first, second, "related")] if first < second else [(second, "", "done")]),
    ]
    assert store.accept_unanimous(LEAD) is None
    assert (store.disagreements().unanimous, store.disagreements().open) == (0, 1)
    taken_back = store.undo(LEAD)
    assert taken_back is not None
    assert list(store.adjudicated()) == []
    store.redo(LEAD)
    assert len(list(store.adjudicated())) == 6


def test_an_answer_that_changes_brings_the_unit_back(store: Store, posting: str) -> None:
    finish(store, posting, "ann", "bob")
    store.accept_unanimous(LEAD)
    store.set_state("bob", posting, State.FLAGGED)
    assert worst(store) == [UnitName(UnitKind.STATE, posting)]
    store.set_state("bob", posting, State.DONE)
    assert worst(store) == []
    store.tag("bob", posting, "SQL")
    store.adjudicate(LEAD, UnitName(UnitKind.TAG, posting, SQL), None)
    store.tag("ann", posting, "SQL")
    # All agree by now, but on something else than what was settled.
    assert worst(store) == [UnitName(UnitKind.TAG, posting, SQL)]
    assert store.accept_unanimous(LEAD) is None


def test_each_has_a_word_and_the_latest_holds(store: Store, posting: str) -> None:
    finish(store, posting, "ann")
    finish(store, posting, "bob", state=State.SKIPPED)
    name = UnitName(UnitKind.STATE, posting)
    store.adjudicate(LEAD, name, "done")
    store.adjudicate("chief", name, "skipped")
    assert [(one.annotator, one.answer) for one in store.adjudicated()] == [("chief", "skipped")]
    store.undo("chief")
    assert [(one.annotator, one.answer) for one in store.adjudicated()] == [(LEAD, "done")]


def test_evidence_follows_its_words_through_a_revision(store: Store) -> None:
    take(store, draft(BODY, external_id="7"))
    key = keys(store)[0]
    store.tag("ann", key, "SQL", None, (8, 11))
    finish(store, key, "ann", "bob")
    store.adjudicate(LEAD, UnitName(UnitKind.TAG, key, SQL), Tagging("required", SQL_HERE))
    take(store, draft(f"York. {BODY}", external_id="7"))
    assert [one.answer for one in store.adjudicated()] == [Tagging("required", frozenset({(14, 17)}))]
    take(store, draft("York. Nothing of the kind.", external_id="7"))
    assert [one.answer for one in store.adjudicated()] == [Tagging("required")]


def test_a_word_stands_while_a_revision_only_moves_the_words(store: Store) -> None:
    take(store, draft(f"{BODY} SQL!", external_id="7"))
    key = keys(store)[0]
    store.tag("ann", key, "SQL", Requirement.REQUIRED, (8, 11))
    store.tag("bob", key, "SQL", Requirement.PREFERRED, (28, 31))
    finish(store, key, "ann", "bob")
    name = UnitName(UnitKind.TAG, key, SQL)
    store.adjudicate(LEAD, name, Tagging("required", SQL_HERE))
    take(store, draft(f"PREFIX added. {BODY} SQL!", external_id="7"))
    assert (worst(store), store.disagreements().settled) == ([], 1)
    [tag] = [tag for tag in store.posting("bob", key).tags if tag.annotator == "bob"]
    store.untag("bob", key, tag.uid)
    store.tag("bob", key, "SQL", Requirement.PREFERRED, (22, 25))  # the same word at its other place
    assert worst(store) == [name]


def test_a_merged_skill_is_settled_as_what_it_became(store: Store, posting: str) -> None:
    store.tag("ann", posting, "SQL")
    store.tag("bob", posting, "Structured Query Language")
    finish(store, posting, "ann", "bob")
    assert len(worst(store)) == 2
    store.adjudicate(LEAD, UnitName(UnitKind.TAG, posting, SQL), Tagging("required"))
    store.merge_skills(LEAD, "SQL", "Structured Query Language")
    [unit] = [unit for unit in store.units_of(posting) if unit.name.kind is UnitKind.TAG]
    assert unit.how is How.UNANIMOUS
    assert [one.name for one in store.adjudicated()] == [unit.name]


@pytest.mark.parametrize(
    ("kind", "answer", "error"),
    [
        (UnitKind.STATE, "finished", UsageError),
        (UnitKind.STATE, None, UsageError),
        (UnitKind.STATE, Tagging("required"), UsageError),
        (UnitKind.TAG, "required", UsageError),
        (UnitKind.TAG, Tagging("wanted"), UsageError),
        (UnitKind.TAG, Tagging("required", frozenset({(8, 900)})), InvalidSpan),
    ],
    ids=["no-state", "no-answer", "a-tag-for-a-state", "a-word-for-a-tag", "no-requirement", "no-place"],
)
def test_what_cannot_be_an_answer_is_refused(
    store: Store, posting: str, kind: UnitKind, answer: str | Tagging | None, error: type[Exception]
) -> None:
    store.tag("ann", posting, "SQL")
    finish(store, posting, "ann", "bob")
    with pytest.raises(error):
        store.adjudicate(LEAD, UnitName(kind, posting, SQL if kind is UnitKind.TAG else ""), answer)
    assert list(store.adjudicated()) == []


def test_what_fewer_than_two_answered_cannot_be_settled(store: Store, posting: str) -> None:
    finish(store, posting, "ann")
    with pytest.raises(NotFound, match="Fewer than two"):
        store.adjudicate(LEAD, UnitName(UnitKind.STATE, posting), "done")
    with pytest.raises(NotFound):
        store.adjudicate(LEAD, UnitName(UnitKind.STATE, "nowhere"), "done")


def test_a_database_of_one_annotator_has_nothing_to_settle(store: Store, posting: str) -> None:
    store.tag("ann", posting, "SQL")
    finish(store, posting, "ann")
    found = store.disagreements()
    assert (found.worst, found.open, found.unanimous, found.settled, found.waiting) == ((), 0, 0, 0, 0)
    assert store.accept_unanimous(LEAD) is None


class Meanwhile(Store):
    """A store in which others decide between the looking for what is unanimous and the accepting of it."""

    decide: Callable[[], object]

    def _unanimous(self) -> dict[str, list[tuple[str, str, str, str]]]:
        found = super()._unanimous()
        self.decide()
        return found


@pytest.mark.parametrize(
    ("meanwhile", "accepted"),
    [
        (lambda store, first, _: store.set_state("bob", first, State.FLAGGED), ["state"]),
        (lambda store, first, second: store.judge("dee", [(first, second)], Verdict.DISTINCT), []),
        (lambda store, *_: store.merge_skills("dee", "SQL", "bread"), ["state", "state", "verdict"]),
    ],
    ids=["a-posting", "a-pair", "a-skill"],
)
def test_what_others_change_meanwhile_is_not_accepted(
    tmp_path: Path, meanwhile: Callable[[Store, str, str], object], accepted: list[str]
) -> None:
    with Meanwhile.open(tmp_path / "team.db", create=True) as store, Store.open(store.path) as other:
        first, second, third = fill(store, [BODY, "Bread.", "Ovens."])
        store.tag("cid", third, "SQL")
        store.tag("cid", third, "bread")
        for name in ("ann", "bob"):
            finish(store, first, name)
            finish(store, second, name)
            store.judge(name, [(first, second)], Verdict.RELATED)
        changes = iter([lambda: meanwhile(other, first, second)])
        store.decide = lambda: next(changes, lambda: None)()
        store.accept_unanimous(LEAD)
        assert sorted(one.name.kind.value for one in store.adjudicated()) == accepted


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_answered_each_unit_is_counted_once_and_undo_leaves_no_trace(
    store: Store, seed: int
) -> None:
    random = Random(seed)
    postings = fill(store, [BODY, "Bread and SQL.", "Ovens."])
    for _ in range(60):
        who, key = random.choice(TEAM), random.choice(postings)
        what = random.randrange(4)
        if what == 0:
            store.set_state(who, key, random.choice(list(State)))
        elif what == 1:
            store.tag(who, key, random.choice(["SQL", "bread"]), random.choice([None, *Requirement]))
        elif what == 2:
            store.judge(who, [(postings[0], postings[1])], random.choice(list(Verdict)))
        else:
            store.undo(who)
    for key in postings:
        finish(store, key, *random.sample(TEAM, 3))
    units = {unit.name: unit for key in postings for unit in store.units_of(key)}
    before = store.disagreements()
    assert before.open + before.unanimous == len(units)
    assert {unit.name for unit in before.worst} == {
        name for name, unit in units.items() if unit.how is not How.UNANIMOUS
    }
    store.accept_unanimous(LEAD)
    for unit in before.worst:
        store.adjudicate(LEAD, unit.name, next(iter(unit.answers.values())))
    after = store.disagreements()
    assert (after.open, after.unanimous, after.settled) == (0, 0, len(units))
    assert {one.name for one in store.adjudicated()} == set(units)
    assert all(one.answer in units[one.name].answers.values() for one in store.adjudicated())
    while store.undo(LEAD):
        pass
    assert store.disagreements() == before
    assert list(store.adjudicated()) == []
    assert list(store.findings()) == []


def test_another_skill_may_be_what_was_meant(store: Store, posting: str) -> None:
    store.tag("ann", posting, "SQL", quote="SQL")
    store.tag("bob", fill(store, ["Baker."], source="more")[0], "bread")
    finish(store, posting, *TEAM)
    name = UnitName(UnitKind.TAG, posting, SQL)
    event = store.adjudicate_as(LEAD, name, BREAD, Tagging("required", SQL_HERE), Reason.SLIP)
    assert event is not None
    assert event.summary.startswith("settled SQL on ")
    assert event.summary.endswith(" as bread, required")
    assert {(one.name.about, one.answer, one.how, one.reason) for one in store.settled(posting).values()} == {
        (SQL, None, Settled.MAJORITY, Reason.SLIP),
        (BREAD, Tagging("required", SQL_HERE), Settled.ADJUDICATED, Reason.SLIP),
    }
    assert store.adjudicate_as(LEAD, name, BREAD, Tagging("required", SQL_HERE), Reason.SLIP) is None
    store.undo(LEAD)
    assert store.settled(posting) == {}
    with pytest.raises(UsageError, match="another skill"):
        store.adjudicate_as(LEAD, name, SQL, Tagging("required"))
    with pytest.raises(NotFound, match="no skill 'local:none'"):
        store.adjudicate_as(LEAD, name, "local:none", Tagging("required"))
