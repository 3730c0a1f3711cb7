"""What a query tells of itself: faults with their place, and fields that ask for any value or an alike one."""

import pytest

from store import Fault, Store, parse
from store.query import FIELDS
from tests.build import ANN, draft, place, take


@pytest.mark.parametrize(
    ("query", "marked", "told"),
    [
        ("statee:todo", "statee", "Did you mean state:?"),
        ("python -compny:acme", "compny", "Did you mean company:?"),
        ("qqqqq:1", "qqqqq", "Fields are title, company"),
        ("state:dome rust", "dome", "Did you mean done?"),
        ('state:"nowhere"', 'nowhere"', "It takes todo, done, skipped, flagged."),
        ("dup:opne", "opne", "Did you mean open?"),
        ("country:USA", "USA", "country:US"),
        ("key:xyz", "xyz", "0 to 9 and a to f"),
        ("rust state: todo", "state:", "state:todo"),
        ('rust "machine learning', '"machine learning', "not closed"),
        ('tag:"x', '"x', "not closed"),
    ],
)
def test_a_fault_tells_its_place_and_what_was_probably_meant(query: str, marked: str, told: str) -> None:
    [fault] = parse(query).faults
    assert query[fault.start : fault.end] == marked
    assert told in fault.sentence
    assert fault.sentence.endswith(".") or fault.sentence.endswith("?")


@pytest.mark.parametrize(
    "query",
    [
        'python "machine learning" -intern country:US state:todo tag:sql dup:near note:* source:hn company:~amazn',
        "https://example.com/jobs C++ 10:30 re:member ratio:",
        "state:* country:us key:AB12 STATE:Done",
        "",
        "-",
    ],
)
def test_what_can_be_meant_is_no_fault(query: str) -> None:
    assert parse(query).faults == ()


@pytest.mark.parametrize("typed", ["state:", "state:d", "dup:o", "country:u", '"mach', 'tag:"ma'])
def test_what_is_still_being_typed_is_no_fault(typed: str) -> None:
    assert parse(typed, typing=True).faults == ()


def test_what_can_become_nothing_is_a_fault_at_once() -> None:
    assert [fault.start for fault in parse("statee:to", typing=True).faults] == [0]
    assert [fault.start for fault in parse("state:x", typing=True).faults] == [6]


def test_several_faults_come_in_the_order_of_their_places() -> None:
    faults = parse('statee:x dup:never "open').faults
    assert [fault.start for fault in faults] == [0, 13, 19]
    assert all(isinstance(fault, Fault) for fault in faults)


def test_a_query_with_faults_is_asked_all_the_same(store: Store) -> None:
    take(store, "statee:todo is what it says", "other")
    assert store.count(ANN, parse("statee:todo")) == 1


@pytest.fixture
def shelf(store: Store) -> Store:
    companies = ["Amazon Web Services, Inc.", "amazon", "Amadeus", "Acme Baking Co", None]
    take(
        store,
        *(
            draft(
                f"Text {number}.",
                company=company,
                title="T" if number else None,
                locations=(place("US, NY"),) * number,
            )
            for number, company in enumerate(companies)
        ),
    )
    return store


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("company:~amazn", 2),
        ("company:~Amazone", 2),
        ("-company:~amazn", 3),
        ("company:~amadeous", 1),
        ('company:"~amazn"', 0),
        ("company:~acme", 1),
        ("company:~zzzzz", 0),
        ("company:~", 5),
        ("company:~x", 0),
        ("company:*", 4),
        ("title:*", 4),
        ("location:*", 4),
        ("-country:*", 1),
    ],
)
def test_companies_are_found_by_about_their_name_and_fields_by_having_any_value(
    shelf: Store, query: str, count: int
) -> None:
    assert shelf.count(ANN, parse(query)) == count
    assert len(shelf.window(ANN, parse(query), 0, 10).rows) == count


def test_an_employer_that_came_since_is_found_too(shelf: Store) -> None:
    assert shelf.count(ANN, parse("company:~gogle")) == 0
    take(shelf, draft("New.", company="Google"), source="other")
    assert shelf.count(ANN, parse("company:~gogle")) == 1


def test_a_posting_is_found_by_having_any_note_tag_or_pair(store: Store) -> None:
    take(store, "one", "two")
    keys = [row.key for row in store.listing(ANN)]
    store.note(ANN, keys[0], "hm")
    store.tag(ANN, keys[1], "SQL")
    for query, found in (("note:*", 0), ("tag:*", 1), ("-note:*", 1)):
        assert [row.key for row in store.listing(ANN, parse(query))] == [keys[found]]
    assert store.count(ANN, parse("dup:*")) == 0


def test_while_typing_a_state_may_be_unfinished(store: Store) -> None:
    take(store, "one", "two")
    assert store.count(ANN, parse("state:to", typing=True)) == 2
    assert store.count(ANN, parse("state:to")) == 0


@pytest.mark.parametrize("field", FIELDS)
def test_any_value_can_be_asked_of_every_field(store: Store, field: str) -> None:
    take(store, "one")
    assert store.count(ANN, parse(f"{field}:*")) + store.count(ANN, parse(f"-{field}:*")) == 1
