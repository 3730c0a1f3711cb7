"""postil duplicates find --engine, export-texts, import: the search beyond this database and this machine"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

import click

from duplicates.scoring import Model, model_in_force
from store import NotFound, Store, UsageError

from .progress import Progress, progress_bar
from .session import database_is_named, print_json, put, say, session, session_options
from .shapes import of_problem

if TYPE_CHECKING:
    from duplicates.engines.arriving import Arrived

F = TypeVar("F", bound=Callable[..., Any])
ENGINES = ("sqlite", "daft", "ray")
SHOWN_PROBLEMS = 20
_META = "postil.engines"

_file = click.Path(path_type=Path)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked of an engine. `source` and `target` are None where the database is meant."""

    engine: str
    address: str | None
    source: str | None
    target: Path | None
    force: bool


def engine_options(command: F) -> F:
    """Add the options of a search on an engine, which `asked` returns."""

    def keep(ctx: click.Context, param: click.Parameter, value: object) -> None:
        ctx.meta.setdefault(_META, {})[param.name] = value

    kept: dict[str, Any] = {"expose_value": False, "callback": keep}
    for names, settings in reversed(_OPTIONS):
        command = click.option(*names, **settings, **kept)(command)
    return command


_OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (
        ("--engine",),
        {"type": click.Choice(ENGINES), "help": "Search all anew: on SQLite, Daft, or Daft on Ray."},
    ),
    (("--address",), {"metavar": "HOST:PORT", "help": "The Ray cluster, for --engine ray."}),
    (("--from", "source"), {"metavar": "POSTINGS.parquet", "help": "Search these, not the database."}),
    (("--to", "target"), {"type": _file, "metavar": "PAIRS.parquet", "help": "Write the pairs here."}),
    (("--force",), {"is_flag": True, "help": "Replace a file that is there."}),
)


def asked() -> Search | None:
    """Return what is asked of an engine by the command that runs, None where no engine is."""
    given = click.get_current_context().meta[_META]
    if not any(given.values()):
        return None
    engine, address, source, target = (given[name] for name in ("engine", "address", "source", "target"))
    if (engine == "ray") != (address is not None):
        raise click.UsageError("--engine ray needs --address HOST:PORT, and no other engine takes one.")
    if engine == "ray" and source is None:
        raise click.UsageError(
            "--engine ray needs --from, a file that all nodes of the cluster can read. "
            "`postil duplicates export-texts` writes one."
        )
    if source is not None and target is None:
        raise click.UsageError(
            "--from needs --to PAIRS.parquet; `postil duplicates import` takes that file then."
        )
    if given["force"] and target is None:
        raise click.UsageError("--force is about the file of --to.")
    if source is not None and "://" not in source:
        if not Path(source).exists():
            raise NotFound(f"There is no file {source}.")
        if engine == "ray":
            source = str(Path(source).absolute())  # other nodes are in other folders
    return Search(engine or ENGINES[0], address, source, target, given["force"])


def run_search(search: Search, as_json: bool) -> int:
    """Search on an engine: from the database or from a file, to the database or to a file."""
    _check_installed(search.engine)
    with (
        TemporaryDirectory(prefix="postil-") as folder,
        progress_bar("looking for copies", "done:") as progress,
    ):
        given = Path(folder) / "postings.parquet"
        if search.source is None:
            with session().store(readonly=True) as store:
                model = model_in_force(store)
                _write_postings(store, given, progress)
        else:
            model = _model()
        postings = search.source or str(given)
        if search.target is not None:
            pairs = _search(search, postings, search.target, model, progress)
        else:
            found = Path(folder) / "pairs.parquet"
            _search(search, postings, found, model, progress)
            with session().store() as store:
                arrived = _take(store, found, progress)
    if search.target is None:
        return _tell(arrived, as_json)
    if as_json:
        print_json({"pairs": pairs, "path": str(search.target)})
    else:
        put(f"{pairs:,} pairs written to {search.target}")
        say("`postil duplicates import` proposes them in a database that has these postings.")
    return 0


@click.command("export-texts")
@click.option("--to", "target", required=True, type=_file, metavar="POSTINGS.parquet", help="The file.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@_json
@session_options
def export_texts_command(target: Path, force: bool, as_json: bool) -> None:
    """Write all postings as a Parquet file that `find --from` reads, here or elsewhere."""
    _check_installed("sqlite")
    from duplicates.engines.whole import written_whole

    with (
        session().store(readonly=True) as store,
        progress_bar("exporting", "postings") as progress,
        written_whole(target, force=force) as part,
    ):
        count = _write_postings(store, part, progress)
    if as_json:
        print_json({"postings": count, "path": str(target)})
    else:
        put(f"{count:,} postings written to {target}")


@click.command("import")
@click.argument("pairs", type=_file, metavar="PAIRS.parquet")
@_json
@session_options
def import_pairs_command(pairs: Path, as_json: bool) -> int:
    """Propose the pairs that `find --to` wrote. Verdicts, and pairs that are there, stay as they are."""
    _check_installed("sqlite")
    with session().store() as store, progress_bar("importing", "pairs") as progress:
        arrived = _take(store, pairs, progress)
    return _tell(arrived, as_json)


def _check_installed(engine: str) -> None:
    needed = {"daft": ("pyarrow", "daft"), "ray": ("pyarrow", "daft", "ray")}.get(engine, ("pyarrow",))
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        extra = "parquet" if engine == "sqlite" else "cluster"
        raise UsageError(f"This needs {' and '.join(missing)}: pip install 'postil[{extra}]'")


def _model() -> Model:
    """Return the model in force in the database that is named; with none, the one that Postil comes with."""
    if not database_is_named():
        return Model()
    with session().store(readonly=True) as store:
        return model_in_force(store)


def _write_postings(store: Store, target: Path, progress: Progress) -> int:
    from duplicates.engines.texts import write_postings

    return write_postings(store, target, progress)


def _search(search: Search, postings: str, target: Path, model: Model, progress: Progress) -> int:
    from duplicates.engines.apart import write_pairs_apart
    from duplicates.engines.base import write_pairs
    from duplicates.engines.on_sqlite import OnSqlite
    from duplicates.engines.whole import written_whole

    with written_whole(target, force=search.force) as part:
        if search.engine == "sqlite":
            return write_pairs(OnSqlite(), postings, part, model, progress)
        return write_pairs_apart(search.address, postings, part, model, progress)


def _take(store: Store, pairs: Path, progress: Progress) -> "Arrived":
    from duplicates.engines.arriving import take_pairs

    return take_pairs(store, pairs, progress)


def _tell(arrived: "Arrived", as_json: bool) -> int:
    if as_json:
        print_json(
            {
                "read": arrived.read,
                "proposed": arrived.proposed,
                "new": arrived.new,
                "refused": arrived.refused,
                "problems": [of_problem(problem) for problem in arrived.problems],
            }
        )
        return 1 if arrived.refused else 0
    for problem in arrived.problems[:SHOWN_PROBLEMS]:
        say(f"  {problem.locator}: {problem.field}: {problem.reason}")
    if arrived.refused > SHOWN_PROBLEMS:
        say(f"  … and {arrived.refused - SHOWN_PROBLEMS:,} more")
    if arrived.refused:
        say(f"{arrived.refused:,} rows refused")
    put(f"{arrived.read:,} pairs read, {arrived.proposed:,} proposed, {arrived.new:,} of them new")
    rest = arrived.read - arrived.refused - arrived.proposed
    if rest:
        say(f"The other {rest:,} tie postings that those tie already.")
    return 1 if arrived.refused else 0
