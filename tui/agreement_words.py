"""Measures of agreement as people read them."""

from collections.abc import Iterator

from agreement.figures import Report
from agreement.interval import Measured

QUESTIONS = {
    "states": "States",
    "verdicts": "Verdicts on pairs",
    "tags": "Sets of skills",
    "requirements": "How a skill is asked for",
    "spans": "Words marked for a skill",
}
MEASURES = {
    "raw": "raw agreement",
    "alpha": "Krippendorff's alpha",
    "ac1": "Gwet's AC1",
    "kappa": "Cohen's kappa",
    "alpha_masi": "alpha, MASI 1 - J·M",
    "f1": "F1, same words",
    "f1_overlap": "F1, overlapping",
    "alpha_u": "unitized alpha",
}
NOBODY_TWICE = (
    "Nothing was answered by two people yet. Agreement shows here once two are done with the same posting, "
    "or gave a verdict on the same pair."
)


def figure(measured: Measured) -> str:
    """Return a measure with its interval, or why it has none."""
    if measured.value is None:
        return f"undefined: {measured.why}"
    if measured.low is None or measured.high is None:
        return f"{number(measured.value)}"
    return f"{number(measured.value)}  {number(measured.low)} to {number(measured.high)}"


def number(value: float) -> str:
    """Return a measure with three digits, without a sign before nothing."""
    return f"{value + 0.0:6.3f}".replace("-0.000", " 0.000")


def sampled(report: Report, *, whole: bool) -> Iterator[str]:
    """Yield what was left out."""
    if not whole:
        yield "Only the first postings and pairs were looked at; postil agreement looks at all."
    if report.looked_at < report.postings:
        yield (
            f"Tags and words are those of {report.looked_at:,} of the {report.postings:,} postings "
            "that two or more are done with, drawn by chance."
        )
