# ruff: noqa: SIM905 -- long lists of words read better as text
"""HTML as a stream of tags and texts, read in one pass, however large, deep or broken it is.

Parsers that build a tree need time that grows with the square of the depth, and of the attributes of one tag;
text from strangers must not decide that.
"""

import html
import re
from collections.abc import Iterator

from store import canonical

# Names that nobody puts in angle brackets unless HTML is meant.
TELLING = frozenset(
    "article b big blockquote body br center div dl dt dd em font h1 h2 h3 h4 h5 h6 head hr html i iframe img "
    "li nobr ol p pre script section small span strike strong style sub sup table tbody td tfoot th thead tr tt "
    "ul".split()
)
KNOWN = TELLING | frozenset(
    "a abbr acronym address applet area aside audio base basefont bdi bdo bgsound blink button canvas caption cite "
    "code col colgroup data datalist del details dfn dialog dir embed fieldset figcaption figure footer form frame "
    "frameset header hgroup input ins kbd keygen label legend link listing main map mark marquee menu menuitem meta "
    "meter nav noembed noframes noscript object optgroup option output param picture plaintext progress q rb rp rt "
    "rtc ruby s samp search select slot source spacer summary svg template textarea time title track u var video wbr "
    "xmp math".split()
)
VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source spacer track "
    "wbr".split()
)
# What stands in these is for machines, or for machines without something.
DROPPED = frozenset("script style template noscript iframe noembed noframes svg title".split())
_ORDINARY = KNOWN - DROPPED

# A name may begin with anything; a value is quoted, or goes up to the next blank.
_ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_TOKEN = re.compile(
    rf"<(?:(?P<closes>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:[\s/]++|{_ATTRIBUTE})*+)"
    r"|!--(?:-?(?=>)|(?:[^-]++|-(?!-!?>))*+(?:--!?)?+)"
    r"|[!?][a-zA-Z\[][^>]*+"
    r")(?P<end>>?)"
)
_PAIR = re.compile(_ATTRIBUTE.replace("[^\\s/>][^\\s/>=]*+", "([^\\s/>][^\\s/>=]*+)", 1))
_CLOSING = re.compile(r"</([a-zA-Z][^\s/>]*+)")
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in DROPPED}


Tag = tuple[str, str, bool, str, str]
"""Text, name, whether it closes, attributes as they stand, and what stood inside, verbatim.

The text is what stood before the tag, its entities decoded once. The name is in lower case, and empty behind the
last text. Only elements of DROPPED have something inside. A plain tuple, because there are so many.
"""


def tags_of(markup: str) -> Iterator[Tag]:
    """Yield the tags of HTML in order, each with the text before it; comments are dropped.

    What only looks like a tag is text: a name that HTML does not know and that is closed nowhere
    (`C++ <vector>`), and what never ends.
    """
    markup = canonical(markup)
    closed: set[str] | None = None
    endless: set[str] = set()
    at = begun = 0
    while begun >= 0:
        tokens = _TOKEN.finditer(markup, begun)
        begun = -1
        for token in tokens:
            closes, name, written, end = token.groups()
            if not end:
                break
            inside = None
            if name not in _ORDINARY:
                name = name.lower() if name else ""
                if name and name not in KNOWN and not closes:
                    if closed is None:
                        closed = {found.lower() for found in _CLOSING.findall(markup)}
                    if name not in closed:
                        continue
                if name in DROPPED and not closes:
                    inside = None if name in endless else _ENDS[name].search(markup, token.end())
                    if inside is None:
                        endless.add(name)
                        continue
            start, stop = token.span()
            text = markup[at:start]
            if "&" in text:
                text = canonical(html.unescape(text))
            at = stop
            if inside:
                begun = at = inside.start()
                yield text, name, False, written, markup[stop:at]
                break
            yield text, name, closes == "/", written, ""
    yield canonical(html.unescape(markup[at:])), "", False, "", ""


def attributes_of(written: str) -> dict[str, str]:
    """Return a tag's attributes, names in lower case, entities decoded; of two of one name the first holds."""
    found: dict[str, str] = {}
    for match in _PAIR.finditer(written):
        name, _, value = match[0].partition("=")
        found.setdefault(name.strip().lower(), html.unescape(_unquoted(value.strip())))
    return found


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
