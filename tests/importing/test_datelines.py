"""Datelines and days in every printed form."""

from datetime import date

import pytest

from articles.importing.datelines import (
    begins_with_dateline,
    number,
    read_dateline,
    read_event_date,
    read_page_date,
    read_tail_dateline,
    year_near,
)

DATELINES = [
    ("本报讯 4月3日上午，", "本报", "讯", "", None),
    ("　　本报讯　近日，", "本报", "讯", "", None),
    ("【本报讯】日前，", "本报", "讯", "", None),
    ("本报柳溪讯 (记者 何川)", "本报", "讯", "柳溪", None),
    ("本报柳溪4月3日讯 记者", "本报", "讯", "柳溪", "--04-03"),
    ("本报柳溪2003年12月31日电记者", "本报", "电", "柳溪", "2003-12-31"),
    ("新华社北京５月６日电（记者", "新华社", "电", "北京", "--05-06"),
    ("据新华社电 有关部门", "据新华社", "电", "", None),
    ("据新华社柳溪六月二十一日电（", "据新华社", "电", "柳溪", "--06-21"),
    ("青岚晚报讯 昨日，", "青岚晚报", "讯", "", None),
    ("青岚晚报讯昨日，", "青岚晚报", "讯", "", None),
    ("青岚在线柳溪4月25日讯（记者", "青岚在线", "讯", "柳溪", "--04-25"),
    ("青岚网7月5日22时讯（记者", "青岚网", "讯", "", "--07-05"),
    ("青岚报快讯（记者 何川）", "青岚报", "快讯", "", None),
    ("晚报讯 昨日，", "晚报", "讯", "", None),
    (" 社柳溪3月7日电 （记者", "", "电", "柳溪", "--03-07"),
    ("青岚县融媒体中心讯（记者", "青岚县融媒体中心", "讯", "", None),
    ("青岚日报·青岚融媒讯 昨日，", "青岚日报·青岚融媒", "讯", "", None),
    ("青岚发布讯 昨日，", "青岚发布", "讯", "", None),
    ("本报综合消息 近日，", "本报", "综合消息", "", None),
    ("综合新华社电 有关部门", "据新华社", "电", "", None),
    ("3月17日消息：（记者", "", "消息", "", "--03-17"),
]
NO_DATELINES = [
    "本报记者 何川",
    "本报通讯员何川",
    "本报讯员何川",
    "据新华社报道，有关部门",
    "新京报电子版上线",
    "通讯员培训班开班",
    "4月3日，青岚县",
    "消息传来，大家",
    "电力部门昨日",
]


@pytest.mark.parametrize(("text", "source", "kind", "place", "filed"), DATELINES)
def test_a_dateline_is_read(text: str, source: str, kind: str, place: str, filed: str | None) -> None:
    dateline, end = read_dateline(text)
    assert (dateline.source, dateline.kind, dateline.place) == (source, kind, place)
    assert (dateline.filed.iso if dateline.filed else None) == filed
    assert text[:end].strip() == dateline.printed


@pytest.mark.parametrize("text", NO_DATELINES)
def test_other_text_is_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


@pytest.mark.parametrize(
    ("text", "place", "filed"),
    [
        ("大桥通车。（本报柳溪12月30日电）", "柳溪", "--12-30"),
        ("大桥通车。（本报柳溪镇十月二十六日电）", "柳溪镇", "--10-26"),
        ("大桥通车。（据新华社电）", "", None),
        ("（新华社北京12月31日电）", "北京", "--12-31"),
    ],
)
def test_a_dateline_in_brackets_at_the_end_is_read(text: str, place: str, filed: str | None) -> None:
    dateline, start = read_tail_dateline(text)
    assert (dateline.place, dateline.filed.iso if dateline.filed else None) == (place, filed)
    assert text[start] == "（"


@pytest.mark.parametrize("text", ["大桥通车。（记者 何川）", "大桥通车。", "大桥通车（见图）"])
def test_other_brackets_at_the_end_are_no_dateline(text: str) -> None:
    assert read_tail_dateline(text) is None


def test_a_headline_before_a_papers_dateline_is_not_its_source() -> None:
    assert not begins_with_dateline("抓好防汛", "青岚晚报讯 2月1日")
    assert not begins_with_dateline("慧停车", "本报讯 2月1日")
    assert begins_with_dateline("青岚晚报", "讯 2月1日")
    assert begins_with_dateline("本报", "讯 2月1日")


EVENTS = [
    ("4月3日上午，", "--04-03"),
    ("4月 3日，", "--04-03"),
    ("４月３日～５日，", "--04-03"),
    ("十月二十六日，", "--10-26"),
    ("2007年12月23日晚,", "2007-12-23"),
    ("近日，4月16日凌晨，", "--04-16"),
    ("今日（12月28日）上午", "--12-28"),
    ("●3月1日", "--03-01"),
]


@pytest.mark.parametrize(("text", "expected"), EVENTS)
def test_the_day_that_a_text_opens_with_is_the_events(text: str, expected: str) -> None:
    assert read_event_date(text).iso == expected


@pytest.mark.parametrize(
    "text",
    [
        "截至4月6日，",
        "近日，",
        "去年4月3日起，",
        "“截至4月6日",
        "4月份，",
        "13月3日，",
        "5日下午，",
        "昨日，",
        "4月40日",
    ],
)
def test_other_openings_give_no_day_by_themselves(text: str) -> None:
    assert read_event_date(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5日下午，", "2023-04-05"),
        ("30日上午，", "2023-03-30"),
        ("11日至13日，", "2023-03-11"),
        ("昨日，", "2023-04-06"),
        ("今天上午，", "2023-04-07"),
        ("今（7）日，", "2023-04-07"),
    ],
)
def test_a_day_without_its_month_is_proposed_from_the_issue(text: str, expected: str) -> None:
    event = read_event_date(text, date(2023, 4, 7))
    assert event.iso == expected
    assert event.month_is_proposed


@pytest.mark.parametrize(
    ("month", "day", "issue", "year"),
    [
        (4, 3, date(2023, 4, 7), 2023),
        (12, 30, date(2023, 1, 3), 2022),
        (4, 8, date(2023, 4, 7), 2023),
        (1, 1, date(2022, 12, 31), 2023),
        (12, 31, date(2022, 12, 31), 2022),
        (2, 29, date(2025, 3, 1), 2024),
    ],
)
def test_the_year_comes_from_the_issue_and_january_quotes_december(
    month: int, day: int, issue: date, year: int
) -> None:
    assert year_near(month, day, issue) == year


def test_a_proposed_year_is_marked_and_a_printed_one_is_not() -> None:
    assert read_event_date("4月3日，", date(2023, 4, 7)).year_is_proposed
    assert not read_event_date("2023年4月3日，", date(2023, 4, 7)).year_is_proposed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2010年1月9日 星期五", date(2010, 1, 9)),
        ("2012.10.25", date(2012, 10, 25)),
        ("二〇二三年四月七日", date(2023, 4, 7)),
        ("星期一", None),
        ("2012.13.45", None),
    ],
)
def test_the_date_line_of_a_page(text: str, expected: date | None) -> None:
    assert read_page_date(text) == expected


@pytest.mark.parametrize(
    ("text", "value"), [("4", 4), ("２１", 21), ("二十一", 21), ("十", 10), ("廿五", 25), ("二〇〇七", 2007)]
)
def test_numerals_of_every_kind(text: str, value: int) -> None:
    assert number(text) == value
