"""What the pair screen shows of a pair, read in a lane: its two postings, and what a verdict would do."""

from dataclasses import dataclass
from typing import Literal

from duplicates.differences import FieldComparison, Merged, compare_fields, differences, merged
from duplicates.outlook import Outlook, outlook
from store import Pair, Posting, Section, Store
from tui.pair_courses import Course, Edge
from tui.widgets.posting_text import LeadKind, Mark, Page
from tui.widgets.queue_list import title_of

Layout = Literal["sides", "column"]
ROOM = 100  # cells from which on two texts stand side by side by themselves


@dataclass(frozen=True, slots=True)
class Beside:
    """Two postings, and where they differ: the ranges of each body, and both as one text."""

    pair: Pair
    a: Posting
    b: Posting
    marks: tuple[tuple[Mark, ...], tuple[Mark, ...]]
    merged: Merged
    fields: tuple[FieldComparison, ...]

    @property
    def edge(self) -> Edge:
        """The pair by its keys."""
        return self.pair.a, self.pair.b


@dataclass(frozen=True, slots=True)
class Standing:
    """How a pair stands among the verdicts. `at` has `source:locator` of the postings it speaks of, by key."""

    pair: Pair
    outlook: Outlook
    at: dict[str, str]


def beside(store: Store, annotator: str, edge: Edge) -> Beside:
    """Read two postings and compare them; a pair that nobody proposed or judged may be looked at, too."""
    one, other = (store.posting(annotator, key) for key in edge)
    a, b = (one, other) if one.id < other.id else (other, one)
    in_a, in_b = differences(a.body, b.body)
    return Beside(
        pair=_pair(store, annotator, a, b),
        a=a,
        b=b,
        marks=(_marks(in_a), _marks(in_b)),
        merged=merged(a.body, b.body),
        fields=compare_fields(a, b),
    )


def _marks(spans: list[tuple[int, int]]) -> tuple[Mark, ...]:
    return tuple(Mark(start, end, "differs") for start, end in spans)


def _pair(store: Store, annotator: str, a: Posting, b: Posting) -> Pair:
    known = store.pair(annotator, a.key, b.key)
    if known is not None:
        return known
    a_at, b_at = (f"{one.source}:{one.locator}" for one in (a, b))
    return Pair(a.key, b.key, a_at, b_at, kind=None, score=None, reasons=(), verdict=None)


def standing(store: Store, annotator: str, known: Beside) -> Standing:
    """Read what was said of a pair, and what more may be said."""
    ahead = outlook(store, annotator, known.a.key, known.b.key)
    keys = {
        key
        for one in (ahead.against_joining, ahead.against_parting, ahead.standing)
        if one is not None
        for pair in one.pairs
        for key in pair
    }
    return Standing(_pair(store, annotator, known.a, known.b), ahead, store.places_of(keys))


def next_beside(store: Store, annotator: str, course: Course, after: Edge) -> Beside | None:
    """Read the next open pair, so that it is there when it is asked for."""
    edge = course.next_open(store, annotator, after)
    return beside(store, annotator, edge) if edge is not None and edge != after else None


def side_page(view: Beside, index: int, canonical: str | None) -> Page:
    """Return one posting of the two as a page."""
    posting = (view.a, view.b)[index]
    star = "★ " if posting.key == canonical else ""
    lead: list[tuple[str, LeadKind]] = [(f"{star}{title_of(posting)}", "title")]
    for field in view.fields:
        value = (field.a, field.b)[index]
        if value and field.name != "title":
            lead.append((f"{field.name}: {value}", "field" if field.same else "differs"))
    lead.append((_from(posting, None), "hint"))
    return Page(tuple(lead), posting.body, posting.sections, view.marks[index])


def column_page(view: Beside, canonical: str | None) -> Page:
    """Return both postings as one page, what is only in one of them in brackets."""
    lead: list[tuple[str, LeadKind]] = []
    for field in view.fields:
        name = "" if field.name == "title" else f"{field.name}: "
        if field.same and field.a:
            lead.append((f"{name}{field.a}", "field" if name else "title"))
        elif not field.same:
            words = ((field.a, "[-{}-]"), (field.b, "{{+{}+}}"))
            lead.append((name + " ".join(form.format(value) for value, form in words if value), "differs"))
    one, other = _from(view.a, canonical), _from(view.b, canonical)
    lead.append((f"[-{one}-] {{+{other}+}}", "hint"))
    text, moved = view.merged.text, view.merged.at
    sections = tuple(
        Section(section.heading, moved(section.start), moved(section.end)) for section in view.a.sections
    )
    marks = tuple(Mark(start, end, "differs") for start, end in view.merged.marked)
    return Page(tuple(lead), text, sections, marks)


def _from(posting: Posting, canonical: str | None) -> str:
    return f"{'★ ' if posting.key == canonical else ''}{posting.source}, {posting.locator}"
