"""The job board interface of Greenhouse: `jobs[]`, whose text is HTML written as text."""

import html
from typing import Any

from importers.documents.json_records import Lacking
from importers.fields.structured import Fields, Part
from importers.html.markup import is_markup

from .shapes import Shape, many, pay, texts, words

_KINDS = ("employment type", "job type", "contract type")


class GreenhouseImporter(Shape):
    """Reads the answers of a job board; the list has texts only where it was asked for them."""

    name = "greenhouse"
    description = "postings of a Greenhouse job board, as its interface answers"
    version = 1

    def matches(self, record: dict[str, Any]) -> bool:
        """Whether it has Greenhouse's keys for the page and for the requisition or the place."""
        return (
            "absolute_url" in record
            and "id" in record
            and "title" in record
            and ("internal_job_id" in record or "content" in record or "requisition_id" in record)
        )

    def fields(self, record: dict[str, Any]) -> Fields | Lacking:
        """The date is when it was first published: the last change is no date of posting."""
        content = words(record, "content")
        if content is None:
            return Lacking("body", "this answer has no `content`: ask for the list with ?content=true")
        place = words(record, "location", "name")
        return Fields(
            parts=[Part(content if is_markup(content) else html.unescape(content))],
            title=words(record, "title"),
            company=words(record, "company_name"),
            external_id=words(record, "id") or words(record, "internal_job_id"),
            url=words(record, "absolute_url"),
            places=[place] if place else _offices(record),
            employment_type=_kinds(record),
            date_posted=words(record, "first_published"),
            salary_text="; ".join(filter(None, map(_range, many(record, "pay_input_ranges")))) or None,
        )


def _offices(record: dict[str, Any]) -> list[str]:
    offices = many(record, "offices")
    return [place for office in offices if (place := words(office, "location") or words(office, "name"))]


def _kinds(record: dict[str, Any]) -> list[str]:
    named = (item for item in many(record, "metadata") if (words(item, "name") or "").casefold() in _KINDS)
    return [kind for item in named for kind in texts(many(item, "value"))]


def _range(item: Any) -> str | None:
    """A range of pay, which the source counts in cents; no sum is made of it."""
    amount = pay(words(item, "min_cents"), words(item, "max_cents"), "cents", words(item, "currency_type"))
    title = words(item, "title")
    return f"{title}: {amount}" if amount and title else amount
