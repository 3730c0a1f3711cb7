"""Bytes become canonical text once, and a file that is no text says why."""

import codecs

import pytest

from importers import FILE_LIMIT, read_document
from importers.plain.page import PageImporter
from store import Unreadable, UsageError
from store.drafts import Draft

TEXT = "Zoë’s bakery\nseeks a Night Baker 🥐"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
    ],
)
def test_a_byte_order_mark_is_honoured_and_dropped(data: bytes) -> None:
    assert read_document("x", data, None).text == TEXT


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"caf\xe9", "latin-1", "café"),
        ("naïve".encode("utf-16-le"), "utf-16-le", "naïve"),
        (codecs.BOM_UTF16_LE + "naïve".encode("utf-16-le"), "utf-16-le", "naïve"),
        (codecs.BOM_UTF8 + b"plain", "utf-8", "plain"),
    ],
)
def test_a_named_encoding_is_used(data: bytes, encoding: str, text: str) -> None:
    assert read_document("x", data, encoding).text == text


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"caf\xe9 au lait", 3),
        (b"\xc0\xaf", 0),
        (codecs.BOM_UTF8 + b"ok\xff", 5),
        (codecs.BOM_UTF16_LE + b"a\x00\x00\xd8", 4),
    ],
)
def test_bytes_that_are_no_text_are_named_by_offset(data: bytes, offset: int) -> None:
    with pytest.raises(Unreadable, match=rf"menu\.txt: byte {offset} .*--encoding"):
        read_document("menu.txt", data, None)


@pytest.mark.parametrize("encoding", ["no-such-thing", "base64", "rot13", "a\0b", "\ud800", ""], ids=ascii)
def test_an_unknown_encoding_is_a_usage_error(encoding: str) -> None:
    with pytest.raises(UsageError, match="no text encoding") as caught:
        read_document("x", b"text", encoding)
    assert not isinstance(caught.value, Unreadable)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", codecs.BOM_UTF8, "\u200b\n\u00a0".encode(), b"\0\0"])
def test_a_blank_file_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable, match="blank"):
        read_document("x", data, None)


@pytest.mark.parametrize("data", [b"GIF" + bytes(200), "UTF-16 without its mark".encode("utf-16-le")])
def test_a_file_full_of_nuls_is_no_text(data: bytes) -> None:
    with pytest.raises(Unreadable, match="no text"):
        read_document("x", data, None)


def test_more_than_the_limit_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match="64 MiB"):
        read_document("x", b"a" * (FILE_LIMIT + 1), None)


def test_line_ends_become_one_kind() -> None:
    document = read_document("x", "a\r\nb\rc\u2028d\x0be".encode(), None)
    assert document.lines == ("a", "b", "c", "d", "e")
    assert document.name == "x"


def repairs(data: bytes) -> list[str]:
    """The reasons of the repairs of every posting of a page."""
    records = PageImporter().read(read_document("x", data, None))
    return ["".join(repair.reason for repair in r.repairs) for r in records if isinstance(r, Draft)]


def test_a_replaced_nul_is_reported_on_the_posting_that_had_it() -> None:
    places = [f"GB, London\r\nbody {number} of a posting" for number in range(3)]
    places[1] = places[1].replace("body", "bo\0dy")
    first, second, third = repairs("\r\n".join(places).encode())
    assert (first, third) == ("", "")
    assert "line 4" in second
    assert "U+FFFD" in second


def test_a_replacement_character_of_the_file_itself_is_no_repair() -> None:
    assert repairs("GB, London\nbo\ufffddy".encode()) == [""]
