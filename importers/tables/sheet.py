"""Workbooks: the first sheet of an .xlsx or .ods file that is a table."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice

from importers.base import Reading, Wishes
from importers.files import File
from importers.lines import LINE_LIMIT
from store import PostilError, Unreadable, canonical_line

from .apart import Answer, RowsReading, answers, row_of
from .table import (
    KNOWN_NAMES,
    SAMPLE,
    Row,
    columns_in,
    header_in,
    is_blank,
    is_header,
    is_marked,
    known_in,
    names_of,
)

UNPACKED_LIMIT = 256 * 1024 * 1024
"""Bytes of all that is in a workbook."""
_CHUNK = 1024 * 1024
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how .xls begins, and what is locked with a password
_CAPTION = 40  # characters of a name of a sheet in a place
_BINARY = "xl/workbook.bin"
_LONGEST_KIND = 100  # bytes of a media type
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError, OSError,
)  # fmt: skip


@dataclass(slots=True)
class _Sheet:
    """A sheet as it begins: its first rows, fewer where they are unlike any other table's."""

    number: int
    rows: list[Row] = field(default_factory=list)
    size: int = 0

    def add(self, row: Row, size: int) -> None:
        """Add one more of the first rows."""
        self.size += size
        if self.size <= LINE_LIMIT:
            self.rows.append(row)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it."""
        return all(map(is_blank, self.rows))

    @property
    def header(self) -> int:
        """Where the header is among the rows."""
        return header_in(self.rows)

    @property
    def is_table(self) -> bool:
        """Whether there is a header with something below it."""
        if len(self.rows) <= self.header + 1:
            return False
        header = [cell for cell in self.rows[self.header] if cell.strip()]
        return is_marked(header) or known_in(header) >= KNOWN_NAMES or is_header(header)


class SheetImporter:
    """Reads workbooks, which are opened whole, and so have a limit."""

    name = "excel"
    description = "a workbook, .xlsx or .ods: the first sheet that is a table with a header"
    version = 1

    def recognises(self, file: File) -> bool:
        """Whether it is a workbook, also one that cannot be read."""
        try:
            return file.head.startswith(_OLD) or file.is_sheet
        except PostilError:
            return False

    def reading(self, file: File, wishes: Wishes) -> Reading:
        """Open the workbook and find its table. Raises Unreadable, UsageError."""
        if file.head.startswith(_OLD):
            raise Unreadable(
                f"{file.name} is locked with a password, or an .xls of before 2007. Save it as .xlsx."
            )
        if not file.is_sheet:
            raise Unreadable(f"{file.name} is no workbook.")
        _check_size(file)
        names, sheet = _first_table(file)
        if sheet is None:
            raise Unreadable(f"{file.name} has nothing in its sheets.")
        header = names_of(sheet.rows[sheet.header])
        below = [row for row in sheet.rows[sheet.header + 1 :] if not is_blank(row)]

        def rows() -> Iterator[Answer]:
            return islice(answers(file, "sheet", str(sheet.number)), sheet.header + 1, None)

        caption = f" of {canonical_line(names[sheet.number])[:_CAPTION]}" if len(names) > 1 else ""
        return RowsReading(header, columns_in(header, below, wishes), rows, caption)


def _first_table(file: File) -> tuple[list[str], _Sheet | None]:
    """Return the names of the sheets, and the first that is a table; where none is, the first with anything."""
    names: list[str] = []
    found: _Sheet | None = None
    sheet = _Sheet(0)
    with closing(answers(file, "sheets", str(SAMPLE))) as beginnings:
        for text, value in beginnings:
            if isinstance(value, list):
                sheet.add(row_of(value), len(text))
            elif "sheets" in value:
                names = value["sheets"]
            elif "sheet" in value:
                if sheet.is_table:
                    break
                found = found or (None if sheet.is_blank else sheet)
                sheet = _Sheet(value["sheet"])
    if sheet.is_table or (found is None and not sheet.is_blank):
        found = sheet
    return names, found


def _check_size(file: File) -> None:
    """Raise Unreadable for a workbook that unpacks to more than the limit, cannot be unpacked, or is none."""
    room = UNPACKED_LIMIT
    try:
        with zipfile.ZipFile(io.BytesIO(file.whole)) as archive:
            for info in archive.infolist():
                _check_kind(file.name, archive, info)
                room -= _unpacked(archive, info, room)
                if room < 0:
                    limit = UNPACKED_LIMIT // 1024**2
                    raise Unreadable(
                        f"{file.name} unpacks to more than {limit} MiB. Save its sheet as CSV, which has no limit."
                    )
    except _DAMAGE as error:
        raise Unreadable(f"{file.name} is a workbook, and damaged or locked: {error}.") from error


def _check_kind(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    if info.filename == _BINARY:
        raise Unreadable(f"{name} is a workbook of the binary kind, .xlsb. Save it as .xlsx.")
    if info.filename == "mimetype":
        with archive.open(info) as member:
            if b"spreadsheet" not in member.read(_LONGEST_KIND):
                raise Unreadable(f"{name} is an OpenDocument, and no workbook. Save it as text.")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> int:
    """Return the bytes of a member, counted no farther than just past the room there is."""
    size = 0
    with archive.open(info) as member:
        while size <= room and (chunk := member.read(_CHUNK)):
            size += len(chunk)
    return size
