"""Errors put into clean texts, as people make them: written apart from the checks, and knowing nothing of them.

`inject` takes a class and paragraphs, and gives the paragraphs with one error in them and where it is, or None where
the text has no place for one. Everything depends on the random generator that is handed in.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

#: A hundred wrong words that proofreaders know by heart (the list of 2005 of the commonest ones in print).
COMMONEST = """
按装 安装 甘败下风 甘拜下风 自抱自弃 自暴自弃 针贬 针砭 泊来品 舶来品 脉膊 脉搏 松驰 松弛
一愁莫展 一筹莫展 穿流不息 川流不息 精萃 精粹 重迭 重叠 渡假村 度假村 防碍 妨碍 幅射 辐射
一幅对联 一副对联 天翻地复 天翻地覆 言简意骇 言简意赅 气慨 气概 一股作气 一鼓作气 悬梁刺骨
悬梁刺股 粗旷 粗犷 食不裹腹 食不果腹 震憾 震撼 凑和 凑合 侯车室 候车室 迫不急待 迫不及待 既使
即使 一如继往 一如既往 草管人命 草菅人命 娇揉造作 矫揉造作 挖墙角 挖墙脚 一诺千斤 一诺千金
不径而走 不胫而走 峻工 竣工 不落巢臼 不落窠臼 烩炙人口 脍炙人口 打腊 打蜡 死皮癞脸 死皮赖脸
兰天白云 蓝天白云 鼎立相助 鼎力相助 再接再励 再接再厉 老俩口 老两口 黄梁美梦 黄粱美梦 水笼头
水龙头 杀戳 杀戮 痉孪 痉挛 美仑美奂 美轮美奂 罗唆 啰唆 蛛丝蚂迹 蛛丝马迹 萎糜不振 萎靡不振 沉缅
沉湎 名信片 明信片 默守成规 墨守成规 大姆指 大拇指 沤心沥血 呕心沥血 凭添 平添 出奇不意 出其不意
修茸 修葺 亲睐 青睐 磬竹难书 罄竹难书 入场卷 入场券 声名雀起 声名鹊起 发韧 发轫 搔痒病 瘙痒病
欣尝 欣赏 谈笑风声 谈笑风生 人情事故 人情世故 有持无恐 有恃无恐 额首称庆 额手称庆 追朔 追溯
鬼鬼崇崇 鬼鬼祟祟 金榜提名 金榜题名 走头无路 走投无路 趋之若骛 趋之若鹜 迁徒 迁徙 洁白无暇
洁白无瑕 渲泄 宣泄 寒喧 寒暄 弦律 旋律 膺品 赝品 竭泽而鱼 竭泽而渔 滥芋充数 滥竽充数 世外桃园
世外桃源 脏款 赃款 醮水 蘸水 蜇伏 蛰伏 装祯 装帧 饮鸠止渴 饮鸩止渴
""".split()[0::2]

#: A district's leaders as a list would have them: invented, in the order of rank.
LEADERS = (
    ("宓长青", "区委书记"), ("端木清", "区长"), ("鲍国强", "区人大常委会主任"), ("郗明远", "区政协主席"),
    ("逄晓雯", "区委副书记"), ("乜文斌", "常务副区长"), ("佘立新", "区委组织部部长"), ("亓红梅", "副区长"),
)  # fmt: skip
LIKE_SOUNDING = {
    "长": "常", "青": "清", "清": "青", "国": "帼", "强": "墙", "明": "名", "远": "原", "晓": "小", "雯": "文",
    "文": "闻", "斌": "彬", "立": "丽", "新": "欣", "红": "洪", "梅": "枚", "木": "穆",
}  # fmt: skip
DOES = ("出席会议并讲话", "到社区调研", "主持会议", "强调，要把工作抓实", "参加活动")


@dataclass(frozen=True)
class Injected:
    """Paragraphs with one error: it lies within `start` to `end` of the paragraph."""

    paragraphs: tuple[str, ...]
    paragraph: int
    start: int
    end: int
    what: str


def inject(name: str, paragraphs: Sequence[str], random: Random, day: date) -> Injected | None:
    """One error of this class; `day` is the issue date of the text."""
    return INJECTORS[name](tuple(paragraphs), random, day)


def _somewhere(
    paragraphs: tuple[str, ...], pattern: str, random: Random, put: Callable[[re.Match[str]], str], *, margin: int = 0
) -> Injected | None:
    """Replace one match of the pattern, wherever it stands."""
    found = [(number, match) for number, text in enumerate(paragraphs) for match in re.finditer(pattern, text)]
    if not found:
        return None
    number, match = random.choice(found)
    written = put(match)
    text = paragraphs[number][: match.start()] + written + paragraphs[number][match.end() :]
    changed = (*paragraphs[:number], text, *paragraphs[number + 1 :])
    start = max(0, match.start() - margin)
    return Injected(
        changed,
        number,
        start,
        match.start() + max(1, len(written)) + margin,
        f"{text[max(0, match.start() - 8) : match.start() + len(written) + 8]}",
    )


def punctuation(paragraphs: tuple[str, ...], random: Random, day: date) -> Injected | None:
    """A mark typed with the wrong keyboard."""
    narrow = {"，": ",", "。": ".", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")", "“": '"',
              "”": '"', "……": "...", "——": "--"}  # fmt: skip
    mark = random.choice(["，"] * 6 + ["。"] * 4 + list(narrow))
    return _somewhere(paragraphs, re.escape(mark), random, lambda match: narrow[match[0]])


def spaces(paragraphs: tuple[str, ...], random: Random, day: date) -> Injected | None:
    """A blank where Chinese and digits meet, of any kind."""
    blank = random.choice([" ", " ", " ", "\u3000", "\u00a0", "  "])
    joint = r"(?<=[\u4e00-\u9fff])(?=[0-9])|(?<=[0-9])(?=[\u4e00-\u9fff])"
    return _somewhere(paragraphs, joint, random, lambda match: blank, margin=1)


def pairs(paragraphs: tuple[str, ...], random: Random, day: date) -> Injected | None:
    """A mark of a pair lost, doubled, or turned round. The whole paragraph is the place."""
    kind = random.choice(["lost", "lost", "doubled", "turned"])
    turned = dict(zip("“”（）《》", "”“）（》《", strict=True))

    def put(match: re.Match[str]) -> str:
        return {"lost": "", "doubled": match[0] * 2, "turned": turned[match[0]]}[kind]

    made = _somewhere(paragraphs, "[“”（）《》]", random, put)
    if made is None:
        return None
    return Injected(made.paragraphs, made.paragraph, 0, len(made.paragraphs[made.paragraph]), f"{kind} {made.what}")


def repeats(paragraphs: tuple[str, ...], random: Random, day: date) -> Injected | None:
    """A character, or a few of them, typed twice."""
    length = random.choice([1, 1, 2, 2, 3, 4])
    return _somewhere(paragraphs, rf"[\u4e00-\u9fff]{{{length}}}", random, lambda match: match[0] * 2, margin=1)


def widths(paragraphs: tuple[str, ...], random: Random, day: date) -> Injected | None:
    return _somewhere(
        paragraphs, r"[0-9]+", random, lambda match: "".join(chr(ord(digit) + 0xFEE0) for digit in match[0])
    )


def weekday(paragraphs: tuple[str, ...], random: Random, day: date) -> Injected | None:
    """A day near the issue date with a weekday that is not its own."""
    told = day - timedelta(days=random.randint(0, 20))
    wrong = "一二三四五六日"[(told.weekday() + random.randint(1, 6)) % 7]
    year = f"{told.year}年" if random.random() < 0.3 else ""
    form = random.choice(
        ["{d}（星期{w}）", "{d}星期{w}", "{d}，星期{w}，", "{d}（周{w}）", "周{w}（{d}）", "{d}（礼拜{w}）"]
    )
    written = form.format(d=f"{year}{told.month}月{told.day}日", w=wrong)
    return _before_a_clause(paragraphs, random, f"记者{written}获悉，")


def impossible(paragraphs: tuple[str, ...], random: Random, day: date) -> Injected | None:
    written = random.choice(
        [
            f"{random.choice([4, 6, 9, 11])}月31日", f"2月{random.choice([30, 31])}日",
            f"{random.randint(13, 19)}月5日", f"{random.randint(1, 12)}月{random.randint(32, 39)}日",
            f"{day.year}年{random.randint(13, 30)}月", "2023年2月29日", f"{day.year}-{random.randint(13, 20)}-01",
        ]
    )  # fmt: skip
    return _before_a_clause(paragraphs, random, f"从{written}起，")


def future(paragraphs: tuple[str, ...], random: Random, day: date) -> Injected | None:
    """Something that has happened on a day yet to come."""
    told = day + timedelta(days=random.randint(2, 80))
    year = f"{told.year}年" if random.random() < 0.5 else ""
    form = random.choice(
        [
            "{d}，全区召开了动员会。",
            "{d}下午，记者获悉，工程已经竣工。",
            "{d}，比赛圆满落下帷幕。",
            "{d}，社区举行了揭牌仪式。",
        ]
    )
    written = form.format(d=f"{year}{told.month}月{told.day}日")
    number = random.randrange(len(paragraphs))
    text = written + paragraphs[number]
    changed = (*paragraphs[:number], text, *paragraphs[number + 1 :])
    return Injected(changed, number, 0, len(written), written)


def units(paragraphs: tuple[str, ...], random: Random, day: date) -> Injected | None:
    old = {"平方米": ["平米", "m2", "M2", "㎡"], "立方米": ["立米", "m3"], "厘米": ["公分", "CM"], "公斤": ["KG", "Kg"],
           "千瓦": ["KW", "kw"], "公里": ["KM", "Km"], "升": ["公升"], "米": ["公尺"]}  # fmt: skip
    unit = random.choice(list(old))
    written = f"{random.randint(2, 9999)}{random.choice(old[unit])}"
    return _before_a_clause(paragraphs, random, f"共计{written}，")


def wrong_words(paragraphs: tuple[str, ...], random: Random, day: date) -> Injected | None:
    return _before_a_clause(paragraphs, random, random.choice(COMMONEST), margin=0)


def name(paragraphs: tuple[str, ...], random: Random, day: date) -> Injected | None:
    """A like-sounding character in the name of a leader, beside his title or in a row of names."""
    place = random.randrange(len(LEADERS))
    written, title = LEADERS[place]
    at = random.choice([at for at in range(len(written)) if at and written[at] in LIKE_SOUNDING])
    wrong = written[:at] + LIKE_SOUNDING[written[at]] + written[at + 1 :]
    if random.random() < 0.3:
        other = LEADERS[(place + 1) % len(LEADERS)][0]
        return _sentence(paragraphs, random, f"区领导{wrong}、{other}参加活动。", wrong)
    return _sentence(paragraphs, random, f"{title}{wrong}{random.choice(DOES)}。", wrong)


def title(paragraphs: tuple[str, ...], random: Random, day: date) -> Injected | None:
    """The title of another, or one too high or too low."""
    first, second = random.sample(range(len(LEADERS)), 2)
    named, _ = LEADERS[first]
    return _sentence(paragraphs, random, f"{LEADERS[second][1]}{named}{random.choice(DOES)}。", named)


def order(paragraphs: tuple[str, ...], random: Random, day: date) -> Injected | None:
    """Three leaders in a row, not by rank."""
    chosen = sorted(random.sample(range(len(LEADERS)), 3))
    shuffled = random.choice([(1, 0, 2), (0, 2, 1), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
    row = "、".join(LEADERS[chosen[at]][0] for at in shuffled)
    return _sentence(paragraphs, random, f"区领导{row}参加活动。", row)


def _before_a_clause(paragraphs: tuple[str, ...], random: Random, written: str, *, margin: int = 0) -> Injected | None:
    """Put words at the head of a clause."""
    return _somewhere(paragraphs, r"(?<=[，。；])(?=[\u4e00-\u9fff])", random, lambda match: written, margin=margin)


def _sentence(paragraphs: tuple[str, ...], random: Random, sentence: str, wrong: str) -> Injected:
    """Put a sentence at the end of a paragraph."""
    number = random.randrange(len(paragraphs))
    text = paragraphs[number] + sentence
    start = len(paragraphs[number]) + sentence.index(wrong)
    changed = (*paragraphs[:number], text, *paragraphs[number + 1 :])
    return Injected(changed, number, start, start + len(wrong), sentence)


#: Class of error → (how to make it); the names before the colon are the classes of findings.
INJECTORS: dict[str, Callable[[tuple[str, ...], Random, date], Injected | None]] = {
    "punctuation": punctuation,
    "spaces": spaces,
    "pairs": pairs,
    "repeats": repeats,
    "widths": widths,
    "dates:weekday": weekday,
    "dates:impossible": impossible,
    "dates:future": future,
    "units": units,
    "wrong_words": wrong_words,
    "officials:name": name,
    "officials:title": title,
    "officials:order": order,
}
