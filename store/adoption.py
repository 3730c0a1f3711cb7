"""Taking over what people said elsewhere: compared with what is here, and carried out as their own events."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from .datasets import SourceImport
from .errors import UsageError
from .here import Here
from .pairs import Judgement, Proposal
from .postings import Note, Problem, Tag
from .sql import datasets, journal, pairs, pseudonyms, statements
from .sql.connection import Connection
from .sql.journal import Change
from .statements import Choice, Marked, Statement, Told
from .text import canonical_line

MANY = 10_000
"""Annotators of one dataset. What further ones said is refused."""
NAMES = {Tag: "tag", Note: "note", Marked: "state", Choice: "choice", Judgement: "verdict"}


@dataclass(slots=True)
class Taken:
    """What came of a batch: how many statements of each source were taken over, by kind, and what was refused."""

    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    refused: list[tuple[Told, Problem]] = field(default_factory=list)


class Adoption:
    """Takes over, batch by batch, what a dataset tells of postings that are here.

    Each batch is one transaction, and one event of each annotator who said anything in it, which that annotator
    can undo. What people here decided stays: a statement that contradicts one of the same annotator is refused.
    A `trial` writes nothing, and takes postings that are not here for postings that will be.
    """

    def __init__(self, db: Connection, name: str, *, trial: bool = False) -> None:
        self._db = db
        self._name = canonical_line(name)
        self._trial = trial
        self._taken_back = _taken_back(db)
        self._rewritten: set[str] = set()
        self._people: dict[str, str] = {}

    def take(self, batch: Sequence[Told]) -> Taken:
        """Take over a batch, or none of it where that fails."""
        with self._db.snapshot() if self._trial else self._db.transaction():
            here = Here(self._db, batch, self._taken_back, assumed=self._trial)
            self._rewritten |= {told.key for told in batch if here.reads_otherwise(told)}
            taking = _Taking(here, self._person, self._rewritten)
            for told in batch:
                taking.take(told)
            if not self._trial:
                pairs.propose(self._db, taking.proposals)
                self._place(batch)
                for who, changes in taking.changes.items():
                    summary = f"took over {_listed(taking.counts[who])} from {self._name}"
                    journal.record(self._db, who, "adopt", None, summary, changes, checked=True)
        return taking.taken

    def tell_imports(self, told: Sequence[SourceImport]) -> None:
        """Keep where the sources of the dataset came from, of those that are here by now."""
        if not self._trial:
            with self._db.transaction():
                datasets.put_told_imports(self._db, told)

    def _place(self, batch: Sequence[Told]) -> None:
        """Take over places among the splits; what is placed here stays. Nobody decided them: they make no event."""
        places = [(told.key, told.split_place) for told in batch if told.split_place is not None]
        if places:
            datasets.put_told_places(self._db, datasets.next_placing(self._db), places)

    def _person(self, called: str) -> str:
        if called not in self._people:
            if len(self._people) == MANY:
                raise UsageError(f"the dataset names more than {MANY:,} annotators")
            self._people[called] = pseudonyms.person(self._db, called)
        return self._people[called]


class _Taking:
    """One batch on its way in: the changes of each annotator, how many of a kind, and what came of it."""

    def __init__(self, here: Here, person: Callable[[str], str], rewritten: Collection[str]) -> None:
        self.changes: defaultdict[str, list[Change]] = defaultdict(list)
        self.counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.proposals: list[Proposal] = []
        self.taken = Taken()
        self._here = here
        self._person = person
        self._rewritten = rewritten

    def take(self, told: Told) -> None:
        """Take over what is told of one posting."""
        if not self._here.knows(told):
            if told.said:
                counts = Counter(NAMES[type(statement)] for _, statement in told.said)
                reason = f"not taken over: {_listed(counts)}, as the posting is not here"
                self.taken.refused.append((told, Problem(told.locator, None, reason)))
            return
        for proposal in told.proposals:
            self._propose(proposal)
        for place, statement in told.said:
            try:
                self._take(told, statement)
            except UsageError as error:
                self.taken.refused.append((told, Problem(told.locator, place, f"not taken over: {error}")))

    def _take(self, told: Told, statement: Statement) -> None:
        who = self._person(statement.annotator)
        changes = self._here.known(statement).changes(told, statement, who)
        if changes:
            self.changes[who] += changes
            self.counts[who][NAMES[type(statement)]] += 1
            self.taken.counts[told.source][NAMES[type(statement)]] += 1

    def _propose(self, proposal: Proposal) -> None:
        # A proposal goes with the texts it stood on. The other posting was imported earlier, and told of, too.
        stands = proposal.a not in self._rewritten and proposal.b not in self._rewritten
        if stands and self._here.verdicts.proposed(proposal):
            self.proposals.append(proposal)


def _taken_back(db: Connection) -> frozenset[tuple[str, ...]]:
    return frozenset((table, *map(str, key.values())) for table, key in statements.taken_back(db))


def _listed(counts: Mapping[str, int]) -> str:
    words = [f"{count:,} {name}" + ("s" if count > 1 else "") for name, count in counts.items()]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
