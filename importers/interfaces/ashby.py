"""The posting interface of Ashby: `jobs[]` beside the version of the interface."""

from typing import Any

from importers.documents.json_records import Lacking
from importers.fields.addresses import address_of
from importers.fields.country_names import country_of
from importers.fields.structured import Fields, Part
from store import Location

from .shapes import Shape, at, many, words


class AshbyImporter(Shape):
    """Reads the answers for a job board."""

    name = "ashby"
    description = "postings of an Ashby job board, as its interface answers"
    version = 1

    def matches(self, record: dict[str, Any]) -> bool:
        """Whether it has Ashby's keys for the title, the page and the text."""
        return (
            "title" in record
            and ("jobUrl" in record or "applyUrl" in record)
            and ("descriptionPlain" in record or "descriptionHtml" in record or "isListed" in record)
        )

    def fields(self, record: dict[str, Any]) -> Fields | Lacking:
        """Pay is given as the summary that the board shows."""
        text = words(record, "descriptionPlain") or words(record, "descriptionHtml")
        if text is None:
            return Lacking("body", "this answer has neither `descriptionPlain` nor `descriptionHtml`")
        kind = words(record, "employmentType")
        mode = words(record, "workplaceType") or ("remote" if record.get("isRemote") is True else None)
        return Fields(
            parts=[Part(text)],
            title=words(record, "title"),
            external_id=words(record, "id"),
            url=words(record, "jobUrl") or words(record, "applyUrl"),
            places=[
                place for item in (record, *many(record, "secondaryLocations")) for place in _places(item)
            ],
            work_mode=mode,
            employment_type=[kind] if kind else [],
            date_posted=words(record, "publishedAt"),
            salary_text=words(record, "compensation", "compensationTierSummary")
            or words(record, "compensation", "scrapeableCompensationSalarySummary"),
        )


def _places(item: Any) -> list[Location]:
    text = words(item, "location")
    if text is None:
        return []
    place = address_of(text)
    address = at(item, "address", "postalAddress") or at(item, "address")
    country = words(address, "addressCountry")
    if place.country or not country:
        return [place]
    region, city = words(address, "addressRegion"), words(address, "addressLocality")
    return [Location(place.text, country_of(country), region, city)]
