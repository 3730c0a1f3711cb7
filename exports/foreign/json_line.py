"""JSON of one posting: one line of ASCII, with nothing in it that a reader of lines or a terminal would obey."""

import json


def json_line(value: object) -> str:
    """Return a value on one line, keys in the order given; what JSON lacks is written as text."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"), default=str)
