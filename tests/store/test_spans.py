"""Evidence: offsets count code points of the body, and no span is stored that does not quote its text."""

import pytest

from store import InvalidSpan, Span, Store, canonical
from tests.build import ANN, fill

TEXTS = {
    "emoji with joiners": "Lead 👩‍👩‍👧‍👦 families, 🏳️‍🌈 welcome, 💩 not",
    "combining marks": "cafe\u0301 Zu\u0308rich a\u0323\u0307b",
    "right to left": "نطلب Python و SQL في الرياض — דרוש מפתח",
    "chinese, japanese, korean": "我们需要熟悉Python的工程师。データ分析。데이터",
    "tabs and no-break spaces": "\tSQL\t\t5\u00a0years\u2003of\u200bwork\n",
    "zero width and bidi": "py\u200bthon \u202egpj.exe\u202c \ufeffend",
    "control characters": "a\x1b[2Jb\x07c\x9bd",
    "line ends of every kind": canonical("one\r\ntwo\rthree\x0bfour\u2028five\u2029six\x85seven\x00"),
    "one character": "x",
    "beyond the first plane": "𝒮𝒬ℒ𐍈𝔘",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_span_of_a_text_is_stored_and_read_back_as_it_stands(store: Store, text: str) -> None:
    [key] = fill(store, [text])
    body = store.posting(ANN, key).body
    assert body == text
    pieces = {(start, start + 1) for start in range(len(body))} | {(0, len(body))}
    for span in pieces:
        store.tag(ANN, key, "skill", span=span, quote=body[slice(*span)])
    tags = store.posting(ANN, key).tags
    assert {tag.span for tag in tags} == {Span(*span, body[slice(*span)]) for span in pieces}
    # The same check in SQL, where offsets are counted by another program.
    assert list(store.findings()) == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_spans_outside_the_text_are_refused(store: Store, text: str) -> None:
    [key] = fill(store, [text])
    end = len(text)
    wrong = [
        (end, end),
        (0, end + 1),
        (end, end + 1),
        (-1, 1),
        (1, 0),
        (0, 0),
        (end + 5, end + 9),
        (0, 2**63),
    ]
    for span in wrong:
        with pytest.raises(InvalidSpan) as caught:
            store.tag(ANN, key, "skill", span=span)
        assert str(caught.value).endswith(".")
        with pytest.raises(InvalidSpan):
            store.note(ANN, key, "note", span=span)
    assert store.events() == []
    assert store.vocabulary() == []


def test_a_quote_that_is_not_what_stands_there_is_refused(store: Store) -> None:
    [key] = fill(store, ["cafe\u0301 SQL"])
    for span, quote in (
        ((0, 4), "café"),
        ((0, 5), "caf\u00e9"),
        ((6, 9), "sql"),
        ((6, 9), ""),
        ((6, 9), "SQ"),
    ):
        with pytest.raises(InvalidSpan):
            store.tag(ANN, key, "skill", span=span, quote=quote)
    assert store.posting(ANN, key).tags == ()


@pytest.mark.parametrize("quote", ["", "sql", "SQL ", "C + +"])
def test_a_quote_that_stands_nowhere_is_refused(store: Store, quote: str) -> None:
    [key] = fill(store, ["SQL, C++"])
    with pytest.raises(InvalidSpan) as caught:
        store.note(ANN, key, "note", quote=quote)
    assert repr(quote) in str(caught.value)
    assert store.events() == []
