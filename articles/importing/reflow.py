"""Lines become paragraphs again: the typesetter's rules, run backwards.

`reflow_lines(lines, layout, ...) -> (units, layout)` and, for plain text, `reflow(text) -> list[str]`.

A paragraph was set greedily into a column: its first line two characters shorter (the indent), every line filled as far
as the next word or character would go, no line beginning with 。 or ending with “. So each line end is evidence: a
line that had room for what follows was a paragraph's last; a first line wider than the column less two characters was
none; a full line without a mark at its end goes on. No rule decides alone. Each reading of the page has a cost (roughly
a negative logarithm of its likelihood), and the cheapest reading of all lines together is taken (Viterbi). The column's
width is part of the reading, so that it may change at a column's end.

Where two readings cost about the same, `Unit.doubtful` names the line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from .joining import join
from .layout import FIRST_LINES_FULL, FIRST_LINES_SHORTER, detect
from .line_costs import (
    GOES_ON_AFTER_NUMBER,
    HEAD,
    LIST_ITEM,
    NEVER,
    USUAL,
    Habits,
    SetLine,
    cost_of_going_on,
    cost_of_stopping,
    gap_costs,
    indent_costs,
)
from .records import Layout, Line, Unit
from .split import split

ANY_WIDTH = 3.7  # which of some forty widths the column has
NEW_WIDTH = 3.5
NEW_WIDTH_WITHOUT_BLANK = 8.0
NEW_WIDTH_AMONG_BLANKS = 6.5  # where a blank line follows every line, a column's end is hidden at one in twenty
TRUST_IN_HABITS = 20  # lines of the page itself that weigh as much as what is usual
HEAD_GOES_ON = 1.7  # its second line, where the first was full
INDENTS_ARE_USUAL = 3.0
FEW = 4  # first lines; fewer settle nothing
BEAM = 16.0
WIDEST_COLUMN = 48  # full-width characters; anything wider is a line a paragraph
FIRST, MIDDLE, HEADING, BYLINE, CAPTION, VERSE = range(6)
KINDS = {FIRST: "paragraph", HEADING: "head", BYLINE: "byline", CAPTION: "caption", VERSE: "verse"}


def reflow_lines(
    lines: Sequence[Line],
    layout: Layout,
    *,
    opens_piece: Callable[[str, str], bool] = lambda line, following: False,
    is_byline: Callable[[str], bool] = lambda text: False,
    is_caption: Callable[[str], bool] = lambda text: False,
    ends_with_byline: Callable[[str], bool] = lambda text: False,
    lines_of_byline: Callable[[Sequence[Line]], int] = lambda lines: 0,
    verse: Collection[int] = (),
) -> tuple[tuple[Unit, ...], Layout]:
    """The lines joined to paragraphs, headings, bylines and captions by the cheapest reading of the page.

    The callables tell what the lines say: whether a line begins a piece (a dateline), is a byline or a caption as a
    whole, or ends with a byline that was run in, and how many lines are one byline that a narrow column broke; `verse`
    holds the numbers of lines of verse, each of which stays a unit of its own. The layout comes back with what its
    evidence had left open.
    """
    if not lines:
        return (), layout
    sets = [SetLine(line, layout.measure) for line in lines]
    for i, this in enumerate(sets):
        text = this.line.plain
        this.is_byline = is_byline(text)
        this.is_caption = is_caption(text)
        this.is_verse = this.line.number in verse
        if opens_piece(text, "" if i + 1 == len(sets) else sets[i + 1].line.plain):
            this.opens = -5.0
            this.head += 8.0
        elif LIST_ITEM.match(text):
            this.opens = -4.0
        if i + 1 < len(sets) and text[-1].isdigit() and GOES_ON_AFTER_NUMBER.match(sets[i + 1].line.plain):
            this.head += 8.0  # 登记时间为2026年11月23 / 日至12月5日
            this.ends = max(this.ends, 9.0)
        if this.ends > 1 and ends_with_byline("".join(s.line.plain for s in sets[max(0, i - 2) : i + 1])[-60:]):
            this.ends = 0.5
    for i in range(len(sets)):
        count = lines_of_byline(lines[i : i + 4]) if i == 0 or sets[i - 1].ends < 9.0 else 0
        for part in sets[i : i + count]:
            part.head, part.is_byline = NEVER, False
        for part in sets[i + 1 : i + count]:
            part.starts = NEVER
        if count:
            sets[i + count - 1].ends = 0.5
    reading = _cheapest(sets, layout)
    fewer, more = sorted(_first_line_evidence(layout))
    if not layout.indent and (more < FEW or fewer * 4 >= more):
        # The plain first lines do not settle whether there was an indent: whichever page is the likelier one does.
        other_layout = replace(layout, first_line_short=0 if layout.first_line_short else 4)
        other = _cheapest(sets, other_layout)
        bias = -INDENTS_ARE_USUAL if layout.first_line_short else INDENTS_ARE_USUAL
        if other.cost < reading.cost + bias:
            reading, layout = other, other_layout
    habits = _habits_of(sets, layout, reading)
    if habits != USUAL:
        reading = _cheapest(sets, layout, habits)
    return _units(sets, layout, reading), layout


def _habits_of(sets: Sequence[SetLine], layout: Layout, reading: _Reading) -> Habits:
    """How this page fills its lines, by those that plainly break off within a sentence."""
    lines = left = squeezed = carried = 0
    for i in range(len(sets) - 1):
        this, follower, column = sets[i], sets[i + 1], reading.columns[i]
        if this.ends < 9.0 or not column or reading.roles[i + 1] != MIDDLE:
            continue
        room = 2 * column - layout.first_line_short * (reading.roles[i] == FIRST) - this.width
        lines += 1
        left += room >= follower.need
        carried += follower.need_alone <= room < follower.need
        squeezed += 0 < -room <= this.trail

    def cost(seen: int, among: int, before: float) -> float:
        return -log((seen + TRUST_IN_HABITS * exp(-before)) / (among + TRUST_IN_HABITS))

    return Habits(
        cost(left, lines, USUAL.room_left),
        cost(squeezed, squeezed + carried, USUAL.squeezed),
        cost(carried, squeezed + carried, USUAL.carried),
    )


def _first_line_evidence(layout: Layout) -> tuple[int, int]:
    counts = dict(layout.evidence)
    return counts.get(FIRST_LINES_SHORTER, 0), counts.get(FIRST_LINES_FULL, 0)


def _columns(sets: Sequence[SetLine]) -> list[int]:
    """The column widths worth trying, in full-width characters; 0 stands for a line a paragraph."""
    tried = {0}
    for this in sets:
        full = (this.width + 1) // 2
        if full <= WIDEST_COLUMN:
            tried.update((full, full + 1, full + 2))
    return sorted(tried)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A role and a column's width for each line, and what this reading of the page costs."""

    cost: float
    roles: list[int]
    columns: list[int]
    doubts: list[float]


def _cheapest(sets: Sequence[SetLine], layout: Layout, habits: Habits = USUAL) -> _Reading:
    short = layout.first_line_short
    columns = _columns(sets)
    # A state is (column, role); its entry is (cost, state before it).
    first_line, middle_line, heading = indent_costs(layout, sets[0].line)
    history: list[dict[tuple[int, int], tuple[float, tuple[int, int] | None]]] = []
    states: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
    for column in columns:
        width_cost = ANY_WIDTH if column else 0.0
        if sets[0].is_verse:
            states[column, VERSE] = (width_cost, None)
            continue
        states[column, FIRST] = (width_cost + first_line, None)
        states[column, MIDDLE] = (width_cost + middle_line + 2.0, None)  # a page may begin in mid-paragraph
        states[column, HEADING] = (width_cost + sets[0].head - sets[0].question + heading, None)
        if sets[0].is_byline:
            states[column, BYLINE] = (width_cost, None)
        if sets[0].is_caption:
            states[column, CAPTION] = (width_cost, None)
    history.append(states)
    for i in range(1, len(sets)):
        states = _step(sets[i - 1], sets[i], layout, columns, history[-1], habits)
        history.append(states)
    last = sets[-1]
    best, best_cost = None, float("inf")
    for (column, role), (cost, _) in history[-1].items():
        total = cost
        if role in (FIRST, MIDDLE):
            total += cost_of_stopping(last, column, short * (role == FIRST), habits)
        elif role == HEADING:
            total += 3.0
        if total < best_cost:
            best, best_cost = (column, role), total
    path = [best]
    for i in range(len(sets) - 1, 0, -1):
        path.append(history[i][path[-1]][1])
    path.reverse()
    return _Reading(
        best_cost,
        [role for _, role in path],
        [column for column, _ in path],
        _doubts(sets, layout, path, habits),
    )


def _step(before: SetLine, this: SetLine, layout: Layout, columns: Sequence[int], states: dict, habits: Habits) -> dict:
    short = layout.first_line_short
    on_gap, body_gap, head_gap = gap_costs(layout, this.line)
    first_line, middle_line, heading = indent_costs(layout, this.line)
    if layout.blank_means == "every":
        new_width = NEW_WIDTH_AMONG_BLANKS
    else:
        new_width = NEW_WIDTH if this.line.gap else NEW_WIDTH_WITHOUT_BLANK
    limit = min(cost for cost, _ in states.values()) + BEAM
    goes_on: dict[int, tuple[float, tuple[int, int]]] = {}
    stops: dict[int, tuple[float, tuple[int, int]]] = {}
    plain: dict[int, tuple[float, tuple[int, int]]] = {}  # after a heading, a byline, a caption
    best = {id(goes_on): None, id(stops): None, id(plain): None}

    def keep(table: dict, column: int, cost: float, state: tuple[int, int]) -> None:
        if column not in table or cost < table[column][0]:
            table[column] = (cost, state)
            top = best[id(table)]
            if top is None or cost < top[0]:
                best[id(table)] = (cost, state)

    for state, (cost, _) in states.items():
        if cost > limit:
            continue
        column, role = state
        if role in (FIRST, MIDDLE):
            going = cost_of_going_on(before, this, column, short * (role == FIRST), habits)
            keep(goes_on, column, cost + going, state)
            keep(stops, column, cost + cost_of_stopping(before, column, short * (role == FIRST), habits), state)
        else:
            keep(plain, column, cost + before.leads_on * (role == HEADING), state)
    result: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {}
    starts = this.starts + this.opens + first_line
    for column in columns:
        options = []
        for table, extra in ((stops, body_gap), (plain, 0.0)):
            found = table.get(column)
            top = best[id(table)]
            if found:
                options.append((found[0] + extra, found[1]))
            if top:
                options.append((top[0] + extra + new_width, top[1]))
        if this.is_verse:
            if options:
                cost, state = min(options)
                result[column, VERSE] = (cost, state)
            continue
        if options:
            cost, state = min(options)
            result[column, FIRST] = (cost + starts, state)
        options = []
        # Below another heading a question is what the text begins with, as likely as not.
        for table, extra in ((stops, head_gap - this.question), (plain, 0.0)):
            found = table.get(column)
            top = best[id(table)]
            if found:
                options.append((found[0] + extra, found[1]))
            if top:
                options.append((top[0] + extra + new_width, top[1]))
        if options:
            cost, state = min(options)
            result[column, HEADING] = (cost + this.head + heading, state)
            if (column, HEADING) in states and _heading_goes_on(before, this, column, short):
                going_on = states[column, HEADING][0] + this.head - HEAD + HEAD_GOES_ON
                if going_on < result[column, HEADING][0]:
                    result[column, HEADING] = (going_on, (column, HEADING))
            if this.is_byline:
                result[column, BYLINE] = (min(cost, cost - head_gap), state)
            if this.is_caption:
                result[column, CAPTION] = (cost, state)
        options = []
        if column in goes_on:
            options.append(goes_on[column])
        top = best[id(goes_on)]
        if top and column and top[1][0]:
            options.append((top[0] + new_width, top[1]))
        if options:
            cost, state = min(options)
            result[column, MIDDLE] = (cost + on_gap + middle_line, state)
    return result


def _heading_goes_on(before: SetLine, this: SetLine, column: int, shorter: int) -> bool:
    """Whether a heading broke off only because its line was full, set as a paragraph's first line is."""
    rooms = (2 * column - shorter - before.width, 2 * column - before.width)
    return bool(column) and any(-2 <= room < this.need_alone for room in rooms)


def _doubts(sets: Sequence[SetLine], layout: Layout, path: Sequence[tuple[int, int]], habits: Habits) -> list[float]:
    """For each line that begins a paragraph or goes on over a blank line: how near the other reading was."""
    short = layout.first_line_short
    doubts = [0.0] * len(path)
    for i in range(1, len(path)):
        (column, role), (next_column, next_role) = path[i - 1], path[i]
        before, this = sets[i - 1], sets[i]
        if role not in (FIRST, MIDDLE) or next_role not in (FIRST, MIDDLE) or not column or not next_column:
            continue
        if before.ends or not (this.line.gap or next_role == FIRST):
            continue
        on_gap, body_gap, _ = gap_costs(layout, this.line)
        first_line, middle_line, _ = indent_costs(layout, this.line)
        on = cost_of_going_on(before, this, column, short * (role == FIRST), habits) + on_gap + middle_line
        stop = (
            cost_of_stopping(before, column, short * (role == FIRST), habits)
            + body_gap
            + first_line
            + this.starts
            + this.opens
        )
        if i + 1 < len(path) and path[i + 1][1] == MIDDLE:
            on += cost_of_going_on(this, sets[i + 1], next_column, 0, habits)
            stop += cost_of_going_on(this, sets[i + 1], next_column, short, habits)
        else:
            on += cost_of_stopping(this, next_column, 0, habits)
            stop += cost_of_stopping(this, next_column, short, habits)
        difference = abs(on - stop)
        if difference < 2.0:
            doubts[i] = 1.0 - difference / 2.0
    return doubts


def _units(sets: Sequence[SetLine], layout: Layout, reading: _Reading) -> tuple[Unit, ...]:
    roles, columns, doubts = reading.roles, reading.columns, reading.doubts
    short = layout.first_line_short
    units: list[Unit] = []
    run: list[int] = []

    def close() -> None:
        if run:
            lines = tuple(sets[i].line for i in run)
            kind = KINDS.get(roles[run[0]], "paragraph")
            doubtful = tuple(sets[i].line.number for i in run if doubts[i] > 0.25)
            units.append(Unit(kind, lines, join([line.text for line in lines]), columns[run[0]], doubtful))
            run.clear()

    for i, role in enumerate(roles):
        goes_on = role == MIDDLE or (
            role == HEADING and run and _heading_goes_on(sets[i - 1], sets[i], columns[i], short)
        )
        if not goes_on or (role == HEADING and roles[i - 1] != HEADING):
            close()
        run.append(i)
    close()
    return tuple(units)


def reflow(text: str) -> list[str]:
    """The paragraphs of a text that holds nothing but paragraphs."""
    lines = split(text).lines
    units, _ = reflow_lines(lines, detect(lines))
    return [unit.text for unit in units]
