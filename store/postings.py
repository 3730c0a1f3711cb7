"""Postings, and what people said of them. Offsets are `[start, end)` code points of a body."""

from dataclasses import dataclass

from .words import Requirement, State


@dataclass(frozen=True, slots=True)
class Location:
    """A place as the posting words it, and what was understood of it (None: not said or not known).

    `country` is an ISO 3166 alpha-2 code; `region` the region as the source codes or names it.
    """

    text: str
    country: str | None = None
    region: str | None = None
    city: str | None = None

    @property
    def name(self) -> str:
        """The text without the parts that it leaves blank: `AE` of `AE, , `."""
        return ", ".join(part for part in map(str.strip, self.text.split(",")) if part)


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a body. The range begins with the heading: `body[start:].startswith(heading)`."""

    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class InferredTitle:
    """A title the posting implies without stating it. `body[start:end] == text`; `rule` says why."""

    text: str
    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceSkill:
    """What the source itself says is asked for: a proposal, never a tag."""

    text: str
    requirement: Requirement


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a record was refused, or what was repaired in one that was taken.

    `locator` is `line N`, `row N` or a JSON path; `field` is None where the whole record is meant.
    """

    locator: str
    field: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Skill:
    """An entry of the vocabulary. `labels` are its other labels; `kind` is `skill` or `knowledge`.

    One that is `retired` is offered no more, and keeps its tags.
    """

    uri: str
    label: str
    kind: str = "knowledge"
    labels: tuple[str, ...] = ()
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A range of a body with the words that stand there."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Tag:
    """An annotator's statement that a posting asks for a skill.

    `span` is the evidence, or None. `lost_quote` is the evidence of a tag whose words a revision of
    the posting took away: kept for a person to settle, with no offsets.
    """

    uid: str
    skill: Skill
    requirement: Requirement
    annotator: str
    span: Span | None = None
    lost_quote: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """An annotator's free text on a posting, or on a span of it. `at` is UTC, ISO 8601."""

    uid: str
    text: str
    annotator: str
    at: str
    span: Span | None = None
    lost_quote: str | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """One job advertisement as imported, with what one annotator may see of it.

    `id` is its place in the order of import; it means nothing outside this database, `key` does.
    `state` is the asking annotator's own. `blind` where tags and notes of others are left out, until all to whom the
    posting is assigned are done with it.
    """

    id: int
    key: str
    source: str
    locator: str
    body: str
    external_id: str | None
    url: str | None
    title: str | None
    title_inferred: InferredTitle | None
    company: str | None
    locations: tuple[Location, ...]
    work_mode: str | None
    employment_type: tuple[str, ...]
    date_posted: str | None
    salary_text: str | None
    revision: int
    sections: tuple[Section, ...]
    source_skills: tuple[SourceSkill, ...]
    tags: tuple[Tag, ...]
    notes: tuple[Note, ...]
    state: State
    problems: tuple[Problem, ...]
    blind: bool = False

    @property
    def shown_title(self) -> str | None:
        """The stated title, else the inferred one, else None."""
        return self.title or (self.title_inferred.text if self.title_inferred else None)


@dataclass(frozen=True, slots=True)
class Row:
    """A posting as a list shows it. `pairs` counts the open ones; `snippet` is text around a hit."""

    id: int
    key: str
    source: str
    locator: str
    title: str | None
    title_inferred: InferredTitle | None
    company: str | None
    locations: tuple[Location, ...]
    state: State
    tags: int
    notes: int
    pairs: int
    snippet: str | None = None

    @property
    def shown_title(self) -> str | None:
        """The stated title, else the inferred one, else None."""
        return self.title or (self.title_inferred.text if self.title_inferred else None)


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring rows of a list, in its order. `before` and `after` say whether more lie beyond."""

    rows: tuple[Row, ...]
    before: bool
    after: bool
