"""The posting interface of SmartRecruiters: the list names postings, and each has its text apart."""

from typing import Any

from importers.documents.json_records import Lacking
from importers.fields.country_names import country_of
from importers.fields.structured import Fields, Part
from store import Location

from .shapes import Shape, at, words

_SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


class SmartRecruitersImporter(Shape):
    """Reads postings with their sections. An entry of the list alone has no text and is refused."""

    name = "smartrecruiters"
    description = "postings of SmartRecruiters, as its interface answers"
    version = 1

    def matches(self, record: dict[str, Any]) -> bool:
        """Whether it is a posting with sections, or an entry of the list that refers to one."""
        if "name" not in record or not isinstance(record.get("location"), dict):
            return False
        return isinstance(at(record, "jobAd", "sections"), dict) or (
            "releasedDate" in record and ("ref" in record or "refNumber" in record)
        )

    def fields(self, record: dict[str, Any]) -> Fields | Lacking:
        """The sections stand under the headings that the posting gives them."""
        sections = [at(record, "jobAd", "sections", name) for name in _SECTIONS]
        parts = [Part(words(item, "text") or "", words(item, "title")) for item in sections if item]
        if not any(part.text.strip() for part in parts):
            where = words(record, "ref") or "the address of the list, a slash and the posting's id"
            return Lacking("body", f"an entry of the list has no text: the whole posting is at {where}")
        kind = words(record, "typeOfEmployment", "label")
        place = at(record, "location")
        return Fields(
            parts=parts,
            title=words(record, "name"),
            company=words(record, "company", "name"),
            external_id=words(record, "id") or words(record, "uuid") or words(record, "refNumber"),
            url=words(record, "postingUrl"),
            places=_places(place),
            work_mode=next((mode for mode in ("remote", "hybrid") if at(place, mode) is True), None),
            employment_type=[kind] if kind else [],
            date_posted=words(record, "releasedDate"),
        )


def _places(place: Any) -> list[Location]:
    city, region, country = (words(place, name) for name in ("city", "region", "country"))
    code = country_of(country) if country else None
    named = ", ".join(piece for piece in (city, region, code or country) if piece)
    text = words(place, "fullLocation") or named
    return [Location(text, code, region, city)] if text else []
