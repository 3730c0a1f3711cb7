"""Made-up postings with the truth about them: copies of every kind, and the traps that look like copies.

Everything is drawn as it is asked for, from one seed: a million cost no more memory than a thousand.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from .wording import Wording, invented_words

LEVELS = (
    "Junior", "Senior", "Lead", "Principal", "Staff", "Intern", "Trainee", "Graduate", "Associate", "Deputy",
    "Chief", "Head", "II", "III", "Assistant",
)  # fmt: skip
_FIELDS = """
Harbour Timber Clinic Orchard Railway Payments Bakery Lighthouse Water Glass Paper Theatre Freight Museum
Garden Kitchen Warehouse Network Data Safety Process Quality Design Field Soil
"""
FIELDS = _FIELDS.split()
_TRADES = """
Electrician Planner Analyst Nurse Engineer Driver Technician Coordinator Developer Accountant Inspector
Researcher Buyer Carpenter Translator Surveyor
"""
TRADES = _TRADES.split()
COUNTRIES = ("AT", "BE", "CA", "CH", "DE", "ES", "FR", "GB", "IE", "IT", "NL", "NZ", "PT", "SE", "US")
REMEMBERED = 20_000  # originals that later ones may be copies of
COPIED = 0.22  # of the postings, beside those of families
SIBLINGS = 0.18  # of the originals
FAMILY_EVERY = 10_000  # postings in which one family in many cities begins, and one of edited copies
CITIES, EDITED = 300, 60

Parts = dict[str, tuple[str, ...]]
"""Sentences by part. `about`, `benefits` and `notice` are the employer's, shared by all its postings."""

JOB = ("intro", "duties", "needs")


@dataclass(frozen=True, slots=True)
class Advertisement:
    """One posting. Those of one `cluster` are the same job; `made` says how this one came about.

    `of` is the number of the posting it was made from, None for an original.
    """

    title: str
    employer: str
    country: str
    city: str
    date: str
    parts: Parts = field(repr=False)
    cluster: int
    made: str
    of: int | None = None
    text: str | None = field(default=None, repr=False)

    @property
    def body(self) -> str:
        """The text."""
        if self.text is not None:
            return self.text
        return "\n".join(" ".join(sentences) for sentences in self.parts.values())


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer with the texts that stand in all its postings."""

    name: str
    about: tuple[str, ...]
    benefits: tuple[str, ...]
    notice: tuple[str, ...]


class Generator:
    """Draws postings one after another."""

    def __init__(self, count: int, seed: int) -> None:
        self.wording = Wording(seed)
        self.random: random.Random = self.wording.random
        names = invented_words(self.random, 4_000)
        self.cities = [name.capitalize() for name in names[:1_200]]
        notices = [tuple(self.wording.sentences(3, 6)) for _ in range(25)]
        self.roles = [
            (f"{place} {trade}", self.wording.sentences(24, 24)) for place in FIELDS for trade in TRADES
        ]
        firms = max(10, count // 25)
        self.employers = [self._employer(names[n % 4000], n, notices) for n in range(firms)]
        self.agencies = [self._employer(names[-1 - n], firms + n, notices) for n in range(30)]
        self._copies: dict[str, Callable[[Advertisement], Advertisement]] = {
            "exact": self._again,
            "normalised": self._restyled,
            "light": self._light,
            "heavy words": self._heavy,
            "heavy sentences": self._rewritten,
            "city": self._moved,
            "date": self._dated,
            "wrapped": self._wrapped,
            "cut": self._cut,
        }

    def __call__(self, count: int) -> Iterator[Advertisement]:
        """Yield so many postings."""
        originals: list[tuple[int, Advertisement]] = []
        families: list[tuple[int, Advertisement, str, int]] = []
        names = list(self._copies)
        for number in range(count):
            if originals and (number + FAMILY_EVERY // 2) % FAMILY_EVERY == 0:
                for made, size in (("family of cities", CITIES), ("family of edits", EDITED)):
                    families.append((*self.random.choice(originals), made, size - 1))
            if families and self.random.random() < 0.1:
                found = self._of_family(families)
            elif originals and self.random.random() < COPIED:
                of, original = self.random.choice(originals)
                made = self.random.choice(names)
                found = replace(self._copies[made](original), made=made, of=of)
            elif originals and self.random.random() < SIBLINGS:
                of, original = self.random.choice(originals)
                made = self.random.choice(("sibling", "level", "other job"))
                change = {"sibling": self._sibling, "level": self._level, "other job": self._other_job}[made]
                found = replace(change(original), made=made, of=of, cluster=number)
            else:
                found = self._original(number, self._firm())
            if found.cluster == number and found.made == "original":
                self._remember(originals, number, found)
            yield found

    def _remember(
        self, originals: list[tuple[int, Advertisement]], number: int, found: Advertisement
    ) -> None:
        if len(originals) < REMEMBERED:
            originals.append((number, found))
        else:
            originals[self.random.randrange(REMEMBERED)] = number, found

    def _of_family(self, families: list[tuple[int, Advertisement, str, int]]) -> Advertisement:
        place = self.random.randrange(len(families))
        of, original, made, left = families[place]
        if left > 1:
            families[place] = of, original, made, left - 1
        else:
            del families[place]
        change = self._moved if made == "family of cities" else self._light
        return replace(change(original), made=made, of=of)

    # Originals

    def _employer(self, name: str, number: int, notices: list[tuple[str, ...]]) -> Employer:
        return Employer(
            f"{name.capitalize()} {self.random.choice(('Ltd', 'Group', 'Works', '& Sons', 'GmbH'))} {number}",
            tuple(self.wording.sentences(3, 12)),
            tuple(self.wording.sentences(2, 8)),
            self.random.choice(notices),
        )

    def _firm(self) -> Employer:
        # Zipf: the largest employer has some tenth of all postings.
        place = int(len(self.employers) ** self.random.random()) - 1
        return self.employers[place]

    def _original(self, number: int, firm: Employer) -> Advertisement:
        role, stock = self.random.choice(self.roles)
        level = f"{self.random.choice(LEVELS[:5])} " if self.random.random() < 0.4 else ""
        team = f", {self.wording.random.choice(self.cities)} Programme" if self.random.random() < 0.25 else ""
        city = self.random.choice(self.cities)
        parts = {
            "intro": (f"We seek someone in {city} to join us.", *self.wording.sentences(1, 3)),
            "about": firm.about,
            "duties": (*self.wording.some(stock, 2, 6), *self.wording.sentences(4, 10)),
            "needs": (*self.wording.some(stock, 1, 4), *self.wording.sentences(3, 8)),
            "benefits": firm.benefits,
            "notice": firm.notice,
        }
        return Advertisement(
            f"{level}{role}{team}",
            firm.name,
            self.random.choice(COUNTRIES),
            city,
            self._day(),
            parts,
            number,
            "original",
        )

    def _day(self) -> str:
        return (date(2026, 1, 1) + timedelta(days=self.random.randrange(200))).isoformat()

    # Copies

    def _again(self, one: Advertisement) -> Advertisement:
        return one

    def _restyled(self, one: Advertisement) -> Advertisement:
        text = one.body.replace(" we ", "  We ").replace("'", "\u2019").replace("\n", " \n\n")
        return replace(one, text=text, title=one.title.upper())

    def _light(self, one: Advertisement) -> Advertisement:
        share = self.random.uniform(0.01, 0.05)
        return replace(self._retitled(one), text=self.wording.edited(one.body, share))

    def _heavy(self, one: Advertisement) -> Advertisement:
        share = self.random.uniform(0.10, 0.25)
        return replace(self._retitled(one), text=self.wording.edited(one.body, share), date=self._day())

    def _rewritten(self, one: Advertisement) -> Advertisement:
        share = self.random.uniform(0.15, 0.35)
        parts = {
            name: tuple(
                self.wording.sentence() if name in JOB and self.random.random() < share else sentence
                for sentence in sentences
            )
            for name, sentences in one.parts.items()
        }
        order = list(parts)
        self.random.shuffle(order)
        return replace(self._retitled(one), parts={name: parts[name] for name in order}, date=self._day())

    def _moved(self, one: Advertisement) -> Advertisement:
        city = self.random.choice(self.cities)
        return replace(one, city=city, text=one.body.replace(one.city, city), date=self._day())

    def _dated(self, one: Advertisement) -> Advertisement:
        return replace(one, date=self._day())

    def _wrapped(self, one: Advertisement) -> Advertisement:
        agency = self.random.choice(self.agencies)
        parts = {
            **one.parts,
            "about": agency.about,
            "benefits": agency.benefits,
            "notice": agency.notice,
        }
        return replace(self._retitled(one), employer=agency.name, parts=parts, date=self._day())

    def _cut(self, one: Advertisement) -> Advertisement:
        body = one.body
        return replace(one, text=body[: int(len(body) * self.random.uniform(0.45, 0.75))])

    def _retitled(self, one: Advertisement) -> Advertisement:
        kind = self.random.random()
        if kind > 0.2:
            return one
        title = one.title
        if kind < 0.05:
            title = f"{title} (m/f/d)"
        elif kind < 0.10:
            title = f"{title} - {one.city}"
        elif kind < 0.15:
            title = title.replace("Senior", "Sr.").replace("Junior", "Jr.")
        else:
            title = title.lower()
        return replace(one, title=title)

    # What looks like a copy and is none

    def _sibling(self, one: Advertisement) -> Advertisement:
        """Another job of the same role: from 30 to 60 % of the job's own sentences are the same."""
        share = self.random.uniform(0.3, 0.6)
        parts = {
            name: tuple(
                sentence if name not in JOB or self.random.random() < share else self.wording.sentence()
                for sentence in sentences
            )
            for name, sentences in one.parts.items()
        }
        title = one.title
        if self.random.random() < 0.5:
            title = f"{title.partition(',')[0]}, {self.random.choice(self.cities)} Team"
        city = self.random.choice((one.city, self.random.choice(self.cities)))
        return replace(one, title=title, parts=parts, city=city, date=self._day())

    def _level(self, one: Advertisement) -> Advertisement:
        """The same text for another level, which the title alone tells."""
        words = one.title.split(" ")
        bare = " ".join(words[1:] if words[0] in LEVELS else words)
        level = self.random.choice([level for level in LEVELS if level != words[0]])
        title = f"{bare} {level}" if level in ("II", "III", "Intern") else f"{level} {bare}"
        share = self.random.uniform(0.03, 0.08)
        return replace(one, title=title, text=self.wording.edited(one.body, share))

    def _other_job(self, one: Advertisement) -> Advertisement:
        """Another job of the same employer: only the employer's own sentences are the same."""
        other = self._original(0, self.employers[0])
        parts = {name: other.parts[name] if name in JOB else one.parts[name] for name in one.parts}
        return replace(one, title=other.title, parts=parts, city=other.city, date=other.date)


def advertisements(count: int, seed: int = 1) -> Iterator[Advertisement]:
    """Yield so many postings, the same for the same count and seed."""
    return Generator(count, seed)(count)
