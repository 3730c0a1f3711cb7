"""From the place of a posting in a document to its draft: what every text format does alike."""

from collections.abc import Iterable, Sequence

from importers.base import Document
from importers.reading import ReadDocument
from store import Location, Problem, Section, SourceSkill
from store.drafts import Draft

from .labels import labels_of
from .locations import location_of
from .sections import sections_of
from .titles import inferred, stated

BODY_LIMIT = 1024 * 1024
"""Characters of one body. The longest real advertisement seen has some twenty thousand."""


def draft(
    document: Document,
    lines: range,
    body: str,
    raw: str,
    *,
    title: str | None = None,
    company: str | None = None,
    locations: Sequence[Location] = (),
    work_mode: str | None = None,
    employment_type: Iterable[str] = (),
    sections: tuple[Section, ...] | None = None,
    source_skills: Sequence[SourceSkill] = (),
) -> Draft | Problem:
    """Make the draft of the posting that stands in `lines` (1-based) of a document.

    What is not given is read from the body: labels, sections, and a title inferred where none is stated.
    """
    locator = f"line {lines.start}"
    if len(body) > BODY_LIMIT:
        return Problem(locator, "body", f"{len(body):,} characters are more than the limit of {BODY_LIMIT:,}")
    if not body.strip():
        return Problem(locator, "body", "the posting has no text")
    labels = labels_of(body)
    title = title or stated(body)
    if not locations and labels.location:
        locations = [location_of(labels.location)]
    return Draft(
        locator=locator,
        body=body,
        raw=raw,
        external_id=labels.external_id,
        title=title,
        title_inferred=None if title else inferred(body),
        company=company or labels.employer,
        locations=tuple(locations),
        work_mode=work_mode,
        employment_type=tuple(employment_type),
        salary_text=labels.salary,
        sections=sections_of(body) if sections is None else sections,
        source_skills=tuple(source_skills),
        repairs=_repairs(document, lines, locator),
    )


def _repairs(document: Document, lines: range, locator: str) -> tuple[Problem, ...]:
    mended = document.mended_lines if isinstance(document, ReadDocument) else frozenset()
    touched = sorted(mended.intersection(lines))
    if not touched:
        return ()
    where = ", ".join(str(number) for number in touched[:5]) + (" and others" if len(touched) > 5 else "")
    reason = f"characters that cannot be stored (NUL or half a surrogate pair) became U+FFFD, in line {where}"
    return (Problem(locator, "body", reason),)
