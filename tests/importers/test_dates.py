"""Dates as sources write them: the day that is stated for sure, or none."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fields.dates import date_of

AUGUST_8 = date(2026, 8, 8)


@pytest.mark.parametrize(
    "value",
    [
        "2026-08-08", "2026-8-8", " 2026-08-08\n", "2026-08-08Z", "2026-08-08+02:00", "2026/08/08", "2026.08.08",
        "2026-08-08T10:00", "2026-08-08T10:00:00Z", "2026-08-08T23:59:59.123456-11:00", "2026-08-08T00:00:00+14:00",
        "2026-08-08 10:00:00 UTC", "2026-08-08T10:00:00.000+0200", "2026-08-08T10:00:00+02:00[Europe/Berlin]",
        "20260808", "20260808T101010Z", "20260808T101010+0200", 20260808, 20260808.0,
        "08.08.2026", "8.8.2026", "8. 8. 2026", "08.08.2026 10:00",
        "August  8, 2026", "August 8 2026", "AUGUST 8, 2026", "Aug 8, 2026", "Aug. 8, 2026", "August 8th, 2026",
        "8 August 2026", "8 Aug 2026", "08-Aug-2026", "8. August 2026", "8th August, 2026", "2026-Aug-08",
        "8 Aug 2026 10:00", "August 8, 2026 at 10:00 AM", "Aug 8, 2026, 9 pm", "Saturday, August 8, 2026",
        "Sat, 08 Aug 2026 12:00:00 +0000", "Sat, 8 Aug 2026 12:00:00 GMT", "08 Aug 2026 12:00 EST",
        "Sat Aug  8 12:00:00 2026", "Sat Aug  8 12:00:00 UTC 2026",
        "Sat Aug 08 2026 12:00:00 GMT+0000 (Coordinated Universal Time)",
        "08/08/2026",
        1786147200, 1786147200.5, 1786147200000, "1786147200", "1786147200000", "1786147200.25",
        date(2026, 8, 8), datetime(2026, 8, 8, 23, 59, tzinfo=timezone(timedelta(hours=-11))),
    ],
)  # fmt: skip
def test_the_day_as_written(value: Any) -> None:
    assert date_of(value) == AUGUST_8


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("13/02/2026", date(2026, 2, 13)),
        ("02/13/2026", date(2026, 2, 13)),
        ("2-13-2026", date(2026, 2, 13)),
        ("01.02.2026", date(2026, 2, 1)),
        ("Sept 9, 2026", date(2026, 9, 9)),
        ("May 5, 2026", date(2026, 5, 5)),
        ("29 Feb 2024", date(2024, 2, 29)),
        ("1990-01-01", date(1990, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
        (946684800, date(2000, 1, 1)),
        (4133980799, date(2100, 12, 31)),
    ],
)
def test_days_of_other_forms(value: Any, expected: date) -> None:
    assert date_of(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        None, "", " ", "01/02/2026", "1-2-2026", "13/13/2026", "31.02.2026", "30 Feb 2026", "2026-13-01",
        "2026-02-30", "2026", 2026, "2026-08", "August 2026", "8 Aug 26", "8/8/26", "0000-00-00", "00.00.0000",
        "yesterday", "today", "3 days ago", "Posted 30+ Days Ago", "just now", "ASAP", "Q3 2026",
        "2026-08-08 - 2026-09-08", "2026-08-08 10:00 - 2026-09-01 12:00", "8 or 9 August 2026", "until 2026-08-08",
        "1989-12-31", "2101-01-01", 946684799, 4133980800, 0, -1, 1.5, 12345, "12345678901234", 10**400, "9" * 5000,
        float("nan"), float("inf"), True, False, b"2026-08-08", [2026, 8, 8], {"$date": "2026-08-08"}, object(),
        "8 Août 2026", "８ Aug 2026", "2026-08-08" + " " * 5000 + "x",
    ],
)  # fmt: skip
def test_what_states_no_day_for_sure_is_none(value: Any) -> None:
    assert date_of(value) is None


@given(st.one_of(st.text(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.binary(), st.none()))
def test_anything_is_a_day_within_reason_or_none(value: Any) -> None:
    day = date_of(value)
    assert day is None or (type(day) is date and 1990 <= day.year <= 2100)


WRITTEN = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(WRITTEN, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%SZ"]))
def test_every_day_comes_back(day: date, form: str) -> None:
    assert date_of(day.strftime(form)) == day


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 12, 31), timezones=st.just(UTC)))
def test_seconds_and_milliseconds_come_back(moment: datetime) -> None:
    seconds = int(moment.timestamp())
    assert date_of(seconds) == date_of(str(seconds)) == date_of(seconds * 1000) == moment.date()


@given(
    st.lists(st.sampled_from([*"0123456789 -/.:,TZ+", "Aug", "Sat", "at", "pm", "2026", "08"]), max_size=80)
)
def test_no_text_takes_long_or_breaks(pieces: list[str]) -> None:
    date_of("".join(pieces))
