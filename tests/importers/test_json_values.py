"""JSON values: the same as the standard library's where it is strict, and refused with a place where it is not."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.documents.json_values import DEEPEST, NotJson, end_of, parsed, value_at

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@given(VALUES, st.booleans(), st.sampled_from([None, 2]))
def test_what_was_written_is_read(value: Any, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert parsed(text) == value
    assert parsed(f" \n{text}\t\n") == value
    assert value_at(f"[1,{text},2]", 3) == (value, 3 + len(text))
    assert end_of(f"[1,{text},2]", 3) == 3 + len(text)


@given(st.text(alphabet='{}[],:"\\ \n0123456789.eE+-truefalsnINy\ud800\0'))
def test_any_text_is_a_value_or_a_problem(text: str) -> None:
    try:
        parsed(text)
    except NotJson as error:
        found = error
    else:
        json.loads(text, strict=False)
        return
    assert str(found)
    assert found.at is None or 0 <= found.at <= len(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("NaN", "NaN is no value of JSON"),
        ('{"a": [-Infinity]}', "-Infinity is no value of JSON"),
        ("1e999", "the number 1e999 is too large"),
        ("9" * 5000, "a number of 5,000 digits is too large"),
        ('{"a":1,"a":2}', 'the key "a" stands twice in one object'),
        ('{"a":{"b":1,"c":2,"b":3}}', 'the key "b" stands twice in one object'),
        ("[" * 1000 + "]" * 1000, "objects and lists lie in one another more than 100 deep"),
        ('{"a":' * 101 + "1" + "}" * 101, "objects and lists lie in one another more than 100 deep"),
        ("[" * 100_000 + "]" * 100_000, "objects and lists lie in one another more than 100 deep"),
    ],
)
def test_a_value_that_would_mislead_is_refused_and_reading_can_go_on(text: str, reason: str) -> None:
    with pytest.raises(NotJson) as found:
        parsed(text)
    assert str(found.value) == reason
    assert found.value.at is None
    assert end_of(f"{text},1", 0) == len(text)


@pytest.mark.parametrize(
    ("text", "reason", "at"),
    [
        ("", "it is cut off, column 1", 0),
        ('{"a":1', "it is cut off, column 7", 6),
        ('{"a":"b', "a string that begins here has no end, column 6", 5),
        ('{"a" 1}', "it is no JSON, column 6: expecting ':' delimiter", 5),
        ("[1,]", "it is no JSON, column 4: expecting value", 3),
        ('{"a":\n  x}', "it is no JSON, line 2, column 3: expecting value", 8),
        ("{} {}", "more follows after its end, column 4", 3),
        (r'"\x"', "it is no JSON, column 2: invalid \\escape", 1),
    ],
)
def test_broken_text_says_where(text: str, reason: str, at: int) -> None:
    with pytest.raises(NotJson) as found:
        parsed(text)
    assert (str(found.value), found.value.at) == (reason, at)


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**40])
def test_an_integer_beyond_64_bits_is_text(number: int) -> None:
    assert parsed(f'{{"id": {number}}}') == {"id": str(number)}


def test_the_largest_integers_are_numbers() -> None:
    assert parsed(f"[{2**63 - 1},{-(2**63)},{10**18}]") == [2**63 - 1, -(2**63), 10**18]


def test_depth_up_to_the_limit_is_read() -> None:
    text = "[" * DEEPEST + "]" * DEEPEST
    assert parsed(text) == json.loads(text)


def test_control_characters_in_strings_are_taken() -> None:
    assert parsed('{"a":"one\ttwo\nthree\x1b[2J\0"}') == {"a": "one\ttwo\nthree\x1b[2J\0"}


def test_half_a_surrogate_pair_is_taken_as_it_is() -> None:
    assert parsed(r'"\ud800"') == "\ud800"


def test_many_keys_of_which_one_stands_twice_take_no_time() -> None:
    text = "{" + ",".join(f'"{number}":1' for number in range(100_000)) + ',"7":2}'
    with pytest.raises(NotJson, match='"7" stands twice'):
        parsed(text)
