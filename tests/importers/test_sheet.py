"""Workbooks: which sheet, what becomes of its cells, and files that are made to do harm."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import File, Wishes
from importers.tables.csv_table import CsvImporter
from importers.tables.sheet import SheetImporter
from store import Blank, PostilError, Problem, Unreadable
from store.drafts import Draft

from .tables import BODY, drafts, mapped, opened, outcomes, rejected, rows, said

SHEET = SheetImporter()
HEADER: list[Any] = ["Job ID", "Title", "Date posted", "Remote", "Salary min", "Description"]
JOBS: list[list[Any]] = [HEADER, [123.0, "Night Baker", date(2024, 1, 5), True, 30000.5, BODY]]

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """An .xlsx file."""
    book = openpyxl.Workbook()
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_member(data: bytes, name: str, content: str | bytes) -> bytes:
    """The archive with one member changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info.filename))
        new.writestr(name, content)
    return out.getvalue()


def with_cells(cells: str) -> bytes:
    """A workbook whose sheet is written by hand."""
    sheet = f"<worksheet {_MAIN}><sheetData>{cells}</sheetData></worksheet>"
    return with_member(plain(), "xl/worksheets/sheet1.xml", sheet)


def open_document(rows: str) -> bytes:
    """An .ods file with the rows of one sheet."""
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{_OASIS}:office:1.0" '
        f'xmlns:table="{_OASIS}:table:1.0" xmlns:text="{_OASIS}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Jobs">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()


def text_cell(text: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


@cache
def plain() -> bytes:
    return workbook(Jobs=JOBS)


def test_a_row_is_a_posting() -> None:
    (draft,) = drafts(opened(SHEET, plain()))
    assert draft.locator == "row 1"
    assert (draft.external_id, draft.title, draft.body) == ("123", "Night Baker", BODY)
    assert (draft.date_posted, draft.work_mode) == (date(2024, 1, 5), "remote")
    assert draft.salary_text == "from 30000.5"
    assert draft.raw.startswith('{"Job ID": "123", "Title": "Night Baker", "Date posted": "2024-01-05", ')


def test_cells_become_text() -> None:
    values = [
        1.0,
        0.5,
        -3,
        2**40,
        True,
        False,
        None,
        date(2024, 1, 5),
        datetime(2024, 1, 5, 9, 30),
        time(8),
        "007",
        " x ",
    ]
    header = [f"name {number}" for number in range(len(values))]
    (row,) = rows(opened(SHEET, workbook(Jobs=[header, values]), said(body="name 0")))
    assert row == [
        "1", "0.5", "-3", "1099511627776", "true", "false", "", "2024-01-05", "2024-01-05T09:30:00", "08:00:00",
        "007", " x ",
    ]  # fmt: skip


def test_the_first_sheet_with_a_header_is_read_and_named() -> None:
    book = workbook(Notes=[["Exported by the harbour office"], ["in spring"]], Empty=[], Jobs=JOBS, Old=JOBS)
    (draft,) = drafts(opened(SHEET, book))
    assert draft.locator == "row 1 of Jobs"


def test_where_no_sheet_is_a_table_the_first_with_anything_is_told_of() -> None:
    book = workbook(Empty=[], Notes=[["Exported"], ["in spring"]], More=[["x"]])
    with pytest.raises(Unreadable, match=r"The columns are Exported\."):
        opened(SHEET, book)


def test_a_caption_above_the_header_is_passed_over() -> None:
    book = workbook(Jobs=[["Open jobs, 2024"], [], *JOBS, [], ["", "Miller"], [None] * 6])
    found = outcomes(opened(SHEET, book))
    assert [type(item) for item in found] == [Draft, Blank, Problem]
    assert [item.locator for item in found] == ["row 1", "row 2", "row 3"]


def test_the_columns_are_mapped_like_any() -> None:
    book = workbook(Jobs=[["a", "b"], ["x", "y"]])
    with pytest.raises(Unreadable, match="--map body=COLUMN"):
        opened(SHEET, book)
    assert mapped(opened(SHEET, book, said(body="B"))) == {"body": "b"}


def test_an_open_document_is_read() -> None:
    header = "".join(map(text_cell, ("title", "text", "benefits")))
    row = text_cell("Night Baker") + text_cell("Bake &amp; sell", 'table:number-columns-repeated="2"')
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    content = f"<table:table-row>{header}</table:table-row><table:table-row>{row}</table:table-row>{blank}"
    assert rows(opened(SHEET, open_document(content))) == [["Night Baker", "Bake & sell", "Bake & sell"]]


def test_refused_rows_are_a_table() -> None:
    book = workbook(Jobs=[*JOBS, [5, 'Miller, "old"', None, None, None, None]])
    again = rejected(opened(SHEET, book))
    assert again == (
        "postil_problem,Job ID,Title,Date posted,Remote,Salary min,Description\n"
        'row 2: body: the posting has no text,5,"Miller, ""old""",,,,\n'
    )
    (draft,) = drafts(opened(CsvImporter(), again.replace(",,,,", ",,,,Mill.")))
    assert (draft.title, draft.body) == ('Miller, "old"', "Mill.")


FAR = '<row r="1"><c r="A1"><v>1</v></c><c r="{}"><v>1</v></c></row>'
MANY = text_cell("x", 'table:number-columns-repeated="1e9"')


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"locked with a password, or an \.xls"),
        (workbook(Jobs=[]), "has nothing in its sheets"),
        (with_member(plain(), "xl/workbook.bin", b"\x83\x01"), r"of the binary kind, \.xlsb"),
        (
            with_member(open_document(""), "mimetype", "application/vnd.oasis.opendocument.text"),
            "and no workbook",
        ),
        (with_member(plain(), "xl/workbook.xml", "none"), "damaged|nothing"),
        (with_member(plain(), "xl/workbook.xml", b"\xff\xfe\x00"), "damaged|nothing"),
        (with_cells('<row r="1"><c r="1A"><v>1</v></c></row>'), "is damaged: "),
        (with_cells(FAR.format("XFD1048576")), "needs more than 1 GiB of memory"),
        (with_cells(FAR.format("ZZZZZ4000000000")), "needs more than 1 GiB of memory"),
        (open_document(f"<table:table-row>{MANY}</table:table-row>"), "is damaged: "),
    ],
    ids=[
        "old",
        "empty",
        "binary",
        "letter",
        "no names",
        "no text",
        "no place",
        "far",
        "too far",
        "no number",
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=f"^a file .*(?:{reason})"):
        opened(SHEET, data)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = with_member(plain(), "xl/media/image1.png", bytes(257 * 1024 * 1024))
    assert len(bomb) < 300_000
    with pytest.raises(Unreadable, match="unpacks to more than 256 MiB"):
        opened(SHEET, bomb)


def test_repeated_cells_without_end_end() -> None:
    row = f"<table:table-row>{text_cell('title')}{text_cell('text')}</table:table-row>"
    many = text_cell("x" * 10_000, 'table:number-columns-repeated="16384"')
    repeated = f'<table:table-row table:number-rows-repeated="1000000">{many}</table:table-row>'
    with pytest.raises(Unreadable, match=r"needs more than 1 GiB|is damaged"):
        opened(SHEET, open_document(row + repeated))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"title,text\nBaker,Bake\n", b"PAR1", plain()[2:]], ids=range(5)
)
def test_what_is_no_workbook_is_left_to_others(content: bytes) -> None:
    assert not SHEET.recognises(File.of("jobs.xlsx", content))
    with pytest.raises(Unreadable, match="is no workbook"):
        SHEET.reading(File.of("jobs.xlsx", content), Wishes())


@given(at=st.integers(0, 10_000), change=st.binary(min_size=1, max_size=8), cut=st.booleans())
def test_a_damaged_workbook_is_read_or_a_postil_error(at: int, change: bytes, cut: bool) -> None:
    data = plain()
    at %= len(data)
    file = File.of("any", data[:at] if cut else data[:at] + change + data[at + len(change) :])
    SHEET.recognises(file)
    try:
        for item in outcomes(SHEET.reading(file, Wishes())):
            assert item.locator.startswith("row ")
    except PostilError:
        return


SHEET_XML = "xl/worksheets/sheet1.xml"


BROKEN = st.binary(max_size=12) | st.sampled_from([b"<c", b'"', b">", b"&#0;", b"</row>"])


@given(at=st.integers(0, 5_000), change=BROKEN)
def test_a_sheet_that_is_no_sheet_is_read_or_a_postil_error(at: int, change: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(plain())) as archive:
        content = archive.read(SHEET_XML)
    at %= len(content)
    file = File.of(
        "any", with_member(plain(), SHEET_XML, content[:at] + change + content[at + len(change) :])
    )
    try:
        for item in outcomes(SHEET.reading(file, Wishes())):
            assert item.locator.startswith("row ")
    except PostilError:
        return
