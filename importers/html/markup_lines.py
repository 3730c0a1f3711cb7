"""Lines of text in the making, from what the tags of HTML say of them."""

from .tags import attributes_of

LONGEST_BOLD = 60
"""Characters of a bold line that may be a heading."""
LONGEST_MARKED = 200
"""Characters of what HTML marks as a heading that may be one: more is a page whose tags are broken."""
_DEEPEST = 8  # levels of lists that are told apart by their indent


_Mark = list[int]
"""Where a heading may begin: its offset in the text, -1 before its first word, and the piece it is in."""


class Lines:
    """A text in the making.

    `_due` line ends come before the next words; `_lead`, a bullet or what parts two cells, right before them.
    """

    def __init__(self, *, typed: bool) -> None:
        self._typed = typed
        self._out: list[str] = []
        self._length = 0
        self._begun = 0  # lines
        self._due = 0
        self._space = False
        self._lead = ""
        self._lists: list[int] = []  # the number of the next item, 0 where items have none
        self._rows: list[
            tuple[int, int]
        ] = []  # length and lines begun where the row of each open table began
        self._verbatim = 0
        self._marks: list[_Mark] = []
        self._heading: _Mark | None = None
        self._bold: _Mark | None = None
        self._bold_line: _Mark | None = None
        self._headings: list[tuple[int, str]] = []

    def add(self, text: str) -> None:
        """Take text as it stands between two tags."""
        if self._verbatim or self._typed:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self.end_line()
                self._add_line(line)
        elif words := " ".join(text.split()):
            self._write(words, spaced=text[0].isspace())
            self._space = text[-1].isspace()
        else:
            self._space = True

    def part(self, ends: int) -> None:
        """See to it that what follows stands after so many line ends."""
        if self._bold_line:
            self._settle()
        if not self._lead:
            if ends > self._due:
                self._due = 1 if self._lists else ends
            self._space = False

    def end_line(self) -> None:
        """Take a line end that is written as such; two of them leave a blank line."""
        if self._heading:
            self._space = True
        elif not self._lead:
            due = min(2, self._due + 1)
            self.part(due)
            self._due = due

    def line_end(self, closes: bool, written: str) -> None:
        """`<br>`."""
        self.end_line()

    def heading(self, closes: bool, written: str) -> None:
        """`<h1>` to `<h6>`."""
        if closes and self._heading:
            self._head(self._heading, LONGEST_MARKED)
        self.part(2)
        self._heading = None if closes else self._mark()

    def bold(self, closes: bool, written: str) -> None:
        """`<b>`, `<strong>`: a heading where nothing else is on its line; never in a list."""
        if not closes:
            at_start = self._due or not self._length
            if at_start and not (self._bold or self._heading or self._lists):
                self._bold = self._mark()
        elif self._bold:
            self._bold_line, self._bold = self._bold, None
            if self._due:
                self._settle()

    def list_of_items(self, closes: bool, written: str) -> None:
        """`<ul>`, `<ol>`."""
        if closes:
            self._lead = ""
            if self._lists:
                self._lists.pop()
            self.part(2)
        else:
            self.part(2)
            self._lists.append(0)

    def numbered(self, closes: bool, written: str) -> None:
        """`<ol>`."""
        self.list_of_items(closes, written)
        if not closes:
            start = attributes_of(written).get("start", "") if written else ""
            self._lists[-1] = int(start) if start.isdecimal() and start.isascii() and len(start) < 6 else 1

    def item(self, closes: bool, written: str) -> None:
        """`<li>`."""
        self._lead = ""
        self.part(1)
        if closes:
            return
        self._lead = "• "
        if self._lists and (number := self._lists[-1]):
            self._lead = f"{number}. "
            self._lists[-1] += 1

    def table(self, closes: bool, written: str) -> None:
        """`<table>`."""
        self.part(2)
        if not closes:
            self._rows.append((self._length, self._begun))
        elif self._rows:
            self._rows.pop()

    def row(self, closes: bool, written: str) -> None:
        """`<tr>`."""
        self._lead = ""
        self.part(1)
        if self._rows:
            self._rows[-1] = self._length, self._begun

    def cell(self, closes: bool, written: str) -> None:
        """`<td>`, `<th>`: on the line of the cell before it, where that is one line."""
        if closes:
            return
        length, begun = self._rows[-1] if self._rows else (0, -1)
        if self._length > length and self._begun == begun + 1:
            self._due, self._lead = 0, " | "
        else:
            self.part(1)

    def verbatim(self, closes: bool, written: str) -> None:
        """`<pre>` and its like."""
        self.part(2)
        self._verbatim = max(0, self._verbatim + (-1 if closes else 1))

    def finished(self) -> tuple[str, list[tuple[int, str]]]:
        """Return the text and its headings."""
        if self._bold_line:
            self._settle()
        return "".join(self._out), self._headings

    def _add_line(self, line: str) -> None:
        words = " ".join(line.split()) if not self._verbatim else line.replace("\xa0", " ").rstrip()
        if words.strip():
            self._write(words, spaced=line[0].isspace() and not self._verbatim)
            self._space = line[-1].isspace()
        elif line:
            self._space = True

    def _write(self, words: str, *, spaced: bool) -> None:
        before = self._lead
        if self._due or not self._length:
            if self._lists:
                before = "  " * min(len(self._lists) - 1, _DEEPEST) + (before or "  ")
            if self._length:
                before = "\n" * self._due + before
            else:
                before, words = before.lstrip(), words.lstrip()
            if self._bold and self._bold[0] >= 0:
                self._bold = None
            self._due = 0
            self._begun += 1
        elif not before and (spaced or self._space):
            before = " "
        if before:
            self._out.append(before)
            self._length += len(before)
            self._lead = ""
        if self._marks:
            for mark in self._marks:
                mark[:] = self._length, len(self._out)
            self._marks.clear()
        if self._bold_line and words.strip(" :"):
            self._bold_line = None
        self._out.append(words)
        self._length += len(words)

    def _mark(self) -> _Mark:
        mark = [-1, 0]
        self._marks.append(mark)
        return mark

    def _settle(self) -> None:
        if self._bold_line and not self._heading:
            self._head(self._bold_line, LONGEST_BOLD)
        self._bold_line = None

    def _head(self, mark: _Mark, longest: int) -> None:
        at, piece = mark
        if at < 0 or (self._headings and self._headings[-1][0] == at):
            return
        words = "".join(self._out[piece:]).partition("\n")[0].rstrip(" :")
        if 0 < len(words) <= longest:
            self._headings.append((at, words))
