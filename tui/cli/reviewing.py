"""postil review"""

import gc
from pathlib import Path

import click

from store import NotFound, Store, UsageError

from .loading import loading
from .session import on_terminal, own_settings, session, session_options


@click.command("review")
@click.option("--query", metavar="QUERY", help="Begin with this search.")
@click.option("--all", "everything", is_flag=True, help="Begin with all postings, also those of others.")
@click.option("--duplicates", is_flag=True, help="Begin with the open pairs.")
@click.option("--theme", metavar="NAME", help="postil-dark, postil-light, postil-ansi, or one of Textual's.")
@click.option(
    "--guidelines",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The project's page that F1 shows, in Markdown; else guidelines.md beside the database.",
)
@session_options
def review_command(
    query: str | None, everything: bool, duplicates: bool, theme: str | None, guidelines: Path | None
) -> int:
    """Open the application where you stopped."""
    if not on_terminal():
        raise UsageError(
            "The review needs a terminal. `postil search`, `show` and `export` work without one."
        )
    now = session()
    if everything:
        query = f"{query or ''} assigned:anyone".strip()
    return run_app(
        now.db, now.annotator, query=query, duplicates=duplicates, theme=theme, guidelines=guidelines
    )


def run_app(
    db: Path,
    annotator: str,
    *,
    query: str | None = None,
    duplicates: bool = False,
    theme: str | None = None,
    guidelines: Path | None = None,
) -> int:
    """Run the application and return its exit code; raises StoreError and UsageError before the screen is taken.

    Where there is no database it opens empty, names the path, and the first import makes it.
    """
    if db.exists():
        Store.open(db).close()
    elif not db.parent.is_dir():
        raise NotFound(f"The folder {db.parent} does not exist, so {db.name} cannot be made in it.")
    with loading():
        from tui.app import PostilApp  # Textual is loaded for nothing else
        from tui.themes import theme_names

    if theme is not None and theme not in theme_names():
        raise UsageError(f"There is no theme {theme!r}; there are: {', '.join(sorted(theme_names()))}.")
    own = own_settings(theme_names())
    app = PostilApp(db, annotator, query=query, duplicates=duplicates, guidelines=guidelines, own=own)
    app.theme = theme or app.theme
    gc.disable()  # no garbage is looked for before the first paint; what comes behind it turns it on again
    app.run()
    return 2 if app.return_code else 0  # Textual has shown the trace of a fault of ours
