"""What the line ends, blank lines and indents of a page mean.

`detect(lines) -> Layout`. Newspapers' exports come in few kinds:

* a line a paragraph, with or without blank lines between;
* lines wrapped at a column's width, a blank line after each paragraph *and* at each column's end, indents lost;
* the same without blank lines between paragraphs: then a blank line is a column's end and nothing more;
* indents kept;
* a blank line after every line.

The column's width is not decided here: it may change within a piece, so reflow follows it line by line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .records import Layout, Line

SENTENCE_END = "。！？!?…；;”」』"
# Half-width units that a paragraph's last line must fall short of its neighbours to be called short.
SHORT = 4
NEIGHBOURS = 4


def detect(lines: Sequence[Line]) -> Layout:
    """The layout of a run of lines, bylines and furniture taken out before, with its evidence."""
    if not lines:
        return Layout("none", 0)
    followers = lines[1:]
    with_gap = sum(line.gap > 0 for line in followers)
    indent, indented = _indent(lines)
    evidence = [("lines", len(lines)), ("blank runs", with_gap), ("indented lines", indented)]
    if not with_gap:
        return Layout("none", indent, tuple(evidence))
    if with_gap >= 0.85 * len(followers) and len(followers) >= 5:
        return Layout("every", indent, tuple(evidence))
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
    return Layout(means, indent, tuple(evidence))


def _indent(lines: Sequence[Line]) -> tuple[int, int]:
    """The indent of first lines that was kept, and how many lines have it; 0 where the indents were lost.

    One stray space or a byline pushed to the right is no indent: most indented lines must follow a sentence's end.
    """
    counts = Counter(line.indent for line in lines if 2 <= line.indent <= 12)
    if not counts:
        return 0, 0
    common, count = counts.most_common(1)[0]
    after_end = sum(
        line.indent == common and (i == 0 or line.gap > 0 or lines[i - 1].plain[-1] in SENTENCE_END + "）)：:")
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
        if lines[i - 1].plain[-1] in SENTENCE_END
        and lines[i - 1].width <= max(line.width for line in lines[max(0, i - NEIGHBOURS) : i + NEIGHBOURS]) - SHORT
    ]
    return sum(plainly) >= 0.5 * len(plainly)


def _paragraph_ends(lines: Sequence[Line]) -> tuple[int, int, int]:
    closed_by_gap = closed_without = open_at_gap = 0
    for i in range(len(lines) - 1):
        line, follower = lines[i], lines[i + 1]
        around = max(other.width for other in lines[max(0, i - NEIGHBOURS) : i + NEIGHBOURS + 1])
        ends = line.plain[-1] in SENTENCE_END
        if ends and line.width <= around - SHORT:
            if follower.gap:
                closed_by_gap += 1
            else:
                closed_without += 1
        elif follower.gap and not ends and line.width > around - SHORT:
            open_at_gap += 1
    return closed_by_gap, closed_without, open_at_gap
