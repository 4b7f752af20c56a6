"""Pieces as a Word document (.docx), in the form of a Chinese manuscript. Written with the standard library alone.

Headline in 宋体 二号, text in 仿宋 三号 with an indent of two characters, on A4. The headline group are headings, so
that Word's navigation shows the pieces, and so that the import (`importing.word`) reads them back as what they are.
Source: ECMA-376 part 1 (WordprocessingML) and part 2 (the package).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from articles.exporting.records import Kind, Line, Piece, manuscript

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADER = f"{OFFICE}/header"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

#: The time of every part: the same pieces give the same bytes. Zip knows no year before 1980.
NO_TIME = (1980, 1, 1, 0, 0, 0)

STYLES_OF_KINDS = {
    Kind.KICKER: "Kicker",
    Kind.HEADLINE: "Heading1",
    Kind.SUBHEADING: "Subheading",
    Kind.BYLINE: "Byline",
    Kind.PARAGRAPH: "Normal",
    Kind.SUBHEAD: "Heading3",
    Kind.CAPTION: "PictureCaption",
    Kind.SOURCE: "Staff",
    Kind.STAFF: "Staff",
}
#: Word wants the parts of a paragraph's and a run's properties in the order of the schema: indent, then alignment, then
#: the level; font, then weight, then size.
LEFT = '<w:ind w:firstLine="0" w:firstLineChars="0"/>'
CENTRE = f'{LEFT}<w:jc w:val="center"/>'
RIGHT = f'{LEFT}<w:jc w:val="right"/>'
INDENTED = '<w:ind w:firstLine="640" w:firstLineChars="200"/><w:jc w:val="both"/>'


def document(pieces: Sequence[Piece], *, title: str = "", remark: str = "") -> bytes:
    """The file of these pieces, each on a page of its own. `remark` stands at the head of every page.

    The same arguments give the same bytes.
    """
    of_package = (
        (f"{OFFICE}/officeDocument", "word/document.xml"),
        (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    )
    of_document = ((f"{OFFICE}/styles", "styles.xml"), (HEADER, "header1.xml"))
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(of_package),
        "docProps/core.xml": _core(title),
        "word/_rels/document.xml.rels": _relations(of_document),
        "word/styles.xml": _styles(),
        "word/header1.xml": f'<w:hdr xmlns:w="{MAIN}">{_paragraph("Header", remark)}</w:hdr>',
        "word/document.xml": _document(pieces),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, (DECLARATION + xml).encode())
    return file.getvalue()


def _document(pieces: Sequence[Piece]) -> str:
    paragraphs = [
        _paragraph(STYLES_OF_KINDS[line.kind], line.text, begins_page=place > 0 and number == 0)
        for place, piece in enumerate(pieces)
        for number, line in enumerate(_ordered(manuscript(piece)))
    ]
    page = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" '
        'w:header="851" w:footer="992" w:gutter="0"/>'
        '<w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr>'
    )
    return f'<w:document xmlns:w="{MAIN}" xmlns:r="{OFFICE}"><w:body>{"".join(paragraphs)}{page}</w:body></w:document>'


def _ordered(lines: Sequence[Line]) -> Iterable[Line]:
    """A piece without a headline has its kicker and subheading as text: a heading would belong to the piece before."""
    has_headline = any(line.kind == Kind.HEADLINE for line in lines)
    heads = {Kind.KICKER, Kind.SUBHEADING}
    return lines if has_headline else [Line(Kind.PARAGRAPH, one.text) if one.kind in heads else one for one in lines]


def _paragraph(style: str, text: str, *, begins_page: bool = False) -> str:
    lines = ('<w:t xml:space="preserve">' + escape(_printable(line)) + "</w:t>" for line in text.split("\n"))
    page = "<w:pageBreakBefore/>" if begins_page else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{page}</w:pPr><w:r>{"<w:br/>".join(lines)}</w:r></w:p>'


def _printable(text: str) -> str:
    """The text without what XML 1.0 cannot hold; Word refuses a file with such a character as damaged."""
    return "".join(
        character
        for character in text
        if character >= " " and not "\ud800" <= character <= "\udfff" and character not in "\ufffe\uffff"
    )


def _styles() -> str:
    """The styles; names of built-in ones are English in every file, and Word shows them in its own language."""
    styles = (
        _style("Normal", "Normal", f"{_spacing(560)}{INDENTED}", _font("仿宋", 32), based_on=""),
        _style(
            "Heading1", "heading 1", f"<w:keepNext/>{_spacing(700)}{CENTRE}{_level(1)}", _font("宋体", 44, bold=True)
        ),
        _style("Heading2", "heading 2", f"<w:keepNext/>{CENTRE}{_level(2)}", _font("楷体", 32)),
        _style("Kicker", "引题", "<w:keepNext/>", "", based_on="Heading2"),
        _style("Subheading", "副题", "<w:keepNext/>", "", based_on="Heading2"),
        _style("Heading3", "heading 3", f"<w:keepNext/>{_level(3)}", _font("黑体", 32)),
        _style("Byline", "署名", RIGHT, _font("楷体", 32)),
        _style("PictureCaption", "图片说明", LEFT, _font("宋体", 24)),
        _style("Staff", "责编", RIGHT, _font("宋体", 24)),
        _style("Header", "header", f"{_spacing(240, 'auto')}{LEFT}", _font("宋体", 18)),
    )
    return (
        f'<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{_font("仿宋", 32)}'
        f'<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>'
        f"{''.join(styles)}</w:styles>"
    )


def _spacing(line: int, rule: str = "exact") -> str:
    return f'<w:spacing w:line="{line}" w:lineRule="{rule}"/>'


def _level(number: int) -> str:
    return f'<w:outlineLvl w:val="{number - 1}"/>'


def _font(chinese: str, half_points: int, *, bold: bool = False) -> str:
    """三号 is 32 half points, 二号 44, 小四 24."""
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{chinese}"/>{weight}'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )


def _style(key: str, name: str, paragraph: str, run: str, *, based_on: str = "Normal") -> str:
    is_default = ' w:default="1"' if not based_on else ""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph"{is_default} w:styleId="{key}"><w:name w:val={quoteattr(name)}/>{base}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _relations(relations: Iterable[tuple[str, str]]) -> str:
    """A part of relations: type and target of each, numbered rId1, rId2 …"""
    rows = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _content_types() -> str:
    parts = {
        "/word/document.xml": f"{TYPE}.document.main+xml",
        "/word/styles.xml": f"{TYPE}.styles+xml",
        "/word/header1.xml": f"{TYPE}.header+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    rows = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(_printable(title))}</dc:title></cp:coreProperties>'
    )
