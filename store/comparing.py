"""The part of the store that is about pairs: proposals, verdicts, and the models that score."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from . import decisions, sql
from .event import Event
from .reading import Reading
from .sql import journal, places
from .words import PairKind, PairOrder, Verdict

if TYPE_CHECKING:
    from .pairs import Judgement, Pair, Proposal
    from .sql.models import JudgedPair, LearnedModel, ScoredPair
    from .sql.sketches import Comparable, Fingerprints, Heading, Sketch


class Comparing(Reading):
    """Pairs and the models that score them; see Store."""

    def propose(self, proposals: "Sequence[Proposal]") -> int:
        """Store proposed pairs; return how many were new. Verdicts stay as they are."""
        with self._db.transaction():
            return sql.pairs.propose(self._db, proposals)

    def propose_all(self, batches: "Iterable[Sequence[Proposal]]") -> int:
        """Store proposed pairs, all of them or, where making them fails, none; return how many were new."""
        with self._db.transaction():
            return sum(sql.pairs.propose(self._db, batch) for batch in batches)

    def numbers_of(self, keys: Sequence[str]) -> dict[str, int]:
        """Return the row numbers of the keys that are stored."""
        return sql.statements.places_in_order(self._db, keys)

    def kinds(self) -> dict[PairKind, int]:
        """Return how many proposals of each kind there are, judged or not."""
        return sql.pairs.kinds(self._db)

    def ties(self, around: Sequence[int] | None = None) -> list[tuple[int, int, PairKind]]:
        """Return every proposal by row numbers, or those in the families that these postings are in."""
        return sql.pairs.ties(self._db) if around is None else sql.pairs.ties_around(self._db, around)

    def begin_comparing(self, version: int, *, again: bool = False) -> int:
        """Return how many postings wait to be compared: all of them where sketches are of another version.

        With `again` all of them in any case.
        """
        with self._db.transaction():
            sql.sketches.begin(self._db, version, again=again)
            return sql.sketches.uncompared(self._db)

    def uncompared(self, upto: int | None = None) -> int:
        """Return how many postings, up to a row number or in all, were not compared with all others yet."""
        return sql.sketches.uncompared(self._db) if upto is None else sql.sketches.uncompared(self._db, upto)

    def unsketched(self) -> list[int]:
        """Return the row numbers of postings that have no sketch yet, in order."""
        return sql.sketches.unsketched(self._db)

    def revisions(self) -> int:
        """Return a number that grows with each posting that is revised, for those that read much and write later."""
        return sql.sketches.revisions(self._db)

    def put_sketches(self, batch: "Sequence[Sketch]", since: int) -> None:
        """Store the sketches of postings that have none, but of those revised `since`, as `revisions` was then."""
        with self._db.transaction():
            sql.sketches.put(self._db, batch, since)

    def sketches(self, *, compared: bool, after: int, limit: int) -> list[tuple[int, int, int, bytes]]:
        """Return sketches after a row number, in order, of postings that were compared, or that wait for it.

        Each as the columns of a Sketch, as there are very many.
        """
        return sql.sketches.sketches(self._db, compared=compared, after=after, limit=limit)

    def comparables(self, numbers: Sequence[int], *, bodies: bool = True) -> "dict[int, Comparable]":
        """Return what is compared of postings, by row number, in order; without `bodies` these are left empty."""
        return sql.sketches.comparables(self._db, numbers, bodies=bodies)

    def whole_comparables(self, after: int, limit: int) -> "list[Comparable]":
        """Return what is compared of the postings after a row number, in order, with the whole of their bodies."""
        return sql.sketches.whole_comparables(self._db, after, limit)

    def fingerprints(self, keys: Iterable[str]) -> "dict[str, Fingerprints]":
        """Return the hashes of postings by key, of those that are there."""
        return sql.sketches.fingerprints(self._db, keys)

    def headings(self, numbers: Sequence[int]) -> "list[Heading]":
        """Return what stands above postings, by row number, in no order."""
        return sql.sketches.headings(self._db, numbers)

    def same_headings(self, limit: int) -> list[tuple[int, int]]:
        """Return a sample of pairs of different texts under one title and employer, or place, by row numbers."""
        return sql.sketches.same_headings(self._db, limit)

    def equal_texts(self) -> Iterator[list[int]]:
        """Yield the row numbers of postings whose normalised bodies are equal, where one was not compared yet."""
        return sql.sketches.equal_texts(self._db)

    def keep_compared(self, proposals: "Sequence[Proposal]", numbers: Sequence[int], since: int) -> int:
        """Store proposals and note which postings are compared now; return how many proposals were new.

        A posting revised `since`, as `revisions` was then, goes on to wait, and no proposal with it is stored.
        What it would have been tied to waits too: other pairs were left out for the sake of this one.
        """
        with self._db.transaction():
            keys = {key for proposal in proposals for key in (proposal.a, proposal.b)}
            revised = sql.sketches.revised(self._db, since, keys=keys, numbers=numbers)
            sql.sketches.mark_compared(self._db, numbers)
            if revised:
                sql.sketches.wait(
                    self._db,
                    {*revised.intersection(numbers), *sql.pairs.tied_to(self._db, proposals, revised)},
                )
            return sql.pairs.propose(self._db, proposals, revised)

    def pairs(
        self,
        annotator: str,
        *,
        posting: str | None = None,
        only_open: bool = False,
        kind: PairKind | None = None,
    ) -> "Iterator[Pair]":
        """Yield pairs in import order of their postings, those of one posting where it is given."""
        return sql.pairs.pairs(
            self._db, self._who(annotator), posting=posting, only_open=only_open, kind=kind
        )

    def pair(self, annotator: str, a: str, b: str) -> "Pair | None":
        """Return one pair, or None where it was neither proposed nor judged."""
        return sql.pairs.pair(self._db, self._who(annotator), a, b)

    def pairs_ahead(
        self, annotator: str, order: PairOrder, after: tuple[str, str] | None = None, limit: int = 1
    ) -> "list[Pair]":
        """Return the first pairs that are open for the annotator behind a given one, or from an order's start.

        By family, postings are taken as `sort_families` sorted them last; `related` pairs come behind all families.
        """
        return sql.pair_orders.ahead(self._db, self._who(annotator), order, after, limit)

    def count_open_pairs(self, annotator: str) -> int:
        """Return how many proposals wait for the annotator's verdict."""
        return sql.pair_orders.count_open(self._db, self._who(annotator))

    def families_unsorted(self) -> bool:
        """Whether proposals came or changed since postings were last sorted into families."""
        return sql.families.unsorted(self._db)

    def sort_families(self) -> None:
        """Sort postings into families as proposals tie them now; only those that changed are looked at."""
        with self._db.transaction():
            sql.families.sort(self._db)

    def kin(self, annotator: str, keys: Sequence[str]) -> dict[str, int]:
        """Return the row numbers of postings and of all that pairs tie to them, by key, in the order of import.

        By proposals that are not `related` and by joining verdicts, never across a pair that anybody parts; verdicts
        that are hidden from the annotator tie and part nothing.
        """
        return sql.kinship.kin(self._db, self._who(annotator), keys)

    def kin_pairs(self, annotator: str, keys: Sequence[str]) -> "list[Pair]":
        """Return the pairs in which two postings of these families stand, in the order of import."""
        return sql.kinship.pairs_among(self._db, self._who(annotator), keys)

    def kin_judgements(self, annotator: str, keys: Sequence[str]) -> "list[Judgement]":
        """Return the verdicts on pairs with a posting of these families in them, in no order.

        Everybody's, but for those hidden from the annotator.
        """
        return sql.kinship.said_of(self._db, self._who(annotator), keys)

    def completeness(self, keys: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Return by key how many of its eight fields a posting states, and how many characters its body has."""
        return sql.pairs.completeness(self._db, keys)

    def places_of(self, keys: Iterable[str]) -> dict[str, str]:
        """Return `source:locator` by key."""
        return sql.pairs.places_of(self._db, keys)

    def judged_by(self, event: Event) -> tuple[str, str] | None:
        """Return the first pair whose verdict an event gave, took, undid or redid; None for other events."""
        return sql.pairs.judged_by(self._db, event.refers_to or event.seq)

    def judgements(self, annotator: str | None = None) -> "list[Judgement]":
        """Return every verdict of everybody; with an annotator those they may know."""
        return sql.pairs.judgements(self._db, self._who(annotator) if annotator else 0)

    def judged_around(
        self, keys: Sequence[str], annotator: str | None = None
    ) -> "tuple[list[Judgement], list[str], list[str]]":
        """Return what was judged among the postings that joining verdicts lead to from the given ones.

        The verdicts, the postings' keys in the order of import, and those chosen as canonical, the latest last;
        with an annotator only what is not hidden from them.
        """
        return sql.pairs.judged_around(self._db, keys, self._who(annotator) if annotator else 0)

    def judged(self) -> list[str]:
        """Return the keys of the postings that some verdict is about, in the order of import."""
        return sql.pairs.judged(self._db)

    def canonical_choices(self, annotator: str | None = None) -> list[str]:
        """Return the keys people chose as canonical, the latest last; with an annotator those they may know."""
        return sql.pairs.canonical_choices(self._db, self._who(annotator) if annotator else 0)

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
            numbers = sql.pairs.numbers_of(self._db, (key for pair in said for key in pair))
            verdicts = {sql.pairs.ordered(numbers, pair): verdict for pair, verdict in said.items()}
            keys = {number: key for key, number in numbers.items()}
            present = sql.pairs.present(self._db, annotator, list(verdicts))
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

    def model_in_force(self) -> "LearnedModel | None":
        """Return the learned model that was decided for last; None where the defaults hold."""
        return sql.models.in_force(self._db)

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
            if sql.models.in_force(self._db) is None:
                return None
            summary, changes = decisions.forget_model(annotator, self._now(annotator))
            return journal.record(self._db, annotator, "model", None, summary, changes)

    def open_pairs(self, *, not_scored_by: str | None = None) -> "list[ScoredPair]":
        """Return the scored pairs without a verdict, also those that a model dropped."""
        return sql.models.open_pairs(self._db, not_scored_by)

    def rescore(
        self, model: str, scored: "Sequence[ScoredPair]", proposals: "Mapping[tuple[int, int], Proposal]"
    ) -> None:
        """Store what a model of that name makes of open pairs; those without a proposal are dropped."""
        with self._db.transaction():
            sql.models.rescore(self._db, model, scored, proposals)

    def judged_pairs(self) -> "list[JudgedPair]":
        """Return every pair that has a verdict of anybody, in the order of import."""
        return sql.models.judged_pairs(self._db)
