"""Input that is wrong or hostile, byte for byte: a problem with its place, the rest taken, nothing else done."""

import gzip
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from importers.job import Choices, import_paths
from store import ImportReport, Posting, Store, StoreError, Unreadable, UsageError, parse
from tests.build import ANN

GOOD = "We bake bread at night and look for a Night Baker who knows sourdough."


def reports(
    store: Store, folder: Path, data: bytes | str, name: str = "feed.jsonl", **choices: object
) -> list[ImportReport]:
    file = folder / name
    file.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    return import_paths(store, [str(file)], Choices(**choices)).reports  # type: ignore[arg-type]


def report(
    store: Store, folder: Path, data: bytes | str, name: str = "feed.jsonl", **choices: object
) -> ImportReport:
    """Import one file and return its report, whose four counts add up."""
    [one] = reports(store, folder, data, name, **choices)
    assert one.read == one.added + one.unchanged + one.revised + one.refused
    return one


def lines(*bodies: str) -> str:
    return "".join(json.dumps({"title": "Night Baker", "description": body}) + "\n" for body in bodies)


def postings(store: Store) -> list[Posting]:
    return list(store.every_posting(ANN))


CONTROLS = {
    "clear screen": "\x1b[2J",
    "title": "\x1b]0;PWN\x07",
    "link": "\x1b]8;;http://e\x1b\\x\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;QQ==\x07",
    "C1": "\x9b31m",
}


@pytest.mark.parametrize("sequence", CONTROLS.values(), ids=CONTROLS.keys())
@pytest.mark.parametrize("name", ["feed.jsonl", "feed.csv"])
def test_control_sequences_are_kept_and_told(store: Store, tmp_path: Path, sequence: str, name: str) -> None:
    data = lines(GOOD + sequence) if name == "feed.jsonl" else f"title,description\nBaker,{GOOD}{sequence}\n"
    one = report(store, tmp_path, data, name)
    assert (one.added, one.refused) == (1, 0)
    [posting] = postings(store)
    assert posting.body == GOOD + sequence
    assert ["control characters" in problem.reason for problem in posting.problems] == [True]


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\ufeff", "\u2066", "\U000e0041"])
def test_what_cannot_be_seen_is_kept_and_does_not_hide_words(
    store: Store, tmp_path: Path, hidden: str
) -> None:
    report(store, tmp_path, lines(f"{GOOD} You know py{hidden}thon."))
    assert postings(store)[0].body == f"{GOOD} You know py{hidden}thon."
    assert store.count(ANN, parse("python")) == 1


@pytest.mark.parametrize("markup", ["[bold red]x[/]", "[/foo]", "C++ [preferred]", "[@click=app.exit]q[/]"])
def test_markup_is_text(store: Store, tmp_path: Path, markup: str) -> None:
    report(store, tmp_path, json.dumps({"title": markup, "description": f"{GOOD} {markup}"}) + "\n")
    [posting] = postings(store)
    assert (posting.title, posting.body) == (markup, f"{GOOD} {markup}")


@pytest.mark.parametrize("escaped", ["\\u0000", "\\ud800", "\\udfff"])
def test_what_cannot_be_stored_is_replaced_and_told(store: Store, tmp_path: Path, escaped: str) -> None:
    one = report(store, tmp_path, f'{{"title": "Baker", "description": "{GOOD} a{escaped}b"}}\n')
    assert (one.added, one.refused) == (1, 0)
    [posting] = postings(store)
    assert posting.body == f"{GOOD} a\ufffdb"
    assert [problem.field for problem in posting.problems] == ["body"]
    assert list(store.findings()) == []


@pytest.mark.parametrize("bad", [b"caf\xe9", b"\xc0\xaf"])
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("feed.jsonl", b'{"title": "Baker", "description": "', b'"}\n'),
        ("feed.csv", b"Baker,", b"\n"),
    ],
)
def test_a_line_in_another_encoding_is_refused_and_the_others_are_taken(
    store: Store, tmp_path: Path, name: str, before: bytes, after: bytes, bad: bytes
) -> None:
    head = b"title,description\n" if name.endswith("csv") else b""
    good = before + GOOD.encode() + after
    one = report(
        store, tmp_path, head + good + before + bad + after + before + b"Also: " + GOOD.encode() + after, name
    )
    assert (one.read, one.added, one.refused) == (3, 2, 1)
    assert "byte" in one.problems[0].reason
    assert "--encoding" in one.problems[0].reason


def test_an_encoding_that_is_said_or_marked_is_used(store: Store, tmp_path: Path) -> None:
    table = f"title,description\nCafé,{GOOD} Café.\n"
    assert report(store, tmp_path, table.encode("utf-16"), "a.csv").added == 1
    assert report(store, tmp_path, table.encode("utf-8-sig"), "b.csv").added == 1
    assert report(store, tmp_path, table.encode("cp1252"), "c.csv", encoding="cp1252").added == 1
    assert {posting.title for posting in postings(store)} == {"Café"}


def test_a_line_without_an_end_is_refused_and_what_follows_is_taken(store: Store, tmp_path: Path) -> None:
    huge = '{"description": "' + "x" * (50 * 1024 * 1024)
    one = report(store, tmp_path, lines(GOOD) + huge + '"}\n' + lines("Also: " + GOOD))
    assert (one.read, one.added, one.refused) == (3, 2, 1)
    assert one.problems[0].locator == "line 2"
    assert "MiB" in one.problems[0].reason


@pytest.mark.parametrize("length", [131_073, 1024 * 1024 + 1])
def test_a_long_field_is_taken_up_to_the_limit_of_a_body(store: Store, tmp_path: Path, length: int) -> None:
    one = report(store, tmp_path, f'title,description\nBaker,"{"x" * length}"\nBaker,{GOOD}\n', "feed.csv")
    assert (one.added, one.refused) == ((2, 0) if length < 1024 * 1024 else (1, 1))
    assert all(problem.locator == "row 1" for problem in one.problems)


def test_an_unterminated_quote_does_not_swallow_the_rest(store: Store, tmp_path: Path) -> None:
    rows = "".join(f"Baker,{number}: {GOOD}\n" for number in range(5))
    one = report(
        store,
        tmp_path,
        f'title,description\n{rows}Baker,"and never again\n{rows.replace(":", ";")}',
        "feed.csv",
    )
    assert (one.read, one.added, one.refused) == (11, 10, 1)
    assert one.problems[0].locator == "row 6"
    assert "never closed" in one.problems[0].reason


def test_ragged_rows_are_refused_and_a_repeated_column_refuses_the_file(store: Store, tmp_path: Path) -> None:
    one = report(store, tmp_path, f"title,description\nBaker\nBaker,{GOOD}\na,b,c\n", "feed.csv")
    assert (one.read, one.added, one.refused) == (3, 1, 2)
    assert [problem.locator for problem in one.problems] == ["row 1", "row 3"]
    with pytest.raises(Unreadable, match="title"):
        report(store, tmp_path, f"title,title,description\na,b,{GOOD}\n", "other.csv")


def test_a_mended_header_makes_other_postings_of_equal_rows(store: Store, tmp_path: Path) -> None:
    rows = f"{GOOD},Night Baker from dusk till dawn\n"
    report(store, tmp_path, f"title,description\n{rows}", "feed.csv")
    assert report(store, tmp_path, f"title,description\n{rows}", "feed.csv").unchanged == 1
    report(store, tmp_path, f"description,title\n{rows}", "feed.csv")
    assert {posting.title for posting in postings(store)} == {GOOD, "Night Baker from dusk till dawn"}


def test_a_row_is_not_remembered_from_a_table_with_other_marks(store: Store, tmp_path: Path) -> None:
    row = f"Dev,A;{GOOD}\n"
    report(store, tmp_path, f"title,description\n{row}", "a.csv", source="s")
    assert report(store, tmp_path, f"title;description\n{row}", "b.csv", source="s").added == 1
    assert {posting.title for posting in postings(store)} == {"Dev", "Dev,A"}


def test_an_archive_with_a_name_that_is_no_text_is_refused(store: Store, tmp_path: Path) -> None:
    data = zipped(("jxxbs.json", b"{}")).replace(b"jxxbs", b"j\xff\xfebs")
    central = data.index(b"PK\x01\x02")
    flagged = data[: central + 8] + b"\x00\x08" + data[central + 10 :]
    with pytest.raises(UsageError, match=r"feed\.zip"):
        report(store, tmp_path, flagged, "feed.zip")


def test_half_a_surrogate_pair_goes_to_the_rejects_as_it_was_written(store: Store, tmp_path: Path) -> None:
    job = '{"@context": "https://schema.org", "@graph": [{"@type": "JobPosting", "title": "x\\ud800"}]}\n'
    rejects = tmp_path / "bad.jsonl"
    assert report(store, tmp_path, job + job, rejects=rejects).refused == 2
    assert "\\ud800" in rejects.read_text()


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["gzip", "zip"])
def test_a_bomb_is_refused_in_bounded_memory(tmp_path: Path, kind: str) -> None:
    nothing = b"\0" * (1024 * 1024)
    file = tmp_path / "feed.gz"
    if kind == "gzip":
        with gzip.open(file, "wb", 9) as out:
            for _ in range(300):
                out.write(nothing)
    else:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as out:
            for _ in range(300):
                out.write(nothing)
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (700 * 2**20, 700 * 2**20)); "
        "sys.argv = ['postil', 'import', 'feed.gz']; from tui.cli import main; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2, ran.stderr
    assert "Traceback" not in ran.stderr
    assert "feed.gz" in ran.stderr


def test_a_wrapping_in_a_wrapping_is_not_taken_off(store: Store, tmp_path: Path) -> None:
    for twice in (gzip.compress(gzip.compress(lines(GOOD).encode())), zipped(("a.zip", zipped(("b", b"x"))))):
        with pytest.raises(Unreadable, match=r"packed|archive|no known format|no text"):
            report(store, tmp_path, twice, "feed.gz")


def test_one_wrapping_is_taken_off_whatever_the_name(store: Store, tmp_path: Path) -> None:
    one = gzip.compress(lines(GOOD).encode()) + gzip.compress(lines("Also: " + GOOD).encode())
    assert report(store, tmp_path, one, "feed.txt").added == 2
    both = zipped(
        ("in/a.jsonl", lines("a " + GOOD).encode()), ("../../b.csv", f"title,body\nx,{GOOD}\n".encode())
    )
    assert [each.source for each in reports(store, tmp_path, both, "packed.bin")] == ["a", "b"]
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("postil.db")) == [
        "feed.txt",
        "packed.bin",
    ]


def test_a_cut_off_file_gives_what_came_before(store: Store, tmp_path: Path) -> None:
    whole = gzip.compress(lines(*(f"{number} {GOOD}" for number in range(20_000))).encode())
    one = report(store, tmp_path, whole[: len(whole) // 2], "feed.jsonl.gz")
    assert one.added > 100
    assert one.refused >= 1
    assert "damaged" in one.problems[-1].reason
    with pytest.raises(Unreadable, match="damaged"):
        report(store, tmp_path, gzip.compress(b"")[:6], "other.gz")


@pytest.mark.parametrize("depth", [1000, 100_000])
def test_deep_json_is_refused(store: Store, tmp_path: Path, depth: int) -> None:
    with pytest.raises(Unreadable):
        report(store, tmp_path, "[" * depth + "]" * depth, "deep.json")
    deep = f'{{"description": {"[" * depth}{"]" * depth}}}\n'
    one = report(store, tmp_path, lines(GOOD) + deep + lines("Also: " + GOOD))
    assert (one.added, one.refused, one.problems[0].locator) == (2, 1, "line 2")


@pytest.mark.parametrize(
    "value",
    ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000, '"x", "title": "again"'],
    ids=lambda value: value[:9],
)
def test_values_that_are_no_json_are_refused_alone(store: Store, tmp_path: Path, value: str) -> None:
    bad = f'{{"description": "{GOOD}", "title": {value}}}\n'
    one = report(store, tmp_path, lines(GOOD) + bad + lines("Also: " + GOOD))
    assert (one.added, one.refused, one.problems[0].locator) == (2, 1, "line 2")


def test_a_whole_number_beyond_sixty_four_bits_does_no_harm(store: Store, tmp_path: Path) -> None:
    data = f'{{"id": {2**63}, "salary": {2**70}, "title": "Baker", "description": "{GOOD}"}}\n'
    one = report(store, tmp_path, data)
    assert one.read == 1
    assert list(store.findings()) == []


def test_a_line_separator_inside_a_record_is_no_line_end(store: Store, tmp_path: Path) -> None:
    data = (
        f'{{"title": "Baker", "description": "{GOOD}\u2028More."}}\n' + "no json\n" + lines("Also: " + GOOD)
    )
    one = report(store, tmp_path, data)
    assert (one.added, one.refused, one.problems[0].locator) == (2, 1, "line 2")
    assert postings(store)[0].body == f"{GOOD}\nMore."


XXE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<!DOCTYPE r [<!ENTITY a "' + "ha" * 1000 + '"><!ENTITY b "' + "&a;" * 100 + '">]>'


@pytest.mark.parametrize("doctype", [XXE, LAUGHS], ids=["external entity", "billion laughs"])
def test_xml_with_entities_is_refused(store: Store, tmp_path: Path, doctype: str) -> None:
    entity = "&x;" if "SYSTEM" in doctype else "&b;"
    item = f"<item><title>Baker</title><description>{entity}</description></item>"
    feed = f"<?xml version='1.0'?>{doctype}<rss version='2.0'><channel>{item}</channel></rss>"
    with pytest.raises(UsageError):
        report(store, tmp_path, feed, "feed.xml")
    assert postings(store) == []


def test_scripts_and_styles_are_dropped_and_entities_decoded_once(store: Store, tmp_path: Path) -> None:
    html = f"<script>alert(1)</script><style>x{{}}</style><p>{GOOD}</p><p>R&amp;amp;D&nbsp;team</p><img src='http://x/y.png'>"
    report(store, tmp_path, lines(html))
    assert postings(store)[0].body == f"{GOOD}\n\nR&amp;D team"


@pytest.mark.parametrize(
    "text", ["'); DROP TABLE posting;--", "c++", "node.js", "AND", "foo(", '"x', "col:x", "-x"]
)
def test_sql_and_search_syntax_are_words(store: Store, tmp_path: Path, text: str) -> None:
    report(store, tmp_path, json.dumps({"title": text, "description": f"{GOOD} {text}"}) + "\n")
    assert postings(store)[0].title == text
    for word in text.split():
        store.count(ANN, parse(word))
    assert list(store.findings()) == []


@pytest.mark.parametrize("formula", ["=cmd|'/c calc'!A1", "-5", "\t=1", "＝1", "'=1"])
def test_formulas_are_stored_as_they_are(store: Store, tmp_path: Path, formula: str) -> None:
    report(store, tmp_path, json.dumps({"title": "Baker", "description": f"{GOOD} {formula}"}) + "\n")
    assert postings(store)[0].body == f"{GOOD} {formula}"


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "C:\\x", "con", "a\nb"])
def test_names_that_climb_are_labels_only(store: Store, tmp_path: Path, name: str) -> None:
    before = set(tmp_path.parent.iterdir())
    data = zipped((name, lines(GOOD).encode()))
    one = report(store, tmp_path, data, "feed.zip", source=name if name.strip() else None)
    assert one.added == 1
    assert "\n" not in one.source
    assert set(tmp_path.parent.iterdir()) == before


def test_personal_data_stays_in_the_raw_record(store: Store, tmp_path: Path) -> None:
    record = {
        "title": "Baker",
        "description": GOOD,
        "emails": "who@mill.example",
        "hiringManager": {"name": "N. N."},
    }
    report(store, tmp_path, json.dumps(record) + "\n")
    [posting] = postings(store)
    shown = repr(posting)
    assert "mill.example" not in shown
    assert "N. N." not in shown
    assert "mill.example" in store.raw(posting.key)


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the system does not tell a process's peak"
)
def test_memory_is_bounded_whatever_the_length_of_the_file(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from store import Store\n"
        "from importers.job import Choices, import_paths\n"
        "with Store.open(Path('m.db'), create=True) as store: import_paths(store, [sys.argv[1]], Choices())\n"
        "print(Path('/proc/self/status').read_text())"
    )
    peaks = []
    for many in (3_000, 30_000):
        file = tmp_path / f"{many}.jsonl"
        with file.open("w") as out:
            out.writelines(lines(f"{number} {GOOD * 40}") for number in range(many))
        (tmp_path / "m.db").unlink(missing_ok=True)
        ran = subprocess.run(
            [sys.executable, "-c", code, str(file)], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        [peak] = re.findall(r"VmHWM:\s+(\d+) kB", ran.stdout)
        peaks.append(int(peak) // 1024)
    assert peaks[1] < 250
    assert peaks[1] - peaks[0] < 110, peaks  # caches fill up to their limits; a file of 90 MB is never held


def test_a_rejects_file_that_cannot_be_written_stops_the_import_and_is_blamed_itself(
    store: Store, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.jsonl").write_text(lines(GOOD) + "{broken\n")
    folder = tmp_path / "rejects"
    folder.mkdir()
    rejects = folder / "bad.jsonl"
    paths = [str(tmp_path / f"{name}.jsonl") for name in ("one", "two")]

    def and_then_the_folder_goes(_done: int, _all: int, _what: str) -> None:
        if folder.exists():
            folder.rmdir()

    with pytest.raises(StoreError, match=r"bad\.jsonl cannot be written.*stays"):
        import_paths(store, paths, Choices(rejects=rejects), and_then_the_folder_goes)
    assert store.count(ANN) == 1
    assert [found.refused for found in import_paths(store, paths, Choices()).reports] == [1, 1]
    assert store.count(ANN) == 2
