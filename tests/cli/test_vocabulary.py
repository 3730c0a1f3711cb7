"""The vocabulary on the command line: what people decide about it, and what is counted of it."""

import pytest

from .running import Desk

SKILLS = "preferredLabel,altLabels\nPython,Py\nSQL,\nPostgreSQL,Postgres\nKubernetes,K8s\n"


@pytest.fixture
def office(desk: Desk) -> Desk:
    desk.file("a.jsonl", "".join(f'{{"title": "T{n}", "description": "{body}"}}\n' for n, body in enumerate(
        ["We use SQL and Python.", "PostgreSQL and Python pay.", "Python alone.", "Python with SQL."])))  # fmt: skip
    desk.file("skills.csv", SKILLS)
    desk.done("import", "a.jsonl")
    desk.done("skills", "import", "skills.csv")
    return desk


def listed(desk: Desk, *more: str) -> dict[str, tuple[list[str], int]]:
    found = desk.done("skills", "list", *more, "--json").json
    return {skill["label"]: (skill["labels"], skill["postings"]) for skill in found}


def test_a_merge_takes_tags_and_labels_along_and_is_undone(office: Desk) -> None:
    office.done("tag", office.key(0), "SQL", "--quote", "SQL")
    office.done("tag", office.key(1), "Postgres", "--quote", "PostgreSQL")
    before = listed(office)
    event = office.done("skills", "merge", "PostgreSQL", "sql", "--json").json
    assert (event["action"], event["summary"], event["posting"]) == (
        "merge",
        "merged PostgreSQL into SQL",
        None,
    )
    assert listed(office)["SQL"] == (["PostgreSQL", "Postgres"], 2)
    assert len(office.done("search", "tag:postgres", "--json").json) == 2
    assert office.done("show", office.key(1), "--json").json["tags"][0]["skill"] == "SQL"
    assert "0 added" in office.done("skills", "import", "skills.csv").out
    assert "PostgreSQL" not in listed(office)
    assert office.done("undo").lines == ["#4 undone: merged PostgreSQL into SQL"]
    assert listed(office) == before


def test_names_and_labels_are_changed(office: Desk) -> None:
    office.done("skills", "rename", "K8s", "Kubernetes (K8s)")
    office.done("skills", "label", "SQL", "Structured Query Language")
    office.done("skills", "label", "Python", "Py", "--remove")
    office.done("skills", "make", "Rust")
    found = listed(office)
    assert found["Kubernetes (K8s)"][0] == ["K8s", "Kubernetes"]
    assert found["SQL"][0] == ["Structured Query Language"]
    assert found["Python"][0] == []
    assert "Rust" in found
    assert (
        office.run("skills", "label", "SQL", "structured query language").err.strip()
        == "It has that label already."
    )


def test_a_retired_skill_is_listed_only_on_request(office: Desk) -> None:
    assert office.done("skills", "retire", "Python").lines == ["#1 retired Python"]
    assert "Python" not in listed(office)
    assert "Python" in listed(office, "--all")
    assert "retired" in office.done("skills", "list", "--all").out
    office.done("skills", "retire", "Python", "--back")
    assert "Python" in listed(office)


@pytest.mark.parametrize(
    "words",
    [
        ["merge", "SQL", "sql"],
        ["merge", "SQL", "Cobol"],
        ["rename", "SQL", "python"],
        ["rename", "Cobol", "C"],
        ["label", "SQL", "Sequel", "--remove"],
        ["make", "postgres"],
        ["retire", "Cobol"],
        ["related", "Cobol"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_said_in_a_sentence(office: Desk, words: list[str]) -> None:
    assert office.run("skills", *words).sentence.endswith(".")
    assert office.done("log", "--json").json == []


def test_related_skills_are_told_with_their_figures_from_one_posting_of_each_cluster(office: Desk) -> None:
    for number, skills in enumerate(
        (["SQL", "Python"], ["SQL", "Python"], ["Python"], ["Kubernetes", "SQL"])
    ):
        for skill in skills:
            office.done("tag", office.key(number), skill)
    found = {one["skill"]: one for one in office.done("skills", "related", "SQL", "--json").json}
    assert (found["Python"]["together"], found["Python"]["postings"]) == (2, 3)
    assert found["Python"]["expected"] == pytest.approx(3 * 3 / 7)
    assert found["Python"]["score"] == pytest.approx((2 - 9 / 7) / (9 / 7) ** 0.5)
    assert office.done("skills", "related", "SQL", "--limit", 1).lines == [
        "    0.87  Kubernetes  N 1 of 3, E 0.43"
    ]
    office.done("duplicates", "decide", office.key(0), office.key(1), "duplicate")
    found = {one["skill"]: one for one in office.done("skills", "related", "SQL", "--json").json}
    assert (found["Python"]["together"], found["Python"]["postings"]) == (1, 2)


def test_status_tells_the_mentions_that_were_counted_last(office: Desk) -> None:
    status = office.done("status", "--json").json
    assert (status["mentions"], status["mentions_counted"]) == (0, None)
    counted = office.done("skills", "find-mentions", "--json").json
    assert (counted["mentions"], counted["postings"], counted["skills"]) == (7, 4, 4)
    office.done("skills", "make", "alone")
    status = office.done("status", "--json").json
    assert (status["mentions"], status["mentions_counted"]["skills"]) == (7, 4)
    assert "7 mentions" in office.done("status").out


def test_status_tells_pace_and_what_remains(office: Desk) -> None:
    assert "pace" not in office.done("status").out
    for number in range(2):
        office.done("state", office.key(number), "done")
    assert (
        "pace: 2.0 postings a day over the last day of work; 2 remain, about 1 such days"
        in office.done("status").out
    )


def test_a_search_that_was_probably_meant_otherwise_says_so_and_is_done(office: Desk) -> None:
    ran = office.done("search", "statee:todo")
    assert "There is no field 'statee'. Did you mean state:?" in ran.err
    assert ran.out == ""


def test_skills_are_proposed_with_reasons_and_accepted_and_rejected_by_number(office: Desk) -> None:
    found = office.done("suggest", office.key(0), "--json").json
    assert [(one["number"], one["skill"], one["quote"], one["reasons"]) for one in found] == [
        (1, "SQL", "SQL", ["mentioned once"]),
        (2, "Python", "Python", ["mentioned once"]),
    ]
    office.done("suggest", office.key(0), "--accept", 2, "--requirement", "preferred")
    office.done("suggest", office.key(0), "--reject", 1)
    assert office.done("suggest", office.key(0), "--json").json == []
    [tag] = office.done("show", office.key(0), "--json").json["tags"]
    assert (tag["skill"], tag["requirement"], tag["quote"]) == ("Python", "preferred", "Python")
    assert "suggestions (mention): 1 of 2 accepted, 50%" in office.done("status").out
    assert "no number 1" in office.run("suggest", office.key(0), "--accept", 1).sentence
    office.done("undo")
    assert "SQL" in office.done("suggest", office.key(0)).out


def test_tags_are_copied_to_copies_or_to_what_a_search_finds(office: Desk) -> None:
    office.done("tag", office.key(0), "SQL", "--quote", "SQL")
    office.done("tag", office.key(0), "Python", "--quote", "Python")
    assert "--to QUERY" in office.run("copy-tags", office.key(0)).sentence
    counted = office.done("copy-tags", office.key(0), "--to", "python", "--dry-run", "--json").json
    assert counted == {"postings": 3, "tags": 6, "without_evidence": 2, "unchanged": 0}
    assert "copied 6 tags" in office.done("copy-tags", office.key(0), "--to", "python").out
    assert len(office.done("search", "tag:sql", "--json").json) == 4
    office.done("undo")
    office.done("duplicates", "decide", office.key(0), office.key(3), "duplicate")
    assert "copied 2 tags" in office.done("copy-tags", office.key(0)).out
    assert "2 tags" not in office.done("copy-tags", office.key(0), "--dry-run").out
    assert office.run("copy-tags", office.key(0)).err.strip() == "All of them have these skills."


def test_what_copies_have_is_proposed(office: Desk) -> None:
    office.done("tag", office.key(3), "Kubernetes", "--requirement", "required")
    office.done("duplicates", "decide", office.key(0), office.key(3), "duplicate")
    first = office.done("suggest", office.key(0), "--json").json[0]
    assert (first["skill"], first["kind"], first["requirement"]) == ("Kubernetes", "copies", "required")
    assert first["reasons"] == ["its copy has it"]
