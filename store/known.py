"""What people here have said of a batch of postings, a class a kind, to be compared with what a dataset says.

`changes` are what takes a statement over for an annotator of here: none where it is here already. They raise
UsageError, with the reason, where something else stands here, which stays. What is taken over counts as here at
once, so that a dataset cannot say one thing twice.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from .decisions import made, shortened
from .errors import UsageError
from .pairs import Judgement, Proposal
from .postings import Note, Skill, Span, Tag
from .sql import statements
from .sql.connection import Connection, Record
from .sql.journal import Change
from .statements import Choice, Marked, Statement, Told
from .text import folded

Kind = TypeVar("Kind", bound=Statement)


@dataclass(frozen=True, slots=True)
class Context:
    """A batch, and what decides whether it can be taken over.

    `taken_back` is what people here took away again: table and name of each row. `anchored` says where the
    words of a span stand here, and raises UsageError where they do not.
    """

    db: Connection
    batch: Sequence[Told]
    taken_back: Collection[tuple[str, ...]]
    anchored: Callable[[Told, Span], Span]

    @property
    def keys(self) -> list[str]:
        """The keys of the postings."""
        return [told.key for told in self.batch]

    def all(self, kind: type[Kind]) -> list[Kind]:
        """Return the statements of one kind."""
        return [said for told in self.batch for _, said in told.said if isinstance(said, kind)]

    def check(self, *name: str) -> None:
        """Raise UsageError where somebody here took that away again."""
        if name in self.taken_back:
            raise UsageError("it was taken back here")


class Skills:
    """The skills that tags of the batch name: by their URI, else by their label."""

    def __init__(self, context: Context) -> None:
        wanted = [tag.skill for tag in context.all(Tag)]
        labels = {folded(skill.label) for skill in wanted}
        rows = statements.known_skills(context.db, list({skill.uri for skill in wanted}), list(labels))
        self._uris = {row["uri"]: row["means"] for row in rows}
        self._labels = {row["folded"]: row["means"] for row in rows}
        self._new: dict[str, Skill] = {}
        self._given: set[tuple[str, str]] = set()

    def uri(self, skill: Skill) -> str:
        """Return the URI of a skill here; one that is not here will bear its own."""
        found = self._uris.get(skill.uri) or self._labels.get(folded(skill.label))
        if found is None:
            found = self._uris[skill.uri] = self._labels[folded(skill.label)] = skill.uri
            self._new[skill.uri] = skill
        return found

    def makings(self, uri: str, who: str) -> list[Change]:
        """Return what makes a skill that is not here: once for each annotator, whose event must stand alone."""
        if uri not in self._new or (uri, who) in self._given:
            return []
        self._given.add((uri, who))
        return [made(self._new[uri])]


class Tags:
    """Tags are the same by their uid, and where one person says the same of the same words."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._skills = Skills(context)
        uids = [tag.uid for tag in context.all(Tag)]
        self._by_uid = {row["uid"]: row for row in statements.known_tags(context.db, context.keys, uids)}
        self._by_place = {_place(row): row for row in self._by_uid.values() if _stands(row)}

    def changes(self, told: Told, tag: Tag, who: str) -> list[Change]:
        """Return what makes the tag."""
        skill = self._skills.uri(tag.skill)
        row = {
            "posting": told.key,
            "skill": skill,
            "annotator": who,
            "requirement": tag.requirement.value,
            "quote": tag.span.quote if tag.span else tag.lost_quote,
        }
        there = self._by_uid.get(tag.uid)
        if there is None:
            row |= _offsets(self._context.anchored(told, tag.span) if tag.span else None)
            there = self._by_place.get(_place(row)) if _stands(row) else None
        if there is not None:
            if all(there[name] == row[name] for name in ("posting", "skill", "requirement", "quote")):
                return []
            raise UsageError(f"a tag {shortened(tag.skill.label)!r} that differs stands here")
        self._context.check("tag", tag.uid)
        self._by_uid[tag.uid] = row
        if _stands(row):
            self._by_place[_place(row)] = row
        return [*self._skills.makings(skill, who), Change("tag", {"uid": tag.uid}, None, row)]


class Notes:
    """Notes are the same by their uid, and where one person wrote the same at the same time."""

    def __init__(self, context: Context) -> None:
        self._context = context
        uids = [note.uid for note in context.all(Note)]
        self._by_uid = {row["uid"]: row for row in statements.known_notes(context.db, context.keys, uids)}
        self._by_time = {
            (row["posting"], row["annotator"], row["at"], row["text"]): row for row in self._by_uid.values()
        }

    def changes(self, told: Told, note: Note, who: str) -> list[Change]:
        """Return what writes the note."""
        row = {
            "posting": told.key,
            "annotator": who,
            "at": note.at,
            "text": note.text,
            "quote": note.span.quote if note.span else note.lost_quote,
        }
        name = (told.key, who, note.at, note.text)
        there = self._by_uid.get(note.uid) or self._by_time.get(name)
        if there is not None:
            if all(there[column] == row[column] for column in ("posting", "text", "quote")):
                return []
            raise UsageError("the note reads otherwise here")
        self._context.check("note", note.uid)
        row |= _offsets(self._context.anchored(told, note.span) if note.span else None)
        self._by_uid[note.uid] = self._by_time[name] = row
        return [Change("note", {"uid": note.uid}, None, row)]


class States:
    """One state of each person on each posting."""

    def __init__(self, context: Context) -> None:
        self._context = context
        rows = statements.known_states(context.db, context.keys)
        self._states: dict[tuple[str, str], str] = {
            (row["posting"], row["annotator"]): row["state"] for row in rows
        }

    def changes(self, told: Told, mark: Marked, who: str) -> list[Change]:
        """Return what sets the state."""
        there = self._states.get((told.key, who))
        if there == mark.state:
            return []
        if there is not None:
            raise UsageError(f"it says {mark.state}, and {there} stands here")
        self._context.check("state", told.key, who)
        self._states[told.key, who] = mark.state
        row = {"state": mark.state.value, "at": mark.at}
        return [Change("state", {"posting": told.key, "annotator": who}, None, row)]


class Choices:
    """One choice of each person of each posting."""

    def __init__(self, context: Context) -> None:
        self._chosen = set(statements.known_choices(context.db, context.keys))

    def changes(self, told: Told, choice: Choice, who: str) -> list[Change]:
        """Return what makes the choice."""
        if (told.key, who) in self._chosen:
            return []
        self._chosen.add((told.key, who))
        return [Change("canonical", {"posting": told.key, "annotator": who}, None, {"at": choice.at})]


class Verdicts:
    """One verdict of each person on each pair.

    `order` gives the place in the order of import of every posting that is here.
    """

    def __init__(self, context: Context, order: dict[str, int]) -> None:
        self._context = context
        self._order = order
        self._pairs: dict[tuple[int, int], dict[str, str]] = {}
        said: list[Judgement | Proposal] = [*context.all(Judgement)]
        said += [pair for told in context.batch for pair in told.proposals]
        wanted = {pair for one in said if (pair := self._places(one))}
        for row in statements.known_pairs(context.db, sorted(wanted)):
            verdicts = self._pairs.setdefault((row["a_id"], row["b_id"]), {})
            if row["annotator"] is not None:
                verdicts[row["annotator"]] = row["verdict"]

    def changes(self, told: Told, judgement: Judgement, who: str) -> list[Change]:
        """Return what gives the verdict."""
        pair = self._places(judgement)
        if pair is None:
            other = judgement.a if judgement.b == told.key else judgement.b
            raise UsageError(f"there is no other posting {other!r} here")
        a, b = sorted((judgement.a, judgement.b), key=self._order.__getitem__)
        there = self._pairs.get(pair, {}).get(who)
        if there == judgement.verdict:
            return []
        if there is not None:
            raise UsageError(f"it says {judgement.verdict}, and {there} stands here")
        self._context.check("verdict", a, b, who)
        row = {"verdict": judgement.verdict.value, "at": judgement.at}
        changes = [Change("verdict", {"a": a, "b": b, "annotator": who}, None, row)]
        if pair not in self._pairs:
            unproposed = {"kind": None, "score": None, "reasons": "[]"}
            changes.insert(0, Change("pair", {"a": a, "b": b}, None, unproposed))
        self._pairs.setdefault(pair, {})[who] = judgement.verdict
        return changes

    def proposed(self, proposal: Proposal) -> bool:
        """Note that a pair is about to be proposed; say no where it is none of here."""
        pair = self._places(proposal)
        if pair is None:
            return False
        self._pairs.setdefault(pair, {})
        return True

    def _places(self, pair: Judgement | Proposal) -> tuple[int, int] | None:
        one, other = sorted((self._order.get(pair.a, -1), self._order.get(pair.b, -1)))
        return (one, other) if 0 <= one < other else None


def _offsets(span: Span | None) -> Record:
    return {"start": span.start if span else None, "end": span.end if span else None}


def _stands(row: Record) -> bool:
    """Whether no second tag of the same annotator may be equal to it: its words are not lost."""
    return row["start"] is not None or row["quote"] is None


def _place(row: Record) -> tuple[object, ...]:
    return row["posting"], row["annotator"], row["skill"], row["start"], row["end"]
