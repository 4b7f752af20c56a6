"""Lines that belong to no piece: page titles, dates, staff, hotlines, pointers, and what a paper says of itself."""

import pytest

from articles.importing.furniture import classify, label_of_page, parts
from articles.importing.parse import parse_page

NEWS = "县医院新院区启用\n本报讯 昨日，县医院新院区正式启用，设床位八百张，可满足全县群众就医需求。\n"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("3版 2023年4月7日 星期五", "date"),
        ("A03 要闻 2023年4月7日 星期五", "date"),
        ("03 综合 2023年4月7日 责编：何川", "date"),
        ("青岚日报 2023年4月7日 第3版 要闻", "date"),
        ("03 综合新闻", "page"),
        ("要闻·3", "page"),
        ("今日四版", "page"),
        ("（上接第1版）", "page"),
        ("▲▲▲上接1版", "page"),
        ("下转A02版", "page"),
        ("全县项目建设现场会召开 ▶2版", "page"),
        ("小茶叶撑起大产业（详见第3版）", "page"),
        ("责编：何川 电话：0371-60001111", "staff"),
        ("值班电话：60001111", "contact"),
        ("国内统一连续出版物号：CN 41-0001", "contact"),
        ("总第1234期 今日4版", "contact"),
        ("社址：青岚县人民路1号", "contact"),
        ("中共青岚县委主管 中共青岚县委宣传部主办", "contact"),
        ("扫描二维码", "site"),
        ("来源丨青岚发布", "source"),
        ("稿件来源：县委办", "source"),
        ("（据县气象台）", "source"),
    ],
)
def test_furniture_is_known(line: str, kind: str) -> None:
    assert classify(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "要闻",
        "综合 要闻",
        "会议在第3版",
        "活动由县总工会主办",
        "评论员 何川",
        "地址在人民路1号",
        "下转第三版的文章",
        "据县气象台消息，明天有雨",
        "教育局长何川 2023年获奖",
    ],
)
def test_lines_of_pieces_are_none(line: str) -> None:
    assert classify(line) == ""


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("第3版", "03"),
        ("第十二版 副刊", "12"),
        ("04版", "04"),
        ("A3版：要闻", "A3"),
        ("A01", "A01"),
        ("要闻 A02", "A02"),
        ("当前版：04版", "04"),
        ("版次：3", "03"),
        ("第06版:综合新闻 PDF版阅读", "06"),
        ("青岚日报 2023年4月7日 第3版 要闻", "03"),
        ("3版 2023年4月7日 责编：何川", "03"),
        ("2023年4月7日 星期五 A03", "A03"),
        ("2023年4月7日 第3版", "03"),
        ("2023年4月7日 星期五", ""),
        ("要闻·3", ""),
        ("今日四版", ""),
        ("今日8版", ""),
        ("本期共8版", ""),
        ("3-4版", ""),
        ("（上接第1版）", ""),
        ("下转A02版", ""),
        ("全县项目建设现场会召开 ▶2版", ""),
        ("小茶叶撑起大产业（详见第3版）", ""),
        ("—— 3 ——", ""),
        ("第 3 页 共 8 页", ""),
        ("会议在第3版", ""),
    ],
)
def test_a_line_states_the_label_of_its_page_or_none(line: str, label: str) -> None:
    assert label_of_page(line) == label


def test_a_page_has_the_label_that_its_head_states_unless_that_states_several() -> None:
    assert parse_page(f"青岚日报\n第3版 要闻\n2023年4月7日\n{NEWS}").page_label == "03"
    assert parse_page(f"A01\nA02 民生\nA03 副刊\n{NEWS}").page_label == ""
    assert parse_page(f"今日8版\n{NEWS}第5版\n").page_label == ""


def test_a_line_of_several_parts_is_divided() -> None:
    assert parts("3版 2023年4月7日 责编：何川 电话：60001111") == [
        ("page", "3版"),
        ("date", "2023年4月7日"),
        ("staff", "责编：何川"),
        ("contact", "电话：60001111"),
    ]


def test_the_editor_named_beside_the_date_is_the_pages() -> None:
    page = parse_page(f"03 综合 2023年4月7日 星期五 责编：何川\n{NEWS}")
    assert [(credit.name, credit.role) for credit in page.credits] == [("何川", "责编")]
    assert page.page_date.iso == "2023-04-07"
    assert page.articles[0].headline == "县医院新院区启用"


def test_a_sections_name_is_the_pages_title_beside_its_date_only() -> None:
    assert parse_page(f"综合新闻\n2023年4月7日 星期五\n{NEWS}").articles[0].headline == "县医院新院区启用"
    assert parse_page(f"综合新闻\n{NEWS}").articles[0].headline == "综合新闻 县医院新院区启用"


def test_the_day_below_a_notice_is_the_notices() -> None:
    page = parse_page(
        f"2023年4月7日 星期五\n{NEWS}公 告\n因管网改造，定于4月8日对人民路沿线停水，请做好储水准备。\n"
        "青岚县自来水公司\n2023年4月6日\n"
    )
    notice = page.articles[1]
    assert notice.headline == "公 告"
    assert [paragraph.text for paragraph in notice.paragraphs[1:]] == ["青岚县自来水公司", "2023年4月6日"]
    assert page.page_date.iso == "2023-04-07"
