"""What each class of checks must find, and what it must leave alone."""

from datetime import date

import pytest

from articles.proofing.records import ErrorClass, ForbiddenWord, Kind, Lists, Severity, WrongWord
from articles.proofing.starter import wrong_words
from tests.proofing.texts import TODAY, found, said

# --- punctuation -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quote", "fix"),
    [
        ("昨天上午,记者来到社区。", ",", "，"),
        ("多年来, 很少回家。", ", ", "，"),
        ("种植面积50亩,用于育苗。", ",", "，"),
        ("“四梁八柱”,实现了落地。", ",", "，"),
        ("你去了吗?", "?", "？"),
        ("他说:“好。”", ":", "："),
        ("图1:会场", ":", "："),
        ("会议召开.随后讨论。", ".", "。"),
        ("增长了5%.全年任务完成。", ".", "。"),
        ("马德叶(前)在家门口", "(", "（"),
        ("生产总值(GDP)增长", ")", "）"),
        ("大家等...", "...", "……"),
        ("他们有另一个身份---督导员", "---", "——"),
        ("音乐盛典———新年音乐会", "———", "——"),
        ("工作，，要抓实。", "，，", "，"),
        ("任务完成。，", "。，", "。"),
        ("约翰•史密斯说", "•", "·"),
        ('他说"好"。', '"', "“"),
        ("读了<<论语>>之后", "<<", "《"),
    ],
)
def test_punctuation_beside_chinese_is_full_width(text, quote, fix):
    assert ("punctuation", quote, fix) in [(code.partition(".")[0], *rest) for code, *rest in said(text)]


@pytest.mark.parametrize(
    "text",
    [
        "共有3,000人参加。", "比分3:2。", "上午9:30开始。", "见https://example.cn/a,b?c=1。",
        "来信寄a.b@example.cn。",
        "1.总则", "一.总则", "The end, he said.", "增长3.5%。", "他走了……", "——谨以此文纪念", "真的吗？！",
        "北京—上海",
        "他说：“好。”", "CEO（首席执行官）来了。", "f(x)=2", "产品代号A.B",
    ],
)  # fmt: skip
def test_punctuation_that_is_right_is_left_alone(text):
    assert [one for one in found(text) if one.error_class == ErrorClass.PUNCTUATION] == []


# --- blanks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("4月 3日上午，", "月 "),
        ("“5”即 5个办事处", "即 "),
        ("共有 12　人参加会议。", "2　"),
        ("11  月 4日", "1  "),
        ("增长5% 的企业", "5% "),
        ("昨天， 记者来到社区。", "， "),
        ("会议召开 。", "开 "),
        ("全年\u00a03次", "年\u00a0"),
    ],
)
def test_stray_blanks_are_found_and_the_fix_takes_them_out(text, quote):
    assert (quote, quote.rstrip()) in [(written, fix) for code, written, fix in said(text) if code.startswith("spaces")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("本报讯 4月3日上午，会议召开。", Kind.TEXT),
        ("（记者 孙庆辉）4月3日，会议召开。", Kind.TEXT),
        ("新华社北京4月3日电 12名学者当选。", Kind.TEXT),
        ("1 总则", Kind.TEXT),
        ("图为培训班现场。张永久 摄", Kind.CAPTION),
        ("募资25亿元扩产 均胜电子身患“三高”", Kind.HEADLINE),
        ("记者 张 胜 文/图", Kind.BYLINE),
        ("Michael Maedel说", Kind.TEXT),
        ("会议在10:00开始。", Kind.TEXT),
    ],
)
def test_blanks_that_belong_there_are_left_alone(text, kind):
    assert [one for one in found(text, kind=kind) if one.error_class == ErrorClass.SPACES] == []


def test_in_a_headline_a_blank_inside_a_date_is_stray_all_the_same():
    assert ("spaces.digit", "月 ", "月") in said("4月 3日起停水", kind=Kind.HEADLINE, name="headline")


def test_a_blank_between_two_chinese_characters_is_only_a_doubt():
    (finding,) = found("区委书记在会上强 调，要把工作抓实抓细抓到位，确保全年任务完成，不留死角。")
    assert (finding.code, finding.severity) == ("spaces.chinese", Severity.DOUBT)


# --- pairs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("他说：“好。", "pairs.not_closed"),
        ("他说：好。”", "pairs.not_opened"),
        ("（记者张三报道", "pairs.not_closed"),
        ("读《论语之后", "pairs.not_closed"),
        ("“他说（好”）", "pairs.crossed"),
        ("“他说“好”了”", "pairs.same_inside"),
        ("《读《论语》札记》", "pairs.same_inside"),
        ("““睡”，", "pairs.not_closed"),
    ],
)
def test_marks_without_partners_and_wrong_nesting_are_found(text, code):
    assert code in [finding.code for finding in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "“他说‘好’了。”",
        "《读〈论语〉札记》",
        "（一）总则",
        "1）总则；2）分则",
        "a）甲",
        "it’s",
        "（他说“好”）",
        "【通知】停水",
    ],
)
def test_marks_that_nest_as_the_standard_wants_are_left_alone(text):
    assert [one for one in found(text) if one.error_class == ErrorClass.PAIRS] == []


def test_each_paragraph_of_a_long_quotation_opens_it_and_the_last_one_closes_it():
    assert said("他说：“第一段。", "“第二段。", "“第三段。”") == []
    assert [code for code, *_ in said("他说：“第一段。", "第二段。”")] == ["pairs.not_closed", "pairs.not_opened"]


# --- widths, units, repetitions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quote", "fix"),
    [("２０２３年", "２０２３", "2023"), ("增长１２．５％", "１２．５％", "12.5%"), ("ＧＤＰ增长", "ＧＤＰ", "GDP"),
     ("216．3万人", "．", ".")],
)  # fmt: skip
def test_full_width_digits_become_narrow(text, quote, fix):
    assert ("widths.full_width", quote, fix) in said(text)


@pytest.mark.parametrize(
    ("text", "fix"),
    [("建筑面积3000平米", "平方米"), ("占地50m2", "平方米"), ("长5公分", "厘米"), ("重20KG", "kg"),
     ("气温摄氏25度", "25摄氏度"), ("增长3-5%", "3%—"), ("装机500KW", "kW")],
)  # fmt: skip
def test_units_are_proposed_and_never_certain(text, fix):
    (finding,) = [one for one in found(text) if one.error_class == ErrorClass.UNITS]
    assert (finding.fix, finding.severity) == (fix, Severity.DOUBT)


@pytest.mark.parametrize(
    "text", ["重20公斤", "5公里", "3亩地", "25℃", "20 kg", "MM先生", "3%—5%", "2021-25%", "平米店"]
)
def test_units_of_daily_life_and_right_ones_are_left_alone(text):
    assert [one for one in found(text) if one.error_class == ErrorClass.UNITS] == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("我们的的工作", Severity.ERROR), ("来了了客人", Severity.ERROR), ("工作工作要抓实", Severity.ERROR),
        ("会议强调，会议强调，要抓实", Severity.ERROR), ("会议强强调", Severity.DOUBT),
        ("积极推动动高质量发展", Severity.DOUBT),
        ("新区区一间厂房", Severity.DOUBT),
    ],
)  # fmt: skip
def test_what_was_typed_twice_is_found(text, severity):
    assert severity in [one.severity for one in found(text) if one.error_class == ErrorClass.REPEATS]


@pytest.mark.parametrize(
    "text",
    [
        "天天", "谢谢大家", "他常常来", "高高兴兴上班", "一步一步来", "一个一个地数", "温度一度一度地试",
        "大家研究研究",
        "走着走着就到了", "中国国家博物馆", "上海海关", "没有有效措施", "为了了解情况", "针对对方的要求",
        "人民民主", "妈妈说",
        "星星点点", "就下一步工作作了交流", "对工作作出部署",
        "慢慢走", "社区区长", "试试看", "刚刚开始", "哈哈哈", "2022年",
    ],
)  # fmt: skip
def test_what_chinese_doubles_on_purpose_is_left_alone(text):
    assert [one for one in found(text) if one.error_class == ErrorClass.REPEATS] == []


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("2026年11月20日（星期四）", "五"), ("11月20日星期四", "五"), ("11月20日，周日，", "五"),
        ("周一（11月20日）", "五"),
        ("11月22日（星期六）", "日"),
    ],
)  # fmt: skip
def test_a_weekday_that_is_not_the_dates_own_is_found(text, fix):
    (finding,) = found(text, issue_date=date(2026, 11, 20))
    assert (finding.code, finding.severity, finding.fix) == ("dates.weekday", Severity.ERROR, fix)


@pytest.mark.parametrize(
    "text",
    ["11月20日（星期五）", "11月22日，周日，", "11月22日（星期天）", "11月20日周边交通", "11月20日，周一至周五开放"],
)
def test_a_right_weekday_is_left_alone(text):
    assert said(text, issue_date=date(2026, 11, 20)) == []


def test_without_an_issue_date_and_a_year_a_weekday_is_only_doubtful():
    (finding,) = found("11月5日（星期一）")
    assert finding.severity == Severity.DOUBT


def test_around_new_year_the_nearest_year_counts():
    assert said("12月31日（星期四）", issue_date=date(2027, 1, 4), today=date(2027, 1, 4)) == []


@pytest.mark.parametrize(
    "text",
    ["2月30日", "4月31日起", "13月5日", "2023年2月29日", "6月0日", "2026-02-30", "2026年13月", "25时30分", "上午9:75"],
)
def test_days_and_times_that_no_calendar_and_no_clock_has_are_found(text):
    assert Severity.ERROR in [one.severity for one in found(text) if one.error_class == ErrorClass.DATES]


@pytest.mark.parametrize(
    "text", ["2024年2月29日", "13个月", "为期18月", "24时", "比分是12:75", "48小时", "31日", "3.15日"]
)
def test_days_and_times_that_there_are_are_left_alone(text):
    assert said(text) == []


@pytest.mark.parametrize(
    "text", ["11月30日，全区召开了动员会。", "2027年1月5日，工程圆满竣工。", "本报讯 11月28日上午，会议在礼堂开。"]
)
def test_what_is_told_as_past_on_a_day_to_come_is_doubtful(text):
    assert "dates.future" in [one.code for one in found(text, issue_date=date(2026, 11, 20))]


@pytest.mark.parametrize(
    "text",
    ["11月30日，全区将召开动员会。", "报名截至11月30日，已有百人报名。", "工程预计2027年1月5日竣工，目前已开工。"],
)
def test_announcements_are_left_alone(text):
    assert said(text, issue_date=date(2026, 11, 20)) == []


def test_a_date_of_the_event_that_is_yet_to_come_is_doubtful():
    (finding,) = found("会议召开。", event_date=date(2026, 11, 25))
    assert (finding.place.field, finding.severity) == ("event_date", Severity.DOUBT)
    assert found("会议召开。", event_date=TODAY) == ()


# --- words -----------------------------------------------------------------------------------------------------------

STARTER = Lists(wrong_words=wrong_words())


def test_the_starter_list_is_long_and_its_exceptions_hold_their_words():
    words = wrong_words()
    assert len(words) >= 500
    assert len({word.wrong for word in words}) == len(words)
    for word in words:
        assert word.wrong != word.right, word
        assert len(word.wrong) > 1, word
        assert all(word.wrong in phrase and phrase != word.wrong for phrase in word.exceptions), word


@pytest.mark.parametrize(
    ("text", "fix"), [("再接再励", "再接再厉"), ("机器已经按装", "安装"), ("一股作气", "一鼓作气")]
)
def test_wrong_words_are_found(text, fix):
    (finding,) = found(text, lists=STARTER)
    assert (finding.severity, finding.fix) == (Severity.ERROR, fix)


@pytest.mark.parametrize(
    "text", ["请按装修标准施工", "再接再厉", "鉴于此", "全部份额", "既使人快乐，又使人健康", "图像征集"]
)
def test_right_words_with_the_same_characters_are_left_alone(text):
    assert [one for one in found(text, lists=STARTER) if one.severity == Severity.ERROR] == []


def test_a_word_of_the_list_may_be_a_doubt():
    (finding,) = found("丰富多采", lists=STARTER)
    assert finding.severity == Severity.DOUBT


def test_of_two_words_that_begin_alike_the_longer_one_counts():
    lists = Lists(wrong_words=(WrongWord("甲乙", "甲一"), WrongWord("甲乙丙丁", "甲一丙丁")))
    assert said("甲乙丙丁", lists=lists) == [("wrong_words.word", "甲乙丙丁", "甲一丙丁")]


def test_a_forbidden_word_is_found_everywhere_but_in_its_exceptions():
    lists = Lists(forbidden_words=(ForbiddenWord("内部", ("内部装修",)),))
    findings = found("内部资料不得外传，内部装修除外。", lists=lists)
    assert [(one.severity, one.place.start) for one in findings] == [(Severity.FORBIDDEN, 0)]
    assert found("署名 内部", kind=Kind.BYLINE, name="printed_byline", lists=lists)
