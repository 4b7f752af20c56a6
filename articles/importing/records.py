"""The records that pass between the stages of the import chain: frozen, and each with the source lines it came from.

Line numbers count from 1, as an editor's text window shows them. Text is kept as printed: spaces inside a printed
line stay, line ends within a paragraph are gone. Nothing here knows Django.
"""

from __future__ import annotations

from dataclasses import dataclass, field


class UnreadablePage(ValueError):
    """The bytes are no text: empty, binary, or not in the encoding that was named.

    `code` and `params` let a caller translate the sentence (the English msgids are in `remarks.ERRORS`);
    `str()` gives the English one.
    """

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.params = params

    def __reduce__(self) -> tuple:
        return _unreadable, (self.code, str(self), self.params)  # one process tells it to another


def _unreadable(code: str, message: str, params: dict[str, object]) -> UnreadablePage:
    return UnreadablePage(code, message, **params)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and the encoding that it turned out to be in."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line that is not blank."""

    number: int
    text: str  # as printed, without the spaces at both ends
    plain: str  # for reading: no letter-spacing, no stray spaces beside digits, traditional characters folded
    indent: int  # leading spaces, in half-width units
    gap: int  # blank lines before it
    width: int  # of `plain`, in half-width units


@dataclass(frozen=True, slots=True)
class Layout:
    """What the line ends and blank lines of a page mean, with the counts that tell so."""

    blank_means: str  # "paragraph" (and column ends too), "column", "every" (after each line), "none"
    indent: int  # half-width units before a paragraph's first line; 0 where there is none or it was lost
    first_line_short: int = 4  # half-width units that a first line is shorter by: the indent, kept or lost; 0 without
    measure: str = "width"  # lines were broken by "width", or by a count of "characters"
    evidence: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A run of lines that belong together after reflow."""

    kind: str  # "paragraph", "head", "byline", "caption", "furniture"
    lines: tuple[Line, ...]
    text: str  # joined as printed
    column: int  # width of the column in full-width characters, 0 where each line is a paragraph
    doubtful: tuple[int, ...] = ()  # lines before which a paragraph may as well have ended, or not ended


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the editor should look at. `remarks.sentence(remark)` says it in English."""

    code: str
    params: tuple[tuple[str, object], ...] = ()
    lines: tuple[int, ...] = ()
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A day as the text gives it. What was not printed but concluded is marked as proposed."""

    year: int | None
    month: int
    day: int
    year_is_proposed: bool = False
    month_is_proposed: bool = False  # only the day, or a word like 昨日, was printed
    as_printed: str = ""

    @property
    def iso(self) -> str:
        """`YYYY-MM-DD`, or `--MM-DD` while the year is unknown."""
        year = f"{self.year:04d}" if self.year else "-"
        return f"{year}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Dateline:
    """A 电头: `本报讯`, `新华社北京4月3日电`."""

    printed: str  # verbatim, brackets included
    source: str  # 本报, 新华社 …
    kind: str  # 讯, 电, 消息 …
    place: str = ""
    filed: PrintedDate | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """One name of a byline. `standing` (身份) and `role` (职能) are words as printed, empty when not stated."""

    name: str
    standing: str = ""
    role: str = ""
    organisation: str = ""
    is_guess: bool = False  # the split of the printed names was a guess


@dataclass(frozen=True, slots=True)
class Byline:
    """The credits of one printed byline."""

    printed: str
    credits: tuple[Credit, ...]
    alternatives: tuple[str, ...] = ()  # other ways to divide the names, when the split was a guess
    shares_role: bool = False  # a role printed after several people may be the last one's only


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    first_line: int
    last_line: int
    is_subhead: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """A photo's caption that stood in the text, with its credits."""

    text: str
    credits: tuple[Credit, ...]
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line of the page that belongs to no piece: page number, date line, masthead, hotline, advertisement mark."""

    line: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    kicker: str
    headline: str
    subheading: str
    dateline: str  # as printed; "" when the piece has none
    dateline_source: str
    dateline_kind: str
    dateline_place: str
    dateline_at: str  # "head", "end" or ""
    event_date: PrintedDate | None
    filed_date: PrintedDate | None
    paragraphs: tuple[Paragraph, ...]
    credits: tuple[Credit, ...]
    printed_byline: str  # verbatim; several bylines of a piece are joined with a line end
    printed_byline_place: str  # "head", "end" or ""
    captions: tuple[Caption, ...]
    source: str  # of a 来源 line, else ""
    remarks: tuple[Remark, ...]
    lines: tuple[int, ...]  # every source line of the piece, in order

    @property
    def first_line(self) -> int:
        return self.lines[0]

    @property
    def last_line(self) -> int:
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that one page text became."""

    articles: tuple[ParsedArticle, ...]
    furniture: tuple[Furniture, ...]
    credits: tuple[Credit, ...]  # of the page as a whole: 责编, 版式, 校对
    page_date: PrintedDate | None  # printed in the page's furniture
    layout: Layout
    remarks: tuple[Remark, ...]
    line_count: int
    blank_lines: tuple[int, ...] = field(default=(), repr=False)
    page_label: str = ""  # stated in the page's head lines: A01, 03

    def unaccounted_lines(self) -> list[int]:
        """The source lines that ended nowhere; always empty (a law, tested)."""
        known = {*self.blank_lines, *(item.line for item in self.furniture)}
        for article in self.articles:
            known.update(article.lines)
        return [number for number in range(1, self.line_count + 1) if number not in known]
