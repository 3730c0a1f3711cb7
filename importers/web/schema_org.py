"""The JobPosting of schema.org: where it lies in JSON-LD, and what its properties say."""

import json
import re
from collections.abc import Iterator
from typing import Any

from importers.fields.addresses import address_of
from importers.fields.country_names import country_of
from importers.fields.structured import Fields, Part, line, plain
from importers.html.markup import is_markup
from importers.interfaces.shapes import pay
from store import Location, Requirement, SourceSkill, folded

from .linked_data import (
    Node,
    first_of,
    is_reference,
    nodes_in,
    property_of,
    referred,
    text_in,
    texts_of,
    values_of,
)

_TYPE = re.compile(r"(?:https?://(?:www\.)?schema\.org/|schema:)?JobPosting/?")
_PLAIN_KEY = re.compile(r"[A-Za-z_$][\w$-]{0,59}")
# Besides the description, in this order, under these headings.
_PARTS = (
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Qualifications"),
    ("educationRequirements", "Education"),
    ("experienceRequirements", "Experience"),
    ("physicalRequirement", "Physical requirements"),
    ("securityClearanceRequirement", "Security clearance"),
    ("specialCommitments", "Special commitments"),
    ("workHours", "Working hours"),
    ("jobBenefits", "Benefits"),
    ("benefits", "Benefits"),
    ("incentiveCompensation", "Incentives"),
    ("incentives", "Incentives"),
    ("employerOverview", "About the employer"),
)
_NUMBER = re.compile(r"[\d.,\s]+")
_LONGEST_SKILL = 60  # characters; longer pieces between commas are sentences
_COMPARED = 50  # texts of one posting that are compared with one another
_LONGEST_PATH = 200  # characters
_REFERRING = ("hiringOrganization", "jobLocation")

_Steps = tuple["_Steps", str | int] | None
"""The way to a value: the way to what it lies in, and its key or number there."""


def is_job_posting(value: Any) -> bool:
    """Whether a parsed value is an object of the type JobPosting, with or without the prefix of schema.org."""
    if not isinstance(value, dict):
        return False
    types = value.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and _TYPE.fullmatch(name) for name in names)


def job_postings(value: Any) -> Iterator[tuple[str, Node]]:
    """Yield each JobPosting in a parsed value with its path from it, in order; `$` is the value itself.

    Where one only refers to its employer or place (`{"@id": …}`), what the value says of them stands there.
    """
    nodes: dict[str, Node] | None = None
    waiting: list[tuple[_Steps, Any]] = [(None, value)]
    while waiting:
        steps, item = waiting.pop()
        if is_job_posting(item):
            if any(is_reference(each) for name in _REFERRING for each in values_of(item, name)):
                nodes = nodes_in(value) if nodes is None else nodes
                item = item | {name: referred(item[name], nodes) for name in _REFERRING if name in item}
            yield _path(steps), item
        elif isinstance(item, (list, dict)):
            inner = enumerate(item) if isinstance(item, list) else item.items()
            waiting += [((steps, step), each) for step, each in inner if isinstance(each, (list, dict))][::-1]


def fields_of(job: Node) -> Fields:
    """Return what a JobPosting states; raises nothing, whatever the types of its values."""
    skills, sentences = _skills(job)
    remote = any(folded(kind) == "telecommute" for kind in texts_of(job, "jobLocationType"))
    kinds = (kind for text in texts_of(job, "employmentType") for kind in text.split(","))
    return Fields(
        parts=_parts(job, sentences),
        title=first_of(job, "title") or first_of(job, "name"),
        company=first_of(job, "hiringOrganization"),
        external_id=_identifier(job),
        url=next(_urls(job), None),
        places=[place for value in values_of(job, "jobLocation") for place in _places(value)] or _wanted(job),
        work_mode="remote" if remote else first_of(job, "jobLocationType"),
        employment_type=list(kinds),
        date_posted=first_of(job, "datePosted"),
        salary_text="; ".join(_salaries(job)) or None,
        source_skills=skills,
    )


def _parts(job: Node, skills: str) -> list[Part]:
    """The description, and what it does not say already; of several descriptions the longest comes first."""
    texts = [Part(text) for text in sorted(texts_of(job, "description"), key=len, reverse=True)]
    texts += [Part(text, heading) for name, heading in _PARTS if (text := _listed(job, name))]
    texts += [Part(skills, "Skills")] if skills else []
    if not 1 < len(texts) <= _COMPARED:
        return texts
    parts, said = [], ""
    for part in texts:
        words = folded(plain(part.text)[0])
        if words and words not in said:
            parts.append(part)
            said += f"\n{words}"
    return parts


def _listed(job: Node, name: str) -> str:
    """The text of a property, of several an item a line."""
    texts = texts_of(job, name)
    if len(texts) < 2:
        return "".join(texts)
    if any(map(is_markup, texts)):
        return "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"
    return "\n".join(f"• {text.strip()}" for text in texts)


def _skills(job: Node) -> tuple[list[SourceSkill], str]:
    """The skills that are named one by one, and those that are told in sentences."""
    named: dict[str, None] = {}
    sentences = []
    for text in texts_of(job, "skills"):
        pieces = [piece for piece in map(line, re.split(r"[,;\n]", text)) if piece]
        told = text.rstrip().endswith(".") or any(len(piece) > _LONGEST_SKILL for piece in pieces)
        if told or is_markup(text):
            sentences.append(text)
        else:
            named |= dict.fromkeys(pieces)
    return [SourceSkill(name, Requirement.MENTIONED) for name in named], "\n".join(sentences)


def _identifier(job: Node) -> str | None:
    for value in values_of(job, "identifier"):
        if said := (isinstance(value, dict) and first_of(value, "value")) or text_in(value):
            return said
    return None


def _urls(job: Node) -> Iterator[str]:
    for name in ("url", "mainEntityOfPage", "@id"):
        for value in values_of(job, name):
            url = property_of(value, "@id") or property_of(value, "url") if isinstance(value, dict) else value
            if isinstance(url, str) and url.strip().lower().startswith(("http://", "https://")):
                yield url


def _places(value: Any) -> Iterator[str | Location]:
    """The places that one jobLocation says, without street and house: those may be a person's."""
    if not isinstance(value, dict):
        yield from filter(None, [text_in(value)])
        return
    for address in values_of(value, "address") or [value]:
        if isinstance(address, dict):
            yield from _addressed(address, first_of(value, "name"))
        else:
            yield from filter(None, [text_in(address)])


def _addressed(address: Node, name: str | None) -> Iterator[str | Location]:
    keys = ("addressLocality", "addressRegion", "addressCountry")
    city, region, country = (line(first_of(address, key)) for key in keys)
    text = ", ".join(filter(None, (city, region, country)))
    if not text:
        yield from filter(None, [name])
        return
    worded = address_of(text)
    code = (country_of(country) if country else None) or worded.country
    if not city or "," in city or city.casefold() == "remote":
        yield Location(text, code, region or worded.region, worded.city)
    else:
        yield Location(text, code, region or worded.region, city)


def _wanted(job: Node) -> list[str | Location]:
    """Where applicants must be, which is what a posting without a place says instead."""
    names = filter(None, map(line, texts_of(job, "applicantLocationRequirements")))
    return [Location(name, country_of(name)) if country_of(name) else name for name in names]


def _salaries(job: Node) -> Iterator[str]:
    currency = first_of(job, "salaryCurrency")
    for value in values_of(job, "baseSalary") or values_of(job, "estimatedSalary"):
        if said := _salary(value, currency, None, 3):
            yield said


def _salary(value: Any, currency: str | None, unit: str | None, deepest: int) -> str | None:
    """An amount or a range with its currency and unit, each as the source has it."""
    if not isinstance(value, dict):
        said = text_in(value)
        return pay(said, None, currency, unit) if said and _NUMBER.fullmatch(said.strip()) else said
    currency = first_of(value, "currency") or first_of(value, "priceCurrency") or currency
    unit = first_of(value, "unitText") or first_of(value, "unitCode") or unit
    least = first_of(value, "minValue") or first_of(value, "minPrice")
    most = first_of(value, "maxValue") or first_of(value, "maxPrice")
    if least or most:
        return pay(least, most, currency, unit)
    for name in ("value", "price", "median"):
        for inner in values_of(value, name):
            if deepest and (said := _salary(inner, currency, unit, deepest - 1)):
                return said
    return None


def _path(steps: _Steps) -> str:
    found: list[str] = []
    while steps is not None:
        steps, step = steps
        if isinstance(step, int):
            found.append(f"[{step}]")
        else:
            found.append(f".{step}" if _PLAIN_KEY.fullmatch(step) else f"[{json.dumps(step[:60])}]")
    path = "$" + "".join(reversed(found))
    return path if len(path) <= _LONGEST_PATH else f"$…{path[-_LONGEST_PATH:]}"
