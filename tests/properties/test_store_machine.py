"""Two annotators, a database that is reopened, and postings that are revised, against a model in plain Python.

The model of an annotator is a snapshot of what is theirs, and two stacks of snapshots for undo and redo.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from store import Event, Requirement, State, Store, Tag, Verdict, slug
from tests.build import draft, fill, keys, take

PEOPLE = ("ann", "bob")
WORDS = ("SQL", "Rust", "C++", "👩‍👩‍👧", "cafe\u0301", "and", "SQL")
SKILLS = ("SQL", "sql", "Rust", "machine learning", "machine-learning")

people = st.sampled_from(PEOPLE)
postings = st.integers(0, 2)
places = st.integers(0, 1000)
bodies = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@dataclass
class Mine:
    """What is one annotator's: tags as posting, skill, requirement and quote; the rest by what names it."""

    tags: dict[str, tuple[str, str, Requirement, str | None]] = field(default_factory=dict)
    notes: dict[str, tuple[str, str, str | None]] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    verdicts: dict[frozenset[str], Verdict] = field(default_factory=dict)
    canonical: frozenset[str] = frozenset()


@dataclass
class Person:
    now: Mine = field(default_factory=Mine)
    before: list[Mine] = field(default_factory=list)
    after: list[Mine] = field(default_factory=list)

    def decide(self, changed: Mine) -> None:
        self.before.append(self.now)
        self.after.clear()
        self.now = changed

    def undo(self) -> bool:
        if not self.before:
            return False
        self.after.append(self.now)
        self.now = self.before.pop()
        return True

    def redo(self) -> bool:
        if not self.after:
            return False
        self.before.append(self.now)
        self.now = self.after.pop()
        return True


class TwoAnnotators(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="postil-machine-"))
        self.store = Store.open(self.folder / "postil.db", create=True)
        self.people = {who: Person() for who in PEOPLE}
        self.journal: list[Event] = []
        self.lost_once: set[str] = set()

    @initialize(first=bodies)
    def fill(self, first: str) -> None:
        take(
            self.store,
            *(draft(first, external_id=str(number), locator=f"line {number + 1}") for number in range(3)),
        )
        self.keys = keys(self.store)
        self.revisions = [0, 0, 0]
        self.bodies = [first] * 3

    # What a person does

    def decided(self, who: str, event: Event | None, changed: Mine) -> None:
        """Check that an event was made where, and only where, the model changed."""
        person = self.people[who]
        assert (event is not None) == (changed != person.now)
        if event is not None:
            assert (event.annotator, event.undone, event.refers_to) == (who, False, None)
            person.decide(changed)

    @rule(
        who=people,
        at=postings,
        skill=st.sampled_from(SKILLS),
        how=st.sampled_from(Requirement),
        start=places,
        size=places,
    )
    def tag(self, who: str, at: int, skill: str, how: Requirement, start: int, size: int) -> None:
        key, body = self.keys[at], self.bodies[at]
        start %= len(body) + 1
        end = start + size % (len(body) - start + 1)
        span = (start, end) if start < end else None
        before = {tag.uid: tag for tag in self.store.posting(who, key).tags}
        event = self.store.tag(who, key, skill, how, span)
        changed = deepcopy(self.people[who].now)
        tags = {tag.uid: tag for tag in self.store.posting(who, key).tags}
        new = set(tags) - set(before)
        found = self.store.find_skill(skill) or self.store.find_skill(f"local:{slug(skill)}")
        assert found is not None
        if new:
            [uid] = new
            changed.tags[uid] = (key, found.uri, how, body[slice(*span)] if span else None)
            # No second tag where an equal one stands.
            equal = [
                t
                for t in before.values()
                if (t.annotator, t.skill, t.lost_quote) == (who, tags[uid].skill, None)
            ]
            assert tags[uid].span not in [tag.span for tag in equal]
        else:
            [same] = [t for t in before.values() if self._is(t, who, found.uri, span)]
            changed.tags[same.uid] = (*changed.tags[same.uid][:2], how, changed.tags[same.uid][3])
        self.decided(who, event, changed)

    @staticmethod
    def _is(tag: Tag, who: str, uri: str, span: tuple[int, int] | None) -> bool:
        place = (tag.span.start, tag.span.end) if tag.span else None
        return (tag.annotator, tag.skill.uri, place, tag.lost_quote) == (who, uri, span, None)

    def one(
        self,
        owned: dict[str, tuple[str, str, Requirement, str | None]] | dict[str, tuple[str, str, str | None]],
        at: int,
    ) -> tuple[str, str] | None:
        """One of an annotator's tags or notes, as its uid and its posting's key."""
        if not owned:
            return None
        uid = sorted(owned)[at % len(owned)]
        return uid, owned[uid][0]

    @rule(who=people, at=places)
    def untag(self, who: str, at: int) -> None:
        changed = deepcopy(self.people[who].now)
        if which := self.one(changed.tags, at):
            uid, key = which
            del changed.tags[uid]
            self.decided(who, self.store.untag(who, key, uid), changed)

    @rule(who=people, at=places, how=st.sampled_from(Requirement))
    def require(self, who: str, at: int, how: Requirement) -> None:
        changed = deepcopy(self.people[who].now)
        if which := self.one(changed.tags, at):
            uid, key = which
            changed.tags[uid] = (key, changed.tags[uid][1], how, changed.tags[uid][3])
            self.decided(who, self.store.require(who, key, uid, how), changed)

    @rule(who=people, at=postings, text=st.sampled_from(["a", "b\nc"]), word=st.sampled_from(WORDS))
    def note(self, who: str, at: int, text: str, word: str) -> None:
        key = self.keys[at]
        quote = word if word in self.bodies[at] else None
        before = {note.uid for note in self.store.posting(who, key).notes}
        event = self.store.note(who, key, text, quote=quote)
        [uid] = {note.uid for note in self.store.posting(who, key).notes} - before
        changed = deepcopy(self.people[who].now)
        changed.notes[uid] = (key, text, quote)
        self.decided(who, event, changed)

    @rule(who=people, at=places, text=st.sampled_from(["a", "b\nc", " ", "d"]))
    def rewrite(self, who: str, at: int, text: str) -> None:
        changed = deepcopy(self.people[who].now)
        if which := self.one(changed.notes, at):
            uid, key = which
            if text.strip():
                changed.notes[uid] = (key, text, changed.notes[uid][2])
            else:
                del changed.notes[uid]
            self.decided(who, self.store.rewrite_note(who, key, uid, text), changed)

    @rule(who=people, at=postings, state=st.sampled_from(State))
    def set_state(self, who: str, at: int, state: State) -> None:
        changed = deepcopy(self.people[who].now)
        changed.states[self.keys[at]] = state
        if state is State.TODO:
            del changed.states[self.keys[at]]
        self.decided(who, self.store.set_state(who, self.keys[at], state), changed)

    @rule(
        who=people,
        wanted=st.lists(st.tuples(postings, postings).filter(lambda pair: pair[0] != pair[1]), max_size=4),
        verdict=st.one_of(st.none(), st.sampled_from(Verdict)),
    )
    def judge(self, who: str, wanted: list[tuple[int, int]], verdict: Verdict | None) -> None:
        changed = deepcopy(self.people[who].now)
        for a, b in wanted:
            pair = frozenset((self.keys[a], self.keys[b]))
            changed.verdicts.pop(pair, None)
            if verdict:
                changed.verdicts[pair] = verdict
        event = self.store.judge(who, [(self.keys[a], self.keys[b]) for a, b in wanted], verdict)
        self.decided(who, event, changed)

    @rule(who=people, at=postings)
    def choose_canonical(self, who: str, at: int) -> None:
        changed = deepcopy(self.people[who].now)
        changed.canonical |= {self.keys[at]}
        self.store.choose_canonical(who, self.keys[at])
        self.people[who].decide(changed)

    @rule(who=people, times=st.integers(1, 4))
    def undo(self, who: str, times: int) -> None:
        for _ in range(times):
            event = self.store.undo(who)
            assert (event is not None) == self.people[who].undo()

    @rule(who=people, times=st.integers(1, 4))
    def redo(self, who: str, times: int) -> None:
        for _ in range(times):
            event = self.store.redo(who)
            assert (event is not None) == self.people[who].redo()

    # What happens around them

    @rule(at=postings, body=bodies)
    def revise(self, at: int, body: str) -> None:
        report = take(self.store, draft(body, external_id=str(at), locator=f"line {at + 1}"))
        assert report.read == 1
        if body != self.bodies[at]:
            assert report.revised == 1
            self.revisions[at] += 1
            self.bodies[at] = body

    @rule(body=bodies)
    def import_another_source(self, body: str) -> None:
        fill(self.store, [body], source="another")

    @precondition(lambda self: self.journal)
    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = Store.open(self.folder / "postil.db")

    # What always holds

    def check(self) -> None:
        """Compare everything with the model."""
        posts = {who: [self.store.posting(who, key) for key in self.keys] for who in PEOPLE}
        for who, person in self.people.items():
            mine = person.now
            owned = [(post, tag) for post in posts[who] for tag in post.tags if tag.annotator == who]
            assert {
                tag.uid: (
                    post.key,
                    tag.skill.uri,
                    tag.requirement,
                    tag.span.quote if tag.span else tag.lost_quote,
                )
                for post, tag in owned
            } == mine.tags
            written = [(post, note) for post in posts[who] for note in post.notes if note.annotator == who]
            assert {
                note.uid: (post.key, note.text, note.span.quote if note.span else note.lost_quote)
                for post, note in written
            } == mine.notes
            for post, span in [
                *((post, tag.span) for post, tag in owned),
                *((p, note.span) for p, note in written),
            ]:
                assert span is None or post.body[span.start : span.end] == span.quote
            for post, tag in owned:
                if tag.lost_quote is not None and tag.lost_quote in post.body:
                    rivals = [
                        t
                        for _, t in owned
                        if (t.skill, t.span and t.span.quote) == (tag.skill, tag.lost_quote)
                    ]
                    assert rivals or tag.uid in self.lost_once
                    self.lost_once.add(tag.uid)
            for post, note in written:
                assert note.lost_quote is None or note.lost_quote not in post.body
            states = {post.key: post.state for post in posts[who] if post.state is not State.TODO}
            assert states == mine.states
        judged = {(frozenset((j.a, j.b)), j.annotator): j.verdict for j in self.store.judgements()}
        assert judged == {
            (pair, who): verdict
            for who, person in self.people.items()
            for pair, verdict in person.now.verdicts.items()
        }
        chosen = sorted(key for person in self.people.values() for key in person.now.canonical)
        assert sorted(self.store.canonical_choices()) == chosen
        assert [(post.body, post.revision) for post in posts["ann"]] == list(
            zip(self.bodies, self.revisions, strict=True)
        )

    @invariant()
    def the_store_is_as_the_model(self) -> None:
        self.check()

    @invariant()
    def nothing_is_found_wrong_but_words_a_revision_took_away(self) -> None:
        lost = sum(
            lost is not None
            for post in (self.store.posting("ann", key) for key in self.keys)
            for lost in (*(tag.lost_quote for tag in post.tags), *(note.lost_quote for note in post.notes))
        )
        findings = list(self.store.findings())
        assert [finding for finding in findings if "took away the words" not in finding] == []
        assert len(findings) == lost

    @invariant()
    def the_journal_only_grows_and_time_goes_forward(self) -> None:
        def lasting(event: Event) -> tuple[object, ...]:
            return (
                event.seq,
                event.uid,
                event.at,
                event.annotator,
                event.action,
                event.summary,
                event.refers_to,
            )

        events = self.store.events(limit=10_000)[::-1]
        assert [lasting(event) for event in events[: len(self.journal)]] == [lasting(e) for e in self.journal]
        self.journal = events
        for who in PEOPLE:
            times = [event.at for event in events if event.annotator == who]
            assert times == sorted(set(times))
            standing = [e for e in events if e.annotator == who and e.refers_to is None and not e.undone]
            assert len(standing) == len(self.people[who].before)

    def teardown(self) -> None:
        """Undo everything, find nothing; redo all that can be, find it again."""
        try:
            for who in PEOPLE:
                while self.people[who].undo():
                    assert self.store.undo(who) is not None
                assert self.store.undo(who) is None
            self.check()
            status = self.store.status()
            assert (status.tags, status.notes, status.pairs_decided) == (0, 0, 0)
            assert list(self.store.pairs("ann")) == []
            assert list(self.store.findings()) == []
            for who in reversed(PEOPLE):
                while self.people[who].redo():
                    assert self.store.redo(who) is not None
                assert self.store.redo(who) is None
            self.check()
        finally:
            self.store.close()
            rmtree(self.folder)


TwoAnnotators.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestTwoAnnotators = TwoAnnotators.TestCase
