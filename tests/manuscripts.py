"""Files as newsrooms hand them over, made for the tests: a page text, Word manuscripts, zips as Windows writes them."""

import io
import zipfile

PAGE = """ 本报讯 4月 3日上午，青禾
区召开防汛工作会议，部署今年
的防汛备汛工作。

会上，各单位汇报了准备情
况，并就下一步工作作了交流发

言，区防汛办作了说明。

会议要求，各单位要立足于
防大汛、抢大险、救大灾。
记者 罗启明 文/图

本报讯 4月 6日，青禾区图
书馆新馆开馆，当天接待读者
一千二百人次。

新馆藏书十二万册，设有少
儿阅览室和自习室。记者 罗启明
"""

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
STYLES = ("heading 1", "heading 2", "Title")


def word(*paragraphs: tuple[str, str], pictures: dict[str, bytes] | None = None, raw: str = "") -> bytes:
    """A Word manuscript of these paragraphs, each with the name of its style ("" for text).

    A text that is the name of one of `pictures` becomes that picture. `raw` is WordprocessingML behind them.
    """
    pictures = pictures or {}
    body = "".join(_paragraph(style, text, pictures) for style, text in paragraphs)
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{place}"><w:name w:val="{name}"/></w:style>'
        for place, name in enumerate(STYLES)
    )
    relations = "".join(
        f'<Relationship Id="{name}" Target="media/{name}" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
        for name in pictures
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        {
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}{raw}</w:body></w:document>".encode(),
            "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>".encode(),
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{relations}</Relationships>'.encode(),
            **{f"word/media/{name}": data for name, data in pictures.items()},
        }
    )


def _paragraph(style: str, text: str, pictures: dict[str, bytes]) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{STYLES.index(style)}"/></w:pPr>' if style else ""
    inside = f"<w:t>{text}</w:t>"
    if text in pictures:
        inside = f'<w:drawing><a:blip r:embed="{text}"/></w:drawing>'
    return f"<w:p>{properties}<w:r>{inside}</w:r></w:p>"


def zipped(files: dict[str, bytes], *, names: str = "utf-8") -> bytes:
    """A zip of these files. With names="gbk" they are written as Windows' own zip writes Chinese names."""
    buffer = io.BytesIO()
    standing_in: dict[bytes, bytes] = {}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (name, data) in enumerate(files.items()):
            written = name
            if names != "utf-8":
                # zipfile itself would write UTF-8 and say so: an ASCII name of the same length stands in.
                raw = name.encode(names)
                written = f"{place:04d}".ljust(len(raw), "x")
                standing_in[written.encode()] = raw
            archive.writestr(written, data)
    archived = buffer.getvalue()
    for written, raw in standing_in.items():
        archived = archived.replace(written, raw)
    return archived
