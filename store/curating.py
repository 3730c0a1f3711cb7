"""The part of the store that keeps the vocabulary."""

from collections.abc import Callable, Mapping, Sequence

from . import skill_decisions
from .errors import NotFound, UsageError
from .event import Event
from .postings import Skill
from .reading import Reading
from .skill_decisions import Said
from .sql import journal, skill_words, skills
from .text import canonical_line, folded

LONGEST_NAME = 300  # characters of a skill's name


class Curating(Reading):
    """The vocabulary; see Store."""

    def vocabulary(
        self, *, retired: bool = False, known: Mapping[str, Skill] | None = None
    ) -> list[tuple[Skill, int]]:
        """Return every skill with the number of postings tagged with it, in the order of labels.

        Those that were merged into another are not among them, retired ones only if asked for. Who holds skills
        already gives them by URI as `known`: those that are the same still are not held twice.
        """
        return list(skills.vocabulary(self._db, retired=retired, known=known or {}))

    def vocabulary_size(self) -> int:
        """Return the number of skills, without retired ones."""
        return skills.size(self._db)

    def vocabulary_version(self) -> int:
        """Return a number that grows whenever a skill comes, goes or changes."""
        return skills.version(self._db)

    def find_skill(self, name: str) -> Skill | None:
        """Return the skill with this URI, label or other label, or None.

        One that was renamed is found by each name it had, one that was merged as what it was merged into.
        """
        return skills.find(self._db, name)

    def put_skills(self, batch: Sequence[Skill]) -> int:
        """Store imported skills; return how many were new. What people said of a skill stays."""
        with self._db.transaction():
            return skills.put(self._db, batch)

    def make_skill(
        self, annotator: str, label: str, kind: str = "knowledge", labels: Sequence[str] = ()
    ) -> Event:
        """Make a skill; raises UsageError where one is called so, or for a blank name."""
        label = _name(label)
        others = tuple(dict.fromkeys(map(_name, labels)))
        skill = Skill(f"local:{skills.slug(label)}", label, kind, others)
        with self._db.transaction():
            there = skills.find(self._db, label) or skills.find(self._db, skill.uri)
            if there:
                raise UsageError(f"{label!r} is in the vocabulary: {there.label}.")
            action, summary, changes = skill_decisions.make(skill)
            return journal.record(self._db, annotator, action, None, summary, changes)

    def rename_skill(self, annotator: str, name: str, label: str) -> Event | None:
        """Give a skill another name; it stays to be found by the present one. None where that is its name.

        Raises NotFound, or UsageError where another skill is called so, or was.
        """
        label = _name(label)

        def decide(skill: Skill, at: str) -> Said | None:
            self._refuse_taken(skill, label)
            return skill_decisions.rename(skill, label, annotator, at) if label != skill.label else None

        return self._decide(annotator, name, decide)

    def label_skill(self, annotator: str, name: str, label: str) -> Event | None:
        """Give a skill another label, by which it is found too. None where it has it. Raises NotFound."""
        label = _name(label)

        def decide(skill: Skill, at: str) -> Said | None:
            if folded(label) in map(folded, (skill.label, *skill.labels)):
                return None
            return skill_decisions.add_label(skill, label, annotator, at)

        return self._decide(annotator, name, decide)

    def unlabel_skill(self, annotator: str, name: str, label: str) -> Event | None:
        """Take another label of a skill away. Raises NotFound where the skill or the label is not there."""

        def decide(skill: Skill, at: str) -> Said | None:
            if folded(label) not in map(folded, skill.labels):
                raise NotFound(
                    f"{skill.label} has no other label {label!r}. `postil skills list` shows them."
                )
            return skill_decisions.remove_label(skill, _name(label), annotator, at)

        return self._decide(annotator, name, decide)

    def retire_skill(self, annotator: str, name: str) -> Event | None:
        """Offer a skill no more; its tags stay. None where it is retired. Raises NotFound."""
        return self._decide(
            annotator,
            name,
            lambda skill, at: None if skill.retired else skill_decisions.retire(skill, annotator, at),
        )

    def revive_skill(self, annotator: str, name: str) -> Event | None:
        """Offer a retired skill again. None where it is not retired. Raises NotFound."""
        return self._decide(
            annotator,
            name,
            lambda skill, at: skill_decisions.revive(skill, annotator, at) if skill.retired else None,
        )

    def merge_skills(self, annotator: str, name: str, into: str) -> Event:
        """Let one skill be another from now on: its tags count as that one's, its names find that one.

        Tags that come to say the same of the same words are one, and are two again when the merge is undone.
        Raises NotFound, or UsageError where both are one already.
        """

        def decide(skill: Skill, at: str) -> Said:
            target = self._skill(into)
            if skill.uri == target.uri:
                raise UsageError(f"{name!r} and {into!r} are one skill already: {skill.label}.")
            if target.retired:
                raise UsageError(f"{target.label} is retired. Bring it back first, or merge the other way.")
            return skill_decisions.merge(skill, target, annotator, at)

        event = self._decide(annotator, name, decide)
        if event is None:
            raise RuntimeError("a merge always changes something")
        return event

    def _decide(self, annotator: str, name: str, decide: Callable[[Skill, str], Said | None]) -> Event | None:
        with self._db.transaction():
            said = decide(self._skill(name), journal.now(self._db, self._who(annotator)))
            if said is None:
                return None
            action, summary, changes = said
            return journal.record(self._db, annotator, action, None, summary, changes)

    def _skill(self, name: str) -> Skill:
        found = skills.find(self._db, name)
        if found is None:
            raise NotFound(f"There is no skill {name!r}. `postil skills list` shows all there are.")
        return found

    def _refuse_taken(self, skill: Skill, label: str) -> None:
        number = skill_words.bearer(self._db, folded(label))
        bearer = skills.numbered(self._db, number) if number else None
        if bearer is None or bearer.uri == skill.uri:
            return
        now = self._skill(bearer.uri)
        if now.uri == skill.uri:
            raise UsageError(
                f"{bearer.label} was merged into {skill.label}. Undo that and merge the other way round."
            )
        called = "is" if folded(now.label) == folded(label) else "was once"
        raise UsageError(f"{label!r} {called} the name of {now.label}. Give another name, or merge the two.")


def _name(label: str) -> str:
    clean = canonical_line(label)
    if not clean:
        raise UsageError("A skill needs a name.")
    if len(clean) > LONGEST_NAME:
        raise UsageError(f"A skill's name has at most {LONGEST_NAME} characters, not {len(clean):,}.")
    return clean
