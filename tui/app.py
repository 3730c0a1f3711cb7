"""The application: theme, database, first screen."""

import asyncio
import signal
from collections import deque
from collections.abc import Iterable
from concurrent.futures import wait
from contextlib import suppress
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.driver import Driver
from textual.markup import escape
from textual.notifications import Notification
from textual.screen import Screen

from store import Event, PairOrder, PostilError

from .bindings import bindings
from .commands import ALWAYS, Scope, in_scope, key_name, use_keys
from .drawn_lines import forget_drawn_lines
from .guidelines import NAME as GUIDELINES
from .lanes import Lanes
from .panes import breakpoints, pane_variables
from .screens.deciding import DecidingScreen
from .screens.desk.desk import GLANCE
from .screens.desk.searching import resumed
from .screens.review import ReviewScreen
from .terminal_driver import TerminalDriver
from .text import shown, shown_lines
from .themes import DEFAULTS, THEMES
from .watching import Watch
from .widgets.typed_in import TypedIn

# Screens are loaded as they are opened, and what works beside them as it begins: the first paint needs but one.
if TYPE_CHECKING:
    from .config import Settings
    from .export_flow import Exported, ExportFlow
    from .find_flow import FindFlow, Found
    from .import_flow import Imported, ImportFlow
    from .pair_courses import Course
    from .screens.go_to import Destination

# What the letters of the scope "app" do.
LETTERS = frozenset(command.action for command in in_scope("app") if command.id not in ALWAYS)
DIALOGS: tuple[Scope, ...] = ("preview", "problems")
"""Those that have commands of their own, and help for them."""


class PostilApp(App[None]):
    """One annotator on one database. Raises StoreError where it cannot be opened."""

    TITLE = "Postil"
    # The review's with it: what comes with a screen has all style sheets read anew.
    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "screens/review.tcss"]
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
        served: bool = False,
    ) -> None:
        """Without `own`, the person's settings, all is as it comes. Who is `served` in a browser sees no files."""
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
        self._served = served
        self._said = Notification("")
        self._holding = False
        self._held: deque[events.Key | events.Paste] = deque()
        asked = query if query is not None or own is None else own.defaults.query
        self._watch = Watch(self)
        opening = self.lanes.read.begin(resumed, annotator, asked)
        wait([opening], GLANCE)  # two threads that both work hinder each other: all at once it takes a tenth
        self.review = ReviewScreen(opening, asked)
        if own is not None:
            self.review.HORIZONTAL_BREAKPOINTS = breakpoints(own.panes)
        for known in THEMES:
            self.register_theme(known)
        self.theme = (own.theme if own else None) or THEMES[0].name

    @cached_property
    def imports(self) -> "ImportFlow":
        """The import beside the reviewing."""
        from .import_flow import ImportFlow

        return ImportFlow(self)

    @cached_property
    def finding(self) -> "FindFlow":
        """The search for pairs beside the reviewing."""
        from .find_flow import FindFlow

        return FindFlow(self)

    @cached_property
    def exports(self) -> "ExportFlow":
        """The export beside the reviewing."""
        from .export_flow import ExportFlow

        return ExportFlow(self)

    def get_driver_class(self) -> type[Driver]:
        """Watch over a terminal; a browser has a driver of its own."""
        found = super().get_driver_class()
        return TerminalDriver if found is TerminalDriver.__base__ else found

    def get_default_screen(self) -> Screen[None]:
        """Begin with the review: it is under all others."""
        return self.review

    def refresh_css(self, animate: bool = True) -> None:
        """Take the colours of a theme; before there is a screen, without reading the style sheets for nobody."""
        if self.screen_stack:
            super().refresh_css(animate=animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give themes that are not ours the variables ours have, and the panes their widths."""
        return DEFAULTS | self._panes

    def on_mount(self) -> None:
        """Show the pairs over the review, if asked for."""
        if self.is_web:  # in a terminal its driver does
            for wanted in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(wanted, self.exit)
        self._watch.begin()
        if self._duplicates:
            self.open_pairs(None)

    def pop_screen(self) -> AwaitComplete:
        """Leave a screen, and let go of what it drew: whoever opens thousands a day would run out of memory."""
        forget_drawn_lines()
        return super().pop_screen()

    def open_pairs(self, posting: str | None) -> None:
        """Show the pairs of a posting, or all open ones."""
        from .pair_courses import OpenPairs, PairsOf

        self.finding.seen()
        self.open_course(PairsOf(posting) if posting else OpenPairs(PairOrder.UNCERTAIN))

    def open_course(self, course: "Course", *, once: bool = False) -> None:
        """Show pairs of some course; with `once` the first verdict leads back."""
        from .screens.pairs import PairScreen

        self._open(PairScreen(course, once=once))

    def open_family(self, posting: str) -> None:
        """Show the family of a posting."""
        from .screens.family import FamilyScreen

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
        if self._held and not self._holding:
            await super().on_event(self._held.popleft())
            self.call_later(self._hand_on)  # behind what that key led to

    async def on_event(self, event: events.Event) -> None:
        """Keep keys in their order."""
        waiting = self._holding or self._held
        if waiting and isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._held.append(event)
        else:
            await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave letters to fields and dialogs, and leaving to an editor, which has something to keep."""
        focused = self.screen.focused
        if action == "quit":
            return not (isinstance(focused, TypedIn) and focused.keeps_text)
        if action == "help" and self._scope in DIALOGS:
            return True
        if action in LETTERS:
            deciding = isinstance(self.screen, DecidingScreen)
            return deciding and not isinstance(focused, TypedIn)
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
        self.review.stop_looking()
        for screen in self.screen_stack:
            if isinstance(screen, DecidingScreen):
                await screen.turns.settled()
        begun = vars(self)
        unfinished = (
            ("imports" in begun and await self.imports.leave())
            or ("finding" in begun and self.finding.leave())
            or ("exports" in begun and self.exports.leave())
        )
        with suppress(PostilError):  # the place is no decision: leaving does not wait for it
            await self.review.remember()
        self.exit(message=Text(shown(unfinished)) if unfinished else None)

    def on_unmount(self) -> None:
        """Stop an import behind its batch, and close the database."""
        self._watch.end()
        for flow in (vars(self).get(name) for name in ("finding", "exports", "imports")):
            if flow is not None:
                flow.lane.close()
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
        if self._served:
            self.say(
                "Postings are imported where Postil runs: `postil import` there. They show here by themselves."
            )
        else:
            self.imports.begin()

    def action_import_problems(self) -> None:
        """List the problems of the last import."""
        self.imports.show_problems()

    def on_imported(self, message: "Imported") -> None:
        """Show how far the import has come."""
        self.imports.came_so_far(message.progress)

    def action_find_duplicates(self) -> None:
        """Find pairs while the reviewing goes on, or stop the search that runs."""
        self.finding.ask()

    def on_found(self, message: "Found") -> None:
        """Show how far the search has come."""
        self.finding.came_so_far(message)

    def action_export(self) -> None:
        """Write a dataset while the reviewing goes on."""
        if self._served:
            self.say("Datasets are written where Postil runs: `postil export` there.")
        else:
            self.exports.begin()

    def on_exported(self, message: "Exported") -> None:
        """Show how far the export has come."""
        self.exports.came_so_far(message)

    def action_go(self) -> None:
        """Go to another screen."""
        from .screens.go_to import GoTo

        def gone(destination: "Destination | None") -> None:
            if destination == "review":
                self.back_to_review()
            elif destination == "duplicates" and not self._shows_open_pairs():
                self.open_pairs(None)
            elif destination == "skills" and not self._shows("skills"):
                self._open_skills()
            elif destination == "progress" and not self._shows("progress"):
                self._open_progress()
            elif destination == "adjudication" and not self._shows("adjudication"):
                self._open_adjudication()

        self.push_screen(GoTo(), gone)

    def _open_skills(self) -> None:
        from .screens.skills import SkillsScreen

        self._open(SkillsScreen())

    def _open_progress(self) -> None:
        from .screens.progress import ProgressScreen

        self._open(ProgressScreen())

    def _open_adjudication(self) -> None:
        from .screens.adjudication import AdjudicationScreen

        self._open(AdjudicationScreen())

    @property
    def _scope(self) -> Scope | None:
        """Whose commands the screen that is shown has; None for a dialog without any of its own."""
        found: Scope | None = getattr(self.screen, "SCOPE", None)
        return found

    def _shows(self, scope: Scope) -> bool:
        return scope == self._scope

    def show_tagged(self, skill: str) -> None:
        """Go to the review, on the postings that anybody tagged with a skill."""
        quoted = skill.replace('"', " ")
        self.back_to_review()
        self.review.action_search_for(f'tag:"{quoted}"')

    def _shows_open_pairs(self) -> bool:
        if not self._shows("pair"):
            return False
        from .pair_courses import OpenPairs
        from .screens.pairs import PairScreen

        return isinstance(self.screen, PairScreen) and isinstance(self.screen.course, OpenPairs)

    def back_to_review(self) -> None:
        """Leave the screens above the review, once every verdict that was asked for on them is given."""
        if len(self.screen_stack) > 1:
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
        from .screens.help import Help

        scopes: tuple[Scope, ...] = ("review", "text", "app")
        scope = self._scope
        if scope in DIALOGS:
            scopes = (scope,)
        elif scope and self.screen is not self.review:
            scopes = (scope, "app")
        self.push_screen(Help(scopes))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer the commands of the screen and of the application, and the themes, in the palette."""
        if not isinstance(screen, DecidingScreen):
            return
        if screen.SCOPE == "pair":
            for order in PairOrder:
                action = f"screen.order_by('{order}')"
                yield SystemCommand(
                    f"Open pairs, {order}",
                    "take the open pairs in that order",
                    lambda action=action: self.call_later(self.run_action, action),
                )
        if screen is self.review:
            for kept in self.review.kept_searches:
                # The palette reads markup, also in what a person named.
                yield SystemCommand(
                    escape(f"Search: {shown(kept.name)}"),
                    escape(shown(kept.query)),
                    lambda text=kept.query: self.review.action_search_for(text),
                )
        for command in (*in_scope(screen.SCOPE), *in_scope("app")):
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
