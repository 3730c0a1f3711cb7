"""How far annotators agree, as lines of the progress screen."""

from collections.abc import Iterator

from agreement.figures import Pairwise, SkillAgreement
from agreement.interval import Measured
from store.measuring import Agreement

from .agreement_words import MEASURES, NOBODY_TWICE, QUESTIONS, figure, number, sampled
from .text import shown
from .widgets.line_list import ListLine, Part, line

MOST_PAIRS = 6  # of annotators, for each question
MOST_SKILLS = 10
NAME = 22  # cells


def agreement_lines(found: Agreement | None) -> Iterator[ListLine]:
    """Yield the section; None while it is being measured."""
    yield line("")
    yield line("Agreement of those who answered the same", "heading")
    if found is None:
        yield line("Measuring…", "dim")
        return
    report = found.report
    if not report.answered_twice:
        yield line(NOBODY_TWICE, "dim")
        return
    for question in report.questions:
        if not any(one.n for one in question.measures.values()):
            continue
        yield line(QUESTIONS[question.name], "strong")
        for name, measured in question.measures.items():
            yield _measure(MEASURES[name], measured)
        yield from map(_pair, question.pairs[:MOST_PAIRS] if len(question.pairs) > 1 else ())
        if len(question.pairs) > MOST_PAIRS:
            more = len(question.pairs) - MOST_PAIRS
            yield line(f"  … and {more:,} more pairs of annotators; postil agreement lists all", "dim")
    if report.skills:
        yield line("Skills tagged most: asked for (alpha), by which words (unitized)", "strong")
        for skill in report.skills[:MOST_SKILLS]:
            yield _skill(found.labels.get(skill.uri, skill.uri), skill)
    for sentence in sampled(report, whole=found.whole):
        yield line(sentence, "dim")


def _measure(name: str, measured: Measured) -> ListLine:
    return ListLine(((f"  {name:<{NAME}}", None), (f"n {measured.n:<8,}", "dim"), (figure(measured), None)))


def _pair(pair: Pairwise) -> ListLine:
    name, measured = list(pair.measures.items())[1 if "kappa" in pair.measures else -1]
    told = f"{shown(pair.one)}, {shown(pair.other)}"
    parts: tuple[Part, ...] = (
        (f"    {told}: {MEASURES[name]}  ", None),
        (f"n {measured.n:,}  ", "dim"),
        (figure(measured), None),
    )
    return ListLine(parts)


def _skill(label: str, skill: SkillAgreement) -> ListLine:
    alpha, words = skill.measures["alpha"], skill.measures["alpha_u"]
    return ListLine(
        (
            (f"  {shown(label)[:NAME]:<{NAME}}", None),
            (f"n {alpha.n:<8,}", "dim"),
            (f"{_short(alpha):<24}   {number(words.value) if words.value is not None else ''}", None),
        )
    )


def _short(measured: Measured) -> str:
    return figure(measured) if measured.value is not None else "undefined"
