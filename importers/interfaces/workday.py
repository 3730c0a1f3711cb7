"""The interface behind Workday's career sites: the list names postings, and each has its text apart."""

import re
from typing import Any

from importers.documents.json_records import Lacking
from importers.fields.structured import Fields, Part

from .shapes import Shape, many, texts, words

_COUNTED = re.compile(r"\d+ Locations?")


class WorkdayImporter(Shape):
    """Reads whole postings. An entry of the list alone has no text and is refused."""

    name = "workday"
    description = "postings of a Workday career site, as its interface answers"
    version = 1

    def matches(self, record: dict[str, Any]) -> bool:
        """Whether it is a posting with its text, or an entry of the list that leads to one."""
        if isinstance(record.get("jobPostingInfo"), dict):
            return True
        return "title" in record and (
            ("externalPath" in record and ("postedOn" in record or "bulletFields" in record))
            or ("jobDescription" in record and "jobReqId" in record)
        )

    def fields(self, record: dict[str, Any]) -> Fields | Lacking:
        """`postedOn` tells how long ago, which is no date; the posting's `startDate` is one."""
        info = record.get("jobPostingInfo", record)
        text = words(info, "jobDescription")
        if text is None:
            path = words(record, "externalPath") or "its `externalPath`"
            return Lacking("body", f"an entry of the list has no text: the whole posting is at {path}")
        kind = words(info, "timeType")
        return Fields(
            parts=[Part(text)],
            title=words(info, "title") or words(record, "title"),
            company=words(record, "hiringOrganization", "name"),
            external_id=_id(record, info),
            url=words(info, "externalUrl"),
            places=_places(record, info),
            work_mode=words(info, "remoteType"),
            employment_type=[kind] if kind else [],
            date_posted=words(info, "startDate"),
        )


def _id(record: dict[str, Any], info: Any) -> str | None:
    bullet = next(iter(texts(many(record, "bulletFields"))), None)
    path = words(record, "externalPath") or words(info, "externalUrl")
    tail = path.rstrip("/").rpartition("/")[2] if path else None
    return words(info, "jobReqId") or bullet or tail or words(info, "id")


def _places(record: dict[str, Any], info: Any) -> list[str]:
    first = words(info, "location") or words(record, "locationsText") or words(info, "locationsText")
    named = [*([first] if first else []), *texts(many(info, "additionalLocations"))]
    return [place for place in named if not _COUNTED.fullmatch(place.strip())]
