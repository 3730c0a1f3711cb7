"""Words that only look as if they asked for a skill: years of the employer's own, what is done as required."""

import pytest

from skills.requirements import requirement_of
from store import Span

SKILL = "knitting"


@pytest.mark.parametrize(
    ("body", "requirement"),
    [
        pytest.param(
            "For almost 30 years, shops have sold our knitting.", "mentioned", id="years of its own"
        ),
        pytest.param("In our three years we have made knitting a trade.", "mentioned", id="our years"),
        pytest.param("You need 5 years, in knitting or in lace.", "required", id="years that are asked for"),
        pytest.param("Do some knitting for customers as required.", "mentioned", id="as required"),
        pytest.param("Schedule the knitting when needed.", "mentioned", id="when needed"),
        pytest.param("Knowledge of knitting is required.", "required", id="is required"),
        pytest.param("We move knitting online and it is essential that you like us.", "mentioned", id="that"),
        pytest.param(
            "Our shop is full of knitting, which you don't have to know.", "mentioned", id="not known"
        ),
        pytest.param("You don’t need to be good at knitting.", "mentioned", id="not to be"),
        pytest.param("Shop helpers (lace, felt and knitting helpful)", "preferred", id="helpful alone"),
        pytest.param("A helpful shop for knitting.", "mentioned", id="helpful of something"),
        pytest.param("The ideal candidate will bring knitting.", "required", id="will bring"),
        pytest.param("- Some knitting, lace- Felt would be useful", "mentioned", id="points run together"),
    ],
)
def test_what_is_said_of_something_else_asks_for_nothing(body: str, requirement: str) -> None:
    start = body.index(SKILL)
    said, why = requirement_of(body, (), Span(start, start + len(SKILL), SKILL))
    assert said == requirement
    assert why
