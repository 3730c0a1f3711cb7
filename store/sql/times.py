"""Times as decisions have them: UTC in ISO 8601, to the microsecond, so that their order is that of their letters."""

from datetime import UTC, datetime, timedelta

from .connection import Connection

AHEAD = timedelta(days=1)  # by which the clocks of two machines may differ
_DIGITS = "[0-9][0-9]"
# What nearly all times look like.
_GLOB = f"{_DIGITS * 2}-{_DIGITS}-{_DIGITS}T{_DIGITS}:[0-5][0-9]:[0-5][0-9].{_DIGITS * 3}+00:00"


def is_time(told: object) -> bool:
    """Whether something is a time as decisions have it."""
    if not isinstance(told, str):
        return False
    try:
        return datetime.fromisoformat(told).astimezone(UTC).isoformat(timespec="microseconds") == told
    except (ValueError, OverflowError):
        return False


def is_to_come(at: str) -> bool:
    """Whether a time is so far ahead that a clock must have been wrong."""
    return at > (datetime.now(UTC) + AHEAD).isoformat(timespec="microseconds")


def odd(db: Connection, table: str) -> int:
    """Return how many rows of a table have no time where one belongs."""
    # Only what the pattern does not settle is parsed.
    doubtful = db.rows(
        f"SELECT at FROM \"{table}\" WHERE at NOT GLOB '{_GLOB}' OR substr(at, 1, 1) = '0' OR substr(at, 6, 2) "
        "NOT BETWEEN '01' AND '12' OR substr(at, 9, 2) NOT BETWEEN '01' AND '28' OR substr(at, 12, 2) > '23'"
    )
    return sum(not is_time(row["at"]) for row in doubtful)
