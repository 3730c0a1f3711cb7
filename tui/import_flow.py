"""The way of an import through the application: choose, look, import beside the reviewing, see the problems."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker

from store import PostilError

from .commands import key_of
from .import_keys import on_screen
from .import_words import counted, taken_over
from .imports import ImportLane, Progress, Stopped, Wanted
from .problem_pages import ProblemPages
from .screens.choice import Choice
from .widgets.bars import StatusBar
from .widgets.line_list import line

if TYPE_CHECKING:
    from importers.job import Imported as Done

    from .app import PostilApp

STAYS = "What was stored stays; importing the same again finishes it."


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
        self._leaves = False  # whether the application ends when it does
        self._about = ""  # the last import in a sentence
        self._problems = ProblemPages()

    @property
    def runs(self) -> bool:
        """Whether an import is on its way."""
        return self._running is not None and not self._running.is_finished

    def begin(self) -> None:
        """Let the person choose what to import; while an import runs, whether to stop it."""
        self._app.hold_keys()  # until the dialog is there
        if self.runs:
            self._ask_to_stop()
        else:
            self._choose()

    @property
    def _so_far(self) -> str:
        return f" ({self._progress.words})" if self._progress else ""

    def _ask_to_stop(self) -> None:
        def answered(at: int | None) -> None:
            if at and self.runs:
                self._show_work("stopping …")
                self._is_shown = False
                self.lane.stop()

        choices = [line("let it go on"), line("stop it behind its present batch; what is stored stays")]
        about = f"An import is running{self._so_far}. The next one can begin when it is done."
        self._app.push_screen(Choice(about, choices), answered)

    def _choose(self) -> None:
        from .screens.import_files import ImportFiles

        self._app.push_screen(ImportFiles(self._folder or _here()), self._chosen)

    def _chosen(self, paths: tuple[Path, ...] | None) -> None:
        if not paths:
            self._app.release_keys()
            return
        from .screens.import_preview import ImportPreview

        self._folder = paths[-1].parent
        folders = sum(path.is_dir() for path in paths)
        if len(paths) == 1:
            name = f"{paths[0].name}/" if folders else paths[0].name
        else:
            name = f"{len(paths):,} {'files and folders' if folders else 'files'}"
        self._app.push_screen(ImportPreview(Wanted(tuple(map(str, paths))), name), self._looked_at)

    def _looked_at(self, wanted: Wanted | None) -> None:
        if wanted is None:
            self._choose()
        else:
            self._app.release_keys()
            self._progress, self._about, self._problems = None, "", ProblemPages()
            self._running = self._app.run_worker(self._run(wanted), group="import")

    async def _run(self, wanted: Wanted) -> None:
        self._show_work("importing …")
        self._is_shown = True
        try:
            if self._app.lanes.missing:
                await self._app.lanes.make()
            imported = await self.lane.run(wanted, self._told, trial=False)
        except Stopped:
            self._about = f"The last import was stopped{self._so_far}. {STAYS}"
            self._show_work("import stopped")
            self._app.say(self._about)
        except PostilError as error:
            self._about = on_screen(f"The last import ended early: {error}")
            self._show_work("import stopped")
            self._app.tell(error)
        else:
            self._done(imported)
        finally:
            self._is_shown = False  # a word of its progress may still be on its way
            if not self._leaves:
                self._app.review.grown()
                self._app.finding.after_import()

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

    def _done(self, imported: "Done") -> None:
        reports = imported.reports
        what = f"{reports[0].source}:" if len(reports) == 1 else "in all"
        over = taken_over(reports)
        self._about = f"{what} {counted(reports, trial=False)}{f'; {over} taken over' if over else ''}"
        if imported.rejects:
            files = (f"{path} (source {source})" for path, source in imported.rejects.items())
            self._about += f"; the refused records are in {', '.join(files)}"
        self._problems = ProblemPages(reports)
        many = self._problems.total
        key = key_of("app", "import-problems")
        self._show_work(f"{many:,} {'problem' if many == 1 else 'problems'}: {key}" if many else "")
        self._app.say(f"Imported: {self._about}.{f' {key} lists the problems.' if many else ''}")

    def show_problems(self) -> None:
        """List what the last import could not take, or repaired."""
        if self.runs:
            self._app.say("The import is still running; its problems are listed at the end.")
        elif self._problems.total:
            from .screens.problems import Problems

            self._show_work("")
            self._app.clear_notifications()  # they would lie over the list
            self._app.hold_keys()
            self._app.push_screen(Problems(self._about, self._problems), self._problems_left)
        else:
            self._show_work("")
            none = "The last import here left no problems." if self._problems.reports else self._about
            self._app.say(none or "Nothing was imported here yet.")

    def _problems_left(self, posting: str | None) -> None:
        self._app.release_keys()
        if posting is not None:
            self._app.back_to_review()
            self._app.review.open(posting)

    def _show_work(self, words: str) -> None:
        for screen in self._app.screen_stack:
            for bar in screen.query(StatusBar):
                bar.show_work(words)

    async def leave(self) -> str | None:
        """Stop what runs behind its batch; return a sentence about an import that did not come to its end."""
        self.lane.stop()
        if self._running is None or not self.runs:
            return None
        self._leaves = True
        self._app.say("Leaving once the import's present batch is stored.")
        await self._running.wait()
        if self._problems.reports:
            return None  # it came to its end meanwhile
        return f"The import was stopped{self._so_far}. {STAYS}"


def _here() -> Path:
    """Return the folder in which the application was started, while it is still there."""
    try:
        return Path.cwd()
    except OSError:
        return Path("/")
