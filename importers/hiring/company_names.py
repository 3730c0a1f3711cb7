"""Names of companies as they stand in an advertisement's first line, freed of what stands around them."""

import re

from .line_pieces import PARENTHESES, SENTENCE, TERMS, trimmed

LONGEST_NAME = 80
_MOST_WORDS = 9
_MOST_WORDS_OF_A_SHORT_ONE = 4

_FUNDED = re.compile(r"\s*\([^()]*\b(?:YC|Techstars|[SWF]\d{2}\b|(?:VC|seed|Series|funded)\b)[^()]*\)")
_HIRING = re.compile(r"(?i)\s+(?:is|are)\s+hiring\b.*$")
_OPEN = re.compile(r"\s*[(\[][^()\[\]]*$")
_TAGLINE = re.compile(r"\s+[-–—]\s.*$")
_FORM = re.compile(r",?\s(?:Inc|LLC|Ltd|GmbH|Corp|Co|LP|AG|BV|B\.V|S\.A|plc)\b\.?$")
_NO_NAME = re.compile(
    r"(?i)[()\[\]].*[()\[\]]{2}|^[^(\[]*[)\]]|\bstart-?up$|^(?:various|multiple|confidential|full time)\b"
)
_TOOLS = re.compile(
    r"(?i)(?:(?:python|ruby|on|rails|java|javascript|node(?:\.?js)?|react|angular(?:js)?|go|golang|scala|php|c\+\+|c#|"
    r"\.net|django|clojure|elixir|haskell|rust|linux|aws|sql|and|&)\s*)+"
)


def company_name(text: str) -> str | None:
    """Return the name in a piece that names a company, None where it reads as something else."""
    text = _OPEN.sub("", _HIRING.sub("", _FUNDED.sub("", text)))
    for name in (text, PARENTHESES.sub("", text), _TAGLINE.sub("", text)):
        bare = re.sub(r"^[^\w(]+", "", trimmed(name))
        short = 0 < len(bare) <= LONGEST_NAME and len(bare.split()) <= _MOST_WORDS
        if short and not (SENTENCE.search(bare) or _NO_NAME.search(bare)):
            return bare
    return None


def may_be_a_company(text: str) -> bool:
    """Whether a piece that nothing else is known of may name one, though others stand before it."""
    name = _FORM.sub("", text)
    if not re.match(r"\S*[A-Z\d.]", text) or len(name.split()) > _MOST_WORDS_OF_A_SHORT_ONE:
        return False
    return not (re.search(r"[,;:+/]", name) or TERMS.search(name) or _TOOLS.fullmatch(name))
