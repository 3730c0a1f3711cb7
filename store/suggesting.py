"""The part of the store that is about proposed skills: answers to them, and the tags that they are made from."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from . import decisions, sql
from .deciding import Deciding, evidence_of
from .event import Event
from .postings import Skill
from .sql import journal, postings, suggestions
from .sql.journal import Change
from .words import Requirement, SuggestionKind

if TYPE_CHECKING:
    from .counts import MentionCount, SuggestionCount


class Suggesting(Deciding):
    """Proposed skills; see Store."""

    def accept(
        self,
        annotator: str,
        key: str,
        skill: str,
        kind: SuggestionKind,
        requirement: Requirement | None = None,
        span: tuple[int, int] | None = None,
        quote: str | None = None,
    ) -> Event | None:
        """Tag a posting with a proposed skill, and remember what proposed it: one event.

        As `tag` in all else. None where the tag is there and the proposal was accepted before.
        """
        with self._db.transaction():
            posting = self.posting(annotator, key)
            wanted, new = self._wanted(skill)
            evidence = evidence_of(posting.body, span, quote)
            decision = self._tag(annotator, posting, wanted, requirement, evidence, new=new)
            remembered = self._answers(annotator, [key], wanted, kind, accepted=True)
            if decision is None and not remembered:
                return None
            already = f"accepted {wanted.label} on {decisions.name(posting)}, which has it"
            _, summary, changes = decision or ("", already, [])
            return self._record(annotator, "accept", key, summary, [*changes, *remembered])

    def reject(self, annotator: str, keys: Sequence[str], skill: str, kind: SuggestionKind) -> Event | None:
        """Remember that a skill is not to be proposed to the annotator on these postings again: one event.

        None where all of them remember that. A skill that is not in the vocabulary is not made for this. Tags stay
        as they are. Raises NotFound for a posting that is not there.
        """
        with self._db.transaction():
            wanted, _ = self._wanted(skill)
            named = self.posting(annotator, keys[0])
            postings.refuse_unknown(self._db, keys)
            changes = self._answers(annotator, keys, wanted, kind, accepted=False)
            if not changes:
                return None
            many = f" and {len(changes) - 1:,} more" if len(changes) > 1 else ""
            summary = f"rejected {wanted.label} on {decisions.name(named)}{many}"
            return self._record(annotator, "reject", keys[0], summary, changes)

    def answers(self, annotator: str, key: str) -> dict[str, bool]:
        """Return by URI the skills that the annotator accepted (True) and rejected on a posting."""
        return suggestions.answers(self._db, postings.id_of(self._db, key), self._who(annotator))

    def suggestion_counts(self) -> "tuple[SuggestionCount, ...]":
        """Return how many proposals of each kind were accepted and rejected, by everybody together."""
        return sql.counts.suggestions(self._db)

    def tag_sets(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each tagged posting's key and the URIs of its skills, whoever tagged them, by import and URI."""
        return suggestions.tag_sets(self._db)

    def tag_set(self, key: str) -> tuple[str, ...]:
        """Return the URIs of one posting's skills, whoever tagged them, in order; raises NotFound."""
        return suggestions.tag_set(self._db, postings.id_of(self._db, key))

    def keep_mention_count(self, mentions: int, postings: int, skills: int) -> "MentionCount":
        """Keep how many mentions were found in how many postings, for `status`. Not a decision: it makes no event."""
        from .counts import MentionCount  # only this needs it

        counted = MentionCount(datetime.now(UTC).isoformat(timespec="seconds"), mentions, postings, skills)
        with self._db.transaction():
            sql.counts.keep_mentions(self._db, counted)
        return counted

    def _answers(
        self, annotator: str, keys: Sequence[str], skill: Skill, kind: SuggestionKind, *, accepted: bool
    ) -> list[Change]:
        present = suggestions.remembered(self._db, self._who(annotator), skill.uri, keys)
        at = journal.now(self._db, self._who(annotator))
        return [
            change
            for key in dict.fromkeys(keys)
            if key not in present or bool(present[key]["accepted"]) is not accepted
            for change in decisions.answer(
                key,
                annotator,
                skill,
                present.get(key),
                {"kind": kind.value, "accepted": int(accepted), "at": at},
            )
        ]
