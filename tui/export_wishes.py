"""How a dataset is to be written, as a person turns it line by line."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exports import Plan

USUAL = {"train": 80, "validation": 10, "test": 10}
"""The shares of the splits where none were used before."""

GO_ON = "go on, to the folder"


def wish_lines(plan: "Plan", shares: Mapping[str, int], annotator: str) -> list[str]:
    """Return what a plan wishes, a line each; `shares` are those that splits would have."""
    parts = ", ".join(f"{name} {share} %" for name, share in (plan.splits or shares or USUAL).items())
    return [
        f"whose decisions: {_voices(annotator)[plan.decisions]}",
        f"one posting of each cluster, with the tags of all: {_yes(plan.one_per_cluster)}",
        f"split by cluster, {parts}: {_yes(bool(plan.splits))}",
        f"blacken e-mail addresses and telephone numbers: {_yes(plan.redact)}",
    ]


def turned(plan: "Plan", at: int, shares: Mapping[str, int], annotator: str) -> "Plan":
    """Return the plan with the wish of a line turned to what comes next."""
    if at == 0:
        voices = list(_voices(annotator))
        return replace(plan, decisions=voices[(voices.index(plan.decisions) + 1) % len(voices)])
    if at == 1:
        return replace(plan, one_per_cluster=not plan.one_per_cluster)
    if at == 2:
        return replace(plan, splits={} if plan.splits else shares or USUAL)
    return replace(plan, redact=not plan.redact)


def _voices(annotator: str) -> dict[str, str]:
    return {
        "all": "everybody's, side by side",
        "majority": "of more than half",
        "adjudicated": "what was settled, and what all agree on",
        annotator: "yours alone",
    }


def _yes(wished: bool) -> str:
    return "yes" if wished else "no"
