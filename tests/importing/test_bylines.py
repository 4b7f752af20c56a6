"""Bylines in every printed form, with invented names: standing and role are two axes, and 记者从…获悉 is no byline."""

import pytest

from articles.importing.byline_places import read_closing_byline, read_lead_byline
from articles.importing.bylines import read_byline
from articles.importing.personal_names import divide_names
from articles.importing.predicted import role_word

# What is printed, and for each row of it: name, standing, role, organisation.
WHOLE = [
    ("记者 陆知秋", [("陆知秋", "记者", "", "")]),
    ("记者 陆知秋 文/图", [("陆知秋", "记者", "文/图", "")]),
    ("本报记者陆知秋摄", [("陆知秋", "记者", "摄", "本报")]),
    ("□记者何川通讯员方远山", [("何川", "记者", "", ""), ("方远山", "通讯员", "", "")]),
    ("■本报记者 何 川", [("何川", "记者", "", "本报")]),
    ("（记者 顾 南 枝）", [("顾南枝", "记者", "", "")]),
    ("（记者/何川 通讯员/方远山）", [("何川", "记者", "", ""), ("方远山", "通讯员", "", "")]),
    ("青岚晚报首席记者 陆知秋", [("陆知秋", "首席记者", "", "青岚晚报")]),
    (
        "青岚日报全媒体记者 陆知秋 顾南枝",
        [("陆知秋", "全媒体记者", "", "青岚日报"), ("顾南枝", "全媒体记者", "", "青岚日报")],
    ),
    ("见习记者 何川 实习生 方远山", [("何川", "见习记者", "", ""), ("方远山", "实习生", "", "")]),
    ("口何大川", [("何大川", "", "", "")]),
    ("文/本报记者何川 图/方远山", [("何川", "记者", "文", "本报"), ("方远山", "", "图", "")]),
    (
        "◎文/青报融媒记者 何川 图/青报融媒记者 方远",
        [("何川", "融媒记者", "文", "青报"), ("方远", "融媒记者", "图", "青报")],
    ),
    ("晚报记者 何川/文 方远山/图", [("何川", "记者", "文", "晚报"), ("方远山", "记者", "图", "晚报")]),
    ("记者 何川 方远山 摄影报道", [("何川", "记者", "摄影报道", ""), ("方远山", "记者", "摄影报道", "")]),
    ("(文/图 何川 方远山)", [("何川", "", "文/图", ""), ("方远山", "", "文/图", "")]),
    (
        "本报记者于海卢小山龚达明杜若兰",
        [(name, "记者", "", "本报") for name in ("于海", "卢小山", "龚达明", "杜若兰")],
    ),
    (
        "本报记者何健新华社记者方启新新华社通讯员李微",
        [("何健", "记者", "", "本报"), ("方启新", "记者", "", "新华社"), ("李微", "通讯员", "", "新华社")],
    ),
    ("本报驻柳溪记者何川", [("何川", "驻柳溪记者", "", "本报")]),
    ("记者诸葛明 欧阳小山", [("诸葛明", "记者", "", ""), ("欧阳小山", "记者", "", "")]),
    ("本报记者 何川 柳溪报道", [("何川", "记者", "", "本报")]),
    ("本报记者何川发自柳溪", [("何川", "记者", "", "本报")]),
    (
        "责编：何川 编辑：方远 校对：顾南枝",
        [("何川", "", "责编", ""), ("方远", "", "编辑", ""), ("顾南枝", "", "校对", "")],
    ),
    ("编辑 何川 校对 方远山", [("何川", "", "编辑", ""), ("方远山", "", "校对", "")]),
    ("编 辑：何 川", [("何川", "", "编辑", "")]),
    ("编辑|禤志明", [("禤志明", "", "编辑", "")]),
    ("(作者比尔·巴特，方远山译)", [("比尔·巴特", "作者", "", ""), ("方远山", "作者", "译", "")]),
    ("本报评论员", [("本报评论员", "", "评论", "")]),
    ("记者 郑敏文 任雪", [("郑敏文", "记者", "", ""), ("任雪", "记者", "", "")]),
    ("记者 蒋　文 通讯员 文 平", [("蒋文", "记者", "", ""), ("文平", "通讯员", "", "")]),
    ("记者 何川/文 戴文/图", [("何川", "记者", "文", ""), ("戴文", "记者", "图", "")]),
    ("本报记者 马 巧\n金 杰 文/图", [("马巧", "记者", "文/图", "本报"), ("金杰", "记者", "文/图", "本报")]),
    ("（记者文\n超荣 汪慧）", [("文超荣", "记者", "", ""), ("汪慧", "记者", "", "")]),
    ("通讯员 何川 报道", [("何川", "通讯员", "报道", "")]),
    ("记者 何川 通讯员 方远 报道", [("何川", "记者", "报道", ""), ("方远", "通讯员", "报道", "")]),
    ("记者 何川 报道/摄影", [("何川", "记者", "报道/摄影", "")]),
    ("新华社发（何川 摄）", [("何川", "", "摄", "")]),
    ("青岚融媒记者 何川", [("何川", "融媒记者", "", "青岚")]),
    ("文 何川 图 方远", [("何川", "", "文", ""), ("方远", "", "图", "")]),
    ("撰文 何川 摄影 方远", [("何川", "", "撰文", ""), ("方远", "", "摄影", "")]),
    ("文丨何川 图丨方远", [("何川", "", "文", ""), ("方远", "", "图", "")]),
    ("记者丨何川", [("何川", "记者", "", "")]),
    ("小记者：何川 指导老师：方远", [("何川", "小记者", "", ""), ("方远", "", "指导老师", "")]),
    ("作者：何川（县一中 教师）", [("何川", "作者", "", "")]),
    ("（作者：何川 单位：县税务局）", [("何川", "作者", "", "")]),
    ("值班编委：何川 责编：方远", [("何川", "", "值班编委", ""), ("方远", "", "责编", "")]),
    ("记者 何川 综合整理", [("何川", "记者", "综合整理", "")]),
    ("漫画/何川", [("何川", "", "漫画", "")]),
    ("（照片均为本报记者何川摄）", [("何川", "记者", "摄", "本报")]),
    ("（实习生何川对此文亦有贡献）", [("何川", "实习生", "协助", "")]),
]
NOT_BYLINES = [
    "记者昨天获悉，",
    "（作者单位：县税务局）",
    "全国铁路实施新运行图",
    "小记者们来到报社",
    "记者从公安部获悉",
    "记者在现场看到",
    "记者时常来到这里采访",
    "小记者们来到报社",
    "通讯员培训班开班",
    "（壮族）",
    "（作者系青岚县政协委员）",
    "记者",
    "编辑部昨日收到来信",
    "4月3日，记者来到柳溪",
    "柳溪大桥通车",
]


@pytest.mark.parametrize(("printed", "expected"), WHOLE)
def test_a_line_that_is_a_byline_is_read(printed: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = read_byline(printed)
    assert found is not None
    assert [(row.name, row.standing, row.role, row.organisation) for row in found.credits] == expected


@pytest.mark.parametrize("text", NOT_BYLINES)
def test_other_lines_are_no_bylines(text: str) -> None:
    assert read_byline(text) is None


def test_bare_names_count_only_where_the_place_says_so() -> None:
    assert read_byline("（何川 方远山）") is None
    assert [row.name for row in read_byline("（何川 方远山）", bare=True).credits] == ["何川", "方远山"]
    assert read_byline("（完）", bare=True) is None
    assert read_byline("（见图）", bare=True) is None


@pytest.mark.parametrize(
    ("printed", "names"), [("（柳溪镇 何川）", ["何川"]), ("（柳溪镇 何川 方远山）", ["何川", "方远山"])]
)
def test_a_town_before_names_is_no_name_itself(printed: str, names: list[str]) -> None:
    credits = read_byline(printed, bare=True).credits
    assert [credit.name for credit in credits] == names
    assert {credit.organisation for credit in credits} == {"柳溪镇"}


def test_a_unit_before_a_name_is_its_organisation() -> None:
    (credit,) = read_byline("（县总工会 方远山）", bare=True).credits
    assert (credit.name, credit.organisation) == ("方远山", "县总工会")


def test_the_roster_settles_how_names_are_divided() -> None:
    run_on = "记者何文康平"
    assert [row.name for row in read_byline(run_on, roster={"何文", "康平"}).credits] == ["何文", "康平"]


def test_a_division_that_another_would_have_matched_is_a_guess_with_the_others_named() -> None:
    found = read_byline("记者张博文康平")
    assert all(credit.is_guess for credit in found.credits)
    assert found.alternatives


def test_a_clear_division_is_no_guess() -> None:
    found = read_byline("记者 何川 方远山")
    assert not any(credit.is_guess for credit in found.credits)
    assert found.alternatives == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("何川", ["何川"]),
        ("顾 南 枝", ["顾南枝"]),
        ("何川 方远", ["何川", "方远"]),
        ("何 川 方 远", ["何川", "方远"]),
        ("王 小明", ["王小明"]),
        ("何\n川 方远山", ["何川", "方远山"]),
        ("何川\n方远山", ["何川", "方远山"]),
    ],
)
def test_padded_and_broken_names_are_put_together(text: str, names: list[str]) -> None:
    assert divide_names(text)[0] == names


LEADS = [
    ("（记者何川）（通讯员方远）近日，", ["何川", "方远"], "近日，"),
    (" 记者何川】近日，", ["何川"], "近日，"),
    ("（记者何川 通讯员方远山）昨日，", ["何川", "方远山"], "昨日，"),
    (" (记者 何 川) 为进一步", ["何川"], "为进一步"),
    ("（何川、方远山）近日，", ["何川", "方远山"], "近日，"),
    (" 记者何川报道：昨日，", ["何川"], "昨日，"),
    ("记者何川、方远山报道 4月13日，", ["何川", "方远山"], "4月13日，"),
    (" 特约记者 何川 通讯员 方远山 报道：近日", ["何川", "方远山"], "近日"),
]


@pytest.mark.parametrize(("text", "names", "rest"), LEADS)
def test_the_byline_after_a_dateline_is_read(text: str, names: list[str], rest: str) -> None:
    byline, end, stays = read_lead_byline(text)
    assert [row.name for row in byline.credits] == names
    assert text[end:].strip() == rest
    assert not stays


def test_a_reporter_who_is_the_sentences_subject_is_credited_and_stays_in_it() -> None:
    byline, _, stays = read_lead_byline("记者何川从县住建局获悉：")
    assert [row.name for row in byline.credits] == ["何川"]
    assert stays


@pytest.mark.parametrize("text", ["记者从县住建局获悉，", "（图为会场）昨日，", "昨日，记者来到", "通讯员培训班昨日"])
def test_a_text_without_a_lead_byline_has_none(text: str) -> None:
    assert read_lead_byline(text) is None


CLOSINGS = [
    ("切实落到实处。记者 何川", "记者 何川"),
    ("切实落到实处。  本报记者 何川 通讯员\n方远山 文/图", "本报记者 何川 通讯员\n方远山 文/图"),
    ("真方便！”何大壮说。（记者 何川）", "（记者 何川）"),
    ("切实落到实处。（何川 方远）", "（何川 方远）"),
    ("图为劳动现场。何川 摄", "何川 摄"),
    ("切实落到实处。                 本报记者 何川", "本报记者 何川"),
]


@pytest.mark.parametrize(("text", "printed"), CLOSINGS)
def test_a_byline_at_a_paragraphs_end_is_read(text: str, printed: str) -> None:
    byline, start = read_closing_byline(text)
    assert text[start:] == printed
    assert byline.printed == printed


@pytest.mark.parametrize(
    "text",
    [
        "切实落到实处。何大壮告诉记者",
        "全县共有小记者三百名。",
        "县长何川（前）察看大棚。",
        "会议由副县长方远山（女）主持",
        "具体分工由住建局另行通知）。",
        "在家门口就能赚到钱。记者了解到",
    ],
)
def test_a_paragraph_without_a_closing_byline_has_none(text: str) -> None:
    assert read_closing_byline(text) is None


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("记者 何川", ["text"]),
        ("记者 何川 文/图", ["text_photo"]),
        ("记者 何川 通讯员 方远山 文/图", ["text_photo", "correspondent"]),
        ("本报记者 何川 摄", ["photo"]),
        ("实习生 何川", ["intern"]),
        ("责编：何川", ["editor"]),
        ("文/何川 图/方远山", ["text", "photo"]),
    ],
)
def test_standing_and_role_give_one_word_for_other_programs(printed: str, words: list[str]) -> None:
    assert [role_word(credit) for credit in read_byline(printed).credits] == words
