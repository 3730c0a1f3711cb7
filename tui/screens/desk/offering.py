"""The nine likeliest skills of a posting, each under a number that is its own until the posting is left."""

import asyncio
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from store import Event, Posting, Requirement, Store, UsageError
from tui.commands import key_of

from .desk import GLANCE
from .tagging import Tagging
from .view import rejected_of

if TYPE_CHECKING:
    from skills.suggesting import Suggested

    Suggestions = Future[tuple[Suggested, ...]]


class Offering(Tagging):
    """Suggestions."""

    def __init__(self) -> None:
        super().__init__()
        self._suggesting: Suggestions | None = None
        self.rejecting = False
        """Whether the next number rejects."""
        self.explaining = False
        """Whether all reasons are shown in full."""

    async def opened(self, posting: Posting) -> None:
        """Find the mentions of a posting that was opened, then what to suggest."""
        if self._suggesting is not None:
            self._suggesting.cancel()
        self._suggesting = None
        self.view = replace(self.view, offers=None)
        await super().opened(posting)
        suggesting = self._suggesting
        if suggesting is None:
            return  # it is asked for later
        if self.view.mentions is not None and not suggesting.done():
            await asyncio.wait([asyncio.wrap_future(suggesting)], timeout=GLANCE)
        if suggesting.done():
            self.view = replace(self.view, offers=self.answer(suggesting))
        else:
            self._wait_for_suggestions(suggesting)

    def ask_for_more(self, posting: Posting) -> None:
        """Ask for suggestions."""
        self._suggesting = self.reader.suggestions(
            posting, self.app.annotator, self.view.vocabulary, rejected_of(self.view.answers)
        )

    def wait_for_more(self) -> None:
        """Draw suggestions when they come."""
        if self._suggesting is not None:
            self._wait_for_suggestions(self._suggesting)

    @work(exclusive=True, group="suggestions")
    async def _wait_for_suggestions(self, suggesting: "Suggestions") -> None:
        await asyncio.wait([asyncio.wrap_future(suggesting)])
        self.turns.add(partial(self._take_suggestions, suggesting))

    async def _take_suggestions(self, suggesting: "Suggestions") -> None:
        """Show suggestions that took their time, if they are still what is waited for."""
        if self._suggesting is suggesting and self.view.offers is None:
            self.view = replace(self.view, offers=self.answer(suggesting))
            self.draw(from_top=False)

    async def show_again(self, saved: Event | None, *, cursor: str | None = None) -> None:
        """Show the posting after a decision, and let its tags count for what is suggested elsewhere."""
        if saved is not None and saved.posting is not None:
            self.reader.tagged(saved.posting)
        if saved is not None and saved.action == "copy":
            self.reader.forget_tags()
        await super().show_again(saved, cursor=cursor)

    async def turned(self, event: Event) -> None:
        """Show what an undo or redo changed, which may be the tags of many postings."""
        self.reader.forget_tags()
        await super().turned(event)

    def action_suggestion(self, number: int) -> None:
        """Accept the suggestion of that number, or reject it where that was asked for."""
        rejecting, self.rejecting = self.rejecting, False
        self.turns.add(partial(self._answer, number, reject=rejecting))

    def action_reject_number(self) -> None:
        """Let the next number reject, or not."""
        self.rejecting = not self.rejecting
        self.draw(from_top=False)

    def action_why(self) -> None:
        """Show all reasons in full, or only the first of each."""
        self.explaining = not self.explaining
        self.draw(from_top=False)

    def action_suggest_anew(self) -> None:
        """Number what there is to suggest now."""
        self.turns.add(self._suggest_anew)

    async def _suggest_anew(self) -> None:
        if self.view.posting is not None:
            await self.opened(self.view.posting)
            self.draw(from_top=False)

    async def _answer(self, number: int, *, reject: bool) -> None:
        posting, waiting = self.view.posting, self._suggesting
        if posting is None:
            return
        if self.view.offers is None and waiting is not None and self.reader.knows(self.view.vocabulary):
            await asyncio.wait([asyncio.wrap_future(waiting)])
            self.view = replace(self.view, offers=self.answer(waiting))
        if self.view.offers is None:
            raise UsageError("What to suggest is still being looked for. Press the number once it is there.")
        offer = next((one for one in self.view.offers if one.number == number), None)
        if offer is None:
            self.draw(from_top=False)
            raise UsageError(f"There is no suggestion {number} for this posting.")
        write, who = self.app.lanes.write, self.app.annotator
        # A skill that the source names may still have to be made: by its name.
        name = offer.skill.label if offer.skill.uri.startswith("local:") else offer.skill.uri
        tagged = any(tag.skill.uri == offer.skill.uri for tag in self.own_tags)
        if reject:
            if tagged:
                self.draw(from_top=False)
                to, remove = key_of("review", "next-tag"), key_of("review", "untag")
                raise UsageError(
                    f"{offer.skill.label} is a tag by now: {to} goes to it, {remove} removes it."
                )
            await self.show_again(await write.run(Store.reject, who, [posting.key], name, offer.kind))
            return
        if tagged:
            self.app.say(f"{offer.skill.label} is a tag already.")
            return
        span = (offer.mention.start, offer.mention.end) if offer.mention else None
        how: Requirement = offer.requirement
        saved = await write.run(Store.accept, who, posting.key, name, offer.kind, how, span)
        await self.show_tagged(saved)
