"""The printed byline with its links, the teaser of a piece, and where a headline may break."""

import re

import pytest
from django.utils.html import strip_tags

from articles.headlines import phrases, short_phrases, unbroken, words_of
from articles.models.published import PublishedArticle
from articles.presentation.piece import addresses_broken, byline
from articles.presentation.teasers import beginning
from articles.site.searching import headline


def credit(name: str, reporter: int | None = None, **columns) -> dict:
    return {"reporter": reporter, "name": name, "standing": "", "role": "", "organisation": "", **columns}


ADDRESSES = {1: "/reporters/1/", 2: "/reporters/2/"}


@pytest.mark.parametrize(
    ("printed", "people", "linked"),
    [
        ("记者 李明 文/图", [credit("李明", 1)], ["李明"]),
        ("记者 李　明 文/图", [credit("李明", 1)], ["李　明"]),
        ("记者 李明华 李明", [credit("李明", 1), credit("李明华", 2)], ["李明华", "李明"]),
        ("记者 李明华", [credit("李明", 1), credit("李明华", None)], []),
        ("记者 王五", [credit("李明", 1)], []),
        ("记者 李明 通讯员 李明", [credit("李明", 1)], ["李明", "李明"]),
        ("记者 李明", [credit("李明", 3)], []),
        ("（李明）", [credit("李明", 1), credit("", 2)], ["李明"]),
        ("记者 A.B", [credit("A.B", 1), credit("AxB", 2)], ["A.B"]),
    ],
)
def test_the_printed_line_stays_to_the_letter_and_gets_its_links(printed, people, linked):
    written = byline(printed, people, ADDRESSES)

    assert strip_tags(written) == printed
    assert re.findall(r"<a [^>]+>(.*?)</a>", written) == linked


def test_a_longer_name_leads_to_its_own_reporter():
    written = byline("李明华 李明", [credit("李明", 1), credit("李明华", 2)], ADDRESSES)

    assert '<a rel="author" href="/reporters/2/">李明华</a>' in written
    assert '<a rel="author" href="/reporters/1/">李明</a>' in written


def test_people_who_did_the_same_stand_together():
    people = [
        credit("李明", 1, standing="记者", role="文"),
        credit("王五", None, standing="记者", role="文"),
        credit("赵六", None, standing="通讯员", role="图", organisation="水务局"),
    ]

    assert strip_tags(byline("", people, ADDRESSES)) == "记者 李明 王五 文　水务局 通讯员 赵六 图"


def test_nothing_in_a_byline_is_taken_for_html():
    for written in (
        byline("<b>李明</b>", [credit("李明", 1)], ADDRESSES),
        byline("<b>李明</b>", [], {}),
        byline("", [credit("<b>", 1, standing="<i>", role="<u>", organisation="<s>")], ADDRESSES),
    ):
        assert not re.search("<[bius]>", written)


@pytest.mark.parametrize(
    ("headline", "parts"),
    [
        ("前十月新区工业投资增长一成四", 1),
        ("寒潮来了，这些事请提前办", 2),
        ("立足应急实战 筑牢防汛安全堤", 2),
        ("立足应急实战　筑牢防汛安全堤", 2),
        ("别让“随手拍”变成“随手派”", 4),
        ("一条河的四十年：棹河治理口述实录", 2),
        ("投资增长14.2%", 1),
        ("十二块钱，三菜一汤", 2),
        ("“好！”他说", 2),
        ("“一老一小”", 1),
        ("学习《意见》精神", 3),
        ("国务院办公厅印发通知部署冬春火灾防控", 1),
        ("区委书记 区长共赴抗洪抢险救灾第一线", 2),
    ],
)
def test_a_headline_turns_only_behind_a_mark_or_a_space_or_before_an_opening_mark(headline, parts):
    written = phrases(headline)

    assert strip_tags(written) == headline
    assert max(written.count("<span"), 1) == parts


def test_a_wide_space_stays_with_its_phrase_and_begins_no_line():
    assert phrases("实干　笃行") == "<span>实干　</span><span>笃行</span>"
    assert short_phrases("凝心聚力抓落实　确保全年目标任务顺利完成").startswith('<span class="words">凝心')
    assert short_phrases("一" * 17 + "　二") == "一" * 17 + "　二"


@pytest.mark.parametrize(
    ("headline", "words"),
    [
        ("国务院办公厅印发通知部署冬春火灾防控", "国务院办公厅|印发|通知|部署|冬春|火灾|防控"),
        ("枕橹湖大桥今夜封闭两小时", "枕橹湖|大桥|今夜|封闭|两小时"),
        ("前十月新区工业投资增长一成四", "前十月|新区|工业|投资|增长|一成四"),
        ("上半年“一老一小”投入增长14.2%", "上半年|“一老|一小”|投入|增长|14.2%"),
        ("他们造了一只会叠衣服的手", "他们造了|一只|会叠|衣服的手"),
        ("A" * 40, "A" * 40),
    ],
)
def test_a_long_headline_breaks_between_words_and_leaves_no_character_alone(headline, words):
    assert "|".join(words_of(headline)) == words


def test_only_what_may_be_too_long_for_a_line_says_where_it_breaks():
    assert unbroken("枕橹湖大桥今夜封闭") == "枕橹湖大桥今夜封闭"
    assert phrases("枕橹湖大桥") == "枕橹湖大桥"
    assert phrases("枕橹湖大桥封闭") == '<span class="words">枕橹湖<wbr>大桥<wbr>封闭</span>'
    assert unbroken("枕橹湖大桥今夜封闭两小时") == (
        '<span class="words">枕橹湖<wbr>大桥<wbr>今夜<wbr>封闭<wbr>两小时</span>'
    )
    assert phrases("<b>枕橹湖大桥今夜封闭两小时</b>").count("<b>") == 0


def test_a_subheading_of_long_phrases_runs_on():
    assert short_phrases("明年完工，全长三公里") == "<span>明年完工，</span><span>全长三公里</span>"
    long = "会议强调以钉钉子精神推动重点项目建设不断取得新的成效，为明年开好局"
    assert short_phrases(long) == long


def test_the_space_between_two_phrases_can_be_seen():
    assert phrases("防汛 抢险") == "<span>防汛</span> <span>抢险</span>"


def test_a_long_address_may_break_anywhere_and_nothing_else_is_touched():
    html = '<p>见<a href="https://www.example.cn/a/very/long/one">https://www.example.cn/a/very/long/one</a>。</p>'
    assert addresses_broken(html) == html.replace(
        ">https://www.example.cn/a/very/long/one<",
        '><span class="address">https://www.example.cn/a/very/long/one</span><',
    )
    assert addresses_broken("<p>增长14.2%，GDP居前。</p>") == "<p>增长14.2%，GDP居前。</p>"


def test_a_headline_is_no_html():
    assert phrases("<b>，</b>") == "<span>&lt;b&gt;，</span><span>&lt;/b&gt;</span>"


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        ({"summary": "摘要。", "body": "<p>正文。</p>"}, "摘要。"),
        ({"body": "<h2>小标题</h2><p>正文第一句。</p>"}, "正文第一句。"),
        ({"body": "<p>本报讯 正文第一句。</p>", "dateline": "本报讯"}, "正文第一句。"),
        ({"body": "", "photos": [{"caption": ""}, {"caption": "图说。"}]}, "图说。"),
        ({"body": ""}, ""),
    ],
)
def test_the_words_below_a_headline(columns, text):
    assert beginning(PublishedArticle(**columns), 90) == text


def test_the_words_below_a_headline_are_whole_sentences_of_a_long_piece():
    sentence = "棹河从卧犊山脚下流过，拐了三个弯。"

    text = beginning(PublishedArticle(body=f"<p>{sentence * 3000}</p>"), 90)

    assert text == sentence * (90 // len(sentence))


def test_a_headline_that_was_found_has_its_hits_and_its_words():
    assert headline("棹河水质连续九个月保持二类", ("水质",)) == (
        '<span class="words">棹河<mark><wbr>水质</mark><wbr>连续<wbr>九个月<wbr>保持<wbr>二类</span>'
    )
    assert headline("棹河<水质", ("水质",)) == "棹河&lt;<mark>水质</mark>"
