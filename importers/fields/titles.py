"""The title a posting states behind a label, and the one its sentences imply.

A sentence implies a title where a known turn of phrase ("We seek a …") leads to a noun phrase whose last
word names an occupation. Each turn is a rule; the words between it and the title are praise and dropped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from store import InferredTitle

from .labels import labels_of
from .phrases import Phrase, phrase_at, whole_phrase
from .sections import headings_in

LONGEST_TITLE_LINE = 100
MOST_TITLE_WORDS = 14
# Turns of phrase looked at in one body. The longest advertisement seen has a few hundred.
MOST_TURNS = 5000
# Characters after "As a …" within which the sentence must turn to the reader.
_TURN = 240

_RULES = (
    (
        "sought",
        r"(?:[Ss]eek(?:s|ing)?|[Ll]ooking (?:for|to (?:add|hire|recruit|appoint|welcome|find|employ))"
        r"|[Ss]earch(?:ing)? (?:for|of)|[Oo]n the lookout for|[Hh]ir(?:e|es|ing)|[Rr]ecruit(?:s|ing)?"
        r"|[Aa]ppoint(?:ing)?|[Ww]e (?:need|want|require|are after)|[Tt]eam needs|[Ll]ook for)",
    ),
    ("role-of", r"(?:role|position|post|job|duties|capacity) (?:of|as)"),
    (
        "opening",
        r"(?:opening|vacancy|opportunity|position|role|place|opportunity (?:available|exists))(?: \w+)? for"
        r"|room for|welcoming",
    ),
    ("as-a", r"As"),
    ("join-as", r"(?:you|us|team|company|[Jj]oin(?: [\w&'’.-]+){1,6}|[Ww]ork|[Ss]tart) as"),
    ("you-will-be", r"(?:[Yy]ou(?:['’]ll| will) be|Become|[Aa]re you)"),
    ("named-role", r"(?:[Tt]his|[Tt]he|[Oo]ur)"),
)
_ARTICLE = (
    r"(?:\s{1,3}(?P<article>an?|our(?: next| new| first)?|the(?: next)?|another|one(?: more)?|your(?: next)?|some)"
    r"(?=\s))?[:\s]\s{0,3}"
)
_TURNS = "|".join(f"(?P<{name.replace('-', '_')}>{pattern})" for name, pattern in _RULES)
_TRIGGER = re.compile(rf"(?<![\w'’-])(?:{_TURNS}){_ARTICLE}")
_TO_READER = re.compile(
    r"(?i)\b(?:your?|(?:this|the) (?:role|position|post|job)|the (?:ideal|successful) candidate)\b"
)
_TO_OURSELVES = re.compile(r"(?i),\s+(?:we|our|us)\b")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
# Before a turn these make it speak of the past, or of what the reader looks for.
_BARRED = re.compile(
    r"(?i)\b(?:experienced?|background|worked|working|employed|employment|trained|qualified|registered|certified"
    r"|licen[sc]ed?|registration|history|record|years?|degree|you(?:['’]re| are)?|candidates|students|if)\W+"
    r"(?:\w+\W+){0,3}$"
)
_HIRES = re.compile(r"(?i)(?:^|\b(?:is|are|['’]re|am|now|currently|also))\s*$")
_POST = re.compile(r"\s+(?:role|position|vacancy|post|opening|opportunity|job)\b")
_SENTENCE_LIKE = re.compile(
    r"(?i)(?:we|join|are|do|does|is|our|why|how|what|about|if|in|at|as|the|this|you|your|looking|seeking|come"
    r"|want|when|since|with|for|from|apply|here)\b"
)


@dataclass(frozen=True, slots=True)
class _Guess:
    phrase: Phrase
    rule: str


def stated(body: str) -> str | None:
    """Return the title that the body states behind a label, or None."""
    labels = labels_of(body)
    if labels.title and len(labels.title) <= LONGEST_TITLE_LINE:
        return labels.title
    return labels.role if labels.role and is_title(labels.role) else None


def is_title(line: str) -> bool:
    """Whether a line of its own reads as a title: short, no sentence, and naming an occupation."""
    text = line.strip()
    if not 0 < len(text) <= LONGEST_TITLE_LINE or len(text.split()) > MOST_TITLE_WORDS:
        return False
    if text[-1] in ".!?:;," or _SENTENCE_LIKE.match(text) or text[0].islower():
        return False
    return whole_phrase(text)


def inferred(body: str) -> InferredTitle | None:
    """Return the title that the body implies, or None where it implies none.

    A capitalised title is preferred to one in lower case, and then the one that comes first.
    """
    stops = frozenset(start for start, _ in headings_in(body))
    best: _Guess | None = None
    for guess in _guesses(body, stops):
        if guess.phrase.capitalised:
            best = guess
            break
        best = best or guess
    if best is None:
        return None
    start, end = best.phrase.start, best.phrase.end
    return InferredTitle(body[start:end], best.rule, start, end)


def _guesses(body: str, stops: frozenset[int]) -> Iterator[_Guess]:
    at = 0
    for _ in range(MOST_TURNS):
        match = _TRIGGER.search(body, at)
        if match is None:
            return
        # The next turn may begin inside this one's words, never before its own second character.
        at = match.start() + 1
        rule = _rule_of(match)
        phrase = phrase_at(body, match.end(), stops)
        if phrase is not None and _holds(rule, match, phrase, body):
            yield _Guess(phrase, rule)


def _rule_of(match: re.Match[str]) -> str:
    named = (name for name, text in match.groupdict().items() if text is not None and name != "article")
    return next(named).replace("_", "-")


def _holds(rule: str, match: re.Match[str], phrase: Phrase, body: str) -> bool:
    """Whether the words around a phrase bear out that it is the title of this posting."""
    article = match["article"]
    before = body[max(0, match.start() - 60) : match.start()]
    before = before[_last_end(before) :]
    barred = _BARRED.search(before) is not None
    match rule:
        case "sought" if article is None:
            # "our Hiring Managers & Recruiter" and "We are hiring: Night Baker" differ in the word before.
            return (
                phrase.capitalised and phrase.words > 1 and not barred and _HIRES.search(before) is not None
            )
        case "sought" | "opening":
            return article not in ("the", "your", "some", None) and not barred
        case "role-of":
            return phrase.capitalised and not barred
        case "as-a":
            return article not in ("some", "your", "one", None) and _turns_to_reader(body, phrase.end)
        case "join-as":
            return article not in ("some", "your", "the", None) and not barred
        case "you-will-be":
            return article not in ("some", "your", "the", None) and phrase.capitalised
        case _:
            return article is None and phrase.capitalised and _POST.match(body, phrase.end) is not None


def _last_end(text: str) -> int:
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    return ends[-1] if ends else 0


def _turns_to_reader(body: str, end: int) -> bool:
    sentence = body[end : end + _TURN]
    if stop := _SENTENCE_END.search(sentence):
        sentence = sentence[: stop.start()]
    reader = _TO_READER.search(sentence)
    ourselves = _TO_OURSELVES.search(sentence)
    return reader is not None and (ourselves is None or reader.start() < ourselves.start())
