"""What an importer hands over: postings not yet stored. Pydantic checks them here, at the edge."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from .identity import KEY_LENGTH
from .postings import InferredTitle, Location, Problem, Section, SourceSkill
from .text import canonical, canonical_line

MOST_REVISIONS = 1_000_000


def _canonical(text: str) -> str:
    if text != canonical(text):
        raise ValueError("text is not in canonical form")
    return text


Text = Annotated[str, AfterValidator(_canonical)]
Line = Annotated[str, AfterValidator(canonical_line)]
OptionalLine = Annotated[
    str | None, AfterValidator(lambda line: canonical_line(line) or None if line else None)
]


def _one_line_each(locations: tuple[Location, ...]) -> tuple[Location, ...]:
    return tuple(
        Location(
            canonical_line(place.text),
            place.country and canonical_line(place.country),
            place.region and canonical_line(place.region),
            place.city and canonical_line(place.city),
        )
        for place in locations
    )


def _ruled(guess: InferredTitle | None) -> InferredTitle | None:
    return replace(guess, rule=canonical_line(guess.rule)) if guess else None


def _claimed(skills: tuple[SourceSkill, ...]) -> tuple[SourceSkill, ...]:
    return tuple(replace(skill, text=canonical_line(skill.text)) for skill in skills)


class Draft(BaseModel):
    """One posting as an importer read it.

    `body` must be canonical already, because the offsets count in it; lines are made canonical here.
    `raw` is the record verbatim. `repairs` are problems that did not stop the record. `key` is one that the
    record itself states, as in a dataset of ours, and `revision` how often its text had changed there; None
    and 0 for everything else.

    Raises pydantic's ValidationError for a blank body, and for any offset or quote that is wrong.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    locator: Line
    body: Text
    raw: str
    external_id: OptionalLine = None
    url: OptionalLine = None
    title: OptionalLine = None
    title_inferred: Annotated[InferredTitle | None, AfterValidator(_ruled)] = None
    company: OptionalLine = None
    locations: Annotated[tuple[Location, ...], AfterValidator(_one_line_each)] = ()
    work_mode: OptionalLine = None
    employment_type: tuple[Line, ...] = ()
    date_posted: date | None = None
    salary_text: OptionalLine = None
    sections: tuple[Section, ...] = ()
    source_skills: Annotated[tuple[SourceSkill, ...], AfterValidator(_claimed)] = ()
    repairs: tuple[Problem, ...] = ()
    key: Annotated[str, Field(pattern=f"^[0-9a-f]{{{KEY_LENGTH}}}$")] | None = None
    revision: Annotated[int, Field(ge=0, le=MOST_REVISIONS)] = 0

    @model_validator(mode="after")
    def _offsets_hold(self) -> Self:
        if not self.body.strip():
            raise ValueError("the body is blank")
        guess = self.title_inferred
        if guess and (guess.start < 0 or self.body[guess.start : guess.end] != guess.text):
            raise ValueError("the inferred title is not what stands at its offsets")
        for section in self.sections:
            if not 0 <= section.start < section.end <= len(self.body):
                raise ValueError(f"section {section.heading!r} lies outside the body")
            if not self.body.startswith(section.heading, section.start):
                raise ValueError(f"section {section.heading!r} does not begin with its heading")
        return self
