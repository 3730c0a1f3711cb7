"""Real-shaped files of every format, torn and patched at random: nothing is raised but PostilError, and what
is yielded holds."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers import IMPORTERS, File, Importer, Record, Unread, Wishes, recognise
from store import Blank, PostilError, Problem
from store.drafts import Draft

from .seeds import SEEDS

TOKENS = [
    b'"', b"'", b"\\", b"\n", b"\r", b"\t", b",", b";", b"|", b"{", b"}", b"[", b"]", b":", b"<", b">", b"&",
    b"&amp;", b"</script>", b"<!--", b"]]>",
    b"<![CDATA[", b"<p>", b"<li>", b"null", b"true", b"NaN", b"1e999", b"-0", b"\0",
    b"\xff", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\\u0000", b"\\ud800", b"\xe2\x80\xae", b"\x1b[2J", b"@graph",
    b"@type", b"postil_problem", b"sep=;", b"PK\x03\x04", b"PAR1", b"\x1f\x8b",
]  # fmt: skip


@st.composite
def torn(draw: st.DrawFn) -> bytes:
    """A seed with some of its pieces gone, doubled, exchanged or replaced."""
    data = draw(st.sampled_from(list(SEEDS.values())))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        other = draw(st.integers(0, len(data)))
        patch = draw(
            st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4), st.just(data[other : other + 30]))
        )
        data = data[:start] + patch + data[end:]
    return gzip.compress(data) if draw(st.booleans()) else data


def all_of(importer: Importer, file: File) -> list[Draft | Problem | Blank]:
    """What becomes of every record of a file, or nothing where it cannot be read."""
    found: list[Draft | Problem | Blank] = []
    try:
        reading = importer.reading(file, Wishes())
        for record in reading.records():
            match record:
                case Record():
                    made = reading.draft(record)
                    found.append(made)
                    if isinstance(made, Problem):
                        reading.rejects.entry(record.text, record.value, made)
                case Unread():
                    found.append(record.problem)
                    reading.rejects.entry(record.text, None, record.problem)
                case _:
                    found.append(record)
    except PostilError:
        return found
    return found


def holds(item: Draft | Problem | Blank) -> None:
    assert item.locator
    if isinstance(item, Problem):
        assert item.reason
    if isinstance(item, Draft):
        assert Draft.model_validate(item.model_dump()) == item


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: importer.name)
@settings(max_examples=60)
@given(data=torn())
def test_every_importer_bears_every_file(importer: Importer, data: bytes) -> None:
    file = File.of("any", data)
    importer.recognises(file)
    for item in all_of(importer, file):
        holds(item)


@settings(max_examples=200)
@given(data=st.one_of(torn(), st.binary(max_size=400)))
def test_what_is_recognised_is_read_or_refused_with_a_sentence(data: bytes) -> None:
    file = File.of("any", data)
    try:
        importer = recognise(file)
    except PostilError:
        return
    if importer is not None:
        for item in all_of(importer, file):
            holds(item)


@pytest.mark.parametrize("name", SEEDS)
def test_every_seed_is_recognised_as_what_it_is(name: str) -> None:
    importer = recognise(File.of("any", SEEDS[name]))
    assert importer is not None
    assert importer.name == name
    assert any(isinstance(item, Draft) for item in all_of(importer, File.of("any", SEEDS[name])))


def test_there_is_a_seed_of_every_format() -> None:
    assert set(SEEDS) == {importer.name for importer in IMPORTERS} - {"text", "html-text"}


def test_seeds_are_what_people_have() -> None:
    assert json.loads(SEEDS["greenhouse"])["jobs"]
