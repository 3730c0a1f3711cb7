"""The guidelines of the project, beside the posting or over it."""

import asyncio
from functools import partial

from tui.guidelines import read_guidelines
from tui.widgets.guidelines import Guidelines

from .searching import Searching

FEW = 3  # lines that a key scrolls by


class Guiding(Searching):
    """The page of guidelines."""

    def action_guidelines(self) -> None:
        """Show the guidelines, or hide them."""
        self.turns.add(self._guidelines)

    async def _guidelines(self) -> None:
        if self.hide_guidelines():
            return
        page = await asyncio.to_thread(partial(read_guidelines, self.app.guidelines))
        self.add_class("-guided")
        self.query_one(Guidelines).show(page)

    def hide_guidelines(self) -> bool:
        """Hide the guidelines; return whether they were shown."""
        page = self.query_one(Guidelines)
        shown, page.display = page.display, False
        self.remove_class("-guided")
        return shown

    def action_guidelines_scroll(self, step: int) -> None:
        """Read on in the guidelines, or back."""
        self.query_one(Guidelines).scroll_by(step * FEW)

    def action_clear(self) -> None:
        """Reject no number after all; else hide the guidelines; else show the whole queue again."""
        if self.rejecting:
            self.action_reject_number()
        elif not self.hide_guidelines():
            super().action_clear()
