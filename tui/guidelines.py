"""The project's own page of guidelines: a Markdown file that lies beside the database, or is named."""

from pathlib import Path

from store import UsageError, canonical

from .text import shown_lines

NAME = "guidelines.md"
LONGEST = 300_000  # bytes that are read


def read_guidelines(path: Path) -> str:
    """Return the page as it may be shown; raises UsageError where there is none."""
    try:
        with path.open("rb") as file:
            text = file.read(LONGEST + 1)
    except OSError as error:
        raise UsageError(
            f"There are no guidelines to read at {path} ({error.strerror}). "
            "Write them there as Markdown, or name another file: postil review --guidelines FILE"
        ) from error
    end = "" if len(text) <= LONGEST else "\n\n*The page goes on, but no more of it is shown.*"
    return shown_lines(canonical(text[:LONGEST].decode("utf-8", errors="replace"))) + end
