"""The real program in a real terminal: an annotator's day, and what a power cut leaves of it."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from duplicates.find import find
from store import Posting, Requirement, State, Store, Verdict

from .terminal import KEYS, POSTIL, Terminal

ANN = "ann"
PAGE = """An article about bread.

Related content

CH, Bern
We are hiring a Night Baker. You know sourdough and Python. Key job responsibilities • Bake bread all night long
CH, Bern
We are hiring a Night Baker. You know sourdough and Python. Key job responsibilities • Bake bread all night long
NO, Oslo
As a Ward Nurse, you look after people at night. About the team We are two, and we would like to be three of us.
"""


def postil(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(POSTIL), *arguments], cwd=cwd, capture_output=True, text=True, check=True)


def first(folder: Path) -> Posting:
    with Store.open(folder / "postil.db", readonly=True) as store:
        assert list(store.findings()) == []
        return store.posting(ANN, store.key_of("page:line 5"))


def nurse(folder: Path) -> Posting:
    with Store.open(folder / "postil.db", readonly=True) as store:
        return store.posting(ANN, store.key_of("page:line 9"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    postil("import", "page.txt", cwd=tmp_path)
    with Store.open(tmp_path / "postil.db") as store:
        find(store)
    return tmp_path


@pytest.mark.parametrize("size", [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")])
def test_an_annotators_day(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    assert "3 added" in postil("import", "page.txt", cwd=tmp_path).stdout
    assert "1 pairs proposed" in postil("duplicates", "find", cwd=tmp_path).stdout

    with Terminal(cwd=tmp_path, size=size) as terminal:
        terminal.until("Night Baker")
        terminal.press("s")
        terminal.until("type a skill")
        terminal.press("sourdough")
        terminal.until("new skill: sourdough")
        terminal.press("enter")
        terminal.until("saved #1: tagged sourdough")
        terminal.press("q")
        terminal.until("saved #2: sourdough is required")
        terminal.press("n")
        terminal.until("Enter saves")
        terminal.press("bakes at night", "enter")
        terminal.until("saved #3: noted")
        terminal.press(" ")
        terminal.until("2 of 3")
        terminal.press("d")
        terminal.until("text equal after normalisation")
        terminal.press("y")
        terminal.until("saved #5: duplicate")
        terminal.press("u")
        terminal.until("taken back: duplicate")
        terminal.press("y")
        terminal.until("saved #7: duplicate")
        terminal.press("escape")
        terminal.until("2 of 3")
        terminal.press("f")
        terminal.until("3 of 3")
        terminal.press("u")
        terminal.until("taken back: flagged")
        terminal.press("j")
        terminal.until("3 of 3")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0

    with Terminal(cwd=tmp_path, size=size) as terminal:
        terminal.until("3 of 3")
        terminal.press("k", "k")
        terminal.until("1 of 3")
        terminal.until("! sourdough")
        terminal.until("bakes at night")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0

    assert "All is well" in postil("check", cwd=tmp_path).stderr
    postil("export", "--to", "curated", cwd=tmp_path)
    document = json.loads((tmp_path / "curated" / "postings.json").read_text(encoding="utf-8"))
    baker, copy, nurse = document["postings"]
    assert [(tag["skill"], tag["requirement"]) for tag in baker["tags"]] == [("sourdough", "required")]
    assert [note["text"] for note in baker["notes"]] == ["bakes at night"]
    assert {member["key"] for member in baker["cluster"]["members"]} == {baker["key"], copy["key"]}
    assert nurse["tags"] == []


def _verdicts(folder: Path) -> list[Verdict | None]:
    with Store.open(folder / "postil.db", readonly=True) as store:
        return [pair.verdict for pair in store.pairs(ANN)]


def _summaries(folder: Path) -> list[str]:
    with Store.open(folder / "postil.db", readonly=True) as store:
        return ["done" if event.action == "state" else event.action for event in store.events()]


Act = Callable[[Terminal], None]


def _tag(terminal: Terminal) -> None:
    terminal.press("s")
    terminal.until("type a skill")
    terminal.press("bread")
    terminal.until("new skill: bread")
    terminal.press("enter")
    terminal.until("saved #1: tagged bread")


def _tag_words(terminal: Terminal) -> None:
    terminal.press("enter")
    terminal.until("v select")
    terminal.press("w", "w", "v", "w", "s")
    terminal.until("Enter tags")
    terminal.press("hiring", "enter")
    terminal.until("saved #1: tagged hiring")


def _require(terminal: Terminal) -> None:
    _tag(terminal)
    terminal.press("p")
    terminal.until("saved #2: bread is preferred")


def _untag(terminal: Terminal) -> None:
    _tag(terminal)
    terminal.press("r")
    terminal.until("saved #2: removed the tag")


def _note(terminal: Terminal) -> None:
    terminal.press("n")
    terminal.until("Enter saves")
    terminal.press("one", "ctrl+j", "two", "enter")
    terminal.until("saved #1: noted")


def _press(key: str, wanted: str) -> Act:
    def act(terminal: Terminal) -> None:
        terminal.press(key)
        terminal.until(wanted)

    return act


def _undo(terminal: Terminal) -> None:
    _tag(terminal)
    terminal.press("u")
    terminal.until("taken back: tagged bread")


def _redo(terminal: Terminal) -> None:
    _undo(terminal)
    terminal.press("U")
    terminal.until("brought back #3: tagged bread")


def _verdict(terminal: Terminal) -> None:
    terminal.press("d")
    terminal.until("text equal after normalisation")
    terminal.press("y")
    terminal.until("saved #1: duplicate")


def _canonical(terminal: Terminal) -> None:
    _verdict(terminal)
    terminal.press("c")
    terminal.until("saved #2: canonical")


def _tags(posting: Posting) -> list[tuple[str, Requirement, str | None]]:
    return [(tag.skill.label, tag.requirement, tag.span.quote if tag.span else None) for tag in posting.tags]


BREAD = ("bread", Requirement.MENTIONED, None)


@pytest.mark.parametrize(
    ("act", "holds"),
    [
        pytest.param(_tag, lambda at: _tags(first(at)) == [BREAD], id="tag"),
        pytest.param(_tag_words, lambda at: first(at).tags[0].span is not None, id="tag on words"),
        pytest.param(
            _require,
            lambda at: _tags(first(at)) == [("bread", Requirement.PREFERRED, None)],
            id="requirement",
        ),
        pytest.param(_untag, lambda at: _tags(first(at)) == [], id="untag"),
        pytest.param(_note, lambda at: [note.text for note in first(at).notes] == ["one\ntwo"], id="note"),
        pytest.param(_press(" ", "saved #1: done"), lambda at: first(at).state is State.DONE, id="done"),
        pytest.param(
            _press("x", "saved #1: skipped"), lambda at: first(at).state is State.SKIPPED, id="skip"
        ),
        pytest.param(
            _press("f", "saved #1: flagged"), lambda at: first(at).state is State.FLAGGED, id="flag"
        ),
        pytest.param(_undo, lambda at: _tags(first(at)) == [], id="undo"),
        pytest.param(_redo, lambda at: _tags(first(at)) == [BREAD], id="redo"),
        pytest.param(_verdict, lambda at: _verdicts(at) == [Verdict.DUPLICATE], id="verdict"),
        pytest.param(_canonical, lambda at: _verdicts(at) == [Verdict.DUPLICATE], id="canonical"),
    ],
)
def test_a_finished_action_survives_a_kill(folder: Path, act: Act, holds: Callable[[Path], bool]) -> None:
    with Terminal(cwd=folder) as terminal:
        terminal.until("1 of 3")
        act(terminal)
        terminal.kill()
    assert holds(folder)
    assert "All is well" in postil("check", cwd=folder).stderr
    with Terminal(cwd=folder) as terminal:
        terminal.until("of 3")


@pytest.mark.parametrize(
    ("burst", "holds"),
    [
        pytest.param(
            "sbread\rq",
            lambda at: _tags(first(at)) == [("bread", Requirement.REQUIRED, None)],
            id="tag and requirement",
        ),
        pytest.param("nbakes at night\r ", lambda at: first(at).state is State.DONE, id="note and done"),
        pytest.param(
            "nsnug quarters\r", lambda at: [n.text for n in first(at).notes] == ["snug quarters"], id="note"
        ),
        pytest.param("/nurse\rxk", lambda at: first(at).state is State.TODO, id="search and skip"),
        pytest.param("jksgnu\r", lambda at: _tags(first(at)) == [("gnu", *BREAD[1:])], id="moves and tag"),
        pytest.param(" uxuf", lambda at: first(at).state is State.FLAGGED, id="undo and again"),
        pytest.param(
            "dyd ",
            lambda at: (_verdicts(at), first(at).state) == ([Verdict.DUPLICATE], State.DONE),
            id="pair and back",
        ),
        pytest.param("sbread\r ", lambda at: _summaries(at)[:2] == ["done", "tag"], id="tag, then done"),
        pytest.param(
            "\rwwvws\r", lambda at: [tag[2] for tag in _tags(first(at))] == ["hiring a"], id="words"
        ),
        pytest.param(
            "/ward\r\rvwsrye\r",
            lambda at: [tag.span and tag.span.quote for tag in nurse(at).tags] == ["As a"],
            id="search, then words",
        ),
        pytest.param("rsfax\r", lambda at: _tags(first(at)) == [("fax", *BREAD[1:])], id="a key that fails"),
        pytest.param("gdy\x11", lambda at: _verdicts(at) == [Verdict.DUPLICATE], id="decide and quit"),
        pytest.param(" \x11", lambda at: first(at).state is State.DONE, id="done and quit"),
        pytest.param("gdy\x1b", lambda at: _verdicts(at) == [Verdict.DUPLICATE], id="go to and decide"),
    ],
)
def test_keys_that_arrive_all_at_once_go_where_they_belong(
    folder: Path, burst: str, holds: Callable[[Path], bool]
) -> None:
    with Terminal(cwd=folder) as terminal:
        terminal.until("1 of 3")
        terminal.press(burst)
        if not burst.endswith(KEYS["ctrl+q"]):
            terminal.until(lambda _: holds(folder))
            terminal.press("ctrl+q")
        assert terminal.ended() == 0
    assert holds(folder)


def test_every_verdict_pressed_before_leaving_is_given(tmp_path: Path) -> None:
    lines = ["Related content"]
    for number in range(12):
        words = " ".join(f"duty{number}of{place}" for place in range(150))
        lines += ["CH, Bern", f"Advertisement {number} for bakers. {words}"] * 2
    (tmp_path / "page.txt").write_text("\n".join(lines), encoding="utf-8")
    postil("import", "page.txt", cwd=tmp_path)
    postil("duplicates", "find", cwd=tmp_path)
    with Terminal("review", "--duplicates", cwd=tmp_path) as terminal:
        terminal.until("12 open")
        terminal.press("y" * 12 + "d")
        terminal.until("1 of 24")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    assert _verdicts(tmp_path) == [Verdict.DUPLICATE] * 12


VOCABULARY = """conceptUri,preferredLabel,altLabels,skillType
,Sourdough,leaven,knowledge
,Python,,knowledge
,Nursing,Ward Nurse,skill
"""


@pytest.mark.parametrize("size", [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")])
def test_an_annotators_desk(folder: Path, size: tuple[int, int]) -> None:
    (folder / "skills.csv").write_text(VOCABULARY, encoding="utf-8")
    postil("skills", "import", "skills.csv", cwd=folder)
    decided = 0

    def do(keys: str, wanted: str, decisions: int = 1) -> None:
        nonlocal decided
        decided += decisions
        terminal.press(keys)
        terminal.until(f"#{decided}: {wanted}")

    with Terminal(cwd=folder, size=size) as terminal:
        terminal.until("Mentions 2")
        do("\ta", "tagged Sourdough")  # by mention
        do("p", "Sourdough is preferred")
        do("2", "tagged Python")  # by number
        terminal.press("s")
        terminal.until("type a skill")
        do("night work\r", "tagged night work")  # by picker
        terminal.press("enter")
        terminal.until("v select")
        terminal.press("ww", "v", "w", "s")
        terminal.until("Enter tags")
        do("\x7f" * 20 + "hiring\r", "tagged hiring")  # by words
        terminal.press("escape")
        terminal.until("space done")
        do("nbakes\nat night\r", "noted")
        terminal.press("j")
        terminal.until("2 of 3")
        do(".", "tagged hiring")  # the same again
        do("\t\tr", "rejected Python")
        terminal.press("k")
        terminal.until("1 of 3")
        terminal.press("/")
        terminal.until("phrases")
        terminal.press("baker\r")
        terminal.until("1 of 2")
        terminal.press("c")
        terminal.until("Copy 4 tags")
        do("\r", "copied 3 tags")
        terminal.press("u" * decided)
        terminal.until("taken back: tagged Sourdough")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    with Store.open(folder / "postil.db", readonly=True) as store:
        assert [row.tags + row.notes for row in store.listing(ANN)] == [0, 0, 0]
        assert list(store.findings()) == []


def test_a_burst_tags_what_was_on_the_screen(folder: Path) -> None:
    (folder / "skills.csv").write_text(VOCABULARY, encoding="utf-8")
    postil("skills", "import", "skills.csv", cwd=folder)
    with Terminal(cwd=folder) as terminal:
        terminal.until("2 ! Python")
        terminal.press("21j\ta\tq.jR1u1")
        terminal.until("#7: tagged Nursing")
    with Store.open(folder / "postil.db", readonly=True) as store:
        tagged = [{tag.skill.label for tag in store.posting(ANN, row.key).tags} for row in store.listing(ANN)]
    assert tagged == [{"Sourdough", "Python"}, {"Sourdough", "Python"}, {"Nursing"}]


def test_what_was_typed_survives_a_kill(folder: Path) -> None:
    with Terminal(cwd=folder) as terminal:
        terminal.until("1 of 3")
        terminal.press("nhalf a thought")
        terminal.until("half a thought")

        def put_by(_: str) -> bool:
            with Store.open(folder / "postil.db", readonly=True) as store:
                return store.draft(ANN, first(folder).key) == "half a thought"

        terminal.until(put_by)
        terminal.kill()
    with Terminal(cwd=folder) as terminal:
        terminal.until("1 of 3")
        terminal.press("n")
        terminal.until("half a thought")


def test_words_are_tagged_on_the_posting_they_were_selected_in(folder: Path) -> None:
    with Terminal(cwd=folder) as terminal:
        terminal.until("1 of 3")
        terminal.press("enter")
        terminal.until("v select")
        terminal.press("ww s")
        terminal.until("Tag “hiring”")
        terminal.press("enter")
        terminal.until("tagged hiring")
    assert _tags(first(folder)) == [("hiring", Requirement.MENTIONED, "hiring")]


def test_a_note_left_in_the_middle_is_there_tomorrow(folder: Path) -> None:
    with Terminal(cwd=folder) as terminal:
        terminal.until("1 of 3")
        terminal.press("n")
        terminal.until("Enter saves")
        terminal.press("half a thought", "ctrl+q")
        assert terminal.ended() == 0
    assert not first(folder).notes
    with Terminal(cwd=folder) as terminal:
        terminal.until("1 of 3")
        terminal.press("n")
        terminal.until("half a thought")
        terminal.press("enter")
        terminal.until("saved #1: noted")
    with Store.open(folder / "postil.db", readonly=True) as store:
        assert store.draft(ANN, first(folder).key) == ""


def test_a_note_that_could_not_be_saved_comes_back(folder: Path) -> None:
    with Terminal(cwd=folder) as terminal:
        terminal.until("1 of 3")
        terminal.press("n")
        terminal.until("Enter saves")
        terminal.press("a thought")
        with Store.open(folder / "postil.db") as other, other._db.transaction():
            terminal.press("enter")
            terminal.until("in use by another process")
        terminal.press("n")
        terminal.until("Enter saves")
        terminal.until("a thought")
        terminal.press("enter")
        terminal.until("saved #1: noted")
    assert [note.text for note in first(folder).notes] == ["a thought"]


def test_leaving_while_another_holds_the_database_leaves(folder: Path) -> None:
    with Terminal(cwd=folder) as terminal:
        terminal.until("1 of 3")
        with Store.open(folder / "postil.db") as other, other._db.transaction():
            terminal.press("ctrl+q")
            assert terminal.ended() == 0
        assert b"Traceback" not in terminal.raw


def test_a_hang_up_gives_the_terminal_back(folder: Path) -> None:
    with Terminal(cwd=folder) as terminal:
        terminal.until("1 of 3")
        terminal.process.terminate()
        terminal.ended()
        assert b"\x1b[?1049l" in terminal.raw


def test_nothing_a_posting_holds_reaches_the_terminal_raw(tmp_path: Path) -> None:
    hostile = "Ring \x1b]0;PWN\x07 the bell \x1b]52;c;QQ==\x07 [@click=app.quit]now[/] \x9b31m \u202egpj.exe"
    (tmp_path / "bell.txt").write_text(hostile, encoding="utf-8")
    postil("import", "--as", "text", "bell.txt", cwd=tmp_path)
    with Terminal(cwd=tmp_path) as terminal:
        terminal.until("1 of 1")
        assert "␛]0;PWN␇" in terminal.text
        terminal.press("enter", "v", "w" * 40, "s")
        terminal.until("Enter tags")
        assert "␛]0;PWN␇" in terminal.text.split("Enter tags")[0].split("Tag “")[1]
        terminal.press("escape")
        terminal.until(lambda text: "Enter tags" not in text)
        terminal.press("n")
        terminal.until("Enter saves")
        terminal.press("\x1b[200~\x9b31m\u202e\x1b[201~")
        terminal.until("\ufffd31m")
        terminal.press("escape")
        terminal.until(lambda text: "Enter saves" not in text)
        terminal.press("/")
        terminal.until("phrases")
        terminal.press("\x1b[200~\x9b31m\u202e\x1b[201~")
        terminal.until("\ufffd31m")
        assert "[@click=app.quit]now[/]" in " ".join(terminal.text.split())
        for forbidden in (b"]0;PWN\x07", b"\x1b]52", "\x9b".encode(), "\u202e".encode()):
            assert forbidden not in terminal.raw


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "screen-256color"}, {"TERM": "linux"}])
@pytest.mark.parametrize("theme", ["postil-dark", "postil-light", "postil-ansi"])
def test_it_can_be_read_in_any_terminal_and_theme(folder: Path, theme: str, env: dict[str, str]) -> None:
    with Terminal("review", "--theme", theme, cwd=folder, size=(80, 24), **env) as terminal:
        terminal.until("1 of 3")
        terminal.press(" ")
        terminal.until("saved #1: done")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
