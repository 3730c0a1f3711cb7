"""The rows of a dataset. The schema, the headers of the tables and the data card are made from these."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from store import PairKind, Requirement, State, Verdict

FORMAT: Literal["postil-dataset"] = "postil-dataset"
VERSION: Literal[1] = 1
"""Changes whenever a reader written for the version before would misread this one."""

Start = Annotated[int | None, Field(ge=0, description="first code point of the quote in the body")]
End = Annotated[int | None, Field(ge=0, description="code point of the body after the quote")]
Quote = Annotated[
    str | None, Field(description="the words; without offsets, a revision of the text has taken them away")
]
Key = Annotated[str, Field(description="key of the posting")]
Annotator = Annotated[str, Field(description="who said so, as a pseudonym unless names were asked for")]
At = Annotated[str, Field(description="when, in UTC, ISO 8601")]
Uid = Annotated[str, Field(description="names this statement, here and on every other machine")]
Kind = Annotated[PairKind | None, Field(description="what the machine proposed; empty where it did not")]
Split = Annotated[str | None, Field(description="of its posting; empty where none was asked for")]
SkillLabel = Annotated[str, Field(description="preferred label")]
SkillUri = Annotated[str, Field(description="of the skill; local: where the vocabulary gave none")]
SkillKind = Annotated[str, Field(description="skill or knowledge")]
HowAsked = Annotated[Requirement, Field(description="how the posting asks for it")]
Words = Annotated[str, Field(description="what the annotator wrote")]
Word = Annotated[Verdict, Field(description="the annotator's word on the pair")]
Score = Annotated[float | None, Field(ge=0, le=1, description="its score, which is no probability")]


class SettledAs(StrEnum):
    """What a statement rests on where a dataset has one for all annotators."""

    UNANIMOUS = "unanimous"
    MAJORITY = "majority"
    ADJUDICATED = "adjudicated"
    SINGLE = "single"


class Stands(StrEnum):
    """How it stands with answers that differ."""

    OPEN = "open"
    WORDS_OPEN = "words open"
    MAJORITY = "majority"
    ADJUDICATED = "adjudicated"


class Asked(StrEnum):
    """What annotators were asked."""

    TAG = "tag"
    STATE = "state"
    VERDICT = "verdict"


Settled = Annotated[
    SettledAs | None,
    Field(
        description="what it rests on, where one answer stands for all: unanimous, majority, adjudicated, single"
    ),
]
SettledBy = Annotated[
    str | None, Field(description="who settled it, or alone answered; empty where the answers alone did")
]


What = Annotated[Asked, Field(description="what was asked: tag, state or verdict")]
Matter = Annotated[
    str,
    Field(
        description="URI of the skill of a tag, key of the other posting of a verdict, of this one of a state"
    ),
]
HowItStands = Annotated[
    Stands,
    Field(
        description="open: nothing of it is in the dataset; words open: the tag is, words that have no majority not; "
        "majority or adjudicated: the result is"
    ),
]
Result = Annotated[str | None, Field(description="what is in the dataset, where something is")]
Settler = Annotated[str | None, Field(description="who settled it; empty where nobody did")]
Why = Annotated[str | None, Field(description="why the answers differ, as who settled it sees it")]
Remark = Annotated[str, Field(description="what they noted")]


@dataclass(frozen=True, slots=True)
class Model:
    """What all rows share: every field is always there, null where nothing is known.

    Pydantic makes the schema of them, and checks rows against it in the tests; making a row checks nothing, as
    a dataset has very many.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", json_schema_serialization_defaults_required=True
    )


@dataclass(frozen=True, slots=True)
class Place(Model):
    """A place as the posting words it, and what was understood of it."""

    text: str
    country: Annotated[str | None, Field(description="ISO 3166 alpha-2")]
    region: str | None
    city: str | None


@dataclass(frozen=True, slots=True)
class TitleGuess(Model):
    """A title the posting implies without stating it: body[start:end] is its text."""

    text: str
    rule: Annotated[str, Field(description="why it was taken for the title")]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part(Model):
    """A headed part of a body, from its heading on."""

    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim(Model):
    """A skill that the source itself names: nobody has judged it."""

    text: str
    requirement: Requirement


@dataclass(frozen=True, slots=True)
class TagModel(Model):
    """An annotator's statement that the posting asks for a skill."""

    skill: SkillLabel
    uri: SkillUri
    kind: SkillKind
    requirement: HowAsked
    start: Start
    end: End
    quote: Quote
    annotator: Annotator
    uid: Uid
    settled: Settled = None
    settled_by: SettledBy = None


@dataclass(frozen=True, slots=True)
class NoteModel(Model):
    """An annotator's free text on the posting, or on some words of it."""

    text: Words
    annotator: Annotator
    at: At
    start: Start
    end: End
    quote: Quote
    uid: Uid


@dataclass(frozen=True, slots=True)
class StateModel(Model):
    """How far one annotator has come with the posting; an annotator who has not begun is not listed."""

    annotator: Annotator
    state: State
    at: At
    settled: Settled = None
    settled_by: SettledBy = None


@dataclass(frozen=True, slots=True)
class ChoiceModel(Model):
    """An annotator's choice of the posting to stand for its cluster; the latest choice in a cluster holds."""

    annotator: Annotator
    at: At


@dataclass(frozen=True, slots=True)
class VerdictModel(Model):
    """One annotator's word on a pair."""

    verdict: Word
    annotator: Annotator
    at: At
    settled: Settled = None
    settled_by: SettledBy = None


@dataclass(frozen=True, slots=True)
class DisagreementModel(Model):
    """What annotators answered differently about the posting, where one answer was to stand for all."""

    what: What
    about: Matter
    skill: Annotated[str | None, Field(description="preferred label of the skill of a tag")]
    answers: Annotated[
        list[str], Field(description="annotator: answer, with the offsets of the words of a tag")
    ]
    stands: HowItStands
    result: Result
    settled_by: Settler
    reason: Why
    note: Remark


@dataclass(frozen=True, slots=True)
class PairModel(Model):
    """A judged pair: this posting and another, imported earlier."""

    other: Annotated[str, Field(description="key of the other posting")]
    kind: Kind
    score: Score
    reasons: Annotated[list[str], Field(description="the machine's reasons")]
    verdicts: list[VerdictModel]


@dataclass(frozen=True, slots=True)
class MemberModel(Model):
    """A posting of a cluster, and how it relates to the canonical one, whose own verdict is null."""

    key: Key
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class ClusterModel(Model):
    """Postings that verdicts tie together, in the order of import; one stands for all."""

    canonical: Key
    members: list[MemberModel]


@dataclass(frozen=True, slots=True)
class Facts(Model):
    """What every form of a posting begins with."""

    key: Annotated[str, Field(description="names the posting, here and on every other machine")]
    source: Annotated[str, Field(description="the feed or file it came from")]
    locator: Annotated[str, Field(description="its place in the source")]
    external_id: Annotated[str | None, Field(description="its name at the source")]
    url: Annotated[str | None, Field(description="where it was advertised, as stated")]
    title: Annotated[str | None, Field(description="as stated")]
    company: Annotated[str | None, Field(description="as stated")]
    work_mode: Annotated[str | None, Field(description="as stated: onsite, hybrid or remote")]
    employment_type: Annotated[list[str], Field(description="as stated")]
    date_posted: Annotated[
        str | None, Field(description="as stated, ISO 8601", json_schema_extra={"format": "date"})
    ]
    salary_text: Annotated[str | None, Field(description="as stated")]
    revision: Annotated[int, Field(ge=0, description="how often the source has changed it")]
    split: Annotated[str | None, Field(description="the split it is in; empty where none was asked for")]


@dataclass(frozen=True, slots=True)
class PostingModel(Facts):
    """One job advertisement with all that was said of it."""

    title_inferred: TitleGuess | None
    locations: list[Place]
    body: Annotated[str, Field(description="the text; all offsets are code points into it")]
    sections: list[Part]
    source_skills: list[Claim]
    tags: list[TagModel]
    notes: list[NoteModel]
    states: list[StateModel]
    chosen: Annotated[list[ChoiceModel], Field(description="who chose it to stand for its cluster")]
    pairs: Annotated[list[PairModel], Field(description="judged pairs with postings imported earlier")]
    cluster: ClusterModel | None
    split_place: Annotated[
        int | None, Field(ge=0, le=99, description="by which it goes into a split; its cluster has the same")
    ]
    raw: Annotated[str | None, Field(description="the record as it was imported, where it was asked for")]
    disagreements: Annotated[
        list[DisagreementModel], Field(description="where the answers differ, if one was to stand for all")
    ] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Dataset(Model):
    """The document postings.json."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", title=FORMAT, json_schema_serialization_defaults_required=True
    )

    format: Literal["postil-dataset"]
    version: Literal[1]
    postings: list[PostingModel]


@dataclass(frozen=True, slots=True)
class PostingRow(Facts):
    """A line of postings.csv. Where there are several values, each stands on a line of the cell."""

    title_inferred: Annotated[str | None, Field(description="implied by the text, where none is stated")]
    locations: Annotated[list[str], Field(description="places, as the posting words them")]
    source_skills: Annotated[list[str], Field(description="skills the source itself names, judged by nobody")]
    tags: Annotated[int, Field(ge=0, description="how many lines of skills.csv are about it")]
    notes: Annotated[int, Field(ge=0, description="how many lines of notes.csv are about it")]
    states: Annotated[list[str], Field(description="annotator and state, a blank between them")]
    cluster: Annotated[
        str | None, Field(description="key of its cluster's canonical posting, if it is in one")
    ]
    body: Annotated[str, Field(description="the text; offsets are code points into it, the guard taken off")]


@dataclass(frozen=True, slots=True)
class SkillRow(Model):
    """A line of skills.csv: one tag."""

    posting: Key
    split: Split
    skill: SkillLabel
    uri: SkillUri
    kind: SkillKind
    requirement: HowAsked
    start: Start
    end: End
    quote: Quote
    annotator: Annotator
    uid: Uid
    settled: Settled
    settled_by: SettledBy


@dataclass(frozen=True, slots=True)
class NoteRow(Model):
    """A line of notes.csv: one note."""

    posting: Key
    split: Split
    text: Words
    annotator: Annotator
    at: At
    start: Start
    end: End
    quote: Quote
    uid: Uid


@dataclass(frozen=True, slots=True)
class DuplicateRow(Model):
    """A line of duplicates.csv: one annotator's verdict on one pair, and what the machine had proposed."""

    a: Annotated[str, Field(description="key of the posting imported first")]
    b: Annotated[str, Field(description="key of the other")]
    split: Annotated[str | None, Field(description="split of the other; empty where none was asked for")]
    verdict: Word
    annotator: Annotator
    at: At
    kind: Kind
    score: Score
    reasons: Annotated[list[str], Field(description="its reasons, each on a line of the cell")]
    settled: Settled
    settled_by: SettledBy


@dataclass(frozen=True, slots=True)
class DisagreementRow(Model):
    """A line of disagreements.csv: what annotators answered differently about one thing, and how that stands."""

    posting: Key
    what: What
    about: Matter
    skill: Annotated[str | None, Field(description="preferred label of the skill of a tag")]
    answers: Annotated[
        list[str],
        Field(
            description="annotator: answer, each on a line of the cell; offsets of a tag's words behind it"
        ),
    ]
    stands: HowItStands
    result: Result
    settled_by: Settler
    reason: Why
    note: Remark
