"""The README of a folder in another tool's format. Nothing from outside stands in it unescaped."""

from collections import Counter
from typing import TYPE_CHECKING

from exports.about import About
from exports.models import FORMAT

from .inert import inert_line
from .losses import FILE

if TYPE_CHECKING:
    from .base import Format


def readme(form: "Format", postings: int, counts: Counter[tuple[str, str]], about: About) -> str:
    """Return the text; `counts` has the losses by what was lost and why."""
    cannot = "\n".join(f"- {sentence}" for sentence in form.cannot) or "- Nothing: it holds all of a dataset."
    lost = "\n".join(f"- {count:,} × {what}: {reason}" for (what, reason), count in sorted(counts.items()))
    asked = "\n".join(f"- {inert_line(sentence)}" for sentence in about.asked)
    return _TEXT.format(
        name=form.name,
        marker=FORMAT,
        postings=postings,
        label=_LABEL.format(label=form.by.value) if form.labels else "",
        about=form.about,
        cannot=cannot,
        lost=lost or "- Nothing was lost.",
        file=FILE,
        asked=f"\n## What was asked for\n\n{asked}\n" if asked else "",
    )


_LABEL = "The label of a span is the tag's {label}.\n"
_TEXT = """\
# Job postings for another tool: {name}

Made with Postil (`{marker}`, other form: {name}) from {postings:,} postings and what people said of them. The same
state of the database always gives these same bytes.
{label}
{about}
{asked}
## What this form cannot hold

{cannot}

## What was lost

{lost}

{file} lists every loss: the posting, what was lost, who said it, its place in code points of the text, its words,
and why. Its cells are guarded against being run as formulas, as in a dataset of Postil's. SHA256SUMS has the
checksums; `sha256sum -c SHA256SUMS` in this folder checks them. The texts belong to their authors.
"""
