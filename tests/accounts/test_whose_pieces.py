"""Whose pieces: a reporter opens his own and what readers have; an editor who is limited to sections works on these."""

from dataclasses import replace

import pytest
from django.utils import timezone

from articles import duplicates, editing, photos
from articles.models.newsroom import Article, ArticlePhoto
from articles.models.shared import Photo
from articles.workflow import Facts, PublicState, Status, steps, why_not, why_not_edit
from staff import people, roles
from staff.models import User
from staff.roles import Person, acting_roles
from tests import makers
from tests.cast import Cast, account, logged_in
from tests.forms import fields_of, fill_in
from tests.workflow.test_table import ME, OPEN

PIECES = "/admin/articles/article/"

#: Every page of a piece, with what is posted to it where it takes a POST.
PAGES = (
    ("change/", None), ("change/", {"headline": "换了"}), ("", None), ("history/", None), ("delete/", None),
    ("preview/", None), ("preview/1/", None), ("differences/?old=1&new=1", None), ("open/", {}),
    ("step/submit/", None), ("step/submit/", {"seen": "1"}), ("wechat/", None), ("wechat/1/", None),
    ("export/txt/", None), ("export/docx/", None),
)  # fmt: skip


@pytest.fixture
def secret(cast: Cast) -> Article:
    """小孙's draft with a picture, of which 小李 should know nothing."""
    return makers.make_draft(
        "绝密选题暗访食品厂", by=cast.sun, credits=["小孙"], pictures=[makers.make_photo("crimson")]
    )


@pytest.mark.django_db
class TestAReporter:
    def test_opens_no_page_of_a_colleagues_draft(self, cast: Cast, secret: Article) -> None:
        client = logged_in(cast.li)
        for page, posted in PAGES:
            address = f"{PIECES}{secret.pk}/{page}"
            answer = client.get(address, follow=True) if posted is None else client.post(address, posted, follow=True)
            assert "绝密选题" not in answer.content.decode(), address
            assert answer.status_code in {403, 404} or answer.redirect_chain, address
        assert Article.objects.get(pk=secret.pk).headline == "绝密选题暗访食品厂"

    def test_opens_every_page_of_his_own(self, cast: Cast, secret: Article) -> None:
        client = logged_in(cast.sun)
        for page, posted in PAGES:
            if posted is None and page not in {"", "delete/"}:
                assert client.get(f"{PIECES}{secret.pk}/{page}").status_code == 200, page

    def test_is_offered_no_way_to_an_import_that_he_may_not_open(self, cast: Cast) -> None:
        piece = makers.make_printed(credits=["小李"])
        shown = {
            user.name: logged_in(user).get(f"{PIECES}{piece.pk}/change/").content.decode()
            for user in (cast.li, cast.wang)
        }
        assert "A01.txt" in shown["小李"]
        assert [f"importbatch/{piece.batch_id}/" in page for page in shown.values()] == [False, True]

    def test_does_not_meet_it_in_lists_counts_and_searches(self, cast: Cast, secret: Article) -> None:
        client = logged_in(cast.li)
        for address in (PIECES, f"{PIECES}?q=绝密选题", f"{PIECES}?status__exact=draft", "/admin/", f"{PIECES}times/"):
            page = client.get(address)
            assert page.status_code == 200
            assert "绝密选题" not in page.content.decode().replace('value="绝密选题"', ""), address
        counts = dict(client.get("/admin/").context["desk"].counts)
        assert counts[Status.DRAFT] == 0

    def test_is_not_told_of_it_by_a_piece_of_his_own_that_is_like_it(self, cast: Cast, secret: Article) -> None:
        text = "".join(f"第{number}家食品厂的车间里，暗访的记者看到了不该看到的东西。" for number in range(9))
        for author, headline in ((cast.sun, "绝密选题暗访食品厂之二"), (cast.li, "我的食品厂稿件")):
            piece = makers.make_draft(headline, by=author, body=f"<p>{text}</p>", credits=[author.name])
            duplicates.point_out(piece)
        assert piece.remarks.get().params["headline"] == "绝密选题暗访食品厂之二"
        form = logged_in(cast.li).get(f"{PIECES}{piece.pk}/change/").content.decode()
        assert "绝密选题" not in form
        assert not logged_in(cast.li).get(f"{PIECES}?remarks=open").context["cl"].result_list
        assert "绝密选题" in logged_in(cast.wang).get(f"{PIECES}{piece.pk}/change/").content.decode()

    def test_does_not_get_it_with_a_page_of_the_paper(self, cast: Cast) -> None:
        day = timezone.localdate()
        makers.make_draft("绝密选题暗访食品厂", by=cast.sun, issue_date=day, page_label="A01")
        client, address = logged_in(cast.li), f"{PIECES}export-page/?issue_date={day}&page_label=A01"
        assert "绝密选题" not in client.get(address).content.decode()
        assert "绝密选题" not in client.get(f"{address}&as=txt").content.decode()
        assert "绝密选题" in logged_in(cast.wang).get(address).content.decode()

    def test_opens_what_is_credited_to_him_whoever_typed_it(self, cast: Cast) -> None:
        piece = makers.make_draft(by=cast.wang, credits=["小李"])
        assert logged_in(cast.li).get(f"{PIECES}{piece.pk}/change/").status_code == 200

    def test_reads_what_readers_have_and_not_the_correction_in_hand(self, cast: Cast) -> None:
        piece = makers.make_published("已经见报", by=cast.sun)
        client = logged_in(cast.li)
        assert client.get(f"{PIECES}{piece.pk}/change/").status_code == 200
        makers.advance(piece, "correct", by=cast.wang)
        assert client.get(f"{PIECES}{piece.pk}/change/").status_code == 302
        assert client.get(f"{PIECES}{piece.pk}/preview/").status_code == 404

    @pytest.mark.parametrize("who", ["wang", "chen", "zhao", "qian", "zhou"])
    def test_the_other_roles_read_it(self, cast: Cast, secret: Article, who: str) -> None:
        assert "绝密选题" in logged_in(getattr(cast, who)).get(f"{PIECES}{secret.pk}/preview/").content.decode()

    def test_does_not_see_its_photo_in_the_library_nor_by_address(self, cast: Cast, secret: Article) -> None:
        photo = Photo.objects.get()
        for user, statuses in ((cast.li, {302, 404}), (cast.sun, {200, 302}), (cast.wang, {200, 302})):
            client, sees = logged_in(user), user != cast.li
            library = client.get("/admin/articles/photo/").content.decode()
            assert (f"/admin/articles/photo/{photo.pk}/thumbnail/" in library) is sees
            assert (client.get(f"/admin/articles/photo/{photo.pk}/thumbnail/").status_code == 302) is sees
            assert (client.get(f"/admin/articles/photo/original/{photo.file.name}").status_code == 200) is sees
            assert client.get(f"/admin/articles/photo/{photo.pk}/change/").status_code in statuses

    def test_cannot_put_it_into_a_piece_of_his_own_to_see_it(self, cast: Cast, secret: Article) -> None:
        own = makers.make_draft("我的稿件", by=cast.li, credits=["小李"])
        address = f"{PIECES}{own.pk}/change/"
        rows = {"photos-TOTAL_FORMS": "1", "photos-0-photo": str(Photo.objects.get().pk), "photos-0-place": "0"}
        answer = fill_in(logged_in(cast.li), address, "article_form", **rows)
        assert answer.status_code == 200
        assert "图片库中没有这张图片" in answer.content.decode() or answer.context["errors"]
        assert not ArticlePhoto.objects.filter(article=own).exists()

    def test_sees_photos_that_no_piece_uses(self, cast: Cast) -> None:
        photo = makers.make_photo("darkorange")
        assert logged_in(cast.li).get(f"/admin/articles/photo/{photo.pk}/thumbnail/").status_code == 302


@pytest.mark.django_db
def test_the_photos_of_drafts_are_reachable_by_nobody_outside(client, cast: Cast, secret: Article) -> None:
    photo = Photo.objects.get()
    focal = (photo.focal_x, photo.focal_y)
    made = photos.renditions(sha256=photo.sha256, width=photo.width, height=photo.height, focal=focal)
    names = [photo.file.name, *(one.name for one in made)]
    for name in names:
        assert client.get(f"/admin/articles/photo/original/{name}").status_code == 302
        for prefix in ("/media/", "/static/", "/"):
            assert client.get(f"{prefix}{name}").status_code == 404


# --- sections --------------------------------------------------------------------------------------------------------

OWN, OTHER = 1, 2


def somebody(role: str, *sections: int) -> Person:
    return Person(7, None, acting_roles([role]), frozenset(sections))


@pytest.mark.parametrize(
    ("person", "section", "is_open"),
    [
        (somebody(roles.EDITOR), OTHER, True),  # limited to none
        (somebody(roles.EDITOR, OWN), OWN, True),
        (somebody(roles.EDITOR, OWN), OTHER, False),
        (somebody(roles.EDITOR, OWN, OTHER), OTHER, True),
        (somebody(roles.EDITOR, OWN), None, True),  # an import that nobody has placed
        (somebody(roles.DESK_HEAD, OWN), OTHER, False),
    ],
)
def test_whoever_is_limited_to_sections_takes_steps_and_writes_in_these(person, section, is_open) -> None:
    facts = Facts(status=Status.FIRST_REVIEW, section=section)
    assert (why_not(steps()["first_review"], facts, person) == "") is is_open
    assert (why_not_edit(facts, person) == "") is is_open


@pytest.mark.parametrize("name", [*OPEN])
def test_every_step_of_every_role_asks_for_the_section(name: str) -> None:
    """Own section, another one, one's own piece there; the facts that open a step are the table's of the workflow."""
    where, _public, roles_that_may, possible = OPEN[name]
    public = next(state for state in PublicState if state in steps()[name].public)
    facts = Facts(**{"status": next(iter(where)), "public_state": public, "section": OTHER, **possible})
    for role in roles_that_may - {roles.DUTY_CHIEF}:
        limited = Person(ME, None, acting_roles([role]), frozenset({OWN}))
        in_his = replace(facts, section=OWN)
        assert why_not(steps()[name], in_his, limited) == ""
        assert (why_not(steps()[name], facts, limited) == "") is (facts.creator == ME)
        assert why_not(steps()[name], facts, replace(limited, sections=frozenset())) == ""


def test_his_own_piece_stays_his_in_whatever_section() -> None:
    mine = Facts(status=Status.DRAFT, section=OTHER, creator=7)
    assert why_not_edit(mine, somebody(roles.EDITOR, OWN)) == ""
    assert why_not(steps()["submit"], mine, somebody(roles.EDITOR, OWN)) == ""


@pytest.mark.django_db
class TestSections:
    @pytest.mark.parametrize(
        ("role", "is_limited"),
        [(roles.PROOFREADER, True), (roles.EDITOR, True), (roles.DESK_HEAD, True), (roles.DEPUTY_CHIEF, False),
         (roles.CHIEF, False)],
    )  # fmt: skip
    def test_chief_editors_and_their_deputies_are_never_limited(self, db, role: str, is_limited: bool) -> None:
        user = account("老郑", role)
        user.sections.set([makers.make_section()])
        person = people.person(user, now=timezone.now())
        assert bool(person.sections) is is_limited
        assert person in people.everybody(now=timezone.now())

    def test_the_administrator_names_them_in_the_account(self, cast: Cast) -> None:
        section = makers.make_section("副刊", "supplement")
        address = f"/admin/staff/user/{cast.wang.pk}/change/"
        fill_in(logged_in(cast.zhou), address, "user_form", sections=[str(section.pk)])
        assert list(cast.wang.sections.all()) == [section]

    def test_his_form_of_another_section_is_closed_with_the_reason_and_no_step_goes_through(self, cast: Cast) -> None:
        piece, published = makers.make_piece_at(Status.FIRST_REVIEW), makers.make_published("另一篇")
        cast.wang.sections.set([makers.make_section("副刊", "supplement")])
        client = logged_in(cast.wang)
        page = client.get(f"{PIECES}{piece.pk}/change/")
        assert "不在你负责的栏目之内" in page.content.decode()
        assert "headline" not in fields_of(page, "article_form")
        with pytest.raises(editing.StepClosed, match="不在你负责的栏目之内"):
            makers.advance(piece, "first_review", by=cast.wang)
        with pytest.raises(editing.StepClosed, match="不在你负责的栏目之内"):
            editing.place(published, section=cast.wang.sections.get(), tags=[], page_order=1, by=cast.wang)
        cast.wang.sections.add(piece.section)
        makers.advance(piece, "first_review", by=cast.wang)

    def test_saving_brings_no_piece_into_his_section_and_sends_none_of_his_into_another(self, cast: Cast) -> None:
        own, other = makers.make_section("副刊", "supplement"), makers.make_section()
        cast.wang.sections.set([own])
        foreign, his = makers.make_draft(section=other, by=cast.li), makers.make_draft("他的", section=own, by=cast.li)
        for piece, moved_to in ((foreign, own), (his, other)):
            address = f"{PIECES}{piece.pk}/change/"
            form = fields_of(logged_in(cast.chen).get(address), "article_form")
            response = logged_in(cast.wang).post(address, {**form, "section": str(moved_to.pk)})
            assert "不在你负责的栏目之内" in response.content.decode()
        assert list(Article.objects.order_by("pk").values_list("section", flat=True)) == [other.pk, own.pk]


@pytest.mark.django_db
def test_a_superuser_opens_no_step(cast: Cast) -> None:
    root = User.objects.create_superuser("root", "root@example.cn", "irrelevant", name="超级用户")
    piece = makers.make_piece_at(Status.FIRST_REVIEW)
    for step in steps():
        if step not in {"due", "missed", "expire", "stay"}:
            logged_in(root).post(
                f"{PIECES}{piece.pk}/step/{step}/", {"seen": piece.current_revision_id, "note": "理由" * 9}
            )
    piece.refresh_from_db()
    assert piece.status == Status.FIRST_REVIEW
    assert piece.reviews.count() == 1
