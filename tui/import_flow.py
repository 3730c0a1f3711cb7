"""The way of an import through the application: choose, look, import beside the reviewing, see the problems."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker

from store import ImportProblem, ImportReport, PostilError, Store

from .import_words import counted
from .imports import ImportLane, Progress, Stopped, Wanted
from .screens.import_files import ImportFiles
from .screens.import_preview import ImportPreview
from .screens.pairs import PairScreen
from .screens.problems import Left, Problems
from .widgets.bars import StatusBar

if TYPE_CHECKING:
    from .app import PostilApp

MOST_PROBLEMS = 500  # held to be looked through: each comes with its record, which may be long


@dataclass
class Imported(Message):
    """The import that runs has come so far."""

    progress: Progress


class ImportFlow:
    """One import at a time, and what the last one left to look at."""

    def __init__(self, app: "PostilApp") -> None:
        self.lane = ImportLane(app.lanes)
        self._app = app
        self._folder: Path | None = None  # where files were chosen last
        self._running: Worker[None] | None = None
        self._progress: Progress | None = None
        self._is_shown = False  # whether how far it has come is of interest still
        self._about = ""  # the last import in a sentence
        self._problems: list[ImportProblem] = []
        self._at = 0  # the problem that was looked at last

    @property
    def runs(self) -> bool:
        """Whether an import is on its way."""
        return self._running is not None and not self._running.is_finished

    def begin(self) -> None:
        """Let the person choose what to import; refuses while an import runs."""
        if self.runs:
            now = f" ({self._progress.words})" if self._progress else ""
            self._app.say(f"An import is running{now}. The next one can begin when it is done.")
            return
        self._app.hold_keys()  # until the dialog is there
        self._choose()

    def _choose(self) -> None:
        self._app.push_screen(ImportFiles(self._folder or _here()), self._chosen)

    def _chosen(self, path: Path | None) -> None:
        if path is None:
            self._app.release_keys()
            return
        self._folder = path.parent
        name = f"{path.name}/" if path.is_dir() else path.name
        self._app.push_screen(ImportPreview(Wanted(str(path)), name), self._looked_at)

    def _looked_at(self, wanted: Wanted | None) -> None:
        if wanted is None:
            self._choose()
        else:
            self._app.release_keys()
            self._progress, self._about, self._problems, self._at = None, "", [], 0
            self._running = self._app.run_worker(self._run(wanted), group="import")

    async def _run(self, wanted: Wanted) -> None:
        self._show_work("importing …")
        self._is_shown = True
        try:
            imported = await self.lane.run(wanted, self._told, trial=False)
            self._is_shown = False  # a word of its progress may still be on its way
            await self._done(imported.reports)
        except Stopped:
            return
        except PostilError as error:
            self._app.tell(error)
            self._show_work("import stopped")
        finally:
            self._is_shown = False
            self._app.review.grown()

    def _told(self, progress: Progress) -> None:
        self._app.post_message(Imported(progress))

    def came_so_far(self, progress: Progress) -> None:
        """Show how far it has come, and the first postings as soon as there are some."""
        self._progress = progress
        if not self._is_shown:
            return
        self._show_work(f"importing {progress.words}")
        if self._app.review.view.posting is None:
            self._app.review.grown()

    async def _done(self, reports: list[ImportReport]) -> None:
        what = f"{reports[0].source}:" if len(reports) == 1 else "in all"
        self._about = f"{what} {counted(reports, trial=False)}"
        many = sum(len(report.problems) + report.problems_not_listed for report in reports)
        self._problems = await self._app.lanes.read.run(_problems_of, reports)
        self._show_work(f"{many:,} {'problem' if many == 1 else 'problems'}: P" if many else "")
        self._app.say(f"Imported: {self._about}.{' P lists the problems.' if many else ''}")

    def show_problems(self) -> None:
        """List what the last import could not take, or repaired."""
        if self.runs:
            self._app.say("The import is still running; its problems are listed at the end.")
        elif not self._problems:
            self._app.say(
                "The last import here left no problems." if self._about else "Nothing was imported here yet."
            )
        else:
            self._show_work("")
            self._app.clear_notifications()  # they would lie over the list
            self._app.hold_keys()
            self._app.push_screen(Problems(self._about, self._problems, self._at), self._problems_left)

    def _problems_left(self, left: Left | None) -> None:
        self._app.release_keys()
        if left is None:
            return
        self._at = left.at
        if left.posting is not None:
            if isinstance(self._app.screen, PairScreen):
                self._app.screen.action_leave()
            self._app.review.open(left.posting)

    def _show_work(self, words: str) -> None:
        for screen in self._app.screen_stack:
            for bar in screen.query(StatusBar):
                bar.show_work(words)

    async def leave(self) -> str | None:
        """Stop what runs behind its batch; return a sentence about an import that did not come to its end."""
        self.lane.stop()
        if self._running is None or not self.runs:
            return None
        self._app.say("Leaving once the import's present batch is stored.")
        await self._running.wait()
        now = f" ({self._progress.words})" if self._progress else ""
        return f"The import was stopped{now}. What was stored stays; importing the same again finishes it."


def _here() -> Path:
    """Return the folder in which the application was started, while it is still there."""
    try:
        return Path.cwd()
    except OSError:
        return Path("/")


def _problems_of(store: Store, reports: list[ImportReport]) -> list[ImportProblem]:
    found: list[ImportProblem] = []
    for report in reports:
        if report.run is None:  # a file that could not be read
            found += [ImportProblem(problem, None, None) for problem in report.problems]
        else:
            found += store.import_problems(report.run, MOST_PROBLEMS - len(found))
        if len(found) >= MOST_PROBLEMS:
            break
    return found
