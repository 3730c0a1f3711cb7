"""Offsets count code points of the text as it was imported, whatever is in it, and nobody can store others."""

import json
from collections.abc import Callable

import pytest

from tests.cli.running import Desk

TEXT = (
    "First line\r\nTabs\tand\u00a0no-break 👩‍👩‍👧‍👦 waves 🏴󠁧󠁢󠁳󠁣󠁴󠁿 e\u0301crire\u2028after שלום עולם then ナイト "
    "zero\u200bwidth 💩 n\u0303 ﬁne \u202eright\u202c end"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.jsonl", lambda text: json.dumps({"description": text}), id="jsonl"),
        pytest.param("a.csv", lambda text: f'title,description\r\nX,"{text}"\r\n', id="csv"),
        pytest.param("a.txt", lambda text: text, id="text"),
    ],
)
def test_every_word_stands_where_its_tag_says_here_and_in_the_next_database(
    desk: Desk, name: str, content: Callable[[str], str]
) -> None:
    desk.file(name, content(TEXT).encode())
    desk.done("import", name, *(["--as", "text"] if name.endswith("txt") else []))
    key = desk.key()
    body = desk.done("show", key, "--json").json["body"]
    words = list(dict.fromkeys(body.split()))
    assert {"e\u0301crire", "👩‍👩‍👧‍👦", "שלום", "💩", "end"} <= set(words)
    for number, word in enumerate(words):
        desk.done("tag", key, f"skill {number}", "--quote", word)
    desk.done("export", "--to", "out")
    desk.done("--db", "new.db", "import", "out")
    desk.file(name, content(TEXT).replace("\r\n", "\n").encode())  # line ends are no revision
    assert desk.done("import", name, "--json", *(["--as", "text"] if name.endswith("txt") else [])).code == 0

    for database in ("postil.db", "new.db"):
        shown = desk.done("--db", database, "show", key, "--json").json
        assert shown["body"] == body
        found = {tag["quote"]: (tag["start"], tag["end"]) for tag in shown["tags"]}
        assert found == {word: (body.index(word), body.index(word) + len(word)) for word in words}
        assert all(body[start:end] == quote for quote, (start, end) in found.items())
    assert desk.done("check").code == 0


@pytest.mark.parametrize(
    "evidence",
    [
        pytest.param(("--span", "5:5"), id="empty"),
        pytest.param(("--span", "9:5"), id="backwards"),
        pytest.param(("--span", "0:5000"), id="beyond the end"),
        pytest.param(("--span", "-3:4"), id="before the start"),
        pytest.param(("--span", "0:2", "--quote", "bake"), id="other words there"),
        pytest.param(("--quote", "no such words"), id="words nowhere"),
    ],
)
def test_evidence_that_does_not_stand_in_the_text_is_refused(office: Desk, evidence: tuple[str, ...]) -> None:
    key = office.key()
    assert office.run("tag", key, "Bread", *evidence).sentence
    assert office.run("note", key, "why", *evidence).sentence
    shown = office.done("show", key, "--json").json
    assert (shown["tags"], shown["notes"]) == ([], [])
