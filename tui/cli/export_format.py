"""The options of `postil export` for other tools' formats, and what is told of their losses."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .session import print_json, put, say

if TYPE_CHECKING:
    from exports import Plan
    from exports.foreign import ForeignLayout, Lossy

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("spacy", "docbin", "label-studio", "doccano", "conll", "huggingface", "cards")
LABELS = ("skill", "kind", "requirement")


def format_options(command: F) -> F:
    """Add --format, --label and --allow-lossy."""
    command = click.option(
        "--allow-lossy", "lossy", is_flag=True, help="With --format, write also what it cannot hold whole."
    )(command)
    command = click.option(
        "--label",
        type=click.Choice(LABELS),
        help="With --format, what of a tag is the label; skill, if not given.",
    )(command)
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        help="The form of another tool, instead of Postil's own.",
    )(command)


def foreign_layout(form: str, plan: "Plan", *, label: str | None, lossy: bool) -> "ForeignLayout":
    """Return the layout of a format; raises UsageError for a label where the format has none."""
    from exports.foreign import FOREIGN, ForeignLayout, LabelOf
    from exports.plan import EVERYBODY
    from store import UsageError

    if label and not FOREIGN[form].labels:
        raise UsageError(
            f"{form} has no labels to choose: it holds skills, and how they are asked for. Leave --label out."
        )
    by = LabelOf(label) if label else LabelOf.SKILL
    return ForeignLayout(FOREIGN[form], by, lossy=lossy, settled=plan.decisions != EVERYBODY)


def refuse_mixing(form: str | None, *, label: str | None, lossy: bool, own: bool) -> None:
    """Raise UsageError where options are about another form than the one asked for."""
    from store import UsageError

    if form is None and (label or lossy):
        raise UsageError(
            "--label and --allow-lossy are about other tools' forms. Say which one with --format."
        )
    if form is not None and own:
        raise UsageError("--excel and --parquet are about Postil's own dataset. Leave them or --format out.")


def tell_refused(error: "Lossy", *, as_json: bool) -> int:
    """Tell what a format cannot hold, of which nothing was written; return the exit code."""
    if as_json:
        print_json({"path": None, "format": error.name, "losses": losses_shape(error.counts)})
    else:
        put_losses(error.counts)
    say(str(error))
    return 1


def put_losses(counts: Counter[tuple[str, str]]) -> None:
    """Print how many statements a format cannot hold, by what they are and why."""
    for (what, reason), count in sorted(counts.items()):
        put(f"{count:>8,}  lost: {what}, as {reason}")


def losses_shape(counts: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the same for --json."""
    return [
        {"what": what, "reason": reason, "count": count} for (what, reason), count in sorted(counts.items())
    ]
