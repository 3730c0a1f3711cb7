"""What a machine proposes of skills, found beside the screens: one thread, with a store of its own."""

import asyncio
import gc
import sys
from collections import OrderedDict
from collections.abc import Collection, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from store import Posting, Requirement, Section, Skill, Span, Store

from .lanes import Lanes
from .related_tags import RelatedTags

if TYPE_CHECKING:
    from skills.mentions import Finder, Mention
    from skills.picker import Picker
    from skills.relatedness import Relations
    from skills.suggesting import Offer, Suggested

T = TypeVar("T")

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


class _Asked(NamedTuple):
    """What suggestions were asked for; `change` counts what changed of the tags of all postings."""

    path: Path
    posting: Posting
    annotator: str
    vocabulary: int
    rejected: tuple[str, ...]
    change: int


class _Learned(NamedTuple):
    """A version of the vocabulary, and what finds it."""

    path: Path
    version: int
    skills: dict[str, Skill]
    finder: "Finder"
    offer: "Offer"


class _Found(NamedTuple):
    """The mentions in a text, as they were found and as they are shown."""

    places: "list[Mention]"
    shown: tuple[SkillMention, ...]


class SkillReader:
    """Reads one posting after another. The first one waits for the vocabulary: a second or two for ESCO's labels."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="skills")
        self._opened: tuple[Path, Store] | None = None
        self._learned: _Learned | None = None
        self._found: OrderedDict[tuple[str, int], _Found] = OrderedDict()
        self._tags = RelatedTags()
        self._change = 0
        self._closing = False
        self._ahead: tuple[_Asked, tuple[Suggested, ...]] | None = None
        # The thread of the screen goes on sooner: a key makes it ask for its turn some twenty times.
        self._long_turn = sys.getswitchinterval()
        sys.setswitchinterval(SHORT_TURN)

    def knows(self, vocabulary: int) -> bool:
        """Whether this version of the vocabulary is learned, so that an answer comes at once."""
        learned = self._learned
        return learned is not None and (learned.path, learned.version) == (self._lanes.used, vocabulary)

    @property
    def skills(self) -> "Mapping[str, Skill]":
        """The skills that were learned, by URI: none at first."""
        return self._learned.skills if self._learned else {}

    def mentions(self, text: Text, vocabulary: int) -> "Future[tuple[SkillMention, ...]]":
        """Ask for the mentions in a text, in its order, of this version of the vocabulary."""
        found = self._found.get((text.key, text.revision)) if self.knows(vocabulary) else None
        if found is not None:
            return _at_once(found.shown)
        return self._thread.submit(lambda: self._look_through(text, self._learn(vocabulary)).shown)

    def suggestions(
        self, posting: Posting, annotator: str, vocabulary: int, rejected: Collection[str]
    ) -> "Future[tuple[Suggested, ...]]":
        """Ask for the skills to propose to an annotator; `rejected` are the URIs of those not to offer."""
        asked = self._asked(posting, annotator, vocabulary, rejected)
        if self._ahead is not None and self._ahead[0] == asked:
            return _at_once(self._ahead[1])
        return self._thread.submit(self._suggest, asked)

    def picker(self, vocabulary: int) -> "Future[Picker]":
        """Ask for what finds skills by a part of their names.

        It is made in this thread, since what learning left free is this thread's, and with the skills learned here.
        """
        return self._thread.submit(self._make_picker, vocabulary)

    async def read_ahead(self, texts: list[Text], vocabulary: int) -> None:
        """Read texts that will be asked for soon."""
        for text in texts:
            await asyncio.wrap_future(self.mentions(text, vocabulary))

    async def suggest_ahead(
        self, posting: Posting, annotator: str, vocabulary: int, rejected: Collection[str]
    ) -> None:
        """Find what will be asked for next."""
        asked = self._asked(posting, annotator, vocabulary, rejected)
        self._ahead = asked, await asyncio.wrap_future(self._thread.submit(self._suggest, asked))

    def _asked(self, posting: Posting, annotator: str, vocabulary: int, rejected: Collection[str]) -> _Asked:
        path = self._lanes.used
        return _Asked(path, posting, annotator, vocabulary, tuple(rejected), self._change)

    def tagged(self, key: str) -> None:
        """Take note that the tags of a posting changed."""
        self._change += 1
        self._thread.submit(self._take_note, key)

    def forget_tags(self) -> None:
        """Take note that many tags changed, or what is one posting: they are counted anew when they are needed."""
        self._change += 1
        self._thread.submit(self._tags.forget)

    def close(self) -> None:
        """Wait for what was asked, and close the file."""

        def close() -> None:
            if self._opened is not None:
                self._opened[1].close()

        self._closing = True
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._thread.shutdown()
        close()
        sys.setswitchinterval(self._long_turn)

    # In the thread

    @property
    def _store(self) -> Store:
        path = self._lanes.used
        if self._opened is None or self._opened[0] != path:
            if self._opened is not None:
                self._opened[1].close()
            self._opened, self._tags = (path, Store.open(path, readonly=True)), RelatedTags()
        return self._opened[1]

    def _learn(self, vocabulary: int) -> _Learned:
        before = self._learned
        if before is not None and self.knows(vocabulary):
            return before
        # What finds is loaded here, where nobody waits for it.
        from skills.mentions import Finder
        from skills.suggesting import Offer

        skills = {skill.uri: skill for skill, _ in self._store.vocabulary(known=self.skills)}
        path = self._lanes.used
        same_file = before is not None and before.path == path
        if before is not None and same_file and all(skills.get(u) == s for u, s in before.skills.items()):
            # Skills made on the spot come on top of those that took a second to learn.
            new = [skill for uri, skill in skills.items() if uri not in before.skills]
            finder = before.finder.adding(new) if new else before.finder
        else:
            finder = Finder(skills.values(), self._breath)
            gc.freeze()  # it stays: to look for garbage among a hundred thousand labels would hold up the screen
        self._found.clear()
        self._learned = _Learned(path, vocabulary, skills, finder, Offer(skills.values()))
        return self._learned

    def _make_picker(self, vocabulary: int) -> "Picker":
        from skills.picker import Picker

        return Picker(self._store.vocabulary(known=self._learn(vocabulary).skills))

    def _breath(self) -> None:
        """Let the screen go on, and stop where nobody waits any longer."""
        if self._closing:
            raise CancelledError

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

    def _suggest(self, asked: _Asked) -> "tuple[Suggested, ...]":
        from duplicates.clusters import cluster_of
        from skills.suggesting import suggested

        posting, learned = asked.posting, self._learn(asked.vocabulary)
        found = self._look_through(Text.of(posting), learned)
        cluster = cluster_of(self._store, posting.key, asked.annotator)
        others = [member.key for member in cluster.members if member.key != posting.key] if cluster else []
        copies = [self._store.posting(asked.annotator, key).tags for key in others]
        told = [(mention.requirement, mention.reason) for mention in found.shown]
        return tuple(
            suggested(
                posting,
                learned.offer,
                found.places,
                copies,
                self._related(asked),
                asked.rejected,
                asked.annotator,
                told,
            )
        )

    def _related(self, asked: _Asked) -> "Relations | None":
        """Return what the posting's tags have to do with others; nothing where it has none."""
        if not any(tag.annotator == asked.annotator for tag in asked.posting.tags):
            return None
        found = self._tags.relations(self._store)
        self._count_later()
        return found

    def _count_later(self) -> None:
        if self._tags.is_counting and not self._closing:
            with suppress(RuntimeError):  # it closes just now
                self._thread.submit(self._count_on)

    def _count_on(self) -> None:
        self._tags.count_on()
        self._count_later()

    def _take_note(self, key: str) -> None:
        self._tags.tagged(self._store, key)


def _at_once(answer: T) -> Future[T]:
    """Return what is known already as something that was asked for."""
    found: Future[T] = Future()
    found.set_result(answer)
    return found
