"""Where in a TOML text each setting stands, which tomllib does not tell."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

Path = tuple[str | int, ...]
Place = tuple[int, int]

_TOKEN = re.compile(
    r"(?P<gap>[ \t\r]+|#[^\n]*)"
    r"|(?P<end>\n)"
    r'|(?P<text>"""(?:[^\\]|\\.)*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
    r"|(?P<sign>[=.,\[\]{}])"
    r"|(?P<bare>[^\s=.,\[\]{}#\"']+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: Place


def places(text: str) -> dict[Path, Place]:
    """Return the line and column (1-based, in code points) of each key and array item of a valid TOML text."""
    return dict(_Reader(text).read())


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._next = 0

    def read(self) -> Iterator[tuple[Path, Place]]:
        table: Path = ()
        while self._next < len(self._tokens):
            token = self._tokens[self._next]
            if token.kind == "end":
                self._next += 1
            elif token.text == "[" and token.kind == "sign":
                at = token.at
                while self._is("["):
                    self._next += 1
                table = self._key()
                while self._is("]"):
                    self._next += 1
                yield table, at
            else:
                yield from self._statement(table)

    def _statement(self, table: Path) -> Iterator[tuple[Path, Place]]:
        at = self._tokens[self._next].at
        path = (*table, *self._key())
        for depth in range(len(table) + 1, len(path) + 1):
            yield path[:depth], at
        self._next += 1  # the sign =
        yield from self._value(path)

    def _key(self) -> Path:
        parts: list[str] = []
        while self._next < len(self._tokens):
            token = self._tokens[self._next]
            if token.kind in ("text", "bare"):
                parts.append(_plain(token))
            elif token.text != ".":
                break
            self._next += 1
        return tuple(parts)

    def _value(self, path: Path) -> Iterator[tuple[Path, Place]]:
        if self._is("["):
            yield from self._array(path)
        elif self._is("{"):
            self._next += 1
            while not self._is("}"):
                if self._is(",") or self._tokens[self._next].kind == "end":
                    self._next += 1
                else:
                    yield from self._statement(path)
            self._next += 1
        else:
            while self._next < len(self._tokens) and self._tokens[self._next].kind != "end":
                if self._tokens[self._next].kind == "sign" and self._tokens[self._next].text in ",]}":
                    break
                self._next += 1  # a number such as 1.5 is several

    def _array(self, path: Path) -> Iterator[tuple[Path, Place]]:
        self._next += 1
        item = 0
        while not self._is("]"):
            if self._is(",") or self._tokens[self._next].kind == "end":
                self._next += 1
                continue
            yield (*path, item), self._tokens[self._next].at
            yield from self._value((*path, item))
            item += 1
        self._next += 1

    def _is(self, sign: str) -> bool:
        if self._next >= len(self._tokens):
            return False
        token = self._tokens[self._next]
        return token.kind == "sign" and token.text == sign


def _tokens(text: str) -> Iterator[_Token]:
    line, begin = 1, 0
    for found in _TOKEN.finditer(text):
        kind, words = found.lastgroup or "", found.group()
        if kind != "gap":
            yield _Token(kind, words, (line, found.start() - begin + 1))
        if "\n" in words:
            line += words.count("\n")
            begin = found.start() + words.rindex("\n") + 1


def _plain(token: _Token) -> str:
    if token.kind == "bare":
        return token.text
    plain: str = tomllib.loads(f"key = {token.text}")["key"]
    return plain
