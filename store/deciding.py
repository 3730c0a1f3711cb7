"""The part of the store that takes decisions on a posting: tags, notes, states."""

from . import anchors, decisions
from .errors import NotFound, UsageError
from .event import Event
from .postings import Posting, Skill, Span, Tag
from .reading import Reading
from .sql import places, skill_words, skills
from .sql.journal import Change
from .text import canonical, canonical_line
from .words import Requirement, State

Decision = tuple[str, str, list[Change]]
"""What the event is called, the sentence that tells of it, and what it changes."""


class Deciding(Reading):
    """Decisions on a posting; see Store."""

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
            wanted, new = self._wanted(skill)
            evidence = evidence_of(posting.body, span, quote)
            return self._written(
                annotator, posting, self._tag(annotator, posting, wanted, requirement, evidence, new=new)
            )

    def _wanted(self, name: str) -> tuple[Skill, bool]:
        """Return the skill of that name, and whether it is still to be made."""
        found = skills.find(self._db, name)
        if found is None:
            wanted = _new_skill(name)
            # "machine-learning" and "machine learning" would have one URI, so they are one skill.
            found = skills.find(self._db, wanted.uri)
            return found or wanted, found is None
        return found, False

    def _tag(
        self,
        annotator: str,
        posting: Posting,
        wanted: Skill,
        requirement: Requirement | None,
        evidence: Span | None,
        *,
        new: bool,
    ) -> Decision | None:
        for tag in posting.tags:
            same = (tag.skill.uri, tag.annotator, tag.span) == (wanted.uri, annotator, evidence)
            if same and tag.lost_quote is None:
                return self._require(posting, tag, requirement or tag.requirement)
        how = requirement or Requirement.MENTIONED
        return "tag", *decisions.tag(posting, annotator, wanted, how, evidence, new_skill=new)

    def _written(self, annotator: str, posting: Posting, decision: Decision | None) -> Event | None:
        return self._record(annotator, decision[0], posting.key, *decision[1:]) if decision else None

    def require(self, annotator: str, key: str, uid: str, requirement: Requirement) -> Event | None:
        """Change how a tag of the annotator's says the skill is asked for; raises NotFound."""
        with self._db.transaction():
            posting = self.posting(annotator, key)
            decision = self._require(posting, _own_tag(posting, annotator, uid), requirement)
            return self._written(annotator, posting, decision)

    def untag(self, annotator: str, key: str, uid: str) -> Event:
        """Take a tag of the annotator's away; raises NotFound."""
        with self._db.transaction():
            posting = self.posting(annotator, key)
            tag = _own_tag(posting, annotator, uid)
            summary, changes = decisions.untag(posting, tag, skill_words.one_with(self._db, uid))
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
            evidence = evidence_of(posting.body, span, quote)
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
        """Set the annotator's state of a posting, which they have seen by now; None where it is that already."""
        with self._db.transaction():
            posting = self.posting(annotator, key)
            if posting.state is state:
                return None
            stored_at = places.time_of(self._db, "state", posting.id, self._who(annotator))
            summary, changes = decisions.state(posting, annotator, state, self._now(annotator), stored_at)
            event = self._record(annotator, "state", key, summary, changes)
            places.see(self._db, self._who(annotator), posting.id, event.at)
            return event

    def _require(self, posting: Posting, tag: Tag, requirement: Requirement) -> Decision | None:
        if tag.requirement is requirement:
            return None
        rows = skill_words.one_with(self._db, tag.uid)
        return "require", *decisions.require(posting, tag, requirement, rows)


def evidence_of(body: str, span: tuple[int, int] | None, quote: str | None) -> Span | None:
    """Return the span that offsets or words mean, None for neither; raises InvalidSpan."""
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
