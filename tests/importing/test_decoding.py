"""Bytes become text once, strictly, and whatever can't be text gets one clear error."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing.decode import decode
from articles.importing.records import UnreadablePage

TEXT = "本报讯 4月3日，青岚县召开会议。\n会议要求，落实责任。\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("gb18030", b""),
        ("gbk", b""),
    ],
)
def test_every_usual_encoding_is_found_without_being_named(encoding: str, mark: bytes, newline: str) -> None:
    text = TEXT.replace("\n", newline)
    assert decode(mark + text.encode(encoding)).text == text


def test_big5_is_read_when_it_is_named() -> None:
    text = "本報訊 四月三日，青嵐縣召開會議。\n"
    assert decode(text.encode("big5"), "big5").text == text


def test_a_named_encoding_may_have_a_mark() -> None:
    assert decode(codecs.BOM_UTF8 + TEXT.encode(), "utf-8").text == TEXT


@pytest.mark.parametrize(
    ("data", "encoding", "code"),
    [
        (b"", None, "empty"),
        (b" \r\n\t ", None, "empty"),
        ("\u3000\n\u3000".encode(), None, "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", None, "binary"),
        (b"PK\x03\x04\x14\x00\x06\x00", None, "binary"),
        (b"\xff\xff\xff\xff\x81", None, "undecodable"),
        (TEXT.encode("gb18030"), "utf-8", "not_in_encoding"),
        (TEXT.encode(), "rot13", "unknown_encoding"),
        (TEXT.encode(), "klingon", "unknown_encoding"),
        (TEXT.encode(), "utf\x008", "unknown_encoding"),
    ],
)
def test_what_is_no_text_gets_one_clear_error(data: bytes, encoding: str | None, code: str) -> None:
    with pytest.raises(UnreadablePage) as caught:
        decode(data, encoding)
    assert caught.value.code == code
    assert str(caught.value)


@given(st.binary(max_size=400), st.sampled_from([None, None, "utf-8", "utf-16", "gb18030", "big5", "base64", "zip"]))
def test_any_bytes_give_text_or_the_clear_error(data: bytes, encoding: str | None) -> None:
    try:
        decoded = decode(data, encoding)
    except UnreadablePage:
        return
    assert decoded.text.strip()
