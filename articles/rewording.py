"""What of a change is more than its wording: the rule on what a small amendment may not touch."""

import re
from collections.abc import Iterator

from articles.text_differences import by_clause, opcodes, without_layout

# An amendment mends a word. More characters in a row than this say something that was not said before.
LONGEST_REWORDING = 6

# Full-width digits and letters are the same facts as their narrow twins.
NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
NARROW |= {ord("％"): "%", ord("．"): ".", ord("＋"): "+", ord("－"): "-"}

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
# must match: "4月" "2023年" "7.3%" "3,000人" "-5℃" "9:30" "12万元" "6+5+N" (its digits), "①"
DIGITS = re.compile(
    rf"[-+±−]?[0-9]+(?:[.,:：/+~～—–-]+[0-9]+)*[余多几]?[十百千万亿]*(?:{HAN}|[%‰℃°])?|[①-⓿⒈-⒛Ⅰ-ⅿ½⅓¼¾²³㎡]"
)
# must match: "二十大" (its number), "第三次", "三名", "两个"; it also matches "一些" and "十分", which does no harm
COUNTED = "个名位人次年月日号点时分秒天周期届级岁元角家户件条项吨斤米里亩公成倍层栋楼座所辆台张份批轮场"
NUMERALS = re.compile(rf"第?[零〇○一二三四五六七八九十百千万亿两几半壹贰叁肆伍陆柒捌玖拾佰仟廿卅]+[{COUNTED}]?")
WHEN = re.compile(
    "[今昨明前后当次同近即][天日年晚早]|日前|[本上下]个?(?:月|周|星期|季度)|[上下]半年|年[初中底末]|月[初中底末]"
    "|凌晨|清晨|早晨|早上|上午|中午|正午|下午|傍晚|晚上|晚间|夜间|深夜|星期[一二三四五六日天]|周[一二三四五六日末]"
    "|春节|元旦|元宵|清明|端午|中秋|重阳|国庆|除夕|农历|腊月|正月|[春夏秋冬][天季]|季度|世纪"
)
QUOTED = re.compile('《[^》]*》|〈[^〉]*〉|“[^”]*”|‘[^’]*’|「[^」]*」|『[^』]*』|"[^"]*"')
WESTERN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9@._+-]*")
NEGATION = re.compile("[不没未无非勿禁免否拒]")
DIRECTION = re.compile(
    "增长|增加|提高|上升|上涨|扩大|减少|降低|下降|下跌|缩小|以上|以下|以内|以外|超过|高于|低于|多于|少于|至少|最多"
    "|最高|最低|同比|环比|大约|[约近超逾满]|男|女|首[次个家批]|唯一|全部|部分|所有|同意|反对|批准|已经?|将[要于]?|正在"
)
FACTS = (DIGITS, NUMERALS, WHEN, QUOTED, WESTERN_WORD, NEGATION, DIRECTION)

# must match: 党工委书记张红军, 区长, 王主任; also the ways in which people without an office are introduced
TITLES = (
    "书记|主任|主席|总理|总统|委员长?|常委|代表|主编|总编辑?|编辑|记者|通讯员|摄影|经理|总监|教授|博士|院士|专家|主管|主持人"
    "|发言人|负责人|法[官人]|检察[官长]|警官|民警|医[生师]|护士|老师|教师|教练|调研员|巡视员|督导员|干事|干部|助理|顾问"
    "|工程师|网格员|志愿者|居民|村民|市民|业主|同学|学生|家长|先生|女士|同志|大使|参赞|烈士|英雄|司机|员工|职工"
    "|[省市区县镇乡村州部厅局处科股司院校所站队组会社行团军师旅营连排班店厂馆园秘董理监台盟旗庭]+[事书]?长"
)
OFFICE = re.compile(f"(?:{TITLES})+")
PLACE = re.compile(
    "街道|社区|大道|小区|公园|广场|学校|[小中大]学|学院|医院|公司|集团|银行|委员会|办公室|办事处|中心|派出所|研究[所院]"
    "|[法检]?察?院|政府|协会|商会|基金会|[省市区县镇乡村州国路街巷局委厅部馆园厂店站桥河湖江山岛港湾镇寺塔]"
)

# The hundred and fifty surnames that are most frequent in mainland China, and the compound ones.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟"
    "姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康习易乔赖"
    "文温庄柴瞿鲁葛樊施霍翟邢俞牛洪倪岳齐聂章辛阮殷左关焦喻柯路裴欧司诸上皇尉"
)
SURNAME = f"(?:欧阳|司马|诸葛|上官|皇甫|尉迟|夏侯|[{SURNAMES}])"
SAYS = (
    "说|表示|介绍|强调|指出|告诉|认为|主持|出席|要求|坦言|回忆|讲述|透露|感慨|带领|一行|宣布|宣读|致辞|讲话|参加|陪同"
)
NAMED = (
    # must match: 书记张红军 记者孙庆辉; the look-ahead lets "张红" and "张红军" both count
    re.compile(rf"(?:{TITLES})(?=(?P<name>{SURNAME}{HAN}{{1,2}}))"),
    re.compile(rf"(?:{TITLES})(?=(?P<name>{SURNAME}{HAN}(?!{HAN})))"),
    # must match: 张红军强调 李明说 王强主任
    re.compile(rf"(?=(?P<name>{SURNAME}{HAN}{{1,2}}?)(?:{SAYS}|{TITLES}))"),
    # must match: 张红军、李明等 （at the head of a clause, before a pause）
    re.compile(rf"(?:^|(?<=[，。；：、！？“（(]))(?P<name>{SURNAME}{HAN}{{1,2}})(?=[、，等和与（(])"),
)
# Exchanging these mends grammar (的 for 得, 在 for 再); no name is made of them alone.
SMALL_WORDS = set("的地得了着过在再做作和与及跟也还就都又把被让之其们")


def changed_facts(old_text: str, new_text: str) -> tuple[str, ...]:
    """Return what an amendment may not change and this one does, as it stands in the old or the new text.

    Facts are numbers and dates (in digits or Chinese numerals), days and times in words, titles of office and names
    around them, names of persons as far as they can be told, places and bodies, anything quoted, Western words,
    negations and words of direction (增长, 下降, 以上), and any longer rewording. It is meant to be too careful:
    only an empty answer says that the change is a matter of wording.
    """
    old, new = without_layout(old_text.translate(NARROW)), without_layout(new_text.translate(NARROW))
    if old == new:
        return ()
    names = _names(old) | _names(new)
    changed = _unlike(_facts(old, names), _facts(new, names))
    for removed, added, before in _rewordings(old, new):
        for words in (removed, added):
            if len(_words(words)) > LONGEST_REWORDING:
                changed.append(words)
            else:
                changed += _possible_name(before, words)
    return tuple(dict.fromkeys(changed))


def _facts(text: str, names: set[str]) -> list[list[str]]:
    """Return the facts of a text in reading order, a list for each kind."""
    known_names = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True))) if names else None
    return [
        *(pattern.findall(text) for pattern in FACTS),
        [_around(text, match, before=3, after=3) for match in OFFICE.finditer(text)],
        [_around(text, match, before=2, after=0) for match in PLACE.finditer(text)],
        known_names.findall(text) if known_names else [],
    ]


def _around(text: str, match: re.Match[str], *, before: int, after: int) -> str:
    """Return a match with the Chinese characters that touch it, so many at the most on each side."""
    left = re.search(rf"{HAN}{{0,{before}}}$", text[max(match.start() - before, 0) : match.start()]).group()
    right = re.match(rf"{HAN}{{0,{after}}}", text[match.end() : match.end() + after]).group()
    return left + match.group() + right


def _names(text: str) -> set[str]:
    """Return what looks like the name of a person somewhere in the text; also some words that are none."""
    return {match.group("name") for pattern in NAMED for match in pattern.finditer(text)}


def _unlike(old: list[list[str]], new: list[list[str]]) -> list[str]:
    found = []
    for old_facts, new_facts in zip(old, new, strict=True):
        for kind, old_from, old_to, new_from, new_to in opcodes(old_facts, new_facts):
            if kind != "equal":
                found += [*old_facts[old_from:old_to], *new_facts[new_from:new_to]]
    return found


def _rewordings(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """Yield (removed, added, what stands before); changes with no more than two characters between them are one."""
    before = removed = added = gap = ""
    for same, taken, given in by_clause(old, new):
        if not same:
            removed, added, gap = removed + gap + taken, added + gap + given, ""
        elif not (removed or added):
            before = (before + same)[-8:]
        elif len(same) <= 2:
            gap = same
        else:
            yield removed, added, before
            before, removed, added, gap = (before + removed + same)[-8:], "", "", ""
    if removed or added:
        yield removed, added, before


def _words(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _possible_name(before: str, words: str) -> list[str]:
    """Return changed words that may be part of a name: a surname is among them or in the two characters before."""
    if set(_words(words)) <= SMALL_WORDS:
        return []
    touching = re.search(rf"{HAN}{{0,2}}$", before).group() + words
    return [touching] if any(character in SURNAMES for character in touching) else []
