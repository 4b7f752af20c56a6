"""A long file is decoded part by part, by the same rules as a short one, and its memory does not grow with it."""

import io
import json

import pytest

from articles.importing.decode import PART, decode, encoding_of
from articles.importing.records import UnreadablePage
from articles.importing.structured import RawRow, object_rows, table_rows

TEXT = "标题,正文\n春浇忙,三十亩麦田全部浇完。\n" * 3
LONG = "麦" * PART  # three bytes each in UTF-8: no part ends where a character does

SAME = [
    TEXT.encode(),
    TEXT.encode("utf-8-sig"),
    TEXT.encode("gb18030"),
    TEXT.encode("utf-16"),
    TEXT.encode("utf-16-le"),
    TEXT.encode("utf-16-be"),
    b"\xef\xbb\xbf" + TEXT.encode(),
    (LONG + "\n").encode(),
    ("x" + LONG + "\n").encode("gb18030"),
]


@pytest.mark.parametrize("data", SAME)
def test_the_encoding_is_the_one_that_a_short_file_would_have(data):
    found = encoding_of(io.BytesIO(data))

    assert data.decode(found).removeprefix("\ufeff") == decode(data).text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02" * 100, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        (LONG.encode() + b"\xff\xff", "undecodable"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(data, code):
    with pytest.raises(UnreadablePage) as refusal:
        encoding_of(io.BytesIO(data))
    assert refusal.value.code == code


def test_a_named_encoding_is_taken_at_its_word():
    assert encoding_of(io.BytesIO(TEXT.encode("big5", "ignore")), "big5") == "big5"
    with pytest.raises(UnreadablePage) as refusal:
        encoding_of(io.BytesIO(LONG.encode() + "字".encode("gb18030")), "utf-8")
    assert (refusal.value.code, refusal.value.params["offset"]) == ("not_in_encoding", len(LONG.encode()))
    with pytest.raises(UnreadablePage) as refusal:
        encoding_of(io.BytesIO(TEXT.encode()), "rot13")
    assert refusal.value.code == "unknown_encoding"


def test_rows_come_one_after_the_other_and_a_broken_one_is_its_error():
    lines = iter([json.dumps({"标题": "一"}), "", "{", json.dumps({"title": "二", "备注": ""})])
    first, broken, second = object_rows(lines)

    assert first == RawRow({"headline": "一"}, (1,))
    assert (broken.code, broken.params) == ("json_broken", {"line": 3})
    assert second == RawRow({"headline": "二", "备注": ""}, (4,))


def test_a_table_is_read_line_by_line():
    read: list[str] = []

    def stream():
        for line in ("标题;正文\n", '一;"两\n', '行"\n', "二;三;四;五\n", "六;七\n"):
            read.append(line)
            yield line

    set_aside, rows = table_rows(stream())
    assert (set_aside, len(read)) == ((), 1)
    assert next(rows) == RawRow({"headline": "一", "body": "两\n行"}, (2, 3))
    assert len(read) == 3
    assert [one.code if isinstance(one, UnreadablePage) else one.lines for one in rows] == ["row_too_long", (5,)]
