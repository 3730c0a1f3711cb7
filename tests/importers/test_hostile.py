"""Whatever is fed in, an importer raises nothing but PostilError, and what it yields holds."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import IMPORTERS, Document, File, read_document, recognise
from importers.fields.titles import MOST_TURNS
from importers.plain.texts import TextFormat
from store import PostilError, Problem, canonical
from store.drafts import Draft

from .pages import items

FRAGMENTS = st.sampled_from(
    [
        "GB, London", "US, CA, Pasadena", "US,\u00a0CA,\u00a0Pasadena", "Related content", "\n", "\n\n", " ", "\t",
        "• ", "  • item", "We seek a ", "As an ", "Applied Scientist", ", you will", "Key job responsibilities ",
        "About the team", "Why AWS? ", "Skills\n", "Required\n", "Other signals\n", "A A · B · GB, Leeds\n",
        "Title: ", "Employer: ",
        "Salary: ", "Head of ", "and ", "of ", "(", ")", "II", "\0", "\ud800", "\ufeff", "\u2028",
        "\x1b[2J", "e\u0301", "👩🏽‍⚕️", "’", "ß", ".", ":", "?", "-", "1. ",
        "a body line that is long enough to be taken for the text of a posting ",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.one_of(FRAGMENTS, st.text(max_size=4)), max_size=40).map("".join))
OF_TEXT = {importer.name: importer for importer in IMPORTERS if isinstance(importer, TextFormat)}
EVERY = pytest.mark.parametrize("importer", OF_TEXT.values(), ids=lambda importer: importer.name)


def holds(record: Draft | Problem, document: Document) -> None:
    """Assert what every record must satisfy. (A draft's own offsets are checked when it is made.)"""
    if isinstance(record, Problem):
        assert record.locator.startswith("line ")
        assert record.reason
        return
    number = int(record.locator.removeprefix("line "))
    assert document.lines[number - 1].strip()
    assert record.body in document.text
    assert canonical(record.body) == record.body
    guess = record.title_inferred
    assert guess is None or (record.title is None and record.body[guess.start : guess.end] == guess.text)
    ends = [section.end for section in record.sections]
    starts = [section.start for section in record.sections]
    assert ends == [*starts[1:], len(record.body)][: len(starts)]
    assert Draft.model_validate(record.model_dump()) == record


@EVERY
@given(text=TEXTS)
def test_any_text_yields_records_that_hold(importer: TextFormat, text: str) -> None:
    document = Document.of("any", canonical(text))
    importer.knows(document)
    for record in importer.read(document):
        holds(record, document)


@given(
    data=st.one_of(st.binary(), TEXTS.map(lambda text: text.encode("utf-8", "replace"))),
    encoding=st.none() | st.text(),
)
def test_any_bytes_become_canonical_text_or_a_postil_error(data: bytes, encoding: str | None) -> None:
    try:
        document = read_document("any", data, encoding)
    except PostilError:
        return
    assert canonical(document.text) == document.text
    assert "\n".join(document.lines) == document.text
    for importer in OF_TEXT.values():
        for record in importer.read(document):
            holds(record, document)


@given(text=TEXTS)
def test_what_is_recognised_yields_something(text: str) -> None:
    file = File.of("any", text.encode("utf-8", "replace"))
    importer = recognise(file)
    assert importer is None or list(items(file))


@given(bodies=st.lists(st.text(alphabet="abc •.-", min_size=1, max_size=60), min_size=1, max_size=8))
def test_every_line_of_a_tail_is_in_a_draft_or_a_problem(bodies: list[str]) -> None:
    lines = [line for body in bodies for line in ("GB, London", body)]
    document = Document.of("any", "Related content\n" + "\n".join(lines))
    records = list(OF_TEXT["page"].read(document))
    placed = [record for record in records if isinstance(record, Draft) or record.field == "body"]
    assert [record.locator for record in placed] == [
        f"line {2 + 2 * number}" for number in range(len(bodies))
    ]
    for number, body in enumerate(bodies):
        taken = any(isinstance(r, Draft) and r.body == body for r in records)
        reported = any(r.locator == f"line {3 + 2 * number}" for r in records)
        assert taken or reported or not body.strip()


HOSTILE = [
    "We seek a ", "seek a\u00a0", "As a ", "join ", "Engineer ", "We seek a Senior ", "Title: ", "a", " ", "Why A ",
    ". ", ",", "About the team ", "Key job responsibilities ", "We seek an Engineer (A", "• ", "US, CA, ", "-",
    "the Night Baker ", "Benefits\n",
]  # fmt: skip


def calls(read: Callable[[], object]) -> int:
    """Count the calls of Python functions and of functions in C that reading makes."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        read()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("pattern", HOSTILE)
@EVERY
def test_work_grows_no_faster_than_the_text(importer: TextFormat, pattern: str) -> None:
    def work(length: int) -> int:
        body = pattern * (length // len(pattern))
        text = body if importer.name == "text" else f"T\n\nA · B\n\nGB, London\n{body}\n\nRequired\n\n• x"
        return calls(lambda: list(importer.read(Document.of("x", text))))

    assert work(40_000) < 2.5 * work(20_000) + 200


@pytest.mark.parametrize("pattern", HOSTILE)
def test_a_mebibyte_of_it_is_one_posting(pattern: str) -> None:
    body = (pattern * (1024 * 1024))[: 1024 * 1024 - 12].replace("\n", " ")
    (record,) = OF_TEXT["page"].read(Document.of("x", f"GB, London\n{body or 'x'}x"))
    assert isinstance(record, Draft)


def test_turns_beyond_the_limit_are_not_looked_at() -> None:
    turns = "We seek a lamp. " * MOST_TURNS
    (record,) = OF_TEXT["text"].read(Document.of("x", turns + "We seek a Night Baker."))
    assert isinstance(record, Draft)
    assert record.title_inferred is None
