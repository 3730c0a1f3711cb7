import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.csv_file import CsvFile
from exports.guard import guard, unguard

SIGNS = "=+-@\t\r\n＝＋－＠"
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.sampled_from(SIGNS + "'\"a, \u2028;"), max_size=8),
)


@pytest.mark.parametrize(
    "text",
    ["=cmd|'/c calc'!A1", "-5", "\t=1", "＝1", "'=1", "''-", "+1", "@SUM(A1)", "\r1", "\n1", "－1", "＋", "＠", "- "],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guard(text) == f"'{text}"
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["", "a=1", "'", "''", "'quoted'", " =1", "1-2", "é", "(-5)", "\u2212"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guard(text) == text
    assert unguard(text) == text


@given(texts)
def test_every_text_comes_back(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in tuple(SIGNS)


@given(st.lists(texts, max_size=4))
def test_every_text_comes_back_through_a_csv_reader(cells: list[str]) -> None:
    out = io.StringIO(newline="")
    table = CsvFile(out, ["text", "number", "score", "nothing", "several"])
    table.write([(text, 7, 0.5, None, [text, "b"]) for text in cells])
    written = out.getvalue()
    header, *lines = csv.reader(io.StringIO(written, newline=""), strict=True)
    assert header == ["text", "number", "score", "nothing", "several"]
    assert [[unguard(cell) for cell in line] for line in lines] == [
        [text, "7", "0.5", "", f"{text}\nb"] for text in cells
    ]
    assert table.rows == len(cells)
    assert written.count('"') % 2 == 0
    assert written.endswith("\r\n")
