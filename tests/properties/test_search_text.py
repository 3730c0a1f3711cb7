"""Whatever is typed, found or imported: the search never fails, and offsets are true."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Store, canonical, canonical_line, hits, normalised, parse, snippet, visible
from tests.build import ANN, fill

FIELDS = ["title", "company", "location", "country", "state", "source", "tag", "note", "dup", "key", "other"]
BODIES = [
    "C++ and C# but not C",
    "machine-learning in Zürich",
    "py\u200bthon, node.js & R&D 50%",
    "データ 100_000",
]

# Text of any kind, half surrogate pairs included, and text made of what means something in a query.
texts = st.text(st.one_of(st.characters(), st.characters(categories=["Cs", "Cc", "Cf"])))
pieces = st.sampled_from(
    ['"', "-", ":", "*", "(", ")", "^", "+", "#", "{", "}", "'", "\\", "%", "_", " ", "\x00", "\u200b"]
)
queries = st.lists(
    st.one_of(
        texts,
        pieces,
        st.sampled_from(FIELDS).map(lambda name: f"{name}:"),
        st.sampled_from(["AND", "NEAR", "python"]),
    ),
    max_size=8,
).map("".join)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A few postings with decisions on them, which no test here changes."""
    with Store.open(tmp_path_factory.mktemp("shelf") / "postil.db", create=True) as store:
        for key in fill(store, BODIES):
            store.tag(ANN, key, "100 %_sure")
            store.note(ANN, key, "a\\b 'quoted' \"twice\"")
        yield store


@given(query=queries, typing=st.booleans())
def test_no_query_fails_or_changes_anything(shelf: Store, query: str, typing: bool) -> None:
    before = shelf.status(), shelf.events()
    asked = parse(query, typing=typing)
    listed = [row.key for row in shelf.listing(ANN, asked)]
    assert shelf.count(ANN, asked) == len(listed)
    assert [row.key for row in shelf.window(ANN, asked, 0, 10).rows] == listed
    assert (shelf.status(), shelf.events()) == before


@given(query=queries)
def test_minus_is_the_opposite(shelf: Store, query: str) -> None:
    asked = parse(query)
    if len(asked.terms) == 1 and not asked.terms[0].excluded:
        opposite = parse("-" + query)
        if [term.text for term in opposite.terms] == [asked.terms[0].text] and opposite.terms[0].excluded:
            assert shelf.count(ANN, asked) + shelf.count(ANN, opposite) == len(BODIES)


@given(query=queries, text=texts, typing=st.booleans())
def test_hits_are_true_ordered_and_apart(query: str, text: str, typing: bool) -> None:
    last = 0
    for hit in hits(parse(query, typing=typing), text):
        assert last <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.quote
        last = hit.end
    line = snippet(parse(query, typing=typing), text)
    assert line is None or "\n" not in line


@given(start=st.integers(0, 60), length=st.integers(1, 30), body=st.sampled_from(BODIES))
def test_any_stretch_of_whole_words_of_a_text_finds_it(
    shelf: Store, start: int, length: int, body: str
) -> None:
    words = body.split(" ")
    phrase = " ".join(words[start % len(words) :][:length])
    if any(letter.isalnum() for letter in phrase):
        found = [row.key for row in shelf.listing(ANN, parse(f'"{phrase}"'))]
        assert next(key for key, text in shelf.texts(found).items() if text == body) in found


@given(texts)
def test_canonical_text_is_stable_storable_and_split_as_python_splits_it(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert once.encode().decode() == once
    assert "\x00" not in once
    if once:
        assert once.splitlines() == once.removesuffix("\n").split("\n")
    line = canonical_line(text)
    assert canonical_line(line) == line
    assert len(line.splitlines()) <= 1


@given(texts)
def test_normalised_text_does_not_care_for_case_spacing_or_what_is_not_seen(text: str) -> None:
    wanted = normalised(text)
    assert normalised(f"\u200b {text}\u00a0\ufeff") == wanted
    assert visible(visible(text)) == visible(text)
