"""JSON as it is taken from strangers: strict where a value would mislead, patient where only form is wrong.

Refused are NaN and the infinities, a key that stands twice in one object, numbers too large to be any, and
nesting deeper than any posting has. Control characters inside strings are taken: scrapers leave them there.
"""

import json
import math
import re
from collections import Counter
from typing import Any

DEEPEST = 100
"""Objects and lists inside one another. Real records have some ten."""
MOST_DIGITS = 100
"""Digits of an integer; what is beyond 64 bits is kept as text, as which it may be an identifier."""

_SAFE_DIGITS = 18
_NESTING = (dict, list)
_BLANKS = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[{]++|[\]}]++', re.DOTALL)


class NotJson(ValueError):
    """Text that is no JSON, or a value in it that is not taken.

    `at` is the offset where the text stops being JSON; None where it is JSON, so that reading can go on
    behind it.
    """

    def __init__(self, reason: str, at: int | None = None) -> None:
        super().__init__(reason)
        self.at = at


def parsed(text: str) -> Any:
    """Return the one value that text holds. Raises NotJson, which says what is wrong and where."""
    value, end = value_at(text, blanks_end(text, 0))
    end = blanks_end(text, end)
    if end != len(text):
        raise NotJson(f"more follows after its end, {place(text, end)}", end)
    return value


def value_at(text: str, at: int) -> tuple[Any, int]:
    """Return the value that begins at an offset, and where it ends. Raises NotJson."""
    try:
        value, end = _STRICT.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise _broken(text, error) from None
    except RecursionError:
        raise NotJson(_TOO_DEEP) from None
    if _is_deep(value):
        raise NotJson(_TOO_DEEP)
    return value, end


def end_of(text: str, at: int) -> int:
    """Return where the value that begins at an offset ends, whatever is in it. Raises NotJson."""
    try:
        return _LENIENT.raw_decode(text, at)[1]
    except json.JSONDecodeError as error:
        raise _broken(text, error) from None
    except (RecursionError, ValueError):
        return _closing(text, at)


def blanks_end(text: str, at: int) -> int:
    """Return the offset of the first character from `at` on that is not blank."""
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def place(text: str, at: int) -> str:
    """Return an offset in words, both numbers from 1; a text of one line has columns only."""
    column = at - text.rfind("\n", 0, at)
    if "\n" not in text.rstrip("\n"):
        return f"column {column:,}"
    before = text.count("\n", 0, at)
    return f"line {before + 1:,}, column {column:,}"


def unexpected(text: str, at: int, said: str) -> NotJson:
    """Return the error that the text does not go on as JSON does; `said` is what was expected."""
    if blanks_end(text, at) == len(text):
        return NotJson(f"it is cut off, {place(text, at)}", at)
    return NotJson(f"it is no JSON, {place(text, at)}: {said}", at)


_TOO_DEEP = f"objects and lists lie in one another more than {DEEPEST} deep"


def _broken(text: str, error: json.JSONDecodeError) -> NotJson:
    if error.msg.startswith("Unterminated"):
        return NotJson(f"a string that begins here has no end, {place(text, error.pos)}", error.pos)
    said = error.msg.removesuffix(" at").removesuffix(": ")
    return unexpected(text, error.pos, f"{said[:1].lower()}{said[1:]}")


def _is_deep(value: Any) -> bool:
    level = [value] if type(value) in _NESTING else []
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) in _NESTING
        ]
        if not level:
            return False
    return True


def _closing(text: str, at: int) -> int:
    """Where the brackets that open at an offset are closed, found without going into them."""
    depth = 0
    for token in _TOKEN.finditer(text, at):
        length = token.end() - token.start()
        match text[token.start()]:
            case "[" | "{":
                depth += length
            case "]" | "}" if depth <= length:
                return token.start() + depth
            case "]" | "}":
                depth -= length
    raise unexpected(text, len(text), "")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise NotJson(f"the key {json.dumps(twice)[:80]} stands twice in one object")
    return found


def _integer(digits: str) -> int | str:
    if len(digits) <= _SAFE_DIGITS:
        return int(digits)
    if len(digits) > MOST_DIGITS:
        raise NotJson(f"a number of {len(digits):,} digits is too large")
    number = int(digits)
    return number if -(2**63) <= number < 2**63 else digits


def _float(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise NotJson(f"the number {digits[:20]} is too large")
    return number


def _constant(name: str) -> float:
    raise NotJson(f"{name} is no value of JSON")


_STRICT = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
    strict=False,
)
_LENIENT = json.JSONDecoder(parse_int=len, strict=False)
