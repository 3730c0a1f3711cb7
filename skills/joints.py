"""Whether a label that was found is a word of its own, where a symbol joins it to what stands beside it.

`C` is not in `C++`, `R` not in `R&D`, `Node` not in `Node.js`, `Go` not in `Go-to-market`, and `python` in no
address. But `experience.Knowledge` is two sentences with a blank forgotten, `Java/Python` two skills, and
`SQL-based` has SQL.
"""

from .matching_text import is_word

JOINTS = frozenset("+#.&-'/@:=?%")
"""Beside a label these are looked at. Any other symbol parts words."""

SHORT = 3
LONGEST_ADDRESS = 200  # characters of it that are looked at before the label


def stands_alone(text: str, start: int, end: int, addresses: bool) -> bool:
    """Whether `text[start:end]`, which is bounded by symbols, is not a part of something longer.

    `addresses` says whether to look for web and mail addresses: no need where `has_addresses` finds none.
    """
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    short = end - start <= SHORT
    if not is_word(text[end - 1]) and after and (after == text[end - 1] or _letter(after)):
        return False  # C++ is not in C+++, but C++17 is written in C++
    if after in ("+", "#") and _raised(text, end, short):
        return False
    if _in_one_name(text, start - 1, short) or _in_one_name(text, end, short):
        return False
    if before in (".", "@") and not is_word(text[start - 2 : start - 1] or " ") and is_word(text[start]):
        return before == "." and text[start - 2 : start] == ".."  # .NET, @python; but an ellipsis ends
    if short and _hangs_together(text, start, end):
        return False
    return not addresses or not _in_address(text, start, end)


def has_addresses(text: str) -> bool:
    """Whether there may be web or mail addresses in a text."""
    return "@" in text or "://" in text or "www." in text


def _letter(character: str) -> bool:
    return is_word(character) and not character.isdigit()


def _raised(text: str, end: int, short: bool) -> bool:
    """Whether a label goes on as C++ and C# do. `Java+Kotlin` does not, nor does a longer word: `Linux+`."""
    return (
        text[end] == "#"
        or text[end : end + 2] == "++"
        or (short and not is_word(text[end + 1 : end + 2] or " "))
    )


def _in_one_name(text: str, at: int, short: bool) -> bool:
    """Whether the full stop at an offset is inside a name, as in `Node.js`, and not the end of a sentence."""
    if at < 1 or text[at : at + 1] != ".":
        return False
    left, right = text[at - 1], text[at + 1 : at + 2]
    if not right or not is_word(left) or not is_word(right):
        return False
    if not right.isupper():
        return True
    # "SQL.Experience" is two sentences, "experience.SQL" too; "ASP.NET" and "D.C" are one name.
    sentence = left.islower() or (text[at + 2 : at + 3].islower() and (at < 2 or is_word(text[at - 2])))
    return not sentence or (short and left.islower() and not is_word(text[at + 2 : at + 3] or " "))


def _hangs_together(text: str, start: int, end: int) -> bool:
    """Whether a label of few letters is one of several that make a name: `R&D`, `R & D`, `Go-to`, `C-level`."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before in ("&", "'") and is_word(text[start - 2 : start - 1] or " "):
        return True
    if after == "&" and is_word(text[end + 1 : end + 2] or " "):
        return True
    label = text[start:end]
    if before == "-" or after == "-":
        beside = text[start - 2 : start - 1] if before == "-" else text[end + 1 : end + 2]
        return is_word(beside or " ") and sum(letter.isupper() for letter in label) < 2
    return len(label) == 1 and (after == "'" or _is_initial(text, start, end))


def _is_initial(text: str, start: int, end: int) -> bool:
    """Whether a letter and another make a name, with blanks, as in `R & D`."""
    behind, ahead = text[start - 4 : start], text[end : end + 5]
    return (ahead[:3] == " & " and ahead[3:4].isupper() and not is_word(ahead[4:] or " ")) or (
        behind[1:] == " & " and behind[0].isupper() and not is_word(text[start - 5 : start - 4] or " ")
    )


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether a label stands in a web or mail address."""
    begin = max(text.rfind(blank, max(0, start - LONGEST_ADDRESS), start) for blank in " \n(<[") + 1
    token = text[max(begin, start - LONGEST_ADDRESS) : start]
    if "://" in token or token.lower().startswith("www.") or "@" in token:
        return True
    # What comes before the @ of a mail address.
    rest = text[end : end + LONGEST_ADDRESS].split(" ", 1)[0].split("\n", 1)[0]
    name, at, host = rest.partition("@")
    return bool(at) and "." in host and all(is_word(letter) or letter in ".-+" for letter in name)
