"""Where the words of a query stand in a text: for marking them, and for a line around the first."""

import re

from .postings import Span
from .query import Query
from .text import INVISIBLE, visible

_TOKEN = re.compile(r"[\w+#]+")
SNIPPET = 80  # code points on a line of a list of results


def hits(query: Query, text: str) -> list[Span]:
    """Return the places in `text` that the query's words match, in order, without overlap."""
    patterns = []
    for term in query.words:
        words = [re.escape(word) for word in _TOKEN.findall(visible(term.text))]
        if words:
            ending = r"[\w+#]*" if term.prefix else r"(?![\w+#])"
            patterns.append(r"(?<![\w+#])" + r"[^\w+#]+".join(words) + ending)
    if not patterns:
        return []
    # Characters that cannot be seen do not part a word, so they are left out, and counted in again.
    seen = (
        [at for at, letter in enumerate(text) if not INVISIBLE.match(letter)]
        if INVISIBLE.search(text)
        else None
    )
    found = []
    for match in re.finditer("|".join(patterns), visible(text) if seen else text, re.IGNORECASE):
        start, end = match.span()
        if seen:
            start, end = seen[start], seen[end - 1] + 1
        found.append(Span(start, end, text[start:end]))
    return found


def snippet(query: Query, text: str) -> str | None:
    """Return a line of text around the first match, or None where no word of the query stands in it."""
    found = hits(query, text)
    if not found:
        return None
    start = max(0, found[0].start - SNIPPET // 3)
    end = min(len(text), start + SNIPPET)
    line = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{line}{'…' if end < len(text) else ''}"
