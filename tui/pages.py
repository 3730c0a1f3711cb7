"""A posting as the page that is shown of it: lines about it, its text, and the marks on that."""

from pathlib import Path

from store import Posting, Query, hits
from tui.widgets.posting_text import LeadKind, Mark, Page
from tui.widgets.queue_list import title_of


def page_of(posting: Posting, query: Query, current: str | None) -> Page:
    """Return the page of a posting; `current` is the uid of the tag under the cursor."""
    marks = [Mark(note.span.start, note.span.end, "note") for note in posting.notes if note.span]
    marks += [Mark(tag.span.start, tag.span.end, "tag") for tag in posting.tags if tag.span]
    marks += [Mark(hit.start, hit.end, "hit") for hit in hits(query, posting.body)]
    marks += [
        Mark(tag.span.start, tag.span.end, "current")
        for tag in posting.tags
        if tag.span and tag.uid == current
    ]
    return Page(_lead(posting), posting.body, posting.sections, tuple(marks))


def empty_page(query: Query, missing: Path | None) -> Page:
    """Return what is shown where there is no posting, and how to go on; `missing` is a database still to be made."""
    if query.terms:
        return Page((("Nothing matches this search.", "title"), ("Esc shows the whole queue again.", "hint")))
    lines: list[tuple[str, LeadKind]] = [("There are no postings yet.", "title")]
    if missing:
        lines.append((f"There is no database at {missing}.", "field"))
        lines.append(("The first import makes it.", "field"))
    lines.append(("I imports; from the shell: postil import PATH", "hint"))
    if missing:
        lines.append(("To try Postil first: ctrl+q, then postil demo", "hint"))
        lines.append(("Was another file meant? ctrl+q, then postil --db FILE", "hint"))
    return Page(tuple(lines))


def _lead(posting: Posting) -> tuple[tuple[str, LeadKind], ...]:
    places = "; ".join(place.text for place in posting.locations)
    first = " · ".join(part for part in (posting.company, places, posting.date_posted) if part)
    second = " · ".join(
        part
        for part in (
            *posting.employment_type,
            posting.work_mode,
            posting.salary_text,
            f"{posting.source}, {posting.locator}",
            posting.url,
        )
        if part
    )
    lead: list[tuple[str, LeadKind]] = [(title_of(posting), "title"), (second, "hint")]
    if first:
        lead.insert(1, (first, "field"))
    return tuple(lead)
