"""Dates as sources write them. Relative ones ("3 days ago") and ambiguous ones (01/02/2026) are none."""

from datetime import date
from typing import Any


def date_of(value: Any) -> date | None:
    """Return the day that a value states, None where it states none for sure."""
    raise NotImplementedError
