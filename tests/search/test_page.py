"""The search page: an answer or a clear sentence, whatever is asked; what a reader can do with the results."""

import html
import time
from datetime import date
from urllib.parse import urlencode

import pytest

from articles.models.shared import OldSlug, SiteSettings, Tag
from tests.makers import make_draft, make_reporter, make_tag
from tests.search.paper import make_public

pytestmark = pytest.mark.django_db


def ask(client, q: str = "", path: str = "/search/", **parameters) -> str:
    response = client.get(path, {"q": q, **parameters})
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def words_of(page: str) -> str:
    """What stands on the page between its tags."""
    return page.split('<main id="main">', 1)[1].split("</main>", 1)[0]


def test_hits_are_marked_in_headline_and_clause_and_lead_to_the_piece(client):
    make_public(1, "老城区防汛动员", "第一段没有。\n昨天下午，区里开了会，防汛工作从今天开始。", reporters=["周明远"])
    page = words_of(ask(client, "防汛"))
    assert "老城区<mark>防汛</mark>动员" in page
    assert "昨天下午，区里开了会，<mark>防汛</mark>工作从今天开始。" in page
    assert 'href="/2026/11/20/1/"' in page
    assert "1 篇" in page


def test_what_was_typed_and_what_was_printed_is_escaped(client):
    make_public(1, "<b>防汛</b> & 抗旱", "&lt;script&gt;alert(1)&lt;/script&gt;防汛")
    raw = client.get("/search/", {"q": "防汛"}).content.decode()
    assert "&lt;b&gt;<mark>防汛</mark>&lt;/b&gt; &amp; 抗旱" in raw.replace("<wbr>", "")
    assert "<script>alert" not in raw
    raw = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in raw


def test_full_width_digits_are_found_and_marked_as_printed(client):
    make_public(1, "一季度", "上半年，ＧＤＰ增长９８．６％。")
    assert "ＧＤＰ增长<mark>９８．６％</mark>" in ask(client, "98.6%")
    assert "<mark>ＧＤＰ</mark>" in ask(client, "gdp")


def test_a_long_paragraph_is_cut_at_clauses(client):
    make_public(1, "长", "甲" * 50 + "，" + "乙" * 20 + "，防汛来了，" + "丙" * 60 + "，" + "丁" * 60 + "。")
    assert '<p class="text">……' + "乙" * 20 + "，<mark>防汛</mark>来了，" + "丙" * 60 + "，……</p>" in ask(
        client, "防汛"
    )


def test_a_hit_in_credits_or_tags_is_shown_too(client):
    make_public(1, "无题", "没有别的。", reporters=["周明远"], tags=["社区食堂"])
    assert "<mark>周明远</mark>" in ask(client, "周明远")
    assert "<mark>社区</mark>食堂" in ask(client, "社区")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("，。！？", "这里只有标点"),
        ("-演练", "请再写上要找的词"),
        ("防" * 201, "太长了，最多 200 个字"),
        ("防" * 10_000, "太长了，最多 200 个字"),
        (" ".join("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌"), "词太多了，最多 20 个"),
        ("量子纠缠", "没有找到“量子纠缠”"),
        ("", "几个词用空格隔开"),
    ],
)
def test_what_cannot_be_looked_for_gets_a_sentence(client, typed, sentence):
    make_public(1, "防汛", "防汛演练。")
    assert sentence in ask(client, typed)


BAD = [
    "\x00", "\x00防汛\x1b", "\ud800", "防汛\udfff", "'", '"', '"防汛', "防汛*", "防汛^", "防汛)", "NEAR(防汛 演练)",
    "防汛 OR", "AND", "NOT 防汛", "headline:防汛",
    "{headline}: 防汛", "'; DROP TABLE articles_article; --", "%", "_", "\\",
    "防汛 & ! | <->", "'防汛':*", "😀😀", "👨‍👩‍👧", "ﷺ" * 40, "e\u0301" * 90, "%s %(x)s {} {0}", "\n\r\t", "𠮷" * 100,
    "-" * 150, '"' * 150, "a" * 200, "国 " * 19, "国" * 200, "İıſ", "\u202e防汛",
]  # fmt: skip


@pytest.mark.parametrize("typed", BAD)
def test_nothing_that_is_typed_is_an_error_or_slow(client, typed):
    make_public(1, "防汛", "防汛演练。" * 200)
    for order in ("newest", "relevance"):
        query = urlencode({"q": typed.encode("utf-8", "surrogatepass"), "order": order})
        began = time.process_time()
        response = client.get(f"/search/?{query}")
        assert response.status_code == 200
        assert client.get(f"/search/suggestions.json?{query}").status_code == 200
        assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"section": "keine"}, "没有“keine”这个栏目"),
        ({"reporter": "x"}, "没有“x”这位作者"),
        ({"reporter": "9" * 30}, "这位作者"),
        ({"tag": "秘密"}, "没有“秘密”这个话题"),
        ({"year": "26"}, "“26”不是年份"),
        ({"year": "0999"}, "不是年份"),
        ({"since": "2026-02-30"}, "“2026-02-30”不是日期"),
        ({"until": "gestern"}, "不是日期"),
        ({"page": "zwei"}, "没有这一页结果"),
        ({"page": "0-" + "9" * 40}, "没有这一页结果"),
        ({"page": "0-1"}, "没有这一页结果"),
    ],
)
def test_a_filter_that_cannot_be_read_gets_a_sentence(client, parameters, sentence):
    make_public(1, "防汛")
    page = ask(client, "防汛", **parameters)
    assert sentence in page
    assert "<mark>" not in page


def test_a_tag_that_only_a_draft_has_is_neither_a_filter_nor_proposed(client, cast):
    make_draft("防汛", tags="绝密行动")
    make_public(1, "防汛")
    assert "没有“绝密行动”这个话题" in ask(client, "防汛", tag="绝密行动")
    assert "绝密行动" not in words_of(ask(client, "绝密")).replace("绝密行动”", "")
    assert client.get("/search/suggestions.json", {"q": "绝密"}).json() == {"suggestions": []}


def test_sections_and_years_narrow_the_question_and_can_be_taken_off(client):
    for number in range(1, 6):
        make_public(number, "防汛", day=date(2020 + number, 1, 1), section="民生类" if number < 3 else "要闻")
    page = ask(client, "防汛")
    assert 'section=section-3">民生类 <span>2</span>' in page
    assert 'year=2023">2023 <span>1</span>' in page
    narrowed = ask(client, "防汛", section="section-3", year="2021")
    assert "1 篇" in narrowed
    assert '<input type="hidden" name="section" value="section-3">' in narrowed
    assert f'href="/search/?{urlencode({"q": "防汛", "year": 2021})}"' in narrowed
    assert 'year=2022">2022 <span>1</span>' in narrowed  # The other years of the section.


def test_what_all_hits_belong_to_narrows_nothing_and_is_not_offered(client):
    for number in range(1, 4):
        make_public(number, "防汛", day=date(2021, number, 1), section="民生类" if number < 3 else "要闻")
    page = ask(client, "防汛")
    assert "按栏目" in page
    assert "按年份" not in page
    for number in range(4, 6):
        make_public(number, "抗旱", day=date(2020 + number, 1, 1), section="要闻")
    page = ask(client, "抗旱")
    assert "按年份" in page
    assert "按栏目" not in page


def test_more_than_counted_is_said_with_a_plus(client, monkeypatch):
    monkeypatch.setattr("articles.search.finding.MOST_COUNTED", 3)
    for number in range(1, 6):
        make_public(number, "防汛", day=date(2020 + number, 1, 1))
    page = ask(client, "防汛")
    assert "3+ 篇" in page
    assert 'year=2021">2021</a>' in page  # An older year can be chosen, too.


def test_the_next_page_keeps_the_whole_question(client):
    for number in range(1, 45):
        make_public(number, "防汛", tags=["安全"])
    make_public(99, "防汛", day=date(2020, 1, 1))
    first = ask(client, "防汛", year="2026", order="relevance")
    address = first.split('rel="next" href="')[1].split('"')[0]
    assert {"q=%E9%98%B2%E6%B1%9B", "year=2026", "order=relevance"} <= set(address.split("?")[1].split("&"))
    second = html.unescape(client.get(address).content.decode())
    assert second.count("<article") == first.count("<article") == 20
    assert "第一页" in second
    third = html.unescape(client.get(second.split('rel="next" href="')[1].split('"')[0]).content.decode())
    assert third.count("<article") == 4
    assert 'rel="next"' not in third


def test_a_page_without_results_proposes_what_helps(client):
    make_public(1, "社区食堂开张", "防汛工作。", tags=["社区食堂"], reporters=["周明远"])
    page = words_of(ask(client, "社区食堂 量子"))
    assert ">社区食堂</a>" in page.split("少用几个词")[1]
    assert ">社区食堂</a>" in page.split("话题")[1]
    page = words_of(ask(client, "食堂、防汛"))
    assert ">食堂 防汛</a>" in page.split("少用几个词")[1]
    assert ">周明远</a>" in words_of(ask(client, "周明远 量子")).split("作者")[1]
    assert "取消限定" in ask(client, "防汛", year="1999")


def test_a_hit_that_stands_only_above_or_below_the_headline_is_shown_too(client):
    make_public(1, "无题", "没有别的。", kicker="龙舟赛", subheading="十六支队伍，五百米水道")
    assert '<p class="text">十六支队伍，<mark>五百米</mark>水道</p>' in ask(client, "五百米")
    assert '<p class="text"><mark>龙舟</mark>赛</p>' in ask(client, "龙舟")
    make_public(2, "城中龙舟", "龙舟，没有别的。", kicker="龙舟赛")
    assert '<p class="text"><mark>龙舟</mark>，没有别的。</p>' in ask(client, "龙舟")


def test_a_long_word_that_is_not_found_is_proposed_in_the_parts_that_are(client):
    make_public(1, "社区食堂开张", "工作会议的报告。", reporters=["周明远"])
    page = words_of(ask(client, "社区食堂防汛工作会议")).split("少用几个词")[1]
    assert ">社区食堂 工作会议</a>" in page
    assert ">社区食堂</a>" in page
    assert "防" not in page.split("</section>")[0]
    page = words_of(ask(client, '"社区 会议"'))
    assert ">社区 会议</a>" in page.split("少用几个词")[1]
    page = words_of(ask(client, "周明远的报道"))
    assert ">周明远</a>" in page.split("少用几个词")[1].split("作者")[0]
    assert ">周明远</a>" in page.split("作者")[1]
    assert ">的" not in page


def test_fewer_words_are_proposed_only_where_they_find_something_with_the_same_filters(client):
    make_public(1, "食堂", day=date(2025, 1, 1))
    make_public(2, "防汛")
    page = words_of(ask(client, "食堂 防汛", year="2026")).split("少用几个词")[1].split("</section>")[0]
    assert ">防汛</a>" in page
    assert ">食堂</a>" not in page


def test_what_is_excluded_is_proposed_to_be_let_in_again(client):
    make_public(1, "食堂开张")
    page = words_of(ask(client, "食堂 -开张"))
    assert ">食堂</a>" in page.split("少用几个词")[1]


def test_the_address_that_a_section_or_topic_had_before_still_narrows(client):
    piece = make_public(1, "防汛", tags=["安全"])
    make_public(2, "防汛", section="民生类")
    OldSlug.objects.create(slug="old-news", section=piece.section)
    OldSlug.objects.create(slug="old-safety", tag=Tag.objects.get(name="安全"))
    for parameters in ({"section": "old-news"}, {"tag": "old-safety"}):
        page = ask(client, "防汛", **parameters)
        assert "1 篇" in page
        assert "/2026/11/20/1/" in page


def test_search_engines_keep_the_page_out_and_it_is_the_same_for_all_readers(client, cast):
    make_public(1, "防汛")
    page = client.get("/search/", {"q": "防汛"})
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert not page.cookies
    client.force_login(cast.zhao)
    assert client.get("/search/", {"q": "防汛"}).content == page.content


def test_every_page_has_the_search_field(client):
    SiteSettings.objects.create(pk=1, name="青橹周报")
    make_public(1, "防汛")
    for address in ("/", "/2026/11/20/1/", "/about/", "/search/"):
        assert client.get(address).content.decode().count('role="search"') == 1, address


def test_suggestions_are_topics_reporters_and_headlines_of_public_pieces(client, cast):
    make_public(1, "防汛动员", tags=["防汛"], reporters=["防汛办"], day=date(2026, 1, 1))
    make_public(2, "防汛总结", "正文")
    make_public(3, "无题", "正文里的防汛")
    make_draft("防汛草稿", tags="防汛草案", credits=["防汛科"])
    make_tag("防汛闲置")
    make_reporter("防汛某某")
    found = client.get("/search/suggestions.json", {"q": "防汛"}).json()["suggestions"]
    assert [(one["kind"], one["name"]) for one in found] == [
        ("话题", "防汛"), ("作者", "防汛办"), ("", "防汛总结"), ("", "防汛动员"),
    ]  # fmt: skip
    assert all(client.get(one["address"]).status_code == 200 for one in found)


def test_the_topic_that_was_typed_is_suggested_before_those_in_which_it_stands(client):
    make_public(1, tags=["智慧社区", "社区食堂", "社区"])
    found = client.get("/search/suggestions.json", {"q": "社区"}).json()["suggestions"]
    assert found[0]["name"] == "社区"


def test_a_page_of_results_costs_the_same_few_statements_however_many_hits(client, django_assert_max_num_queries):
    for number in range(1, 41):
        make_public(number, "防汛", "防汛抗旱", section="民生类" if number % 2 else "要闻")
    with django_assert_max_num_queries(8):
        ask(client, "防汛")
