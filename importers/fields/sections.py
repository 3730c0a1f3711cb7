# ruff: noqa: SIM905 -- long lists of words read better as text
"""Headings in a body, on lines of their own or flattened into the line, and the sections they begin."""

import re
from collections.abc import Iterable, Iterator

from store import Section

# Told from prose by their capitals alone, wherever they stand: nobody writes them mid-sentence.
_DISTINCT = (
    "Key job responsibilities", "Key Job Responsibilities", "Key responsibilities", "Key Responsibilities",
    "A day in the life", "A Day in the Life", "About the team", "About the Team", "About the role",
    "About the Role", "About the job", "About the Job", "About the company", "About the Company",
    "About the position", "About the Position", "About us", "About Us", "About you", "About You",
    "Export Control Requirement", "Basic Qualifications", "Basic qualifications", "Preferred Qualifications",
    "Preferred qualifications", "Minimum Qualifications", "Minimum qualifications", "Required Qualifications",
    "Diverse Experiences", "Inclusive Team Culture", "Mentorship & Career Growth", "Mentorship and Career Growth",
    "Work/Life Balance", "Work-Life Balance", "Hybrid Work", "Our Commitment", "Equal Opportunity",
    "What you'll do", "What You'll Do", "What you will do", "What You Will Do", "What will you do?",
    "What you'll need", "What You'll Need", "What you will need", "What you bring", "What You Bring",
    "What you'll bring", "What You'll Bring", "What we offer", "What We Offer", "What we're looking for",
    "What We're Looking For", "What you'll get", "What We Do", "Who you are", "Who You Are", "Who we are",
    "Who We Are", "Nice to have", "Nice to Have", "Nice To Have", "How to apply", "How to Apply",
    "Why join us?", "Why Join Us?", "Why work with us?", "Your responsibilities", "Your Responsibilities",
    "Your profile", "Your Profile", "Your role", "Your Role", "Our offer", "Job description", "Job Description",
    "Perks and benefits", "Perks and Benefits", "Skills and experience", "Skills and Experience",
    "Equal opportunities", "Equal Opportunities", "Working hours", "Working Hours", "Main duties", "Main Duties",
)  # fmt: skip
# Everyday words: headings only before a colon, after a full stop, or alone on their line.
_PLAIN = (
    "Responsibilities", "Requirements", "Qualifications", "Benefits", "Duties", "Skills", "Perks", "Required",
    "Preferred", "Experience", "Education", "Overview", "Summary", "The Role", "The role", "The Team", "The team",
    "Essential", "Desirable", "Compensation", "Bonus points", "Bonus Points", "Training", "Schedule",
)  # fmt: skip
# Headings of cards, which always have a line of their own.
_OWN_LINE = ("What you'd actually do", "What the JD emphasized", "What the JD emphasised", "Other signals")
LONGEST_HEADING = 60
SET_APART = 3
"""Headings on lines of their own from which on a text is taken to have none flattened into its lines."""


def _either_apostrophe(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(p).replace("'", "['’]") for p in sorted(phrases, key=len, reverse=True))


_FLAT = re.compile(
    rf"(?<![\w/&'’-])(?=[A-Z])(?:(?P<distinct>{_either_apostrophe(_DISTINCT)}"
    rf"|Why [A-Z][\w&.-]{{0,30}}(?: [A-Z][\w&.-]{{0,30}})?\?)"
    rf"|(?P<plain>{_either_apostrophe(_PLAIN)}))(?![\w/&'’-])"
)
_ALONE = frozenset(phrase.rstrip("?").casefold() for phrase in (*_DISTINCT, *_PLAIN, *_OWN_LINE))
_DECORATION = 20  # characters that may stand around a heading on its line
_ABOUT_NAME = re.compile(r"(?:About|Why) [A-Z0-9][\w&'’.-]*(?: [\w&'’.-]+){0,4}\??")
_LAST_WORD = re.compile(r"([\w'’]+)[ \t]*$")
_NEXT_WORD = re.compile(r"\s*([\w'’]+)")
# Before a heading these would make it part of the sentence: "meets the Basic Qualifications".
_LEADS_IN = frozenset(
    "a all an and any are as by every for from her his if in is its meet meets more of on or our see some "
    "that the their these this those to under with your".split()
)
# After a heading these go on with the sentence: "About the team you will join".
_GOES_ON = frozenset(
    "and are as at but by can for from has have here i in include included includes including is may must of on "
    "or that to was we were when where which who whose will with within would you your yourself".split()
)


def sections_of(body: str) -> tuple[Section, ...]:
    """Part the body at its headings: each section runs to the next one's start, the last to the end."""
    return partition(body, headings_in(body))


def partition(body: str, headings: Iterable[tuple[int, str]]) -> tuple[Section, ...]:
    """Make sections of (offset, heading) pairs in any order; of two at one offset the longer holds."""
    longest: dict[int, str] = {}
    for start, heading in headings:
        longest[start] = max(longest.get(start, ""), heading, key=len)
    starts = sorted(longest)
    ends = [*starts, len(body)][1:]
    return tuple(Section(longest[start], start, end) for start, end in zip(starts, ends, strict=True))


def headings_in(body: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the words of every heading; a colon after it is no part of it."""
    alone = list(_headings_alone(body))
    yield from alone
    if len(alone) < SET_APART:
        yield from _headings_within(body)


def _headings_within(body: str) -> Iterator[tuple[int, str]]:
    end_of_last = 0
    for match in _FLAT.finditer(body):
        follows_heading = not body[end_of_last : match.start()].strip(" \t\n:.-•*") and end_of_last > 0
        if _is_heading(body, match, follows_heading):
            end_of_last = match.end()
            yield match.start(), match[0]


def _headings_alone(body: str) -> Iterator[tuple[int, str]]:
    if "\n" not in body:
        return
    offset = 0
    for line in body.split("\n"):
        if 0 < len(line) <= LONGEST_HEADING + _DECORATION:
            bare = line.lstrip(" \t#*_=>-")
            heading = bare.rstrip(" \t").rstrip(":*_=#").rstrip(" \t:")
            if heading and heading[0].isalnum() and _heads(heading):
                yield offset + len(line) - len(bare), heading
        offset += len(line) + 1


def _heads(line: str) -> bool:
    if line.replace("’", "'").rstrip("?").casefold() in _ALONE:
        return True
    named = line.startswith(("About ", "Why ")) and len(line) <= LONGEST_HEADING
    return named and _ABOUT_NAME.fullmatch(line) is not None


def _is_heading(body: str, match: re.Match[str], follows_heading: bool) -> bool:
    before = body[max(0, match.start() - 40) : match.start()]
    after = body[match.end() : match.end() + 40]
    starts_line = not before.rpartition("\n")[2].strip(" \t#*_•-–") and ("\n" in before or len(before) < 40)
    ended = before.rstrip(" \t\"”')").endswith((".", "!", "?", ":", ";"))
    after_sentence = starts_line or follows_heading or ended
    labelled = after.lstrip(" \t").startswith(":")
    if match["plain"]:
        alone = not after.partition("\n")[0].strip(" \t:*_#") and starts_line
        return alone or (labelled and not _leads_in(before)) or (after_sentence and _begins_anew(after))
    if not after_sentence and _leads_in(before):
        return False
    return labelled or not _goes_on(after)


def _leads_in(before: str) -> bool:
    last = _LAST_WORD.search(before)
    return last is not None and last[1].casefold() in _LEADS_IN


def _goes_on(after: str) -> bool:
    if after[:1] == ",":
        return True
    following = _NEXT_WORD.match(after)
    return following is not None and following[1] in _GOES_ON


def _begins_anew(after: str) -> bool:
    rest = after.lstrip()
    return not rest or rest[0] in "-•*–" or rest[0].isupper()
