"""The way of a search for pairs through the application: begun by a person or by an import, and what it found."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker

from store import PostilError

from .commands import key_of
from .finding import FindLane, Stopped
from .screens.deciding import DecidingScreen
from .widgets.bars import StatusBar

if TYPE_CHECKING:
    from .app import PostilApp


@dataclass
class Found(Message):
    """The search that runs has come so far: how many postings are done, of how many, and with what."""

    done: int
    total: int
    what: str

    @property
    def words(self) -> str:
        """The same in a few words."""
        share = f"{self.done * 100 // self.total} %  " if self.total else ""
        return f"{share}{self.what}"


class FindFlow:
    """One search at a time. While it runs, asking for it stops it."""

    def __init__(self, app: "PostilApp") -> None:
        self.lane = FindLane(app.lanes)
        self._app = app
        self._running: Worker[None] | None = None
        self._asked = False  # a person did, and wants to hear of it even if there is nothing new
        self._goes_on = False  # an import ended meanwhile: what it brought is compared next

    @property
    def runs(self) -> bool:
        """Whether a search is on its way."""
        return self._running is not None and not self._running.is_finished

    def ask(self) -> None:
        """Begin a search for a person, or stop the one that runs."""
        if self.runs:
            self.lane.stop()
            again = key_of("app", "find-duplicates")
            self._app.say(f"The search stops. What it found stays; {again} goes on with it.")
        elif self._app.imports.runs:
            self._app.say("An import is running. What it brings is compared when it is done.")
        else:
            self._begin(asked=True)

    def after_import(self) -> None:
        """Compare what an import has brought; a search that runs goes on to it when it is done."""
        if self.runs:
            self._goes_on = True
        else:
            self._begin(asked=False)

    def _begin(self, *, asked: bool) -> None:
        self._asked = asked
        self._running = self._app.run_worker(self._run(), group="find")

    async def _run(self) -> None:
        if self._asked:
            self._show("finding pairs …")
        compared = new = 0
        try:
            while True:
                self._goes_on = False
                report = await self.lane.run(self._told)
                compared += report.compared
                new += report.new
                self._grown(report.new)
                if not self._goes_on or self.lane.stops:
                    break
        except Stopped:
            self._show("")
        except PostilError as error:
            self._show("")
            self._app.tell(error)
        else:
            self._show("")
            self._done(compared, new)

    def seen(self) -> None:
        """Forget how many there are: the person looks at them."""
        if not self.runs:
            self._show("")

    def _told(self, done: int, total: int, what: str) -> None:
        self._app.post_message(Found(done, total, what))

    def came_so_far(self, message: Found) -> None:
        """Show how far it has come."""
        if self.runs:
            self._show(f"finding pairs {message.words}")

    def _done(self, compared: int, new: int) -> None:
        if new:
            pairs = "1 new pair" if new == 1 else f"{new:,} new pairs"
            keys = f"{key_of('app', 'go')} {key_of('go', 'go-duplicates')}"
            self._show(f"{pairs}: {keys}")
            self._app.say(f"Found {pairs} of postings that may be one job: {keys} shows them.")
        elif self._asked:
            what = f"{compared:,} postings compared" if compared else "All were compared before"
            self._app.say(f"{what}: no new pairs.")

    def _grown(self, new: int) -> None:
        for screen in self._app.screen_stack:
            if isinstance(screen, DecidingScreen):
                screen.pairs_grown()
        if new:
            self._app.review.grown()

    def leave(self) -> str | None:
        """Let what runs end with its present piece; return a sentence about a search that did not come to its end."""
        self.lane.stop()
        if not self.runs:
            return None
        again = key_of("app", "find-duplicates")
        return f"The search for pairs was stopped. What it found stays; {again} or `postil duplicates find` goes on."

    def _show(self, words: str) -> None:
        for screen in self._app.screen_stack:
            for bar in screen.query(StatusBar):
                bar.show_search(words)
