"""postil assign: who sees which postings."""

import pytest

from .running import Desk

TEAM = ("assign", "--annotators", "ann,bob", "--overlap", "50%", "--seed", "7")


@pytest.fixture
def many(desk: Desk) -> Desk:
    desk.file(
        "many.jsonl", "".join(f'{{"title": "Baker {n}", "description": "We bake {n}."}}\n' for n in range(40))
    )
    desk.done("import", "many.jsonl", "--no-find")
    return desk


def test_postings_are_shared_out_and_counted(many: Desk) -> None:
    assert "to ann" in many.done(*TEAM, who="lead").out
    shares = many.done("assign", "--show", "--json").json
    assert (shares["postings"], shares["unassigned"]) == (40, 0)
    assert shares["last"] == {"annotators": ["ann", "bob"], "overlap": 0.5, "seed": 7}
    by_name = {one["name"]: one["postings"] for one in shares["annotators"]}
    for name, postings in by_name.items():
        assert len(many.done("search", f"assigned:{name}", "--json").json) == postings
    assert sum(by_name.values()) == 40 + shares["shared"]
    lines = many.done("assign", "--show").lines
    assert lines[0].startswith(f"ann: {by_name['ann']} postings")
    assert "are nobody's" in lines[-1]


def test_a_dry_run_says_what_would_be_done(many: Desk) -> None:
    would = many.done(*TEAM, "--dry-run", "--json").json
    assert many.done("assign", "--show", "--json").json["unassigned"] == 40
    many.done(*TEAM)
    now = many.done("assign", "--show", "--json").json
    assert would["given"] == {one["name"]: one["postings"] for one in now["annotators"]}
    assert "nothing to share out" in many.done("assign", "--dry-run").err


def test_again_it_is_done_as_it_was_done_last(many: Desk) -> None:
    many.done(*TEAM)
    assert "nothing to share out" in many.done("assign").err
    many.file("more.jsonl", '{"title": "One more", "description": "We bake more."}\n')
    many.done("import", "more.jsonl", "--no-find")
    assert many.done("assign", "--json").json["action"] == "assign"
    assert many.done("assign", "--show", "--json").json["unassigned"] == 0
    many.done("assign", "--overlap", "100")
    assert many.done("assign", "--show", "--json").json["shared"] == 41


def test_who_leaves_gives_back_what_was_not_begun(many: Desk) -> None:
    many.done("assign", "--annotators", "ann,bob,cy")
    begun = many.done("search", "assigned:cy", "--json").json[0]["key"]
    many.done("state", begun, "done", who="cy")
    assert "from cy" in many.done("assign", "--release", "cy").out
    assert [row["key"] for row in many.done("search", "assigned:cy", "--json").json] == [begun]
    many.done("undo")
    assert len(many.done("search", "assigned:cy", "--json").json) > 1


def test_an_assigned_annotator_is_shown_nothing_of_the_other(many: Desk) -> None:
    many.done("assign", "--annotators", "ann,bob", "--overlap", "100%", who="lead")
    key = many.key()
    many.done("tag", key, "SQL", who="bob")
    assert many.done("show", key, "--json").json["tags"] == []
    assert len(many.done("show", key, "--json", who="lead").json["tags"]) == 1
    for who in ("ann", "bob"):
        many.done("state", key, "done", who=who)
    assert len(many.done("show", key, "--json").json["tags"]) == 1


def test_a_verdict_and_its_cluster_are_hidden_until_both_are_done(many: Desk) -> None:
    one, other, third = many.key(0), many.key(1), many.key(2)
    many.done("assign", "--annotators", "ann,bob", "--overlap", "100%", who="lead")
    many.done("duplicates", "decide", one, other, "duplicate")
    many.done("duplicates", "decide", other, third, "variant", who="bob")

    def members(who: str) -> list[str]:
        cluster = many.done("show", other, "--json", who=who).json["cluster"]
        return [member["key"] for member in cluster["members"]]

    assert (members("lead"), members("ann"), members("bob")) == (
        [one, other, third],
        [one, other],
        [other, third],
    )
    assert many.done("show", one, "--json", who="bob").json["cluster"] is None
    many.done("duplicates", "decide", one, third, "distinct")
    listed = {
        who: many.done("duplicates", "list", "--conflicts", who=who).lines for who in ("lead", "ann", "bob")
    }
    assert {who: len(lines) for who, lines in listed.items()} == {"lead": 1, "ann": 0, "bob": 0}
    many.done("undo")
    for key in (one, other, third):
        many.done("state", key, "done")
        many.done("state", key, "done", who="bob")
    assert members("bob") == members("ann") == [one, other, third]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["assign"], "--annotators"),
        (["assign", "--annotators", " , "], "--annotators"),
        (["assign", "--annotators", "ann,bob", "--overlap", "half"], "20%"),
        (["assign", "--annotators", "ann,bob", "--overlap", "0.5"], "50% or 0.5%"),
        (["assign", "--annotators", "ann,bob", "--overlap", "120%"], "100 %"),
        (["assign", "--annotators", "ann", "--overlap", "5%"], "two annotators"),
        (["assign", "--annotators", "ann,bob", "--release", "bob"], "bob cannot"),
    ],
    ids=["never", "nobody", "no number", "a part", "too much", "alone", "both ways"],
)
def test_what_makes_no_sense_is_refused(many: Desk, words: list[str], says: str) -> None:
    assert says in many.run(*words).sentence
