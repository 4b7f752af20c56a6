"""Where headlines may break: behind a phrase if there is room, else between words, never inside one."""

import re
from functools import lru_cache
from html import escape
from itertools import accumulate, pairwise

import rjieba
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Where a headline may turn: behind a mark that ends a clause or closes, at a space, before a mark that opens.
# must cut: 寒潮来了，|这些事请提前办   别让|“随手拍”|变成|“随手派”   立足实战 |筑牢堤坝
# must not cut: 14.2%   12345热线   A02版
TURN = re.compile(r"(?<=[，。；：！？、”’》）」』…—])(?![，。；：！？、”’》）」』…—])|(?<=[\s　])|(?=[“‘《（「『])")

# Characters that fit into a line of a headline on a small phone: what is no longer needs no place to break. The one
# above a piece is larger than those of lists, and in the largest type on such a phone it has lines of six.
LINE = 10
LARGEST_LINE = 6
# A line of a headline never begins with such a character, nor ends with such a one.
CLOSES = re.compile(r"[，。；：！？、”’》）」』…—·％%]")
LEADS = re.compile(r"[“‘《（「『第一二两三四五六七八九十百千万几半近约超前后不未再已将获被让把向对为与和及暨]")
LONGEST_PHRASE = 16  # characters: a line of a subheading on a phone


def phrases(headline: str) -> str:
    """The headline in phrases that stay whole where they fit into a line, so that it breaks by sense."""
    parts = [part for part in TURN.split(headline) if part]
    if len(parts) == 1:
        return headline if len(headline) <= LARGEST_LINE else _span(headline, LARGEST_LINE)
    # A space within a block at its end is not seen: it stands behind it. A wide one is, and would begin a line there.
    halves = ((part.rstrip(" "), part[len(part.rstrip(" ")) :]) for part in parts)
    return format_html_join("", "{}{}", ((_span(part, LARGEST_LINE), end) for part, end in halves))


def short_phrases(subheading: str) -> str:
    """A kicker or subheading in its phrases, if each of them fits into a line; a longer one runs on as text does."""
    fit = all(len(part.strip()) <= LONGEST_PHRASE for part in TURN.split(subheading))
    return phrases(subheading) if fit else subheading


def unbroken(headline: str) -> SafeString:
    """The headline with the places at which it may break, if a line may be too short for it: never inside a word."""
    return SafeString(escape(headline)) if len(headline) <= LINE else _span(headline, LINE)


@lru_cache(maxsize=4096)
def _span(phrase: str, line: int) -> SafeString:
    if len(phrase) <= line:
        return format_html("<span>{}</span>", phrase)
    # As with_breaks has it, and format_html; an article has a dozen headlines, and this is half of what they cost.
    words = "<wbr>".join(map(escape, words_of(phrase)))
    return SafeString(f'<span class="words">{words}</span>')  # escaped above


def with_breaks(phrase: str, start: int = 0, end: int | None = None) -> SafeString:
    """A phrase, or a part of it, with a `<wbr>` between its words, which its style makes the only places to break."""
    stop = len(phrase) if end is None else end
    ends = list(accumulate(map(len, words_of(phrase))))
    cuts = [start, *(place for place in ends if start < place < stop), stop]
    parts = [(phrase[here:there],) for here, there in pairwise(cuts)]
    return format_html_join(mark_safe("<wbr>"), "{}", [("",), *parts] if start in ends else parts)


@lru_cache(maxsize=4096)
def words_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase; what stands alone, a mark or one character, goes with its neighbour."""
    found: list[str] = []
    for word in rjieba.cut(phrase, True):  # guessing at unknown words keeps more names whole
        alone = len(word) == 1 and not LEADS.match(word)
        if found and (alone or CLOSES.match(word) or all(map(LEADS.match, found[-1]))):
            found[-1] += word
        else:
            found.append(word)
    if len(found) > 1 and len(found[-1]) == 1:
        found[-2:] = [found[-2] + found[-1]]
    return tuple(found)
