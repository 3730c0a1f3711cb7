"""An import in words, the same on the command line and on the screens."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from store import ImportReport, Problem

if TYPE_CHECKING:
    from importers.fields.mapping import Column
    from store.drafts import Draft

GUESSES = ("similar name", "longest text")
"""How a column was found where nobody said so and its name is not a known one."""
LEFT_EMPTY = "left empty"
NO_TITLE = "(no title stated)"


def counts(report: ImportReport, *, trial: bool) -> str:
    """Say what became of the records; of a trial, what would become of them."""
    return counted([report], trial=trial)


def counted(reports: Sequence[ImportReport], *, trial: bool) -> str:
    """Say it of several files together."""
    would = "would be " if trial else ""
    return (
        f"{sum(r.read for r in reports):,} read, {sum(r.added for r in reports):,} {would}added, "
        f"{sum(r.unchanged for r in reports):,} unchanged, {sum(r.revised for r in reports):,} {would}revised, "
        f"{sum(r.refused for r in reports):,} refused"
    )


def taken_over(reports: Sequence[ImportReport]) -> str:
    """Say what was taken over of what people had said, from datasets; empty where nothing was."""
    kinds = sum((Counter(report.adopted) for report in reports), Counter[str]())
    return ", ".join(f"{many:,} {kind if many == 1 else f'{kind}s'}" for kind, many in sorted(kinds.items()))


def problem_line(problem: Problem) -> str:
    """Say where and why."""
    field = f" {problem.field}:" if problem.field else ""
    return f"{problem.locator}:{field} {problem.reason}"


def origin(column: "Column") -> str:
    """Say which column a field comes from, and why that one."""
    return f"← {column.name} ({column.how})"


def samples(column: "Column") -> str:
    """Quote up to three of a column's values."""
    return quoted(column.samples)


def quoted(values: Iterable[str]) -> str:
    """Quote values, one behind the other."""
    return ", ".join(f'"{value.rstrip()}"' for value in values)


def guessed(columns: "Iterable[Column]") -> str:
    """Say which fields come from columns that were guessed; empty where none was."""
    return ", ".join(f"{column.field} {origin(column)}" for column in columns if column.how in GUESSES)


def title_line(draft: "Draft") -> str:
    """Return the title; an inferred one is marked with a tilde."""
    if draft.title:
        return draft.title
    return f"~{draft.title_inferred.text}" if draft.title_inferred else NO_TITLE


def field_lines(draft: "Draft") -> list[str]:
    """Return what the posting states beside its title and text, in up to two lines."""
    places = "; ".join(place.name for place in draft.locations)
    posted = draft.date_posted.isoformat() if draft.date_posted else None
    first = (draft.company, places, posted)
    second = (*draft.employment_type, draft.work_mode, draft.salary_text, draft.locator, draft.url)
    lines = (" · ".join(part for part in parts if part) for parts in (first, second))
    return [line for line in lines if line]


def opening(body: str, lines: int, width: int) -> list[str]:
    """Return the first lines of a body, wrapped, blank ones left out; an ellipsis says that more follows."""
    begin = body[: (lines + 1) * width]  # enough, however it is wrapped
    found = [
        wrapped
        for line in begin.split("\n")
        for wrapped in textwrap.wrap(line, width, break_long_words=True, drop_whitespace=True)
    ]
    more = len(found) > lines or len(begin) < len(body)
    return [*found[:lines], *(["…"] if more else [])]
