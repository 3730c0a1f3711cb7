"""schema.json: the rows of all files, as JSON Schema 2020-12."""

import json
from typing import Any

from pydantic import TypeAdapter

from .models import FORMAT, Dataset, DisagreementRow, DuplicateRow, Model, NoteRow, PostingRow, SkillRow

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TABLES: dict[str, type[Model]] = {
    "postings": PostingRow,
    "skills": SkillRow,
    "duplicates": DuplicateRow,
    "notes": NoteRow,
}


def schema() -> str:
    """Return the schema of postings.json; the lines of postings.jsonl and of the tables are among its `$defs`."""
    models: list[type[Model]] = [Dataset, *TABLES.values(), DisagreementRow]
    adapters = [(model.__name__, "serialization", TypeAdapter[Any](model)) for model in models]
    _, described = TypeAdapter.json_schemas(adapters)  # type: ignore[arg-type]
    document = {
        "$schema": DIALECT,
        "title": FORMAT,
        "description": "postings.json, and among the $defs the lines of postings.jsonl and of the tables",
        "$ref": f"#/$defs/{Dataset.__name__}",
        "$defs": described["$defs"],
    }
    return json.dumps(document, sort_keys=True, ensure_ascii=True, indent=2) + "\n"
