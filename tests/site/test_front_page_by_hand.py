"""Places of the front page that the desk fills: in which order, for how long, and what follows when a piece goes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles import editing, generation
from articles.models.placing import FrontSlot
from tests.cast import logged_in
from tests.makers import advance, make_photo, make_published

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/frontslot/"
ADD = f"{LIST}add/"
DAY = date(2026, 11, 20)


@pytest.fixture
def pieces(cast) -> dict:
    """Five printed pieces; by itself the front page has them in this order."""
    return {
        headline: make_published(headline, issue_date=DAY, page_label="A01", page_order=order)
        for order, headline in enumerate(("甲稿", "乙稿", "丙稿", "丁稿", "戊稿"))
    }


def put(user, piece, slot: str = "lead", **fields):
    """Fill a place in the admin; `fields` are columns of the form, times split into day and minute."""
    return logged_in(user).post(ADD, {"slot": slot, "number": str(piece.number), **fields})


def times(name: str, at) -> dict:
    local = timezone.localtime(at)
    return {f"{name}_0": f"{local:%Y-%m-%d}", f"{name}_1": f"{local:%H:%M:%S}"}


def top(client) -> list[str]:
    """The headlines at the top of the front page in their order, the lead first."""
    text = client.get("/").content.decode()
    text = text[text.index('<section class="lead') : text.index("</section>")]
    found = [
        (text.index(f"{name}</a>"), name) for name in ("甲稿", "乙稿", "丙稿", "丁稿", "戊稿") if f"{name}</a>" in text
    ]
    return [name for _place, name in sorted(found)]


def test_what_nobody_fills_fills_itself(client, pieces):
    assert top(client)[:3] == ["甲稿", "乙稿", "丙稿"]


def test_an_editor_puts_a_piece_on_top_and_the_rest_moves_down(client, cast, pieces):
    before = generation.current().number
    assert put(cast.wang, pieces["丁稿"]).status_code == 302

    assert generation.current().number > before
    assert top(client)[:3] == ["丁稿", "甲稿", "乙稿"]


def test_top_news_follow_the_lead_in_the_order_of_the_desk_and_move_by_buttons(client, cast, pieces):
    put(cast.wang, pieces["戊稿"], "news")
    put(cast.wang, pieces["丁稿"], "news")
    put(cast.wang, pieces["丙稿"])
    assert top(client)[:3] == ["丙稿", "戊稿", "丁稿"]

    second = FrontSlot.objects.get(number=pieces["丁稿"].number)
    before = generation.current().number
    logged_in(cast.wang).post(LIST, {"_move": f"up:{second.pk}"})

    assert generation.current().number == before + 1
    assert top(client)[:3] == ["丙稿", "丁稿", "戊稿"]
    logged_in(cast.wang).post(LIST, {"_move": f"up:{second.pk}"})  # It is the first already.
    assert top(client)[:3] == ["丙稿", "丁稿", "戊稿"]
    logged_in(cast.wang).post(LIST, {"_move": f"down:{second.pk}"})
    assert top(client)[:3] == ["丙稿", "戊稿", "丁稿"]
    logged_in(cast.wang).post(LIST, {"_move": f"off:{second.pk}"})
    assert top(client)[:3] == ["丙稿", "戊稿", "甲稿"]


def test_a_withdrawn_lead_is_replaced_at_once_and_the_list_says_so(client, cast, pieces):
    put(cast.wang, pieces["丁稿"])
    put(cast.wang, pieces["丙稿"])
    advance(pieces["丁稿"], "withdraw", by=cast.zhao, note="失实。")

    assert top(client)[:2] == ["丙稿", "甲稿"]
    assert "已不公开" in logged_in(cast.wang).get(LIST).content.decode()


def test_a_corrected_piece_keeps_its_place(client, cast, pieces):
    put(cast.wang, pieces["丁稿"])
    advance(pieces["丁稿"], "take_down", by=cast.zhao, note="核实。")
    assert top(client)[0] == "甲稿"
    advance(pieces["丁稿"], "put_back", by=cast.zhao, note="无误。")
    assert top(client)[0] == "丁稿"


def test_a_place_begins_and_ends_by_the_thread_that_releases_and_not_by_a_reader(client, cast, pieces):
    now = timezone.now()
    put(
        cast.wang,
        pieces["丁稿"],
        **times("begins_at", now + timedelta(hours=1)),
        **times("ends_at", now + timedelta(hours=2)),
    )
    assert top(client)[0] == "甲稿"
    before = generation.current().number

    editing.release_due(now + timedelta(minutes=30))
    assert (top(client)[0], generation.current().number) == ("甲稿", before)

    editing.release_due(now + timedelta(minutes=61))
    assert (top(client)[0], generation.current().number) == ("丁稿", before + 1)
    editing.release_due(now + timedelta(minutes=62))
    assert generation.current().number == before + 1

    editing.release_due(now + timedelta(hours=3))
    assert (top(client)[0], generation.current().number) == ("甲稿", before + 2)


def test_notices_topics_and_pictures_have_places_of_their_own(client, cast, pieces):
    put(cast.wang, pieces["丁稿"], "notice")
    put(cast.wang, pieces["戊稿"], "topic", heading="防汛专题")
    pictured = make_published("图片稿", pictures=[make_photo()], issue_date=DAY, page_label="A03")
    put(cast.wang, pictured, "pictures")

    text = client.get("/").content.decode()

    assert text.index("防汛专题") < text.index("戊稿</a>")
    assert text.index('id="notices"') < text.index("丁稿</a>")
    assert text.index('id="pictures"') < text.index("图片稿</a>")
    assert not {"丁稿", "戊稿"} & set(top(client))


def test_only_public_pieces_can_be_placed(cast, pieces):
    for typed in ("999999", "没有编号", ""):
        answer = logged_in(cast.wang).post(ADD, {"slot": "lead", "number": typed})
        assert answer.status_code == 200
    assert not FrontSlot.objects.exists()


def test_the_address_of_a_piece_or_its_number_with_the_headline_can_be_typed(cast, pieces):
    number = pieces["丁稿"].number
    for slot, typed in (("lead", f"http://127.0.0.1:8000/2026/11/20/{number}/"), ("news", f"{number} 丁稿")):
        assert logged_in(cast.wang).post(ADD, {"slot": slot, "number": typed}).status_code == 302
    assert set(FrontSlot.objects.values_list("number", flat=True)) == {number}


def test_the_end_must_lie_behind_the_beginning(cast, pieces):
    now = timezone.now()
    answer = put(cast.wang, pieces["丁稿"], **times("begins_at", now), **times("ends_at", now - timedelta(hours=1)))
    assert "必须晚于" in answer.content.decode()


def test_a_writer_fills_no_place_and_moves_none(client, cast, pieces):
    assert put(cast.li, pieces["丁稿"]).status_code == 403
    put(cast.wang, pieces["丁稿"])
    slot = FrontSlot.objects.get()
    assert logged_in(cast.li).post(LIST, {"_move": f"off:{slot.pk}"}).status_code == 403
    assert FrontSlot.objects.exists()


def test_the_buttons_are_as_large_as_a_thumb_on_a_phone_and_missing_where_one_may_only_look(new_page, cast, pieces):
    put(cast.wang, pieces["丁稿"])
    put(cast.wang, pieces["戊稿"])
    session = logged_in(cast.wang).cookies["sessionid"].value
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto("/")
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": f"{page.url}admin/"}])
    page.goto(LIST)
    box = page.get_by_role("button", name="上移: 戊稿").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    page.get_by_role("button", name="上移: 戊稿").click()
    page.goto("/")
    assert page.locator(".lead h2").inner_text() == "戊稿"
    assert "_move" not in logged_in(cast.li).get(LIST).content.decode()


def test_a_piece_without_a_photo_is_refused_among_the_picture_news(cast, pieces):
    pictured = make_published("有图的", pictures=[make_photo()])

    answer = put(cast.wang, pieces["甲稿"], "pictures")

    assert "没有照片" in answer.content.decode()
    assert put(cast.wang, pictured, "pictures").status_code == 302
    assert [slot.number for slot in FrontSlot.objects.all()] == [pictured.number]


def test_the_list_says_that_empty_places_fill_themselves(cast):
    assert "空着的位置自动补上" in logged_in(cast.wang).get(LIST).content.decode()


def test_the_list_says_which_pieces_find_their_place_full(client, cast):
    """The top holds seven, and each topic six: what the list calls shown is what readers have, no more."""
    photo = make_photo()
    placed = [make_published(f"头条{order}号", pictures=[photo]) for order in range(9)]
    for order, piece in enumerate(placed):
        FrontSlot.objects.create(slot="news", number=piece.number, position=order)
        FrontSlot.objects.create(slot="topic", heading="秋收", number=piece.number, position=order)
    client.get("/")

    for slot, most in (("news", 7), ("topic", 6)):
        rows = logged_in(cast.wang).get(LIST, {"slot__exact": slot}).content.decode().split("<tr>")
        states = {piece.headline: "位置已满" in row for piece in placed for row in rows if piece.headline in row}
        assert [states[piece.headline] for piece in placed] == [False] * most + [True] * (9 - most)
    text = client.get("/").content.decode()
    above = text[text.index('<section class="lead') : text.index("</section>")]
    assert [piece.headline in above for piece in placed] == [True] * 7 + [False] * 2
