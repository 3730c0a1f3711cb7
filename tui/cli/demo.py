"""postil demo"""

from contextlib import ExitStack, suppress
from importlib.resources import as_file
from itertools import count
from pathlib import Path

import click

from duplicates.find import find
from examples import sample_files, skills_file
from importers.job import Choices, import_paths
from skills.vocabulary import read_file
from store import Store, UsageError

from .exporting import export_dataset
from .reviewing import run_app
from .session import database_is_named, on_terminal, put, say, session, session_options
from .vocabulary import put_vocabulary

FOLDER = "postil-demo"


@click.command("demo")
@session_options
def demo_command() -> int:
    """Try Postil on the shipped sample, in a new folder of its own.

    Without a terminal the sample is imported, pairs are found, the dataset is exported, and a summary printed.
    """
    if database_is_named():
        raise UsageError("The demo makes a database of its own: leave out --db.")
    folder = _new_folder()
    database = folder / "postil.db"
    with Store.open(database, create=True) as store:
        _fill(store)
        if not on_terminal():
            report = export_dataset(store, folder / "dataset", force=False)
            status = store.status()
            put(f"{status.postings} postings from {len(status.sources)} sources in {database}")
            put(f"{len(store.vocabulary())} skills in the vocabulary")
            put(f"{status.pairs_open} pairs proposed, to be decided by a person")
            put(f"dataset of {len(report.files)} files in {report.path}")
            put(f"next: postil --db {database} review   (in a terminal)")
            return 0
    say(f"The sample is in {database}; `postil --db {database}` opens it again.")
    return run_app(database, session().annotator)


def _new_folder() -> Path:
    """Make a folder that was not there: an earlier demo, with what was decided in it, stays."""
    for number in count(1):
        folder = Path(FOLDER if number == 1 else f"{FOLDER}-{number}")
        with suppress(FileExistsError):
            folder.mkdir()
            break
    return folder


def _fill(store: Store) -> None:
    with ExitStack() as stack:
        paths = [str(stack.enter_context(as_file(sample))) for sample in sample_files()]
        import_paths(store, paths, Choices())
        put_vocabulary(store, list(read_file(stack.enter_context(as_file(skills_file())))))
    find(store)
