"""What a trial of an import found, as lines of a list and the page of a posting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .import_words import GUESSES, LEFT_EMPTY, counts, field_lines, origin, problem_line, samples, title_line
from .widgets.line_list import ListLine, Look, Part, line
from .widgets.posting_text import LeadKind, Page

if TYPE_CHECKING:
    from importers.intake import Outcome

SHOWN_PROBLEMS = 20  # of one file, before the rest is only counted
SHOWN_UNUSED = 200  # columns of one file


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A line of the preview, and the number of the file it is about.

    A line about columns says which column a `field` is taken from: None where it is left empty. Where there
    is no field, the column is not used.
    """

    line: ListLine
    outcome: int
    field: str | None = None
    column: str | None = None


def preview_rows(outcomes: "Sequence[Outcome]") -> list[PreviewRow]:
    """Return the lines of all files: where each takes its fields from, and what could not be taken."""
    found = []
    for number, outcome in enumerate(outcomes):
        if len(outcomes) > 1:
            report = outcome.report
            words = f"{report.format}: {counts(report, trial=True)}" if report.format else "not read"
            found.append(PreviewRow(ListLine(((outcome.file, "strong"), (f"  {words}", None))), number))
        found += _column_rows(number, outcome)
        found += _problem_rows(number, outcome)
    return found


def _column_rows(number: int, outcome: "Outcome") -> list[PreviewRow]:
    if outcome.columns is None:
        return []
    mapped, empty, unused = outcome.columns.mapped, outcome.columns.left_empty, outcome.columns.unused
    width = max(map(len, (*(column.field for column in mapped), *empty)), default=0)
    found = [PreviewRow(line("Columns", "heading"), number)]
    for column in mapped:
        look: Look | None = "warning" if column.how in GUESSES else None
        parts: tuple[Part, ...] = (
            (f"{column.field:{width}} ", "strong"),
            (origin(column), look),
            (f"  {samples(column)}", "dim"),
        )
        found.append(PreviewRow(ListLine(parts), number, column.field, column.name))
    for field in empty:
        parts = ((f"{field:{width}} ", "strong"), (LEFT_EMPTY, "dim"))
        found.append(PreviewRow(ListLine(parts), number, field))
    if unused:
        found.append(PreviewRow(line("Not used", "heading"), number))
    found += [PreviewRow(line(name, "dim"), number, column=name) for name in unused[:SHOWN_UNUSED]]
    if len(unused) > SHOWN_UNUSED:
        found.append(PreviewRow(line(f"… and {len(unused) - SHOWN_UNUSED:,} more", "dim"), number))
    return found


def _problem_rows(number: int, outcome: "Outcome") -> list[PreviewRow]:
    report = outcome.report
    if not report.problems:
        return []
    found = [PreviewRow(line("Problems", "heading"), number)]
    found += [PreviewRow(line(problem_line(problem)), number) for problem in report.problems[:SHOWN_PROBLEMS]]
    left = len(report.problems) - SHOWN_PROBLEMS + report.problems_not_listed
    if left > 0:
        found.append(PreviewRow(line(f"… and {left:,} more", "dim"), number))
    return found


def first_page(outcome: "Outcome") -> Page:
    """Return the page of the first posting of a file that is new, or why there is none."""
    draft = outcome.first
    if draft is None:
        none = "No posting in it is new." if outcome.report.unchanged else "No posting in it can be taken."
        return Page(((none, "hint"),))
    lead: list[tuple[str, LeadKind]] = [(title_line(draft), "title")]
    lead += [(text, "field") for text in field_lines(draft)]
    return Page((("The first posting as it would look", "hint"), *lead), draft.body, draft.sections)
