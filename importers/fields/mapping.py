"""Which column holds which field: as the person said, as it was before, by known names, by similar names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Any, Literal

from importers.base import Wishes
from store import Unreadable, UsageError, canonical_line, folded

from . import cells
from .column_names import known_name, similar_names
from .structured import Fields, Part

How = Literal["said", "remembered", "known name", "similar name", "longest text"]

FIELDS: Mapping[str, str] = {
    "title": "what the job is called",
    "company": "who employs",
    "body": "the text of the posting; several columns follow one another",
    "responsibilities": "a part of the text, put under this heading",
    "requirements": "a part of the text, put under this heading",
    "preferred": "a part of the text: what is asked for beside the requirements",
    "benefits": "a part of the text, put under this heading",
    "company_profile": "a part of the text: about the company",
    "external_id": "the posting's own id where it comes from",
    "url": "its address, http or https",
    "location": "the place in one cell, or several parted by ; or |",
    "city": "a piece of the place",
    "region": "a piece of the place: state, province",
    "country": "a piece of the place: a name or a code",
    "work_mode": "onsite, hybrid or remote",
    "remote": "yes or no",
    "employment_type": "full-time, internship and the like",
    "date_posted": "when it was posted",
    "salary": "what is paid, in words",
    "salary_min": "the least that is paid",
    "salary_max": "the most that is paid",
    "salary_currency": "what it is paid in",
    "salary_interval": "for how long: hour, year",
    "skills": "a list of skills, parted by commas, semicolons or line ends",
}
"""What a column can hold, with a line for people."""

_HEADINGS = {
    "responsibilities": "Responsibilities",
    "requirements": "Requirements",
    "preferred": "Preferred qualifications",
    "benefits": "Benefits",
    "company_profile": "About the company",
}
_SEVERAL = frozenset(("body", *_HEADINGS))
"""Fields that may have more columns than one."""
_TELLING = ("body", "responsibilities", "requirements")
"""Fields of which one must have a column: without them there is no posting."""
_BESIDE_CITY = frozenset(("state",))
"""Names that are of a place beside a city only: elsewhere a `state` is `open` or `closed`."""

LONG_TEXT = 120
"""Characters that the middle one of a column's texts has at least for the column to be taken for the body."""
_SAMPLES = 3
_SAMPLE_LENGTH = 60
_NAMES_SHOWN = 20
_NAME_LENGTH = 40

Sample = Sequence[Mapping[str, Any]]


class NoBody(Unreadable):
    """A table of which no column is known for the text: a person has to say. `samples` are values by column."""

    def __init__(self, sentence: str, columns: "Columns", samples: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(sentence)
        self.columns = columns
        self.samples = samples


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a field is taken from, why, and up to three of its values."""

    field: str
    name: str
    how: How
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Columns:
    """Where every field comes from. A field may have several columns: their texts follow one another.

    `unused` are the other columns, in the order of the file; `left_empty` the fields that the person wants
    left empty.
    """

    mapped: tuple[Column, ...]
    unused: tuple[str, ...] = ()
    left_empty: tuple[str, ...] = ()

    @cached_property
    def by_field(self) -> Mapping[str, tuple[str, ...]]:
        """The columns of each field, in order: what is remembered for the source. None for one left empty."""
        found: dict[str, tuple[str, ...]] = dict.fromkeys(self.left_empty, ())
        for column in self.mapped:
            found[column.field] = (*found.get(column.field, ()), column.name)
        return found


def columns_of(names: Sequence[str], sample: Sample, wishes: Wishes) -> Columns:
    """Decide where the fields of a table come from; `sample` are its first records, by column.

    Raises UsageError for wishes that cannot be met, Unreadable where no column can be the body.
    """
    choice = _Choice(_with_values(names, sample))
    choice.as_said(wishes.said)
    choice.as_before(wishes.remembered)
    choice.by_known_names()
    choice.by_similar_names()
    choice.by_length(sample)
    if not choice.has_text:
        raise NoBody(
            f"No column is known to be the text of the postings. {_listed('columns', names)} "
            "Say which one it is with --map body=COLUMN.",
            choice.columns(sample),
            {name: _samples(sample, name) for name in names},
        )
    return choice.columns(sample)


def _with_values(names: Sequence[str], sample: Sample) -> Sequence[str]:
    """Leave out a column that only stands in for objects, `place` beside `place.city`, and never has a value."""
    inside = {name.rpartition(".")[0] for name in names if "." in name}
    hollow = {name for name in inside if not any(cells.said(record.get(name)) for record in sample)}
    return [name for name in names if name not in hollow]


def fields_of(values: Mapping[str, Any], columns: Columns) -> Fields:
    """Return what a record states, given its values by column; raises nothing, whatever their types."""
    taken = columns.by_field

    def value(field: str) -> Any:
        names = taken.get(field)
        return values.get(names[0]) if names else None

    return Fields(
        parts=list(_parts(values, taken)),
        title=cells.spoken(value("title")),
        company=cells.spoken(value("company")),
        external_id=cells.spoken(value("external_id")),
        url=cells.spoken(value("url")),
        places=cells.places(value("location"), value("city"), value("region"), value("country")),
        work_mode=cells.mode(value("work_mode"), value("remote")),
        employment_type=cells.kinds(value("employment_type")),
        date_posted=cells.stated(value("date_posted")),
        salary_text=cells.pay(
            value("salary"),
            value("salary_min"),
            value("salary_max"),
            value("salary_currency"),
            value("salary_interval"),
        ),
        source_skills=cells.skills(value("skills")),
    )


def _parts(values: Mapping[str, Any], taken: Mapping[str, tuple[str, ...]]) -> Iterator[Part]:
    for name in taken.get("body", ()):
        yield Part(cells.prose(values.get(name)))
    for field, heading in _HEADINGS.items():
        texts = [cells.prose(value) for name in taken.get(field, ()) if cells.said(value := values.get(name))]
        if texts:
            yield Part("\n\n".join(texts), heading)


class _Choice:
    """The columns of a table while it is decided what they hold; none is taken for two fields unasked."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._free = dict.fromkeys(names)
        self._taken: dict[str, tuple[How, tuple[str, ...]]] = {}

    @property
    def has_text(self) -> bool:
        """Whether there is anything a posting could be read from."""
        return any(self._taken.get(field, ("said", ()))[1] for field in _TELLING)

    def as_said(self, wishes: Mapping[str, tuple[str, ...]]) -> None:
        """Take the columns that the person named. Raises UsageError."""
        for field, wished in wishes.items():
            if field not in FIELDS:
                said = canonical_line(field)[:_NAME_LENGTH]
                raise UsageError(f"There is no field {said!r}. {_listed('fields', FIELDS, len(FIELDS))}")
            columns = tuple(self._named(name) for name in wished if name.strip())
            if len(columns) > 1 and field not in _SEVERAL:
                raise UsageError(
                    f"{field} comes from one column, not from {len(columns)}. "
                    f"Only {', '.join(sorted(_SEVERAL))} may have several."
                )
            self._take(field, "said", columns)

    def as_before(self, remembered: Mapping[str, tuple[str, ...]]) -> None:
        """Take the columns that held for the source, as far as they are there still."""
        free = set(self._free)
        for field, before in remembered.items():
            there = tuple(name for name in before if name in free)
            if field in FIELDS and field not in self._taken and (there or not before):
                self._take(field, "remembered", there)

    def by_known_names(self) -> None:
        """Take the columns whose names are known."""
        known = sorted((found, name) for name in self._free if (found := known_name(name)))
        has_city = "city" in self._taken or any(found.field == "city" for found, _ in known)
        for found, name in known:
            if found.field not in self._taken and (has_city or folded(name) not in _BESIDE_CITY):
                self._take(found.field, "known name", (name,))

    def by_similar_names(self) -> None:
        """Take the columns whose names are known but for a slip."""
        names = [name for name in self._free if known_name(name) is None]
        similar = similar_names(names, FIELDS.keys() - self._taken.keys())
        for _, found, name in sorted(similar, key=lambda item: (-item[0], item[1])):
            if found.field not in self._taken and name in self._free:
                self._take(found.field, "similar name", (name,))

    def by_length(self, sample: Sample) -> None:
        """Take the column with the longest texts for the body, where nothing else is one."""
        if self.has_text or "body" in self._taken:
            return
        lengths = {name: _length(sample, name) for name in self._free if known_name(name) is None}
        longest = max(lengths, key=lambda name: lengths[name], default=None)
        if longest is not None and lengths[longest] >= LONG_TEXT:
            self._take("body", "longest text", (longest,))

    def columns(self, sample: Sample) -> Columns:
        """Return what was decided, in the order of the fields."""
        taken = [(field, *self._taken[field]) for field in FIELDS if field in self._taken]
        mapped = tuple(
            Column(field, name, how, _samples(sample, name)) for field, how, names in taken for name in names
        )
        return Columns(mapped, tuple(self._free), tuple(field for field, _, names in taken if not names))

    def _take(self, field: str, how: How, names: tuple[str, ...]) -> None:
        self._taken[field] = (how, names)
        for name in names:
            self._free.pop(name, None)

    def _named(self, wished: str) -> str:
        if wished in self._names:
            return wished
        alike = [name for name in self._names if folded(name) == folded(wished)]
        if len(alike) != 1:
            said = canonical_line(wished)[:_NAME_LENGTH]
            which = f"Several columns are called {said!r}." if alike else f"There is no column {said!r}."
            raise UsageError(f"{which} {_listed('columns', self._names)}")
        return alike[0]


def _length(sample: Sample, name: str) -> float:
    texts = (value for record in sample if isinstance(value := record.get(name), str))
    return median([_letters_in(text) for text in texts if cells.said(text)] or [0])


def _letters_in(text: str) -> int:
    """Return the length of a text; that of an address or of data is none."""
    return 0 if text.startswith(("http://", "https://", "data:", "{", "[")) else len(text)


def _samples(sample: Sample, name: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for record in sample:
        text = cells.said(record.get(name))
        if text is not None:
            found[text.strip()[:_SAMPLE_LENGTH]] = None
        if len(found) == _SAMPLES:
            break
    return tuple(found)


def _listed(what: str, names: Iterable[str], limit: int = _NAMES_SHOWN) -> str:
    shown = [canonical_line(name)[:_NAME_LENGTH] for name in names]
    more = f" and {len(shown) - limit} more" if len(shown) > limit else ""
    return f"The {what} are {', '.join(shown[:limit])}{more}."
