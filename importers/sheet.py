"""Workbooks: the first sheet of an .xlsx or .ods file that is a table."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from store import PostilError, Unreadable, canonical_line

from .apart import Answer, RowsReading, answers, row_of
from .base import Reading, Wishes
from .files import File
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
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError, OSError,
)  # fmt: skip


@dataclass(slots=True)
class _Sheet:
    number: int
    rows: list[Row] = field(default_factory=list)

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
        names, sheets = _beginnings(file)
        if not sheets:
            raise Unreadable(f"{file.name} has nothing in its sheets.")
        sheet = next((each for each in sheets if each.is_table), sheets[0])
        header = names_of(sheet.rows[sheet.header])
        below = [row for row in sheet.rows[sheet.header + 1 :] if not is_blank(row)]

        def rows() -> Iterator[Answer]:
            return islice(answers(file, "sheet", str(sheet.number)), sheet.header + 1, None)

        caption = f" of {canonical_line(names[sheet.number])[:_CAPTION]}" if len(names) > 1 else ""
        return RowsReading(header, columns_in(header, below, wishes), rows, caption)


def _beginnings(file: File) -> tuple[list[str], list[_Sheet]]:
    """Return the names of the sheets, and the first rows of those that have any."""
    names: list[str] = []
    sheets: list[_Sheet] = []
    for _, value in answers(file, "sheets", str(SAMPLE)):
        if isinstance(value, list):
            sheets[-1].rows.append(row_of(value))
        elif "sheets" in value:
            names = value["sheets"]
        elif "sheet" in value:
            sheets.append(_Sheet(value["sheet"]))
    return names, [sheet for sheet in sheets if not all(map(is_blank, sheet.rows))]


def _check_size(file: File) -> None:
    """Raise Unreadable for a workbook that unpacks to more than the limit, or cannot be unpacked."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(file.whole)) as archive:
            for info in archive.infolist():
                if info.filename == _BINARY:
                    raise Unreadable(
                        f"{file.name} is a workbook of the binary kind, .xlsb. Save it as .xlsx."
                    )
                with archive.open(info) as member:
                    while chunk := member.read(_CHUNK):
                        unpacked += len(chunk)
                        if unpacked > UNPACKED_LIMIT:
                            limit = UNPACKED_LIMIT // 1024**2
                            raise Unreadable(
                                f"{file.name} unpacks to more than {limit} MiB. "
                                "Save its sheet as CSV, which has no limit."
                            )
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise Unreadable(f"{file.name} is a workbook, and damaged or locked: {error}.") from error
