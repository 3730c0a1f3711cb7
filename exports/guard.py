"""Keeping a spreadsheet from running a cell as a formula; nothing is lost by it."""

import re

# What a spreadsheet takes for the beginning of a formula, also behind quotes of ours: so a cell that came
# with a quote gets another one, and taking one off always gives back what was there.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def guard(text: str) -> str:
    """Return a text as a cell: with `'` before it where it would be taken for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """Return the text of a cell; `unguard(guard(text)) == text` for every text."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
