"""A heading in mid-text is a subhead unless something says that another piece begins there."""

import pytest

from articles.importing.parse import parse_page
from articles.importing.records import ParsedArticle

FILLER = "大家你一言我一语，说起今年的变化，话匣子一下子打开了。"


def pieces(*blocks: str) -> tuple[ParsedArticle, ...]:
    page = parse_page("\n\n".join(blocks) + "\n")
    assert page.unaccounted_lines() == []
    return page.articles


def wrapped(text: str, width: int = 16) -> str:
    """A paragraph in a column that has lost its indents: the first line is two characters shorter."""
    lines = [text[: width - 2]]
    lines += [text[at : at + width] for at in range(width - 2, len(text), width)]
    return "\n".join(lines)


def names(article: ParsedArticle) -> list[str]:
    return [credit.name for credit in article.credits]


def signed_at_its_head(last: str) -> tuple[ParsedArticle, ...]:
    return pieces(
        "茶园里的好日子",
        wrapped(f"本报讯（记者 陆知秋）清晨六时许，柳溪县的何大壮像往常一样来到茶园。{FILLER}"),
        "难题怎么破？",
        wrapped(f"截至五月底，茶园里的路修到了地头。{FILLER}大家都说柳溪县变了样，路通了茶叶就好卖了。"),
        "大棚里的新鲜事",
        wrapped(f"傍晚时分，青岚县的顾家坪还亮着灯。草莓大棚里，苏朴正在给苗子浇水。{FILLER}"),
        "一个都不能少",
        wrapped(f"在青岚县，像苏朴这样的种植户有三百多家。{FILLER}") + f"\n{last}",
    )


def test_what_is_signed_at_its_head_and_by_another_at_its_end_is_two_pieces() -> None:
    first, second = signed_at_its_head("首席记者 方远山 文/图")
    assert (names(first), names(second)) == (["陆知秋"], ["方远山"])
    assert (first.headline, second.headline) == ("茶园里的好日子", "大棚里的新鲜事")
    assert [paragraph.text for paragraph in first.paragraphs if paragraph.is_subhead] == ["难题怎么破？"]
    assert [paragraph.text for paragraph in second.paragraphs if paragraph.is_subhead] == ["一个都不能少"]
    assert "head_or_subhead" in [remark.code for remark in second.remarks]


@pytest.mark.parametrize("last", ["记者 陆知秋 摄影报道", "方远山 摄"])
def test_the_same_name_again_or_a_photographer_is_no_second_signature(last: str) -> None:
    (article,) = signed_at_its_head(last)
    assert article.headline == "茶园里的好日子"


def test_sections_that_open_with_the_same_label_are_one_pieces() -> None:
    """A blank line is a column's end here, so that one above a heading speaks for a new piece."""
    running = wrapped(f"四月的一个凌晨，一阵急促的铃声在营区里响起。{FILLER * 3}").split("\n")
    lines = ["铁拳出击", *running[:3], "", *running[3:], *running[:2], "", *running[2:]]
    section = wrapped(f"［演练实录］凌晨时分，命令下达，要求在午前到达预定的地域。{FILLER * 2}").split("\n")
    lines += ["紧急出动", *section[:3], "", *section[3:], "", "网上鏖战"]
    lines += wrapped(f"［演练实录］天刚放亮，信息传输员报告，青河县的通信中断。{FILLER}").split("\n")
    page = parse_page("\n".join(lines) + "\n")
    assert page.layout.blank_means == "column"
    assert len(page.articles) == 1


@pytest.mark.parametrize("name", ["青岚晚报", "柳溪日报"])
def test_a_dateline_broken_after_the_papers_name_is_no_masthead(name: str) -> None:
    (article,) = pieces(f"柳溪大桥通车\n{name}\n讯 昨日，历时两年\n建设的柳溪大桥通\n车。（记者 陆知秋）")
    assert (article.dateline, article.headline) == (f"{name}讯", "柳溪大桥通车")
    assert names(article) == ["陆知秋"]


NEWS = "全县招商引资会议召开\n本报讯（记者 陆知秋）昨日，全县招商引资会议召开。\n县长何景行强调，要抓好“一号工程”。"


@pytest.mark.parametrize(("heading", "count"), [("相关链接", 1), ("■名词解释", 1), ("公 告", 2), ("天气预报", 2)])
def test_a_box_belongs_to_its_piece_and_a_notice_is_one(heading: str, count: int) -> None:
    page = parse_page(f"{NEWS}\n{heading}\n“一号工程”是指全县上下集中力量抓的头等大事。\n今年安排项目六十个。\n")
    assert len(page.articles) == count


def test_a_note_on_the_author_ends_his_piece() -> None:
    first, second = parse_page(
        "又到槐花飘香时\n■方远山\n四月的柳溪，槐花开了。小时候，母亲常带我们去摘槐花。\n（作者系县委党校教师）\n"
        f"{NEWS}\n"
    ).articles
    assert first.paragraphs[-1].text == "（作者系县委党校教师）"
    assert second.headline == "全县招商引资会议召开"


def test_editors_named_at_the_end_are_no_second_writer() -> None:
    (article,) = parse_page(
        "从“靠天吃饭”到“科技种田”\n◎记者 陆知秋\n张大山一边操作手机，一边对记者说，浇水不用下地。\n"
        "服务到田：专家地头开良方\n县农业农村局组织专家服务队四支，深入田间地头开展指导。\n编辑：何川 校对：方远\n"
    ).articles
    assert [paragraph.text for paragraph in article.paragraphs if paragraph.is_subhead] == ["服务到田：专家地头开良方"]


def test_the_name_of_a_column_stands_above_the_headline() -> None:
    (article,) = parse_page(f"【乡村振兴看青岚】\n{NEWS}\n").articles
    assert (article.kicker, article.headline) == ("【乡村振兴看青岚】", "全县招商引资会议召开")


def test_numbered_pictures_have_captions_and_who_supplied_them_is_credited() -> None:
    (article,) = parse_page(f"{NEWS}（上接第1版）\n图①：会场外景。\n图②：签约现场。\n图片由县商务局提供\n").articles
    assert [caption.text for caption in article.captions] == ["图①：会场外景。", "图②：签约现场。"]
    assert [(credit.name, credit.role) for credit in article.credits] == [("陆知秋", ""), ("县商务局", "提供")]
