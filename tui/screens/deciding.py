"""What the screens on which a person decides share: turns, undo and redo."""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import MountError

from store import Event, Store
from tui.commands import Scope
from tui.turns import Turn, Turns

if TYPE_CHECKING:
    from tui.app import PostilApp


class DecidingScreen(Screen[None]):
    """Every key that decides is a turn: taken in order, written first, then shown."""

    AUTO_FOCUS = ""  # letters are commands until something is opened
    SCOPE: ClassVar[Scope] = "review"
    """Whose commands work here."""

    app: "PostilApp"

    def __init__(self) -> None:
        super().__init__()
        self.turns = Turns()

    def on_mount(self) -> None:
        """Take turns, the first of them to show something."""
        self._take_turns()
        self.turns.add(self.begin)

    @work
    async def _take_turns(self) -> None:
        await self.turns.take(self._failed)

    def _failed(self, error: Exception) -> None:
        # A turn may end while the application does: what it would draw on is gone, and nobody looks.
        if self.is_drawable or not isinstance(error, NoMatches | MountError):
            self.app.tell(error)

    @property
    def is_drawable(self) -> bool:
        """Whether there is something to draw on: not before it is mounted, nor once it is left."""
        return self.is_mounted and self.is_attached and self.app.is_running and self in self.app.screen_stack

    def lead_to(self, turn: Turn) -> None:
        """Add a turn that may open a screen: keys wait, so that those pressed behind it are for that screen."""

        async def led() -> None:
            try:
                await turn()
            finally:
                self.app.release_keys()

        self.app.hold_keys()
        self.turns.add(led)

    def lead_to_field(self, turn: Turn) -> None:
        """Add a turn that opens something to type in: keys wait until it takes them, or until it fails to come."""

        async def led() -> None:
            try:
                await turn()
            except BaseException:
                self.app.release_keys()
                raise

        self.app.hold_keys()
        self.turns.add(led)

    def go_back(self) -> None:
        """Leave, once every decision that was asked for is made; keys pressed behind are for the screen below."""
        self.app.hold_keys()
        self.turns.add(self._leave)

    async def _leave(self) -> None:
        # Not from here: leaving ends the worker that takes this turn.
        self.app.call_later(self._left)

    def _left(self) -> None:
        self.dismiss()
        self.app.release_keys()

    async def begin(self) -> None:
        """Show what the screen opens with."""
        raise NotImplementedError

    async def turned(self, event: Event) -> None:
        """Show what the undoing or redoing of a decision changed."""
        raise NotImplementedError

    def returned(self, _: None) -> None:
        """Show what was decided on a screen above."""
        raise NotImplementedError

    def pairs_grown(self) -> None:
        """Show what a search for pairs has found; nothing, but where pairs are shown."""

    def changed_elsewhere(self) -> None:
        """Show what another process has changed, staying where one is."""
        self.returned(None)

    async def undo(self) -> None:
        """Take back the annotator's last decision and go to where it was."""
        await self._turn(await self.app.lanes.write.run(Store.undo, self.app.annotator), "undo")

    async def redo(self) -> None:
        """Bring back what was undone last and go to where it was."""
        await self._turn(await self.app.lanes.write.run(Store.redo, self.app.annotator), "redo")

    async def _turn(self, event: Event | None, what: str) -> None:
        if event is None:
            self.app.say(f"There is nothing to {what}.")
            return
        self.app.saved = event
        await self.turned(event)
