"""What the line ends, blank lines and indents of a page mean.

`detect(lines) -> Layout`. Newspapers' exports come in few kinds:

* a line a paragraph, with or without blank lines between;
* lines wrapped at a column's width, a blank line after each paragraph *and* at each column's end, indents lost;
* the same without blank lines between paragraphs: then a blank line is a column's end and nothing more;
* indents kept;
* a blank line after every line.

First lines are shorter by the indent, kept or lost, or as wide as all others (no indent at all). Most lines were broken
by width; some programs break after a number of characters, whatever these are.

The column's width is not decided here: it may change within a piece, so reflow follows it line by line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .records import Layout, Line

FIRST_LINES_SHORTER = "first lines shorter than the column"
FIRST_LINES_FULL = "first lines as wide as the column"

# A quotation mark ends a sentence only after its 。: “1+6+5+N” does not.
SENTENCE_END = re.compile("[。！？!?…；;][”’」』）)]*$")
# Half-width units that a paragraph's last line must fall short of its neighbours to be called short.
SHORT = 4
NEIGHBOURS = 4
WIDEST = 100  # half-width units; a wider line holds a whole paragraph
DATELINE = re.compile("[【（]?(?:据)?(?:本报|新华社)[\u4e00-\u9fff\\d]{0,12}[讯电]")


def detect(lines: Sequence[Line]) -> Layout:
    """The layout of a run of lines, bylines and furniture taken out before, with its evidence."""
    if not lines:
        return Layout("none", 0)
    followers = lines[1:]
    with_gap = sum(line.gap > 0 for line in followers)
    indent, indented = _indent(lines)
    evidence = [("lines", len(lines)), ("blank runs", with_gap), ("indented lines", indented)]
    short, full = _first_lines(lines)
    evidence += [(FIRST_LINES_SHORTER, short), (FIRST_LINES_FULL, full)]
    first_line_short = 0 if not indent and full > short else 4
    measure = _measure(lines)
    if not with_gap:
        return Layout("none", indent, first_line_short, measure, tuple(evidence))
    if has_blank_after_every_line(lines):
        return Layout("every", indent, first_line_short, measure, tuple(evidence))
    closed_by_gap, closed_without, open_at_gap = _paragraph_ends(lines)
    evidence += [
        ("short sentence ends before a blank line", closed_by_gap),
        ("short sentence ends without one", closed_without),
        ("blank lines in mid-sentence", open_at_gap),
    ]
    if indent:
        # The indent tells the paragraphs; blank lines then stand at column ends, or between all paragraphs.
        means = "paragraph" if closed_by_gap > 4 * closed_without else "column"
    else:
        means = "paragraph" if closed_without <= 0.4 * closed_by_gap else "column"
    return Layout(means, indent, first_line_short, measure, tuple(evidence))


def has_blank_after_every_line(lines: Sequence[Line]) -> bool:
    """Whether blank lines tell nothing, because nearly every line is followed by one."""
    with_gap = sum(line.gap > 0 for line in lines[1:])
    return len(lines) > 5 and with_gap >= 0.85 * (len(lines) - 1)


def _ends_sentence(line: Line) -> bool:
    return SENTENCE_END.search(line.plain) is not None


def _indent(lines: Sequence[Line]) -> tuple[int, int]:
    """The indent of first lines that was kept, and how many lines have it; 0 where the indents were lost.

    One stray space or a byline pushed to the right is no indent: most indented lines must follow a sentence's end.
    """
    counts = Counter(line.indent for line in lines if 2 <= line.indent <= 12)
    if not counts:
        return 0, 0
    common, count = counts.most_common(1)[0]
    after_end = sum(
        line.indent == common
        and (i == 0 or line.gap > 0 or (_ends_sentence(lines[i - 1]) or lines[i - 1].plain[-1] in "）)：:”"))
        for i, line in enumerate(lines)
    )
    # A column filled by its first line only is a page with a line a paragraph.
    if count >= max(2, 0.04 * len(lines)) and after_end >= 0.7 * count and _tells_paragraphs(lines, common):
        return common, count
    if len(lines) <= 3 and count and lines[0].indent == common:
        return common, count
    return 0, count


def _tells_paragraphs(lines: Sequence[Line], indent: int) -> bool:
    """Whether most lines that plainly begin a paragraph (after a short sentence end) are indented."""
    plainly = [
        lines[i].indent >= indent
        for i in range(1, len(lines))
        if _ends_sentence(lines[i - 1])
        and lines[i - 1].width <= max(line.width for line in lines[max(0, i - NEIGHBOURS) : i + NEIGHBOURS]) - SHORT
    ]
    return sum(plainly) >= 0.5 * len(plainly)


def _first_lines(lines: Sequence[Line]) -> tuple[int, int]:
    """How many plain first lines that go on are shorter than the column, and how many as wide."""
    short = full = 0
    for i in range(len(lines) - 1):
        line = lines[i]
        begins = i == 0 or DATELINE.match(line.plain)
        if not begins:
            before = lines[i - 1]
            around = max(other.width for other in lines[max(0, i - NEIGHBOURS) : i + NEIGHBOURS])
            begins = _ends_sentence(before) and before.width <= around - SHORT
        # The line must go on, or its width tells nothing.
        if not begins or _ends_sentence(line):
            continue
        column = max(other.width for other in lines[i : i + NEIGHBOURS + 1])
        if column > WIDEST:
            continue
        if line.width > column - 3:
            full += 1
        elif line.width >= column - 8:
            short += 1
    return short, full


def _measure(lines: Sequence[Line]) -> str:
    """Whether lines were broken by their width or by a number of characters, also before 。 and within numbers.

    A typesetter never begins a line with 。; a program that counts characters does.
    """
    running = [line for line in lines if not _ends_sentence(line) and line.width <= WIDEST]
    if len(running) < 4:
        return "width"
    by_count = Counter(len(line.text) for line in running).most_common(1)[0][1]
    by_width = Counter(line.width for line in running).most_common(1)[0][1]
    near = Counter(line.width // 2 for line in running).most_common(1)[0][1]
    careless = any(line.plain[0] in "。，、；：？！”）》" for line in lines)
    return (
        "characters"
        if careless and by_count >= 0.5 * len(running) and by_count > 1.2 * max(by_width, near)
        else "width"
    )


def _paragraph_ends(lines: Sequence[Line]) -> tuple[int, int, int]:
    closed_by_gap = closed_without = open_at_gap = 0
    for i in range(len(lines) - 1):
        line, follower = lines[i], lines[i + 1]
        around = max(other.width for other in lines[max(0, i - NEIGHBOURS) : i + NEIGHBOURS + 1])
        ends = _ends_sentence(line)
        if ends and line.width <= around - SHORT:
            if follower.gap:
                closed_by_gap += 1
            elif not ((i == 0 or line.gap) and line.width >= around - SHORT - 1):
                # A first line is shorter by the indent that was lost, and full all the same.
                closed_without += 1
        elif follower.gap and not ends and line.width > around - SHORT:
            open_at_gap += 1
    return closed_by_gap, closed_without, open_at_gap
