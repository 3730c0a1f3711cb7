"""What the entry of a feed says of a job, by the names that feeds have for it."""

import re
from collections.abc import Iterator

from importers.fields import structured
from importers.fields.structured import Fields
from store import Requirement, SourceSkill

from .feed_entries import Entry, Part

_CORE = frozenset(
    ("", "http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/", "http://purl.org/dc/elements/1.1/")
)
_SECTIONS = (
    ("responsibilities", "Responsibilities"),
    ("requirements", "Requirements"),
    ("qualifications", "Qualifications"),
    ("education", "Education"),
    ("experience", "Experience"),
    ("benefits", "Benefits"),
)
_YES = frozenset(("true", "yes", "1", "remote"))
_LONGEST_SKILL = 60  # characters; longer pieces between commas are sentences


def fields_of(entry: Entry) -> Fields:
    """Return what an entry states. Who wrote it is a person, and stays in the record alone."""
    said = _Said(entry)
    return Fields(
        parts=list(_body(said)),
        title=said.first("title", "jobtitle", "position"),
        company=said.first("company", "companyname", "employer", "hiringorganization", "organization"),
        external_id=said.first("guid", "id", "identifier", "referencenumber", "reference", "jobid")
        or entry.attributes.get("about")
        or entry.attributes.get("id"),
        url=_url(entry, said),
        places=_places(said),
        work_mode=_mode(said),
        employment_type=said.all("jobtype") or said.all("employmenttype") or said.all("type"),
        date_posted=said.first(
            "pubdate", "published", "dateposted", "posteddate", "date", "issued", "created", "updated"
        ),
        salary_text=said.first("salary", "compensation", "salaryrange"),
        source_skills=_skills(said),
    )


class _Said:
    """The children of an entry by their names, which are written in many ways; the feed's own come first."""

    def __init__(self, entry: Entry) -> None:
        self._parts: dict[str, list[Part]] = {}
        for part in sorted(entry.parts, key=lambda part: part.namespace not in _CORE):
            self._parts.setdefault(re.sub(r"[_.-]", "", part.name).casefold(), []).append(part)

    def parts(self, name: str) -> list[Part]:
        """The children of a name."""
        return self._parts.get(name, [])

    def all(self, name: str) -> list[str]:
        """What the children of a name say in words."""
        return [part.words for part in self.parts(name) if part.words.strip()]

    def first(self, *names: str) -> str | None:
        """What the first child says that says anything, by the names in their order."""
        return next((words for name in names for words in self.all(name)), None)


def _body(said: _Said) -> Iterator[structured.Part]:
    names = ("encoded", "content", "description", "jobdescription", "body", "summary")
    texts = (part.text for name in names for part in said.parts(name) if part.text.strip())
    yield structured.Part(next(texts, ""))
    for name, heading in _SECTIONS:
        yield from (structured.Part(part.text, heading) for part in said.parts(name))


def _url(entry: Entry, said: _Said) -> str | None:
    for part in said.parts("link"):
        address = part.attributes.get("href") or part.words.strip()
        if address and part.attributes.get("rel", "alternate") == "alternate":
            return address
    found = said.first("url", "joburl", "applyurl", "guid")
    return found or entry.attributes.get("about")


def _places(said: _Said) -> list[str]:
    whole = said.all("location") or said.all("joblocation")
    if whole:
        return whole
    pieces = [said.first("city"), said.first("state", "province", "region"), said.first("country")]
    return [", ".join(piece.strip() for piece in pieces if piece)]


def _mode(said: _Said) -> str | None:
    if (said.first("remote", "isremote") or "").strip().casefold() in _YES:
        return "remote"
    return said.first("remotetype", "workplacetype", "workmode")


def _skills(said: _Said) -> list[SourceSkill]:
    pieces = [piece for words in said.all("skills") for piece in re.split(r"[,;\n]", words)]
    return [SourceSkill(piece, Requirement.MENTIONED) for piece in pieces if len(piece) <= _LONGEST_SKILL]
