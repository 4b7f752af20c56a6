"""What the desk is offered and never gets by itself: headlines taken out of the text, and tags. Pure functions.

A proposed headline says nothing that the text does not: it is a clause of the first paragraphs, or two that follow one
another, without the time and the "记者获悉" before them.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import rjieba

MOST_HEADLINES = 3
MOST_TAGS = 8
SHORTEST, LONGEST = 7, 26  # characters of a headline, the gap between two clauses included
PARAGRAPHS_READ = 3
READ = 4000  # characters of a text in which nouns are counted: what a piece is about stands in its first half

CLAUSE_END = re.compile(r"[，。；：！？,;:!?…\n]+")
SPACE = re.compile(r"\s+")
# must match at the head: 4月3日上午， 昨天， 近日 2023年4月 今（9）日 ; not: 4月份的, 今年
WHEN = re.compile(
    r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}(?:日|号)(?:至\d{1,2}日)?|(?:昨|今|前)(?:[（(]\d{1,2}[）)])?[天日晚晨早]|近日|日前|近期"
    r"|近段时间|本周[一二三四五六日]|上周[一二三四五六日])(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚|夜)?[，,]?"
)
# must match at the head: 记者从区应急局获悉 | 据介绍 | 据了解
HEARD = re.compile(r"(?:记者(?:从.{2,16}?)?(?:获悉|了解到)|据.{0,8}?(?:介绍|了解|悉|统计|报道|透露|消息))[，,]?")
DATELINE = re.compile(r"^.{0,14}?(?:讯|日电|消息)[　\s：:]*(?:[（(][^）)]{2,24}[）)])?[　\s]*")
VERBS = re.compile(
    "召开|举行|举办|启动|开馆|开幕|开张|开业|开工|开通|开放|通车|竣工|建成|落成|投用|投入使用|发布|印发|出台|公布|通过|签约|签订|揭牌|"
    "亮相|揭晓|荣获|获评|获奖|入选|夺|摘|突破|增长|完成|推进|开展|走进|走访|慰问|调研|检查|督导|部署|打造|新增|上线|成立|设立|试点|"
    "改造|整治|化解|救|捐|助|迎|赴|升级|恢复|调整|实施|上涨|下降|下调|提高|解决|办理|吸引|参加|接待|惠及|覆盖"
)
SUBJECT = re.compile(
    "[区市县镇乡村局委办部院校馆站厂所厅会店园路桥队社]|街道|公司|中心|医院|居民|市民|老人|学生|农户|志愿者"
)
WEAK_START = re.compile(
    "[他她它我你这那此该其并但而却也还又且更让把被使即如若因由于为以及和与对将可能在是有要来行]|同时|其中|会上|会议|当天|当日|现场|据|记者|本报|随后|目前|下一步|"
    "此外|另外|同比|截至|有的|大家|一位|一名|一份|一时|通过|按照|根据|围绕|随着|作为|自从|从"
)
WEAK_END = re.compile(
    "(?:[的了着等时中后前上下和与及对把被将是在为以于]|表示|介绍|要求|指出|强调|认为|说|道|获悉|了解到|以来|期间|之后|之际|方面)$"
)
PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("‘", "’"), ("(", ")"))

#: Nouns that stand in every second piece and say nothing of one.
COMMON = frozenset(
    (
        "工作 记者 会议 活动 情况 问题 单位 部门 人员 群众 居民 市民 负责人 时间 地方 方面 同志 领导 本报 通讯员 干部 "
        "全区 全市 全县 区委 市委 书记 主任 区长 市长 精神 要求 内容 现场 过程 措施 目标 任务 水平 能力 作用 基础 重点 "
        "项目 企业 社会 国家 人民 中国 城市 街道 办事处 社区 上午 下午 今年 去年 近日 电话 图片 文字 老人 孩子 家里 "
        "大家 朋友 先生 女士 公里 平方米 万元 亿元 人次 公司 研究 建设 比赛 人数 代表 机制 命令 第一季度"
    ).split()
)
#: What jieba calls nouns, places, organisations and other proper names; persons (nr) are never tags by themselves.
NOUNS = frozenset({"n", "nz", "nt", "ns", "vn", "nl", "j", "l"})
FEWEST = 3  # times that a noun must stand in the text


@dataclass(frozen=True)
class ProposedTag:
    """A tag for this text; `is_known` where the paper uses it already."""

    name: str
    is_known: bool


def headlines(text: str) -> list[str]:
    """Up to three headlines for a text (a line for each paragraph), the best first."""
    candidates: dict[str, float] = {}
    pairs = _pairs(text)
    most = max(pairs.values(), default=1)
    paragraphs = [line for line in text.split("\n") if line.strip()][:PARAGRAPHS_READ]
    place = 0
    for number, paragraph in enumerate(paragraphs):
        opening = DATELINE.sub("", paragraph, count=1) if number == 0 else paragraph
        clauses = [_bare(clause) for clause in CLAUSE_END.split(opening)]
        clauses = [clause for clause in clauses if clause]
        for index, clause in enumerate(clauses):
            following = clauses[index + 1] if index + 1 < len(clauses) else ""
            for words in (clause, f"{clause} {following}" if following else ""):
                if SHORTEST <= len(words) <= LONGEST and (score := _score(words, place, pairs, most)) > 0:
                    candidates[words] = max(score, candidates.get(words, 0.0))
            place += 1
    chosen: list[str] = []
    for words in sorted(candidates, key=lambda words: (-candidates[words], len(words))):
        if all(_is_other(words, other) for other in chosen):
            chosen.append(words)
        if len(chosen) == MOST_HEADLINES:
            break
    return chosen


def _bare(clause: str) -> str:
    """A clause without the time and the source before it; its spaces are the page's, not the text's."""
    clause = SPACE.sub("", clause)
    for before in (WHEN, HEARD, WHEN):
        if found := before.match(clause):
            clause = clause[found.end() :]
    return clause.strip("　 、“”") if clause.count("“") != clause.count("”") else clause.strip("　 、")


def _score(words: str, place: int, pairs: Counter[str], most: int) -> float:
    """How well these words would do as a headline; 0 or less: not at all."""
    if WEAK_START.match(words) or WEAK_END.search(words):
        return 0.0
    if any(words.count(one) != words.count(other) for one, other in PAIRS) or not re.search(
        "[\u4e00-\u9fff]{4}", words
    ):
        return 0.0
    first, _gap, second = words.partition(" ")
    if second and (WEAK_START.match(second) or WEAK_END.search(first) or len(first) < 5):
        return 0.0
    own = _pairs(words)
    told = sum(min(pairs[pair], 6) for pair in own) / max(1, len(own))
    score = 3.0 - 0.4 * place + 1.5 * told / min(most, 6)
    score += 2.0 if VERBS.search(first) else -1.0
    score += 1.0 if SUBJECT.search(first[:10]) else 0.0
    score += 0.6 if second and VERBS.search(second) else 0.0
    ideal = 16
    return score - abs(len(words) - ideal) * 0.08


def _pairs(text: str) -> Counter[str]:
    letters = SPACE.sub("", text)
    return Counter(letters[at : at + 2] for at in range(len(letters) - 1) if "\u4e00" <= letters[at] <= "\u9fff")


def _is_other(words: str, other: str) -> bool:
    """Whether two proposals are worth showing side by side."""
    one, two = set(_pairs(words)), set(_pairs(other))
    return len(one & two) <= 0.6 * min(len(one), len(two))


def tags(text: str, *, known: Iterable[str], used: Collection[str] = ()) -> list[ProposedTag]:
    """Tags for a text: those in use that stand in it, the longest first; then its most frequent nouns."""
    taken = {name.casefold() for name in used}
    found = [
        name for name in known if len(name) > 1 and name.casefold() not in taken and name.casefold() in text.casefold()
    ]
    # 防汛抗旱 says more than the 防汛 within it.
    found = sorted(dict.fromkeys(found), key=lambda name: (-len(name), name))
    proposed = [ProposedTag(name, is_known=True) for name in found[:MOST_TAGS]]
    words: Counter[str] = Counter()
    for word, kind in rjieba.tag(text[:READ]):
        if kind in NOUNS and len(word) > 1 and word not in COMMON and re.fullmatch("[\u4e00-\u9fffA-Za-z]+", word):
            words[word] += 1
    known_words = taken | {name.casefold() for name in found}
    for word, count in sorted(words.items(), key=lambda item: (-item[1] * len(item[0]), item[0])):
        if len(proposed) >= MOST_TAGS:
            break
        is_new = not any(word.casefold() in name or name in word.casefold() for name in known_words)
        if count >= FEWEST and is_new:
            proposed.append(ProposedTag(word, is_known=False))
            known_words.add(word.casefold())
    return proposed
