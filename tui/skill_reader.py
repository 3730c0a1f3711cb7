"""What a machine proposes of skills, found beside the screens: one thread, with a store of its own."""

import asyncio
import sys
from collections import OrderedDict
from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from store import Posting, Requirement, Section, Skill, Span, Store

from .lanes import Lanes

if TYPE_CHECKING:
    from skills.mentions import Finder, Mention
    from skills.suggesting import Offer, Suggested
    from skills.tag_sets import TagSets

SHORT_TURN = 0.0005  # seconds that a thread goes on when another one waits
KEPT = 64  # texts whose mentions are kept


@dataclass(frozen=True, slots=True)
class SkillMention:
    """A place in a body where a label of a skill stands, and how the skill seems to be asked for there."""

    skill: Skill
    span: Span
    requirement: Requirement
    reason: str

    @property
    def id(self) -> str:
        """What names it on its posting."""
        return f"{self.span.start}:{self.span.end}"


@dataclass(frozen=True, slots=True)
class Text:
    """What is read of a posting. One with the same key and revision has the same body."""

    key: str
    revision: int
    body: str
    sections: tuple[Section, ...]

    @classmethod
    def of(cls, posting: Posting) -> "Text":
        """Return the text of a posting."""
        return cls(posting.key, posting.revision, posting.body, posting.sections)


@dataclass(frozen=True, slots=True)
class _Learned:
    """A version of the vocabulary, and what finds it."""

    path: Path
    version: int
    skills: dict[str, Skill]
    finder: "Finder"
    offer: "Offer"


@dataclass(frozen=True, slots=True)
class _Found:
    """The mentions in a text, as they were found and as they are shown."""

    places: "list[Mention]"
    shown: tuple[SkillMention, ...]


@contextmanager
def _giving_way() -> Iterator[None]:
    """Let the thread of the screen go on sooner: a key makes it ask for its turn some twenty times."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SHORT_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class SkillReader:
    """Reads one posting after another. The first one waits for the vocabulary: a second or two for ESCO's labels."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="skills")
        self._opened: tuple[Path, Store] | None = None
        self._learned: _Learned | None = None
        self._found: OrderedDict[tuple[str, int], _Found] = OrderedDict()
        self._sets: TagSets | None = None

    def knows(self, vocabulary: int) -> bool:
        """Whether this version of the vocabulary is learned, so that an answer comes at once."""
        learned = self._learned
        return learned is not None and (learned.path, learned.version) == (self._lanes.used, vocabulary)

    def mentions(self, text: Text, vocabulary: int) -> "Future[tuple[SkillMention, ...]]":
        """Ask for the mentions in a text, in its order, of this version of the vocabulary."""
        return self._thread.submit(lambda: self._look_through(text, self._learn(vocabulary)).shown)

    def suggestions(
        self, posting: Posting, annotator: str, vocabulary: int, rejected: Collection[str]
    ) -> "Future[tuple[Suggested, ...]]":
        """Ask for the skills to propose to an annotator; `rejected` are the URIs of those not to offer."""
        return self._thread.submit(self._suggest, posting, annotator, vocabulary, rejected)

    async def read_ahead(self, texts: list[Text], vocabulary: int) -> None:
        """Read texts that will be asked for soon."""
        for text in texts:
            await asyncio.wrap_future(self.mentions(text, vocabulary))

    def tagged(self, key: str) -> None:
        """Take note that the tags of a posting changed."""
        self._thread.submit(self._take_note, key)

    def forget_tags(self) -> None:
        """Take note that many tags changed, or what is one posting: they are counted anew when they are needed."""

        def forget() -> None:
            self._sets = None

        self._thread.submit(forget)

    def close(self) -> None:
        """Wait for what was asked, and close the file."""

        def close() -> None:
            if self._opened is not None:
                self._opened[1].close()

        self._thread.submit(close)
        self._thread.shutdown()

    # In the thread

    @property
    def _store(self) -> Store:
        path = self._lanes.used
        if self._opened is None or self._opened[0] != path:
            if self._opened is not None:
                self._opened[1].close()
            self._opened, self._sets = (path, Store.open(path, readonly=True)), None
        return self._opened[1]

    def _learn(self, vocabulary: int) -> _Learned:
        before = self._learned
        if before is not None and self.knows(vocabulary):
            return before
        with _giving_way():
            return self._learn_anew(vocabulary, before)

    def _learn_anew(self, vocabulary: int, before: _Learned | None) -> _Learned:
        # What finds is loaded here, where nobody waits for it.
        from skills.mentions import Finder
        from skills.suggesting import Offer

        skills = {skill.uri: skill for skill, _ in self._store.vocabulary()}
        path = self._lanes.used
        same_file = before is not None and before.path == path
        if before is not None and same_file and all(skills.get(u) == s for u, s in before.skills.items()):
            # Skills made on the spot come on top of those that took a second to learn.
            new = [skill for uri, skill in skills.items() if uri not in before.skills]
            finder = before.finder.adding(new) if new else before.finder
        else:
            finder = Finder(skills.values())
        self._found.clear()
        self._learned = _Learned(path, vocabulary, skills, finder, Offer(skills.values()))
        return self._learned

    def _look_through(self, text: Text, learned: _Learned) -> _Found:
        from skills.requirements import requirement_of

        name = (text.key, text.revision)
        if name not in self._found:
            places = learned.finder.mentions(text.body)
            shown = []
            for place in places:
                requirement, reason = requirement_of(text.body, text.sections, place)
                span = Span(place.start, place.end, place.quote)
                shown.append(SkillMention(learned.skills[place.uris[0]], span, requirement, reason))
            self._found[name] = _Found(places, tuple(shown))
        self._found.move_to_end(name)
        while len(self._found) > KEPT:
            self._found.popitem(last=False)
        return self._found[name]

    def _suggest(
        self, posting: Posting, annotator: str, vocabulary: int, rejected: Collection[str]
    ) -> "tuple[Suggested, ...]":
        from duplicates.clusters import cluster_of
        from skills.suggesting import suggested

        learned = self._learn(vocabulary)
        places = self._look_through(Text.of(posting), learned).places
        cluster = cluster_of(self._store, posting.key)
        others = [member.key for member in cluster.members if member.key != posting.key] if cluster else []
        copies = [self._store.posting(annotator, key).tags for key in others]
        relations = self._tag_sets().relations
        return tuple(suggested(posting, learned.offer, places, copies, relations, rejected, annotator))

    def _tag_sets(self) -> "TagSets":
        store = self._store
        if self._sets is None:
            from duplicates.clusters import clustering
            from skills.tag_sets import TagSets

            groups = [
                [one.canonical, *(member.key for member in one.members if member.key != one.canonical)]
                for one in clustering(store).clusters
            ]
            self._sets = TagSets(store.tag_sets(), groups)
        return self._sets

    def _take_note(self, key: str) -> None:
        store = self._store
        if self._sets is not None:
            self._sets.tag(key, store.tag_set(key))
