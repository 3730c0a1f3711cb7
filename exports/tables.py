"""The tables of a dataset: which lines a posting gives each of them, whatever file they are written to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from .csv_file import CsvFile, Value
from .models import DisagreementRow, DuplicateRow, Model, NoteRow, PostingModel, PostingRow, SkillRow

Line = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Table:
    """A table by the name of its files. `lines` gives what a posting adds, in the order of the fields of `model`.

    `keys` are the columns that name a line, `refers` those that name a posting, and `holds` says what a line is.
    """

    name: str
    model: type[Model]
    lines: Callable[[PostingModel], Sequence[Line]]
    keys: tuple[str, ...]
    refers: tuple[str, ...]
    holds: str
    joined: Callable[[PostingModel], Sequence[str]] | None = None
    """The lines as CSV has them before any quoting, for a table that has very many; else None."""

    @property
    def columns(self) -> list[str]:
        """The header."""
        return [field.name for field in fields(self.model)]


def _postings(posting: PostingModel) -> Sequence[Line]:
    guess, cluster = posting.title_inferred, posting.cluster
    return [
        (
            posting.key,
            posting.source,
            posting.locator,
            posting.external_id,
            posting.url,
            posting.title,
            posting.company,
            posting.work_mode,
            posting.employment_type,
            posting.date_posted,
            posting.salary_text,
            posting.revision,
            posting.split,
            guess.text if guess else None,
            [place.text for place in posting.locations],
            [claim.text for claim in posting.source_skills],
            len(posting.tags),
            len(posting.notes),
            [f"{state.annotator} {state.state}" for state in posting.states],
            cluster.canonical if cluster else None,
            posting.body,
        )
    ]


def _skills(posting: PostingModel) -> Sequence[Line]:
    key, split = posting.key, posting.split
    return [
        (
            key,
            split,
            tag.skill,
            tag.uri,
            tag.kind,
            tag.requirement,
            tag.start,
            tag.end,
            tag.quote,
            tag.annotator,
            tag.uid,
            tag.settled,
            tag.settled_by,
        )
        for tag in posting.tags
    ]


def _skills_joined(posting: PostingModel) -> Sequence[str]:
    before = f'{posting.key}","{posting.split or ""}'
    return [
        f'{before}","{tag.skill}","{tag.uri}","{tag.kind}","{tag.requirement}","'
        f'{"" if tag.start is None else tag.start}","{"" if tag.end is None else tag.end}","{tag.quote or ""}","'
        f'{tag.annotator}","{tag.uid}","{"" if tag.settled is None else tag.settled}","{tag.settled_by or ""}'
        for tag in posting.tags
    ]


def _notes(posting: PostingModel) -> Sequence[Line]:
    key, split = posting.key, posting.split
    return [
        (
            key,
            split,
            note.text,
            note.annotator,
            note.at,
            note.start,
            note.end,
            note.quote,
            note.uid,
        )
        for note in posting.notes
    ]


def _duplicates(posting: PostingModel) -> Sequence[Line]:
    return [
        (
            pair.other,
            posting.key,
            posting.split,
            said.verdict,
            said.annotator,
            said.at,
            pair.kind,
            pair.score,
            pair.reasons,
            said.settled,
            said.settled_by,
        )
        for pair in posting.pairs
        for said in pair.verdicts
    ]


def _disagreements(posting: PostingModel) -> Sequence[Line]:
    return [
        (
            posting.key,
            one.what,
            one.about,
            one.skill,
            one.answers,
            one.stands,
            one.result,
            one.settled_by,
            one.reason,
            one.note,
        )
        for one in posting.disagreements
    ]


POSTINGS = Table("postings", PostingRow, _postings, ("key",), (), "a posting a line")
SKILLS = Table("skills", SkillRow, _skills, ("uid",), ("posting",), "a tag a line", _skills_joined)
DUPLICATES = Table(
    "duplicates", DuplicateRow, _duplicates, ("a", "b", "annotator"), ("a", "b"), "a verdict a line"
)
NOTES = Table("notes", NoteRow, _notes, ("uid",), ("posting",), "a note a line")

DISAGREEMENTS = Table(
    "disagreements",
    DisagreementRow,
    _disagreements,
    ("posting", "what", "about"),
    ("posting",),
    "what annotators answered differently, a line each",
)


def write_csv(file: CsvFile, table: Table, posting: PostingModel) -> None:
    """Write what a posting adds to a table."""
    if table.joined is None:
        file.write(table.lines(posting))
    elif lines := table.joined(posting):
        file.write_joined(lines, lambda: table.lines(posting))


TABLES = (POSTINGS, SKILLS, DUPLICATES, NOTES)
"""Those of every dataset."""
