"""A trial says what an import would do, and writes nothing."""

from collections.abc import Sequence

from store import ImportReport, Store
from store.drafts import Draft
from tests.build import ANN, draft, keys, origin, take


def imported(store: Store, batches: Sequence[Sequence[Draft]], *, trial: bool) -> ImportReport:
    run = store.begin_import(origin(), store.occurrences(), trial=trial)
    for batch in batches:
        run.take(batch)
    return run.finish()


def outcome(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.unchanged, report.revised, report.refused


def test_a_trial_says_what_the_import_then_does_and_leaves_the_database_as_it_was(store: Store) -> None:
    take(store, draft("one", external_id="1"), draft("two", external_id="2"))
    before = keys(store), store.posting(ANN, keys(store)[0]).body
    batch = [draft("one", external_id="1"), draft("two!", external_id="2"), draft("three", external_id="3")]
    trial = imported(store, [batch], trial=True)
    assert (keys(store), store.posting(ANN, keys(store)[0]).body) == before
    assert list(store.findings()) == []
    assert outcome(trial) == outcome(imported(store, [batch], trial=False)) == (1, 1, 1, 0)


def test_equal_ids_and_equal_texts_are_counted_across_batches(store: Store) -> None:
    batches = [
        [draft(f"{number} {turn}", external_id=str(number)) for number in range(40)] for turn in ("a", "b")
    ]
    batches += [[draft("the same")] * 3, [draft("the same")] * 2]
    assert outcome(imported(store, batches, trial=True)) == (85, 0, 0, 0)
    assert outcome(imported(store, batches, trial=False)) == (85, 0, 0, 0)
    assert outcome(imported(store, batches, trial=True)) == (0, 85, 0, 0)
    assert outcome(imported(store, batches, trial=False)) == (0, 85, 0, 0)


def test_a_trial_sees_what_the_files_before_it_in_one_command_would_leave(store: Store) -> None:
    def both(*, trial: bool) -> list[tuple[int, int, int, int]]:
        occurrences = store.occurrences()
        found = []
        again = [draft("two", external_id="1"), draft("two", external_id="2")]
        for name, batch in (("one.txt", [draft("one", external_id="1")]), ("two.txt", again)):
            run = store.begin_import(origin(file=name), occurrences, trial=trial)
            run.take(batch)
            found.append(outcome(run.finish()))
        return found

    assert both(trial=True) == both(trial=False) == [(1, 0, 0, 0), (1, 0, 1, 0)]


def test_an_id_that_stands_twice_in_a_file_is_told_and_both_are_kept(store: Store) -> None:
    report = imported(store, [[draft("one", external_id="1"), draft("two", external_id="1")]], trial=False)
    assert outcome(report) == (2, 0, 0, 0)
    (problem,) = report.problems
    assert (problem.field, problem.reason) == (
        "external_id",
        "a record before it in the file had the id '1'; all are kept",
    )
    assert store.posting(ANN, keys(store)[1]).problems == (problem,)
