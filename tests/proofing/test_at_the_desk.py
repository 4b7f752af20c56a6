"""The checks at the desk: the panel beside the form, the pages of steps, forbidden words and doubts in the workflow."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import editing
from articles.models.desk_lists import ForbiddenWord, WrongWord
from articles.models.newsroom import Article
from articles.models.record import Review
from articles.workflow import PublicState, Status
from staff import roles
from staff.models import DutyRoster
from tests import forms
from tests.cast import PASSWORD, Cast, account, logged_in
from tests.makers import advance, make_draft, make_piece_at, make_published, take_to

PANEL = "admin:articles_article_proofing"
REASON = "已请示分管领导，同意刊发。"
DOUBTFUL = "<p>建筑面积3000平米，一百二十位老人在这里吃上了午饭。</p>"


def ask(client: Client, **typed) -> dict:
    response = client.post(reverse(PANEL), {**forms.rows("bylines"), **forms.rows("photos"), **typed})
    assert response.status_code == 200, response.status_code
    return response.json()


def codes(answer: dict, field: str = "body") -> list[str]:
    return [one["key"].split(":")[3] for one in answer["findings"]
            if one["field"] == field]  # fmt: skip


# --- the panel -------------------------------------------------------------------------------------------------------


def test_the_text_is_checked_as_typed_and_nothing_is_saved(cast: Cast):
    answer = ask(logged_in(cast.li), headline="4月 3日起停水", body="<p>上午,记者来到社区.</p>", source="本报")
    assert codes(answer) == ["punctuation.half_width", "punctuation.half_width"]
    assert codes(answer, "headline") == ["spaces.digit"]
    first = next(one for one in answer["findings"] if one["field"] == "body")
    assert (first["severity_label"], first["quote"], first["fix"], first["before"]) == ("错", ",", "，", "上午")
    assert (first["class_label"], first["field_label"]) == ("标点", "正文")
    assert answer["fields"] == {}
    assert not Article.objects.exists()


def test_pictures_and_credits_are_checked_as_typed(cast: Cast):
    picture = forms.rows("photos", {"photo": "7", "caption": "图为食堂,昨天开张。", "place": "0"})
    answer = ask(logged_in(cast.li), body="<p>食堂开张。</p>", **picture)
    fields = {one["field"] for one in answer["findings"]}
    assert {"photos-0-caption", "photos-0-alt_text", "photos-0-credit", "printed_byline"} <= fields
    named = forms.rows("bylines", {"printed_name": "周明远", "role": "文/图"})
    answer = ask(logged_in(cast.li), body="<p>食堂开张。</p>", **picture, **named)
    assert not {"photos-0-credit", "printed_byline"} & {one["field"] for one in answer["findings"]}


def test_one_finding_is_mended_and_the_rest_stays(cast: Cast):
    client = logged_in(cast.li)
    typed = {"headline": "通知,停水", "body": "<p>上午,<strong>记者</strong>来到社区.</p>", "source": "本报"}
    key = next(one["key"] for one in ask(client, **typed)["findings"] if one["quote"] == ".")
    answer = ask(client, mend=key, **typed)
    assert answer["fields"] == {"body": "<p>上午,<strong>记者</strong>来到社区。</p>"}
    assert codes(answer) == ["punctuation.half_width"]


def test_a_whole_class_is_mended_as_proposed_in_every_field(cast: Cast):
    typed = {"headline": "通知,停水", "body": "<p>4月 3日,记者来到社区.</p>", "source": "本报"}
    answer = ask(logged_in(cast.li), mend_class="punctuation", **typed)
    assert answer["fields"] == {"headline": "通知，停水", "body": "<p>4月 3日，记者来到社区。</p>"}
    assert codes(answer) == ["spaces.digit"]


def test_a_finding_that_is_gone_mends_nothing(cast: Cast):
    answer = ask(logged_in(cast.li), mend="body:0:2:punctuation.half_width:,", body="<p>上午，记者来了。</p>")
    assert answer["fields"] == {}


def test_the_body_that_comes_back_is_in_the_vocabulary(cast: Cast):
    typed = '<p onclick="x()">上午,<script>alert(1)</script>开会</p>'
    answer = ask(logged_in(cast.li), mend_class="punctuation", body=typed)
    assert answer["fields"]["body"] == "<p>上午，开会</p>"


@pytest.mark.parametrize(
    "typed", [{"event_date": "2026-13-99"}, {"photos-TOTAL_FORMS": "x"}, {"bylines-TOTAL_FORMS": "９"}]
)
def test_what_cannot_be_read_counts_as_empty(cast: Cast, typed):
    assert ask(logged_in(cast.li), **{"body": "<p>开会。</p>", "source": "本报", **typed})["findings"] == []


def test_the_panel_answers_posts_with_a_token_of_people_of_the_newsroom_only(cast: Cast):
    assert Client().post(reverse(PANEL)).status_code == 302  # to the login
    assert logged_in(account("门卫")).post(reverse(PANEL)).status_code == 403
    assert logged_in(cast.li).get(reverse(PANEL)).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.login(username=cast.li.username, password=PASSWORD)
    assert strict.post(reverse(PANEL), {"body": "<p>开会</p>"}).status_code == 403


def test_whoever_may_write_the_piece_has_the_panel_and_who_may_not_has_none(cast: Cast):
    article = make_draft(by=cast.li)
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert 'id="proofing-panel"' in logged_in(cast.li).get(address).content.decode()
    assert 'id="proofing-panel"' not in logged_in(cast.sun).get(address).content.decode()


# --- the pages of steps ----------------------------------------------------------------------------------------------


def step_page(user, article: Article, step: str) -> str:
    return logged_in(user).get(reverse("admin:articles_article_step", args=[article.pk, step])).content.decode()


def post_step(user, article: Article, step: str, **said):
    article.refresh_from_db()
    address = reverse("admin:articles_article_step", args=[article.pk, step])
    return logged_in(user).post(address, {"seen": article.current_revision_id, "note": "", **said})


def test_the_page_of_a_review_shows_the_findings(cast: Cast):
    WrongWord.objects.create(wrong="再接再励", right="再接再厉")
    article = make_piece_at(Status.FIRST_REVIEW, body="<p>大家再接再励,一百二十位老人吃上了午饭。</p>")
    page = step_page(cast.wang, article, "first_review")
    assert "校对检查提示2处" in page
    assert "<mark>再接再励</mark>" in page
    assert "→ 再接再厉" in page
    assert "校对检查提示" not in step_page(cast.wang, article, "send_back")


# --- doubts at final review ------------------------------------------------------------------------------------------


def test_doubts_are_acknowledged_once_at_final_review_and_recorded(cast: Cast):
    article = make_piece_at(Status.FINAL_REVIEW, body=DOUBTFUL)
    assert 'name="acknowledged"' in step_page(cast.zhao, article, "final_review")
    refused = post_step(cast.zhao, article, "final_review")
    assert refused.status_code == 200
    article.refresh_from_db()
    assert article.status == Status.FINAL_REVIEW
    assert post_step(cast.zhao, article, "final_review", acknowledged="on").status_code == 302
    review = Review.objects.get(step="final_review")
    assert review.details["doubts"] == [{"code": "units.form", "field": "body", "text": "平米"}]
    history = logged_in(cast.zhao).get(reverse("admin:articles_article_history", args=[article.pk])).content.decode()
    assert "存疑1处，已看过：“平米”" in history
    take_to(Status.PUBLISHED, Article.objects.get(pk=article.pk))  # asked once: release asks no more


def test_without_doubts_final_review_asks_for_nothing(cast: Cast):
    article = make_piece_at(Status.FINAL_REVIEW, body="<p>上午,一百二十位老人吃上了午饭。</p>")  # an error, no doubt
    assert 'name="acknowledged"' not in step_page(cast.zhao, article, "final_review")
    assert post_step(cast.zhao, article, "final_review").status_code == 302
    assert "doubts" not in Review.objects.get(step="final_review").details


def test_the_verb_itself_refuses_final_review_with_doubts_that_nobody_has_looked_at(cast: Cast):
    article = make_piece_at(Status.FINAL_REVIEW, body=DOUBTFUL)
    with pytest.raises(editing.Unacknowledged):
        advance(article, "final_review", by=cast.zhao)


# --- forbidden words -------------------------------------------------------------------------------------------------


def test_a_chief_releases_a_piece_with_a_forbidden_word_with_a_reason_on_record(cast: Cast):
    article = make_piece_at(Status.READY, headline="秘密食堂开张")
    ForbiddenWord.objects.create(word="秘密食堂")
    page = step_page(cast.zhao, article, "release")
    assert 'name="override"' in page
    assert "准予“秘密食堂”通过的理由" in page
    assert "至少" in post_step(cast.zhao, article, "release", override="可以").content.decode()
    article.refresh_from_db()
    assert article.status == Status.READY
    assert post_step(cast.zhao, article, "release", override=REASON).status_code == 302
    article.refresh_from_db()
    assert (article.status, article.public_state) == (Status.PUBLISHED, PublicState.LIVE)
    assert Review.objects.get(step="release").details["let_pass"] == {"words": ["秘密食堂"], "reason": REASON}
    history = logged_in(cast.zhao).get(reverse("admin:articles_article_history", args=[article.pk])).content.decode()
    assert f"含“秘密食堂”，准予通过。理由：{REASON}" in history


def test_nobody_else_gets_round_a_forbidden_word(cast: Cast):
    ForbiddenWord.objects.create(word="秘密食堂")
    article = make_draft("秘密食堂开张", by=cast.li)
    assert 'name="override"' not in step_page(cast.li, article, "submit")
    for user in (cast.li, cast.wang, cast.chen):
        with pytest.raises(editing.StepClosed, match="秘密食堂"):
            advance(article, "submit", by=user, override=REASON)


def test_an_exception_of_the_list_opens_the_step_for_everybody(cast: Cast):
    ForbiddenWord.objects.create(word="秘密", exceptions="秘密花园")
    advance(make_draft("秘密花园开张", by=cast.li), "submit", by=cast.li)
    with pytest.raises(editing.StepClosed):
        advance(make_draft("秘密食堂开张", by=cast.li), "submit", by=cast.li)


def test_a_chief_brings_such_a_piece_all_the_way_with_the_express_lane(cast: Cast):
    ForbiddenWord.objects.create(word="秘密食堂")
    on_duty = account("夜班老吴", roles.EDITOR)
    now = timezone.now()
    DutyRoster.objects.create(user=on_duty, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    article = make_draft("秘密食堂开张", by=cast.li)
    advance(article, "submit", by=cast.zhao, override=REASON)
    asked = post_step(on_duty, article, "express", note="突发汛情，须立即告知市民", override=REASON)
    assert 'name="confirmed"' in asked.content.decode()
    done = post_step(on_duty, article, "express", note="突发汛情，须立即告知市民", override=REASON, confirmed="1")
    assert done.status_code == 302
    article.refresh_from_db()
    assert article.public_state == PublicState.LIVE


def test_a_scheduled_piece_that_was_let_pass_comes_out_and_one_with_a_new_word_does_not(cast: Cast):
    now = timezone.now()
    first, second = (make_piece_at(Status.READY, headline=f"秘密食堂{name}开张") for name in "甲乙")
    ForbiddenWord.objects.create(word="秘密食堂")
    for article in (first, second):
        advance(article, "release", by=cast.zhao, override=REASON, at=now + timedelta(minutes=5))
    ForbiddenWord.objects.create(word="乙开张")
    editing.release_due(now + timedelta(minutes=6))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == (Status.PUBLISHED, Status.READY)


def test_a_piece_without_forbidden_words_has_no_field_for_a_reason(cast: Cast):
    article = make_piece_at(Status.READY)
    assert 'name="override"' not in step_page(cast.zhao, article, "release")
    advance(article, "release", by=cast.zhao)
    assert "let_pass" not in Review.objects.get(step="release").details


def test_a_public_piece_with_a_word_forbidden_since_stays_public(cast: Cast):
    article = make_published("秘密食堂开张")
    ForbiddenWord.objects.create(word="秘密食堂")
    article.refresh_from_db()
    assert article.public_state == PublicState.LIVE
