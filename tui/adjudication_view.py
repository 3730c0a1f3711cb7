"""What the adjudication screen shows of a unit, read in a lane."""

from dataclasses import dataclass
from hashlib import sha256
from string import ascii_uppercase

from agreement.consensus import Tagging
from store import Adjudication, Answer, Posting, Requirement, State, Store, Unit, UnitKind, UnitName, Verdict

from .pair_view import Beside, beside
from .widgets.posting_text import Mark, Page
from .widgets.queue_list import title_of


@dataclass(frozen=True, slots=True)
class Look:
    """A unit with what it is about. `beside` has both postings of a pair, `settled` what stands (None: nothing)."""

    unit: Unit
    posting: Posting
    title: str
    beside: Beside | None
    settled: Adjudication | None

    @property
    def sides(self) -> list[tuple[Answer, list[str]]]:
        """Each answer that was given with who gave it: those of most people first, then by the first name."""
        given: dict[Answer, list[str]] = {}
        for who, answer in sorted(self.unit.answers.items()):
            given.setdefault(answer, []).append(who)
        return sorted(given.items(), key=lambda side: -len(side[1]))

    @property
    def letters(self) -> dict[str, str]:
        """Return a letter for each name, which tells nothing of it, here or elsewhere."""
        name = f"{self.unit.name.posting}/{self.unit.name.about}"
        mixed = sorted(self.unit.answers, key=lambda who: sha256(f"{name}/{who}".encode()).digest())
        return {who: _letter(at) for at, who in enumerate(mixed)}

    @property
    def choices(self) -> list[Answer]:
        """Every answer that could be given; a tag's with each evidence that anybody gave, and with none."""
        if self.unit.name.kind is UnitKind.STATE:
            return [state.value for state in State]
        if self.unit.name.kind is UnitKind.VERDICT:
            return [verdict.value for verdict in Verdict]
        evidence = {answer.spans for answer, _ in self.sides if isinstance(answer, Tagging)}
        evidence.add(frozenset())
        ordered = sorted(evidence, key=lambda spans: (not spans, sorted(spans)))
        return [None, *(Tagging(one.value, spans) for one in Requirement for spans in ordered)]

    @property
    def page(self) -> Page:
        """The posting, with the words that anybody marked for the skill."""
        spans = sorted(
            {span for answer, _ in self.sides if isinstance(answer, Tagging) for span in answer.spans}
        )
        marks = tuple(Mark(start, end, "tag") for start, end in spans)
        where = f"{self.posting.source}, {self.posting.locator}"
        return Page(
            ((title_of(self.posting), "title"), (where, "hint")),
            self.posting.body,
            self.posting.sections,
            marks,
        )


def _both(pair: Beside) -> str:
    return " and ".join(f"“{title_of(one)}”" for one in (pair.a, pair.b))


def _letter(at: int) -> str:
    return ascii_uppercase[at] if at < len(ascii_uppercase) else f"A{at}"


def look(store: Store, annotator: str, name: UnitName, *, anyway: bool = False) -> Look:
    """Read a unit as it is now. Raises NotFound, or without `anyway` UsageError while somebody is at work on it."""
    with store.snapshot():
        unit = store.unit(name, anyway=anyway)
        posting = store.posting(annotator, name.posting)
        pair = beside(store, annotator, (name.posting, name.about)) if name.kind is UnitKind.VERDICT else None
        skill = store.find_skill(name.about) if name.kind is UnitKind.TAG else None
        title = {
            UnitKind.STATE: f"State of “{title_of(posting)}”",
            UnitKind.TAG: f"Skill “{skill.label if skill else name.about}” on “{title_of(posting)}”",
            UnitKind.VERDICT: f"Pair of {_both(pair)}" if pair else "",
        }[name.kind]
        return Look(unit, posting, title, pair, store.settled(name.posting).get(name))
