"""The JobPosting of schema.org as JSON, however deep it lies."""

import json
from pathlib import Path
from typing import Any

import pytest

from store import Blank, Problem

from .json_files import BODY, drafts, lines_of, outcomes, problems, recognised, rejected, titles

JOB: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Lamp Keeper",
    "description": f"<p>{BODY}</p>",
    "datePosted": "2026-03-04",
    "hiringOrganization": {"@type": "Organization", "name": "Lanternfish"},
}
OTHER = JOB | {"title": "Wick Trimmer"}
ORGANISATION = {"@type": "Organization", "name": "Lanternfish", "@id": "#us"}


@pytest.mark.parametrize(
    ("content", "locators"),
    [
        (JOB, ["$"]),
        ([JOB, OTHER], ["$[0]", "$[1]"]),
        (
            {"@context": "https://schema.org", "@graph": [ORGANISATION, JOB, OTHER]},
            ["$.@graph[1]", "$.@graph[2]"],
        ),
        ({"url": "https://a.example", "ld": [[JOB], {"main": OTHER}]}, ["$.ld[0][0]", "$.ld[1].main"]),
        (lines_of(JOB, OTHER), ["line 1", "line 2"]),
        (lines_of({"@graph": [ORGANISATION, JOB]}, OTHER), ["line 1 $.@graph[1]", "line 2"]),
        ([{"@graph": [JOB]}, {"@graph": [ORGANISATION, OTHER]}], None),
    ],
)
def test_each_is_found_with_its_place(content: Any, locators: list[str] | None) -> None:
    assert recognised(content) == "jobposting"
    found = drafts(content)
    if locators:
        assert titles(found) == ["Lamp Keeper", "Wick Trimmer"][: len(locators)]
        paths = [draft.locator.replace('["@graph"]', ".@graph") for draft in found]
        assert paths == locators
    assert all(json.loads(draft.raw)["@type"] == "JobPosting" for draft in found)


def test_an_employer_that_is_only_referred_to_is_found() -> None:
    content = {"@graph": [ORGANISATION, JOB | {"hiringOrganization": {"@id": "#us"}}]}
    (draft,) = drafts(content)
    assert draft.company == "Lanternfish"


def test_what_stands_beside_postings_is_refused_alone() -> None:
    found = outcomes([ORGANISATION, JOB, {}])
    assert recognised([ORGANISATION, JOB]) == "jobposting"
    assert isinstance(found[0], Problem)
    assert titles(found) == ["Lamp Keeper"]
    assert isinstance(found[2], Blank)
    assert problems([ORGANISATION, JOB]) == [("$[0]", "there is no JobPosting in it")]


def test_a_list_of_other_things_with_one_inside_is_none() -> None:
    assert (
        recognised([{"title": "a", "description": BODY}, {"title": "b", "description": BODY, "ld": JOB}])
        == "json"
    )


def test_a_mended_rejects_file_imports(tmp_path: Path) -> None:
    content = {"@graph": [ORGANISATION, JOB, OTHER | {"description": ""}]}
    written = rejected(content, tmp_path / "rejects.json")
    assert recognised(written) == "jobposting"
    mended = written.replace('"description": ""', f'"description": "{BODY}"')
    assert titles(drafts(mended)) == ["Wick Trimmer"]
