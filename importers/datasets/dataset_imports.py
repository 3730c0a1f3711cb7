"""Where the sources of a dataset came from, as its descriptor tells."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, ValidationError

from importers.documents.json_values import NotJson, parsed
from importers.files import File
from store import PostilError, SourceImport, canonical_line

from .dataset_statements import Moment

DESCRIPTOR = "datapackage.json"
MANY = 100_000  # runs of one dataset; further ones are not kept
LONGEST = 1000  # characters of a name

Name = Annotated[str, Field(max_length=LONGEST), AfterValidator(canonical_line), Field(min_length=1)]
Count = Annotated[StrictInt, Field(ge=0, lt=2**53)]


class _Run(BaseModel):
    model_config = ConfigDict(frozen=True)

    source: Name
    at: Moment
    file: Name
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    bytes: Count
    format: Name
    added: Count
    revised: Count


def told_imports(file: File) -> list[SourceImport]:
    """Return the runs that the descriptor beside a dataset's file names, those that are sound; none without one."""
    beside = file.beside(DESCRIPTOR)
    if beside is None:
        return []
    try:
        document = parsed(beside.whole.decode("utf-8", "replace"))
    except (PostilError, NotJson):
        return []
    said = document.get("sources") if isinstance(document, dict) else None
    runs = (_sound(one) for one in (said[:MANY] if isinstance(said, list) else []))
    return [run for run in runs if run is not None]


def _sound(said: Any) -> SourceImport | None:
    try:
        return SourceImport(**_Run.model_validate(said).model_dump())
    except ValidationError:
        return None
