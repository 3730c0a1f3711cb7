"""What people said of postings, as rows of a dataset in an order that does not depend on the database."""

from itertools import groupby
from operator import attrgetter, itemgetter

from store import Judgement, Note, Posting, Span, Store, Tag

from .alongside import Alongside
from .models import ChoiceModel, NoteModel, PairModel, StateModel, TagModel, VerdictModel

NOBODY = ""  # an annotator who has no states and no verdicts


class Statements:
    """Everybody's statements, posting by posting: ask for each posting once, in the order of import."""

    def __init__(self, store: Store, *, names: bool) -> None:
        pseudonyms = store.pseudonyms()
        self._called = {name: name for name in pseudonyms} if names else pseudonyms
        self._states = Alongside(store.states(), itemgetter(0))
        self._choices = Alongside(store.choices(), itemgetter(0))
        order = {key: number for number, key in enumerate(store.judged())}
        judgements = sorted(
            store.judgements(), key=lambda judgement: (order[judgement.b], order[judgement.a])
        )
        judged = {(judgement.a, judgement.b) for judgement in judgements}
        self._judgements = Alongside(judgements, attrgetter("b"))
        self._proposed = {
            (pair.a, pair.b): pair for pair in store.pairs(NOBODY) if (pair.a, pair.b) in judged
        }

    def tags(self, posting: Posting) -> list[TagModel]:
        """Return a posting's tags in the order of their places, those without one last."""
        return [
            TagModel(
                skill=tag.skill.label,
                uri=tag.skill.uri,
                kind=tag.skill.kind,
                requirement=tag.requirement,
                start=tag.span.start if tag.span else None,
                end=tag.span.end if tag.span else None,
                quote=tag.span.quote if tag.span else tag.lost_quote,
                annotator=self._called[tag.annotator],
                uid=tag.uid,
            )
            for tag in sorted(posting.tags, key=self._tag_order)
        ]

    def notes(self, posting: Posting) -> list[NoteModel]:
        """Return a posting's notes in the order of time."""
        return [
            NoteModel(
                text=note.text,
                annotator=self._called[note.annotator],
                at=note.at,
                start=note.span.start if note.span else None,
                end=note.span.end if note.span else None,
                quote=note.span.quote if note.span else note.lost_quote,
                uid=note.uid,
            )
            for note in sorted(posting.notes, key=self._note_order)
        ]

    def states(self, posting: Posting) -> list[StateModel]:
        """Return how far each annotator has come with a posting."""
        found = [
            StateModel(annotator=self._called[name], state=state, at=at)
            for _, name, state, at in self._states.of(posting.key)
        ]
        return sorted(found, key=attrgetter("annotator"))

    def chosen(self, posting: Posting) -> list[ChoiceModel]:
        """Return who chose a posting to stand for its cluster."""
        found = [
            ChoiceModel(annotator=self._called[name], at=at) for _, name, at in self._choices.of(posting.key)
        ]
        return sorted(found, key=attrgetter("annotator"))

    def pairs(self, posting: Posting) -> list[PairModel]:
        """Return the judged pairs of a posting with earlier ones, in the order of import of those."""
        return [
            self._pair(posting.key, other, list(said))
            for other, said in groupby(self._judgements.of(posting.key), attrgetter("a"))
        ]

    def _pair(self, key: str, other: str, said: list[Judgement]) -> PairModel:
        proposed = self._proposed.get((other, key))
        verdicts = [
            VerdictModel(
                verdict=judgement.verdict, annotator=self._called[judgement.annotator], at=judgement.at
            )
            for judgement in said
        ]
        return PairModel(
            other=other,
            kind=proposed.kind if proposed else None,
            score=proposed.score if proposed else None,
            reasons=list(proposed.reasons) if proposed else [],
            verdicts=sorted(verdicts, key=attrgetter("annotator")),
        )

    # The store breaks ties as it likes; a dataset may not.

    def _tag_order(self, tag: Tag) -> tuple[object, ...]:
        who = self._called[tag.annotator]
        return *_place(tag.span), tag.skill.uri, who, tag.requirement, tag.lost_quote or "", tag.uid

    def _note_order(self, note: Note) -> tuple[object, ...]:
        who = self._called[note.annotator]
        return note.at, who, *_place(note.span), note.text, note.lost_quote or "", note.uid


def _place(span: Span | None) -> tuple[bool, int, int]:
    return (False, span.start, span.end) if span else (True, 0, 0)
