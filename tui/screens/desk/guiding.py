"""The guidelines of the project, beside the posting or over it."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from .searching import Searching

if TYPE_CHECKING:
    from tui.widgets.guidelines import Guidelines

FEW = 3  # lines that a key scrolls by


class Guiding(Searching):
    """The page of guidelines."""

    guidelines_page: "Guidelines"

    def action_guidelines(self) -> None:
        """Show the guidelines, or hide them."""
        self.turns.add(self._guidelines)

    async def _guidelines(self) -> None:
        if self.hide_guidelines():
            return
        from tui.guidelines import read_guidelines

        page = await asyncio.to_thread(partial(read_guidelines, self.app.guidelines))
        self.add_class("-guided")
        self.guidelines_page.show(page)

    def hide_guidelines(self) -> bool:
        """Hide the guidelines; return whether they were shown."""
        shown, self.guidelines_page.display = self.guidelines_page.display, False
        self.remove_class("-guided")
        return shown

    def action_guidelines_scroll(self, step: int) -> None:
        """Read on in the guidelines, or back."""
        self.guidelines_page.scroll_by(step * FEW)

    def action_clear(self) -> None:
        """Reject no number after all; else hide the guidelines; else show the whole queue again."""
        if self.rejecting:
            self.action_reject_number()
        elif not self.hide_guidelines():
            super().action_clear()
