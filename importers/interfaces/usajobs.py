"""The search interface of USAJobs: each result wraps a descriptor, and that the details of the posting."""

from typing import Any

from importers.documents.json_records import Lacking
from importers.fields.structured import Fields, Part

from .shapes import Shape, at, bullets, many, pay, placed, words


class UsaJobsImporter(Shape):
    """Reads results of a search, and bare descriptors."""

    name = "usajobs"
    description = "postings of USAJobs, as its search interface answers"
    version = 1

    def matches(self, record: dict[str, Any]) -> bool:
        """Whether it wraps a descriptor, or is one."""
        found = _descriptor(record)
        return "PositionTitle" in found and ("PositionID" in found or "PositionURI" in found)

    def fields(self, record: dict[str, Any]) -> Fields | Lacking:
        """Amounts are text there, and stay as they are."""
        found = _descriptor(record)
        details = at(found, "UserArea", "Details")
        parts = [
            Part(_text(details, "JobSummary")),
            Part(_text(details, "MajorDuties"), "Duties"),
            Part(_text(details, "Requirements"), "Requirements"),
            Part(_text(found, "QualificationSummary"), "Qualifications"),
        ]
        return Fields(
            parts=[part for part in parts if part.text.strip()],
            title=words(found, "PositionTitle"),
            company=words(found, "OrganizationName"),
            external_id=words(found, "PositionID") or words(record, "MatchedObjectId"),
            url=words(found, "PositionURI"),
            places=[
                place
                for item in many(found, "PositionLocation")
                for place in placed(words(item, "LocationName"), words(item, "CountryCode"))
            ],
            work_mode="remote" if at(details, "RemoteIndicator") is True else None,
            employment_type=[
                kind for item in many(found, "PositionSchedule") if (kind := words(item, "Name"))
            ],
            date_posted=words(found, "PublicationStartDate"),
            salary_text="; ".join(filter(None, map(_pay, many(found, "PositionRemuneration")))) or None,
        )


def _descriptor(record: dict[str, Any]) -> dict[str, Any]:
    found = record.get("MatchedObjectDescriptor", record)
    return found if isinstance(found, dict) else {}


def _text(record: Any, name: str) -> str:
    """A text, or the list of texts that newer answers have in its place."""
    value = at(record, name)
    return bullets(value) if isinstance(value, list) else words(record, name) or ""


def _pay(item: Any) -> str | None:
    interval = words(item, "Description") or words(item, "RateIntervalCode")
    return pay(words(item, "MinimumRange"), words(item, "MaximumRange"), None, interval)
