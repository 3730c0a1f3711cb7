"""postil agreement: how far annotators agree."""

from collections.abc import Mapping
from typing import Any

import click

from .session import print_json, put, say, session, session_options


@click.command("agreement")
@click.option("--json", "as_json", is_flag=True, help="Print all measures as JSON.")
@session_options
def agreement_command(as_json: bool) -> None:
    """Measure how far annotators agree: states, verdicts, sets of skills, requirements, marked words.

    Each with how many items it is from (n) and an interval that holds 95 % of what items drawn again by chance give.
    Postings count once two or more are done with them.
    """
    from store.measuring import WHOLE, measure
    from tui.agreement_words import (
        MEASURES,
        NOBODY_TWICE,
        QUESTIONS,
        figure,
        sampled,
    )

    with session().store(readonly=True) as store:
        found = measure(store, WHOLE)
    report = found.report
    if as_json:
        print_json(
            {
                "postings": report.postings,
                "looked_at": report.looked_at,
                "questions": [
                    {
                        "name": one.name,
                        "measures": _shapes(one.measures),
                        "pairs": [
                            {"annotators": [pair.one, pair.other], "measures": _shapes(pair.measures)}
                            for pair in one.pairs
                        ],
                    }
                    for one in report.questions
                ],
                "skills": [
                    {
                        "skill": found.labels.get(one.uri, one.uri),
                        "uri": one.uri,
                        "tagged": one.tagged,
                        "measures": _shapes(one.measures),
                    }
                    for one in report.skills
                ],
            }
        )
        return
    if not report.answered_twice:
        say(NOBODY_TWICE)
        return
    for one in report.questions:
        _put(
            QUESTIONS[one.name], {MEASURES[name]: measured for name, measured in one.measures.items()}, figure
        )
        for pair in one.pairs:
            named = {MEASURES[name]: measured for name, measured in pair.measures.items()}
            _put(f"{QUESTIONS[one.name]}: {pair.one}, {pair.other}", named, figure)
    for skill in report.skills:
        named = {MEASURES[name]: measured for name, measured in skill.measures.items()}
        _put(f"Skill {found.labels.get(skill.uri, skill.uri)}", named, figure)
    for sentence in sampled(report, whole=found.whole):
        say(sentence)


def _put(title: str, measures: Mapping[str, Any], figure: Any) -> None:
    put(title)
    for name, measured in measures.items():
        put(f"  {name:<22}n {measured.n:<9,}{figure(measured)}")


def _shapes(measures: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {"value": one.value, "low": one.low, "high": one.high, "n": one.n, "undefined": one.why}
        for name, one in measures.items()
    }
