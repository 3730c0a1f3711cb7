"""What --map says, and what became of it: which field comes from which column."""

from collections.abc import Sequence

import click

from importers.fields.mapping import FIELDS
from importers.intake import Outcome
from tui.import_words import LEFT_EMPTY, guessed, origin, samples

from .session import put, say


def columns_said(options: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the columns that FIELD=COLUMN options give each field, in their order; none for FIELD= alone."""
    said: dict[str, tuple[str, ...]] = {}
    for option in options:
        field, mark, column = (part.strip() for part in option.partition("="))
        if not mark or not field:
            raise click.BadParameter(f"{option!r} is not of the form FIELD=COLUMN.", param_hint="--map")
        if field not in FIELDS:
            raise click.BadParameter(f"There is no field {field!r}; --fields lists them.", param_hint="--map")
        if field in said and not (column and said[field]):
            raise click.BadParameter(
                f"{field} cannot be left empty and have a column as well.", param_hint="--map"
            )
        said[field] = (*said.get(field, ()), column) if column else ()
    return said


def put_mapping(outcome: Outcome) -> None:
    """Print where each field comes from, with samples, and what is not used."""
    if outcome.columns is None:
        return
    mapped, empty = outcome.columns.mapped, outcome.columns.left_empty
    width = max(map(len, (*(column.field for column in mapped), *empty)), default=0)
    for column in mapped:
        values = samples(column)
        put(f"  {column.field:{width}} {origin(column)}{': ' if values else ''}{values}")
    for field in empty:
        put(f"  {field:{width}} {LEFT_EMPTY}")
    if outcome.columns.unused:
        put(f"  not used: {', '.join(outcome.columns.unused)}")


def say_guesses(outcomes: Sequence[Outcome]) -> None:
    """Tell, of each file, which columns were only guessed, and how to correct that."""
    for outcome in outcomes:
        if outcome.columns and (words := guessed(outcome.columns.mapped)):
            say(f"{outcome.file}: guessed {words}. --map FIELD=COLUMN corrects it, --dry-run shows all.")


def say_if_unheeded(said: bool, outcomes: Sequence[Outcome]) -> None:
    """Tell where --map had no say at all."""
    read = {outcome.report.format for outcome in outcomes if outcome.report.format}
    if said and read and all(outcome.columns is None for outcome in outcomes):
        say(f"--map changes nothing here: the fields of {', '.join(sorted(read))} have fixed places.")
