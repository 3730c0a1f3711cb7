"""The process of one person who sits at a browser: the application, on one database, under one name."""

import os
import sys
from pathlib import Path

from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp

from store import PostilError
from tui.app import PostilApp


class SeatDriver(WebDriver):
    """A driver that ends the application where its keys end: whoever serves is gone, however they went."""

    def run_input_thread(self) -> None:
        """Hand on keys until there are no more."""
        super().run_input_thread()
        if self.exit_event.is_set():
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno)  # nobody reads what is still drawn
        os.close(nowhere)
        self._app.post_message(ExitApp())


def main() -> int:
    """Run it. The arguments are the database and the annotator; a browser's keys come on stdin."""
    path, annotator = sys.argv[1:]
    try:
        app = PostilApp(Path(path), annotator, served=True)
    except PostilError as error:
        sys.stderr.write(f"postil: {error}\n")
        return 2
    app.run()
    return app.return_code or 0
