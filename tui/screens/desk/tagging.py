"""Tagging: by picker, by words, by mention; changing, removing, and doing the same again."""

import asyncio
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from store import Event, Posting, Requirement, State, Store, SuggestionKind, Tag, UsageError
from tui.commands import key_of
from tui.skill_reader import SkillMention
from tui.widgets.posting_text import PostingText

from .moving import Moving

if TYPE_CHECKING:
    from skills.picker import Picker


@dataclass(frozen=True, slots=True)
class Selection:
    """Words of one posting: its key, `[start, end)` of its body, and what stands there."""

    key: str
    span: tuple[int, int]
    quote: str


@dataclass(frozen=True, slots=True)
class Edit:
    """The last edit of a tag, to be done again: a skill and how it is asked for, None where the tag was removed."""

    skill: str  # its URI, or the name of one that was made by the edit
    requirement: Requirement | None
    quote: str | None


class Tagging(Moving):
    """States and tags."""

    def __init__(self) -> None:
        super().__init__()
        # Kept until there are other skills.
        self._picker: tuple[object, Picker] | None = None
        self._last_edit: Edit | None = None

    def action_state(self, state: str) -> None:
        """Set the state of the posting; all but `todo` go on to the next."""
        self.turns.add(partial(self._set_state, State(state)))

    async def _set_state(self, state: State) -> None:
        posting = self.view.posting
        if posting is None:
            return
        saved = await self.app.lanes.write.run(Store.set_state, self.app.annotator, posting.key, state)
        if state is not State.TODO:
            self.app.saved = saved or self.app.saved
            await self.step(forward=True)
        if self.view.posting is posting:  # the end of the queue, or to do again
            await self.show_again(saved)

    # By picker and by words

    def action_tag(self) -> None:
        """Tag a skill on the posting."""
        self.lead_to_field(partial(self._pick_skill, None))

    async def _made_picker(self, vocabulary: int) -> "Picker":
        """Make what finds skills: a third of a second for ESCO's labels."""
        if self.reader.knows(vocabulary):
            return await asyncio.wrap_future(self.reader.picker(vocabulary))
        return await self.app.lanes.read.run(_made_picker)  # nobody waits for all to be learned

    def action_tag_span(self) -> None:
        """Tag a skill on the selected words."""
        self.lead_to_field(partial(self._pick_skill, self.take_selection()))

    def take_selection(self) -> Selection | None:
        """Return the selected words with their posting: by the time of the turn another may be shown."""
        text, posting = self.query_one(PostingText), self.view.posting
        chosen = text.selected
        text.drop_selection()
        if chosen is None or posting is None:
            return None
        return Selection(posting.key, chosen, posting.body[slice(*chosen)])

    async def _pick_skill(self, words: Selection | None) -> None:
        posting = self.view.posting
        if posting is None:
            raise UsageError("There is no posting to tag.")
        known = self.view.vocabulary
        if self._picker is None or self._picker[0] != known:
            self._picker = (known, await self._made_picker(known))
        key, span, quote = (words.key, words.span, words.quote) if words else (posting.key, None, "")
        from tui.screens.skill_picker import SkillPicker

        about = f"Tag “{quote}”" if words else f"Tag {posting.shown_title or 'this posting'}"

        def picked(name: str | None) -> None:
            self.app.release_keys()
            if name is not None:
                self.turns.add(partial(self._tag, key, name, span))

        self.app.push_screen(SkillPicker(self._picker[1], about, quote), picked)

    async def _tag(
        self, key: str, skill: str, span: tuple[int, int] | None, requirement: Requirement | None = None
    ) -> None:
        saved = await self.app.lanes.write.run(Store.tag, self.app.annotator, key, skill, requirement, span)
        if saved is None:
            self.app.say("This posting has that tag already.")
        await self.show_tagged(saved)

    async def show_tagged(self, saved: Event | None) -> None:
        """Show a posting that was tagged, with the cursor on the new tag."""
        before = {tag.uid for tag in self.own_tags}
        await self.show_again(saved)
        added = [tag for tag in self.own_tags if tag.uid not in before]
        if added:
            self.remember_edit(added[0])
            stop = next(stop for stop in self.stops if stop.id == added[0].uid)
            self.point_at(stop)

    def remember_edit(
        self, tag: Tag, requirement: Requirement | None = None, *, removed: bool = False
    ) -> None:
        """Keep what was done to a tag, so that it can be done again elsewhere."""
        quote = tag.span.quote if tag.span else None
        wanted = None if removed else requirement or tag.requirement
        self._last_edit = Edit(tag.skill.uri, wanted, quote)

    # On what is under the cursor

    def _tag_here(self) -> Tag:
        stop = self.stop
        tags = self.own_tags
        if stop is not None and stop.tag is not None:
            return stop.tag
        if stop is None and len(tags) == 1:
            return tags[0]
        raise UsageError(
            f"No tag is under the cursor: {key_of('review', 'next-tag')} moves to one."
            if tags
            else f"There is no tag yet: {key_of('review', 'tag')} tags a skill."
        )

    def action_require(self, requirement: str) -> None:
        """Say how the tag under the cursor is asked for; accept a mention as that."""
        self.turns.add(partial(self._require, Requirement(requirement)))

    async def _require(self, requirement: Requirement) -> None:
        posting, stop = self.view.posting, self.stop
        if posting is None:
            return
        if stop is not None and stop.mention is not None:
            await self.accept_mention(posting, stop.mention, requirement)
            return
        tag = self._tag_here()
        saved = await self.app.lanes.write.run(
            Store.require, self.app.annotator, posting.key, tag.uid, requirement
        )
        self.remember_edit(tag, requirement)
        await self.show_again(saved, cursor=tag.uid)

    def action_accept(self) -> None:
        """Tag the skill that is mentioned under the cursor, with the mention as its evidence."""
        self.turns.add(self._accept)

    async def _accept(self) -> None:
        posting, stop = self.view.posting, self.stop
        if posting is None:
            return
        if stop is None:
            raise UsageError(
                f"No mention is under the cursor: {key_of('review', 'next-tag')} moves to the next."
            )
        if stop.mention is None:
            self.app.say("That is a tag already.")
            return
        await self.accept_mention(posting, stop.mention, stop.mention.requirement)

    async def accept_mention(self, posting: Posting, mention: SkillMention, requirement: Requirement) -> None:
        """Make a mention a tag."""
        span = (mention.span.start, mention.span.end)
        saved = await self.app.lanes.write.run(
            Store.accept,
            self.app.annotator,
            posting.key,
            mention.skill.uri,
            SuggestionKind.MENTION,
            requirement,
            span,
        )
        await self.show_tagged(saved)

    def action_reject(self) -> None:
        """Remove the tag under the cursor, or reject the mention: it is not offered here again."""
        self.turns.add(self._reject)

    async def _reject(self) -> None:
        posting, stop = self.view.posting, self.stop
        if posting is None:
            return
        if stop is not None and stop.mention is not None:
            uri, kind = stop.mention.skill.uri, SuggestionKind.MENTION
            saved = await self.app.lanes.write.run(Store.reject, self.app.annotator, [posting.key], uri, kind)
            await self.show_again(saved)
            return
        tag = self._tag_here()
        gone = await self.app.lanes.write.run(Store.untag, self.app.annotator, posting.key, tag.uid)
        self.remember_edit(tag, removed=True)
        await self.show_again(gone)

    # The same again

    def action_repeat(self) -> None:
        """Do the last edit of a tag again, on this posting."""
        self.turns.add(self._repeat)

    async def _repeat(self) -> None:
        posting, edit = self.view.posting, self._last_edit
        if edit is None:
            raise UsageError(
                f"There is no edit of a tag to repeat yet: {key_of('review', 'tag')} tags a skill."
            )
        if posting is None:
            return
        await self.mentions_here()
        here = next((tag for tag in self.own_tags if tag.skill.uri == edit.skill), None)
        if edit.requirement is None:
            if here is None:
                raise UsageError("The last edit removed a tag that this posting does not have.")
            gone = await self.app.lanes.write.run(Store.untag, self.app.annotator, posting.key, here.uid)
            await self.show_again(gone)
        elif here is not None:
            saved = await self.app.lanes.write.run(
                Store.require, self.app.annotator, posting.key, here.uid, edit.requirement
            )
            if saved is None:
                self.app.say("This posting has that tag already.")
            await self.show_again(saved, cursor=here.uid)
        else:
            await self._tag(posting.key, edit.skill, self._evidence_of(edit, posting.body), edit.requirement)

    def _evidence_of(self, edit: Edit, body: str) -> tuple[int, int] | None:
        """Return where this text mentions the skill, else where the same words stand, else None."""
        for mention in self.view.mentions or ():
            if mention.skill.uri == edit.skill:
                return mention.span.start, mention.span.end
        same = re.search(rf"(?<!\w){re.escape(edit.quote)}(?!\w)", body) if edit.quote else None
        return same.span() if same else None


def _made_picker(store: Store) -> "Picker":
    from skills.picker import Picker  # with what compares words, which the first paint does not need

    return Picker(store.vocabulary())
