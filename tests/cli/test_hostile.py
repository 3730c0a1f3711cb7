"""Nothing that came from outside reaches the terminal as more than text."""

import json
import re
from pathlib import Path

import pytest

from .running import Desk

TRAPS = (
    "\x1b[2J", "\x1b]0;PWN\x07", "\x1b]52;c;QQ==\x07", "\x9b31m", "\x90q\x9c", "\x08\x08", "\x7f", "\u202egpj.exe",
    "\u2066x\u2069", "\u200b", "\ufeff", "\U000e0041", "[bold red]x[/]", "[/foo]", "[@click=app.quit]q[/]",
)  # fmt: skip
TRAP = " ".join(TRAPS)
OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)
BODY = f"We seek a Bell Ringer to ring bells {TRAP} daily. Key job responsibilities Ring the bell {TRAP} and listen."
MARKUP = ("[bold red]x[/]", "[/foo]", "[@click=app.quit]q[/]")


@pytest.fixture
def trapped(desk: Desk) -> Desk:
    """A posting full of traps in a file whose name is one, tagged and noted with more of them."""
    name = f"bell{TRAPS[0]}{TRAPS[3]}\u202e.txt"
    desk.file(name, f"GB, York\n{BODY}\n\n{TRAP}\n\nGB, York\n{BODY}")
    ran = desk.run("import", name)
    assert ran.code == 1
    assert not OBEYED.search(ran.out + ran.err)
    key = desk.key()
    desk.done("tag", key, f"ringing {TRAP}", "--quote", f"bells {TRAP}", who=f"eve{TRAP}")
    desk.done("note", key, f"beware {TRAP}", "--span", "0:60", who=f"eve{TRAP}")
    desk.done("duplicates", "find")
    desk.done("duplicates", "decide", key, desk.key(1), "duplicate", who=f"eve{TRAP}")
    desk.done("tag", desk.key(1), f"ringing {TRAP}", who=f"eve{TRAP}")
    return desk


@pytest.mark.parametrize(
    "words",
    [
        ["search"],
        ["search", "bell"],
        ["show", 0],
        ["show", 0, "--raw"],
        ["status"],
        ["log"],
        ["skills", "list"],
        ["duplicates", "list"],
        ["check"],
        ["undo"],
        ["export", "--to", "out\x1b[2J"],
        ["backup", "copy\x1b[2J\u202e.db"],
        ["status", "--db", "no\x1b[2J\u202e.db"],
        ["show", f"nowhere{TRAP}"],
        ["untag", 0, f"nothing{TRAP}"],
        ["tag", 0, f"another{TRAP}"],
        ["tag", 0, "ringing", "--quote", f"absent{TRAP}"],
        ["tag", 0, "ringing", "--span", TRAP],
        ["note", 0, f"again{TRAP}"],
        ["state", 0, TRAP],
        ["search", "--limit", TRAP],
        ["import", f"missing{TRAP[:60]}"],
        ["import", "--as", TRAP, "-"],
        ["import", "--encoding", TRAP.replace("/", ""), "-"],
        ["skills", "import", "missing\x1b[2J\u202e.csv"],
        ["duplicates", "evaluate", "missing\x1b[2J\u202e.csv"],
        ["duplicates", "find", TRAP],
        [f"frob{TRAP}"],
        ["status", f"--frob{TRAP}"],
        ["status", "--json=" + TRAP],
        ["log", "--by", f"eve{TRAP}"],
    ],
    ids=lambda words: " ".join(str(word).partition("\x1b")[0] for word in words),
)
def test_no_output_holds_what_a_terminal_would_obey(trapped: Desk, words: list[str | int]) -> None:
    who = f"eve{TRAP}"
    key = trapped.key()
    ran = trapped.run(*(key if word == 0 else word for word in words), stdin=BODY, who=who)
    assert ran.out + ran.err
    assert "Traceback" not in ran.err
    found = OBEYED.search(ran.out + ran.err)
    assert found is None, repr((ran.out + ran.err)[max(0, found.start() - 40) : found.end() + 20])


@pytest.mark.parametrize("words", [["show", 0], ["show", 0, "--raw"]], ids=["show", "show --raw"])
def test_brackets_stay_brackets(trapped: Desk, words: list[str | int]) -> None:
    out = trapped.done(*(trapped.key() if word == 0 else word for word in words)).out
    for markup in MARKUP:
        assert out.count(markup) >= 2


def test_text_is_shown_with_as_many_characters_as_it_has(trapped: Desk) -> None:
    key = trapped.key()
    body = trapped.done("show", key, "--json").json["body"]
    shown = next(line for line in trapped.done("show", key).lines if line.startswith("We seek"))
    assert len(shown) == len(body)
    assert "\u241b[2J" in shown


@pytest.mark.parametrize(
    "words",
    [
        ["search"],
        ["search", "bell"],
        ["show", 0],
        ["status"],
        ["log"],
        ["skills", "list"],
        ["duplicates", "list"],
    ],
    ids=lambda words: " ".join(map(str, words)),
)
def test_json_is_ascii_and_whole(trapped: Desk, words: list[str | int]) -> None:
    key = trapped.key()
    ran = trapped.done(*(key if word == 0 else word for word in words), "--json", who="ann")
    assert not OBEYED.search(ran.out)
    assert json.loads(json.dumps(ran.json)) == ran.json


def test_json_gives_the_text_as_it_is_stored(trapped: Desk) -> None:
    shown = trapped.done("show", trapped.key(), "--json").json
    for trap in TRAPS:
        assert trap in shown["body"]
    [tag] = shown["tags"]
    assert tag["quote"] == shown["body"][tag["start"] : tag["end"]] == f"bells {TRAP}"


def test_an_annotators_name_is_kept_harmless(trapped: Desk) -> None:
    names = {event["annotator"] for event in trapped.done("log", "--json").json}
    assert len(names) == 1
    assert not any(OBEYED.search(name) for name in names)


def test_a_file_name_that_is_not_text_is_imported_and_shown(desk: Desk) -> None:
    name = b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    try:
        desk.file(name, f"GB, York\n{BODY}")
    except OSError:
        pytest.skip("this file system takes only names that are UTF-8")
    ran = desk.done("import", name)
    ran.out.encode()
    [source] = desk.done("status", "--json").json["sources"]
    assert source.startswith("caf")
    assert desk.done("check").code == 0
    assert desk.run("import", Path("missing") / name).code == 2
