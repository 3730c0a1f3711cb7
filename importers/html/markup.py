# ruff: noqa: SIM905 -- long lists of words read better as text
"""HTML as lines of text: paragraphs and list items on lines of their own, scripts and styles dropped."""

import re
from collections.abc import Callable, Mapping

from .markup_lines import Lines
from .tags import KNOWN, TELLING, tags_of

_TAG = re.compile(
    r"<(?:(?P<closes>/)?(?P<name>[a-z][a-z0-9]*+)(?:(?P<bare>\s*+/?>)|\s[^<>=]*+=[^<>]*+>)|!doctype\s+html)",
    re.IGNORECASE,
)

# Line ends around an element: two part paragraphs, one parts lines.
_ENDS = dict.fromkeys("p dl figure hr fieldset details blockquote".split(), 2) | dict.fromkeys(
    "address article aside body caption center dd dialog div dt figcaption footer form header hgroup html legend "
    "main nav optgroup option search section select summary tbody tfoot thead".split(),
    1,
)
# Whoever writes one of these lays the text out with them, and not with the line ends between them.
_LAID_OUT = re.compile(
    rf"<(?:/p|br|h[1-6]|ul|ol|li|table|tr|td|{'|'.join(_ENDS.keys() - {'p'})})(?=[\s/>])", re.IGNORECASE
)

_ACTIONS: Mapping[str, Callable[[Lines, bool, str], None]] = {
    "br": Lines.line_end,
    "li": Lines.item,
    "ul": Lines.list_of_items, "menu": Lines.list_of_items, "dir": Lines.list_of_items, "ol": Lines.numbered,
    "b": Lines.bold, "strong": Lines.bold,
    "table": Lines.table, "tr": Lines.row, "td": Lines.cell, "th": Lines.cell,
    "pre": Lines.verbatim, "listing": Lines.verbatim, "xmp": Lines.verbatim, "textarea": Lines.verbatim,
} | dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Lines.heading)  # fmt: skip


def is_markup(text: str) -> bool:
    """Whether text holds a tag of HTML, and not merely a `<`.

    Names that may be anything in brackets (`<address>`) count where they close, or have an attribute.
    """
    if "<" not in text:
        return False
    for tag in _TAG.finditer(text):
        closes, name, bare = tag.groups()
        if name is None or name.lower() in (TELLING if bare and not closes else KNOWN):
            return True
    return False


def text_of(html: str) -> tuple[str, list[tuple[int, str]]]:
    """Return the text of HTML, and the offset (in it) and words of each heading. Nothing is fetched.

    The text is canonical, without blanks around it. Headings are what is marked so, and bold lines. Line ends
    in the source are blanks, but where nothing else parts the lines: some sites leave what people typed as it was.
    """
    lines = Lines(typed="\n" in html and not _LAID_OUT.search(html))
    for text, name, closes, written, _ in tags_of(html):
        if text:
            lines.add(text)
        if name in _ENDS:
            lines.part(_ENDS[name])
        elif name in _ACTIONS:
            _ACTIONS[name](lines, closes, written)
    return lines.finished()
