"""The rows of a dataset. The schema, the headers of the tables and the data card are made from these."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

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
Score = Annotated[float | None, Field(ge=0, le=1, description="its score, which is no probability")]


class Model(BaseModel):
    """What all rows share: every field is always there, null where nothing is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(Model):
    """A place as the posting words it, and what was understood of it."""

    text: str
    country: Annotated[str | None, Field(description="ISO 3166 alpha-2")]
    region: str | None
    city: str | None


class TitleGuess(Model):
    """A title the posting implies without stating it: body[start:end] is its text."""

    text: str
    rule: Annotated[str, Field(description="why it was taken for the title")]
    start: int
    end: int


class Part(Model):
    """A headed part of a body, from its heading on."""

    heading: str
    start: int
    end: int


class Claim(Model):
    """A skill that the source itself names: nobody has judged it."""

    text: str
    requirement: Requirement


class TagModel(Model):
    """An annotator's statement that the posting asks for a skill."""

    skill: Annotated[str, Field(description="preferred label")]
    uri: Annotated[str, Field(description="of the skill; local: where the vocabulary gave none")]
    kind: Annotated[str, Field(description="skill or knowledge")]
    requirement: Annotated[Requirement, Field(description="how the posting asks for it")]
    start: Start
    end: End
    quote: Quote
    annotator: Annotator
    uid: Uid


class NoteModel(Model):
    """An annotator's free text on the posting, or on some words of it."""

    text: Annotated[str, Field(description="what the annotator wrote")]
    annotator: Annotator
    at: At
    start: Start
    end: End
    quote: Quote
    uid: Uid


class StateModel(Model):
    """How far one annotator has come with the posting; an annotator who has not begun is not listed."""

    annotator: Annotator
    state: State
    at: At


class ChoiceModel(Model):
    """An annotator's choice of the posting to stand for its cluster; the latest choice in a cluster holds."""

    annotator: Annotator
    at: At


class VerdictModel(Model):
    """One annotator's word on a pair."""

    verdict: Annotated[Verdict, Field(description="the annotator's word on the pair")]
    annotator: Annotator
    at: At


class PairModel(Model):
    """A judged pair: this posting and another, imported earlier."""

    other: Annotated[str, Field(description="key of the other posting")]
    kind: Kind
    score: Score
    reasons: Annotated[list[str], Field(description="the machine's reasons")]
    verdicts: list[VerdictModel]


class MemberModel(Model):
    """A posting of a cluster, and how it relates to the canonical one, whose own verdict is null."""

    key: Key
    verdict: Verdict | None


class ClusterModel(Model):
    """Postings that verdicts tie together, in the order of import; one stands for all."""

    canonical: Key
    members: list[MemberModel]


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
    date_posted: Annotated[date | None, Field(description="as stated")]
    salary_text: Annotated[str | None, Field(description="as stated")]
    revision: Annotated[int, Field(ge=0, description="how often the source has changed it")]


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


class Dataset(Model):
    """The document postings.json."""

    model_config = ConfigDict(title=FORMAT)

    format: Literal["postil-dataset"]
    version: Literal[1]
    postings: list[PostingModel]


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


class OfPosting(Model):
    """What a line about one posting begins with."""

    posting: Key


class SkillRow(TagModel, OfPosting):
    """A line of skills.csv: one tag."""


class NoteRow(NoteModel, OfPosting):
    """A line of notes.csv: one note."""


class OfPair(Model):
    """What a line about a pair begins with."""

    a: Annotated[str, Field(description="key of the posting imported first")]
    b: Annotated[str, Field(description="key of the other")]


class DuplicateRow(VerdictModel, OfPair):
    """A line of duplicates.csv: one annotator's verdict on one pair, and what the machine had proposed."""

    kind: Kind
    score: Score
    reasons: Annotated[list[str], Field(description="its reasons, each on a line of the cell")]
