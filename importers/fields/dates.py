"""Dates as sources write them. Relative ones ("3 days ago") and ambiguous ones (01/02/2026) are none."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from store import canonical_line

_YEARS = range(1990, 2101)
_EPOCH_YEARS = range(2000, 2101)
"""Years of which seconds and milliseconds are taken for dates: numbers beside them are of something else."""
_LONGEST = 80  # characters; longer texts are sentences

_NAMES = "january february march april may june july august september october november december"
_MONTHS = {form: month for month, name in enumerate(_NAMES.split(), 1) for form in (name, name[:3])} | {
    "sept": 9
}

_MONTH = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_ZONE = r"(?:z|[a-z]{1,5}|(?:gmt|utc)?[+-]\d{1,2}(?::?\d{2})?)"
_CLOCK = r"\d{1,2}(?::\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?|\s*[ap]\.?m\.?|\d{2}(?:\d{2})?)"
_TIME = rf"(?:(?:\s*,)?(?:\s+at)?(?:\s+|t){_CLOCK}(?:\s*{_ZONE})?(?:\s*\([^()]*\)|\[[^\[\]]*\])?)?"
_FORMS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?P<between>[-/.])(?P<month>\d{{1,2}})(?P=between){_DAY}(?:z|[+-]\d{{2}}:?\d{{2}}|{_TIME})",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}{_TIME}",
        rf"(?P<either>\d{{1,2}})(?P<between>[-/])(?P<other>\d{{1,2}})(?P=between){_YEAR}{_TIME}",
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:t{_CLOCK}{_ZONE}?)?",
        rf"{_WEEKDAY}{_DAY}(?:\s+|-|\.\s*){_MONTH}(?:\s*,\s*|\s+|-){_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}(?:\s*,\s*|\s+){_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+\d\d:\d\d(?::\d\d)?\s+(?:[a-z]{{3,4}}\s+)?{_YEAR}",
        rf"{_YEAR}[-\s]{_MONTH}[-\s]{_DAY}",
    )
)
_NUMBER = re.compile(r"\d{9,13}(?:\.\d+)?", re.ASCII)


def date_of(value: Any) -> date | None:
    """Return the day that a value states, None where it states none for sure.

    Of a time with an offset it is the day as written, of seconds or milliseconds since 1970 the day in UTC.
    Names of months are English, whatever the locale.
    """
    if isinstance(value, datetime):
        return _within(value.date())
    if isinstance(value, date):
        return _within(value)
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _of_text(str(int(value))) if 19_000_101 <= value <= 21_001_231 else _since_1970(value)
    return None


@lru_cache(maxsize=4096)
def _of_text(text: str) -> date | None:
    line = canonical_line(text) if len(text) <= _LONGEST else ""
    if not line:
        return None
    if _NUMBER.fullmatch(line):
        return _since_1970(float(line))
    for form in _FORMS:
        if match := form.fullmatch(line):
            return _of_parts(match.groupdict())
    return None


def _of_parts(parts: dict[str, str]) -> date | None:
    if "either" in parts:
        first, second = int(parts["either"]), int(parts["other"])
        if first <= 12 and second <= 12 and first != second:
            return None
        month, day = sorted((first, second))
    else:
        month = _MONTHS[parts["name"].lower()] if "name" in parts else int(parts["month"])
        day = int(parts["day"])
    try:
        return _within(date(int(parts["year"]), month, day))
    except ValueError:
        return None


def _since_1970(number: float) -> date | None:
    for seconds in (number, number / 1000) if 0 < number < 2**42 else ():
        if 0 < seconds < 2**32:
            day = datetime.fromtimestamp(seconds, UTC).date()
            if day.year in _EPOCH_YEARS:
                return day
    return None


def _within(day: date) -> date | None:
    return day if day.year in _YEARS else None
