"""Tables as text: how they are told, what their rows are, and what breaks of them when one row is broken."""

import csv
import gzip
from collections.abc import Iterator
from itertools import chain, count, islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import File, Record, Unread, Wishes
from importers.lines import LINE_LIMIT
from importers.tables.csv_dialect import Dialect
from importers.tables.csv_rows import RowTexts
from importers.tables.csv_table import CsvImporter
from store import Blank, PostilError, Problem, Unreadable, UsageError, canonical
from store.drafts import Draft

from .pages import page, tail
from .tables import BODY, drafts, mapped, opened, outcomes, rejected, rows, said, table

CSV = CsvImporter()


def read(content: str | bytes | File, wishes: Wishes = Wishes()) -> list[list[str]]:  # noqa: B008
    """The cells of each row."""
    return rows(opened(CSV, content, wishes))


def problems(content: str | bytes) -> list[str]:
    """Where and why, of each row that is not taken."""
    found = (item for item in outcomes(opened(CSV, content)) if isinstance(item, Problem))
    return [f"{problem.locator}: {problem.reason}" for problem in found]


def test_a_row_is_a_posting() -> None:
    content = table(
        ["Job ID", "Title", "Company", "Location", "Description", "Colour"],
        [7, "Night Baker", "Ofen & Sohn", "GB, Leeds", BODY, "blue"],
    )
    reading = opened(CSV, content)
    (draft,) = drafts(reading)
    assert draft.locator == "row 1"
    assert (draft.external_id, draft.title, draft.company, draft.body) == (
        "7",
        "Night Baker",
        "Ofen & Sohn",
        BODY,
    )
    assert [place.city for place in draft.locations] == ["Leeds"]
    assert draft.raw == (
        '{"Job ID": "7", "Title": "Night Baker", "Company": "Ofen & Sohn", "Location": "GB, Leeds", '
        f'"Description": "{BODY}", "Colour": "blue"}}'
    )
    assert reading.columns is not None
    assert reading.columns.unused == ("Colour",)


def test_a_record_is_known_by_its_lines_as_they_stood() -> None:
    content = 'title,text\r\n"Baker","Bake\r\n""well"""\r\nMiller,Mill'
    reading = opened(CSV, content)
    assert [item.text for item in reading.records() if isinstance(item, Record)] == [
        '"Baker","Bake\r\n""well"""\r\n',
        "Miller,Mill",
    ]
    assert reading.remembers is not None


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_and_line_ends(delimiter: str, end: str) -> None:
    records = [
        ["Baker", "1,5; or | more\tof it", "Bake.\nWell."],
        ["Miller", 'with "marks"', ""],
        ["", "x", "y"],
    ]
    content = table(["title", "salary", "text"], *records, delimiter=delimiter, lineterminator=end)
    assert read(content) == records


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("title;salary;text\nBaker;12,50;Bake.\n", [["Baker", "12,50", "Bake."]]),
        ("sep=;\ntitle;text\nBaker;a, b, c\n", [["Baker", "a, b, c"]]),
        ("sep=^\r\ntitle^text\r\nBaker^a;b\r\n", [["Baker", "a;b"]]),
        ("\ufefftitle,text\nBaker,Bake\n", [["Baker", "Bake"]]),
        ("\n\r\n\ntitle,text\n\nBaker,Bake\n\n\n", [["Baker", "Bake"]]),
        ("# made by a scraper, 2024\n# second line\ntitle,text\nBaker,Bake\n", [["Baker", "Bake"]]),
        ("Jobs of the harbour\n\ntitle,text\nBaker,Bake\n", [["Baker", "Bake"]]),
        ("title,text\rBaker,Bake\rMiller,Mill\r", [["Baker", "Bake"], ["Miller", "Mill"]]),
        ("'title','text'\n'Baker','it''s, well'\n'Miller','Mill'\n", [["Baker", "it's, well"], ["Miller", "Mill"]]),
        ('"title","text"\n"Baker","say \\"hi\\", twice"\n', [["Baker", 'say "hi", twice']]),
        ('title, text\nBaker, "a, b"\n', [["Baker", "a, b"]]),
        ('title,text\n"Baker, night",Bake\n', [["Baker, night", "Bake"]]),
        ('title,text\n5" pipe,3" pipe\n', [['5" pipe', '3" pipe']]),
        ('title,text,url\n"Pipe of 5" or more",x,\n', [["Pipe of 5\" or more", "x", ""]]),
        ('title,text\n"the "Ofen" bakery","say ""so"""\n', [['the "Ofen" bakery', 'say "so"']]),
        ("title,text\nBaker,Bake,,\n", [["Baker", "Bake", "", ""]]),
        ("title,text\n'tis,the 'season'\n", [["'tis", "the 'season'"]]),
        ("title,text\nBaker,a\rb\n", [["Baker", "a\rb"]]),
        ("title,text\nBaker,a\\b\\\n", [["Baker", "a\\b\\"]]),
    ],
)  # fmt: skip
def test_what_tables_look_like(content: str, expected: list[list[str]]) -> None:
    assert read(content) == expected


def test_marks_that_are_escaped_only_later_in_the_file() -> None:
    first = [["Baker", "Bake, " * 300]] * 60
    content = table(["title", "text"], *first, quoting=csv.QUOTE_ALL)
    assert len(content) > 64 * 1024
    late = '"Miller","say \\"hi\\",\ntwice"\n"Mark","\\""\nKeeper,Keep\n"Ferry hand","Row"\n'
    expected = [["Miller", 'say "hi",\ntwice'], ["Mark", '"'], ["Keeper", "Keep"], ["Ferry hand", "Row"]]
    assert read(content + late)[60:] == expected


def test_one_column_is_a_table_where_that_is_said() -> None:
    file = File.of("x", b'text\nBake\n\n"Mill,\nwell"\n')
    assert not CSV.recognises(file)
    found = drafts(CSV.reading(file, Wishes()))
    assert [(draft.locator, draft.body) for draft in found] == [("row 1", "Bake"), ("row 2", "Mill,\nwell")]


def test_columns_without_a_name_are_called_by_their_place() -> None:
    reading = opened(CSV, "title,,text,\nBaker,x,Bake,y\n")
    assert reading.columns is not None
    assert reading.columns.unused == ("column 2", "column 4")


@pytest.mark.parametrize("header", ["id,id", "title,text,Title ,text", "title,text,\ufefftitle"])
def test_a_name_that_stands_twice_refuses_the_file(header: str) -> None:
    with pytest.raises(Unreadable, match=r"Two columns are called '(id|text|title)'"):
        opened(CSV, f"{header}\n1,2,3,4\n")


def test_rows_with_nothing_in_them_are_blank() -> None:
    content = 'title,text\nBaker,Bake\n,\n" ","\n"\n\n \t,\u00a0\nMiller,Mill\n'
    assert [type(item) for item in outcomes(opened(CSV, content))] == [Draft, Blank, Blank, Blank, Draft]
    assert [draft.locator for draft in outcomes(opened(CSV, content)) if not isinstance(draft, Problem)] == [
        f"row {number}" for number in range(1, 6)
    ]


def test_a_cell_of_nothing_but_marks_is_not_blank() -> None:
    assert read('title,text\n"""",","\n') == [['"', ","]]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "title,text\n1\nBaker,Bake\n1,2,3\n",
            ["row 1: the row has 1 cells, and the header 2", "row 3: the row has 3 cells, and the header 2"],
        ),
        (
            'title,text\na,"b\nBaker,Bake\nMiller,Mill\n',
            ["row 1: line 2: a quotation mark is opened in it and never closed"],
        ),
        (
            'title,text\nBaker,Bake\n,,"\n',
            ["row 2: line 3: a quotation mark is opened in it and never closed"],
        ),
        (
            'title,text\nBaker,Bake\na,"b\nc,d\n"Miller",Mill\n',
            ["row 2: line 3: a quotation mark stands inside a quoted cell and is not doubled"],
        ),
        (
            "title,text\nBaker,a\rb,c\nMiller,Mill\n",
            ["row 1: line 2: a carriage return stands in a cell without quotation marks"],
        ),
        ("title,text\nBaker,Bake\ntitle,text\n", ["row 2: the header stands here again"]),
        ('title,text\nBaker,""\n', ["row 1: the posting has no text"]),
    ],
)
def test_what_is_refused(content: str, expected: list[str]) -> None:
    assert problems(content) == expected


def test_more_cells_than_the_header_are_taken_where_nothing_is_in_them() -> None:
    (draft,) = drafts(opened(CSV, "title,text\nBaker,Bake,,\n"))
    assert draft.raw == '{"title": "Baker", "text": "Bake"}'


def test_a_header_may_begin_as_a_comment_does() -> None:
    found = outcomes(opened(CSV, "# id,title,text\n1,Baker\n2,Miller,Mill\n"))
    assert [type(item) for item in found] == [Problem, Draft]


def test_an_open_mark_takes_nothing_with_it() -> None:
    content = 'title,text\na,"b\nc,d\ne,f\n'
    taken = [draft.title for draft in outcomes(opened(CSV, content)) if isinstance(draft, Draft)]
    assert taken == ["c", "e"]


@pytest.mark.parametrize("at", [0, 3, 5])
def test_a_mark_opened_in_a_long_file_takes_nothing_with_it(at: int) -> None:
    lines = [f'B{number},"Bake ""{number}"" of them,\nand more"\n' for number in range(6)]
    lines.insert(at, 'broken,"never closed\n')
    found = outcomes(opened(CSV, "title,text\n" + "".join(lines)))
    assert [item.title for item in found if isinstance(item, Draft)] == [f"B{number}" for number in range(6)]
    assert [item.locator for item in found if isinstance(item, Problem)] == [f"row {at + 1}"]


def test_a_mark_is_looked_for_no_farther_than_a_record_may_reach() -> None:
    line = b"Baker," + b"x" * 1017 + b"\n"
    more = LINE_LIMIT // len(line) + 2
    content = b'title,text\nbroken,"open\n' + line * more
    found = outcomes(opened(CSV, content))
    assert isinstance(found[0], Problem)
    assert found[0].reason == "line 2: a quotation mark is opened in it and not closed within 8 MiB"
    assert sum(isinstance(item, Draft) for item in found) == more


def test_a_line_that_is_too_long_is_one_problem() -> None:
    content = b'title,text\nBaker,Bake\nlong,"' + b"x" * (LINE_LIMIT + 10) + b'"\nMiller,"Mill"\n'
    reason = "the line is longer than the limit of 8 MiB; only its first 1,000 characters are kept"
    assert problems(content) == [f"row 2: line 3: {reason}"]
    inside = b'title,text\nBaker,Bake\nlong,"a\n' + b"x" * (LINE_LIMIT + 10) + b'"\nMiller,Mill\n",x\n'
    found = outcomes(opened(CSV, inside))
    assert [item.title for item in found if isinstance(item, Draft)] == ["Baker", "Miller"]
    assert sum(isinstance(item, Problem) for item in found) == 3


def test_a_cell_may_be_longer_than_the_csv_module_allows() -> None:
    (draft,) = drafts(opened(CSV, table(["title", "text"], ["Baker", "x" * 131_073])))
    assert len(draft.body) == 131_073


def test_what_is_not_of_the_encoding_is_one_row() -> None:
    content = 'title,text\nBäcker,"Back\nBrot"\nMiller,"Käse\nMühle"\nBaker,Bake\n'.encode("cp1252")
    reading = opened(CSV, content)
    found = list(reading.records())
    assert [type(item) for item in found] == [Unread, Unread, Record]
    first, second = (item for item in found if isinstance(item, Unread))
    assert first.problem.reason.startswith("line 2: byte 2 of the line is not utf-8.")
    assert second.text == 'Miller,"K\udce4se\nM\udcfchle"\n'
    assert second.problem.locator == "row 2"


def test_the_encoding_is_as_said_or_as_marked() -> None:
    content = "title,text\nBäcker,Backen\n"
    for encoding in ("utf-16", "utf-8-sig"):
        assert read(content.encode(encoding)) == [["Bäcker", "Backen"]]
    assert read(File.of("x", content.encode("cp1252"), "cp1252")) == [["Bäcker", "Backen"]]


def test_a_header_that_is_not_of_the_encoding_refuses_the_file() -> None:
    content = "title,text,Vergütung\nBaker,Bake,1\n".encode("cp1252")
    with pytest.raises(Unreadable, match=r"The header of a file cannot be read: line 1: .* --encoding"):
        opened(CSV, content)


def test_no_body_names_the_columns() -> None:
    with pytest.raises(
        Unreadable, match=r"The columns are a, b\. Say which one it is with --map body=COLUMN"
    ):
        opened(CSV, "a,b\n1,2\n3,4\n5,6\n")
    reading = opened(CSV, "a,b\n1,2\n3,4\n5,6\n", said(body="B"))
    assert mapped(reading) == {"body": "b"}
    assert [draft.body for draft in drafts(reading)] == ["2", "4", "6"]


def test_wishes_that_cannot_be_met_are_told_before_anything_is_read() -> None:
    with pytest.raises(UsageError, match="There is no column 'c'"):
        opened(CSV, "title,text\nBaker,Bake\n", said(body="c"))


def test_a_vocabulary_is_no_table_of_postings() -> None:
    with pytest.raises(Unreadable, match="postil skills import"):
        opened(CSV, "conceptUri,preferredLabel,altLabels,description\n,Baking,,x\n,Milling,,y\n,Rowing,,z\n")


@pytest.mark.parametrize(
    "content",
    [
        page(tail()),
        "GB, London\nWe seek a baker, a miller, and a keeper of lamps.\nUS, CA, Pasadena\nWe seek another.\n",
        "Dear reader, this is prose.\nIt has commas, now and then.\nEach line has one, as you see.\nAlways, one.\n",
        "Bakers, millers\nApples, pears\nLamps, oars\nBoats, trains\n",
        "Night Baker\n\nOfen · Bread · GB, Leeds\n\nRequired\n\n• Flour, water\n",
        '{"title": "Baker", "text": "Bake"}\n{"title": "Miller", "text": "Mill"}\n',
        '[{"title": "Baker", "text": "Bake"}, {"title": "Miller", "text": "Mill"}]',
        "<html><title>Baker, company, location</title>\n<p>a,b,c\n<p>d,e,f\n</html>",
        "Title: Baker\nCompany: Ofen, Leeds\n\nWe bake, and bake.\n",
        "1,2\n3,4\n5,6\n7,8\n",
        "import csv, json\nfrom a import b, c\nx, y = 1, 2\nprint(x, y)\n",
        "title\nBaker\nMiller\nKeeper\n",
        "",
        "\n\n",
        b"\x00\x01\x02,\x00\x00" * 99,
        b"PK\x03\x04title,text\n",
        "a,b\n1,2\n3,4\n",
        "Bake.;Mill!\n1;2\n3;4\n5;6\n",
        "a,b\n1,2\n3,4\n5\n",
        "Salary\n",
    ],
)
def test_what_is_no_table_is_left_to_others(content: str | bytes) -> None:
    assert not CSV.recognises(File.of("x.csv", content.encode() if isinstance(content, str) else content))


def test_a_table_may_be_unpacked_on_the_way() -> None:
    assert read(gzip.compress(b"title,text\nBaker,Bake\n")) == [["Baker", "Bake"]]


def test_refused_rows_are_a_table_again() -> None:
    content = 'title;text;url\nBaker\nMiller;"Mill; or ""not""";x;y\n"b";"open\nBaker;Bake;z\n'
    reading = opened(CSV, content)
    assert [type(item) for item in outcomes(reading)] == [Problem, Problem, Problem, Draft]
    again = rejected(reading)
    assert again.splitlines()[0] == "postil_problem;title;text;url"
    assert [type(item) for item in outcomes(opened(CSV, again))] == [Problem, Problem, Problem]
    assert rejected(opened(CSV, again)).count("postil_problem") == 1
    assert rejected(opened(CSV, again)).count("never closed") == 1
    mended = again.replace("Baker\n", "Baker;Bake;\n").replace("x;y", "x").replace('"open', '"open";')
    assert [(draft.locator, draft.title, draft.body) for draft in drafts(opened(CSV, mended))] == [
        ("row 1", "Baker", "Bake"),
        ("row 2", "Miller", 'Mill; or "not"'),
        ("row 3", "b", "open"),
    ]
    assert "postil_problem" not in drafts(opened(CSV, mended))[0].raw


def test_a_table_of_refused_rows_is_known_by_its_first_column() -> None:
    content = table(["postil_problem", "foo", "bar"], ["row 1: too short", "a", "b"])
    assert read(content, said(body="foo")) == [["a", "b"]]


@pytest.mark.parametrize("mark", ['"', "'"])
def test_marks_and_escapes_in_refused_rows(mark: str) -> None:
    content = '"title","text"\n"a","b, ""c""","d"\n'.replace('"', mark)
    mended = rejected(opened(CSV, content)).replace(",d\n", "\n")
    assert read(mended) == [["a", f"b, {mark}c{mark}"]]


NAMES = ["title", "company", "location", "description", "benefits"]
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12) | st.lists(
    st.sampled_from(["a", " ", ",", ";", "\t", "|", '"', "'", "\n", "\r\n", "\\", "x=1", "é", "\u2028"]),
    max_size=8,
).map("".join)
TABLES = st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=6)
DIALECTS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from([",", ";", "\t", "|"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
        "lineterminator": st.just("\r\n"),
    }
)


@given(records=TABLES, how=DIALECTS)
def test_what_csv_writes_reads_back_cell_for_cell(records: list[list[str]], how: dict[str, Any]) -> None:
    expected = [record if any(cell.strip() for cell in record) else [] for record in records]
    assert read(table(NAMES, *records, **how)) == expected


@given(records=TABLES, how=DIALECTS)
def test_so_it_does_with_single_marks(records: list[list[str]], how: dict[str, Any]) -> None:
    how |= {"quotechar": "'", "quoting": csv.QUOTE_ALL}
    expected = [record if any(cell.strip() for cell in record) else [] for record in records]
    assert read(table(NAMES, *records, **how)) == expected


@given(records=TABLES, how=DIALECTS)
def test_so_it_does_with_escaped_marks(records: list[list[str]], how: dict[str, Any]) -> None:
    how |= {"doublequote": False, "escapechar": "\\", "quoting": csv.QUOTE_ALL}
    telling = ["Baker", 'the "Ofen" bakery', "", 'more "marks" still', ""]
    expected = [record if any(cell.strip() for cell in record) else [] for record in [telling] * 9 + records]
    assert read(table(NAMES, *[telling] * 9, *records, **how)) == expected


def counted(reading: Any) -> tuple[int, int]:
    """The records, and those that are postings; each is read and drafted."""
    found = outcomes(reading)
    for item in found:
        if isinstance(item, Draft):
            assert canonical(item.body) == item.body
            assert Draft.model_validate(item.model_dump()) == item
    numbers = [item.locator for item in found]
    assert numbers == [f"row {number}" for number in range(1, len(found) + 1)]
    return len(found), sum(isinstance(item, Draft) for item in found)


HEADS = [b"", b"title,text\n", b"title;text;url\r\n", b'"title","text"\n', b"\xff\xfet\0,\0u\0\n\0"]
PIECES = st.sampled_from(
    ["title", "text", ",", ";", "\t", "|", '"', '""', '"\n', '",', ',"', "'", "\\", '\\"', "\n", "\r", "\r\n",
     " ", "#", "sep=;\n", "a", "bread", "1", "\ufeff", "\0", "é", "=1", "<p>x</p>", "postil_problem", "title,text\n"]
)  # fmt: skip


TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join)


@given(
    data=st.binary() | TEXTS.map(lambda text: text.encode("utf-8", "replace")),
    begin=st.sampled_from(HEADS),
    encoding=st.none() | st.sampled_from(["cp1252", "utf-16", "ascii", "nonsense"]),
)
def test_any_bytes_are_rows_or_a_postil_error(data: bytes, begin: bytes, encoding: str | None) -> None:
    file = File.of("any", begin + data, encoding)
    CSV.recognises(file)
    try:
        reading = CSV.reading(file, Wishes())
        counted(reading)
        rejected(reading)
    except PostilError:
        return


@given(breaks=st.lists(st.tuples(st.integers(0, 400), st.sampled_from('",\n\r\\x'))))
def test_good_rows_far_from_a_broken_one_are_taken(breaks: list[tuple[int, str]]) -> None:
    head = "".join(f'"B{number}","Bake ""{number}"" of them"\n' for number in range(20))
    for at, letter in breaks:
        head = head[:at] + letter + head[at:]
    safe = "".join(f"M{number},Mill\n" for number in range(20)) + '"K1","Keep"\n"K2","Keep"\n'
    found = outcomes(CSV.reading(File.of("x", f"title,text\n{head}{safe}".encode()), Wishes()))
    assert isinstance(found[-1], Draft)
    assert found[-1].title == "K2"


MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize(
    "row",
    [
        '"' * MEBIBYTE + "x", '"' * (MEBIBYTE + 1) + "x", 'a,"' + '"",' * (MEBIBYTE // 3), '\\"' * (MEBIBYTE // 2),
        "," * MEBIBYTE, '"a"b' * (MEBIBYTE // 4), 'x,"\n' * (MEBIBYTE // 40), '"\\"x\n' * (MEBIBYTE // 50),
        "x\n" * (MEBIBYTE // 20), '"\n' + "x\n" * (MEBIBYTE // 20), "a\rb," * (MEBIBYTE // 4),
    ],
    ids=range(11),
)  # fmt: skip
def test_a_mebibyte_of_marks_is_read_in_one_go(row: str) -> None:
    found = outcomes(opened(CSV, f"title,text\nBaker,Bake\n{row}\n"))
    assert [item.title for item in found if isinstance(item, Draft)][:1] == ["Baker"]
    assert len(found) > 1


@pytest.mark.parametrize("name", ["job." * 100_000, "title" * 100_000, "a" * MEBIBYTE, "T" * MEBIBYTE])
def test_a_name_as_long_as_a_book_is_a_name(name: str) -> None:
    reading = opened(CSV, f"title,text,{name}\nBaker,Bake,x\n")
    assert reading.columns is not None
    assert reading.columns.unused == (name,)


def endless(first: str) -> Iterator[tuple[int, str]]:
    """Lines without end, which would fill any memory that held them."""
    yield 1, first
    for number in count():
        yield 2 * number + 2, f'B{number},"Bake,\n'
        yield 2 * number + 3, 'and bake"\n'


def test_a_file_of_any_size_is_read_a_row_at_a_time() -> None:
    found = list(islice(RowTexts(Dialect(), 2).rows(endless("title,text\n")), 4))
    assert [text for _, text, _ in found][1:] == [f'B{number},"Bake,\nand bake"\n' for number in range(3)]


def test_a_mark_that_is_never_closed_is_given_up() -> None:
    lines = chain([(1, 'a,"b\n')], ((number, "x" * 1000 + "\n") for number in count(2)))
    found = list(islice(RowTexts(Dialect(), 2).rows(lines), 3))
    assert [number for number, _, _ in found] == [1, 2, 3]
    assert [fault is None for _, _, fault in found] == [False, True, True]
