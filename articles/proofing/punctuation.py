"""Half-width and misshapen punctuation in Chinese text (GB/T 15834—2011, 4 and 5)."""

import re
from collections.abc import Iterator

from articles.proofing.characters import CHINESE, HAN, addresses, is_within
from articles.proofing.records import Finding, Kind, Severity, TextField

FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

# must match the mark in: 上午,记者 | 50亩,用于 | 对吗? | 图1:会场 ; not: 3,000人 | 3:2 | Yes, sir | 9:30
MARK = re.compile(rf"(?<=[{CHINESE}])[,;:?!](?: +(?=[{CHINESE}]))?|[,;:?!] *(?=[{HAN}《“（])")
# must match the point in: 召开会议. | 会议.他说 | 会议.4月3日 | 5%.也就是说 ; not: 1.总则 at the head, A.B, 3.5
POINT = re.compile(rf"(?<=[{HAN}”’）》)])\.(?=$|[{CHINESE}\s0-9])|(?<=[0-9%％])\.(?=[{HAN}“《])")
NUMERAL_HEAD = re.compile(r"(?:.*[。；：\s])?(?:第?[一二三四五六七八九十]{1,3}|[0-9]{1,2}(?:\.[0-9]{1,2})*)", re.DOTALL)
# must match: .... after Chinese, 。。。, …, ……… ; not: ……, ………… (a paragraph left out)
DOTS = re.compile(
    rf"(?<=[{CHINESE}])\.{{2,}}|\.{{3,}}(?=[{CHINESE}])|。{{3,}}|·{{3,}}|(?<!…)…(?!…)|(?<!…)…{{3}}(?!…)|…{{5,}}"
)
# must match: 身份---企业, ———, ――, ──, －－ ; not: —— or the single — of 北京—上海, 600-800
DASH = re.compile(rf"(?<=[{CHINESE}])-{{2,}}|-{{2,}}(?=[{CHINESE}])|—{{3,}}|[―─━]+|－{{2,}}")
# must match: ，， | 。， | 、。 | 。。 ; not: ？！ ！！！ 。”，
DOUBLED = re.compile(r"[，、；：][，、；：。]+|。[，、；：]+|(?<!。)。。(?!。)")
# must match the dot in: 约翰•史密斯 ; not: • at the head of a list
DOT_IN_NAME = re.compile(rf"(?<=[{HAN}])[•‧・∙](?=[{HAN}])")
BOOK_TITLE = re.compile(rf"<<(?=[{HAN}“])|(?<=[{HAN}”》])>>")
ROUND = re.compile(r"[()]")
QUOTE = re.compile(r'"')
SINGLE_QUOTE = re.compile(rf"'(?=[{HAN}])|(?<=[{CHINESE}])'")
#: Characters of a bracket's inside that are looked at for its partner.
REACH = 200


def find(field: TextField) -> Iterator[Finding]:
    for number, text in field.numbered():
        if not text.isascii():
            skipped = addresses(text)
            for start, end, code, fix in _marks(text, field.kind):
                if not is_within(start, end, skipped):
                    yield field.found(number, start, end, code, Severity.ERROR, fix=fix)


def _marks(text: str, kind: Kind) -> Iterator[tuple[int, int, str, str]]:
    for match in MARK.finditer(text):
        yield *match.span(), "punctuation.half_width", FULL_WIDTH[match[0][0]]
    for match in POINT.finditer(text):
        if not NUMERAL_HEAD.fullmatch(text, 0, match.start()):
            yield *match.span(), "punctuation.half_width", "。"
    for match in DOTS.finditer(text):
        yield *match.span(), "punctuation.dots", "……"
    for match in DASH.finditer(text):
        yield *match.span(), "punctuation.dash", "——"
    for match in DOUBLED.finditer(text):
        yield *match.span(), "punctuation.doubled", "。" if "。" in match[0] else match[0][-1]
    for match in DOT_IN_NAME.finditer(text):
        yield *match.span(), "punctuation.dot", "·"
    for match in BOOK_TITLE.finditer(text):
        yield *match.span(), "punctuation.half_width", "《" if match[0] == "<<" else "》"
    yield from _brackets(text)
    yield from _quotes(text)


def _brackets(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Half-width round brackets of which one side, or the partner's, touches Chinese."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    alone: list[int] = []
    for match in ROUND.finditer(text):
        if match[0] == "(":
            opened.append(match.start())
        elif opened and match.start() - opened[-1] <= REACH:
            pairs.append((opened.pop(), match.start()))
        else:
            alone.append(match.start())
    for pair in [*pairs, *((place,) for place in (*opened, *alone))]:
        if any(_touches_chinese(text, place) for place in pair):
            for place in pair:
                yield place, place + 1, "punctuation.half_width", "（" if text[place] == "(" else "）"


TOUCHED = re.compile(f"[{CHINESE}]")


def _touches_chinese(text: str, place: int) -> bool:
    return bool(TOUCHED.match(text, place + 1) or (place and TOUCHED.match(text, place - 1)))


def _quotes(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Straight quotation marks, opening and closing by turns; a last one without a partner has no proposal."""
    places = [match.start() for match in QUOTE.finditer(text)]
    inches = {place for place in places if place and text[place - 1].isdigit() and len(places) % 2}
    places = [place for place in places if place not in inches]
    for turn, place in enumerate(places):
        has_partner = turn < len(places) - len(places) % 2
        yield place, place + 1, "punctuation.straight_quote", "“”"[turn % 2] if has_partner else ""
    singles = [match.start() for match in SINGLE_QUOTE.finditer(text)]
    for turn, place in enumerate(singles):
        has_partner = turn < len(singles) - len(singles) % 2
        yield place, place + 1, "punctuation.straight_quote", "‘’"[turn % 2] if has_partner else ""
