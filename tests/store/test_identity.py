"""Importing: what makes a posting the same one, and that every record is accounted for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from store import ImportReport, Problem, Query, Store
from store.drafts import Draft
from tests.build import ANN, draft, fill, keys, origin, place, take


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.read, report.added, report.unchanged, report.revised, report.refused


def test_the_same_file_twice_adds_nothing(store: Store) -> None:
    assert counts(take(store, "one", "two")) == (2, 2, 0, 0, 0)
    before = keys(store)
    assert counts(take(store, "one", "two")) == (2, 0, 2, 0, 0)
    assert keys(store) == before


def test_a_grown_file_adds_only_what_is_new(store: Store) -> None:
    first = fill(store, ["one", "two"])
    assert counts(take(store, "zero", "one", "two", "three")) == (4, 2, 2, 0, 0)
    assert keys(store)[:2] == first


def test_a_posting_that_moved_in_its_file_has_its_new_place(store: Store) -> None:
    [key] = fill(store, ["one"])
    take(store, "zero", "one")
    assert store.posting(ANN, key).locator == "line 2"


def test_two_equal_postings_are_two_and_stay_two(store: Store) -> None:
    assert counts(take(store, "same", "same")) == (2, 2, 0, 0, 0)
    assert counts(take(store, "same", "same")) == (2, 0, 2, 0, 0)
    assert counts(take(store, "same", "same", "same")) == (3, 1, 2, 0, 0)
    assert len(set(keys(store))) == 3


def test_a_file_that_lost_a_record_takes_nothing_away(store: Store) -> None:
    first = fill(store, ["one", "two"])
    assert counts(take(store, "two")) == (1, 0, 1, 0, 0)
    assert keys(store) == first


def test_spacing_case_and_quotes_do_not_make_another_posting(store: Store) -> None:
    fill(store, ["We need “Python”"])
    assert take(store, 'we  need\n"python"').unchanged == 1


@pytest.mark.parametrize(
    "fields",
    [{"title": "Baker"}, {"company": "Oven Ltd"}, {"locations": (place("FR, Lyon"),)}],
    ids=["title", "company", "location"],
)
def test_another_title_employer_or_place_is_another_posting(store: Store, fields: dict[str, object]) -> None:
    take(store, draft("same"), draft("same", **fields))
    assert len(set(keys(store))) == 2


def test_a_posting_has_the_same_key_in_another_database_and_another_order(tmp_path: Path) -> None:
    items: list[Draft | str] = ["one", "two", "two", draft("three", external_id="x3", locator="line 4")]
    with (
        Store.open(tmp_path / "a.db", create=True) as here,
        Store.open(tmp_path / "b.db", create=True) as there,
    ):
        take(here, "else", source="another")
        take(here, *items)
        take(there, *reversed(items))
        bodies = [{posting.body: posting.key for posting in db.every_posting(ANN)} for db in (here, there)]
        del bodies[0]["else"]
        assert bodies[0] == bodies[1]
        assert set(keys(there)) < set(keys(here))


def test_a_second_source_with_the_same_posting_has_a_posting_of_its_own(store: Store) -> None:
    fill(store, ["one"], source="here")
    fill(store, ["one"], source="there")
    assert len(set(keys(store))) == 2
    assert [row.source for row in store.listing(ANN)] == ["here", "there"]
    assert list(store.equal_texts()) == [[row.id for row in store.listing(ANN)]]


def test_equal_postings_in_two_files_of_one_command_are_two(store: Store) -> None:
    def command() -> tuple[int, int]:
        shared = store.occurrences()
        added = unchanged = 0
        for number in (1, 2):
            run = store.begin_import(origin(), shared)
            run.take([draft("one", locator=f"line {number}")])
            report = run.finish()
            added, unchanged = added + report.added, unchanged + report.unchanged
        return added, unchanged

    assert command() == (2, 0)
    assert command() == (0, 2)


def test_an_id_names_one_posting_in_all_files_of_a_source(store: Store) -> None:
    shared = store.occurrences()
    outcomes = []
    for day, body in (("monday", "one"), ("tuesday", "two")):
        run = store.begin_import(replace(origin(), file=day, sha256=day), shared)
        run.take([draft(body, external_id="7")])
        outcomes.append(counts(run.finish()))
    assert outcomes == [(1, 1, 0, 0, 0), (1, 0, 0, 1, 0)]
    assert [store.posting(ANN, key).body for key in keys(store)] == ["two"]


def test_an_id_that_comes_twice_in_one_file_makes_two_postings(store: Store) -> None:
    items = [draft("one", external_id="7"), draft("two", external_id="7", locator="line 2")]
    assert counts(take(store, *items)) == (2, 2, 0, 0, 0)
    assert counts(take(store, *items)) == (2, 0, 2, 0, 0)


def test_an_id_is_not_a_key_of_another_source(store: Store) -> None:
    take(store, draft("one", external_id="7"), source="here")
    take(store, draft("two", external_id="7"), source="there")
    assert [posting.body for posting in store.every_posting(ANN)] == ["one", "two"]


def test_refused_records_are_counted_with_their_reason_and_do_not_stop_the_rest(store: Store) -> None:
    bad = Problem("line 2", "body", "is blank")
    report = take(store, "one", bad, "three")
    assert counts(report) == (3, 2, 0, 0, 1)
    assert report.problems == (bad,)


def test_a_repair_is_told_and_the_record_is_taken(store: Store) -> None:
    mended = Problem("line 1", "body", "a NUL became U+FFFD")
    report = take(store, draft("one", repairs=(mended,)))
    assert counts(report) == (1, 1, 0, 0, 0)
    assert report.problems == (mended,)
    assert store.posting(ANN, keys(store)[0]).problems == (mended,)


def test_the_raw_record_is_kept_beside_the_posting(store: Store) -> None:
    take(store, draft("one", raw='{"text": "\x1b[2Jone\r\n"}'))
    assert store.raw(keys(store)[0]) == '{"text": "\x1b[2Jone\r\n"}'


def test_all_fields_come_back_as_they_were_imported(store: Store) -> None:
    wanted = draft(
        "Baker\nbakes bread",
        title="Night  baker",
        company="Oven",
        external_id="7",
        url="https://example.org/7",
        locations=(place("FR, Lyon"), place("DE, Köln")),
        work_mode="onsite",
        employment_type=("full time",),
        salary_text="12 an hour",
    )
    take(store, wanted)
    posting = store.posting(ANN, keys(store)[0])
    assert posting.title == "Night baker"
    for field in ("body", "company", "external_id", "url", "locations", "work_mode", "employment_type"):
        assert getattr(posting, field) == getattr(wanted, field)
    assert posting.salary_text == "12 an hour"


def test_a_lone_surrogate_anywhere_in_a_draft_or_problem_does_not_stop_an_import(store: Store) -> None:
    report = take(
        store,
        draft("one", locations=(place("FR, Ly\udcffon"),)),
        Problem("line \udcff", "body", "not \ud800 text"),
    )
    assert counts(report) == (2, 1, 0, 0, 1)
    assert store.posting(ANN, keys(store)[0]).locations[0].text == "FR, Ly\ufffdon"


def test_a_file_whose_name_is_not_text_is_imported_under_a_name_that_is(store: Store) -> None:
    name = "caf\udce9\nof jobs"  # what Python makes of a Latin-1 name on a disk
    report = take(store, "one", source=name)
    assert report.source == "caf\ufffd of jobs"
    assert take(store, "one", source=name).unchanged == 1
    assert store.status().sources == {"caf\ufffd of jobs": 1}
    assert store.key_of("caf\ufffd of jobs:line 1") == keys(store)[0]


class Interrupted(list[Draft | Problem]):
    """A batch during which the person presses Ctrl+C, when all but its last record are stored."""

    def __iter__(self) -> Iterator[Draft | Problem]:
        self.passes = getattr(self, "passes", 0) + 1
        for number, item in enumerate(super().__iter__(), 1):
            if self.passes == 2 and number == len(self):
                raise KeyboardInterrupt
            yield item


def test_a_batch_that_fails_leaves_nothing_of_itself(store: Store) -> None:
    shared = store.occurrences()
    run = store.begin_import(origin(), shared)
    run.take([draft("one", external_id="1")])
    kept = keys(store)
    revised, refused, new = draft("other", external_id="1"), Problem("line 2", None, "no"), draft("two")
    with pytest.raises(KeyboardInterrupt):
        run.take(Interrupted([revised, refused, new, draft("three")]))
    assert keys(store) == kept
    assert store.posting(ANN, kept[0]).body == "one"
    assert counts(run.report()) == (1, 1, 0, 0, 0)
    assert run.report().problems == ()
    # The run goes on as if the batch had never been tried.
    run.take([new, draft("three")])
    assert counts(run.finish()) == (3, 3, 0, 0, 0)
    assert list(store.findings()) == []


def test_an_import_stopped_half_way_is_told_until_it_is_done_again(store: Store) -> None:
    store.begin_import(origin(), store.occurrences()).take([draft("one")])
    [finding] = store.findings()
    assert "feed.txt" in finding
    assert "half-way" in finding
    assert counts(take(store, "one", "two")) == (2, 1, 1, 0, 0)
    assert list(store.findings()) == []


def test_texts_of_very_many_postings_can_be_asked_for_at_once(store: Store) -> None:
    [key] = fill(store, ["one"])
    assert store.texts([f"{number:020x}" for number in range(300_000)] + [key]) == {key: "one"}


def test_a_batch_may_be_of_any_size(store: Store) -> None:
    assert counts(take(store)) == (0, 0, 0, 0, 0)
    many = [Problem(f"line {number}", None, "no") for number in range(1000)]
    assert take(store, *many, "one").refused == 1000
    assert store.count(ANN, Query()) == 1
