"""schema.json: the rows of all files, as JSON Schema 2020-12."""

import json

from pydantic.json_schema import models_json_schema

from .models import FORMAT, Dataset, DuplicateRow, Model, NoteRow, PostingRow, SkillRow

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TABLES: dict[str, type[Model]] = {
    "postings.csv": PostingRow,
    "skills.csv": SkillRow,
    "duplicates.csv": DuplicateRow,
    "notes.csv": NoteRow,
}


def schema() -> str:
    """Return the schema of postings.json; the lines of postings.jsonl and of the tables are among its `$defs`."""
    models: list[type[Model]] = [Dataset, *TABLES.values()]
    _, described = models_json_schema([(model, "serialization") for model in models])
    document = {
        "$schema": DIALECT,
        "title": FORMAT,
        "description": "postings.json, and among the $defs the lines of postings.jsonl and of the tables",
        "$ref": f"#/$defs/{Dataset.__name__}",
        "$defs": described["$defs"],
    }
    return json.dumps(document, sort_keys=True, ensure_ascii=True, indent=2) + "\n"
