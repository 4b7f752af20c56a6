"""Characters and words typed twice. Chinese doubles many words on purpose, and words meet on the same character.

Where two like characters meet, the neighbourhood is cut into words: 国 in 中国国家 belongs to two words, 的 in 我们的的
to none.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import rjieba

from articles.proofing.characters import HAN
from articles.proofing.records import Finding, Severity, TextField

DOUBLED = re.compile(rf"([{HAN}])\1(?!\1)")
HAN_CHARACTER = re.compile(f"[{HAN}]")
TRIPLED = re.compile(rf"([{HAN}])\1{{2,}}")
# must match: 工作工作 | 进行了进行了 ; not: 一步一步 (see NUMERALS)
TWICE = re.compile(rf"([{HAN}]{{2,8}})\1")
# must match: the clause typed twice across its comma: 会议强调，会议强调，
CLAUSE_TWICE = re.compile(rf"(?<![{HAN}])([{HAN}]{{3,20}}[，；])\1")

#: Characters that no word of today doubles: certain where both stand alone.
PARTICLES = frozenset("的了在与及且其于由但若而该至并之和")
#: Words that verbs of trying, counts and cries make by doubling two characters.
MAY_DOUBLE = frozenset(
    """
    研究 讨论 考虑 商量 琢磨 打听 学习 锻炼 了解 休息 活动 收拾 打扫 整理 介绍 体验 尝试 感受
    比划 参观 放松 意思 指点 合计 照顾 关心 教育 批评 表扬 鼓励 认识 熟悉 交流 沟通 溜达 走动
    切磋 探讨 盘算 掂量 打量 拾掇 显摆 张罗 非常 很多 许多 好多 哗啦 叮当 扑通 咕咚 咕噜 哈哈
    呵呵 嘿嘿 轰隆 咔嚓 滴答 噼啪 叽喳 加油 再见 不要 快跑 等等 好的 谢谢 你好 就是 来吧 雪白
    通红 碧绿 漆黑 冰凉 笔直 滚烫 火红 金黄 一个 一点 一遍 一步 一次 一天 一年 一层 一件 一条
    一笔 一家 一户 一项
    """.split()
)
#: Numerals that begin 一步一步 and 两个两个; the same seen from its second character is 度一度一 in 一度一度.
NUMERALS = frozenset("一两三半几")
#: Particles that end 走着走着 and 吃啊吃啊.
GOING_ON = frozenset("着啊呀")
#: What nicknames and names of children and pandas double.
NAMED = frozenset(
    "丽媛冰圆莎娜婷晶倩佳宝贝豆妞囡甜乐欢淼星月露露萌花点灿朵瑶玲芳英红艳静娟敏燕珍兰凤云霞玉梅琴华飞斌涛毛蛋胖牛"
)
#: One-character words that stand before a word beginning with the same character: 对对方, 和和平, 从从业者.
BEFORE_A_WORD = frozenset("对和将从以把被为到与同向在给用由及或使让是有不也都就的地得可能要会没很最更这那每各")
#: Doubled adverbs, kin and measures that a cutter does not hold together for sure.
REDUPLICATED = frozenset(
    "天人家年月日时处事样种步层句字声件个条代户笔遍阵点滴丝片朵座篇辈常渐慢快轻悄偷暗默静缓早晚远近高低好满深"
    "紧牢刚仅恰偏统往稍略微频连屡纷斤多大小细长短圆方红绿白黑黄蓝亮甜香脆软硬热冷暖爸妈爷奶哥姐弟妹叔伯舅姑姨"
    "婆公太宝乖星猩娃蝈蛐狒嘻哈呵嘿嗡隆哗啦汪喵咩咚咕吱沙飒潺淙滔涓泛熊历茫苍郁葱蒸洋喜欣彬文翩栩奕依楚勤恳兢"
    "孜谆循炯耿昭赫巍谢想看听说试走尝聊谈问查找玩坐歇数量等算猜闻学读写练歌跳唱逛转动推拍碰摸擦洗扫抱背瞧瞅望"
    "帮管瞒讲论夸劝源落津熙济比芸生世次门路行款堂回缕棵株枝根张幅扇双对排串套头口块粒颗足整实真滚团冉绵匆累重"
    "节道栋辆本艘蒙朦闪沉隐渺袅悠浅淡浓厚薄胖瘦宽窄弯直稳死活明仔崽拜嘎呼嘟咯嗷叨嚷哼通皑粼峨青喃凛铮侃烈哒棒"
    "糖果跑站敲每各勃"
)
#: 工作作了交流, 工作作出部署: the noun ends as the verb begins.
VERB_AFTER_NOUN = re.compile("作作[了出过为报]")
AROUND = 8  # characters on either side that are cut into words with the pair


def find(field: TextField) -> Iterator[Finding]:
    for number, text in field.numbered():
        taken: list[tuple[int, int]] = []
        for start, end, code, severity, fix in _repeats(text):
            if not any(start < last and first < end for first, last in taken):
                taken.append((start, end))
                yield field.found(number, start, end, code, severity, fix=fix)


def _repeats(text: str) -> Iterator[tuple[int, int, str, Severity, str]]:
    for match in CLAUSE_TWICE.finditer(text):
        yield *match.span(), "repeats.words", Severity.ERROR, match[1]
    for match in TWICE.finditer(text):
        word = match[1]
        if len(set(word)) > 1 and not _is_meant_twice(word, text[match.end() : match.end() + 1]):
            yield *match.span(), "repeats.words", Severity.ERROR, word
    for match in TRIPLED.finditer(text):
        if match[1] not in REDUPLICATED:
            yield *match.span(), "repeats.characters", Severity.DOUBT, match[1]
    for match in DOUBLED.finditer(text):
        if (severity := _doubled(text, match.start())) is not None:
            yield *match.span(), "repeats.characters", severity, match[1]


def _is_meant_twice(word: str, following: str) -> bool:
    """Whether Chinese doubles this word on purpose; `following` is the character after the second time."""
    if len(word) > 2:
        return False
    is_wave = word[0] in NUMERALS or (word[1] in NUMERALS and following == word[0])
    return is_wave or word[1] in GOING_ON or word in MAY_DOUBLE


def _doubled(text: str, place: int) -> Severity | None:
    """How grave a doubled character is, or None for one that is meant."""
    character = text[place]
    if character in NAMED or _is_aabb(text, place) or VERB_AFTER_NOUN.match(text, place):
        return None
    before, after = _words_around(text, place)
    if character in REDUPLICATED and (len(before) == 1 or before is after):
        return None
    if before is after and before == "区区" and place and HAN_CHARACTER.match(text[place - 1]):
        return Severity.DOUBT  # 新区区 is likelier in a paper than 区区小事
    if len(before) == len(after) == 1:
        return Severity.ERROR if character in PARTICLES else Severity.DOUBT
    if before is after:
        return None if len(before) > 2 else Severity.DOUBT  # 万万 and 面面 are words, and likelier slips
    if len(before) > 1 and len(after) > 1:
        return None
    if len(before) == 1 and character in BEFORE_A_WORD:
        return None
    return Severity.DOUBT


def _is_aabb(text: str, place: int) -> bool:
    """Both pairs of 高高兴兴 are meant."""
    after, before = text[place + 2 : place + 4], text[max(0, place - 2) : place]
    return any(len(pair) == 2 and pair[0] == pair[1] for pair in (after, before))


def _words_around(text: str, place: int) -> tuple[str, str]:
    """The words to which the characters at `place` and after it belong; the same object where it is one word."""
    first = max(0, place - AROUND)
    at = first
    before = ""
    for word in _cut(text[first : place + 2 + AROUND]):
        if at <= place < at + len(word):
            before = word
        if at <= place + 1 < at + len(word):
            return before, word
        at += len(word)
    return before, before


@lru_cache(maxsize=4096)
def _cut(text: str) -> tuple[str, ...]:
    return tuple(rjieba.cut(text, False))  # without guesses at unknown words: 镇镇 would be one
