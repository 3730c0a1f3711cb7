"""The application: theme, database, first screen."""

from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Input

from store import Event, PostilError

from .bindings import bindings
from .commands import Scope, in_scope
from .lanes import Lanes
from .screens.deciding import DecidingScreen
from .screens.go_to import Destination, GoTo
from .screens.help import Help
from .screens.pairs import PairScreen
from .screens.review import ReviewScreen
from .text import content
from .themes import DEFAULTS, THEMES

# What the letters of the scope "app" do.
LETTERS = frozenset(command.action for command in in_scope("app") if "ctrl+" not in command.keys[0])


class PostilApp(App[None]):
    """One annotator on one database. Raises StoreError where it cannot be opened."""

    TITLE = "Postil"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        path: Path,
        annotator: str,
        *,
        query: str | None = None,
        duplicates: bool = False,
    ) -> None:
        super().__init__()
        self.annotator = annotator
        self.lanes = Lanes(path)
        self.saved: Event | None = None
        """The last decision, or its undoing, that is on the disk."""
        self._duplicates = duplicates
        self._holding = False
        self._held: deque[events.Key] = deque()
        self.review = ReviewScreen(query)
        for known in THEMES:
            self.register_theme(known)
        self.theme = THEMES[0].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give themes that are not ours the variables ours have."""
        return DEFAULTS

    def on_mount(self) -> None:
        """Show the review, and the pairs over it if asked for."""
        self.push_screen(self.review)
        if self._duplicates:
            self.open_pairs(None)

    def open_pairs(self, posting: str | None) -> None:
        """Show the pairs of a posting, or all open ones."""
        self.push_screen(PairScreen(posting))

    # Keys pressed while a dialog is on its way wait for it, so that they are typed into it, in their order.

    def hold_keys(self) -> None:
        """Let keys wait from now on."""
        self._holding = True

    def release_keys(self) -> None:
        """Give the keys that waited to what has the focus now."""
        self._holding = False
        self.call_later(self._hand_on)

    async def _hand_on(self) -> None:
        while self._held and not self._holding:
            await super().on_event(self._held.popleft())

    async def on_event(self, event: events.Event) -> None:
        """Keep keys in their order."""
        waiting = self._holding or self._held
        if waiting and isinstance(event, events.Key) and not event.is_forwarded:
            self._held.append(event)
        else:
            await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave letters to fields and dialogs."""
        if action in LETTERS:
            deciding = isinstance(self.screen, DecidingScreen)
            return deciding and not isinstance(self.screen.focused, Input)
        return True

    def say(self, sentence: str) -> None:
        """Tell the person something that needs no answer."""
        self.notify(content(sentence).plain, markup=False, timeout=3)

    def tell(self, error: Exception) -> None:
        """Show why something was not done; a fault of ours ends the application, with its trace."""
        self.release_keys()
        if not isinstance(error, PostilError):
            raise error
        self.notify(content(str(error)).plain, title=error.title, severity="error", markup=False, timeout=8)

    async def action_quit(self) -> None:
        """Finish what was asked for, then leave."""
        for screen in self.screen_stack:
            if isinstance(screen, DecidingScreen):
                await screen.turns.settled()
        await self.review.remember()
        self.exit()

    def on_unmount(self) -> None:
        """Close the database."""
        self.lanes.close()

    def action_undo(self) -> None:
        """Take back the last decision, on the screen that is shown."""
        if isinstance(self.screen, DecidingScreen):
            self.screen.turns.add(self.screen.undo)

    def action_redo(self) -> None:
        """Bring back what was undone last."""
        if isinstance(self.screen, DecidingScreen):
            self.screen.turns.add(self.screen.redo)

    def action_go(self) -> None:
        """Go to another screen."""

        def gone(destination: Destination | None) -> None:
            if destination == "review" and isinstance(self.screen, PairScreen):
                self.screen.dismiss()
            elif destination == "duplicates" and not isinstance(self.screen, PairScreen):
                self.open_pairs(None)

        self.push_screen(GoTo(), gone)

    def _scope(self) -> Scope:
        return "pair" if isinstance(self.screen, PairScreen) else "review"

    def action_help(self) -> None:
        """Show the keys of this screen."""
        scopes: tuple[Scope, ...] = ("pair", "app") if self._scope() == "pair" else ("review", "text", "app")
        self.push_screen(Help(scopes))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer the commands of the screen and of the application, and the themes, in the palette."""
        for command in (*in_scope(self._scope()), *in_scope("app")):
            if command.id == "palette":
                continue
            namespace = "app" if command.scope == "app" else "screen"
            yield SystemCommand(
                command.title,
                command.help,
                lambda action=f"{namespace}.{command.action}": self.call_later(self.run_action, action),
            )
        yield SystemCommand("Theme", "choose how the application looks", self.action_change_theme)
