"""A reporter's page with what he did as tabs, and lists that stay quick whatever a tag or a reporter has."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models.published import PublishedByline
from articles.site.roles import parts_of
from tests.makers import make_published, make_reporter, make_section, make_tag
from tests.site.rows import make_public_rows

pytestmark = pytest.mark.django_db


def credit(reporter, role: str) -> dict:
    return {"reporter": reporter, "printed_name": reporter.name, "role": role}


@pytest.fixture
def zhou(cast):
    """周明远 wrote, photographed, did both and filmed."""
    reporter = make_reporter("周明远")
    for headline, role in (("写的", ""), ("拍的", "摄"), ("又写又拍", "文/图"), ("录的", "视频")):
        make_published(headline, credits=[credit(reporter, role)])
    return reporter


def headlines(client, address: str) -> set[str]:
    return set(re.findall(r"<h3><a [^>]*>([^<]+)</a></h3>", client.get(address).content.decode()))


def test_each_tab_has_the_pieces_of_its_role_and_a_double_credit_counts_twice(client, zhou):
    here = f"/reporters/{zhou.pk}/"
    assert headlines(client, here) == {"写的", "拍的", "又写又拍", "录的"}
    assert headlines(client, f"{here}?role=文") == {"写的", "又写又拍"}
    assert headlines(client, f"{here}?role=图") == {"拍的", "又写又拍"}
    assert headlines(client, f"{here}?role=视频") == {"录的"}
    assert [tab.label for tab in parts_of(["", "摄", "文/图", "视频"])] == ["文字", "图片", "视频"]


def test_words_of_one_meaning_share_a_tab_and_a_word_for_both_counts_in_both():
    tabs = {tab.name: set(tab.roles) for tab in parts_of(["摄影报道", "供图", "采写", "航拍"])}
    assert tabs == {"文": {"摄影报道", "采写"}, "图": {"摄影报道", "供图"}, "航拍": {"航拍"}}


def test_machines_are_told_whose_page_it_is(client, settings, cast):
    settings.SITE_URL = "https://paper.example"
    reporter = make_reporter("李一", biography="跑教育。")
    make_published(credits=[credit(reporter, "")])
    text = client.get(f"/reporters/{reporter.pk}/").content.decode()
    assert (
        '{"@type":"ProfilePage","mainEntity":{"@type":"Person","name":"李一",'
        f'"url":"https://paper.example/reporters/{reporter.pk}/","description":"跑教育。"}}}}'
    ) in text


def test_what_search_engines_show_of_a_reporter_ends_with_a_sentence(client, cast):
    reporter = make_reporter("李一", biography="跑教育。" * 29 + "得过三次好新闻奖，两次在省里，一次在市里。")
    make_published(credits=[credit(reporter, "")])
    text = client.get(f"/reporters/{reporter.pk}/").content.decode()
    assert f'<meta name="description" content="{"跑教育。" * 29}">' in text


def test_the_tabs_are_links_and_the_chosen_one_says_so(client, zhou):
    text = client.get(f"/reporters/{zhou.pk}/?role=图").content.decode()
    assert f'<a href="/reporters/{zhou.pk}/?role=%E5%9B%BE" aria-current="page">图片</a>' in text


def test_a_tab_is_turned_within_itself_and_has_an_address_of_its_own(client, settings):
    settings.SITE_URL = "https://paper.example"
    reporter = make_reporter()
    make_public_rows(75, section=make_section(), reporter=reporter, tag=make_tag("防汛"))
    PublishedByline.objects.filter(article__lt=10_060).update(role="图")
    here = f"/reporters/{reporter.pk}/"
    text = client.get(f"{here}?role=图").content.decode()
    assert f'<link rel="canonical" href="https://paper.example{here}?role=%E5%9B%BE">' in text

    (older,) = re.findall(r'<link rel="next" href="([^"]+)"', text)
    text = client.get(older.replace("&amp;", "&")).content.decode()

    assert older.startswith(f"{here}?role=%E5%9B%BE&amp;before=")
    assert f'<link rel="canonical" href="https://paper.example{older}">' in text


def test_a_reporter_with_one_role_has_no_tabs_and_an_unknown_role_no_page(client, cast):
    make_published(credits=["李一"])
    reporter = make_reporter("李一")
    assert 'class="tabs"' not in client.get(f"/reporters/{reporter.pk}/").content.decode()
    assert client.get(f"/reporters/{reporter.pk}/?role=乐队").status_code == 404


def test_somebody_credited_twice_in_a_piece_has_it_once(client, cast):
    reporter = make_reporter("周明远")
    make_published("只有一篇", credits=[credit(reporter, "文"), credit(reporter, "图")])
    text = client.get(f"/reporters/{reporter.pk}/").content.decode()
    assert text.count(">只有一篇</a>") == 1


@pytest.mark.parametrize("kind", ["tags/防汛", "reporters/{pk}"])
def test_turning_pages_shows_every_piece_once_in_both_directions(client, kind):
    reporter, tag = make_reporter(), make_tag("防汛")
    rows = make_public_rows(75, section=make_section(), reporter=reporter, tag=tag)
    address = f"/{kind.format(pk=reporter.pk)}/"
    seen, turned = [], address
    while turned:
        text = client.get(turned).content.decode()
        seen.append(re.findall(r"<h3><a [^>]*>([^<]+)</a></h3>", text))
        older = re.search(r'rel="next" href="(\?[^"]+)"', text)
        turned = f"{address}{older[1]}" if older else ""
    assert [len(page) for page in seen] == [30, 30, 15]
    assert sorted(headline for page in seen for headline in page) == sorted(row.headline for row in rows)
    newer = re.search(r'rel="prev" href="(\?[^"]+)"', text)[1]
    assert re.findall(r"<h3><a [^>]*>([^<]+)</a></h3>", client.get(f"{address}{newer}").content.decode()) == seen[1]


@pytest.mark.parametrize("kind", ["tags/防汛", "reporters/{pk}", "reporters/{pk} in a role"])
def test_the_list_is_read_off_the_index_of_dates(client, kind):
    """Not sorted: a tag of 100,000 pieces would cost as many rows."""
    reporter, tag = make_reporter(), make_tag("防汛")
    make_public_rows(75, section=make_section(), reporter=reporter, tag=tag)
    PublishedByline.objects.filter(article__lt=10_040).update(role="图")
    kind, _, in_a_role = kind.partition(" ")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/{kind.format(pk=reporter.pk)}/", {"role": "图"} if in_a_role else {})
    sql = next(one["sql"] for one in captured if "AS nearest" in one["sql"])
    inner = sql[sql.index("(SELECT DISTINCT") + 1 : sql.index(") AS nearest")]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")  # 75 rows are sorted gladly; can they be had in their order?
            cursor.execute(f"EXPLAIN {inner}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {inner}")
        plan = str(cursor.fetchall())
    if in_a_role and connection.vendor == "sqlite":
        assert "by_role" in plan
    else:  # of 75 rows PostgreSQL takes those of a role from either
        assert "by_date" in plan or (in_a_role and "by_role" in plan)
    assert "TEMP B-TREE FOR ORDER" not in plan


def test_the_roles_are_walked_in_their_index_from_one_to_the_next(client):
    reporter = make_reporter()
    make_public_rows(30, section=make_section(), reporter=reporter, tag=make_tag("防汛"))
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/reporters/{reporter.pk}/")
    sql = next(one["sql"] for one in captured if "WITH RECURSIVE" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'' if connection.vendor == 'postgresql' else 'QUERY PLAN '}{sql}")
        plan = str(cursor.fetchall())
    if connection.vendor == "postgresql":
        assert "Recursive Union" in plan  # thirty rows are not worth an index; 100,000 are
    else:
        assert plan.count("COVERING INDEX credits_by_role") == 2
