"""Two databases brought together: what comes, what stays, what is refused, and that nothing is half done."""

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store import (
    Damaged,
    NewerDatabase,
    NotADatabase,
    NotFound,
    PairKind,
    Proposal,
    Requirement,
    Sharing,
    Skill,
    State,
    Store,
    UsageError,
    Verdict,
    parse,
)
from tests.build import ANN, draft, fill, keys, place, take

BOB = "bob"
SQL = "We want SQL, and bread too."


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another database, in which bob decided: two postings, the first of which is ours too."""
    path = tmp_path / "other.db"
    with Store.open(path, create=True) as store:
        first, second = fill(store, [SQL, "Only there, by a py\u200bthon."])
        store.tag(BOB, first, "SQL", Requirement.REQUIRED, (8, 11))
        store.set_state(BOB, first, State.DONE)
        store.note(BOB, second, "hm")
        store.judge(BOB, [(first, second)], Verdict.RELATED)
    return path


def changed(path: Path, sql: str, *params: object) -> None:
    """Let a file say what nobody decided."""
    with closing(sqlite3.connect(path)) as db:
        db.execute(sql, params)
        db.commit()


def test_what_is_there_comes_whole_and_what_is_here_stays(store: Store, other: Path) -> None:
    [key] = fill(store, [SQL])
    store.tag(ANN, key, "bread")
    report = store.merge(other)
    assert (report.postings, report.events, report.skills) == (1, 4, 1)
    assert [(one.name, one.came, one.only_here) for one in report.annotators] == [("bob", 4, 0)]
    assert keys(store)[0] == key
    posting = store.posting(BOB, key)
    assert {(tag.skill.label, tag.annotator) for tag in posting.tags} == {("bread", ANN), ("SQL", BOB)}
    assert posting.state is State.DONE
    second = keys(store)[1]
    assert [note.text for note in store.posting(ANN, second).notes] == ["hm"]
    assert store.raw(second) == "Only there, by a py\u200bthon."
    assert store.count(ANN, parse("python")) == 1
    pair = store.pair(BOB, key, second)
    assert pair is not None
    assert pair.verdict is Verdict.RELATED
    assert list(store.findings()) == []


def test_a_posting_comes_with_its_places_problems_and_earlier_texts(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with Store.open(path, create=True) as there:
        take(there, draft("Old text.", external_id="7"))
        take(there, draft("New text.", external_id="7", title="Baker", locations=(place("CH, Bern"),)))
    store.merge(path)
    [key] = keys(store)
    posting = store.posting(ANN, key)
    assert (posting.title, posting.body, posting.revision) == ("Baker", "New text.", 1)
    assert [one.city for one in posting.locations] == ["Bern"]
    assert [one.action for one in store.arrivals(key)] == ["revise", "import"]
    again = take(store, draft("New text.", external_id="7", title="Baker", locations=(place("CH, Bern"),)))
    assert (again.added, again.unchanged) == (0, 1)


def test_a_trial_says_the_same_and_writes_nothing(store: Store, other: Path) -> None:
    [key] = fill(store, [SQL])
    store.set_state(ANN, key, State.SKIPPED)
    tried = store.merge(other, trial=True)
    assert keys(store) == [key]
    assert len(store.events()) == 1
    assert [path.name for path in store.path.parent.iterdir() if "before-merge" in path.name] == []
    done = store.merge(other)
    assert (tried.postings, tried.events, tried.disagreements) == (
        done.postings,
        done.events,
        done.disagreements,
    )
    assert done.disagreements == {"states": 1, "tags": 0, "verdicts": 0}


def test_the_copy_made_first_is_the_database_as_it_was(store: Store, other: Path) -> None:
    [key] = fill(store, [SQL])
    report = store.merge(other)
    assert report.backup is not None
    with Store.open(store.path.with_name(report.backup)) as before:
        assert keys(before) == [key]
        assert before.events() == []


def test_merging_again_changes_nothing(store: Store, other: Path) -> None:
    store.merge(other)
    before = store.status(), store.events(limit=100)
    report = store.merge(other)
    assert (report.postings, report.events, report.revised) == (0, 0, 0)
    assert (store.status(), store.events(limit=100)) == before


def test_what_came_is_undone_by_whom_it_is_and_by_nobody_else(store: Store, other: Path) -> None:
    fill(store, [SQL])
    store.merge(other)
    assert store.undo(ANN) is None
    undone = [event.summary for _ in range(4) if (event := store.undo(BOB))]
    assert len(undone) == 4
    assert store.undo(BOB) is None
    assert store.status().tags == 0
    assert store.pair(BOB, *keys(store)) is None
    assert len([store.redo(BOB) for _ in range(4)]) == 4
    assert store.status().tags == 1


def test_two_who_decided_at_once_in_both_are_one_person_and_the_later_word_holds(
    store: Store, other: Path
) -> None:
    [key] = fill(store, [SQL])
    store.set_state(BOB, key, State.FLAGGED)  # after what bob said there
    store.merge(other)
    assert store.posting(BOB, key).state is State.FLAGGED
    store.undo(BOB)
    # What stood there stands again.
    assert store.posting(BOB, key).state is State.DONE


def test_taking_back_one_word_leaves_the_other_that_was_said_elsewhere(store: Store, other: Path) -> None:
    [key] = fill(store, [SQL])
    store.set_state(BOB, key, State.FLAGGED)
    with Store.open(other) as there:
        there.set_state(BOB, key, State.SKIPPED)
    store.undo(BOB)  # later than all that was said there
    store.merge(other)
    assert store.posting(BOB, key).state is State.SKIPPED


def test_a_person_called_otherwise_there_is_renamed_throughout(store: Store, other: Path) -> None:
    fill(store, [SQL])
    store.merge(other, names={BOB: "robert"})
    assert {event.annotator for event in store.events()} == {"robert"}
    assert [one.name for one in store.status().annotators] == ["robert"]
    assert store.posting("robert", keys(store)[0]).state is State.DONE
    with Store.open(other) as there:
        there.undo(BOB)
    with pytest.raises(UsageError, match="--rename 'bob=robert'"):
        store.merge(other)
    assert store.merge(other, names={BOB: "robert"}).events == 1
    with pytest.raises(UsageError, match="Nobody is called 'joe'"):
        store.merge(other, names={"joe": "jo"})


def test_what_was_settled_there_stays_settled_whatever_people_are_called(store: Store, other: Path) -> None:
    with Store.open(other) as there:
        key = keys(there)[0]
        there.set_state(ANN, key, State.FLAGGED)
        there.set_state("cid", key, State.DONE)
        state, tag = there.units_of(key)
        there.adjudicate("lead", state.name, "done")
        there.adjudicate("lead", tag.name, None)
        assert (there.disagreements().open, there.disagreements().settled) == (0, 2)
    store.merge(other, names={BOB: "robert", "cid": "aaron"})
    assert (store.disagreements().open, store.disagreements().settled) == (0, 2)


def test_two_people_there_can_be_one_here(store: Store, other: Path) -> None:
    with Store.open(other) as there:
        key = keys(there)[0]
        there.set_state("robert", key, State.FLAGGED)
        there.set_state(BOB, key, State.SKIPPED)
    store.merge(other, names={"robert": BOB})
    assert store.posting(BOB, key).state is State.SKIPPED
    store.undo(BOB)
    assert store.posting(BOB, key).state is State.FLAGGED
    store.undo(BOB)
    assert store.posting(BOB, key).state is State.DONE


def test_what_was_shared_out_and_settled_there_is_so_here(store: Store, other: Path) -> None:
    with Store.open(other) as there:
        key = keys(there)[0]
        there.set_state(ANN, key, State.DONE)
        assert there.accept_unanimous("lead") is not None
        assert there.assign("lead", Sharing(("ann", "joe"), 1.0, 7)) is not None
    store.merge(other)
    assert [one.postings for one in store.shares().by_annotator] == [2, 2]
    assert [(one.name.posting, one.answer, one.annotator) for one in store.adjudicated()] == [
        (key, "done", "lead")
    ]
    store.undo("lead")
    assert store.shares().by_annotator == []
    store.undo("lead")
    assert list(store.adjudicated()) == []


def test_skills_of_one_name_are_one_and_keep_what_each_was_called_by(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with Store.open(path, create=True) as there:
        [key] = fill(there, [SQL])
        there.put_skills([Skill("esco:1", "sql", "skill", ("Structured Query Language",))])
        there.tag(BOB, key, "sql")
    [key] = fill(store, [SQL])
    store.tag(ANN, key, "SQL")
    store.merge(path)
    assert {tag.skill.uri for tag in store.posting(ANN, key).tags} == {"esco:1"}
    [(skill, postings)] = store.vocabulary()
    assert (skill.label, postings) == ("sql", 1)
    assert "Structured Query Language" in skill.labels
    found = store.find_skill("SQL")
    assert found is not None
    assert found.uri == "esco:1"
    store.undo(ANN)
    assert len(store.posting(ANN, key).tags) == 1


def test_proposals_come_for_pairs_that_have_none(store: Store, other: Path) -> None:
    with Store.open(other) as there:
        a, b = keys(there)
        there.propose([Proposal(a, b, PairKind.NEAR, 0.9, ("alike",))])
    fill(store, ["first here", SQL])
    assert store.merge(other).pairs == 1
    assert store.count_open_pairs(ANN) == 1


def test_of_two_later_texts_one_is_taken_everywhere_and_the_other_kept(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with Store.open(path, create=True) as there:
        take(there, draft("We want SQL.", external_id="7"))
        take(there, draft("Here and there: SQL.", external_id="7"))
        there.tag(BOB, keys(there)[0], "SQL", None, (16, 19))
    take(store, draft("We want SQL.", external_id="7"))
    [key] = keys(store)
    store.tag(ANN, key, "SQL", None, (8, 11))
    take(store, draft("They ask for SQL, now.", external_id="7"))
    store.merge(path)
    with Store.open(path) as there:
        there.merge(store.path)
        both = [one.posting(ANN, key) for one in (store, there)]
    assert both[0].body == both[1].body
    for posting in both:
        assert [tag.span and tag.span.quote for tag in posting.tags] == ["SQL", "SQL"]
    assert sum(one.action == "keep" for one in store.arrivals(key)) == 1
    assert list(store.findings()) == []
    assert take(store, draft("A third SQL.", external_id="7")).revised == 1


def test_postings_that_move_to_another_split_are_counted_first(store: Store, other: Path) -> None:
    with Store.open(other) as there:
        first, second = keys(there)
    fill(store, [SQL, "Only there, by a py\u200bthon."])
    for path, places, placed in (
        (store.path, {first: 70, second: 30}, 2),
        (other, {first: 90, second: 31}, 1),
    ):
        changed(path, "INSERT INTO split_share VALUES (1, 'train', 80), (2, 'test', 20)")
        for key, number in places.items():
            changed(
                path,
                "INSERT INTO split_place SELECT id, ?, ? FROM posting WHERE key = ?",
                number,
                placed,
                key,
            )
    # Both get the place that was given first, which for one of them is in another split.
    assert store.merge(other, trial=True).moved == 1
    assert store.merge(other).moved == 1
    assert store.merge(other).moved == 0


# The copy that is made first


def copies(store: Store) -> list[str]:
    return [path.name for path in store.path.parent.iterdir() if "before-merge" in path.name]


def test_where_nothing_is_new_no_copy_is_made(store: Store, other: Path) -> None:
    assert store.merge(other).anything
    before = copies(store)
    report = store.merge(other)
    assert (report.anything, report.backup, report.trial) == (False, None, False)
    assert copies(store) == before
    with Store.open(other) as there:
        there.save_search(BOB, "mine", "bread")
    assert store.merge(other).anything  # which is nobody's decision
    assert len(copies(store)) == 2
    assert store.merge(other).backup is None


def test_a_merge_that_is_refused_late_leaves_no_copy(store: Store, other: Path) -> None:
    changed(
        other,
        """UPDATE event SET changes = replace(changes, '"skill": "local:sql"', '"skill": "local:none"')""",
    )
    with pytest.raises(UsageError, match="no skill 'local:none'"):
        store.merge(other)
    assert copies(store) == []
    assert keys(store) == []


def test_a_merge_that_is_stopped_says_just_that(store: Store, other: Path) -> None:
    def stop(_done: int, _total: int, now: str) -> None:
        if now == "decisions":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.merge(other, progress=stop)
    assert copies(store) == []
    assert keys(store) == []
    assert store.merge(other).events == 4


# Bundles


def test_a_bundle_brings_one_persons_work_and_no_texts(store: Store, other: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "bob.bundle"
    with Store.open(other) as there:
        there.set_state(ANN, keys(there)[0], State.DONE)
        report = there.bundle(BOB, bundle)
    assert (report.events, report.skills, report.postings) == (4, 1, 2)
    assert b"Only there" not in bundle.read_bytes()
    fill(store, [SQL])
    with pytest.raises(UsageError, match="1 postings that were decided on there are not here: 1 of 'feed'"):
        store.merge(bundle)
    assert store.events() == []
    fill(store, [SQL, "Only there, by a py\u200bthon."])
    assert store.merge(bundle).events == 4
    assert {event.annotator for event in store.events()} == {BOB}
    assert store.merge(other).events == 1
    with pytest.raises(UsageError, match="never overwrites"):
        store.bundle(BOB, bundle)
    with pytest.raises(NotFound, match="decided nothing"):
        store.bundle("joe", tmp_path / "joe.bundle")


# Refusals


def test_one_of_a_newer_version_is_refused(store: Store, other: Path) -> None:
    changed(other, "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('postil', '9999-later')")
    with pytest.raises(NewerDatabase, match="9999-later"):
        store.merge(other)


def test_one_of_an_older_version_is_read_from_a_copy_and_left_as_it_is(store: Store, tmp_path: Path) -> None:
    old = sorted((Path(__file__).parent / "databases").glob("*.db.gz"))[0]
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(old.read_bytes()))
    before = path.read_bytes()
    assert store.merge(path).postings == 3
    assert path.read_bytes() == before
    assert [one for one in tmp_path.iterdir() if one.name.startswith(".postil-merge")] == []
    assert list(store.findings()) == []


def test_a_file_that_is_none_of_ours_is_refused(store: Store, tmp_path: Path, other: Path) -> None:
    text = tmp_path / "text.db"
    text.write_bytes(b"no database" * 100)
    foreign = tmp_path / "foreign.db"
    changed(foreign, "CREATE TABLE mine (x)")
    cut = tmp_path / "cut.db"
    cut.write_bytes(other.read_bytes()[: 16_384 * 40])
    for path, error in ((text, NotADatabase), (foreign, NotADatabase), (cut, Damaged)):
        with pytest.raises(error):
            store.merge(path)
    with pytest.raises(UsageError, match="the database itself"):
        store.merge(store.path)
    assert keys(store) == []


NOW = "2026-01-01T00:00:00.000000+00:00"


def settled(result: str) -> dict[str, object]:
    return {"at": NOW, "result": result, "how": "adjudicated", "reason": None, "note": "", "basis": "1"}


FORGED = {
    "a table that is unknown": [{"table": "pay", "key": {}, "before": None, "after": {}}],
    "a column that is none": [{"table": "tag", "key": {"uid": "1"}, "before": None, "after": {'x") --': 1}}],
    "a key of another kind": [{"table": "tag", "key": {"skill": "1"}, "before": None, "after": {}}],
    "another's row": [
        {
            "table": "state",
            "key": {"posting": "KEY", "annotator": "ann"},
            "before": None,
            "after": {"state": "done", "at": "2026"},
        }
    ],
    "a value that is a list": [{"table": "tag", "key": {"uid": ["1"]}, "before": None, "after": None}],
    "a requirement that is none": [
        {
            "table": "tag",
            "key": {"uid": "1"},
            "before": None,
            "after": {"posting": "KEY", "skill": "local:sql", "annotator": "bob", "requirement": "maybe"},
        }
    ],
    "no list": {"table": "tag"},
    "a copy without tags": [
        {"table": "copied tags", "key": {"copy": "1"}, "before": None, "after": {"to": {}}}
    ],
    "a place in letters": [
        {
            "table": "tag",
            "key": {"uid": "1"},
            "before": None,
            "after": {
                "posting": "KEY",
                "skill": "local:sql",
                "annotator": "bob",
                "requirement": "required",
                "start": "8",
                "end": 11,
                "quote": "SQL",
            },
        }
    ],
    "a tag without a place": [
        {
            "table": "tag",
            "key": {"uid": "1"},
            "before": None,
            "after": {
                "posting": "KEY",
                "skill": "local:sql",
                "annotator": "bob",
                "requirement": "required",
            },
        }
    ],
    "a verdict on nothing": [
        {
            "table": "adjudication",
            "key": {"posting": "KEY", "kind": "verdict", "about": "f" * 32, "annotator": "bob"},
            "before": None,
            "after": settled("related"),
        }
    ],
    "a state that is none": [
        {
            "table": "adjudication",
            "key": {"posting": "KEY", "kind": "state", "about": "", "annotator": "bob"},
            "before": None,
            "after": settled("nonsense"),
        }
    ],
    "a result cut off": [
        {
            "table": "adjudication",
            "key": {"posting": "KEY", "kind": "tag", "about": "local:sql", "annotator": "bob"},
            "before": None,
            "after": settled("{bad"),
        }
    ],
    "a result without places": [
        {
            "table": "adjudication",
            "key": {"posting": "KEY", "kind": "tag", "about": "local:sql", "annotator": "bob"},
            "before": None,
            "after": settled('{"requirement": "required", "spans": ["8", "9"]}'),
        }
    ],
    "many accepted wrongly": [
        {
            "table": "accepted answers",
            "key": {"adjudication": "1"},
            "before": None,
            "after": {"annotator": "bob", "at": NOW, "units": {"KEY": [["state", "", "nonsense", "1"]]}},
        }
    ],
    "a row of no time": [
        {
            "table": "state",
            "key": {"posting": "KEY", "annotator": "bob"},
            "before": None,
            "after": {"state": "done", "at": "garbage"},
        }
    ],
    "a skill without a name": [
        {
            "table": "skill",
            "key": {"uri": "local:x"},
            "before": None,
            "after": {"label": " ", "folded": "", "kind": "skill", "labels": "[]"},
        }
    ],
    "a wrong type": [
        {
            "table": "state",
            "key": {"posting": "KEY", "annotator": "bob"},
            "before": None,
            "after": {"state": None, "at": "2026"},
        }
    ],
}


@pytest.mark.parametrize("name", FORGED, ids=lambda name: name.replace(" ", "-"))
def test_an_event_that_postil_would_not_write_is_refused_with_all_the_rest(
    store: Store, other: Path, name: str
) -> None:
    with Store.open(other) as there:
        key = keys(there)[0]
    told = json.dumps(FORGED[name]).replace("KEY", key)
    changed(other, "UPDATE event SET changes = ? WHERE seq = 2", told)
    with pytest.raises(UsageError, match=r"nothing was (merged|changed)"):
        store.merge(other)
    assert keys(store) == []
    assert store.events() == []


@pytest.mark.parametrize(
    "at",
    [
        "2026-19-39T29:59:59.000000+00:00",
        "2026-02-30T00:00:00.000000+00:00",
        "2999-01-01T00:00:00.000000+00:00",
    ],
    ids=["no-month", "no-day", "to-come"],
)
def test_a_time_that_is_none_or_still_to_come_is_refused_and_told(store: Store, other: Path, at: str) -> None:
    with Store.open(other) as there:
        assert list(there.findings()) == []
    changed(other, "UPDATE event SET at = ? WHERE seq = 3", at)
    with pytest.raises(UsageError, match="nothing was merged"):
        store.merge(other)
    assert keys(store) == []
    with Store.open(other) as there:
        assert len(list(there.findings())) == 1


@pytest.mark.parametrize(
    "at",
    ["2026-19-39T29:59:59.000000+00:00", "9999-12-31T23:59:59.999999+00:00"],
    ids=["no-month", "the-last"],
)
def test_who_has_a_decision_of_an_impossible_time_can_decide_on(store: Store, at: str) -> None:
    [key] = fill(store, [SQL])
    store.set_state(BOB, key, State.FLAGGED)
    changed(store.path, "UPDATE event SET at = ?", at)
    store.set_state(BOB, key, State.DONE)
    assert store.posting(BOB, key).state is State.DONE


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE adjudication SET result = '{bad'",
        "UPDATE adjudication SET at = 'garbage'",
        "UPDATE adjudication SET kind = 'verdict', about = 'nowhere', result = 'related'",
    ],
    ids=["result", "time", "pair"],
)
def test_what_was_settled_and_cannot_be_read_is_found(store: Store, sql: str) -> None:
    [key] = fill(store, [SQL])
    for name in (ANN, BOB):
        store.set_state(name, key, State.DONE)
    store.accept_unanimous("lead")
    assert list(store.findings()) == []
    changed(store.path, sql)
    assert len(list(store.findings())) == 1


def test_an_undo_of_anothers_decision_is_refused(store: Store, other: Path) -> None:
    with Store.open(other) as there:
        there.set_state(ANN, keys(there)[0], State.DONE)
        there.undo(BOB)
    changed(other, "UPDATE event SET refers_to = 5 WHERE action = 'undo'")
    with pytest.raises(UsageError, match="not one that Postil writes"):
        store.merge(other)


def test_names_that_datasets_use_stay_known_though_one_gave_way(store: Store, other: Path) -> None:
    [key] = fill(store, [SQL])
    store.set_state(BOB, key, State.SKIPPED)
    with Store.open(other) as there:
        names = {store.pseudonyms()[BOB], there.pseudonyms()[BOB]}
        store.merge(other)
        there.merge(store.path)
        assert store.pseudonyms() == there.pseudonyms() == {BOB: min(names)}
