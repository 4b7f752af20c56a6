"""Lines that the sample paper's pages had and that were misread once: each is a row here."""

import pytest

from articles.importing.furniture import classify
from articles.importing.parse import parse_page
from articles.importing.records import Page


def parsed(text: str) -> Page:
    page = parse_page(text)
    assert page.unaccounted_lines() == []
    return page


def only(text: str) -> list[str]:
    """The paragraphs of a page of one piece."""
    (article,) = parsed(text).articles
    return [paragraph.text for paragraph in article.paragraphs]


def codes(text: str) -> list[str]:
    return [remark.code for article in parsed(text).articles for remark in article.remarks]


@pytest.mark.parametrize("word", ["阅读", "分享", "专栏", "评论", "电话", "点击", "收藏", "更多", "登记注册", "检索"])
def test_a_line_of_a_column_that_begins_like_a_button_stays_in_its_paragraph(word: str) -> None:
    lines = [
        "本报讯 11月3日，青禾区图书馆新馆",
        "开馆，馆内设有多处区域，读者可以",
        f"{word}馆藏图书并在留言墙上写下自己"[:16],
        "的感受，工作人员会在三日之内答复",
        "每一位读者。",
    ]
    assert only("\n".join(lines)) == ["".join(lines).removeprefix("本报讯 ")]


def test_one_that_begins_a_paragraph_stays_too() -> None:
    text = (
        "本报讯 昨日，青禾区图书馆新馆开馆，接待读者一千二百人次。\n"
        "\n"
        "分享会上三位本地作家向读者介绍了自己的新作和写作经历\n"
        "并回答了读者的提问，现场气氛热烈。\n"
    )
    assert parsed(text).furniture == ()


def test_the_buttons_of_a_site_are_set_aside_as_before() -> None:
    page = parsed(
        "青禾区部署防汛\n字号 放大 缩小\n"
        "本报讯 4月3日，青禾区召开防汛工作会议，部署备汛工作。记者 罗启明\n"
        "分享 收藏 打印\n上一篇 下一篇\n"
    )
    assert [item.text for item in page.furniture] == ["字号 放大 缩小", "分享 收藏 打印", "上一篇 下一篇"]


def test_a_line_below_the_headline_is_remarked_on() -> None:
    text = "青禾区部署今冬防汛\n各单位汇报备汛情况\n本报讯 4月3日，青禾区召开防汛工作会议。\n"
    assert "headline_of_lines" in codes(text)
    assert "headline_of_lines" not in codes("青禾区部署今冬防汛\n本报讯 4月3日，青禾区召开防汛工作会议。\n")


@pytest.mark.parametrize("line", ["记者 鄢文博", "（鄢文博 罗启明）", "记者 罗启明 鄢文博 文/图"])
def test_the_surname_yan_is_known(line: str) -> None:
    (article,) = parsed(f"本报讯 4月3日，青禾区召开防汛工作会议。\n{line}\n").articles
    assert "鄢文博" in [credit.name for credit in article.credits]


@pytest.mark.parametrize(
    ("lines", "headline"),
    [
        ("青橹新报\n2026年11月20日 星期五\n", "青禾区部署防汛"),
        ("青橹新报\n", "青禾区部署防汛"),
        ("2026年11月20日 星期五\n青橹报\n", "青禾区部署防汛"),
        ("A01\n青橹报\n", "青禾区部署防汛"),
        ("青橹报\n", "青橹报 青禾区部署防汛"),  # alone, and it may be anything
        ("雨情通报\n2026年11月20日 星期五\n", "雨情通报 青禾区部署防汛"),
    ],
)
def test_the_name_of_the_paper_is_no_headline(lines: str, headline: str) -> None:
    page = parsed(f"{lines}青禾区部署防汛\n本报讯 4月3日，青禾区召开防汛工作会议，部署备汛工作。\n")
    assert page.articles[0].headline == headline


VERSE = ("晨光落在青石板上", "卖豆腐的车轮轻轻响", "谁家的窗子先开", "放出一屋子的米香")
MORE = ("桥下的水不说话", "只把云影慢慢地淌", "我提着竹篮走过", "像走过小时候的巷")


@pytest.mark.parametrize("author", ["林一", "□林一"])
@pytest.mark.parametrize("mark", ["", "，"])
def test_a_poem_keeps_its_lines_its_title_and_its_author(mark: str, author: str) -> None:
    lines = [f"{line}{mark}" for line in (*VERSE, *MORE[:-1])] + [MORE[-1] + ("。" if mark else "")]
    text = "\n".join(["河边的早晨", author, *lines[:4], "", *lines[4:], ""])
    (article,) = parsed(text).articles
    assert article.headline == "河边的早晨"
    assert [credit.name for credit in article.credits] == ["林一"]
    assert [paragraph.text for paragraph in article.paragraphs] == lines
    assert not any(paragraph.is_subhead for paragraph in article.paragraphs)
    assert codes(text) == ["verse_lines"]


def test_a_comma_in_a_line_and_lines_with_and_without_marks_make_it_no_less_a_poem() -> None:
    lines = [VERSE[0], "卖豆腐的车轮，轻轻响", VERSE[2], f"{VERSE[3]}。", f"{MORE[0]}，", *MORE[1:3], f"{MORE[3]}。"]
    assert only("\n".join(["河边的早晨", "□林一", *lines])) == lines


def test_the_headline_of_the_next_piece_is_none_of_its_lines() -> None:
    news = "青禾区部署防汛\n本报讯 4月3日，青禾区召开防汛工作会议，部署备汛工作。\n"
    articles = parsed("\n".join(["河边的早晨", "林一", *VERSE, *MORE, "", news])).articles
    assert [article.headline for article in articles] == ["河边的早晨", "青禾区部署防汛"]
    assert len(articles[0].paragraphs) == 8


def test_a_poem_of_equal_lines_without_marks_keeps_them() -> None:
    lines = ["白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼"]
    assert only("\n".join(["登高", "□林一", *lines])) == lines


def test_a_poem_after_a_piece_is_a_piece_of_its_own() -> None:
    news = "青禾区部署防汛\n本报讯 4月3日，青禾区召开防汛工作会议，部署备汛工作。\n记者 罗启明\n\n"
    articles = parsed(news + "\n".join(["河边的早晨", "林一", *VERSE, *MORE])).articles
    assert [article.headline for article in articles] == ["青禾区部署防汛", "河边的早晨"]


@pytest.mark.parametrize(
    "text",
    [
        # A narrow column of running text.
        "4月3日上午青禾区\n召开防汛工作会议\n部署今年防汛备汛\n工作各单位汇报了\n准备情况并就下一\n步工作作了交流发\n言。\n",
        # Paragraphs of a sentence each, and a list.
        "会议开得很短。\n大家都很赞成。\n工作马上开始。\n人人都有任务。\n",
        "会议提出四点要求：\n一是落实责任，\n二是备足物资，\n三是加强值守，\n四是及时报告。\n",
    ],
)
def test_running_text_is_no_verse(text: str) -> None:
    assert "verse_lines" not in codes(text)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("head", ["关于选民登记的公告\n", "关于选民登记的公告\n根据规定，现将有关事项公告如下。\n"])
def test_a_date_that_a_column_broke_is_no_subhead(head: str, gap: str) -> None:
    text = head + gap.join(
        ["一、登记对象为年满十八周岁公民。", "二、登记时间为2026年11月23", "日至12月5日。", "三、地点为各居委会。", ""]
    )
    (article,) = parsed(text).articles
    paragraphs = [paragraph.text for paragraph in article.paragraphs]
    assert "二、登记时间为2026年11月23日至12月5日。" in paragraphs
    assert not any(paragraph.is_subhead for paragraph in article.paragraphs)


@pytest.mark.parametrize("line", ["—— 1 ——", "- 2 -", "—3—", "· 12 ·", "第 3 页", "第3页 共8页"])
def test_a_page_number_is_no_piece(line: str) -> None:
    assert classify(line) == "page"
    assert parsed(f"{line}\n").articles == ()


@pytest.mark.parametrize("line", ["1", "—— 编者 ——", "第3页的题目"])
def test_other_lines_are_no_page_numbers(line: str) -> None:
    assert classify(line) != "page"


NARROW_WITH_BLANKS = (
    "青禾区新馆开馆 本报讯昨日，青禾 区图书馆新馆正式 开馆，当天接待读 者一千二百人次， "
    "注册用户突破三千 人，还有不少读者 在留言墙上写下自 己的感受和建议。"
).split()


def test_where_a_blank_line_follows_every_line_a_line_like_a_button_stays_in_its_paragraph() -> None:
    page = parsed("\n\n".join(NARROW_WITH_BLANKS))
    assert page.furniture == ()
    assert "一千二百人次，注册用户突破三千人，" in page.articles[0].paragraphs[0].text


def test_what_stands_further_off_there_is_a_button_still() -> None:
    page = parsed("\n\n".join(NARROW_WITH_BLANKS) + "\n\n\n\n分享 收藏 打印\n\n")
    assert [item.text for item in page.furniture] == ["分享 收藏 打印"]


@pytest.mark.parametrize(
    "lines",
    [
        ["（记者 罗启明", "通讯员 孟敏", "薛雪华）"],
        ["记者 罗启明 特约通", "讯员 孟敏"],
        ["首席记者 罗启明 摄", "影报道"],
    ],
)
def test_a_byline_that_a_narrow_column_broke_is_the_text_above(lines: list[str]) -> None:
    text = [*NARROW_WITH_BLANKS, *lines, "长椿路食堂开张", "本报讯近日，长椿", "路社区食堂开张。"]
    first, second = parsed("\n\n".join(text)).articles
    assert first.credits[0].name == "罗启明"
    assert second.headline == "长椿路食堂开张"
    assert second.credits == ()


def test_a_sentence_about_a_reporter_in_a_narrow_column_is_no_byline() -> None:
    text = [*NARROW_WITH_BLANKS, "记者在现场看到", "大厅里秩序井然。"]
    assert parsed("\n\n".join(text)).articles[0].credits == ()


def test_how_a_page_fills_its_lines_tells_where_a_full_last_line_ends_a_paragraph() -> None:
    """会议指出， leaves room for a character that this page would never leave: it is a first line, shorter by two."""
    full = ["青禾区召开会", "议部署今冬防", "汛工作和粮食", "收储工作以及", "明年春耕备耕", "九家单位参加"]
    lines = ["　　", *full * 4, "各单位汇报。", "会议指出，", "要以防汛为抓", "手抓好工作并", "落实责任。"]
    assert only("\n\n".join(lines[1:]))[-1] == "会议指出，要以防汛为抓手抓好工作并落实责任。"


def test_a_line_that_leads_on_to_the_next_is_no_heading() -> None:
    """A column's end behind it, and room for the date that follows: still nothing ends with 至."""
    items = [
        (
            "一、登记对象为在新区注册、职工人数\n在三百人以下的企业和个体工商户，登记内\n容包括现有人数、年前缺工数、"
            "节后招工计\n划和所需工种。"
        ),
        (
            "二、登记时间为 2026年 11月 23日至\n\n12月 11日，企业可在网上填报，也可到各\n街道便民服务中心窗口办理，"
            "全程不收费，\n不与任何考核挂钩。"
        ),
        (
            "三、登记的缺工信息，将在“就业夜市”\n和乡村招聘大篷车上免费发布。首场“就业\n夜市”定于十二月的第一个周末"
            "举行，设展\n位六十个，先报先得。"
        ),
    ]
    text = "\n\n".join(["本报讯 11月 19日，新区人力资源服务\n中心发布通告，有关事项如下：", *items * 4])
    assert not any(paragraph.is_subhead for article in parsed(text).articles for paragraph in article.paragraphs)
    assert len(only(text)) == 13
