"""The records every room shares. All are frozen; offsets are `[start, end)` code points of a body."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Requirement(StrEnum):
    """How a posting asks for a skill."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    MENTIONED = "mentioned"


class State(StrEnum):
    """One annotator's progress on one posting. No row in the database means TODO."""

    TODO = "todo"
    DONE = "done"
    SKIPPED = "skipped"
    FLAGGED = "flagged"


class PairKind(StrEnum):
    """What the machine proposes of a pair."""

    EXACT = "exact"
    VARIANT = "variant"
    NEAR = "near"
    RELATED = "related"


class PairOrder(StrEnum):
    """In which order open pairs are asked about.

    UNCERTAIN begins with the near ones whose score is nearest to one half: there a person knows most better than
    the machine. FAMILY begins with the family that most postings are in, ALIKE with the highest score.
    """

    UNCERTAIN = "most uncertain first"
    FAMILY = "largest family first"
    ALIKE = "most similar first"


class Verdict(StrEnum):
    """A person's word on a pair."""

    DUPLICATE = "duplicate"
    VARIANT = "variant"
    RELATED = "related"
    DISTINCT = "distinct"
    UNSURE = "unsure"

    @property
    def joins(self) -> bool:
        """Whether the two postings belong in one cluster."""
        return self in (Verdict.DUPLICATE, Verdict.VARIANT)

    @property
    def parts(self) -> bool:
        """Whether no cluster may hold both postings."""
        return self in (Verdict.RELATED, Verdict.DISTINCT)


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
class ImportProblem:
    """A problem as an import left it: the posting that was taken in spite of it, or the record that was refused.

    `posting` is a key; `record` the text as it stood, cut where it is very long, None where none is kept.
    `number` is its own in the database: those of one import rise in the order in which they were met.
    """

    problem: Problem
    posting: str | None
    record: str | None
    number: int


@dataclass(frozen=True, slots=True)
class Blank:
    """A record with nothing in it: refused, counted, and told of in one line however many there are."""

    locator: str


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


class SuggestionKind(StrEnum):
    """Why a skill is proposed: the source names it, copies have it, the text mentions it, other tags suggest it."""

    SOURCE = "source"
    COPIES = "copies"
    MENTION = "mention"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class SuggestionCount:
    """How many proposals of one kind people accepted and rejected; those without an answer are not counted."""

    kind: SuggestionKind
    accepted: int
    rejected: int

    @property
    def answered(self) -> int:
        """How many proposals people answered."""
        return self.accepted + self.rejected


@dataclass(frozen=True, slots=True)
class Copying:
    """What copying tags to other postings would do: `tags` new ones on `postings`, so many `without_evidence`.

    `unchanged` postings have all the skills already. `characters` is about how long the event is.
    """

    postings: int
    tags: int
    without_evidence: int
    unchanged: int
    characters: int


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that an annotator keeps under a name."""

    name: str
    query: str


class QueueOrder(StrEnum):
    """In which order postings are gone through.

    UNSEEN begins with those the annotator never looked at, then those looked at longest ago. DUPLICATES begins with
    the posting of the most similar open pair. UNLIKE begins with employers of whom the annotator has done the fewest
    postings. Where an order says nothing, it is that of the import.
    """

    IMPORTED = "imported"
    UNSEEN = "longest unseen"
    DUPLICATES = "most likely duplicates"
    UNLIKE = "least like what is done"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a posting stood in an order when it was asked for: it holds though a decision moves the posting.

    `part` is the part of the order, `values` its place in there; the last of them is `posting`, its number.
    """

    posting: int
    part: int
    values: tuple[float | int | str, ...]


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many postings an annotator finished on a day (UTC, ISO 8601): done, or put aside."""

    day: str
    annotator: str
    done: int
    other: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the work stands. `states` takes each posting's most recent word, whoever's.

    `days` are the latest days on which anybody did something, the oldest first. `pace` is how many postings all
    together finished on a day, over the last `pace_days` such days; `remaining` are those nobody touched. `skills`
    are the most used ones with the number of their postings; `suggestions` has each kind that was answered.
    """

    postings: int
    states: Mapping[str, int]
    days: tuple[DayCount, ...]
    pace: float
    pace_days: int
    remaining: int
    skills: tuple[tuple[Skill, int], ...]
    suggestions: tuple[SuggestionCount, ...]

    @property
    def days_left(self) -> float | None:
        """How many such days the rest takes at this pace; None where there is none yet."""
        return self.remaining / self.pace if self.pace else None


@dataclass(frozen=True, slots=True)
class MentionCount:
    """How many mentions there were when they were last counted, in how many postings, of how many skills."""

    at: str
    mentions: int
    postings: int
    skills: int


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


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair as the machine proposes it, by key. `score` runs from 0 to 1 and is no probability.

    `phrases` is the part of the rare phrases of one that the other has, 0 to 1, and `model` names the model that
    scored the pair; both None where equal texts made it, or another machine.
    """

    a: str
    b: str
    kind: PairKind
    score: float
    reasons: tuple[str, ...]
    phrases: float | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposed or judged pair. `a` comes before `b` in the order of import.

    `kind`, `score` and `reasons` are the machine's; a pair that only a person named has kind None,
    no score and no reasons. `a_at` and `b_at` are `source:locator`. `verdict` is the asking annotator's
    own, None while it is open. `model` names the model that scored the pair, None where none did.
    """

    a: str
    b: str
    a_at: str
    b_at: str
    kind: PairKind | None
    score: float | None
    reasons: tuple[str, ...]
    verdict: Verdict | None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One annotator's verdict on a pair, by key. `at` is UTC, ISO 8601."""

    a: str
    b: str
    verdict: Verdict
    annotator: str
    at: str


@dataclass(frozen=True, slots=True)
class Member:
    """A posting of a cluster. `verdict` is how it relates to the canonical one, whose own is None."""

    key: str
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Two or more postings tied by verdicts. `members` are in the order of import, the canonical one too."""

    canonical: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One decision in the journal, or the undoing or redoing of one.

    `seq` counts in this database; `uid` names the event on every machine. `summary` is a sentence.
    `refers_to` is the `seq` of the decision that an undo or redo is about, else None.
    """

    seq: int
    uid: str
    at: str
    annotator: str
    action: str
    posting: str | None
    summary: str
    undone: bool
    refers_to: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an annotator stopped: the posting's key (None: nowhere yet), the search and the order in force.

    `spot` is where in that order the posting stood when it was opened, None where it stands now.
    """

    posting: str | None
    query: str
    order: QueueOrder = QueueOrder.IMPORTED
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of every record that one import read: `read` is the sum of the four that follow.

    `problems` lists the first of them, `problems_not_listed` counts the rest; `run` names the run whose
    problems the database has, None for a trial and for a file that could not be read. `adopted` counts what
    was taken over of what people had said, by kind (`tag`, `note`, `state`, `choice`, `verdict`); `withheld` counts
    what was not, and files that were changed since their dataset was written: each is a problem too.
    """

    source: str
    format: str
    read: int
    added: int
    unchanged: int
    revised: int
    refused: int
    problems: tuple[Problem, ...]
    problems_not_listed: int = 0
    run: int | None = None
    adopted: Mapping[str, int] = field(default_factory=dict)
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class AnnotatorCount:
    """What one annotator has done so far."""

    name: str
    done: int
    tags: int
    notes: int
    verdicts: int


@dataclass(frozen=True, slots=True)
class Status:
    """Counts over the whole database. `states` takes each posting's most recent word, whoever's."""

    postings: int
    sources: dict[str, int]
    states: dict[str, int]
    tags: int
    notes: int
    pairs_open: int
    pairs_decided: int
    annotators: tuple[AnnotatorCount, ...]
    mentions: MentionCount | None = None
