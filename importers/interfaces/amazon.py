"""The search of amazon.jobs: `jobs[]`, or an error in its place."""

from typing import Any

from importers.base import Reading, Wishes
from importers.documents.json_file import json_in
from importers.documents.json_records import Lacking
from importers.fields.structured import Fields, Part
from importers.files import File
from store import PostilError, Unreadable

from .shapes import Shape, placed, words

_SITE = "https://www.amazon.jobs"


class AmazonImporter(Shape):
    """Reads answers of the search."""

    name = "amazon"
    description = "postings of amazon.jobs, as its search answers"
    version = 1

    def matches(self, record: dict[str, Any]) -> bool:
        """Whether it has the site's keys for the number and the page of a posting."""
        return "id_icims" in record and "title" in record and "job_path" in record

    def recognises(self, file: File) -> bool:
        """Whether there are postings, or the error that stands in their place."""
        return super().recognises(file) or _error(file) is not None

    def reading(self, file: File, wishes: Wishes) -> Reading:
        """Raise Unreadable for an answer without postings, with the error that it gives."""
        error = _error(file)
        if error is not None:
            raise Unreadable(f"{file.name} holds no postings but an error of amazon.jobs: {error}")
        return super().reading(file, wishes)

    def fields(self, record: dict[str, Any]) -> Fields | Lacking:
        """Places are worded as `US, WA, Seattle`; the path of the page is completed by the site's name."""
        path = words(record, "job_path")
        kind = words(record, "job_schedule_type")
        place = words(record, "location") or words(record, "normalized_location")
        parts = [
            Part(words(record, "description") or ""),
            Part(words(record, "basic_qualifications") or "", "Basic qualifications"),
            Part(words(record, "preferred_qualifications") or "", "Preferred qualifications"),
        ]
        return Fields(
            parts=[part for part in parts if part.text],
            title=words(record, "title"),
            company=words(record, "company_name"),
            external_id=words(record, "id_icims"),
            url=f"{_SITE}{path}" if path and path.startswith("/") else path,
            places=placed(place, words(record, "country_code")),
            employment_type=[
                *([kind] if kind else []),
                *(["intern"] if record.get("is_intern") is True else []),
            ],
            date_posted=words(record, "posted_date"),
        )


def _error(file: File) -> str | None:
    """The error in an answer that has null for its postings."""
    try:
        found = json_in(file)
        if found is None or found.first_lines is not None or found.document.single is None:
            return None
        answer = found.document.single.value
    except PostilError:
        return None
    if not isinstance(answer, dict) or "jobs" not in answer or answer["jobs"] is not None:
        return None
    return words(answer, "error")
