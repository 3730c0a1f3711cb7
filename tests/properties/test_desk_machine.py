"""What several people decide on postings and on the vocabulary, in any order, with undo and redo in between.

A decision is compared with what everybody saw before it: what it is not about has not changed; taken back
at once it leaves everything as it was; and with everything taken back, the database is what it was at first.
"""

from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from store import Event, NotFound, Requirement, Skill, State, Store, SuggestionKind, UsageError
from tests.build import fill

PEOPLE = ("ann", "bob", "eve")
SKILLS = ("Alpha", "Beta", "Gamma", "Delta")
NAMES = (*SKILLS, "Alef", "Aleph", "beta 2")
BODIES = ["Alpha and Beta.", "Beta, then Alpha and Beta.", "Gamma or Delta."]

people = st.sampled_from(PEOPLE)
names = st.sampled_from(NAMES)
skills = st.sampled_from(SKILLS)
postings = st.integers(0, len(BODIES) - 1)

View = dict[str, Any]


class Desk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="postil-desk-"))
        self.store = Store.open(self.folder / "postil.db", create=True)
        self.keys = fill(self.store, BODIES)
        self.store.put_skills([Skill(f"u:{name}", name, labels=(f"{name}s",)) for name in SKILLS])
        self.standing = dict.fromkeys(PEOPLE, 0)
        self.first = self.view()

    def view(self) -> View:
        """Everything that anybody may see."""
        posts = {(who, key): self.store.posting(who, key) for who in PEOPLE for key in self.keys}
        return {
            "tags": [posts["ann", key].tags for key in self.keys],
            "notes": [posts["ann", key].notes for key in self.keys],
            "states": [post.state for post in posts.values()],
            "answers": [self.store.answers(*at) for at in posts],
            "vocabulary": self.store.vocabulary(retired=True),
            "counts": (self.store.suggestion_counts(), self.store.status().tags),
        }

    def decided(self, decide: Callable[[], Event | None], who: str, *about: str) -> None:
        """Decide, see what changed, and take it back and do it again."""
        before = self.view()
        try:
            event = decide()
        except (UsageError, NotFound):
            event = None
        after = self.view()
        if event is None:
            assert after == before
            return
        assert {part for part in before if after[part] != before[part]} <= set(about)
        assert self.store.undo(who) is not None
        assert self.view() == before
        assert self.store.redo(who) is not None
        assert self.view() == after
        self.standing[who] += 1

    @rule(who=people, at=postings, skill=names, how=st.sampled_from(Requirement), quoted=st.booleans())
    def tag(self, who: str, at: int, skill: str, how: Requirement, quoted: bool) -> None:
        if self.store.find_skill(skill):
            quote = skill if quoted and skill in BODIES[at] else None
            self.decided(
                lambda: self.store.tag(who, self.keys[at], skill, how, quote=quote),
                who, "tags", "vocabulary", "counts",
            )  # fmt: skip

    @rule(who=people, at=postings, which=st.integers(0, 20), how=st.none() | st.sampled_from(Requirement))
    def change(self, who: str, at: int, which: int, how: Requirement | None) -> None:
        key = self.keys[at]
        if mine := [tag for tag in self.store.posting(who, key).tags if tag.annotator == who]:
            uid = mine[which % len(mine)].uid
            self.decided(
                lambda: self.store.require(who, key, uid, how) if how else self.store.untag(who, key, uid),
                who, "tags", "vocabulary", "counts",
            )  # fmt: skip

    @rule(who=people, at=postings, skill=skills, accepted=st.booleans(), kind=st.sampled_from(SuggestionKind))
    def answer(self, who: str, at: int, skill: str, accepted: bool, kind: SuggestionKind) -> None:
        if accepted:
            self.decided(
                lambda: self.store.accept(who, self.keys[at], skill, kind),
                who, "tags", "answers", "vocabulary", "counts",
            )  # fmt: skip
        else:
            self.decided(
                lambda: self.store.reject(who, self.keys[at:], skill, kind), who, "answers", "counts"
            )

    @rule(who=people, at=postings)
    def copy(self, who: str, at: int) -> None:
        self.decided(
            lambda: self.store.copy_tags(who, self.keys[at], self.keys), who, "tags", "vocabulary", "counts"
        )

    @rule(who=people, at=postings, state=st.sampled_from(State))
    def set_state(self, who: str, at: int, state: State) -> None:
        self.decided(lambda: self.store.set_state(who, self.keys[at], state), who, "states")

    @rule(who=people, at=postings)
    def note(self, who: str, at: int) -> None:
        self.decided(lambda: self.store.note(who, self.keys[at], "hm", span=(0, 5)), who, "notes")

    @rule(who=people, skill=names, label=names, what=st.sampled_from(["rename", "label", "unlabel"]))
    def name(self, who: str, skill: str, label: str, what: str) -> None:
        decide = getattr(self.store, f"{what}_skill")
        self.decided(lambda: decide(who, skill, label), who, "vocabulary", "tags")

    @rule(who=people, skill=names, what=st.sampled_from(["retire", "revive"]))
    def retire(self, who: str, skill: str, what: str) -> None:
        decide = getattr(self.store, f"{what}_skill")
        self.decided(lambda: decide(who, skill), who, "vocabulary", "tags")

    @rule(who=people, skill=names, into=names)
    def merge(self, who: str, skill: str, into: str) -> None:
        self.decided(
            lambda: self.store.merge_skills(who, skill, into), who, "vocabulary", "tags", "answers", "counts"
        )

    @rule(who=people, times=st.integers(1, 3))
    def undo(self, who: str, times: int) -> None:
        for _ in range(times):
            assert (self.store.undo(who) is not None) == (self.standing[who] > 0)
            self.standing[who] = max(self.standing[who] - 1, 0)

    @rule(who=people, times=st.integers(1, 3))
    def redo(self, who: str, times: int) -> None:
        for _ in range(times):
            try:
                self.standing[who] += self.store.redo(who) is not None
            except UsageError as error:
                assert "come to be called" in str(error)  # noqa: PT017

    @rule()
    def read_the_file_again(self) -> None:
        before = self.view()
        file = [Skill(f"u:{name}", name, labels=(f"{name}s",)) for name in SKILLS]
        assert self.store.put_skills(file) == 0
        assert self.view() == before

    @invariant()
    def every_name_finds_one_skill_that_is_there(self) -> None:
        there = {skill.uri: skill for skill, _ in self.store.vocabulary(retired=True)}
        for name in SKILLS:
            found = self.store.find_skill(name)
            assert found is not None
            assert there[found.uri] == found
            for name_of_it in (found.label, found.uri):
                assert self.store.find_skill(name_of_it) == found
            by_uri = self.store.find_skill(f"u:{name}")
            assert by_uri is not None
            assert there[by_uri.uri] == by_uri
        for key in self.keys:
            for tag in self.store.posting("ann", key).tags:
                assert there[tag.skill.uri] == tag.skill

    def teardown(self) -> None:
        """Take everything back, one person after another, and do it again the other way round."""
        try:
            last = self.view()
            for who in PEOPLE:
                while self.store.undo(who):
                    pass
            assert self.view() == self.first
            assert list(self.store.findings()) == []
            for who in reversed(PEOPLE):
                for _ in range(self.standing[who]):
                    assert self.store.redo(who) is not None
            assert self.view() == last
        finally:
            self.store.close()
            rmtree(self.folder)


Desk.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestDesk = Desk.TestCase
