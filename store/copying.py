"""The part of the store that copies the tags of one posting to many."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import decisions, sql
from .errors import UsageError
from .event import Event
from .postings import Posting, Tag
from .query import Query
from .reading import Reading
from .sql import postings

if TYPE_CHECKING:
    from .sql.copies import Places

MOST = 20_000  # postings that one copy may go to


@dataclass(frozen=True, slots=True)
class Copying:
    """What copying tags to other postings would do: `tags` new ones on `postings`, so many `without_evidence`.

    `unchanged` postings have all the skills already. `characters` is about how long the event is.
    """

    postings: int
    tags: int
    without_evidence: int
    unchanged: int
    characters: int


class CopyingTags(Reading):
    """Copying tags; see Store."""

    def count_copies(self, annotator: str, key: str, to: Sequence[str] | Query) -> Copying:
        """Return what `copy_tags` would do. Raises as that does."""
        with self._db.snapshot():
            posting, tags, targets = self._planned_from(annotator, key, to)
            planned = sql.copies.plan(self._db, self._who(annotator), posting, tags, targets)
        return Copying(
            postings=len(planned),
            tags=sum(map(len, planned.values())),
            without_evidence=sum(
                start is None and tags[number].span is not None
                for places in planned.values()
                for number, start, _ in places
            ),
            unchanged=len(targets) - len(planned),
            characters=len(json.dumps(planned)),
        )

    def copy_tags(self, annotator: str, key: str, to: Sequence[str] | Query) -> Event | None:
        """Copy the annotator's tags of one posting to others, by key or by a search: one event for all of them.

        The evidence is found again by its whole words and what stands around them, and a tag whose words do not
        stand there has none. A skill that the annotator tagged on a posting already is left as it is there. None
        where nothing is to be copied. Raises NotFound, or UsageError for more than 20,000 postings or for no tag.
        """
        with self._db.transaction():
            posting, tags, targets = self._planned_from(annotator, key, to)
            planned = sql.copies.plan(self._db, self._who(annotator), posting, tags, targets)
            if not planned:
                return None
            return self._copied(annotator, posting, tags, planned)

    def _copied(
        self, annotator: str, posting: Posting, tags: Sequence[Tag], planned: "Mapping[str, Places]"
    ) -> Event:
        summary, changes = decisions.copy(posting, annotator, tags, planned)
        return self._record(annotator, "copy", posting.key, summary, changes)

    def _planned_from(
        self, annotator: str, key: str, to: Sequence[str] | Query
    ) -> tuple[Posting, list[Tag], list[str]]:
        posting = self.posting(annotator, key)
        tags = [tag for tag in posting.tags if tag.annotator == annotator and tag.lost_quote is None]
        if not tags:
            raise UsageError(f"{decisions.name(posting)} has no tag of yours to copy. Tag it first.")
        if isinstance(to, Query):
            wanted = postings.keys_found(self._db, to, self._who(annotator), MOST + 2)
        else:
            wanted = list(dict.fromkeys(to))
            postings.refuse_unknown(self._db, wanted)
        targets = [other for other in wanted if other != key]
        if len(targets) > MOST:
            raise UsageError(f"Tags are copied to at most {MOST:,} postings at once. Search for fewer.")
        return posting, tags, targets
