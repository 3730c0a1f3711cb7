"""What a terminal would obey never leaves the one door for text from outside."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text import content, shown, shown_lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("\x1b[2J", "␛[2J", id="clear screen"),
        pytest.param("\x1b]0;PWN\x07", "␛]0;PWN␇", id="title"),
        pytest.param("\x1b]52;c;QQ==\x07", "␛]52;c;QQ==␇", id="clipboard"),
        pytest.param("\x9b31m", "\ufffd31m", id="C1"),
        pytest.param("\u202egpj.exe", "\ufffdgpj.exe", id="bidi"),
        pytest.param("py\u200bthon", "py\ufffdthon", id="zero width"),
        pytest.param("a\x00b\x7f", "a␀b␡", id="NUL and DEL"),
        pytest.param("\ufeffx", "\ufffdx", id="byte order mark"),
        pytest.param("a\tb", "a b", id="tab"),
        pytest.param("\U000e0041", "\ufffd", id="tag character"),
        pytest.param("👩‍💻 é 日本 שלום", "👩‍💻 é 日本 שלום", id="what is only text"),
    ],
)
def test_controls_become_pictures(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text())
def test_the_length_is_kept_and_nothing_that_acts_is_left(text: str) -> None:
    safe = shown(text)
    assert len(safe) == len(text)
    assert not any(unicodedata.category(letter) == "Cc" for letter in safe)
    assert not set(safe) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@given(st.text(alphabet="[]/@=abc()' \n"))
def test_markup_stays_text(text: str) -> None:
    assert content(text).plain == shown_lines(text)
    assert content(text).spans == []
