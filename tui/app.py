"""The application: theme, database, first screen."""

import asyncio
import signal
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.markup import escape
from textual.notifications import Notification
from textual.screen import Screen
from textual.widgets import Input

from store import Event, PairOrder, PostilError

from .bindings import bindings
from .commands import ALWAYS, Scope, in_scope, key_name, use_keys
from .find_flow import FindFlow, Found
from .guidelines import NAME as GUIDELINES
from .import_flow import Imported, ImportFlow
from .lanes import Lanes
from .pair_courses import Course, OpenPairs, PairsOf
from .panes import breakpoints, pane_variables
from .screens.deciding import DecidingScreen
from .screens.family import FamilyScreen
from .screens.go_to import Destination, GoTo
from .screens.help import Help
from .screens.import_preview import ImportPreview
from .screens.pairs import PairScreen
from .screens.problems import Problems
from .screens.review import ReviewScreen
from .screens.skills import SkillsScreen
from .text import shown, shown_lines
from .themes import DEFAULTS, THEMES
from .widgets.fields import NoteArea, SearchBar

if TYPE_CHECKING:
    from .config import Settings

# What the letters of the scope "app" do.
LETTERS = frozenset(command.action for command in in_scope("app") if command.id not in ALWAYS)


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
        guidelines: Path | None = None,
        own: "Settings | None" = None,
    ) -> None:
        """Without `own`, the person's settings, all is as it comes."""
        own_keys = own.own_keys if own else {}
        use_keys(own_keys)
        self._panes = pane_variables(own)
        super().__init__()
        self.set_keymap({name: ",".join(keys) for name, keys in own_keys.items()})
        self.annotator = annotator
        self.lanes = Lanes(path)
        self.guidelines = guidelines or path.absolute().parent / GUIDELINES
        self.saved: Event | None = None
        """The last decision, or its undoing, that is on the disk."""
        self._duplicates = duplicates
        self._said = Notification("")
        self._holding = False
        self._held: deque[events.Key] = deque()
        self.review = ReviewScreen(query if query is not None or own is None else own.defaults.query)
        if own is not None:
            self.review.HORIZONTAL_BREAKPOINTS = breakpoints(own.panes)
        self.imports = ImportFlow(self)
        self.finding = FindFlow(self)
        for known in THEMES:
            self.register_theme(known)
        self.theme = (own.theme if own else None) or THEMES[0].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give themes that are not ours the variables ours have, and the panes their widths."""
        return DEFAULTS | self._panes

    def on_mount(self) -> None:
        """Show the review, and the pairs over it if asked for."""
        for wanted in (signal.SIGTERM, signal.SIGHUP):  # a hang-up leaves the terminal as it was, too
            asyncio.get_running_loop().add_signal_handler(wanted, self.exit)
        self.push_screen(self.review)
        if self._duplicates:
            self.open_pairs(None)

    def open_pairs(self, posting: str | None) -> None:
        """Show the pairs of a posting, or all open ones."""
        self.finding.seen()
        self.open_course(PairsOf(posting) if posting else OpenPairs(PairOrder.UNCERTAIN))

    def open_course(self, course: Course, *, once: bool = False) -> None:
        """Show pairs of some course; with `once` the first verdict leads back."""
        self._open(PairScreen(course, once=once))

    def open_family(self, posting: str) -> None:
        """Show the family of a posting."""
        self._open(FamilyScreen(posting))

    def _open(self, screen: DecidingScreen) -> None:
        below = self.screen if isinstance(self.screen, DecidingScreen) else self.review
        self.push_screen(screen, below.returned)

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
        """Leave letters to fields and dialogs, and leaving to an editor, which has something to keep."""
        if action == "quit":
            return not isinstance(self.screen.focused, NoteArea)
        if action == "help" and isinstance(self.screen, ImportPreview | Problems):
            return True
        if action in LETTERS:
            deciding = isinstance(self.screen, DecidingScreen)
            return deciding and not isinstance(self.screen.focused, Input | NoteArea)
        return True

    def say(self, sentence: str) -> None:
        """Tell the person something that needs no answer."""
        said = Notification(shown_lines(sentence), timeout=3)
        if said.message == self._said.message and not self._said.has_expired:
            return  # it is on the screen still
        self._said = said
        self.notify(said.message, markup=False, timeout=said.timeout)

    def tell(self, error: Exception) -> None:
        """Show why something was not done; a fault of ours ends the application, with its trace."""
        if not isinstance(error, PostilError):
            raise error
        self.notify(shown_lines(str(error)), title=error.title, severity="error", markup=False, timeout=8)

    async def action_quit(self) -> None:
        """Finish what was asked for, then leave."""
        for screen in self.screen_stack:
            if isinstance(screen, DecidingScreen):
                await screen.turns.settled()
        unfinished = await self.imports.leave() or self.finding.leave()
        with suppress(PostilError):  # the place is no decision: leaving does not wait for it
            await self.review.remember()
        self.exit(message=Text(shown(unfinished)) if unfinished else None)

    def on_unmount(self) -> None:
        """Stop an import behind its batch, and close the database."""
        self.finding.lane.close()
        self.imports.lane.close()
        self.lanes.close()

    def action_undo(self) -> None:
        """Take back the last decision, on the screen that is shown."""
        if isinstance(self.screen, DecidingScreen):
            self.screen.turns.add(self.screen.undo)

    def action_redo(self) -> None:
        """Bring back what was undone last."""
        if isinstance(self.screen, DecidingScreen):
            self.screen.turns.add(self.screen.redo)

    def action_import_files(self) -> None:
        """Import postings while the reviewing goes on."""
        self.imports.begin()

    def action_import_problems(self) -> None:
        """List the problems of the last import."""
        self.imports.show_problems()

    def on_imported(self, message: Imported) -> None:
        """Show how far the import has come."""
        self.imports.came_so_far(message.progress)

    def action_find_duplicates(self) -> None:
        """Find pairs while the reviewing goes on, or stop the search that runs."""
        self.finding.ask()

    def on_found(self, message: Found) -> None:
        """Show how far the search has come."""
        self.finding.came_so_far(message)

    def action_go(self) -> None:
        """Go to another screen."""

        def gone(destination: Destination | None) -> None:
            if destination == "review":
                self.back_to_review()
            elif destination == "duplicates" and not self._shows_open_pairs():
                self.open_pairs(None)
            elif destination == "skills" and not self._shows("skills"):
                self._open(SkillsScreen())
            elif destination == "progress" and not self._shows("progress"):
                self._open_progress()

        self.push_screen(GoTo(), gone)

    def _open_progress(self) -> None:
        from .screens.progress import ProgressScreen  # it draws with a library that nothing else needs

        self._open(ProgressScreen())

    def _shows(self, scope: Scope) -> bool:
        return isinstance(self.screen, DecidingScreen) and scope == self.screen.SCOPE

    def show_tagged(self, skill: str) -> None:
        """Go to the review, on the postings that anybody tagged with a skill."""
        quoted = skill.replace('"', " ")
        self.back_to_review()
        self.review.post_message(SearchBar.Left(f'tag:"{quoted}"'))

    def _shows_open_pairs(self) -> bool:
        return isinstance(self.screen, PairScreen) and isinstance(self.screen.course, OpenPairs)

    def back_to_review(self) -> None:
        """Leave the screens above the review, once every verdict that was asked for on them is given."""
        if isinstance(self.screen, DecidingScreen) and self.screen is not self.review:
            self.hold_keys()
            self.run_worker(self._back_to_review(), group="back")

    async def _back_to_review(self) -> None:
        above = [screen for screen in self.screen_stack if isinstance(screen, DecidingScreen)]
        for screen in above:
            await screen.turns.settled()
        while self.screen is not self.review and len(self.screen_stack) > 1:
            await self.pop_screen()
        self.review.returned(None)
        self.release_keys()

    def action_help(self) -> None:
        """Show the keys of this screen."""
        scopes: tuple[Scope, ...] = ("review", "text", "app")
        if isinstance(self.screen, PairScreen):
            scopes = ("pair", "app")
        elif isinstance(self.screen, FamilyScreen):
            scopes = ("family", "app")
        elif isinstance(self.screen, DecidingScreen) and self.screen is not self.review:
            scopes = (self.screen.SCOPE, "app")
        elif isinstance(self.screen, ImportPreview):
            scopes = ("preview",)
        elif isinstance(self.screen, Problems):
            scopes = ("problems",)
        self.push_screen(Help(scopes))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer the commands of the screen and of the application, and the themes, in the palette."""
        if not isinstance(screen, DecidingScreen):
            return
        scope: Scope
        if isinstance(screen, PairScreen):
            scope = "pair"
            for order in PairOrder:
                action = f"screen.order_by('{order}')"
                yield SystemCommand(
                    f"Open pairs, {order}",
                    "take the open pairs in that order",
                    lambda action=action: self.call_later(self.run_action, action),
                )
        elif isinstance(screen, FamilyScreen):
            scope = "family"
        else:
            scope = screen.SCOPE
        if screen is self.review:
            for kept in self.review.kept_searches:
                # The palette reads markup, also in what a person named.
                yield SystemCommand(
                    escape(f"Search: {shown(kept.name)}"),
                    escape(shown(kept.query)),
                    lambda text=kept.query: self.review.action_search_for(text),
                )
        for command in (*in_scope(scope), *in_scope("app")):
            if command.id == "palette":
                continue
            namespace = "app" if command.scope == "app" else "screen"
            keys = " ".join(key_name(key) for key in command.keys)
            yield SystemCommand(
                command.title,
                f"{keys}: {command.help}",
                lambda action=f"{namespace}.{command.action}": self.call_later(self.run_action, action),
            )
        yield SystemCommand("Theme", "choose how the application looks", self.action_change_theme)
