"""Word manuscripts (.docx) become paragraphs with their heading levels and pictures. No Django.

A reader of our own instead of mammoth: the import accounts for every line, so it needs paragraphs in their order, not
HTML. What a person sees in Word with all changes accepted is read; what is not taken over is counted in `left_out`.
Sources: ECMA-376 part 1, 17 (WordprocessingML) and 20.4 (drawings).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from .records import UnreadablePage
from .zipped import members

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
VML = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

#: Bytes of one XML part; a manuscript of 200 pages has about five million.
LARGEST_PART = 32 * 1024 * 1024
#: A table in a cell of a table in a text box in … has some sixty; Python's recursion bears a few hundred.
DEEPEST_ELEMENT = 150
#: Of one part; a manuscript of 200 pages has some 300,000.
MOST_ELEMENTS = 2_000_000
#: Styles may be based on one another in a circle where a file is broken.
DEEPEST_STYLE = 20
OLD_WORD = b"\xd0\xcf\x11\xe0"  # the compound file of Word 97 to 2003, and of protected files

# must match: heading 1 | Heading 2 | 标题 3 ; must not: 标题1样式乱写, heading
HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
TITLES = {"title": 1, "标题": 1, "subtitle": 2, "副标题": 2}
DELETED = {f"{W}del", f"{W}moveFrom"}


@dataclass(frozen=True, slots=True)
class WordPicture:
    name: str
    load: Callable[[], bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph; its text has a line end where the writer forced one. `level` is 0 for text, 1 for a headline …"""

    text: str
    level: int = 0
    pictures: tuple[WordPicture, ...] = ()


@dataclass(frozen=True, slots=True)
class WordText:
    paragraphs: tuple[WordParagraph, ...]
    left_out: tuple[tuple[str, int], ...] = ()  # codes of `remarks`, and how often


def is_word(data: bytes) -> bool:
    """Whether the bytes are a Word document, of today's or of the old kind."""
    return data.startswith((b"PK\x03\x04", OLD_WORD))


def read_word(data: bytes) -> WordText:
    """The paragraphs of a manuscript. Raises UnreadablePage with the reason where it is none, or is damaged."""
    if data.startswith(OLD_WORD):
        raise UnreadablePage("word_old", "this is the format of Word 97–2003, or protected by a password")
    try:
        parts = {member.path: member.read for member in members(data)}
    except UnreadablePage as error:
        raise UnreadablePage("word_broken", "the Word document is damaged") from error
    if "word/document.xml" not in parts:
        raise UnreadablePage("word_broken", "the Word document is damaged")
    document = _xml(parts["word/document.xml"])
    reader = _Reader(_levels(parts), _pictures(parts))
    body = document.find(f"{W}body")
    paragraphs = tuple(reader.paragraphs(body)) if body is not None else ()
    left_out = []
    if document.find(f".//{W}del") is not None or document.find(f".//{W}ins") is not None:
        left_out.append(("word_changes", 1))
    for part, tag, code in (("footnotes", "footnote", "word_footnotes"), ("comments", "comment", "word_comments")):
        count = _count(parts.get(f"word/{part}.xml"), f"{W}{tag}")
        if count:
            left_out.append((code, count))
    if reader.numbered:
        left_out.append(("word_numbers", reader.numbered))
    return WordText(paragraphs, tuple(left_out))


class _Reader:
    def __init__(self, levels: Mapping[str, int], pictures: Mapping[str, WordPicture]) -> None:
        self.levels, self.pictures = levels, pictures
        self.numbered = 0

    def paragraphs(self, element: ElementTree.Element) -> Iterator[WordParagraph]:
        """The paragraphs below an element in the order of reading; a row of a table is one, its cells set apart."""
        for child in element:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                for row in _rows(child):
                    cells = [
                        " ".join(one.text for one in self.paragraphs(cell) if one.text)
                        for cell in row.findall(f"{W}tc")
                    ]
                    yield WordParagraph("　".join(cells).strip("　"))
            elif child.tag == f"{MC}AlternateContent":
                chosen = child.find(f"{MC}Choice")
                yield from self.paragraphs(chosen if chosen is not None else child)
            elif child.tag not in DELETED:
                yield from self.paragraphs(child)

    def _paragraph(self, element: ElementTree.Element) -> Iterator[WordParagraph]:
        text: list[str] = []
        pictures: list[WordPicture] = []
        boxes: list[ElementTree.Element] = []
        self._runs(element, text, pictures, boxes)
        style = element.find(f"{W}pPr/{W}pStyle")
        level = self.levels.get(style.get(f"{W}val", ""), 0) if style is not None else 0
        outline = element.find(f"{W}pPr/{W}outlineLvl")
        if not level and outline is not None and outline.get(f"{W}val", "").isdecimal():
            level = (int(outline.get(f"{W}val")) + 1) % 10  # 9 is body text
        words = "".join(text).replace("\r", "").strip()
        if words and element.find(f"{W}pPr/{W}numPr") is not None:
            self.numbered += 1
        if words or pictures:
            yield WordParagraph(words, level if words else 0, tuple(pictures))
        for box in boxes:
            yield from self.paragraphs(box)

    def _runs(self, element, text: list[str], pictures: list[WordPicture], boxes: list) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}t":
                text.append(child.text or "")
            elif tag in (f"{W}tab", f"{W}ptab"):
                text.append("　")
            elif tag in (f"{W}br", f"{W}cr"):
                text.append("\n")
            elif tag == f"{W}noBreakHyphen":
                text.append("-")
            elif tag == f"{W}txbxContent":
                boxes.append(child)
            elif tag == f"{MC}AlternateContent":
                # The same thing twice, for newer and older programs.
                chosen = child.find(f"{MC}Choice")
                self._runs(chosen if chosen is not None else child, text, pictures, boxes)
            elif tag in (f"{A}blip", f"{VML}imagedata"):
                picture = self.pictures.get(child.get(f"{R}embed") or child.get(f"{R}id") or "")
                if picture:
                    pictures.append(picture)
            elif tag not in DELETED and tag != f"{W}pPr":
                self._runs(child, text, pictures, boxes)


def _rows(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The rows of a table, those in a content control too; a table within a cell is part of the text of its row."""
    for child in element:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag not in DELETED:
            yield from _rows(child)


def _levels(parts: Mapping[str, Callable[[], bytes]]) -> dict[str, int]:
    """Heading levels by the key of the style: a style's own name tells, or that of the one it is based on."""
    if "word/styles.xml" not in parts:
        return {}
    names, outlines, bases = {}, {}, {}
    for style in _xml(parts["word/styles.xml"]).iter(f"{W}style"):
        key = style.get(f"{W}styleId", "")
        name, base = style.find(f"{W}name"), style.find(f"{W}basedOn")
        names[key] = name.get(f"{W}val", "").strip() if name is not None else ""
        bases[key] = base.get(f"{W}val", "") if base is not None else ""
    for key in names:
        at, depth = key, 0
        while at in names and depth < DEEPEST_STYLE:
            found = HEADING.fullmatch(names[at])
            level = int(found[1]) if found else TITLES.get(names[at].lower(), 0)
            if level:
                outlines[key] = level
                break
            at, depth = bases[at], depth + 1
    return outlines


def _pictures(parts: Mapping[str, Callable[[], bytes]]) -> dict[str, WordPicture]:
    """The embedded pictures by the key of their relation; linked ones are not fetched."""
    if "word/_rels/document.xml.rels" not in parts:
        return {}
    found = {}
    for relation in _xml(parts["word/_rels/document.xml.rels"]).iter(RELATION):
        if relation.get("TargetMode") == "External" or not relation.get("Type", "").endswith("/image"):
            continue
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("word", target))
        if path in parts:
            found[relation.get("Id", "")] = WordPicture(posixpath.basename(path), parts[path])
    return found


def _count(read: Callable[[], bytes] | None, tag: str) -> int:
    """How many notes of a part hold text; Word itself writes two empty ones."""
    if read is None:
        return 0
    return sum(any(text.text for text in note.iter(f"{W}t")) for note in _xml(read).iter(tag))


class _Elements(ElementTree.TreeBuilder):
    """Builds a part that a manuscript can have: no DOCTYPE, so no entities, and neither too deep nor too many elements.

    The walk over it goes as deep as it is, and an element takes a hundred times the bytes of its tag.
    """

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.count = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise ElementTree.ParseError("a DOCTYPE")

    def start(self, tag: str, attributes: dict[str, str]) -> ElementTree.Element:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST_ELEMENT or self.count > MOST_ELEMENTS:
            raise ElementTree.ParseError("too deep, or too many elements")
        return super().start(tag, attributes)

    def end(self, tag: str) -> ElementTree.Element:
        self.depth -= 1
        return super().end(tag)


def _xml(read: Callable[[], bytes]) -> ElementTree.Element:
    """A part, parsed. A DOCTYPE is refused where it begins, in whatever encoding: its entities are not read."""
    data = read()
    if len(data) > LARGEST_PART:
        raise UnreadablePage("word_broken", "the Word document is damaged")
    try:
        return ElementTree.fromstring(data, parser=ElementTree.XMLParser(target=_Elements()))  # noqa: S314 - see above
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadablePage("word_broken", "the Word document is damaged") from error
