"""Sharing postings out: seeded, stored, changed later without moving what is done, and blind until both are done."""

from pathlib import Path

import pytest

from duplicates.chains import contradiction_near
from duplicates.families import family_of
from duplicates.outlook import outlook
from store import Sharing, State, Store, UsageError, Verdict, parse
from tests.build import ANN, fill, keys, take

TEAM = Sharing(("ann", "bob", "cy"), 0.2, 7)


def whose(store: Store) -> dict[str, set[str]]:
    """Whose each posting is, as the searches tell."""
    of: dict[str, set[str]] = {key: set() for key in keys(store)}
    for name in ("ann", "bob", "cy", "dan"):
        for row in store.listing("lead", parse(f"assigned:{name}")):
            of[row.key].add(name)
    return of


@pytest.fixture
def many(store: Store) -> Store:
    fill(store, [f"posting {number} wants SQL" for number in range(300)])
    return store


def test_everything_is_somebodys_and_a_part_is_twos(many: Store) -> None:
    assert many.assign("lead", TEAM) is not None
    of = whose(many)
    assert {len(names) for names in of.values()} == {1, 2}
    assert 40 <= sum(len(names) == 2 for names in of.values()) <= 80
    shares = many.shares()
    assert (shares.postings, shares.unassigned) == (300, 0)
    assert [(one.annotator, one.postings) for one in shares.by_annotator] == [
        (name, sum(name in names for names in of.values())) for name in ("ann", "bob", "cy")
    ]
    assert all(90 <= one.postings <= 150 for one in shares.by_annotator)


def test_on_another_machine_the_same_seed_gives_the_same(many: Store, tmp_path: Path) -> None:
    many.assign("lead", TEAM)
    with Store.open(tmp_path / "other.db", create=True) as other:
        take(other, "something else", source="more")
        fill(other, [f"posting {number} wants SQL" for number in reversed(range(300))])
        other.assign("another lead", Sharing(("cy", "bob", "ann"), 0.2, 7))
        there = whose(other)
        assert whose(many).items() <= there.items()
        other.undo("another lead")
        other.assign("another lead", Sharing(("ann", "bob", "cy"), 0.2, 8))
        assert whose(other) != there


def test_a_larger_overlap_moves_nothing(many: Store) -> None:
    many.assign("lead", TEAM)
    before = whose(many)
    many.assign("lead", Sharing(TEAM.annotators, 0.5, 7))
    after = whose(many)
    assert all(names <= after[key] for key, names in before.items())
    assert sum(len(names) == 2 for names in after.values()) > 120
    assert many.assign("lead", TEAM) is None  # a smaller one takes nothing away


def test_what_is_imported_later_is_shared_out_as_before(many: Store) -> None:
    many.assign("lead", TEAM)
    before = whose(many)
    take(many, *(f"later {number}" for number in range(60)), source="later")
    assert many.shares().unassigned == 60
    assert many.assign("lead") is not None
    after = whose(many)
    assert before.items() <= after.items()
    assert all(after.values())
    assert many.assign("lead") is None


def test_who_leaves_keeps_what_they_began(many: Store) -> None:
    many.assign("lead", TEAM)
    before = whose(many)
    began = [key for key, names in before.items() if "cy" in names][:3]
    many.set_state("cy", began[0], State.DONE)
    many.tag("cy", began[1], "SQL")
    many.note("cy", began[2], "odd")
    event = many.assign("lead", Sharing(("ann", "bob", "dan"), 0.2, 7), released=["cy"])
    assert event is not None
    after = whose(many)
    assert [key for key, names in after.items() if "cy" in names] == began
    assert all(after.values())
    assert all(before[key] - {"cy"} <= after[key] for key in before)
    many.undo("lead")
    assert whose(many) == before
    many.redo("lead")
    assert whose(many) == after
    assert list(many.findings()) == []


def test_one_undo_takes_it_back(many: Store) -> None:
    many.assign("lead", TEAM)
    of = whose(many)
    assert [(event.action, event.posting) for event in many.events()] == [("assign", None)]
    many.undo("lead")
    assert not any(whose(many).values())
    assert many.shares().last is None
    many.redo("lead")
    assert whose(many) == of


def test_work_begun_before_stays_with_who_began_it(many: Store) -> None:
    begun = keys(many)[:20]
    for key in begun:
        many.set_state("bob", key, State.FLAGGED)
    many.assign("lead", TEAM)
    of = whose(many)
    assert all("bob" in of[key] for key in begun)


def test_only_what_a_search_finds_is_shared_out(many: Store) -> None:
    few = parse('"posting 7"')
    assert many.count_assignments("lead", TEAM, few).given
    many.assign("lead", TEAM, few)
    assert many.count("lead", parse("assigned:*")) == many.count("lead", few) == 1


@pytest.mark.parametrize(
    ("sharing", "says"),
    [
        (None, "--annotators"),
        (Sharing(()), "--annotators"),
        (Sharing((" ",)), "--annotators"),
        (Sharing(("ann",), 0.5), "two annotators"),
        (Sharing(("ann", "bob"), 1.5), "100 %"),
    ],
    ids=["never", "nobody", "blank", "alone", "too much"],
)
def test_what_makes_no_sense_is_refused(many: Store, sharing: Sharing | None, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        many.assign("lead", sharing)
    assert many.events() == []


def test_a_queue_holds_what_is_ones_own(many: Store) -> None:
    everything = parse("")
    assert many.queue_of(ANN, everything) == everything
    many.assign("lead", TEAM)
    mine = many.queue_of(ANN, everything)
    assert (
        many.count(ANN, mine)
        == many.count(ANN, parse("assigned:me"))
        == many.shares().by_annotator[0].postings
    )
    assert many.count("bob", mine) == many.shares().by_annotator[1].postings
    assert many.count(ANN, many.queue_of(ANN, parse("assigned:anyone"))) == 300
    assert many.queue_of("lead", everything) == everything
    assert many.count(ANN, parse("-assigned:*")) == 0


def test_what_two_do_is_hidden_until_both_are_done(many: Store) -> None:
    many.assign("lead", Sharing(("ann", "bob"), 1.0, 7))
    key = keys(many)[0]
    assert many.blind(key, "ann")
    assert not many.blind(key, "lead")
    many.tag("bob", key, "SQL")
    many.note("bob", key, "odd")
    many.tag("ann", key, "bread")

    def seen(who: str) -> tuple[list[str], int, int, list[tuple[int, int]]]:
        posting = many.posting(who, key)
        rows = [(row.tags, row.notes) for row in many.listing(who) if row.key == key]
        found = many.count(who, parse("tag:sql")), many.count(who, parse("note:odd"))
        return [tag.skill.label for tag in posting.tags], len(posting.notes), sum(found), rows

    assert seen("ann") == (["bread"], 0, 0, [(1, 0)])
    assert seen("bob") == (["SQL"], 1, 2, [(1, 1)])
    assert seen("lead") == (["bread", "SQL"], 1, 2, [(2, 1)])
    many.set_state("ann", key, State.DONE)
    assert seen("ann") == (["bread"], 0, 0, [(1, 0)])
    many.set_state("bob", key, State.SKIPPED)
    assert seen("ann") == seen("bob") == seen("lead")
    many.undo("bob")
    assert seen("ann") == (["bread"], 0, 0, [(1, 0)])


def test_on_a_pair_of_what_two_do_only_ones_own_verdict_is_seen(many: Store) -> None:
    many.assign("lead", Sharing(("ann", "bob"), 1.0, 7))
    a, b, c = keys(many)[:3]
    many.judge("bob", [(a, b)], Verdict.DUPLICATE)
    many.judge("bob", [(b, c)], Verdict.DISTINCT)
    many.judge("bob", [(a, c)], Verdict.DUPLICATE)

    def seen(who: str) -> tuple[int, bool, bool, int]:
        ahead = outlook(many, who, a, b)
        family = family_of(many, who, a)
        near = contradiction_near(many, who, [a, b, c])
        return len(ahead.others), ahead.standing is not None, near is not None, len(family.said)

    assert seen("ann") == (0, False, False, 0)
    assert seen("lead") == (1, True, True, 3)
    assert seen("bob") == (0, True, True, 3)
    assert len(family_of(many, "ann", a).keys) == 1
    many.choose_canonical("bob", b)
    assert many.canonical_choices("ann") == []
    for key in (a, b, c):
        for who in ("ann", "bob"):
            many.set_state(who, key, State.DONE)
    assert seen("ann") == seen("lead") == (1, True, True, 3)


def test_what_is_one_persons_alone_is_not_hidden(many: Store) -> None:
    many.assign("lead", Sharing(("ann",), 0.0, 7))
    key = keys(many)[0]
    many.tag("bob", key, "SQL")
    assert not many.blind(key, "ann")
    assert len(many.posting("ann", key).tags) == 1
