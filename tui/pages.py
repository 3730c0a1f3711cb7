"""A posting as the page that is shown of it: lines about it, its text, and the marks on that."""

from collections.abc import Sequence
from pathlib import Path

from store import Posting, Query, Span, hits
from tui.commands import key_of
from tui.widgets.posting_text import LeadKind, Mark, Page
from tui.widgets.queue_list import title_of


def page_of(posting: Posting, query: Query, mentions: Sequence[Span], current: Span | None) -> Page:
    """Return the page of a posting; `current` is the span under the cursor."""
    marks = [Mark(span.start, span.end, "mention") for span in mentions]
    marks += [Mark(note.span.start, note.span.end, "note") for note in posting.notes if note.span]
    marks += [Mark(tag.span.start, tag.span.end, "tag") for tag in posting.tags if tag.span]
    marks += [Mark(hit.start, hit.end, "hit") for hit in hits(query, posting.body)]
    if current:
        marks.append(Mark(current.start, current.end, "current"))
    return Page(_lead(posting), posting.body, posting.sections, tuple(marks))


def empty_page(query: Query, missing: Path | None) -> Page:
    """Return what is shown where there is no posting, and how to go on; `missing` is a database still to be made."""
    if query.terms:
        faults: list[tuple[str, LeadKind]] = [(fault.sentence, "field") for fault in query.faults]
        hint = f"{key_of('review', 'clear')} shows the whole queue again."
        return Page((("Nothing matches this search.", "title"), *faults, (hint, "hint")))
    lines: list[tuple[str, LeadKind]] = [("There are no postings yet.", "title")]
    if missing:
        lines.append((f"There is no database at {missing}.", "field"))
        lines.append(("The first import makes it.", "field"))
    lines.append((f"{key_of('app', 'import')} imports; from the shell: postil import PATH", "hint"))
    if missing:
        lines.append(("To try Postil first: ctrl+q, then postil demo", "hint"))
        lines.append(("Was another file meant? ctrl+q, then postil --db FILE", "hint"))
    return Page(tuple(lines))


def _lead(posting: Posting) -> tuple[tuple[str, LeadKind], ...]:
    places = "; ".join(place.name for place in posting.locations)
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
