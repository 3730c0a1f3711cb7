"""The part of the store that is about what several annotators answered, and what is made of it.

What answers come to is loaded where it is asked: few commands do.
"""

import heapq
import uuid
from collections.abc import Container, Iterator
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from . import decisions, sql
from .errors import NotFound, UsageError
from .event import Event
from .postings import Posting
from .reading import Reading
from .sql import journal, postings, skills
from .sql.journal import ADJUDICATIONS, Change
from .text import canonical

if TYPE_CHECKING:
    from agreement.consensus import Tagging

    from .sql.adjudication import Accepted
    from .units import Adjudication, Answer, Answered, Disagreements, Reason, Unit, UnitName

T = TypeVar("T")

MOST = 20_000  # postings that are accepted at once


class Adjudicating(Reading):
    """Several answers; see Store."""

    def answered(self) -> "Iterator[Answered]":
        """Yield the postings of which two or more said something, in the order of import."""
        for page in sql.answers.answered(self._db, waits=True):
            yield from page

    def verdict_units(self) -> "Iterator[Unit]":
        """Yield the pairs on which two or more gave a verdict, in the order of import."""
        for page in sql.answers.verdicts(self._db):
            yield from page

    def body_lengths(self, numbers: list[int]) -> dict[int, int]:
        """Return how many code points the bodies of some postings have, by their numbers."""
        return sql.answers.lengths(self._db, numbers)

    def disagreements(
        self, limit: int = 200, look_at: int | None = None, *, anyway: bool = False
    ) -> "Disagreements":
        """Return where the answers stand, with the worst `limit` units to settle.

        Postings on which somebody is at work are looked at only with `anyway`, and only the first `look_at` of all
        that are, None for all; so are pairs. A unit is to be settled where its answers differ, or are others than it
        was settled from.
        """
        from .units import Disagreements

        worst: list[tuple[tuple[bool, float, int], int, Unit]] = []
        number = {"open": 0, "unanimous": 0, "settled": 0}
        order = count()
        with self._db.snapshot():
            whole = _Whole(look_at)
            for unit, settled in self._ready(whole, anyway=anyway):
                if settled is None and unit.unanimous:
                    number["unanimous"] += 1
                elif settled is not None and settled == unit.basis:
                    number["settled"] += 1
                else:
                    number["open"] += 1
                    decided, share, people = unit.badness
                    entry = ((not decided, -share, -people), -next(order), unit)
                    (heapq.heappush if len(worst) < limit else heapq.heappushpop)(worst, entry)
            waiting = sql.answers.count_waiting(self._db)
            awaited = tuple(sql.answers.awaited(self._db)) if waiting else ()
        found = tuple(unit for *_, unit in sorted(worst, reverse=True))
        return Disagreements(found, **number, waiting=waiting, awaited=awaited, whole=not whole.cut)

    def _ready(self, whole: "_Whole", *, anyway: bool = False) -> "Iterator[tuple[Unit, str | None]]":
        """Yield the units that may be settled, each with the basis from which it was, None where it never was."""
        for page in whole.pages(sql.answers.answered(self._db, waits=anyway)):
            bases = sql.adjudication.bases(self._db, [posting.key for posting in page])
            for posting in page:
                for unit in posting.units():
                    yield unit, bases.get(unit.name)
        for pairs in whole.pages(sql.answers.verdicts(self._db)):
            bases = sql.adjudication.bases(self._db, [unit.name.posting for unit in pairs])
            for unit in pairs:
                yield unit, bases.get(unit.name)

    def units_of(self, key: str, *, anyway: bool = False) -> "list[Unit]":
        """Return what two or more answered about a posting: its state, skills, then verdicts on pairs with it.

        Raises NotFound, or UsageError while somebody is at work on it, unless it is wanted `anyway`.
        """
        number = postings.id_of(self._db, key)
        awaited = [] if anyway else sql.answers.awaited(self._db, number)
        if awaited:
            whom = f"{', '.join(awaited)} {'is' if len(awaited) == 1 else 'are'}"
            raise UsageError(
                f"{whom} still at work on {key[:8]}. Wait until all are done with it, or add --anyway to "
                "settle what was answered so far."
            )
        return sql.answers.of_posting(self._db, number).units() + sql.answers.pairs_of(self._db, number)

    def unit(self, name: "UnitName", *, anyway: bool = False) -> "Unit":
        """Return a unit with the answers it has now; raises NotFound where it has fewer than two, and as units_of."""
        from .units import UnitKind

        if name.kind is UnitKind.VERDICT:
            units = sql.answers.pairs_of(self._db, postings.id_of(self._db, name.posting))
        else:
            units = self.units_of(name.posting, anyway=anyway)
        for unit in units:
            if unit.name == name:
                return unit
        raise NotFound("Fewer than two people answered that.")

    def settled(self, key: str) -> "dict[UnitName, Adjudication]":
        """Return what units of a posting were settled as; of a pair with the posting whose key sorts first."""
        return sql.adjudication.of_posting(self._db, postings.id_of(self._db, key))

    def adjudicated(self) -> "Iterator[Adjudication]":
        """Yield what units were settled as, in the order of import; of several words on one unit the latest."""
        return sql.adjudication.adjudicated(self._db)

    def adjudicate(
        self,
        annotator: str,
        name: "UnitName",
        answer: "Answer",
        reason: "Reason | None" = None,
        note: str = "",
        *,
        anyway: bool = False,
    ) -> Event | None:
        """Settle what several answered; None where the annotator settled it just so.

        It counts as unanimous or of the majority where the answers come to the same. With `anyway` nobody is waited
        for. Raises NotFound, UsageError and InvalidSpan.
        """
        from .units import said

        with self._db.transaction():
            unit = self.unit(name, anyway=anyway)
            change = self._settling(annotator, unit, answer, reason, note)
            if change is None:
                return None
            posting = postings.posting(self._db, name.posting, self._who(annotator))
            how = unit.settled_as(answer).value
            summary = f"settled {self._words(unit, posting)} as {said(answer)} ({how})"
            return self._record(annotator, "adjudicate", name.posting, summary, [change])

    def adjudicate_as(
        self,
        annotator: str,
        name: "UnitName",
        uri: str,
        answer: "Tagging",
        reason: "Reason | None" = None,
        note: str = "",
        *,
        anyway: bool = False,
    ) -> Event | None:
        """Settle that not the skill of a tag is asked for, but another one, so: one event.

        None where the annotator settled it just so; `anyway` as for `adjudicate`. Raises as that does.
        """
        from .units import UnitKind, UnitName, said

        skill = skills.find(self._db, uri)
        if skill is None:
            raise NotFound(f"The vocabulary has no skill {uri!r}.")
        other = UnitName(UnitKind.TAG, name.posting, skill.uri)
        if name.kind is not UnitKind.TAG or other == name:
            raise UsageError("Give another skill than the one that it is about.")
        with self._db.transaction():
            unit = self.unit(name, anyway=anyway)
            answered = sql.answers.of_posting(self._db, postings.id_of(self._db, name.posting))
            given: tuple[tuple[Unit, Answer], ...] = ((unit, None), (answered.tag(other.about), answer))
            changes = [
                change
                for one, result in given
                if (change := self._settling(annotator, one, result, reason, note)) is not None
            ]
            if not changes:
                return None
            posting = postings.posting(self._db, name.posting, self._who(annotator))
            summary = f"settled {self._words(unit, posting)} as {skill.label}, {said(answer)}"
            return self._record(annotator, "adjudicate", name.posting, summary, changes)

    def _settling(
        self, annotator: str, unit: "Unit", answer: "Answer", reason: "Reason | None", note: str
    ) -> Change | None:
        """Return the change that settles a unit; None where it is settled just so."""
        name = unit.name
        posting = postings.posting(self._db, name.posting, self._who(annotator))
        unit.check(answer, len(posting.body))
        row = {
            "result": sql.adjudication.written(answer, posting.body),
            "how": unit.settled_as(answer).value,
            "reason": reason.value if reason else None,
            "note": canonical(note).strip(),
            "basis": unit.basis,
        }
        before = sql.adjudication.stored(self._db, name, posting.id, self._who(annotator))
        if before and {column: before[column] for column in row} == row:
            return None
        key = {"posting": name.posting, "kind": name.kind.value, "about": name.about, "annotator": annotator}
        return Change("adjudication", key, before, {"at": self._now(annotator), **row})

    def accept_unanimous(self, annotator: str) -> Event | None:
        """Accept every unit on which all who answered agree and that was not settled: one event for all.

        Of 20,000 postings at once; what others change meanwhile waits for the next time. None where there is none.
        """
        with self._db.snapshot():
            before = sql.adjudication.latest_event(self._db)
            units = self._unanimous()
        with self._db.transaction():  # others wait for this part only
            changed = sql.adjudication.changed_since(self._db, before)
            units = self._unanimous() if changed is None else _without(units, changed)
            if not units:
                return None
            row = {"annotator": annotator, "at": self._now(annotator), "units": units}
            change = Change(ADJUDICATIONS, {"adjudication": uuid.uuid4().hex}, None, row)
            accepted = sum(map(len, units.values()))
            things = f"{accepted:,} unanimous {'answer' if accepted == 1 else 'answers'}"
            where = f"{len(units):,} {'posting' if len(units) == 1 else 'postings'}"
            summary = f"accepted {things} on {where}"
            return journal.record(self._db, annotator, "adjudicate", None, summary, [change])

    def _unanimous(self) -> "Accepted":
        units: Accepted = {}
        for unit, settled in self._ready(_Whole(None)):
            if settled is not None or not unit.unanimous:
                continue
            key = unit.name.posting
            if key not in units and len(units) == MOST:
                break
            answer = unit.consensus.answer
            result = sql.adjudication.written(answer, self._body(key, answer))
            units.setdefault(key, []).append((unit.name.kind.value, unit.name.about, result, unit.basis))
        return units

    def _body(self, key: str, answer: "Answer") -> str:
        from agreement.consensus import Tagging

        evidence = isinstance(answer, Tagging) and answer.spans
        return postings.texts(self._db, [key])[key] if evidence else ""

    def _words(self, unit: "Unit", posting: Posting) -> str:
        from .units import UnitKind

        if unit.name.kind is UnitKind.TAG:
            skill = skills.find(self._db, unit.name.about)
            return f"{skill.label if skill else unit.name.about} on {decisions.name(posting)}"
        if unit.name.kind is UnitKind.STATE:
            return f"the state of {decisions.name(posting)}"
        return f"the pair of {decisions.name(posting)} and {unit.name.about[:8]}"


class _Whole:
    """Pages of which only so many items are looked at; `cut` when there were more."""

    def __init__(self, most: int | None) -> None:
        self._most = most
        self.cut = False

    def pages(self, pages: Iterator[list[T]]) -> Iterator[list[T]]:
        """Yield as many of the pages as are looked at."""
        left = self._most
        for page in pages:
            if left is not None and left < len(page):
                self.cut = True
                yield page[:left]
                return
            yield page
            left = None if left is None else left - len(page)


def _without(units: "Accepted", changed: Container[str]) -> "Accepted":
    """Leave out what is about postings that changed, on either side of a pair."""
    kept = {
        key: [unit for unit in found if unit[1] not in changed]
        for key, found in units.items()
        if key not in changed
    }
    return {key: found for key, found in kept.items() if found}
