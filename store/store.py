"""The store: everything the other rooms may ask of a database, in records and sentences."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from . import anchors, decisions
from .adoption import Adoption
from .errors import NotFound, UsageError
from .importing import ImportRun
from .query import Query
from .records import (
    Event,
    ImportProblem,
    Judgement,
    Pair,
    PairKind,
    PairOrder,
    Place,
    Posting,
    Proposal,
    Requirement,
    Row,
    Skill,
    Span,
    State,
    Status,
    Tag,
    Verdict,
    Window,
)
from .sql import (
    counts,
    families,
    imports,
    integrity,
    journal,
    kinship,
    models,
    pair_orders,
    pairs,
    places,
    postings,
    sketches,
    skills,
    statements,
)
from .sql.connection import BUSY_SECONDS, Connection
from .sql.imports import Origin
from .sql.models import JudgedPair, LearnedModel, ScoredPair
from .sql.occurrences import Occurrences
from .sql.sketches import Comparable, Heading, Sketch
from .text import canonical, canonical_line

EVERYTHING = Query()


class Store:
    """One open database. Not for two threads at once; open one per thread.

    `annotator` is a name, in every method that takes it: whose states, verdicts and undo are meant.
    Every decision is one transaction and one event, on disk when the method returns; None is returned
    where there was nothing to change. All methods raise StoreError where the file cannot be used.
    """

    def __init__(self, db: Connection) -> None:
        self._db = db

    @classmethod
    def open(
        cls, path: Path, *, create: bool = False, readonly: bool = False, patience: float = BUSY_SECONDS
    ) -> Self:
        """Open a database, bringing it up to date first (a copy is kept beside it).

        `patience` is how many seconds to wait, here and in every method, while another process writes.
        Raises NotFound, NotADatabase, NewerDatabase, ReadOnly, Busy or Damaged.
        """
        return cls(Connection(path, create=create, readonly=readonly, patience=patience))

    @property
    def path(self) -> Path:
        """The file."""
        return self._db.path

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def interrupt(self) -> None:
        """Stop a read that another thread runs on this store."""
        self._db.interrupt()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the database throughout, whatever others write meanwhile."""
        with self._db.snapshot():
            yield

    # Reading

    def key_of(self, name: str) -> str:
        """Return the key that a key, the beginning of one, or `source:locator` means; raises NotFound."""
        return postings.key_of(self._db, name)

    def posting(self, annotator: str, key: str) -> Posting:
        """Return one posting whole; raises NotFound."""
        return postings.posting(self._db, key, self._who(annotator))

    def every_posting(self, annotator: str) -> Iterator[Posting]:
        """Yield all postings in the order of import."""
        return postings.every_posting(self._db, self._who(annotator))

    def states(self) -> Iterator[tuple[str, str, State, str]]:
        """Yield key, annotator, state and since when, where it is not TODO: by import, then by joining."""
        return postings.states(self._db)

    def choices(self) -> Iterator[tuple[str, str, str]]:
        """Yield key, annotator and time of every choice of a canonical posting: by import, then by joining."""
        return statements.choices(self._db)

    def pseudonyms(self) -> dict[str, str]:
        """Return what datasets call everybody who ever decided anything, by name, in the order of joining."""
        return journal.pseudonyms(self._db)

    def raw(self, key: str) -> str:
        """Return the record as it was imported; raises NotFound."""
        return postings.raw(self._db, key)

    def texts(self, keys: Sequence[str]) -> dict[str, str]:
        """Return bodies by key."""
        return postings.texts(self._db, keys)

    def window(self, annotator: str, query: Query, around: int, reach: int) -> Window:
        """Return the rows at and about posting number `around`, at most `reach` on each side of it."""
        return postings.window(self._db, query, self._who(annotator), around, reach)

    def listing(self, annotator: str, query: Query = EVERYTHING, limit: int | None = None) -> Iterator[Row]:
        """Yield the rows that match, in the order of import."""
        return postings.listing(self._db, query, self._who(annotator), limit)

    def neighbour(self, annotator: str, query: Query, around: int, *, forward: bool) -> str | None:
        """Return the key of the next match after (or before) posting number `around`, None at the end."""
        return postings.neighbour(self._db, query, self._who(annotator), around, forward=forward)

    def count(self, annotator: str, query: Query = EVERYTHING, up_to: int | None = None) -> int:
        """Return how many postings match, or how many at or before posting number `up_to`."""
        return postings.count(self._db, query, self._who(annotator), up_to)

    def status(self) -> Status:
        """Return the counts over the whole database."""
        with self._db.snapshot():
            return counts.status(self._db)

    def events(
        self, *, posting: str | None = None, annotator: str | None = None, limit: int = 50
    ) -> list[Event]:
        """Return the latest events, the newest first."""
        return journal.events(self._db, posting=posting, annotator=annotator, limit=limit)

    def findings(self) -> Iterator[str]:
        """Yield what is wrong in the database or waits for a person, a sentence each."""
        return integrity.findings(self._db)

    def backup(self, target: Path) -> None:
        """Write a consistent copy while others work; raises UsageError where `target` exists."""
        self._db.copy_to(target, overwrite=False)

    # Importing

    def occurrences(self) -> Occurrences:
        """Return a new count of equal records, for the runs of one command."""
        return Occurrences(self._db)

    def begin_import(self, origin: Origin, occurrences: Occurrences, *, trial: bool = False) -> ImportRun:
        """Begin a run, or with `trial` one that writes nothing; see ImportRun."""
        return ImportRun(self._db, origin, occurrences, trial=trial)

    def import_problems(self, run: int, limit: int, after: int = 0) -> list[ImportProblem]:
        """Return the first problems of an import behind the one numbered `after`, in the order they were met."""
        return imports.problems(self._db, run, limit, after)

    def mapping(self, source: str) -> dict[str, tuple[str, ...]]:
        """Return the columns that the source's fields were last taken from, by field; empty if unknown."""
        return imports.mapping(self._db, canonical_line(source))

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Let commits wait for the disk less often, for work that can be run again."""
        with self._db.bulk():
            yield

    def adoption(self, name: str, *, trial: bool = False) -> Adoption:
        """Begin to take over what the dataset of that name tells of postings, or with `trial` to try it."""
        return Adoption(self._db, name, trial=trial)

    # The vocabulary

    def vocabulary(self) -> list[tuple[Skill, int]]:
        """Return every skill with the number of postings tagged with it, in the order of labels."""
        return list(skills.vocabulary(self._db))

    def vocabulary_size(self) -> int:
        """Return the number of skills."""
        return skills.size(self._db)

    def find_skill(self, name: str) -> Skill | None:
        """Return the skill with this URI, label or other label, or None."""
        return skills.find(self._db, name)

    def put_skills(self, batch: Sequence[Skill]) -> int:
        """Store imported skills; return how many were new."""
        with self._db.transaction():
            return skills.put(self._db, batch)

    # Decisions on a posting

    def tag(
        self,
        annotator: str,
        key: str,
        skill: str,
        requirement: Requirement | None = None,
        span: tuple[int, int] | None = None,
        quote: str | None = None,
    ) -> Event | None:
        """Tag a posting; a skill that is not in the vocabulary is made. None where the tag is there.

        `requirement` None is `mentioned` for a new tag, and leaves one that is there as it is.
        The evidence is `span`, or the first place of `quote`, or none; given both, they must agree.
        Raises InvalidSpan, NotFound, or UsageError for a blank name.
        """
        with self._db.transaction():
            posting = self.posting(annotator, key)
            evidence = _evidence(posting.body, span, quote)
            found = skills.find(self._db, skill)
            wanted = found or _new_skill(skill)
            # "machine-learning" and "machine learning" would have one URI, so they are one skill.
            found = found or skills.find(self._db, wanted.uri)
            wanted = found or wanted
            for tag in posting.tags:
                same = (tag.skill.uri, tag.annotator, tag.span) == (wanted.uri, annotator, evidence)
                if same and tag.lost_quote is None:
                    return self._require(annotator, posting, tag, requirement or tag.requirement)
            summary, changes = decisions.tag(
                posting,
                annotator,
                wanted,
                requirement or Requirement.MENTIONED,
                evidence,
                new_skill=found is None,
            )
            return self._record(annotator, "tag", key, summary, changes)

    def require(self, annotator: str, key: str, uid: str, requirement: Requirement) -> Event | None:
        """Change how a tag of the annotator's says the skill is asked for; raises NotFound."""
        with self._db.transaction():
            posting = self.posting(annotator, key)
            return self._require(annotator, posting, _own_tag(posting, annotator, uid), requirement)

    def untag(self, annotator: str, key: str, uid: str) -> Event:
        """Take a tag of the annotator's away; raises NotFound."""
        with self._db.transaction():
            posting = self.posting(annotator, key)
            summary, changes = decisions.untag(posting, _own_tag(posting, annotator, uid))
            return self._record(annotator, "untag", key, summary, changes)

    def note(
        self,
        annotator: str,
        key: str,
        text: str,
        span: tuple[int, int] | None = None,
        quote: str | None = None,
    ) -> Event:
        """Write a note; raises UsageError for a blank one, InvalidSpan, NotFound."""
        text = _note_text(text)
        with self._db.transaction():
            posting = self.posting(annotator, key)
            evidence = _evidence(posting.body, span, quote)
            summary, changes = decisions.note(posting, annotator, text, evidence, self._now(annotator))
            return self._record(annotator, "note", key, summary, changes)

    def rewrite_note(self, annotator: str, key: str, uid: str, text: str) -> Event | None:
        """Change a note of the annotator's; a blank text takes it away. Raises NotFound."""
        with self._db.transaction():
            posting = self.posting(annotator, key)
            note = next((n for n in posting.notes if n.uid == uid and n.annotator == annotator), None)
            if note is None:
                raise NotFound("That note is not there, or is another annotator's.")
            if not text.strip():
                return self._record(annotator, "unnote", key, *decisions.unnote(posting, note))
            text = _note_text(text)
            if text == note.text:
                return None
            return self._record(annotator, "rewrite", key, *decisions.rewrite(posting, note, text))

    def set_state(self, annotator: str, key: str, state: State) -> Event | None:
        """Set the annotator's state of a posting; None where it is that already."""
        with self._db.transaction():
            posting = self.posting(annotator, key)
            if posting.state is state:
                return None
            stored_at = places.time_of(self._db, "state", posting.id, self._who(annotator))
            summary, changes = decisions.state(posting, annotator, state, self._now(annotator), stored_at)
            return self._record(annotator, "state", key, summary, changes)

    # Pairs

    def propose(self, proposals: Sequence[Proposal]) -> int:
        """Store proposed pairs; return how many were new. Verdicts stay as they are."""
        with self._db.transaction():
            return pairs.propose(self._db, proposals)

    def propose_all(self, batches: Iterable[Sequence[Proposal]]) -> int:
        """Store proposed pairs, all of them or, where making them fails, none; return how many were new."""
        with self._db.transaction():
            return sum(pairs.propose(self._db, batch) for batch in batches)

    def numbers_of(self, keys: Sequence[str]) -> dict[str, int]:
        """Return the row numbers of the keys that are stored."""
        return statements.places_in_order(self._db, keys)

    def kinds(self) -> dict[PairKind, int]:
        """Return how many proposals of each kind there are, judged or not."""
        return pairs.kinds(self._db)

    def ties(self, around: Sequence[int] | None = None) -> list[tuple[int, int, PairKind]]:
        """Return every proposal by row numbers, or those in the families that these postings are in."""
        return pairs.ties(self._db) if around is None else pairs.ties_around(self._db, around)

    def begin_comparing(self, version: int, *, again: bool = False) -> int:
        """Return how many postings wait to be compared: all of them where sketches are of another version.

        With `again` all of them in any case.
        """
        with self._db.transaction():
            sketches.begin(self._db, version, again=again)
            return sketches.uncompared(self._db)

    def uncompared(self) -> int:
        """Return how many postings were not compared with all others yet."""
        return sketches.uncompared(self._db)

    def unsketched(self) -> list[int]:
        """Return the row numbers of postings that have no sketch yet, in order."""
        return sketches.unsketched(self._db)

    def put_sketches(self, batch: Sequence[Sketch]) -> None:
        """Store the sketches of postings that have none."""
        with self._db.transaction():
            sketches.put(self._db, batch)

    def sketches(self, *, compared: bool, after: int, limit: int) -> list[tuple[int, int, int, bytes]]:
        """Return sketches after a row number, in order, of postings that were compared, or that wait for it.

        Each as the columns of a Sketch, as there are very many.
        """
        return sketches.sketches(self._db, compared=compared, after=after, limit=limit)

    def comparables(self, numbers: Sequence[int], *, bodies: bool = True) -> dict[int, Comparable]:
        """Return what is compared of postings, by row number, in order; without `bodies` these are left empty."""
        return sketches.comparables(self._db, numbers, bodies=bodies)

    def whole_comparables(self, after: int, limit: int) -> list[Comparable]:
        """Return what is compared of the postings after a row number, in order, with the whole of their bodies."""
        return sketches.whole_comparables(self._db, after, limit)

    def headings(self, numbers: Sequence[int]) -> list[Heading]:
        """Return what stands above postings, by row number, in no order."""
        return sketches.headings(self._db, numbers)

    def same_headings(self, limit: int) -> list[tuple[int, int]]:
        """Return a sample of pairs of different texts under one title and employer, or place, by row numbers."""
        return sketches.same_headings(self._db, limit)

    def equal_texts(self) -> Iterator[list[int]]:
        """Yield the row numbers of postings whose normalised bodies are equal, where one was not compared yet."""
        return sketches.equal_texts(self._db)

    def keep_compared(self, proposals: Sequence[Proposal], numbers: Sequence[int]) -> int:
        """Store proposals and note which postings are compared now; return how many proposals were new."""
        with self._db.transaction():
            sketches.mark_compared(self._db, numbers)
            return pairs.propose(self._db, proposals)

    def pairs(
        self,
        annotator: str,
        *,
        posting: str | None = None,
        only_open: bool = False,
        kind: PairKind | None = None,
    ) -> Iterator[Pair]:
        """Yield pairs in import order of their postings, those of one posting where it is given."""
        return pairs.pairs(self._db, self._who(annotator), posting=posting, only_open=only_open, kind=kind)

    def pair(self, annotator: str, a: str, b: str) -> Pair | None:
        """Return one pair, or None where it was neither proposed nor judged."""
        return pairs.pair(self._db, self._who(annotator), a, b)

    def pairs_ahead(
        self, annotator: str, order: PairOrder, after: tuple[str, str] | None = None, limit: int = 1
    ) -> list[Pair]:
        """Return the first pairs that are open for the annotator behind a given one, or from an order's start.

        By family, postings are taken as `sort_families` sorted them last; `related` pairs come behind all families.
        """
        return pair_orders.ahead(self._db, self._who(annotator), order, after, limit)

    def count_open_pairs(self, annotator: str) -> int:
        """Return how many proposals wait for the annotator's verdict."""
        return pair_orders.count_open(self._db, self._who(annotator))

    def families_unsorted(self) -> bool:
        """Whether proposals came or changed since postings were last sorted into families."""
        return families.unsorted(self._db)

    def sort_families(self) -> None:
        """Sort postings into families as proposals tie them now; only those that changed are looked at."""
        with self._db.transaction():
            families.sort(self._db)

    def kin(self, keys: Sequence[str]) -> dict[str, int]:
        """Return the row numbers of postings and of all that pairs tie to them, by key, in the order of import.

        By proposals that are not `related` and by joining verdicts, never across a pair that anybody parts.
        """
        return kinship.kin(self._db, keys)

    def kin_pairs(self, annotator: str, keys: Sequence[str]) -> list[Pair]:
        """Return the pairs in which two postings of these families stand, in the order of import."""
        return kinship.pairs_among(self._db, self._who(annotator), keys)

    def kin_judgements(self, keys: Sequence[str]) -> list[Judgement]:
        """Return everybody's verdicts on pairs with a posting of these families in them, in no order."""
        return kinship.said_of(self._db, keys)

    def completeness(self, keys: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Return by key how many of its eight fields a posting states, and how many characters its body has."""
        return pairs.completeness(self._db, keys)

    def places_of(self, keys: Iterable[str]) -> dict[str, str]:
        """Return `source:locator` by key."""
        return pairs.places_of(self._db, keys)

    def judged_by(self, event: Event) -> tuple[str, str] | None:
        """Return the first pair whose verdict an event gave, took, undid or redid; None for other events."""
        return pairs.judged_by(self._db, event.refers_to or event.seq)

    def judgements(self) -> list[Judgement]:
        """Return every verdict of everybody."""
        return pairs.judgements(self._db)

    def judged_around(self, keys: Sequence[str]) -> tuple[list[Judgement], list[str], list[str]]:
        """Return what was judged among the postings that joining verdicts lead to from the given ones.

        The verdicts, the postings' keys in the order of import, and those chosen as canonical, the latest last.
        """
        return pairs.judged_around(self._db, keys)

    def judged(self) -> list[str]:
        """Return the keys of the postings that some verdict is about, in the order of import."""
        return pairs.judged(self._db)

    def canonical_choices(self) -> list[str]:
        """Return the keys people chose as canonical, the latest choice last."""
        return pairs.canonical_choices(self._db)

    def judge(
        self, annotator: str, wanted: Sequence[tuple[str, str]], verdict: Verdict | None
    ) -> Event | None:
        """Give pairs a verdict, or take the annotator's back with None: one event for all of them.

        None where every one of them has that verdict already. Raises NotFound.
        """
        return self._settle(annotator, dict.fromkeys(wanted, verdict), None)

    def settle(self, annotator: str, canonical: str, said: Mapping[tuple[str, str], Verdict]) -> Event | None:
        """Give the pairs of a family a verdict each: one event for all of them, told of the canonical posting.

        None where every one of them has its verdict already. Raises NotFound.
        """
        return self._settle(annotator, said, canonical)

    def _settle(
        self, annotator: str, said: Mapping[tuple[str, str], Verdict | None], canonical: str | None
    ) -> Event | None:
        with self._db.transaction():
            numbers = pairs.numbers_of(self._db, (key for pair in said for key in pair))
            verdicts = {pairs.ordered(numbers, pair): verdict for pair, verdict in said.items()}
            keys = {number: key for key, number in numbers.items()}
            present = pairs.present(self._db, annotator, list(verdicts))
            changed = []
            for (a, b), verdict in verdicts.items():
                before = present.get((a, b))
                if (before.verdict if before else None) is not verdict:
                    unknown = (a, b) not in present
                    changed.append(decisions.Judged(keys[a], keys[b], verdict, before, unknown=unknown))
            if not changed:
                return None
            about = canonical or changed[0].a
            what = f"the family of {decisions.name(self.posting(annotator, about))}"
            if canonical is None:
                what = f"{len(changed)} pairs"
                if len(changed) == 1:
                    names = [
                        decisions.name(self.posting(annotator, key)) for key in (changed[0].a, changed[0].b)
                    ]
                    what = " and ".join(names)
            summary, changes = decisions.judge(changed, annotator, self._now(annotator), what)
            return self._record(annotator, "verdict", about, summary, changes)

    def choose_canonical(self, annotator: str, key: str) -> Event:
        """Choose a posting to stand for its cluster; the latest choice in a cluster holds."""
        with self._db.transaction():
            posting = self.posting(annotator, key)
            stored_at = places.time_of(self._db, "canonical", posting.id, self._who(annotator))
            summary, changes = decisions.canonical(posting, annotator, self._now(annotator), stored_at)
            return self._record(annotator, "canonical", key, summary, changes)

    # Models that score pairs

    def model_in_force(self) -> LearnedModel | None:
        """Return the learned model that was decided for last; None where the defaults hold."""
        return models.in_force(self._db)

    def use_model(
        self, annotator: str, start: float, weights: Mapping[str, float], learned: Mapping[str, float]
    ) -> Event:
        """Let a learned model score pairs from now on; the latest decision of anybody holds."""
        with self._db.transaction():
            summary, changes = decisions.use_model(annotator, self._now(annotator), start, weights, learned)
            return journal.record(self._db, annotator, "model", None, summary, changes)

    def forget_model(self, annotator: str) -> Event | None:
        """Let the defaults score pairs from now on; None where they do already."""
        with self._db.transaction():
            if models.in_force(self._db) is None:
                return None
            summary, changes = decisions.forget_model(annotator, self._now(annotator))
            return journal.record(self._db, annotator, "model", None, summary, changes)

    def open_pairs(self, *, not_scored_by: str | None = None) -> list[ScoredPair]:
        """Return the scored pairs without a verdict, also those that a model dropped."""
        return models.open_pairs(self._db, not_scored_by)

    def rescore(
        self, model: str, scored: Sequence[ScoredPair], proposals: Mapping[tuple[int, int], Proposal]
    ) -> None:
        """Store what a model of that name makes of open pairs; those without a proposal are dropped."""
        with self._db.transaction():
            models.rescore(self._db, model, scored, proposals)

    def judged_pairs(self) -> list[JudgedPair]:
        """Return every pair that has a verdict of anybody, in the order of import."""
        return models.judged_pairs(self._db)

    # The journal

    def undo(self, annotator: str) -> Event | None:
        """Take back the annotator's last standing decision; None where there is none."""
        with self._db.transaction():
            return journal.undo(self._db, annotator)

    def redo(self, annotator: str) -> Event | None:
        """Bring back the decision the annotator undid last; None where there is none."""
        with self._db.transaction():
            return journal.redo(self._db, annotator)

    # Where an annotator stopped

    def place(self, annotator: str) -> Place:
        """Return where the annotator stopped."""
        return places.place(self._db, self._who(annotator))

    def remember(self, annotator: str, place: Place) -> None:
        """Remember where the annotator is. Not a decision: it makes no event."""
        with self._db.transaction():
            places.remember(self._db, journal.annotator_id(self._db, annotator), place)

    def draft(self, annotator: str, key: str) -> str:
        """Return the text of a note that the annotator began and did not save, or an empty one."""
        return places.draft(self._db, self._who(annotator), postings.id_of(self._db, key))

    def keep_draft(self, annotator: str, key: str, text: str) -> None:
        """Keep the text of a note for later, a blank one not. Not a decision: it makes no event."""
        with self._db.transaction():
            who = journal.annotator_id(self._db, annotator)
            places.keep_draft(self._db, who, postings.id_of(self._db, key), text)

    def _who(self, annotator: str) -> int:
        return journal.known_annotator(self._db, annotator)

    def _now(self, annotator: str) -> str:
        return journal.now(self._db, journal.annotator_id(self._db, annotator))

    def _record(
        self, annotator: str, action: str, key: str, summary: str, changes: Sequence[journal.Change]
    ) -> Event:
        return journal.record(self._db, annotator, action, key, summary, changes)

    def _require(self, annotator: str, posting: Posting, tag: Tag, requirement: Requirement) -> Event | None:
        if tag.requirement is requirement:
            return None
        summary, changes = decisions.require(posting, tag, requirement)
        return self._record(annotator, "require", posting.key, summary, changes)


def _evidence(body: str, span: tuple[int, int] | None, quote: str | None) -> Span | None:
    if span is not None:
        return anchors.checked(body, *span, quote)
    return anchors.of_quote(body, quote) if quote is not None else None


def _own_tag(posting: Posting, annotator: str, uid: str) -> Tag:
    for tag in posting.tags:
        if tag.uid == uid and tag.annotator == annotator:
            return tag
    raise NotFound("That tag is not there, or is another annotator's.")


def _new_skill(name: str) -> Skill:
    label = canonical_line(name)
    if not label:
        raise UsageError("A skill needs a name.")
    return Skill(uri=f"local:{skills.slug(label)}", label=label)


def _note_text(text: str) -> str:
    clean = canonical(text).strip()
    if not clean:
        raise UsageError("The note is empty.")
    return clean
