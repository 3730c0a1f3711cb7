"""From the store's records to the rows of a dataset, checked on the way out."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter, itemgetter

from store import Cluster, Note, Posting, Span, State, Store, StoreError, Tag

from .models import (
    Claim,
    ClusterModel,
    DuplicateRow,
    MemberModel,
    NoteModel,
    Part,
    Place,
    PostingModel,
    StateModel,
    TagModel,
    TitleGuess,
)

NOBODY = ""  # an annotator who has no states and no verdicts


class Rows:
    """The rows of one state of a database: make and read them within one snapshot of it.

    Annotators go by the name `annotator-N`, the N-th to join, unless `names` are asked for.
    """

    def __init__(self, store: Store, clusters: Sequence[Cluster], *, names: bool) -> None:
        self._store = store
        self._joined = {name: place for place, name in enumerate(store.annotators(), 1)}
        self._called = {name: name if names else f"annotator-{place}" for name, place in self._joined.items()}
        self._by_member = {member.key: cluster for cluster in clusters for member in cluster.members}

    def postings(self) -> Iterator[PostingModel]:
        """Yield all postings in the order of import.

        Raises StoreError where a quote is not what stands at its offsets.
        """
        said = groupby(self._store.states(), key=itemgetter(0))
        nothing: tuple[str | None, Iterator[tuple[str, str, State]]] = (None, iter(()))
        key, states = next(said, nothing)
        for posting in self._store.every_posting(NOBODY):
            _check(posting)
            known = []
            if key == posting.key:
                known = [StateModel(annotator=self._called[name], state=state) for _, name, state in states]
                key, states = next(said, nothing)
            yield self._posting(posting, known)

    def verdicts(self) -> Iterator[DuplicateRow]:
        """Yield everybody's verdicts, in the order of import of the pairs, then of the annotators' joining."""
        said = self._store.judgements()
        judged = {(judgement.a, judgement.b) for judgement in said}
        proposed = {
            (pair.a, pair.b): pair for pair in self._store.pairs(NOBODY) if (pair.a, pair.b) in judged
        }
        for edge, group in groupby(said, key=attrgetter("a", "b")):
            pair = proposed.get(edge)
            for judgement in sorted(group, key=lambda judgement: self._joined[judgement.annotator]):
                yield DuplicateRow(
                    a=judgement.a,
                    b=judgement.b,
                    verdict=judgement.verdict,
                    annotator=self._called[judgement.annotator],
                    at=judgement.at,
                    kind=pair.kind if pair else None,
                    score=pair.score if pair else None,
                    reasons=list(pair.reasons) if pair else [],
                )

    def _posting(self, posting: Posting, states: list[StateModel]) -> PostingModel:
        guess = posting.title_inferred
        cluster = self._by_member.get(posting.key)
        return PostingModel(
            key=posting.key,
            source=posting.source,
            locator=posting.locator,
            external_id=posting.external_id,
            url=posting.url,
            title=posting.title,
            title_inferred=guess
            and TitleGuess(text=guess.text, rule=guess.rule, start=guess.start, end=guess.end),
            company=posting.company,
            locations=[
                Place(text=place.text, country=place.country, region=place.region, city=place.city)
                for place in posting.locations
            ],
            work_mode=posting.work_mode,
            employment_type=list(posting.employment_type),
            date_posted=date.fromisoformat(posting.date_posted) if posting.date_posted else None,
            salary_text=posting.salary_text,
            revision=posting.revision,
            body=posting.body,
            sections=[
                Part(heading=part.heading, start=part.start, end=part.end) for part in posting.sections
            ],
            source_skills=[
                Claim(text=claim.text, requirement=claim.requirement) for claim in posting.source_skills
            ],
            tags=[self._tag(tag) for tag in sorted(posting.tags, key=self._tag_order)],
            notes=[self._note(note) for note in sorted(posting.notes, key=self._note_order)],
            states=states,
            cluster=cluster
            and ClusterModel(
                canonical=cluster.canonical,
                members=[MemberModel(key=member.key, verdict=member.verdict) for member in cluster.members],
            ),
        )

    def _tag(self, tag: Tag) -> TagModel:
        return TagModel(
            skill=tag.skill.label,
            uri=tag.skill.uri,
            kind=tag.skill.kind,
            requirement=tag.requirement,
            start=tag.span.start if tag.span else None,
            end=tag.span.end if tag.span else None,
            quote=tag.span.quote if tag.span else tag.lost_quote,
            annotator=self._called[tag.annotator],
        )

    def _note(self, note: Note) -> NoteModel:
        return NoteModel(
            text=note.text,
            annotator=self._called[note.annotator],
            at=note.at,
            start=note.span.start if note.span else None,
            end=note.span.end if note.span else None,
            quote=note.span.quote if note.span else note.lost_quote,
        )

    # The store breaks ties as it likes; a dataset may not.

    def _tag_order(self, tag: Tag) -> tuple[object, ...]:
        joined = self._joined[tag.annotator]
        return *_place(tag.span), tag.skill.uri, joined, tag.requirement, tag.lost_quote or ""

    def _note_order(self, note: Note) -> tuple[object, ...]:
        return note.at, self._joined[note.annotator], *_place(note.span), note.text, note.lost_quote or ""


def _place(span: Span | None) -> tuple[bool, int, int]:
    return (False, span.start, span.end) if span else (True, 0, 0)


def _check(posting: Posting) -> None:
    quoted = [(item.span.start, item.span.end, item.span.quote) for item in posting.tags if item.span]
    quoted += [(item.span.start, item.span.end, item.span.quote) for item in posting.notes if item.span]
    if posting.title_inferred:
        guess = posting.title_inferred
        quoted.append((guess.start, guess.end, guess.text))
    for start, end, quote in quoted:
        if posting.body[start:end] != quote:
            raise StoreError(
                f"{posting.source}:{posting.locator} ({posting.key}): from {start} to {end} the text does not "
                "read as it is quoted, so no dataset was written. `postil check` lists what is wrong."
            )
