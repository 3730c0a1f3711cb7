"""The files of data of a dataset, by name, in the order in which they are told of."""

from collections.abc import Callable
from typing import TextIO

from .base import Exporter
from .duplicates_csv import DuplicatesCsv
from .notes_csv import NotesCsv
from .postings_csv import PostingsCsv
from .postings_json import PostingsJson, PostingsLines
from .skills_csv import SkillsCsv

FORMATS: dict[str, Callable[[TextIO], Exporter]] = {
    "postings.jsonl": PostingsLines,
    "postings.json": PostingsJson,
    "postings.csv": PostingsCsv,
    "skills.csv": SkillsCsv,
    "duplicates.csv": DuplicatesCsv,
    "notes.csv": NotesCsv,
}
