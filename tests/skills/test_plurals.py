"""Several of what a vocabulary names once are mentions of it; what only looks like several is not."""

import pytest

from skills.mentions import Finder
from store import Skill

FINDER = Finder(
    [
        Skill("u:api", "API"),
        Skill("u:it", "IT"),
        Skill("u:db", "Database", labels=("data store", "source")),
        Skill("u:lib", "JavaScript library"),
        Skill("u:box", "toolbox (carpentry)"),
        Skill("u:react", "React"),
        Skill("u:report", "report", kind="skill"),
        Skill("u:comm", "communication"),
        Skill("u:comms", "Telecoms", labels=("communications",)),
        Skill("u:sales", "retail sales"),
        Skill("u:cpp", "C++"),
        Skill("u:long", "planning of large database"),
    ]
)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param("databases, Databases; DATABASES", ["Database"] * 3, id="a long word"),
        pytest.param(
            "JavaScript\nlibraries and data stores", ["JavaScript library", "data store"], id="words"
        ),
        pytest.param("two toolboxes", ["toolbox"], id="hissing"),
        pytest.param("REST APIs; API's", ["API", "API"], id="an acronym"),
        pytest.param("apis, its, ITs, APIS", [], id="an acronym in other cases"),
        pytest.param("it reacts to reports from sources", [], id="verbs and stray words"),
        pytest.param("communications", ["communications"], id="a label of another"),
        pytest.param("retail saleses", [], id="several already"),
        pytest.param("C++s, databasess", [], id="no plural"),
        pytest.param("Databases’ size", ["Database"], id="a genitive"),
    ],
)
def test_several_are_mentions_of_one(body: str, said: list[str]) -> None:
    mentions = FINDER.mentions(body)
    assert [mention.label for mention in mentions] == said
    assert all(body[mention.start : mention.end] == mention.quote for mention in mentions)


def test_several_of_a_longer_name_hide_one_of_a_shorter() -> None:
    finder = Finder([Skill("u:1", "web framework"), Skill("u:2", "framework")])
    assert [one.quote for one in finder.mentions("web frameworks and frameworks")] == [
        "web frameworks",
        "frameworks",
    ]
