"""The job description of JSON Resume: one posting as one object, in words of its own for place and mode."""

from typing import Any

from importers.documents.json_records import Lacking
from importers.fields.country_names import country_of
from importers.fields.structured import Fields, Part
from store import Location, Requirement, SourceSkill

from .shapes import Shape, at, bullets, many, texts, words

_MODES = ("Full", "Hybrid", "None")


class JsonResumeImporter(Shape):
    """Reads a description, or a list of such."""

    name = "jsonresume"
    description = "a job description after the schema of JSON Resume"
    version = 1

    def matches(self, record: dict[str, Any]) -> bool:
        """Whether it has a title, something that only this schema words so, and something more that it has."""
        telling = (
            isinstance(at(record, "location", "countryCode"), str),
            any(
                "keywords" in item or "level" in item
                for item in many(record, "skills")
                if isinstance(item, dict)
            ),
            record.get("remote") in _MODES,
            "jsonresume" in str(record.get("$schema") or at(record, "meta", "canonical")),
        )
        others = (isinstance(record.get(name), list) for name in ("responsibilities", "qualifications"))
        return isinstance(record.get("title"), str) and any(telling) and sum(telling) + sum(others) > 1

    def fields(self, record: dict[str, Any]) -> Fields | Lacking:
        """A date of a year or a month is none; a skill's keywords are skills."""
        parts = [
            Part(words(record, "description") or ""),
            Part(bullets(many(record, "responsibilities")), "Responsibilities"),
            Part(bullets(many(record, "qualifications")), "Qualifications"),
        ]
        kind = words(record, "type")
        mode = words(record, "remote")
        return Fields(
            parts=[part for part in parts if part.text],
            title=words(record, "title"),
            company=words(record, "company"),
            url=words(record, "url"),
            places=_places(at(record, "location")),
            work_mode=mode,
            employment_type=[kind] if kind else [],
            date_posted=words(record, "date"),
            salary_text=words(record, "salary"),
            source_skills=[
                SourceSkill(text, Requirement.MENTIONED)
                for item in many(record, "skills")
                for text in texts([at(item, "name"), *many(item, "keywords")])
            ],
        )


def _places(place: Any) -> list[str | Location]:
    if isinstance(place, str):
        return [place]
    city, region, country = (words(place, name) for name in ("city", "region", "countryCode"))
    text = ", ".join(piece for piece in (city, region, country) if piece)
    return [Location(text, country_of(country) if country else None, region, city)] if text else []
