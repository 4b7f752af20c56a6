"""What leaves the house as plain text or as a Word document comes back through the import as the same pieces."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from articles import body as bodies
from articles.exporting import plain_text, word
from articles.exporting.records import Kind, Picture, Piece, manuscript
from articles.importing.reading import read
from articles.importing.records import ParsedArticle
from articles.importing.word import read_word
from articles.sample.paper import paper

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

FULL = Piece(
    headline="长椿路社区食堂开张",
    kicker="民生实事看进展",
    subheading="一百二十位老人在这里吃上午饭",
    byline="记者 周明远 通讯员 吴桐 文/图",
    is_byline_at_end=True,
    dateline="本报讯",
    body="<p>昨天上午，长椿路社区的新食堂开张，一百二十位老人在这里吃上了午饭。</p><h3>一荤两素十元</h3>"
    "<p>“价钱实在，味道也好。”家住三号楼的刘桂兰说，她打算天天来。</p>"
    "<blockquote><p>食堂由社区与街道合办，八十岁以上的老人每餐另补两元。</p></blockquote>",
    pictures=(Picture("A01-1-1.jpg", "食堂里坐满了人。", "周明远 摄"), Picture("A01-1-2.jpg", "热气腾腾的后厨")),
    editor_in_charge="老王",
    proofread_by="小钱",
)
OTHER = Piece(
    headline="银杏黄了",
    byline="记者 吴桐",
    dateline="本报讯",
    body="<p>学府街的二百一十六棵银杏进入最佳观赏期，树下这几天都是拍照的人。</p><p>环卫工人说，落叶先不扫。</p>",
)


def exported(pieces: list[Piece], kind: str) -> tuple[str, bytes]:
    return ("A01.txt", plain_text.text(pieces).encode()) if kind == "text" else ("A01.docx", word.document(pieces))


def back(pieces: list[Piece], kind: str, **options) -> tuple[ParsedArticle, ...]:
    return read(*exported(pieces, kind), **options).page.articles


def texts(piece: Piece) -> list[str]:
    dateline = f"{piece.dateline}　"
    return [
        line.text.removeprefix(dateline) for line in manuscript(piece) if line.kind in {Kind.PARAGRAPH, Kind.SUBHEAD}
    ]


@pytest.mark.parametrize("kind", ["text", "word"])
def test_a_page_comes_back_as_the_same_pieces(kind: str) -> None:
    found = back([FULL, OTHER], kind)
    assert [piece.headline for piece in found] == [FULL.headline, OTHER.headline]
    first, second = found
    assert (first.kicker, first.subheading) == (FULL.kicker, FULL.subheading)
    assert (first.dateline, first.printed_byline, first.printed_byline_place) == ("本报讯", FULL.byline, "end")
    assert [one.text for one in first.paragraphs] == texts(FULL)
    assert [one.is_subhead for one in first.paragraphs] == [False, True, False, False]
    assert [re.sub("^图片说明（.*?）：", "", one.text) for one in first.captions] == [
        picture.words for picture in FULL.pictures
    ]
    assert (second.kicker, second.subheading, second.captions) == ("", "", ())
    assert (second.printed_byline, second.printed_byline_place) == (OTHER.byline, "head")
    assert [one.text for one in second.paragraphs] == texts(OTHER)


@pytest.mark.parametrize("kind", ["text", "word"])
def test_every_page_of_the_sample_comes_back(kind: str) -> None:
    roster = {reporter.name for reporter in paper().reporters}
    compared = 0
    for page in paper().pages:
        pieces = [
            Piece(one.headline, bodies.from_paragraphs(one.paragraphs), one.kicker, one.subheading, one.byline,
                  one.byline_at != "head", editor_in_charge="老王", proofread_by="小钱", approved_by="老赵")
            for one in page.set_pieces
        ]  # fmt: skip
        found = back(pieces, kind, roster=roster)
        assert [one.headline for one in found] == [one.headline for one in pieces], page.name
        for old, new in zip(pieces, found, strict=True):
            compared += 1
            assert (new.kicker, new.subheading) == (old.kicker, old.subheading)
            written = "".join(f"{new.dateline}{new.printed_byline}".split()) if new.dateline else ""
            said = ["".join(text.split()) for text in texts(old)]
            came = ["".join(one.text.split()) for one in new.paragraphs]
            # A dateline and a byline behind it go into columns of their own, which the sample's prose has in its text.
            assert came[1:] == said[1:]
            assert said[0].endswith(came[0])
            assert said[0].removesuffix(came[0]) in written or came[0] == said[0]
    assert compared > 40


@pytest.mark.parametrize("kind", ["text", "word"])
def test_a_piece_without_headline_stays_a_piece(kind: str) -> None:
    unnamed = Piece("", OTHER.body, byline="记者 吴桐", dateline="本报讯", is_byline_at_end=True)
    found = back([FULL, unnamed], kind)
    assert [piece.headline for piece in found] == [FULL.headline, ""]


def test_the_dateline_that_a_body_still_has_is_written_once() -> None:
    piece = Piece("甲", "<p>本报讯 昨天下雨。</p>", dateline="本报讯")
    assert [line.text for line in manuscript(piece)] == ["甲", "本报讯　昨天下雨。"]


def test_forced_line_breaks_and_tables_keep_their_lines() -> None:
    piece = Piece(
        "甲", "<p>一行<br>又一行</p><table><tbody><tr><td><p>东</p></td><td><p>西</p></td></tr></tbody></table>"
    )
    assert [line.text for line in manuscript(piece)] == ["甲", "一行\n又一行", "东 西"]
    assert [one.text for one in read_word(word.document([piece])).paragraphs] == ["甲", "一行\n又一行", "东 西"]


class TestTheWordFile:
    def parts(self, pieces: list[Piece], **options) -> dict[str, ElementTree.Element]:
        with zipfile.ZipFile(io.BytesIO(word.document(pieces, **options))) as package:
            assert package.testzip() is None
            return {name: ElementTree.fromstring(package.read(name)) for name in package.namelist()}

    def test_every_part_is_declared_and_every_relation_leads_to_a_part(self) -> None:
        parts = self.parts([FULL])
        declared = {one.get("PartName") for one in parts["[Content_Types].xml"] if one.get("PartName")}
        assert {f"/{name}" for name in parts if name.endswith(".xml") and name != "[Content_Types].xml"} == declared
        for name, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
            assert all(folder + relation.get("Target") in parts for relation in parts[name])

    def test_paragraphs_have_styles_of_a_chinese_manuscript(self) -> None:
        parts = self.parts([FULL])
        styles = {one.get(f"{W}styleId"): one for one in parts["word/styles.xml"].iter(f"{W}style")}
        used = {one.get(f"{W}val") for one in parts["word/document.xml"].iter(f"{W}pStyle")}
        assert used <= styles.keys()
        text = styles["Normal"]
        assert text.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") == "仿宋"
        assert text.find(f"{W}rPr/{W}sz").get(f"{W}val") == "32"  # 三号: 16 points
        assert text.find(f"{W}pPr/{W}ind").get(f"{W}firstLineChars") == "200"

    def test_properties_stand_in_the_order_of_the_schema(self) -> None:
        """Word calls a file damaged where they do not (ECMA-376, CT_PPr and CT_RPr)."""
        orders = {
            "pPr": ("pStyle", "keepNext", "pageBreakBefore", "spacing", "ind", "jc", "outlineLvl"),
            "rPr": ("rFonts", "b", "sz", "szCs", "lang"),
            "style": ("name", "basedOn", "qFormat", "pPr", "rPr"),
        }
        for part in self.parts([FULL, OTHER]).values():
            for tag, order in orders.items():
                for element in part.iter(f"{W}{tag}"):
                    places = [order.index(child.tag.removeprefix(W)) for child in element]
                    assert places == sorted(places)

    def test_each_piece_begins_a_page_and_the_head_says_what_is_not_released(self) -> None:
        parts = self.parts([FULL, OTHER], title="2026-11-20-A01", remark="2026-11-20-A01　尚未签发：银杏黄了")
        assert len(list(parts["word/document.xml"].iter(f"{W}pageBreakBefore"))) == 1
        assert "".join(parts["word/header1.xml"].itertext()).endswith("尚未签发：银杏黄了")

    def test_characters_that_xml_cannot_hold_are_left_out(self) -> None:
        assert read_word(word.document([Piece("甲\x0b乙", "<p>丙\x01丁</p>")])).paragraphs[0].text == "甲乙"

    def test_the_same_pieces_give_the_same_bytes(self) -> None:
        assert word.document([FULL]) == word.document([FULL])
