"""How far annotators agree, for the data card."""

from agreement.figures import Report
from agreement.interval import Measured
from store import Store
from store.measuring import WHOLE, measure

_QUESTIONS = {
    "states": "states",
    "verdicts": "verdicts on pairs",
    "tags": "sets of skills",
    "requirements": "how a skill is asked for",
    "spans": "words marked for a skill",
}
_MEASURES = {
    "raw": "raw agreement: the share of pairs of answers that are equal",
    "alpha": "Krippendorff's alpha, nominal: 1 - Do / De",
    "ac1": "Gwet's AC1: (Pa - Pe) / (1 - Pe)",
    "alpha_masi": "Krippendorff's alpha with the MASI distance, 1 - J * M",
    "f1": "F1, the same words: 2 TP / (2 TP + FP + FN)",
    "f1_overlap": "F1, overlapping words",
    "alpha_u": "Krippendorff's unitized alpha: 1 - Do / De over the text",
}
_HEAD = """\
How far they agree, over the whole database and before anything was settled. `n` counts what two or more answered;
a posting counts once two or more are done with it. An interval holds 95 % of what items drawn again by chance give.

| on | measure | n | value | interval |
| --- | --- | --- | --- | --- |
"""


def agreement_of(store: Store) -> str:
    """Return all measures over a database as Markdown; empty where nothing was answered by two."""
    # By pseudonyms, as their order is the same wherever the dataset is imported, and sums follow the order.
    report = measure(store, WHOLE, store.pseudonyms()).report
    if not report.answered_twice:
        return ""
    return _HEAD + "".join(_lines(report)) + _sampled(report)


def _lines(report: Report) -> list[str]:
    return [
        f"| {_QUESTIONS[question.name]} | {_MEASURES[name]} | {one.n:,} | {_value(one)} |\n"
        for question in report.questions
        for name, one in question.measures.items()
    ]


def _value(one: Measured) -> str:
    if one.value is None:
        return f"undefined: {one.why} |"
    if one.low is None or one.high is None:
        return f"{_number(one.value)} |"
    return f"{_number(one.value)} | {_number(one.low)} to {_number(one.high)}"


def _number(value: float) -> str:
    return f"{value:.3f}".replace("-0.000", "0.000")


def _sampled(report: Report) -> str:
    if report.looked_at == report.postings:
        return ""
    return (
        f"\nTags and words are measured on {report.looked_at:,} of the {report.postings:,} postings that two or more "
        "are done with, drawn by chance.\n"
    )
