"""The way of an export through the application: what goes in, where to, and the path at the end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker

from store import PostilError

from .commands import key_of
from .export_wishes import GO_ON, turned, wish_lines
from .exporting import ExportLane, Offer, Stopped
from .screens.answer import Answer
from .screens.choice import Choice
from .widgets.bars import StatusBar
from .widgets.line_list import line

if TYPE_CHECKING:
    from .app import PostilApp

FOLDER = "dataset"


@dataclass
class Exported(Message):
    """The export that runs has written so many postings of so many."""

    done: int
    total: int


class ExportFlow:
    """One export at a time. While it runs, asking for it asks whether to stop it."""

    def __init__(self, app: "PostilApp") -> None:
        self.lane = ExportLane(app.lanes)
        self._app = app
        self._running: Worker[None] | None = None
        self._folder = FOLDER  # where the last one went

    @property
    def runs(self) -> bool:
        """Whether an export is on its way."""
        return self._running is not None and not self._running.is_finished

    def begin(self) -> None:
        """Let the person choose what to export; while an export runs, whether to stop it."""
        if self._app.lanes.missing:
            self._app.say(f"There is nothing to export yet. {key_of('app', 'import')} imports postings.")
        elif self._app.imports.runs:
            self._app.say("An import is running. Export when it is done.")
        else:
            self._app.hold_keys()  # until the dialog is there
            if self.runs:
                self._ask_to_stop()
            else:
                self._show("")
                self._app.run_worker(self._offer(), group="export")

    def _ask_to_stop(self) -> None:
        def answered(at: int | None) -> None:
            if at:
                self.lane.stop()

        choices = [line("let it go on"), line("stop it; nothing of it is kept")]
        self._app.push_screen(Choice("An export is running.", choices), answered)

    async def _offer(self) -> None:
        try:
            offers = await self.lane.offers(self._app.annotator, self._app.review.view.text)
        except PostilError as error:
            self._app.release_keys()
            self._app.tell(error)
            return

        def chosen(at: int | None) -> None:
            if at is not None:
                self._app.hold_keys()
                self._ask_how(offers.each[at], offers.shares, 0)

        width = max(len(f"{offer.postings:,}") for offer in offers.each)
        lines = [line(f"{offer.postings:>{width},} postings  {offer.name}") for offer in offers.each]
        self._app.push_screen(Choice("What goes into the dataset?", lines), chosen)

    def _ask_how(self, offer: Offer, shares: Mapping[str, int], cursor: int) -> None:
        who = self._app.annotator

        def chosen(at: int | None) -> None:
            if at is None:
                return
            self._app.hold_keys()
            if at == 0:
                self._app.run_worker(self._count(offer), group="export")
            else:
                self._ask_how(replace(offer, plan=turned(offer.plan, at - 1, shares, who)), shares, at)

        lines = [line(words) for words in (GO_ON, *wish_lines(offer.plan, shares, who))]
        self._app.push_screen(Choice("How is it to be written?", lines, cursor), chosen)

    async def _count(self, offer: Offer) -> None:
        try:
            counted = await self.lane.counted(offer, offer.plan)
        except PostilError as error:
            self._app.release_keys()
            self._app.tell(error)
        else:
            self._ask_where(counted)

    def _ask_where(self, offer: Offer) -> None:
        def answered(folder: str | None) -> None:
            self._app.release_keys()
            if folder is not None:
                self._folder = folder or self._folder
                self._running = self._app.run_worker(self._write(offer), group="export")

        self._app.push_screen(Answer(f"{_counted(offer)} In which folder?", hint=self._folder), answered)

    async def _write(self, offer: Offer, *, force: bool = False) -> None:
        target = Path(self._folder).expanduser().absolute()
        if not force and target.is_dir():
            self._ask_to_replace(offer, target)
            return
        self._show("exporting …")
        try:
            written = await self.lane.run(offer.plan, target, self._told, force=force)
        except Stopped:
            self._show("")
            self._app.say("The export was stopped. What was in the folder before is there still.")
        except PostilError as error:
            self._show("")
            self._app.tell(error)
        else:
            report = written.report
            self._show(f"exported: {report.path}")
            moved = f"; {written.moved:,} changed their split" if written.moved else ""
            files = f"{len(report.files)} files, {report.bytes:,} bytes in {report.path}"
            self._app.say(f"{offer.postings:,} postings{moved}, {files}")

    def _ask_to_replace(self, offer: Offer, target: Path) -> None:
        def answered(at: int | None) -> None:
            if at == 0:
                self._app.hold_keys()
                self._ask_where(offer)
            elif at:
                self._running = self._app.run_worker(self._write(offer, force=True), group="export")

        self._app.hold_keys()
        choices = [line("give another name"), line("replace the dataset that is there")]
        self._app.push_screen(Choice(f"{target} exists already.", choices), answered)

    def _told(self, done: int, total: int) -> None:
        self._app.post_message(Exported(done, total))

    def came_so_far(self, message: Exported) -> None:
        """Show how far it has come."""
        if self.runs:
            self._show(f"exporting {message.done * 100 // message.total} %  {message.done:,} postings")

    def leave(self) -> str | None:
        """Stop what runs; return a sentence about an export that did not come to its end."""
        self.lane.stop()
        return "The export was stopped; nothing of it was kept." if self.runs else None

    def _show(self, words: str) -> None:
        for screen in self._app.screen_stack:
            for bar in screen.query(StatusBar):
                bar.show_work(words)


def _counted(offer: Offer) -> str:
    said = f"{offer.postings:,} of {offer.total:,} postings go in."
    if offer.left_out:
        said += f" Left out: {', '.join(f'{count:,} {reason}' for reason, count in offer.left_out.items())}."
    return said
