"""The postings interface of Lever: a list whose texts come in an opening, headed lists and a closing."""

from typing import Any

from importers.documents.json_records import Lacking
from importers.fields.structured import Fields, Part

from .shapes import Shape, many, pay, placed, texts, words


class LeverImporter(Shape):
    """Reads the answers for a site, and single postings."""

    name = "lever"
    description = "postings of a Lever site, as its interface answers"
    version = 1

    def matches(self, record: dict[str, Any]) -> bool:
        """Whether it has Lever's keys for the title, the page and the categories."""
        return "text" in record and isinstance(record.get("categories"), dict) and "hostedUrl" in record

    def fields(self, record: dict[str, Any]) -> Fields | Lacking:
        """The employer is named nowhere in an answer, and so is left open."""
        parts = [
            Part(words(record, "descriptionPlain") or words(record, "description") or ""),
            *(
                Part(words(item, "content") or "", words(item, "text"))
                for item in many(record, "lists")
                if isinstance(item, dict)
            ),
            Part(words(record, "additionalPlain") or words(record, "additional") or ""),
        ]
        place = words(record, "categories", "location")
        others = [other for other in texts(many(record, "categories", "allLocations")) if other != place]
        mode = words(record, "workplaceType")
        kind = words(record, "categories", "commitment")
        return Fields(
            parts=parts,
            title=words(record, "text"),
            external_id=words(record, "id"),
            url=words(record, "hostedUrl"),
            places=[*placed(place, words(record, "country")), *others],
            work_mode=None if mode == "unspecified" else mode,
            employment_type=[kind] if kind else [],
            date_posted=record.get("createdAt"),
            salary_text=_pay(record),
        )


def _pay(record: dict[str, Any]) -> str | None:
    names = ("min", "max", "currency", "interval")
    least, most, currency, interval = (words(record, "salaryRange", name) for name in names)
    return pay(least, most, currency, interval)
