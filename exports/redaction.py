"""Blackening e-mail addresses and telephone numbers, sign for sign, so that all offsets hold."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .models import NoteModel, PostingModel, TagModel

EMAIL = "e-mail addresses"
TELEPHONE = "telephone numbers"

# Signs that are read as others, one as one, so that offsets hold: wide ones, all dashes, spaces that do not break.
_READ_AS = {
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), ord("-")),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u3000"), ord(" ")),
}
_EMAIL_SIGN = re.compile(r"@|%40|[(\[{]\s?at\s?[)\]}]", re.IGNORECASE)
_EMAIL = re.compile(
    r"""
    (?<![\w.+%-])(?P<found>[\w.+%-]{1,64}(?:\s?[(\[{]\s?(?:dot|punkt|point)\s?[)\]}]\s?[\w.+%-]{1,64}){0,2}
        \s?(?:@|%40|[(\[{]\s?at\s?[)\]}])\s?
        (?:[\w-]{1,63}(?:\.|\s?[(\[{]\s?(?:dot|punkt|point)\s?[)\]}]\s?)){1,8}
        (?:xn--[a-z0-9-]{2,59}|[^\W\d_]{2,24})
    )(?![^\W_])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SEVEN_FIGURES = re.compile(r"[0-9](?:[ ./()-]{0,3}[0-9]){6}")  # the least of all numbers below
_EXTENSION = r"(?:[ ,]{0,2}(?:x|ext(?:ension)?|durchwahl|dw|\#)[ .:]{0,2}[0-9]{1,6}+)?(?![0-9%])"
_NO_AMOUNT = r"(?![.,][0-9]{1,2}(?![0-9]))"
# What repeats takes all that it can (`}+`): a number is blackened whole or not at all.
_SHAPED = re.compile(
    r"""
    (?<![\w.,$€£/+-])(?P<found>(?:
        (?:\+|00)[1-9](?:[ ./()-]{0,3}[0-9]){6,30}+                             # +49 (0)30 123456, 0041 44 668 18 00
      | \([0-9]{2,5}\)[ ./-]{0,2}[0-9](?:[ ./-]?[0-9]){4,20}+                   # (555) 123-4567, (030) 12 34 56
      | (?:1[ .-])?[2-9][0-9]{2}[ ]?[ ./-][ ]?[0-9]{3}[ ]?[ .-][ ]?[0-9]{4}     # 555-123-4567
      | 0[1-9](?:[ .-][0-9]{2}){4}                                              # 01 23 45 67 89
      | 0[ -][1-9][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{3,4}                          # 0 800 123 4567
      | 0[1-9][0-9]{1,4}[ ]?[/-]?[ ]?[0-9](?:[ -]?[0-9]){4,20}+                 # 030 / 123456, 0171 1234567
    )"""
    + f"{_EXTENSION}){_NO_AMOUNT}",
    re.VERBOSE | re.IGNORECASE,
)
# Behind a word such as phone any number will do, but no date and no years.
_LOOSE = re.compile(
    r"""
    (?<![0-9])(?P<found>(?=[+(0-9])
        (?!(?:19|20)[0-9]{2}[ ]?[./-]|[0-9]{1,2}[./-][0-9]{1,2}[./-](?:19|20)[0-9]{2}(?![0-9]))
        [+(]{0,2}[0-9](?:[ ./()-]{0,3}[0-9]){6,30}+"""
    + f"{_EXTENSION}){_NO_AMOUNT}",
    re.VERBOSE | re.IGNORECASE,
)
_CALLED = re.compile(
    r"""
    (?<![^\W_])
    (?:tel(?:e(?:phone|fon[eo]?))?|t[ée]l[ée](?:phone|fono)|(?:tele)?fax|fon|phone|mobile?|cell|handy|whatsapp|call)
    (?:[ -](?:phone|number|nummer|no|nr|us|me|at|on|is)\b){0,2}[ .:]{0,3}$
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Ten figures and nothing else (5551234567, 98765 43210) may be the number of a job or two sums: they are blackened
# only in text that people wrote, and not behind a word that says what else they are.
_BARE = re.compile(
    r"(?<![\w.,$€£/+&=?#*-])(?P<found>[2-9][0-9]{9}|[6-9][0-9]{4}[ ][0-9]{5})(?![\w%*-])(?![.,/][0-9])"
)
_NUMBERED = re.compile(
    r"(?<![^\W_])(?:id|ids|no|nr|num|number|nummer|code|job|posting|requisition|req|ref|reference)[ .:]*$|#[ ]?$",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?!\w)")


class Redaction:
    """Blackens all text of postings that is for people, and counts by kind what it blackened in them."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def of(self, posting: PostingModel) -> PostingModel:
        """Return the posting with each such character as `*`; quotes, headings and titles follow the body."""
        body = self._text(posting.body)
        guess = posting.title_inferred
        return replace(
            posting,
            body=body,
            external_id=self._name(posting.external_id),
            url=self._name(posting.url),
            title=self._maybe(posting.title),
            company=self._maybe(posting.company),
            salary_text=self._name(posting.salary_text),
            employment_type=[self._text(text) for text in posting.employment_type],
            title_inferred=guess and replace(guess, text=body[guess.start : guess.end]),
            locations=[replace(place, text=self._text(place.text)) for place in posting.locations],
            sections=[
                replace(part, heading=body[part.start : part.start + len(part.heading)])
                for part in posting.sections
            ],
            source_skills=[replace(claim, text=self._text(claim.text)) for claim in posting.source_skills],
            tags=[replace(tag, quote=self._quote(body, tag)) for tag in posting.tags],
            notes=[
                replace(note, text=self._text(note.text), quote=self._quote(body, note))
                for note in posting.notes
            ],
            disagreements=[replace(one, note=self._text(one.note)) for one in posting.disagreements],
            pairs=[
                replace(pair, reasons=[self._text(reason) for reason in pair.reasons])
                for pair in posting.pairs
            ],
        )

    def _quote(self, body: str, item: TagModel | NoteModel) -> str | None:
        if item.start is not None and item.end is not None:
            return body[item.start : item.end]  # counted with the body
        return self._maybe(item.quote)

    def _maybe(self, text: str | None) -> str | None:
        return None if text is None else self._text(text)

    def _name(self, text: str | None) -> str | None:
        return None if text is None else self._found(text, prose=False)

    def _text(self, text: str) -> str:
        return self._found(text, prose=True)

    def _found(self, text: str, *, prose: bool) -> str:
        plain = text if text.isascii() else text.translate(_READ_AS)
        if _EMAIL_SIGN.search(plain):
            found = list(_EMAIL.finditer(plain))
            text, plain = self._blackened(text, found, EMAIL), _black(plain, found)
        if not _SEVEN_FIGURES.search(plain):
            return text
        accounts = [match.span() for match in _IBAN.finditer(plain) if _is_account(match[0])]
        found = [match for match in _LOOSE.finditer(plain) if _is_behind(_CALLED, match)]
        text, plain = self._blackened(text, found, TELEPHONE), _black(plain, found)
        found = [match for match in _SHAPED.finditer(plain) if not _within(match, accounts)]
        text, plain = self._blackened(text, found, TELEPHONE), _black(plain, found)
        if prose:
            found = [match for match in _BARE.finditer(plain) if not _is_behind(_NUMBERED, match)]
            text = self._blackened(text, found, TELEPHONE)
        return text

    def _blackened(self, text: str, found: Sequence[re.Match[str]], kind: str) -> str:
        if found:
            self.counts[kind] += len(found)
        return _black(text, found)


def _black(text: str, found: Sequence[re.Match[str]]) -> str:
    parts: list[str] = []
    at = 0
    for match in found:
        start, end = match.span("found")
        parts += text[at:start], "*" * (end - start)
        at = end
    return "".join([*parts, text[at:]])


def _within(found: re.Match[str], places: Sequence[tuple[int, int]]) -> bool:
    return any(start < found.end() and found.start() < end for start, end in places)


def _is_behind(words: re.Pattern[str], found: re.Match[str]) -> bool:
    return words.search(found.string[max(found.start() - 40, 0) : found.start()]) is not None


def _is_account(text: str) -> bool:
    """Whether the check digits of an IBAN are right; parts of one look like telephone numbers."""
    signs = text.replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1
