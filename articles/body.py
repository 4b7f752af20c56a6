"""The vocabulary of a body: which HTML a piece may hold, for the editor, the sanitiser and the importer alike.

A body is a row of blocks: paragraphs, two levels of subheads, lists, quotations, rules and tables, with bold, italic,
line breaks and links inside. Pictures are no part of it: they are rows beside the body, each of which says how many
blocks come before it. `sanitise` gives every body one canonical form, the one that the editor itself writes; opening a
stored body in the editor and saving it therefore changes nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape as escape_html
from html import unescape as unescape_html
from html.parser import HTMLParser

import nh3

# Every extension is named: django-prose-editor only warns of a missing part, and its editor then fails in the browser.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
    "Fullscreen": True,
}

URL_SCHEMES = {"http", "https", "mailto", "tel"}
TEXT_BLOCKS = {"p", "h2", "h3"}
LISTS = {"ul", "ol"}
TABLE_PARTS = {"thead", "tbody", "tr", "th", "td"}
MARKS = ("a", "strong", "em")  # in the order in which the editor nests them, outermost first
TAGS = TEXT_BLOCKS | LISTS | TABLE_PARTS | set(MARKS) | {"li", "blockquote", "hr", "br", "table"}
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}

# What a paste from Word or an old web page says in other words.
SYNONYMS = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "tfoot": "tbody"}
# These begin and end a paragraph without being one; dropping them unseen would glue two paragraphs together.
WRAPPERS = {
    *("address", "article", "aside", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption"),
    *("figure", "footer", "form", "header", "main", "nav", "pre", "section", "summary"),
}
# What stands inside these was never meant to be read.
UNREAD = {
    *("head", "iframe", "math", "noembed", "noframes", "noscript", "object", "script", "select", "style", "svg"),
    *("template", "textarea", "title", "xml"),
}

INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd\u200b-\u200f\ufeff]")
LINE_END = re.compile(r"[ \t]*[\r\n\u2028\u2029]+[ \t\r\n\u2028\u2029]*")
EAST_ASIAN = re.compile(r"[\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’—…·]")
# must match: https://example.cn/ mailto:a@example.cn /2023/04/07/12/ #top ?page=2 page.html
# must not match: javascript:alert(1) data:text/html,x vbscript:x C:\letter.doc
SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|[/#?]|[^:/?#\s]+(?:[/?#]|$))", re.IGNORECASE)
DEEPEST_FLOW = 6  # a list in a cell in a quotation in …; what is nested deeper becomes plain paragraphs
DEEPEST_ELEMENT = 100  # of the source; more than a canonical body can need, far less than Python's recursion can bear
LARGEST_NUMBER = 1000  # for colspan, rowspan and start; browsers stop at 1000 columns themselves

# Paragraphs and subheads of mere text in their canonical form, as most bodies are: they need no parser. The possessive
# quantifiers keep a text that does not fit from being tried again and again.
# must match: <p>一段，5 &amp; 6。</p><h2>小　标题</h2>
# must not match: <p> 一段</p>  <p>一<b>段</b></p>  <p></p>  <p>&nbsp;</p>  <p>一\n段</p>
_MERE_TEXT = r"(?:[^\s<>&\x00-\x1f\x7f-\x9f\ufffd\u200b-\u200f\ufeff]++|&(?:amp|lt|gt);)++"
MERE_PARAGRAPHS = re.compile(rf"(?:<(p|h[23])>{_MERE_TEXT}(?:[ \u3000]++{_MERE_TEXT})*+</\1>)*+")
MERE_PARAGRAPH = re.compile(r"<(?:p|h[23])>([^<]*)")

# must match: <p>a</p>   <h2>a <strong>b</strong></h2>   <hr>   must not: <blockquote><p>a</p></blockquote>   a
PLAIN_BLOCK = re.compile(r"<(p|h2|h3)>((?:[^<]++|</?(?:strong|em|br|a)\b[^<>]*+>)*+)</\1>|<hr>")
INLINE_TAG = re.compile(r"<[^>]*>")

# A sentence ends with its mark, and with the quotation marks and brackets that close after it.
SENTENCE = re.compile(r".*?(?:[。！？!?]+|…{2,}|\.(?=\s|$))[”’」』）)》]*|.+$", re.DOTALL)
CLAUSE_END = re.compile(r"[，；：,;]")


# The marks that a text carries, each as (tag, its attributes as written), in the order of MARKS.
Marks = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Block:
    """One top-level element of a body: its kind (the tag name), its HTML, and its text, a line for each paragraph."""

    kind: str
    html: str
    text: str


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["_Element | str"] = field(default_factory=list)


@dataclass(frozen=True)
class _Run:
    """A stretch of text (or a line break, when text is None) and the marks that it carries."""

    text: str | None
    marks: Marks


def sanitise(html: str) -> str:
    """Return the body in its canonical form; whatever is not in the vocabulary is gone, its text stays.

    Sanitising twice gives the same as once. Lines of bare text become paragraphs; blank paragraphs, the leading spaces
    that stand for an indent, and characters without a shape are dropped. Blank input gives "".
    """
    if MERE_PARAGRAPHS.fullmatch(html):
        return html
    known = TAGS | SYNONYMS.keys() | WRAPPERS
    cleaned = nh3.clean(
        INVISIBLE.sub("", html),
        tags=known,
        clean_content_tags=UNREAD,
        attributes=ATTRIBUTES,
        url_schemes=URL_SCHEMES,
        link_rel=None,
    )
    # A reference such as &#8203; has become a character only now.
    tree = _parse(INVISIBLE.sub("", cleaned))
    return "".join(_Flow().read(tree))


def from_paragraphs(paragraphs: Iterable[str]) -> str:
    """Return a body of plain paragraphs; spaces inside a paragraph stay as they are, blank ones are left out."""
    return sanitise("".join(f"<p>{escape_html(paragraph, quote=False)}</p>" for paragraph in paragraphs))


def blocks(html: str) -> tuple[Block, ...]:
    """Return the top-level elements of a sanitised body in their order."""
    if (plain := _plain_blocks(html)) is not None:
        return plain
    elements = [child for child in _parse(html).children if isinstance(child, _Element)]
    return tuple(Block(element.tag, _written(element), "\n".join(_lines(element))) for element in elements)


def plain_text(html: str) -> str:
    """Return the words of a sanitised body: a line for each paragraph, subhead, list item and row of a table."""
    if MERE_PARAGRAPHS.fullmatch(html):
        return unescape_html("\n".join(MERE_PARAGRAPH.findall(html)))
    return "\n".join(_lines(_parse(html)))


def character_count(html: str) -> int:
    """Return the number of characters as newspapers count them: punctuation included, spaces not.

    Plain text without angle brackets counts like a body.
    """
    return len("".join(plain_text(html).split()))


def first_sentence(html: str) -> str:
    """Return the first sentence of the text, subheads passed over; "" when there is no text."""
    running = _running_text(html)
    return SENTENCE.match(running).group().strip() if running else ""


def summary(html: str, limit: int = 120) -> str:
    """Return as many whole sentences from the beginning as fit into `limit` characters.

    When not even the first one fits, it is cut after a clause (or, failing that, anywhere) and ends with "……".
    """
    running = _running_text(html)
    if len(running) <= limit:
        return running
    taken = ""
    for match in SENTENCE.finditer(running):
        sentence = match.group()
        if len(taken) + len(sentence.rstrip()) > limit:
            break
        taken += sentence
    if taken:
        return taken.strip()
    head = running[: max(limit - 2, 1)]
    clauses = [match.start() for match in CLAUSE_END.finditer(head)]
    return head[: clauses[-1] if clauses and clauses[-1] >= limit // 3 else len(head)].rstrip() + "……"


def display_blocks(html: str, dateline: str = "") -> tuple[str, ...]:
    """Return the HTML of each block as readers see it, the dateline run in at the head of the first.

    There is one string a block, so that pictures can be put between them by `place`. Where the first block is not a
    paragraph, its string begins with a paragraph of the dateline alone. A body that still begins with the printed
    dateline shows it once. `html` is a sanitised body.
    """
    shown = [block.html for block in blocks(html)]
    if not (dateline := dateline.strip()):
        return tuple(shown)
    written = _escaped(dateline)
    mark = f'<span class="dateline">{written}</span>'
    if not shown:
        return (f"<p>{mark}</p>",)
    if shown[0].startswith("<p>"):
        rest = shown[0].removeprefix("<p>").removeprefix(written).lstrip()
        shown[0] = f"<p>{mark} {rest}"
    else:
        shown[0] = f"<p>{mark}</p>{shown[0]}"
    return tuple(shown)


def display_html(html: str, dateline: str = "") -> str:
    """Return the whole body as readers see it: `display_blocks` in one string."""
    return "".join(display_blocks(html, dateline))


@lru_cache(64)  # a page asks for the blocks, the words and the beginning of the same body
def _plain_blocks(html: str) -> tuple[Block, ...] | None:
    """Read a body of paragraphs, subheads and rules, as nearly all are, without a parser; None for another one."""
    matches = list(PLAIN_BLOCK.finditer(html))
    if sum(match.end() - match.start() for match in matches) != len(html):
        return None
    return tuple(Block(match[1] or "hr", match[0], _words(match[2] or "")) for match in matches)


def _words(inline: str) -> str:
    """The words of canonical inline HTML."""
    if "<" in inline:
        inline = INLINE_TAG.sub("", inline.replace("<br>", " "))
    return (unescape_html(inline) if "&" in inline else inline).strip()


class _Builder(HTMLParser):
    """Builds the tree of HTML that is well formed already, as nh3 and this module write it.

    Below `DEEPEST_ELEMENT` an element is opened in name only: its words belong to the one around it.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("body")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(SYNONYMS.get(tag, tag), {name: value or "" for name, value in attrs})
        if len(self.open) > DEEPEST_ELEMENT:
            element = self.open[-1]
        else:
            self.open[-1].children.append(element)
        if tag not in ("br", "hr"):
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("br", "hr") and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def _parse(html: str) -> _Element:
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class _Flow:
    """Reads the children of the body, of a list item, a quotation or a cell, and writes them as canonical blocks."""

    def __init__(self, depth: int = 1) -> None:
        self.depth = depth
        self.blocks: list[str] = []
        self.runs: list[_Run] = []

    def read(self, element: _Element, marks: Marks = ()) -> list[str]:
        bare = element.tag in ("body", "pre") and not marks
        self._read(element, marks, bare=bare)
        self._end_paragraph()
        return self.blocks

    def _read(self, element: _Element, marks: Marks, *, bare: bool) -> None:
        """`bare`: a line end or a line break between bare words begins a new paragraph here."""
        for child in element.children:
            if isinstance(child, str):
                lines = re.split(r"[\r\n\u2028\u2029]+", child) if bare else [child]
                for number, line in enumerate(lines):
                    if number:
                        self._end_paragraph()
                    self.runs.append(_Run(line, marks))
            elif child.tag == "br":
                if bare:
                    self._end_paragraph()
                else:
                    self.runs.append(_Run(None, marks))
            elif child.tag in MARKS:
                self._read(child, _with_mark(marks, child), bare=False)
            else:
                self._end_paragraph()
                self._block(child, marks)

    def _block(self, element: _Element, marks: Marks) -> None:
        if element.tag in TEXT_BLOCKS:
            self._read(element, marks, bare=False)
            self._end_paragraph(element.tag)
        elif element.tag == "hr":
            self.blocks.append("<hr>")
        elif element.tag in LISTS and self.depth < DEEPEST_FLOW:
            self.blocks += _list(element, marks, self.depth + 1)
        elif element.tag == "blockquote" and self.depth < DEEPEST_FLOW:
            if inside := _Flow(self.depth + 1).read(element, marks):
                self.blocks.append(f"<blockquote>{''.join(inside)}</blockquote>")
        elif element.tag == "table" and self.depth < DEEPEST_FLOW:
            self.blocks += _table(element, marks, self.depth + 1)
        else:  # a wrapper, a list item or part of a table that stands alone, or what is nested too deeply
            self._read(element, marks, bare=element.tag == "pre" and not marks)
            self._end_paragraph()

    def _end_paragraph(self, tag: str = "p") -> None:
        inside = _inline(self.runs)
        self.runs = []
        if inside:
            self.blocks.append(f"<{tag}>{inside}</{tag}>")


def _with_mark(marks: Marks, element: _Element) -> Marks:
    """Add a mark, once each, in the fixed order; a link without a usable address is none."""
    if any(tag == element.tag for tag, _ in marks):
        return marks
    written = ""
    if element.tag == "a":
        address = element.attributes.get("href", "").strip()
        if not SAFE_ADDRESS.match(address):
            return marks
        written = f' href="{_escaped_value(address)}"'
        if title := element.attributes.get("title", "").strip():
            written += f' title="{_escaped_value(title)}"'
    return tuple(sorted((*marks, (element.tag, written)), key=lambda mark: MARKS.index(mark[0])))


def _inline(runs: list[_Run]) -> str:
    """Write runs as one line of inline HTML, without blank ends; neighbours with the same marks share their tags."""
    runs = [run if run.text is None else _Run(_without_line_ends(run.text), run.marks) for run in runs]
    runs = _trimmed(_trimmed(runs, from_end=False), from_end=True)
    out: list[str] = []
    opened: Marks = ()
    for run in runs:
        shared = 0
        while shared < min(len(opened), len(run.marks)) and opened[shared] == run.marks[shared]:
            shared += 1
        out += [f"</{tag}>" for tag, _ in reversed(opened[shared:])]
        out += [f"<{tag}{written}>" for tag, written in run.marks[shared:]]
        out.append("<br>" if run.text is None else _escaped(run.text))
        opened = run.marks
    out += [f"</{tag}>" for tag, _ in reversed(opened)]
    return "".join(out)


def _trimmed(runs: list[_Run], *, from_end: bool) -> list[_Run]:
    """Take blank text and line breaks off one end, and drop runs without text."""
    kept = [run for run in runs if run.text != ""]
    while kept:
        run = kept[-1 if from_end else 0]
        text = "" if run.text is None else run.text.rstrip() if from_end else run.text.lstrip()
        if text:
            kept[-1 if from_end else 0] = _Run(text, run.marks)
            return kept
        kept.pop(-1 if from_end else 0)
    return kept


def _without_line_ends(text: str) -> str:
    """A line end in the source is a space, and nothing at all between two Chinese characters (CSS Text 3, 4.1.2)."""

    def joined(match: re.Match[str]) -> str:
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        return "" if EAST_ASIAN.match(before) and EAST_ASIAN.match(after) else " "

    return LINE_END.sub(joined, text).replace("\t", " ")


def _list(element: _Element, marks: Marks, depth: int) -> list[str]:
    items = []
    for child in element.children:
        item = child if isinstance(child, _Element) and child.tag == "li" else _Element("li", children=[child])
        if inside := _Flow(depth).read(item, marks):
            items.append(f"<li>{''.join(inside)}</li>")
    if not items:
        return []
    start = _number(element.attributes.get("start", "")) if element.tag == "ol" else ""
    opening = f'<ol start="{start}">' if start and start != "1" else f"<{element.tag}>"
    return [f"{opening}{''.join(items)}</{element.tag}>"]


def _table(element: _Element, marks: Marks, depth: int) -> list[str]:
    """Write a table; a caption becomes a paragraph before it, a table without any words is dropped."""
    before: list[str] = []
    sections: list[str] = []
    loose: list[_Element] = []
    for child in element.children:
        if isinstance(child, str) or child.tag == "caption":
            before += _Flow(depth).read(_Element("caption", children=[child]), marks)
        elif child.tag == "tr":
            loose.append(child)
        elif child.tag in ("thead", "tbody"):
            rows = [_row(row, marks, depth) for row in child.children if isinstance(row, _Element) and row.tag == "tr"]
            if written := "".join(rows):
                sections.append(f"<{child.tag}>{written}</{child.tag}>")
    if written := "".join(_row(row, marks, depth) for row in loose):
        sections.append(f"<tbody>{written}</tbody>")
    table = f"<table>{''.join(sections)}</table>"
    return [*before, table] if sections and plain_text(table) else before


def _row(element: _Element, marks: Marks, depth: int) -> str:
    cells = []
    for cell in element.children:
        if isinstance(cell, str) or cell.tag not in ("th", "td"):
            continue
        spans = ""
        for name in ("colspan", "rowspan"):
            number = _number(cell.attributes.get(name, ""))
            if number and number != "1":
                spans += f' {name}="{number}"'
        inside = "".join(_Flow(depth).read(cell, marks)) or "<p></p>"
        cells.append(f"<{cell.tag}{spans}>{inside}</{cell.tag}>")
    return f"<tr>{''.join(cells)}</tr>" if cells else ""


def _number(value: str) -> str:
    value = value.strip()
    plain = value.isascii() and value.isdigit() and len(value) <= len(str(LARGEST_NUMBER))
    return str(int(value)) if plain and 0 < int(value) <= LARGEST_NUMBER else ""


def _escaped(text: str) -> str:
    """Escape text as browsers write it, so that a body from the editor stays the same to the byte."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")


def _escaped_value(value: str) -> str:
    return _escaped(value).replace('"', "&quot;")


def _written(element: _Element) -> str:
    """Write a canonical element again, to the byte."""
    attributes = "".join(f' {name}="{_escaped_value(value)}"' for name, value in element.attributes.items())
    opening = f"<{element.tag}{attributes}>"
    if element.tag in ("br", "hr"):
        return opening
    inside = "".join(_escaped(child) if isinstance(child, str) else _written(child) for child in element.children)
    return f"{opening}{inside}</{element.tag}>"


def _lines(element: _Element) -> Iterator[str]:
    """Yield the lines of text below an element; inline elements belong to the line around them."""
    if element.tag == "tr":
        cells = [" ".join(_lines(cell)) for cell in element.children if isinstance(cell, _Element)]
        if line := " ".join(cell for cell in cells if cell):
            yield line
        return
    line = ""
    for child in element.children:
        if isinstance(child, str):
            line += child
        elif child.tag == "br":
            line += " "
        elif child.tag in MARKS:
            line += " ".join(_lines(child))
        else:
            yield from _nonblank(line)
            line = ""
            yield from _lines(child)
    yield from (_nonblank(line) if element.tag not in MARKS else [line])


def _nonblank(line: str) -> list[str]:
    return [line.strip()] if line.strip() else []


def _running_text(html: str) -> str:
    """Join the lines of everything but subheads (of the subheads, when there is nothing else) into one text."""
    found = [block for block in blocks(html) if block.text]
    lines = [block.text for block in found if block.kind not in ("h2", "h3")] or [block.text for block in found]
    return "".join(line for text in lines for line in text.split("\n"))
