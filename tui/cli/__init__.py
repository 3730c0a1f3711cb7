"""The command line. Each command lives in a module that is loaded only when it is called."""

import io
import os
import sys
from importlib import import_module

import click

from tui.muting import mute
from tui.text import shown_lines

from .loading import loading
from .session import session_options

# Command: its module here, and the one line that `postil --help` shows without loading it.
COMMANDS = {
    "review": ("reviewing", "Open the application (also without any command)."),
    "demo": ("demo", "Try it on the shipped sample."),
    "import": ("importing", "Read postings from files, folders or -."),
    "duplicates": ("duplicates", "Propose, list, decide and evaluate pairs."),
    "skills": ("vocabulary", "The vocabulary: import, list, merge, related."),
    "search": ("reading", "List the postings that match."),
    "show": ("reading", "Show one posting whole."),
    "status": ("reading", "Count postings, states, tags, pairs."),
    "log": ("log", "Tell who decided what, and when."),
    "tag": ("deciding", "Tag a skill on a posting."),
    "untag": ("deciding", "Remove a tag."),
    "suggest": ("suggesting", "List the likeliest skills of a posting."),
    "copy-tags": ("suggesting", "Copy tags to copies, or to what a search finds."),
    "note": ("deciding", "Write a note on a posting."),
    "state": ("deciding", "Set a posting's state."),
    "assign": ("assigning", "Decide who sees which postings."),
    "agreement": ("agreement", "Measure how far annotators agree."),
    "adjudicate": ("adjudication", "Settle what annotators answered differently."),
    "undo": ("deciding", "Take back your last decision."),
    "redo": ("deciding", "Bring back what you undid last."),
    "export": ("exporting", "Write the dataset."),
    "diff": ("diffing", "Say what changed between two datasets."),
    "serve": ("serving", "Offer the application in a browser."),
    "merge": ("merging", "Bring another database, or a bundle, into this one."),
    "bundle": ("merging", "Write one annotator's work to a small file to send."),
    "config": ("config", "Your own settings: print them, check them."),
    "check": ("upkeep", "Check the database, and every span against its quote."),
    "backup": ("upkeep", "Write a consistent copy of the database."),
}


class Commands(click.Group):
    """A group that loads a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        with loading():
            module = import_module(f".{COMMANDS[cmd_name][0]}", __name__)
        command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name}_command is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="postil", prog_name="postil")  # read only when it is asked for
@session_options
@click.pass_context
def postil(ctx: click.Context) -> int | None:
    """Turn raw job postings into curated datasets, in a terminal.

    Everything is in one file: --db, else $POSTIL_DB, else what your settings say (`postil config`), else
    ./postil.db. Begin with `postil demo`, or with `postil import PATH` and then `postil`.
    """
    if ctx.invoked_subcommand is not None:
        return None
    review = postil.get_command(ctx, "review")
    return ctx.invoke(review) if review else None


def main() -> None:
    """Run the command line: exit 0 fine, 1 finished with findings, 2 not done."""
    if "_POSTIL_COMPLETE" in os.environ:
        postil.main(prog_name="postil")  # the shell asks what could follow
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that is not UTF-8 shows `?`, and all the rest
    sys.exit(run())


def run() -> int:
    """Run the command line and return the exit code; every error of ours becomes a sentence on stderr."""
    try:
        # Not `postil.main()`, which turns a closed pipe into exit 1.
        with postil.make_context("postil", sys.argv[1:]) as ctx:
            return postil.invoke(ctx) or 0
    except click.exceptions.Exit as wanted:
        return wanted.exit_code
    except click.ClickException as error:
        told = io.StringIO()
        error.show(file=told)
        click.echo(shown_lines(told.getvalue().rstrip()), err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. What was done so far is kept.", err=True)
        return 130
    except BrokenPipeError:
        # The reader of our output left, as `head` does.
        mute(sys.stdout, sys.stderr)
        return 0
    except OSError as error:
        what = error.filename or "The output could not be written"
        click.echo(f"postil: {shown_lines(f'{what}: {error.strerror}.')}", err=True)
        mute(sys.stdout)
        return 2
    except Exception as error:
        if not is_ours(error):
            raise
        click.echo(f"postil: {shown_lines(str(error))}", err=True)
        return 2


def is_ours(error: Exception) -> bool:
    """Whether an error is one of the store's, without loading the store to find out."""
    return any(kind.__module__ == "store.errors" for kind in type(error).__mro__)
