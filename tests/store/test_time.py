"""Times in the journal: an annotator's events never go backwards, whatever the clock does."""

from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from store import State, Store
from tests.build import ANN, fill

BOB = "bob"
START = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


class Clock(datetime):
    """A clock that the test sets."""

    at = START

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Clock":
        return cls.fromisoformat(cls.at.isoformat())


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr("store.sql.journal.datetime", Clock)
    monkeypatch.setattr(Clock, "at", START)
    return Clock


def test_events_keep_their_order_when_the_clock_steps_back(store: Store, clock: type[Clock]) -> None:
    [key] = fill(store, ["one"])
    for step in (0, 5, -3600, 0, 0, -86_400 * 365, 1):
        clock.at += timedelta(seconds=step)
        store.set_state(ANN, key, State.DONE)
        store.undo(ANN)
        store.redo(ANN)
        store.note(ANN, key, "note")
    times = [event.at for event in store.events(limit=1000)][::-1]
    assert times == sorted(set(times))
    assert all(datetime.fromisoformat(at).utcoffset() == timedelta(0) for at in times)
    assert {len(at) for at in times} == {len("2026-03-29T01:30:00.000000+00:00")}


def test_notes_keep_their_order_when_the_clock_stands_still(store: Store) -> None:
    [key] = fill(store, ["one"])
    texts = [f"note {number}" for number in range(20)]
    for text in texts:
        store.note(ANN, key, text)
    assert [note.text for note in store.posting(ANN, key).notes] == texts


def test_the_latest_canonical_choice_holds_though_the_clock_stepped_back(
    store: Store, clock: type[Clock]
) -> None:
    every = fill(store, ["one", "two", "three", "four", "five"])
    for key in every:
        clock.at -= timedelta(hours=1)
        store.choose_canonical(ANN, key)
    assert store.canonical_choices() == every


def test_one_annotators_wrong_clock_does_not_move_anothers_times(store: Store, clock: type[Clock]) -> None:
    [key] = fill(store, ["one"])
    clock.at = START + timedelta(days=3650)
    store.set_state(ANN, key, State.DONE)
    clock.at = START
    store.set_state(BOB, key, State.FLAGGED)
    assert store.events(annotator=BOB)[0].at == START.isoformat(timespec="microseconds")


def test_times_go_on_with_the_clock_once_it_has_caught_up(store: Store, clock: type[Clock]) -> None:
    [key] = fill(store, ["one"])
    for at in (START, START - timedelta(hours=1), START + timedelta(hours=1)):
        clock.at = at
        store.note(ANN, key, "note")
    assert store.events()[0].at == (START + timedelta(hours=1)).isoformat(timespec="microseconds")
