"""A span is where it was set, in whatever is written: tagged, exported, imported elsewhere and shown."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from store import Requirement, Store, canonical
from tests.build import ANN, fill
from tests.importers.datasets import contents, exported, imported

PIECES = (
    "SQL",
    "C++",
    "👩‍👩‍👧‍👦",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "👍🏽",
    "💩",
    "e\u0301",
    "n\u0303o\u0323\u0302",
    "שלום",
    "مرحبا",
    "\u202eabc\u202c",
    "\u200f\u200e",
    "日本語",
    "ナイト",
    "ภาษาไทย",
    "한국어",
    "ﬁ",
    "ß",
    "İ",
    "zero\u200bwidth",
    "\u00ad",
    "\ufeff",
    "\u2028",
    "\x85",
    "\r\n",
    "\t",
    "\u00a0",
    "\n\n",
    "=1",
    "\x1b[2J",
    '"',
    ",",
)
texts = st.lists(
    st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=["Cs"])), min_size=1, max_size=12
).map(" ".join)
places = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 30)), min_size=1, max_size=6)


@settings(max_examples=15)
@given(text=texts, wanted=places, names=st.booleans())
def test_spans_hold_from_tagging_to_the_next_database(
    text: str, wanted: list[tuple[int, int]], names: bool
) -> None:
    body = canonical(f"x{text}x")
    spans = {(at % len(body), min(at % len(body) + size, len(body))) for at, size in wanted}
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "old.db", create=True) as old:
        (key,) = fill(old, [body])
        assert old.posting(ANN, key).body == body
        for number, span in enumerate(sorted(spans)):
            old.tag(ANN, key, f"skill {number}", Requirement.REQUIRED, span)
            old.note(ANN, key, f"note {number}", span)
        first = exported(old, Path(folder) / "first", names=names)
        with Store.open(Path(folder) / "new.db", create=True) as new:
            assert [report.problems for report in imported(new, first).reports] == [()]
            for store in (old, new):
                posting = store.posting(ANN, key)
                assert posting.body == body
                for marks in (posting.tags, posting.notes):
                    found = {(mark.span.start, mark.span.end, mark.span.quote) for mark in marks if mark.span}
                    assert found == {(start, end, body[start:end]) for start, end in spans}
                assert list(store.findings()) == []
            assert contents(exported(new, Path(folder) / "second", names=names)) == contents(first)
