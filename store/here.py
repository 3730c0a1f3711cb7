"""What is here of a batch that a dataset tells of: its postings, and what people said of them."""

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from .anchors import found_again
from .decisions import shortened
from .errors import UsageError
from .known import Choices, Context, Notes, States, Tags, Verdicts
from .pairs import Judgement, Proposal
from .postings import Note, Span, Tag
from .sql import statements
from .sql.connection import Connection
from .sql.journal import Change
from .statements import Choice, Marked, Statement, Told


class Known(Protocol):
    """What is known here of one kind of statement; see store/known.py."""

    def changes(self, told: Told, statement: Any, who: str) -> list[Change]:
        """Return what takes a statement over; raises UsageError for a contradiction."""
        ...


class Here:
    """The part of the database that a batch is about, read at once.

    With `assumed`, postings that are not here count as if they stood here as they do in the dataset.
    """

    def __init__(
        self,
        db: Connection,
        batch: Sequence[Told],
        taken_back: Collection[tuple[str, ...]],
        *,
        assumed: bool = False,
    ) -> None:
        context = Context(db, batch, taken_back, self._anchored)
        pairs: list[Judgement | Proposal] = [*context.all(Judgement)]
        pairs += [pair for told in batch for pair in told.proposals]
        others = [key for pair in pairs for key in (pair.a, pair.b)]
        self._postings = statements.known_postings(db, context.keys)
        order = statements.places_in_order(db, [*context.keys, *others])
        if assumed:
            for told in batch:
                stated = {"source": told.source, "external_id": told.external_id, "body": told.body}
                self._postings.setdefault(told.key, stated)
            for place, key in enumerate((*context.keys, *others), max(order.values(), default=0) + 1):
                order.setdefault(key, place)
        self.verdicts = Verdicts(context, order)
        self._known: dict[type, Known] = {
            Tag: Tags(context),
            Note: Notes(context),
            Marked: States(context),
            Choice: Choices(context),
            Judgement: self.verdicts,
        }

    def knows(self, told: Told) -> bool:
        """Whether the posting is here, and is the one that is meant."""
        row = self._postings.get(told.key)
        return row is not None and (row["source"], row["external_id"]) == (told.source, told.external_id)

    def reads_otherwise(self, told: Told) -> bool:
        """Whether the posting is here with another text."""
        return self.knows(told) and self._postings[told.key]["body"] != told.body

    def known(self, statement: Statement) -> Known:
        """Return what is known here of statements of that kind."""
        return self._known[type(statement)]

    def _anchored(self, told: Told, span: Span) -> Span:
        """Return the place of a span's words: where the dataset has it, else where they are found again."""
        body: str = self._postings[told.key]["body"]
        if 0 <= span.start < span.end and body[span.start : span.end] == span.quote:
            return span
        again = found_again(told.body, body, span) if self.reads_otherwise(told) else None
        if again is None:
            raise UsageError(f"the words {shortened(span.quote)!r} do not stand in the text")
        return again
