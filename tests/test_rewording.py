"""An amendment may mend the wording of a live piece, and no fact."""

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from articles.proofing.starter import wrong_words
from articles.rewording import ChangedFact, changed_facts
from articles.text_differences import paragraph_differences

TEXT = (
    "4月3日上午，长河区委书记张红军主持召开防汛工作会议。张红军强调，要强化责任意识，做好各项工作。会议进行的很热烈，"
    "截止4月3日，全区共有三千余人参加演练，同比增长7.3%。居民李明说：“我们放心了。”活动由《长河日报》社承办，大家一齐动手，"
    "气氛高度热列。高新区主任王芳、赵强等出席，未发现隐患。"
)


def amended(old, new):
    assert TEXT.count(old) >= 1, "the table is wrong"
    return TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("进行的很热烈", "进行得很热烈"),
        ("截止4月3日", "截至4月3日"),
        ("气氛高度热列", "气氛高度热烈"),
        ("做好各项工作", "作好各项工作"),
        ("责任意识，做好", "责任意识、做好"),
        ("演练，同比", "演练；同比"),
        ("各项工作", "各类工作"),
        ("4月3日", "4月 3日"),
        ("4月3日", "４月３日"),
        ("。张红军强调", "。\n张红军强调"),
        ("大家一齐动手", "大家都一齐动手"),
        # A surname within a word is none: 任, 方.
        ("意识", "意思"),
        ("各项工作", "各方面工作"),
        ("气氛高度热列", "气氛十分热烈"),
        ("要强化", "应加强"),
        ("一齐动手", "一同动手"),
        ("要强化", "要进一步强化"),
        ("等出席", "等到场"),
        # What is misspelt, set twice or of the wrong width is mended in a quotation, too.
        ("“我们放心了。”", '"我们放心了。"'),
        ("我们放心了", "我们我们放心了"),
        ("要强化责任意识，", "要强化责任意识,"),
    ],
)
def test_an_amendment_may_mend_the_wording(old, new):
    assert changed_facts(TEXT, amended(old, new)) == ()
    assert changed_facts(amended(old, new), TEXT) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4月3日上午", "4月4日上午"),
        ("4月3日上午", "4月3日下午"),
        ("4月3日上午，", ""),
        ("三千", "四千"),
        ("三千余人", "三千人"),
        ("三千余人", "3000余人"),
        ("7.3%", "7.8%"),
        ("7.3%", "73%"),
        ("7.3%", "7.3‰"),
        ("增长", "下降"),
        ("同比", "环比"),
        ("区委书记", "区委副书记"),
        ("区委书记", "县委书记"),
        ("主任王芳", "主任王方"),
        ("主任王芳", "副主任王芳"),
        ("张红军强调", "张洪军强调"),
        ("张红军强调", "张红强调"),
        ("张红军", "李红军"),
        ("王芳、赵强", "赵强、王芳"),
        ("、赵强", ""),
        ("、赵强", "、赵刚"),
        ("李明说", "李鸣说"),
        ("居民李明", "村民李明"),
        ("长河区委", "金水区委"),
        ("《长河日报》", "《长江日报》"),
        ("我们放心了", "我们满意了"),
        ("未发现", "发现"),
        ("要强化", "不要强化"),
        ("做好各项工作。", "做好各项工作，会后还察看了现场。"),
        ("会议进行的很热烈，", ""),
        ("居民李明", "居民代表李明"),
        ("主任王芳", "原主任王芳"),
    ],
)
def test_an_amendment_may_not_change_a_fact(old, new):
    assert changed_facts(TEXT, amended(old, new))
    assert changed_facts(amended(old, new), TEXT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("比上一次多，大家高兴。", "比上次多，大家高兴。"),
        ("上一届主办的是他们。", "上届主办的是他们。"),
        ("等到下一轮再说。", "等到下轮再说。"),
        ("他是第一个到的。", "他是头一个到的。"),
        ("第一次见面，她没说话。", "头一次见面，她没说话。"),
        ("每一名队员都来了。", "每名队员都来了。"),
        ("每一年都来。", "每年都来。"),
    ],
)
def test_two_ways_to_say_one_number_may_be_exchanged(old, new):
    assert changed_facts(old, new) == changed_facts(new, old) == ()
    assert changed_facts(f"他说：“{old}”", f"他说：“{new}”") == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("比上一次多。", "比上两次多。"),
        ("比上一次多。", "比下一次多。"),
        ("与上次相比。", "与下次相比。"),
        ("比上一次多。", "比一次多。"),
        ("大会上一次通过。", "大会上通过。"),
        ("会上一位代表发言。", "会上代表发言。"),
        ("他是第一个到的。", "他是第二个到的。"),
        ("他是头一个到的。", "他是第二个到的。"),
        ("他是第一百个到的。", "他是头一百个到的。"),
        ("头一天大家都很高兴。", "第一天大家都很高兴。"),
        ("街头一位老人笑了。", "街第一位老人笑了。"),
        ("街头一位老人笑了。", "街头两位老人笑了。"),
        ("每一名队员都来了。", "每两名队员都来了。"),
        ("每一百人一组。", "每百人一组。"),
        ("前一天来过。", "前天来过。"),
        ("每年都来。", "今年都来。"),
    ],
)
def test_another_number_is_none_of_these(old, new):
    assert changed_facts(old, new)
    assert changed_facts(new, old)


# What is told: the paragraph, and enough to see the place


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("共12人。", "共13人。", "共12人。", "共13人。"),
        ("气温-5℃。", "气温5℃。", "气温-5℃。", "气温5℃。"),
        ("比分3:2。", "比分2:3。", "比分3:2。", "比分2:3。"),
        ("二〇二三年", "二〇二四年", "二〇二三年", "二〇二四年"),
        ("第①项", "第②项", "第①项", "第②项"),
        ("用户用APP办理", "用户用App办理", "用户用APP办理", "用户用App办理"),
        ("男3人女5人", "女3人男5人", "男3人女5人", "女3人男5人"),
        ("每层加0.25元", "每层减0.25元", "每层加0.25元", "每层减0.25元"),
        ("“丰收”路", "“丰收年”路", "“丰收”路", "“丰收年”路"),
        ("星期三举行", "星期四举行", "星期三举行", "星期四举行"),
        ("王芳、赵强到场", "赵强、王芳到场", "王芳、赵强到场", "赵强、王芳到场"),
        ("未发现隐患", "发现隐患", "未发现隐患", "发现隐患"),
        # As it was typed: width, blanks and doubled words of elsewhere are no change, and stand in the quotation.
        ("今天今天共 １２ 人,很好。", "今天共13人，很好。", "今天今天共 １２ 人,很好。", "今天共13人，很好。"),
    ],
)
def test_a_changed_fact_is_told_as_it_stands_in_both_texts(old, new, before, after):
    assert changed_facts(old, new) == (ChangedFact(1, before, after),)


def test_what_is_told_has_whole_names_and_the_words_around_them():
    told = changed_facts(TEXT, amended("张红军强调", "张洪军强调"))
    assert told == (
        ChangedFact(1, "…防汛工作会议。张红军强调，要强化责任意识…", "…防汛工作会议。张洪军强调，要强化责任意识…"),
    )


def test_of_a_long_quotation_the_place_that_differs_is_told():
    saying = "他说：“这条路修了三个月，街坊们天天绕道，今天总算通了，孩子上学能少走二里地，老人买菜也方便。”"
    told = changed_facts(saying, saying.replace("今天总算", "昨天总算"))
    assert told == (ChangedFact(1, "…街坊们天天绕道，今天总算通了，孩子…", "…街坊们天天绕道，昨天总算通了，孩子…"),)


THREE = "活动昨天举行。\n大家都很高兴。\n共有12人参加，场面热烈。"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (THREE, THREE.replace("12", "13"), ChangedFact(3, "共有12人参加，场面热烈…", "共有13人参加，场面热烈…")),
        (THREE, THREE.replace("很高兴", "没高兴"), ChangedFact(2, "大家都很高兴。", "大家都没高兴。")),
        # A paragraph that was divided or put together is none that changed; the number is that of the new text.
        (THREE, THREE.replace("。\n大", "。大").replace("12", "13"),
         ChangedFact(2, "共有12人参加，场面热烈…", "共有13人参加，场面热烈…")),
        # What is put in at the end or at the beginning of a paragraph stands in that one.
        (THREE, THREE.replace("高兴。", "高兴。共3人。"), ChangedFact(2, "大家都很高兴。", "大家都很高兴。共3人。")),
        (THREE, THREE.replace("大家", "3人，大家"), ChangedFact(2, "大家都很高兴。", "3人，大家都很高兴。")),
        # A paragraph that is wholly new, or gone.
        (THREE, THREE.replace("大家", "3人到场。\n大家"), ChangedFact(2, "", "3人到场。")),
        (THREE, THREE.replace("\n共有12人参加，场面热烈。", ""), ChangedFact(3, "共有12人参加，场面热烈。", "")),
    ],
)  # fmt: skip
def test_a_changed_fact_is_told_with_its_paragraph(old, new, told):
    assert changed_facts(old, new) == (told,)


def test_an_innocent_change_beside_a_changed_fact_is_not_told():
    new = amended("进行的很热烈", "进行得很热烈").replace("三千余人", "四千余人")
    (told,) = changed_facts(TEXT, new)
    assert "三千余人" in told.before
    assert "四千余人" in told.after


# What is generated: no change of a fact gets through, wherever it stands

SURNAMES = st.sampled_from(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
)
GIVEN = st.text(
    st.sampled_from("伟芳娜秀英敏静丽强磊军洋勇艳杰涛明超霞平刚桂文志远海波群小满晓红梅春雷雨晨轩浩然新民光荣宁"),
    min_size=1,
    max_size=2,
)
NAMES = st.builds(str.__add__, SURNAMES, GIVEN)
PLACES = st.sampled_from(
    "长河区 金水区 宛丘县 柳林镇 沙河镇 东风社区 和平社区 建设路 人民路 第二中学 中心医院 惠民公司 沱江".split()
)
OFFICES = st.sampled_from("书记 副书记 主任 副主任 原主任 区长 局长 院长 校长 董事长 总经理 主席 委员 教授".split())
COUNTS = st.builds(
    "{}{}".format,
    st.sampled_from(("3", "30", "三", "三千余", "四千余", "12.5万", "百分之七", "两", "十五", "第三", "第四")),
    st.sampled_from("人户家次元个台名项"),
)
DATES = st.builds("{}月{}日".format, st.integers(1, 12), st.integers(1, 28))
TIMES = st.sampled_from("昨天 今天 上午 下午 星期三 周五 去年 上半年 春节 凌晨 傍晚 月底 年初".split())
SAYINGS = st.sampled_from("我们放心了 我们满意了 路通了 日子好过了 读书真好 水清了 长河故事 岸边人家 春天里".split())

SENTENCES = (
    (NAMES, "和{}一起走进大院的，还有几位老邻居。"),
    (NAMES, "这本书的作者是{}。"),
    (NAMES, "奖状颁给了{}和他的妻子。"),
    (NAMES, "{}的母亲今年很高兴。"),
    (NAMES, "记者{}从现场发回报道。"),
    (NAMES, "“谢谢。”{}说。"),
    (NAMES, "参加活动的有{}、李明等。"),
    (NAMES, "昨天，{}来到社区看望老人。"),
    (NAMES, "走进{}家中，墙上挂满奖状。"),
    (NAMES, "{}今年种了葡萄。"),
    (PLACES, "活动在{}举行。"),
    (PLACES, "家住{}的老人很高兴。"),
    (PLACES, "{}通报了情况。"),
    (OFFICES, "{}张红军强调了这一点。"),
    (OFFICES, "他是单位的{}。"),
    (COUNTS, "共有{}参加活动。"),
    (COUNTS, "惠及{}，受到欢迎。"),
    (DATES, "活动于{}举行。"),
    (TIMES, "{}，新馆开放。"),
    (SAYINGS, "他说：“{}。”"),
    (SAYINGS, "他写了《{}》。"),
    (st.sampled_from(("检查中发现隐患。", "检查中未发现隐患。", "检查中没有发现隐患。")), "{}"),
    (st.sampled_from(("增长", "下降", "提高", "减少")), "产量{}了，大家纷纷叫好。"),
    (st.sampled_from(("同意", "反对", "赞成", "弃权")), "表决时他{}这一条。"),
)
AROUND = st.sampled_from(("", "大家忙了一整天。", "消息传开，街坊们纷纷叫好。"))


@pytest.mark.parametrize(("facts", "sentence"), SENTENCES, ids=[sentence for _facts, sentence in SENTENCES])
@settings(max_examples=30)
@given(data=st.data(), before=AROUND, after=AROUND)
def test_no_change_of_a_fact_gets_through(facts, sentence, data, before, after):
    old = data.draw(facts)
    new = data.draw(facts.filter(lambda fact: fact != old))
    old, new = (before + sentence.format(fact) + after for fact in (old, new))
    assert changed_facts(old, new)
    assert changed_facts(new, old)


@pytest.mark.parametrize(
    ("sentence", "old", "new"),
    [
        # Names in which jieba sees none, or ordinary words: 有余, 超群, 石群.
        ("会上，{}作了发言。", "段强雷", "段强青"),
        ("因为{}的坚持，事情办成了。", "魏超群", "魏超然"),
        ("冠军由{}夺得。", "程文丽", "程明丽"),
        ("走进{}家中，墙上挂满奖状。", "武满", "武满小"),
        ("由{}带队的小组最先到达。", "石群", "许群"),
        ("参加活动的有{}、李明等。", "余长勇", "余敏勇"),
        ("奖状颁给了{}和他的妻子。", "许国霞", "许国"),
        ("家住{}的老人很高兴。", "育才小学", "和平社区"),
    ],
)
def test_a_name_is_one_where_the_dictionary_has_words_of_it(sentence, old, new):
    assert changed_facts(sentence.format(old), sentence.format(new))
    assert changed_facts(sentence.format(new), sentence.format(old))


@given(data=st.data())
def test_no_character_of_a_name_is_exchanged(data):
    _names, sentence = data.draw(st.sampled_from(SENTENCES[:10]))
    name, other = data.draw(NAMES), data.draw(NAMES)
    place = data.draw(st.integers(0, min(len(name), len(other)) - 1))
    changed = name[:place] + other[place] + name[place + 1 :]
    assume(changed != name)
    assert changed_facts(sentence.format(name), sentence.format(changed))


@pytest.mark.parametrize("sentence", ["大家都说{}，一点不假。", "他说：“{}，一点不假。”"])
def test_what_is_misspelt_may_be_mended_wherever_it_stands(sentence):
    refused = [
        pair for pair in wrong_words()[::20] if changed_facts(sentence.format(pair.wrong), sentence.format(pair.right))
    ]
    assert not refused


@given(st.text(alphabet="甲，。3月 \n张书记“”", max_size=40))
def test_a_text_differs_from_itself_in_no_fact(text):
    assert changed_facts(text, text) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("不" * 60_000, "不" * 59_999 + "没"),
        ("不，" * 30_000, "没，" * 2 + "不，" * 29_998),
        ("李明，" * 20_000 + "完", "，李明" * 20_000),
        ("的" * 60_000, "得" * 60_000),
        (TEXT * 60, TEXT.replace("意识", "意思") * 60),
    ],
)
def test_long_and_monotonous_texts_are_compared_in_bounded_time(old, new):
    began = time.process_time()
    changed_facts(old, new)
    paragraph_differences([old] * 3, [new] * 3)
    paragraph_differences(old.split("，"), new.split("，"))
    assert time.process_time() - began < 20  # seconds of CPU; about two on a quiet machine, hours without the bounds
