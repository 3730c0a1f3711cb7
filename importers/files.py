"""Files as importers see them: a name for people, a beginning to judge by, and bytes with one wrapping taken off.

Whatever is packed is read as a stream and never written to disk under a name of its own.
"""

import gzip
import hashlib
import io
import lzma
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property, partial
from pathlib import Path
from typing import IO, Any, cast

from store import NotFound, Unreadable, UsageError, canonical_line

from .base import Document
from .reading import FILE_LIMIT, is_binary, read_document

STANDARD_INPUT = "-"
HEAD = 64 * 1024
"""Bytes by which a format is judged."""
STREAM_LIMIT = 4 * 1024**3
"""Bytes taken from standard input or a pipe, which have no end one could know."""
EXPANSION_LIMIT = 200
"""Times its packed size that a file may have unpacked, once it is larger than FILE_LIMIT."""
MEMBERS_LIMIT = 10_000

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SHEETS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_PACKING_ERRORS = (
    zlib.error,
    lzma.LZMAError,
    EOFError,
    gzip.BadGzipFile,
    zipfile.BadZipFile,
    NotImplementedError,
)

Opener = Callable[[], IO[bytes]]


class File:
    """One file to import, unpacked.

    `name` is a label; a member of an archive is `archive.zip:member`. `size` is in bytes as packed, 0 where a
    pipe does not say. `place` is where the file lies, None for what came through a pipe or out of an archive.
    """

    def __init__(
        self, name: str, opener: Opener, size: int, *, place: Path | None = None, encoding: str | None = None
    ) -> None:
        self.name = canonical_line(name)
        self.size = size
        self.place = place
        self.encoding = encoding
        self._opener = opener
        self._raw: IO[bytes] | None = None
        self._with: list[File] = []
        self._pipe: _Pipe | None = None

    @classmethod
    def of(cls, name: str, data: bytes, encoding: str | None = None) -> "File":
        """Make a file of bytes."""
        return cls(name, lambda: io.BytesIO(data), len(data), encoding=encoding)

    @property
    def base(self) -> str:
        """Its name without the folder or the archive it is in."""
        if self.place is not None:
            return self.place.name
        return self.name.replace("\\", "/").rpartition("/")[2].rpartition(":")[2]

    @property
    def folder(self) -> str:
        """What it shares with the files beside it, on the disk or in the archive."""
        if self.place is not None:
            return str(self.place.parent.resolve())
        return self.name.removesuffix(self.base)

    def beside(self, name: str) -> "File | None":
        """Return the file of that name in the same folder; the name must never come from data."""
        if self.place is None:
            same = (file for file in self._with if (file.folder, file.base) == (self.folder, name))
            return next(same, None)
        path = self.place.with_name(name)
        return _on_disk(path, self.encoding) if path.is_file() else None

    @property
    def position(self) -> int:
        """How many of the packed bytes have been read by whoever opened the file last."""
        try:
            return self._raw.tell() if self._raw else 0
        except ValueError:
            return self.size

    @cached_property
    def packed(self) -> int:
        """Its size as packed, also of what came through a pipe."""
        if self.size:
            return self.size
        with self._opener() as raw:
            return raw.seek(0, io.SEEK_END) if raw.seekable() else 0

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes as packed."""
        with _understood(self.name), self._opener() as raw:
            return hashlib.file_digest(cast("Any", raw), "sha256").hexdigest()

    @cached_property
    def head(self) -> bytes:
        """The first bytes, unpacked. Raises Unreadable."""
        with self.open() as stream:
            return stream.read(HEAD)

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Give the bytes, unpacked; in the block, what is wrong with the packing raises Unreadable."""
        with _understood(self.name), self._opener() as raw:
            self._raw = raw
            begins = raw.read(4)
            raw.seek(0)
            if begins.startswith(_GZIP):
                with gzip.GzipFile(fileobj=raw) as inner:
                    yield cast(
                        "IO[bytes]", io.BufferedReader(_Bounded(cast("IO[bytes]", inner), self), 128 * 1024)
                    )
            else:
                yield raw

    @cached_property
    def whole(self) -> bytes:
        """All bytes, unpacked. Raises Unreadable for more than FILE_LIMIT."""
        with self.open() as stream:
            data = stream.read(FILE_LIMIT + 1)
        if len(data) > FILE_LIMIT:
            limit = FILE_LIMIT // (1024 * 1024)
            raise Unreadable(
                f"{self.name} is larger than {limit} MiB, the limit for files of this kind. "
                "Split it, or save it as JSON Lines or CSV, which have no limit."
            )
        return data

    def forget(self) -> None:
        """Let go of what was read whole or kept of a pipe, as there may be many more files."""
        for name in ("whole", "document"):
            self.__dict__.pop(name, None)
        if self._pipe:
            self._pipe.close()

    @cached_property
    def document(self) -> Document:
        """The file as canonical text; raises Unreadable where it is none. UsageError for the encoding."""
        return read_document(self.name, self.whole, self.encoding)

    @cached_property
    def is_binary(self) -> bool:
        """Whether it begins as no text does."""
        return is_binary(self.head, self.encoding)

    @cached_property
    def is_sheet(self) -> bool:
        """Whether it is a workbook, which is a zip archive of its own kind."""
        if not self.head.startswith(_ZIP):
            return False
        try:
            with self.open() as stream, _archive(stream, self) as archive:
                return any(name in _SHEETS for name in archive.namelist())
        except Unreadable:
            return False

    @property
    def is_still_packed(self) -> bool:
        """Whether there is another wrapping in the one that was taken off."""
        return self.head.startswith(_GZIP) or (self.head.startswith(_ZIP) and not self.is_sheet)

    def members(self) -> list["File"]:
        """Return the files in an archive, or the file itself where it is none. Raises Unreadable."""
        if not self.head.startswith(_ZIP) or self.is_sheet:
            return [self]
        with self.open() as stream, _archive(stream, self) as archive:
            infos = [
                info for info in archive.infolist() if not info.is_dir() and not _is_hidden(info.filename)
            ]
        if len(infos) > MEMBERS_LIMIT:
            raise Unreadable(
                f"{self.name} holds {len(infos):,} files, more than the limit of {MEMBERS_LIMIT:,}."
            )
        if not infos:
            raise Unreadable(f"{self.name} is an archive with no file in it.")
        members = [self._member(info) for info in infos]
        for member in members:
            member._with = members
        return members

    def _member(self, info: zipfile.ZipInfo) -> "File":
        def opener() -> IO[bytes]:
            if info.flag_bits & 0x1:
                raise Unreadable(f"{name} is locked with a password. Unpack it first.")
            packed = self._opener()
            archive = zipfile.ZipFile(cast("Any", packed))
            inner = archive.open(info)
            bounded = _Bounded(inner, member, archive, packed)
            return cast("IO[bytes]", io.BufferedReader(bounded, 128 * 1024))

        name = f"{self.name}:{info.filename}"
        member = File(name, opener, info.compress_size, encoding=self.encoding)
        return member


class _Bounded(io.RawIOBase):
    """A stream that gives up where it unpacks to many times what it was packed in."""

    def __init__(self, inner: IO[bytes], file: File, *behind: IO[bytes] | zipfile.ZipFile) -> None:
        self._inner = inner
        self._file = file
        self._behind = behind
        self._given = 0

    def close(self) -> None:
        if not self.closed:
            for opened in (self._inner, *self._behind):
                opened.close()
        super().close()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._inner.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        self._given = 0
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()

    def readinto(self, buffer: Any) -> int:
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        self._given += len(data)
        if self._given > max(FILE_LIMIT, EXPANSION_LIMIT * self._file.packed):
            raise Unreadable(
                f"{self._file.name} unpacks to more than {EXPANSION_LIMIT} times its size. "
                "If that is meant, unpack it by hand and import the file in it."
            )
        return len(data)


def files_in(paths: Iterable[str], encoding: str | None) -> list[File]:
    """Return the files that paths name, each once, however often and by whatever path it was named.

    Folders stand for all in them but what is hidden. Raises NotFound for a path that leads nowhere.
    """
    found: dict[Path | None, File] = {}
    for given in paths:
        if given == STANDARD_INPUT:
            if None not in found:
                found[None] = _piped("stdin", lambda: nullcontext(sys.stdin.buffer), encoding)
            continue
        path = Path(given)
        if path.is_dir():
            for inside in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in inside.relative_to(path).parts)
                if inside.is_file() and not hidden:
                    found.setdefault(inside.resolve(), _on_disk(inside, encoding))
        elif path.is_file():
            found.setdefault(path.resolve(), _on_disk(path, encoding))
        elif path.exists():
            found.setdefault(path.resolve(), _piped(path.name, partial(_opened, path), encoding))
        else:
            raise NotFound(f"There is no file or folder {given}.")
    return list(found.values())


def source_name(file: File) -> str:
    """Return the file's name without its endings; a name that is all endings stays whole."""
    return canonical_line(file.base.lstrip(".").split(".")[0]) or canonical_line(file.base) or "unnamed"


def _on_disk(path: Path, encoding: str | None) -> File:
    return File(path.name, lambda: path.open("rb"), path.stat().st_size, place=path, encoding=encoding)


def _piped(
    name: str, opener: "Callable[[], AbstractContextManager[IO[bytes]]]", encoding: str | None
) -> File:
    pipe = _Pipe(name, opener)
    file = File(name, pipe.open, 0, encoding=encoding)
    file._pipe = pipe
    return file


def _opened(path: Path) -> IO[bytes]:
    return path.open("rb")


class _Pipe:
    """What can be read only once: kept, when it is first opened, in a file that goes with this process."""

    def __init__(self, name: str, opener: "Callable[[], AbstractContextManager[IO[bytes]]]") -> None:
        self._name = name
        self._opener = opener
        self._kept: IO[bytes] | None = None

    def open(self) -> IO[bytes]:
        """Open what was kept."""
        if self._kept is None:
            self._kept = self._spooled()
        return Path(self._kept.name).open("rb")

    def _spooled(self) -> IO[bytes]:
        kept = tempfile.NamedTemporaryFile(prefix="postil-")  # noqa: SIM115 -- goes with the pipe
        with self._opener() as stream:
            begins = stream.read(HEAD)
            kept.write(begins)
            while not _is_endless(begins) and (chunk := stream.read(1024 * 1024)):
                kept.write(chunk)
                if kept.tell() > STREAM_LIMIT:
                    limit = STREAM_LIMIT // 1024**3
                    raise Unreadable(f"{self._name} does not end after {limit} GiB. Save it to a file first.")
        kept.flush()
        return cast("IO[bytes]", kept)

    def close(self) -> None:
        """Let go of what was kept."""
        if self._kept is not None:
            self._kept.close()


def _is_endless(begins: bytes) -> bool:
    return begins.count(b"\0") == len(begins) == HEAD


def _archive(stream: IO[bytes], file: File) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream if stream.seekable() else io.BytesIO(file.whole))
    except UnicodeDecodeError as error:  # the name of a member
        raise Unreadable(f"{file.name} is packed and damaged: {error}.") from error


def _is_hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return any(part.startswith(".") or part == "__MACOSX" for part in parts if part not in (".", ".."))


@contextmanager
def _understood(name: str) -> Iterator[None]:
    try:
        yield
    except _PACKING_ERRORS as error:
        raise Unreadable(f"{name} is packed and damaged: {error}.") from error
    except RuntimeError as error:
        raise Unreadable(f"{name} cannot be unpacked: {error}.") from error
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror or error}.") from error
