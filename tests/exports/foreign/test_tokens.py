from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exports.foreign.tokens import Edges, covering, words

from .conftest import HOSTILE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("C++, Node.js", ["C", "+", "+", ",", "Node", ".", "js"]),
        ("py\u200bthon Brot\u200b,", ["py\u200bthon", "Brot", "\u200b", ","]),
        ("👩‍🍳 👍🏽 ❤️", ["👩‍🍳", "👍🏽", "❤️"]),
        ("日本語 हिन्दी e\u0301tude", ["日", "本", "語", "हिन्दी", "e\u0301tude"]),
        ("a\u00a0b\tc\x1b[2J", ["a", "b", "c", "\x1b", "[", "2J"]),
    ],
    ids=["signs", "unseen", "emoji", "scripts", "blanks"],
)
def test_words_and_signs(text: str, found: list[str]) -> None:
    assert [text[word.start : word.end] for word in words(text)] == found


@given(st.text(max_size=60))
@example("".join(HOSTILE.values()))
@example(" a")
def test_words_are_all_but_blanks_and_tokens_with_their_blanks_are_the_text(text: str) -> None:
    found = list(words(text))
    assert "".join(text[word.start : word.end] for word in found) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(found))
    tokens = covering(text)
    assert "".join(text[token.start : token.end] + " " * token.blank for token in tokens) == text
    assert [token for token in tokens if not text[token.start : token.end].isspace()] == [
        type(word)(word.start, word.end, text[word.end : word.end + 1] == " ") for word in found
    ]


@given(st.text("ab .", min_size=1, max_size=20), st.data())
def test_a_span_is_within_tokens_just_where_it_begins_and_ends_with_one(
    text: str, data: st.DataObject
) -> None:
    tokens = list(words(text))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    within = Edges.of(tokens).within(start, end)
    named = [n for n, token in enumerate(tokens) if start <= token.start and token.end <= end]
    if within:
        assert list(range(within[0], within[1] + 1)) == named
        assert (tokens[within[0]].start, tokens[within[1]].end) == (start, end)
    else:
        assert not named or tokens[named[0]].start != start or tokens[named[-1]].end != end
