"""What a trial of an import found, as lines of a list and the page of a posting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .import_keys import on_screen
from .import_words import (
    GUESSES,
    LEFT_EMPTY,
    counts,
    field_lines,
    origin,
    problem_line,
    quoted,
    samples,
    title_line,
)
from .imports import Wanted
from .widgets.line_list import ListLine, Look, Part, line
from .widgets.posting_text import LeadKind, Page

if TYPE_CHECKING:
    from importers.fields.mapping import Columns, NoBody
    from importers.intake import Outcome

SHOWN_PROBLEMS = 20  # of one file, before the rest is only counted
SHOWN_UNUSED = 200  # columns of one file

Setting = Literal["format", "source", "encoding", "rejects"]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A line of the preview, and the number of the file it is about.

    A line about columns says which column a `field` is taken from: None where it is left empty. Where there
    is no field, the column is not used. A `setting` is about all files.
    """

    line: ListLine
    outcome: int = 0
    field: str | None = None
    column: str | None = None
    setting: Setting | None = None

    def is_about(self, other: "PreviewRow") -> bool:
        """Whether it is about the same setting, field or column of the same file."""
        if other.field is None and other.column is not None:
            return (self.column, self.outcome) == (other.column, other.outcome)
        mine, theirs = (self.setting, self.field), (other.setting, other.field)
        return mine == theirs != (None, None) and self.outcome == other.outcome


def setting_rows(wanted: Wanted, outcomes: "Sequence[Outcome]") -> list[PreviewRow]:
    """Return the lines of what a person can say of all files, and what holds where nothing was said."""
    reports = [outcome.report for outcome in outcomes if outcome.report.format]
    formats = ", ".join(sorted({report.format for report in reports}))
    sources = list(dict.fromkeys(report.source for report in reports))
    named = sources[0] if len(sources) == 1 else f"{len(sources):,} names" if sources else ""
    lines: list[tuple[Setting, str, str]] = [
        ("format", formats or wanted.format or "", "said" if wanted.format else "as the content says"),
        ("source", wanted.source or named, "said" if wanted.source else "as the files are called"),
        ("encoding", wanted.encoding or "", "said" if wanted.encoding else "as the content says"),
        (
            "rejects",
            str(wanted.rejects or ""),
            "for the refused records" if wanted.rejects else "refused records are written to no file",
        ),
    ]
    return [
        PreviewRow(
            ListLine(((f"{name:8} ", "strong"), (value, None), (f"  {why}" if value else why, "dim"))),
            setting=name,
        )
        for name, value, why in lines
    ]


def preview_rows(outcomes: "Sequence[Outcome]") -> list[PreviewRow]:
    """Return the lines of all files: where each takes its fields from, and what could not be taken."""
    found = []
    for number, outcome in enumerate(outcomes):
        if len(outcomes) > 1:
            report = outcome.report
            words = f"{report.format}: {counts(report, trial=True)}" if report.format else "not read"
            found.append(PreviewRow(ListLine(((outcome.file, "strong"), (f"  {words}", None))), number))
        if outcome.columns is not None:
            found += _column_rows(outcome.columns, number)
        found += _problem_rows(number, outcome)
    return found


def rows_without_body(error: "NoBody") -> list[PreviewRow]:
    """Return the lines of a table in which the body is still to be found: that field first."""
    missing = ListLine((("body ", "strong"), ("← which column?", "warning")))
    heading, *others = _column_rows(error.columns, samples_of=error.samples)
    return [heading, PreviewRow(missing, field="body"), *others]


def _column_rows(
    columns: "Columns", number: int = 0, samples_of: Mapping[str, Sequence[str]] | None = None
) -> list[PreviewRow]:
    mapped, unused = columns.mapped, columns.unused
    empty = [field for field in columns.left_empty if not samples_of or field != "body"]
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
    for name in unused[:SHOWN_UNUSED]:
        values = quoted((samples_of or {}).get(name, ()))
        parts = ((name, "dim"), (f"  {values}", "dim")) if values else ((name, "dim"),)
        found.append(PreviewRow(ListLine(parts), number, column=name))
    if len(unused) > SHOWN_UNUSED:
        found.append(PreviewRow(line(f"… and {len(unused) - SHOWN_UNUSED:,} more", "dim"), number))
    return found


def _problem_rows(number: int, outcome: "Outcome") -> list[PreviewRow]:
    report = outcome.report
    if not report.problems:
        return []
    found = [PreviewRow(line("Problems", "heading"), number)]
    found += [
        PreviewRow(line(on_screen(problem_line(problem))), number)
        for problem in report.problems[:SHOWN_PROBLEMS]
    ]
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
