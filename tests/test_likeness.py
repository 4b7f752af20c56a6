"""How much two texts have in common, and what the desk is offered out of a text."""

import io
import random

import pytest
from django.core.management import call_command

from articles import likeness, proposing
from articles.models.newsroom import Article, LikenessBand
from tests.makers import make_draft

WORDS = [chr(code) for code in range(0x4E00, 0x5200)]


def text_of(length: int, seed: int) -> str:
    return "".join(random.Random(seed).choices(WORDS, k=length))


def changed(text: str, share: float, seed: int = 1) -> str:
    """The text with this share of its stretches of twenty letters written anew."""
    chance = random.Random(seed)
    parts = [text[at : at + 20] for at in range(0, len(text), 20)]
    return "".join(text_of(20, chance.randrange(10**6)) if chance.random() < share else part for part in parts)


def shared_bands(one: str, other: str) -> int:
    return len(set(likeness.bands(likeness.runs_of(one))) & set(likeness.bands(likeness.runs_of(other))))


def test_punctuation_spaces_and_width_do_not_count() -> None:
    one, other = "区图书馆 4月6日开馆，接待读者１２００人次。", "区图书馆4月6日开馆；接待读者1200人次"
    assert likeness.share(likeness.runs_of(one), likeness.runs_of(other)) == 1.0


def test_the_share_falls_with_what_was_changed() -> None:
    text = text_of(1000, 1)
    shares = [
        likeness.share(likeness.runs_of(text), likeness.runs_of(changed(text, part))) for part in (0, 0.2, 0.5, 1)
    ]
    assert shares[0] == 1.0
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.01


def test_texts_that_are_alike_meet_and_others_do_not() -> None:
    met = strangers = 0
    for seed in range(100):
        text = text_of(800, seed)
        met += bool(shared_bands(text, changed(text, 0.2, seed)))
        strangers += bool(shared_bands(text, text_of(800, seed + 1000)))
    assert met >= 97
    assert strangers <= 2


def test_a_text_of_a_line_is_not_compared() -> None:
    assert likeness.bands(likeness.runs_of("今日停水。")) == ()
    assert likeness.share(frozenset(), frozenset()) == 0.0


OPENING = (
    "4月6日，青禾区图书馆新馆开馆，当天接待读者一千二百人次。记者从区图书馆获悉，新馆藏书十二万册，图书馆全年开放。\n"
    "他说，这里比老馆大。图书馆旁边是阅览室，阅览室里坐满了人，阅览室周一关门。"
)


class TestHeadlines:
    def test_say_nothing_that_the_text_does_not(self) -> None:
        proposed = proposing.headlines(OPENING)
        assert proposed[0] == "青禾区图书馆新馆开馆"
        assert len(proposed) <= 3
        assert all(part in OPENING for headline in proposed for part in headline.split())
        assert all(7 <= len(headline) <= 26 for headline in proposed)

    def test_leave_out_the_dateline_the_time_and_who_had_heard_it(self) -> None:
        for opening in (
            "本报讯 4月6日上午，",
            "本报讯（记者 罗启明）昨日，",
            "新华社北京4月6日电　",
            "记者从区里获悉，近日，",
        ):
            assert proposing.headlines(f"{opening}青禾区图书馆新馆开馆，市民前往。")[0].startswith(
                "青禾区图书馆新馆开馆"
            )

    def test_of_nothing_are_none(self) -> None:
        assert proposing.headlines("") == []
        assert proposing.headlines("123，456。\n！！！") == []


class TestTags:
    def test_those_in_use_come_first_and_none_twice(self) -> None:
        tags = proposing.tags(OPENING, known=["图书", "图书馆", "防汛", "开放"], used=["开放"])
        assert [(tag.name, tag.is_known) for tag in tags] == [("图书馆", True), ("图书", True), ("阅览室", False)]

    def test_a_text_without_nouns_has_none(self) -> None:
        assert proposing.tags("是的，好。", known=["防汛"]) == []


@pytest.mark.django_db
def test_pieces_of_before_are_remembered_once_and_found() -> None:
    body = f"<p>{text_of(400, 1)}</p>"
    piece = make_draft(body=body)
    LikenessBand.objects.all().delete()
    assert likeness.most_alike(Article(body=body), least=0.5) is None
    out = io.StringIO()
    call_command("fill_likeness", stdout=out)
    assert likeness.most_alike(Article(body=body), least=0.5).number == piece.number
    before = set(LikenessBand.objects.values_list("value", flat=True))
    call_command("fill_likeness", stdout=out)
    assert set(LikenessBand.objects.values_list("value", flat=True)) == before
    assert "已经可以比对" in out.getvalue()
