"""Bytes become text once, strictly, at the door.

`decode(data, encoding=None) -> Decoded`. Without a name the encoding is found: a byte order mark, then UTF-16 without
one (every other byte is zero or the code points make sense), then UTF-8, then GB18030. Big5 cannot be told from GBK
by its bytes alone, so it is read only when it is named.

Raises `UnreadablePage` for empty, binary and undecodable input, and nothing else.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from .records import Decoded, UnreadablePage

# A page of text has no control characters but these; form feeds stand at column breaks in some exports.
BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# A private-use or unassigned character now and then is a house font's glyph; many of them are a wrong encoding.
STRANGE = re.compile("[\ue000-\uf8ff\ufffe\uffff\ufffd\x80-\x9f]")
STRANGE_SHARE = 0.05
#: Bytes of a long file that are decoded at a time.
PART = 1 << 20
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of `data`; line ends stay as they are. See the module for what is tried and what is raised."""
    if not data.strip():
        raise UnreadablePage("empty", "the file is empty")
    if encoding:
        return _decode_as(data, encoding)
    for mark, name in MARKS:
        if data.startswith(mark):
            return _decode_as(data, name)
    for name in (*_utf16_without_mark(data), "utf-8", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeError:
            continue
        if _looks_like_text(text):
            return _checked(text, name)
    if b"\x00" in data or BINARY.search(data[:4096].decode("latin-1")):
        raise UnreadablePage("binary", "the file is binary, not text")
    offset = _first_bad_byte(data)
    raise UnreadablePage(
        "undecodable",
        f"the file is neither UTF-8, UTF-16 nor GB18030 (first bad byte at {offset}); name its encoding",
        offset=offset,
    )


def encoding_of(file: BinaryIO, encoding: str | None = None) -> str:
    """The encoding of a file of any length, by the rules of `decode`, in memory that does not grow with it.

    Every byte is decoded, so that reading the file as text cannot fail afterwards. Leaves the file at its beginning.
    """
    file.seek(0)
    head = file.read(PART)
    if not head.strip() and not file.read(1):
        raise UnreadablePage("empty", "the file is empty")
    marked = next((name for mark, name in MARKS if head.startswith(mark)), "")
    named = codec_named(encoding).name if encoding else marked
    refusal, offset = None, 0
    without_mark = _utf16_without_mark(head) if b"\x00" in head else []
    for name in [named] if named else [*without_mark, "utf-8", "gb18030"]:
        try:
            _try_out(file, name, is_found=not encoding)
        except UnreadablePage as error:
            refusal = error
            offset = max(offset, error.params.get("offset", 0))  # how far the likelier of the encodings got
            continue
        finally:
            file.seek(0)
        # Text tools on Windows write a mark whatever the file is then called.
        return "utf-8-sig" if name == "utf-8" else name
    if encoding or refusal.code == "binary":
        raise refusal
    if b"\x00" in head or BINARY.search(head[:4096].decode("latin-1")):
        raise UnreadablePage("binary", "the file is binary, not text")
    raise UnreadablePage(
        "undecodable",
        f"the file is neither UTF-8, UTF-16 nor GB18030 (first bad byte at {offset}); name its encoding",
        offset=offset,
    )


def _try_out(file: BinaryIO, name: str, *, is_found: bool) -> None:
    """Decode the whole file, part by part. Raises UnreadablePage where it is not text in this encoding."""
    file.seek(0)
    decoder, offset, characters, strange = codecs.getincrementaldecoder(name)(), 0, 0, 0
    while True:
        part = file.read(PART)
        waiting = len(decoder.getstate()[0])  # bytes of a character that the part before has begun
        try:
            text = decoder.decode(part, final=not part)
        except UnicodeError as error:
            bad = max(0, offset - waiting + getattr(error, "start", 0))
            raise UnreadablePage(
                "not_in_encoding", f"the file is not {name} (first bad byte at {bad})", encoding=name, offset=bad
            ) from None
        if BINARY.search(text):
            raise UnreadablePage("binary", "the file is binary, not text")
        if not part:
            break
        offset, characters, strange = offset + len(part), characters + len(text), strange + len(STRANGE.findall(text))
    if is_found and strange > STRANGE_SHARE * characters:
        raise UnreadablePage("not_in_encoding", f"the file is not {name}", encoding=name, offset=0)


def codec_named(encoding: str) -> codecs.CodecInfo:
    """What decodes text in the encoding that somebody has named. Raises UnreadablePage where there is none."""
    try:
        codec = codecs.lookup(encoding)
        if not codec._is_text_encoding:  # rot13, base64 and zip are codecs too
            raise LookupError(encoding)
    except (LookupError, ValueError):
        raise UnreadablePage(
            "unknown_encoding", f"there is no encoding called “{encoding}”", encoding=encoding
        ) from None
    return codec


def _decode_as(data: bytes, encoding: str) -> Decoded:
    codec = codec_named(encoding)
    # Text tools on Windows write a mark whatever the file is then called.
    name = {"utf-8": "utf-8-sig"}.get(codec.name, codec.name)
    try:
        text = data.decode(name)
    except UnicodeError as error:
        offset = getattr(error, "start", 0)
        raise UnreadablePage(
            "not_in_encoding",
            f"the file is not {encoding} (first bad byte at {offset})",
            encoding=encoding,
            offset=offset,
        ) from None
    return _checked(text.removeprefix("\ufeff"), codec.name)


def _checked(text: str, encoding: str) -> Decoded:
    if BINARY.search(text):
        raise UnreadablePage("binary", "the file is binary, not text")
    if not text.strip("\ufeff\u200b \t\r\n\f\v\u3000\u00a0"):
        raise UnreadablePage("empty", "the file is empty")
    return Decoded(text, encoding)


def _utf16_without_mark(data: bytes) -> list[str]:
    """The byte orders of UTF-16 that the data may be in, likelier first.

    Chinese text in UTF-16 holds line ends, digits and ASCII letters, whose high byte is zero, at one parity only;
    full-width punctuation (0x30, 0xFF) sits there as well.
    """
    if len(data) % 2:
        return []
    scores = {}
    for name, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        highs = data[high::2][:4096]
        lows = data[1 - high :: 2][:4096]
        plausible = sum(byte == 0 or byte in (0x30, 0xFF, 0x20) or 0x4E <= byte <= 0x9F for byte in highs)
        zeros = lows.count(0)
        scores[name] = plausible / len(highs) if zeros * 20 < len(lows) else 0
    return (
        [name for name in sorted(scores, key=scores.get, reverse=True) if scores[name] > 0.97]
        if (_wins_over_single_bytes(data))
        else []
    )


def _wins_over_single_bytes(data: bytes) -> bool:
    """Whether the bytes would make no sense as UTF-8 or as ASCII."""
    try:
        text = data.decode("utf-8")
    except UnicodeError:
        return True
    return bool(BINARY.search(text))


def _looks_like_text(text: str) -> bool:
    if BINARY.search(text):
        return False
    return len(STRANGE.findall(text)) <= STRANGE_SHARE * len(text)


def _first_bad_byte(data: bytes) -> int:
    """Where the likelier encoding stops: the one that reads further."""
    reached = 0
    for name in ("utf-8", "gb18030"):
        try:
            data.decode(name)
        except UnicodeDecodeError as error:
            reached = max(reached, error.start)
    return reached
