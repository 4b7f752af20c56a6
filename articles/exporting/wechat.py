"""A piece as HTML that the editor of WeChat's official accounts (公众号) keeps as it is.

That editor throws away style sheets, classes and ids, scripts, and links to other sites; what it keeps are inline
styles on sections, paragraphs, pictures, emphasis, quotations, lists and tables. Pictures it fetches itself, from
addresses that anybody can reach; where a picture has none, a line says which one belongs there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from html.parser import HTMLParser
from itertools import groupby

from articles import body as bodies
from articles.exporting.records import Picture, Piece

TEXT = "margin:0 0 1em;font-size:16px;line-height:1.75;letter-spacing:0.5px;text-align:justify;color:#262320;"
QUIET = "margin:0 0 1em;font-size:14px;line-height:1.6;color:#6a645c;"
#: How the blocks and words of a body look; a tag that is not here is left out, its words stay (a link, for one).
STYLES = {
    "p": TEXT,
    "h2": "margin:1.5em 0 1em;font-size:18px;line-height:1.5;font-weight:bold;color:#9b1c1c;",
    "h3": "margin:1.5em 0 1em;font-size:17px;line-height:1.5;font-weight:bold;color:#262320;",
    "blockquote": "margin:0 0 1em;padding:0.5em 1em;border-left:3px solid #cfc7b8;color:#6a645c;",
    "ul": "margin:0 0 1em;padding-left:1.5em;list-style-type:disc;",
    "ol": "margin:0 0 1em;padding-left:1.5em;list-style-type:decimal;",
    "li": "font-size:16px;line-height:1.75;",
    "table": "margin:0 0 1em;width:100%;border-collapse:collapse;",
    "thead": "",
    "tbody": "",
    "tr": "",
    "th": "padding:4px 8px;border:1px solid #cfc7b8;background-color:#f5f1ea;",
    "td": "padding:4px 8px;border:1px solid #cfc7b8;",
    "strong": "font-weight:bold;",
    "em": "font-style:italic;",
    "hr": "margin:1.5em 0;border:0;border-top:1px solid #cfc7b8;",
    "br": "",
}
#: WeChat's own sizes of headings overrule inline ones: a subhead is a section.
SECTIONS = {"h2": "section", "h3": "section"}
WITHOUT_END = {"br", "hr"}
KEPT_ATTRIBUTES = {"colspan", "rowspan", "start"}


def html(piece: Piece, *, style: str = "style") -> str:
    """The piece below its headline, which has a field of its own in WeChat's editor.

    `style` is the attribute that holds the styles: a page with a strict content security policy shows them from another
    one, by script.
    """
    return _Writer(style).piece(piece)


class _Writer:
    def __init__(self, style: str) -> None:
        self.style = style

    def piece(self, piece: Piece) -> str:
        return self.element("section", "", "".join(self._parts(piece)))

    def element(self, tag: str, style: str, inside: str, attributes: str = "") -> str:
        """An element with what stands in it, which is HTML already."""
        opening = self.opening(tag, style, attributes)
        return opening if tag in WITHOUT_END or tag == "img" else f"{opening}{inside}</{tag}>"

    def opening(self, tag: str, style: str, attributes: str = "") -> str:
        return f'<{tag}{attributes} {self.style}="{style}">' if style else f"<{tag}{attributes}>"

    def _parts(self, piece: Piece) -> Iterator[str]:
        if piece.kicker:
            yield self.element("p", QUIET, escape(piece.kicker, quote=False))
        if piece.subheading:
            yield self.element("p", QUIET, escape(piece.subheading, quote=False))
        head = [f"来源：{piece.source}" if piece.source else "", "" if piece.is_byline_at_end else piece.byline]
        if line := "　".join(filter(None, head)):
            yield self.element("p", QUIET, escape(line, quote=False))
        yield from self._body(piece)
        if piece.is_byline_at_end and piece.byline:
            yield self.element("p", f"{TEXT}text-align:right;", escape(piece.byline, quote=False))
        if piece.staff:
            yield self.element("p", f"{QUIET}text-align:right;", escape(piece.staff, quote=False))

    def _body(self, piece: Piece) -> Iterator[str]:
        """The blocks in their order, each picture before the block that its place counts up to."""
        blocks = bodies.display_blocks(piece.body, piece.dateline)
        placed = sorted(piece.pictures, key=lambda picture: min(picture.place, len(blocks)))
        runs = {place: list(run) for place, run in groupby(placed, lambda one: min(one.place, len(blocks)))}
        for place in range(len(blocks) + 1):
            for picture in runs.get(place, ()):
                yield self._picture(picture)
            if place < len(blocks):
                yield styled(blocks[place], self.opening)

    def _picture(self, picture: Picture) -> str:
        if picture.address:
            attributes = f' src="{escape(picture.address)}" alt="{escape(picture.alt or picture.caption)}"'
            shown = self.element("img", "display:block;width:100%;height:auto;", "", attributes)
        else:
            shown = escape(f"［此处上传图片：{picture.name}］", quote=False)
        found = self.element("p", "margin:1em 0 0.5em;text-align:center;", shown)
        if picture.words:
            found += self.element("p", f"{QUIET}text-align:center;", escape(picture.words, quote=False))
        return found


def styled(block: str, opening: Callable[[str, str, str], str]) -> str:
    """A block of a sanitised body with its styles written into every element."""
    reader = _Styled(opening)
    reader.feed(block)
    reader.close()
    return "".join(reader.out)


class _Styled(HTMLParser):
    def __init__(self, opening: Callable[[str, str, str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.opening = opening
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in STYLES:
            kept = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if name in KEPT_ATTRIBUTES)
            self.out.append(self.opening(SECTIONS.get(tag, tag), STYLES[tag], kept))

    def handle_endtag(self, tag: str) -> None:
        if tag in STYLES and tag not in WITHOUT_END:
            self.out.append(f"</{SECTIONS.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        self.out.append(escape(data, quote=False).replace("\xa0", "&nbsp;"))
