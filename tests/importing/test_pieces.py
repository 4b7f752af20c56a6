"""A page is divided where a reader would divide it, and every byline goes to its piece."""

from datetime import date

import pytest

from articles.importing.parse import parse_page
from articles.importing.records import ParsedArticle


def parsed(text: str, **options: object) -> tuple[ParsedArticle, ...]:
    page = parse_page(text, **options)
    assert page.unaccounted_lines() == []
    return page.articles


def names(article: ParsedArticle) -> list[str]:
    return [credit.name for credit in article.credits]


def texts(article: ParsedArticle) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


def test_briefs_under_headlines_of_their_own() -> None:
    articles = parsed(
        "我县开展消防演练\n"
        "本报讯 3月2日，县消防救援大队在城关小学开展消防演练，300余名师生参加。（顾南枝）\n"
        "柳溪镇整治河道\n"
        "本报讯 连日来，柳溪镇组织人员清理河道垃圾12吨。（陆知秋 方远山）\n"
        "青岚二中举办读书节\n"
        "本报讯 近日，青岚二中举办第五届读书节。（通讯员 何小满）\n"
    )
    assert [article.headline for article in articles] == ["我县开展消防演练", "柳溪镇整治河道", "青岚二中举办读书节"]
    assert [names(article) for article in articles] == [["顾南枝"], ["陆知秋", "方远山"], ["何小满"]]
    assert articles[0].event_date.iso == "--03-02"


def test_pieces_without_headline_or_dateline_end_with_their_bylines() -> None:
    articles = parsed(
        "　　春风化雨润青岚。3月以来，青岚县气象局深入田间地头，开展春耕气象服务。\n"
        "　　截至目前，已发布专报12期。\n"
        "　　（陆知秋）\n"
        "　　走进柳溪镇桃花村，满山桃花竞相开放。村民何大壮说，今年游客多了三成。\n"
        "　　（方远山）\n"
        "　　昨日，县图书馆新馆开馆。新馆面积八千平方米。\n"
        "　　（顾南枝）\n"
    )
    assert [names(article) for article in articles] == [["陆知秋"], ["方远山"], ["顾南枝"]]
    assert [len(article.paragraphs) for article in articles] == [2, 1, 1]


def test_a_marked_byline_after_a_text_opens_the_next_piece() -> None:
    articles = parsed(
        "本报讯 昨日，县图书馆新馆开馆，新馆面积八千平方米，藏书二十万册。\n"
        "□本报记者 陆知秋\n"
        "三月的柳溪，春意正浓。村口的老槐树下，几位老人正在聊天。\n"
    )
    assert [names(article) for article in articles] == [[], ["陆知秋"]]


def test_a_byline_in_mid_piece_does_not_part_it_and_is_remarked() -> None:
    (article,) = parsed(
        "编者按：今年是全县项目建设年。本报今起推出专栏，敬请关注。\n"
        "本报记者 陆知秋 方远山\n"
        "站在柳溪工业园的楼顶，塔吊林立，机声隆隆。\n"
        "园区负责人何景行介绍，今年已有12个项目开工。\n"
    )
    assert names(article) == ["陆知秋", "方远山"]
    assert len(article.paragraphs) == 3
    assert "byline_for_which_piece" in [remark.code for remark in article.remarks]


def test_subheads_stay_in_their_piece() -> None:
    (article,) = parsed(
        "柳溪镇的春天\n"
        "本报记者 陆知秋\n"
        "三月的柳溪，春意正浓。村口的老槐树下，几位老人正在聊天，说起村里的变化，大家的话匣子一下子打开了。\n"
        "从“等靠要”到“加油干”\n"
        "几年前，柳溪还是县里有名的后进村。何大壮说，那时候村里连一条像样的路都没有，柳溪人出门全靠两条腿。\n"
        "小产业带来大变化\n"
        "如今，柳溪村的茶园有三千亩，家家户户都种茶，村里还办起了茶厂，柳溪的春茶卖到了全国各地。\n"
    )
    assert [paragraph.text for paragraph in article.paragraphs if paragraph.is_subhead] == [
        "从“等靠要”到“加油干”",
        "小产业带来大变化",
    ]
    assert len(article.paragraphs) == 5


def test_a_glued_byline_leaves_the_last_sentence_alone() -> None:
    (article,) = parsed("本报讯 3月2日，县医院新院区启用，设床位800张。本报记者 陆知秋 文/图\n")
    assert texts(article) == ["3月2日，县医院新院区启用，设床位800张。"]
    assert article.printed_byline == "本报记者 陆知秋 文/图"
    assert article.printed_byline_place == "end"
    assert (article.credits[0].standing, article.credits[0].role) == ("记者", "文/图")


def test_the_dateline_stands_apart_from_the_first_paragraph() -> None:
    (article,) = parsed("【本报讯】（记者 陆知秋） 昨日，县医院新院区启用。\n")
    assert (article.dateline, article.dateline_kind, article.printed_byline) == ("【本报讯】", "讯", "（记者 陆知秋）")
    assert texts(article) == ["昨日，县医院新院区启用。"]


def test_a_dateline_at_the_end_is_the_pieces_own() -> None:
    (article,) = parsed(
        "柳溪大桥通车\n历时两年建设的柳溪大桥昨日通车，两岸群众出行时间缩短半小时。\n"
        "大桥全长1.2公里，双向六车道。\n（本报青岚5月6日电）\n"
    )
    assert (article.dateline_at, article.dateline_place, article.filed_date.iso) == ("end", "青岚", "--05-06")
    assert len(article.paragraphs) == 2


def test_event_day_and_filing_day_stay_apart() -> None:
    (article,) = parsed("本报青岚5月6日电 5月4日，柳溪大桥通车，两岸群众出行时间缩短半小时。\n")
    assert (article.filed_date.iso, article.event_date.iso) == ("--05-06", "--05-04")


def test_the_year_is_proposed_from_the_issue_and_remarked() -> None:
    (article,) = parsed("本报讯 12月30日，全县安全生产会议召开。\n", issue_date=date(2023, 1, 3))
    assert article.event_date.iso == "2022-12-30"
    assert article.event_date.year_is_proposed
    assert "year_proposed" in [remark.code for remark in article.remarks]


def test_without_an_issue_date_the_pages_own_date_line_gives_the_year() -> None:
    page = parse_page("A01 要闻\n2023年1月3日 星期二\n\n本报讯 12月30日，全县安全生产会议召开。记者 陆知秋\n")
    assert page.page_date.iso == "2023-01-03"
    assert page.articles[0].event_date.iso == "2022-12-30"
    assert [item.kind for item in page.furniture] == ["page", "date"]


def test_furniture_within_a_column_does_not_break_its_paragraph() -> None:
    (article,) = parsed(
        "本报讯 3月2日，县消防救援大\n队在城关小学开展消防演练，\n300余名师生参加，演练\n\n"
        "新闻热线 0371-60001111\n\n历时一小时，师生们学会了\n使用灭火器。\n"
    )
    assert texts(article) == [
        "3月2日，县消防救援大队在城关小学开展消防演练，300余名师生参加，演练历时一小时，师生们学会了使用灭火器。"
    ]


def test_the_pages_staff_is_credited_to_the_page() -> None:
    page = parse_page("责编 何川 美编 方远 校对 顾南枝\n\n本报讯 昨日，县医院新院区启用。记者 陆知秋\n")
    assert [(credit.name, credit.role) for credit in page.credits] == [
        ("何川", "责编"),
        ("方远", "美编"),
        ("顾南枝", "校对"),
    ]
    assert names(page.articles[0]) == ["陆知秋"]


def test_the_editor_below_the_only_piece_is_credited_in_it() -> None:
    (article,) = parsed("本报讯 昨日，县医院新院区启用。记者 陆知秋\n责任编辑：何川\n")
    assert [(credit.name, credit.role) for credit in article.credits] == [("陆知秋", ""), ("何川", "责任编辑")]


def test_the_signatures_of_a_media_centre_are_rows_by_their_roles() -> None:
    (article,) = parsed(
        "全县春耕备耕现场会召开\n3月8日，青岚县春耕备耕现场会在柳溪镇召开。县委副书记何景行参加。\n"
        "何景行指出，要抢抓农时，抓实田间管理。\n县融媒体中心记者：陆知秋\n编 辑：苏 朴\n一 审：魏 禾\n三 审：罗 川\n"
    )
    assert [(credit.name, credit.role) for credit in article.credits] == [
        ("陆知秋", ""),
        ("苏朴", "编辑"),
        ("魏禾", "一审"),
        ("罗川", "三审"),
    ]
    assert len(article.paragraphs) == 2


@pytest.mark.parametrize(
    ("lines", "credited"),
    [
        ("（本报记者 何川 实习生 方\n远山）", ["何川", "方远山"]),
        ("记者 何川 实习\n生 方　远 文/图", ["何川", "方远"]),
        ("全媒体记者 何川 实习生\n方远", ["何川", "方远"]),
        ("记者 何川\n通讯员 方远山、顾南枝", ["何川", "方远山", "顾南枝"]),
    ],
)
def test_a_byline_broken_over_lines_is_one(lines: str, credited: list[str]) -> None:
    (article,) = parsed(f"本报讯 3月2日，县消防救援大\n队在城关小学开展消防演练，\n300余名师生参加。\n{lines}\n")
    assert names(article) == credited
    assert len(article.paragraphs) == 1


def test_a_headlines_second_line_is_no_byline_though_it_sounds_like_a_name() -> None:
    (article,) = parsed("我县多措并举抓好森\n林防火\n本报讯 昨日，全县森林防火工作会议召开，部署春季防火。\n")
    assert names(article) == []


def test_a_captions_photographer_is_credited_in_the_caption() -> None:
    (article,) = parsed(
        "本报讯 3月2日，县消防救援大\n队在城关小学开展消防演练，\n300余名师生参加。\n\n图为演练现场。记者 顾南枝 摄\n"
    )
    (caption,) = article.captions
    assert caption.text == "图为演练现场。记者 顾南枝 摄"
    assert [(credit.name, credit.role) for credit in caption.credits] == [("顾南枝", "摄")]
    assert names(article) == []


def test_kicker_headline_and_subheading_are_told_apart() -> None:
    (article,) = parsed(
        "何景行在柳溪镇调研时强调\n抓紧抓实春耕生产\n方远山陪同\n本报讯（记者 陆知秋）昨日，县长何景行到柳溪镇调研。\n"
    )
    assert (article.kicker, article.headline, article.subheading) == (
        "何景行在柳溪镇调研时强调",
        "抓紧抓实春耕生产",
        "方远山陪同",
    )


def test_text_that_only_sounds_like_a_byline_stays_text() -> None:
    (article,) = parsed("　　记者在现场看到，大桥已合龙。\n　　小记者们来到报社参观。\n　　通讯员培训班同日开班。\n")
    assert names(article) == []
    assert len(article.paragraphs) == 3


def test_the_source_line_names_the_source() -> None:
    (article,) = parsed("本报讯 昨日，县医院新院区启用，设床位800张。\n来源：青岚网\n")
    assert article.source == "青岚网"


def test_a_guess_is_remarked_with_the_alternatives() -> None:
    (article,) = parsed("本报讯 昨日，县医院新院区启用，设床位800张。\n记者张博文康平\n")
    (remark,) = [remark for remark in article.remarks if remark.code == "names_divided_by_guess"]
    assert remark.alternatives
    assert remark.lines == (2,)


def test_the_roster_settles_the_guess() -> None:
    (article,) = parsed("本报讯 昨日，县医院新院区启用，设床位800张。\n记者张博文康平\n", roster=["张博文", "康平"])
    assert names(article) == ["张博文", "康平"]
    assert "names_divided_by_guess" not in [remark.code for remark in article.remarks]


@pytest.mark.parametrize("text", ["", "\n\n", "A01\n", "2023年4月7日\n"])
def test_a_page_without_pieces_says_so(text: str) -> None:
    page = parse_page(text)
    assert page.articles == ()
    assert [remark.code for remark in page.remarks] == ["page_without_pieces"]


def test_a_headline_without_text_is_set_aside_with_a_remark() -> None:
    page = parse_page("柳溪大桥通车\n")
    assert page.articles == ()
    assert "head_without_text" in [remark.code for remark in page.remarks]
    assert page.unaccounted_lines() == []
