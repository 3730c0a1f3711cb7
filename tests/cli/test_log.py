"""`postil log`: who decided what, when, on which posting."""

import pytest

from .running import Desk, spawn

LINE = "bakery:line "


def story(desk: Desk, *words: object) -> list[tuple[str | None, str]]:
    """Who did what, the newest first."""
    return [(event["annotator"], event["action"]) for event in desk.done("log", "--json", *words).json]


@pytest.fixture
def worked(bakery: Desk) -> Desk:
    """The bakery, on which ann and bob decided this and that."""
    bakery.done("tag", f"{LINE}1", "Python", "--quote", "Python")
    bakery.done("state", f"{LINE}1", "done")
    bakery.done("state", f"{LINE}7", "skipped", who="bob")
    bakery.done("undo")
    return bakery


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--by", "bob"], [("bob", "state")]),
        (["--annotator", "bob"], [("bob", "state")]),
        (["--action", "tag", "--action", "undo"], [("ann", "undo"), ("ann", "tag")]),
        (["--undone"], [("ann", "state")]),
        (["--query", "nurse"], [("bob", "state")]),
        (["--query", "state:skipped", "--annotator", "bob"], [("bob", "state")]),
        (["--since", "2000-01-01", "--until", "2000-01-02"], []),
        (["--since", "2000-01-01", "--limit", 1], [("ann", "undo")]),
        (["--until", "2999-12-31T23:59:59+01:00", "--action", "tag"], [("ann", "tag")]),
        (["--posting", f"{LINE}7"], [("bob", "state"), (None, "import")]),
        (["--posting", f"{LINE}1", "--by", "ann"], [("ann", "undo"), ("ann", "state"), ("ann", "tag")]),
    ],
    ids=[
        "by",
        "annotator",
        "actions",
        "undone",
        "query",
        "own-states",
        "long-ago",
        "limit",
        "zone",
        "story",
        "person",
    ],
)
def test_it_tells_what_is_asked_for(
    worked: Desk, words: list[str], expected: list[tuple[str | None, str]]
) -> None:
    assert story(worked, *words) == expected


def test_the_story_of_a_posting_begins_with_how_it_came(desk: Desk) -> None:
    desk.file("jobs.csv", "id,title,description\n7,Baker,We bake bread.\n8,Cook,We cook.\n")
    desk.done("import", "jobs.csv", "--no-find")
    desk.done("tag", "jobs:row 1", "bread", "--quote", "bread")
    desk.file("jobs.csv", "id,title,description\n7,Baker,We bake much bread.\n8,Cook,We cook.\n")
    desk.done("import", "jobs.csv", "--no-find")
    desk.done("copy-tags", "jobs:row 1", "--to", "cook")
    lines = desk.done("log", "--posting", "jobs:row 1").lines
    assert [line.split("Z ", 1)[1].split(" ")[0] for line in lines] == ["ann:", "came", "ann:", "imported"]
    assert "imported from jobs.csv (csv), row 1 of jobs" in lines[-1]
    assert "came with another text from jobs.csv" in lines[1]
    # What changed it among others is told, too.
    assert "copied 1 tag" in desk.done("log", "--posting", "jobs:row 2").lines[0]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--since", "yesterday"], "is no day or time"),
        (["--until", "9999-12-31T23:59:59-23:00"], "is no day or time"),
        (["--action", "tagged"], "There are: accept, adjudicate"),
        (["--by", "nobody"], "There are: ann, bob"),
        (["--posting", "nowhere"], "There is no posting"),
        (["--limit", "0"], "Invalid value"),
    ],
    ids=["since", "until", "action", "by", "posting", "limit"],
)
def test_what_cannot_be_meant_is_refused_with_what_can(worked: Desk, words: list[str], sentence: str) -> None:
    assert sentence in worked.run("log", *words).sentence


def test_a_kind_of_decision_that_nobody_made_yet_is_no_mistake(worked: Desk) -> None:
    assert story(worked, "--action", "verdict") == []


def test_what_others_decide_is_hidden_until_all_who_share_the_posting_are_done(bakery: Desk) -> None:
    one, other = bakery.key(0), bakery.key(1)
    bakery.done("assign", "--annotators", "ann,bob", "--overlap", "100%", who="lead")
    bakery.done("tag", one, "Python")
    bakery.done("note", one, "odd")
    bakery.done("undo")
    bakery.done("copy-tags", one, "--to", "nurse")
    bakery.done("duplicates", "decide", one, other, "duplicate")
    bakery.done("state", one, "done")

    def seen(who: str, *words: str) -> list[str]:
        return [event["action"] for event in bakery.done("log", "--json", *words, who=who).json]

    everything = ["state", "verdict", "copy", "undo", "note", "tag", "assign"]
    assert seen("ann") == seen("lead") == everything
    assert seen("bob") == ["assign"]
    assert seen("bob", "--by", "ann") == []
    ran = bakery.done("log", "--posting", one, who="bob")
    assert [line.split("Z ")[1].split()[0] for line in ran.lines] == ["lead:", "imported"]
    assert "hidden until all of you are done" in ran.err
    assert "hidden" not in bakery.done("log", "--by", "bob", "--annotator", "bob", who="bob").err
    bakery.done("state", one, "done", who="bob")
    # What touches another posting too stays hidden until that one is done as well.
    assert seen("bob", "--by", "ann") == ["state", "undo", "note", "tag"]


def test_times_go_on_though_the_clock_of_the_next_process_stands_an_hour_back(bakery: Desk) -> None:
    back = (
        "import datetime, store.sql.journal as journal\n"
        "class Back(datetime.datetime):\n"
        "    @classmethod\n"
        "    def now(cls, tz=None):\n"
        "        return datetime.datetime.now(tz) - datetime.timedelta(hours=1)\n"
        "journal.datetime = Back\n"
    )
    bakery.done("state", f"{LINE}1", "done")
    assert spawn("note", f"{LINE}1", "hm", cwd=bakery.folder, first=back).code == 0
    assert spawn("undo", cwd=bakery.folder, first=back).code == 0
    events = bakery.done("log", "--json").json
    assert [event["action"] for event in events] == ["undo", "note", "state"]
    times = [event["at"] for event in events]
    assert times == sorted(set(times), reverse=True)
    assert all(at.endswith("+00:00") for at in times)
