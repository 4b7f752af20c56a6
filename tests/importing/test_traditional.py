"""A page in traditional characters is read like any other, and kept as it was printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing.bylines import read_byline
from articles.importing.decode import decode
from articles.importing.furniture import classify
from articles.importing.parse import parse_page
from articles.importing.traditional import fold

PAGE = """青嵐晚報
2023年4月7日 星期五
A01 要聞

何景行在柳溪調研時強調
抓緊抓實春耕生產
本報訊（記者 陸知秋 通訊員 張 勝）4月3日上午，縣長何景行到柳溪鎮調研春耕生產工作。
他走進田間地頭，與種植戶親切交談，詳細了解農資儲備情況。
圖為調研現場。本報記者 顧南枝 攝

柳溪大橋通車
新華社台灣4月5日電 歷時兩年建設的柳溪大橋昨日通車。
兩岸群眾出行時間縮短半小時。
見習記者 陳大文 圖/文

來源：青嵐網
責任編輯：趙偉 版式：錢麗 校對：孫國華
新聞熱線 0371-60001111
"""


def test_a_big5_page_is_read_like_a_simplified_one() -> None:
    page = parse_page(decode(PAGE.encode("big5"), "big5").text)
    survey, bridge = page.articles
    assert (survey.kicker, survey.headline) == ("何景行在柳溪調研時強調", "抓緊抓實春耕生產")
    assert (survey.dateline, survey.printed_byline) == ("本報訊", "（記者 陸知秋 通訊員 張 勝）")
    assert [(credit.name, credit.standing) for credit in survey.credits] == [("陸知秋", "记者"), ("張勝", "通讯员")]
    assert survey.paragraphs[1].text == "他走進田間地頭，與種植戶親切交談，詳細了解農資儲備情況。"
    assert [(credit.name, credit.role) for credit in survey.captions[0].credits] == [("顧南枝", "摄")]
    assert (bridge.dateline, bridge.dateline_place) == ("新華社台灣4月5日電", "台灣")
    assert (bridge.printed_byline, bridge.credits[0].name) == ("見習記者 陳大文 圖/文", "陳大文")
    assert (bridge.source, bridge.filed_date.iso) == ("青嵐網", "2023-04-05")
    assert [item.kind for item in page.furniture] == ["masthead", "date", "page", "source", "staff", "contact"]
    assert [credit.name for credit in page.credits] == ["趙偉", "錢麗", "孫國華"]
    assert page.unaccounted_lines() == []


def test_the_roster_knows_names_in_traditional_characters() -> None:
    page = parse_page("本報訊 昨日，縣醫院新院區啟用。\n記者張博文康平\n", roster=["張博文", "康平"])
    assert [credit.name for credit in page.articles[0].credits] == ["張博文", "康平"]


def test_a_byline_typed_in_traditional_characters_is_read() -> None:
    found = read_byline("大公報記者 劉曉東、陳大文 攝")
    assert [(credit.name, credit.organisation, credit.role) for credit in found.credits] == [
        ("劉曉東", "大公報", "摄"),
        ("陳大文", "大公報", "摄"),
    ]
    assert read_byline("記者從公安局獲悉，") is None


@pytest.mark.parametrize(("line", "kind"), [("廣告", "advertisement"), ("上一篇 下一篇", "site"), ("國家大事", "")])
def test_furniture_in_traditional_characters_is_known(line: str, kind: str) -> None:
    assert classify(line) == kind


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x9FFF)))
def test_folding_keeps_every_place_and_folding_twice_is_folding_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
