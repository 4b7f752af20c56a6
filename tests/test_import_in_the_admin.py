"""Import in the admin, over HTTP: upload, look, keep; the page of an import; remarks settled with one click."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import body as bodies
from articles import editing
from articles.models.imports import HeldImport, ImportBatch, Remark
from articles.models.newsroom import Article
from articles.models.shared import Photo
from articles.workflow import Status
from staff.models import Reporter
from tests import makers
from tests.cast import Cast, logged_in
from tests.forms import fill_in
from tests.manuscripts import PAGE, word, zipped

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/articles/importbatch/upload/"
FORM = "article_form"


def file(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def upload(client, *files, **options):
    """Send these files as the form would, and follow to the report."""
    return client.post(UPLOAD, {"files": list(files), **options}, follow=True)


def keep(client, response):
    """Press the button below the report."""
    return client.post(response.request["PATH_INFO"], {"_keep": ""}, follow=True)


def messages_of(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def import_page(client, text: str = PAGE, name: str = "A01.txt", **options) -> ImportBatch:
    keep(client, upload(client, file(name, text), **options))
    return ImportBatch.objects.latest("pk")


class TestUpload:
    def test_shows_what_would_come_in_and_writes_nothing(self, cast: Cast) -> None:
        response = upload(logged_in(cast.wang), file("A01.txt", PAGE), issue_date="2023-04-07")
        page = response.content.decode()
        assert "共 2 篇" in page
        assert "2023-04-03" in page
        assert "罗启明" in page
        assert not Article.objects.exists()
        assert not ImportBatch.objects.exists()

    def test_says_which_drafts_would_follow_the_text_and_calls_none_of_them_a_duplicate(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        import_page(client, PAGE, issue_date="2023-04-07")
        first = Article.objects.get(page_order=1)
        report = upload(client, file("A01.txt", PAGE.replace("防汛", "防火")), issue_date="2023-04-07")
        page = report.content.decode()
        assert f'№ {first.number}</a> <span class="mark">更新</span>' in page
        assert "相似度" not in page
        assert "更新" in messages_of(keep(client, report))

    def test_says_what_would_stay_as_it_is_and_which_captions_have_no_picture(self, cast: Cast) -> None:
        client, life = logged_in(cast.wang), makers.make_section("民生", "life")
        text = PAGE.replace("的防汛备汛工作。", "的防汛备汛工作。\n图为会议现场。罗启明 摄")
        import_page(client, text)
        said = {"is_printed": "on", "print_released_by": "老赵", "print_released_on": "2023-04-06"}
        page = upload(client, file("A01.txt", text), section=life.pk, **said).content.decode()
        assert "仍是草稿" in page
        assert "这条图说还没有图片：图为会议现场。" in page

    def test_keeps_it_at_the_press_of_a_button_and_once_only(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        report = upload(client, file("A01.txt", PAGE), issue_date="2023-04-07", page_label="A01")
        response = keep(client, report)
        batch = ImportBatch.objects.get()
        assert response.redirect_chain[-1][0] == reverse("admin:articles_importbatch_change", args=[batch.pk])
        assert "新建 2" in messages_of(response)
        assert (batch.by, batch.issue_date, batch.page_label) == (cast.wang, date(2023, 4, 7), "A01")
        assert {article.created_by for article in Article.objects.all()} == {cast.wang}
        again = keep(client, report)
        assert "重新上传" in messages_of(again)
        assert Article.objects.count() == 2
        assert not HeldImport.objects.exists()
        assert not storages["default"].exists(f"imports/{report.request['PATH_INFO'].split('/')[-2]}")

    def test_takes_several_files_zips_word_and_photos_at_once(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        pages = zipped({"要闻/A01.txt": PAGE.encode("gb18030"), "要闻/A01-1.jpg": makers.picture_file().read()})
        manuscript = word(
            ("heading 1", "城东小学办运动会"), ("", "本报讯 5月9日，城东小学举办春季运动会，六百名学生参加。")
        )
        response = keep(client, upload(client, file("版面.zip", pages), file("运动会.docx", manuscript)))
        assert "新建 3" in messages_of(response)
        assert Article.objects.filter(headline="城东小学办运动会").exists()
        assert Photo.objects.count() == 1

    def test_says_of_each_bad_file_what_is_wrong_and_keeps_the_others(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        report = upload(
            client, file("A01.txt", PAGE), file("空.txt", b""), file("照片.jpg", b"x"), file("坏.zip", b"PK")
        )
        page = report.content.decode()
        assert "文件是空的" in page
        assert "没有与这张照片同名的文稿" in page
        assert "压缩包已损坏" in page
        response = keep(client, report)
        assert "新建 2" in messages_of(response)
        assert "空.txt" in messages_of(response)

    def test_without_a_file_or_with_a_printed_page_that_names_nobody_says_so(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        assert "请至少选择一个文件" in client.post(UPLOAD, {}).content.decode()
        response = upload(client, file("A01.txt", PAGE), is_printed="on")
        assert response.context["form"].errors["print_released_by"]
        said = {"is_printed": "on", "print_released_by": "老赵", "print_released_on": "0023-04-06"}
        assert upload(client, file("A01.txt", PAGE), **said).context["form"].errors["print_released_on"]
        response = upload(client, file("A01.txt", PAGE), encoding="klingon")
        assert "klingon" in str(response.context["form"].errors["encoding"])
        assert not HeldImport.objects.exists()

    def test_that_fails_loses_nothing_and_can_be_tried_again(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        report = upload(client, file("A01.txt", PAGE), file("A02.txt", PAGE.replace("图书馆", "展览馆")))
        stored = HeldImport.objects.get().files[1]["stored"]
        with storages["default"].open(stored) as kept:
            text = kept.read()
        storages["default"].delete(stored)  # as when the store of files cannot be reached
        response = keep(client, report)
        assert "新建 2" in messages_of(response)
        assert "A02.txt：" in messages_of(response)
        assert "再导入一次" in messages_of(response)
        assert {article.batch.file_name for article in Article.objects.all()} == {"A01.txt"}
        storages["default"].save(stored, io.BytesIO(text))
        response = keep(client, report)
        assert "新建 2" in messages_of(response)
        assert "未变 2" in messages_of(response)
        assert Article.objects.count() == 4
        assert not HeldImport.objects.exists()
        assert not storages["default"].exists(stored)

    def test_that_is_being_kept_is_not_kept_twice_unless_whoever_kept_it_is_gone(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        report = upload(client, file("A01.txt", PAGE))
        HeldImport.objects.update(claimed_at=timezone.now())
        assert "正在入库" in messages_of(keep(client, report))
        assert not Article.objects.exists()
        HeldImport.objects.update(claimed_at=timezone.now() - timedelta(minutes=16))
        assert "新建 2" in messages_of(keep(client, report))

    def test_can_be_thrown_away(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        report = upload(client, file("A01.txt", PAGE))
        client.post(report.request["PATH_INFO"], {"_drop": ""})
        assert not HeldImport.objects.exists()
        assert not Article.objects.exists()

    def test_is_forgotten_after_a_day(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        old = upload(client, file("A01.txt", PAGE))
        HeldImport.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
        stored = HeldImport.objects.get().files[0]["stored"]
        upload(client, file("A02.txt", PAGE))
        assert not storages["default"].exists(stored)
        assert "重新上传" in messages_of(keep(client, old))

    def test_is_not_for_reporters_and_one_persons_files_are_not_anothers(self, cast: Cast) -> None:
        assert logged_in(cast.li).get(UPLOAD).status_code == 403
        report = upload(logged_in(cast.wang), file("A01.txt", PAGE))
        address = report.request["PATH_INFO"]
        assert logged_in(cast.li).get(address).status_code == 403
        other = keep(logged_in(cast.chen), report)
        assert "重新上传" in messages_of(other)
        assert not Article.objects.exists()

    def test_is_reached_from_the_first_page_the_list_of_pieces_and_that_of_imports(self, cast: Cast) -> None:
        for address in ("/admin/", "/admin/articles/article/", "/admin/articles/importbatch/"):
            assert UPLOAD in logged_in(cast.wang).get(address).content.decode()
            assert UPLOAD not in logged_in(cast.li).get(address).content.decode()

    def test_points_out_what_is_in_the_house_already(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        import_page(client)
        report = upload(client, file("B01.txt", PAGE.replace("自习室", "报告厅").replace("一千二百", "一千三百")))
        assert f"与第 {Article.objects.get(page_order=2).pk} 号稿" in report.content.decode()


class TestPageOfAnImport:
    def test_shows_pieces_remarks_and_the_source(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        batch = import_page(client)
        page = client.get(reverse("admin:articles_importbatch_change", args=[batch.pk])).content.decode()
        assert "待补标题" in page
        assert "导入记录</a>" in page
        assert "未归属 0" in page
        assert "区防汛办作了说明" in page
        assert f"/admin/articles/article/{Article.objects.first().pk}/change/" in page

    def test_the_statements_do_not_grow_with_the_pieces(self, cast: Cast, django_assert_num_queries) -> None:
        client = logged_in(cast.wang)
        batch = import_page(client)
        address = reverse("admin:articles_importbatch_change", args=[batch.pk])
        with CaptureQueriesContext(connection) as two:
            client.get(address)
        for_two = len(two)
        import_page(client, PAGE.replace("防汛", "防火"), "A02.txt")
        Article.objects.update(batch=batch)
        with django_assert_num_queries(for_two):
            assert len(client.get(address).context["rows"]) == 4

    def test_takes_back_what_nobody_touched_after_asking(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        batch = import_page(client)
        address = reverse("admin:articles_importbatch_change", args=[batch.pk])
        edited = Article.objects.get(page_order=2)
        fill_in(client, reverse("admin:articles_article_change", args=[edited.pk]), FORM, headline="图书馆新馆开馆")
        asked = client.post(address, {"_undo": ""}).content.decode()
        assert "撤销本次导入？" in asked
        assert "1 篇已有人处理过" in asked
        assert Article.objects.count() == 2
        response = client.post(address, {"_undo": "", "confirmed": "1"}, follow=True)
        assert "已删除 1 篇草稿" in messages_of(response)
        assert list(Article.objects.all()) == [edited]
        batch.refresh_from_db()
        assert batch.undone_by == cast.wang

    def test_counts_all_that_would_go_and_not_only_those_that_it_shows(self, cast: Cast, monkeypatch) -> None:
        monkeypatch.setattr("articles.admin.batch_page.MOST_PIECES", 1)
        client = logged_in(cast.wang)
        address = reverse("admin:articles_importbatch_change", args=[import_page(client).pk])
        assert client.post(address, {"_undo": ""}).context["untouched"] == 2

    def test_that_somebody_has_worked_on_whole_is_not_taken_back(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        address = reverse("admin:articles_importbatch_change", args=[import_page(client).pk])
        assert 'name="_undo"' in client.get(address).content.decode()
        for article in Article.objects.all():
            fill_in(client, change(article), FORM, headline=f"标题{article.page_order}")
        page = client.get(address).content.decode()
        assert 'name="_undo"' not in page
        assert "没有可以撤销的" in page
        Article.objects.update(status=Status.READY)
        assert "没有可以撤销的" not in client.get(address).content.decode()

    def test_is_taken_back_by_its_own_editor_and_from_the_head_of_a_desk_upwards(self, cast: Cast) -> None:
        batch = import_page(logged_in(cast.chen))
        address = reverse("admin:articles_importbatch_change", args=[batch.pk])
        assert logged_in(cast.wang).post(address, {"_undo": "", "confirmed": "1"}).status_code == 403
        assert logged_in(cast.li).get(address).status_code == 403
        assert Article.objects.count() == 2
        logged_in(cast.zhao).post(address, {"_undo": "", "confirmed": "1"})
        assert not Article.objects.exists()

    def printed(self, client) -> ImportBatch:
        section = makers.make_section()
        said = {"print_released_by": "老赵", "print_released_on": "2023-04-06", "section": section.pk}
        return import_page(client, is_printed="on", **said)

    def test_the_dates_of_a_tables_rows_are_shown_and_a_missing_one_is_missed(self, cast: Cast) -> None:
        client, first = logged_in(cast.wang), "标题,正文,见报日期\n食堂开张,居民排队。,2023/4/5\n"
        page = upload(client, file("a.csv", first + "秋收,颗粒归仓。,2023/9/8\n")).content.decode()
        assert "见报日期 2023-04-05–2023-09-08" in page
        assert "无见报日期" not in page
        assert "无见报日期" in upload(client, file("a.csv", first + "秋收,颗粒归仓。,\n")).content.decode()

    def test_a_printed_page_is_not_offered_as_drafts(self, cast: Cast) -> None:
        client, said = logged_in(cast.wang), {"print_released_by": "老赵", "print_released_on": "2023-04-06"}
        page = upload(client, file("A01.txt", PAGE), is_printed="on", **said).content.decode()
        assert "导入，等待上网核对" in page
        assert "导入为草稿" not in page
        assert "导入为草稿" in upload(client, file("A01.txt", PAGE)).content.decode()

    def test_a_printed_page_is_checked_at_once_and_what_fails_says_why(self, cast: Cast) -> None:
        batch = self.printed(logged_in(cast.wang))
        first, second = batch.articles.order_by("page_order")
        first.headline = "青禾区部署防汛"
        first.save()
        editing.keep_revision(first, by=cast.wang)
        address = reverse("admin:articles_importbatch_change", args=[batch.pk])
        ticked = [f"{one.pk}:{one.current_revision_id}" for one in batch.articles.all()]
        client = logged_in(cast.qian)
        assert "对照" in messages_of(client.post(address, {"_check": "", "piece": ticked}))
        response = client.post(address, {"_check": "", "piece": ticked, "compared": "1"})
        assert "尚无标题" in str(response.context["refusals"])
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.status, second.status) == (Status.READY, Status.PRINT_CHECK)
        assert [review.step for review in first.reviews.all()] == ["print_check"]
        assert "整版一次核对" in client.get(change(second)).content.decode()
        assert "整版一次核对" not in client.get(change(first)).content.decode()
        page = logged_in(cast.zhao).get(address).content.decode()
        in_the_list = f"/admin/articles/article/?batch__id__exact={batch.pk}&amp;status__exact=ready"
        assert in_the_list in page
        found = logged_in(cast.zhao).get(in_the_list.replace("&amp;", "&")).context["cl"].result_list
        assert [article.pk for article in found] == [first.pk]
        assert first.reviews.get().details["compared"] is True

    def test_a_piece_that_has_changed_meanwhile_is_not_checked(self, cast: Cast) -> None:
        batch = self.printed(logged_in(cast.wang))
        article = batch.articles.first()
        ticked = f"{article.pk}:{article.current_revision_id}"
        article.headline = "青禾区部署防汛"
        article.save()
        editing.keep_revision(article, by=cast.wang)
        address = reverse("admin:articles_importbatch_change", args=[batch.pk])
        response = logged_in(cast.qian).post(address, {"_check": "", "piece": [ticked], "compared": "1"})
        assert response.context["refusals"]
        article.refresh_from_db()
        assert article.status == Status.PRINT_CHECK

    def test_a_reporter_checks_nothing(self, cast: Cast) -> None:
        batch = self.printed(logged_in(cast.wang))
        address = reverse("admin:articles_importbatch_change", args=[batch.pk])
        ticked = [f"{one.pk}:{one.current_revision_id}" for one in batch.articles.all()]
        logged_in(cast.li).post(address, {"_check": "", "piece": ticked, "compared": "1"})
        assert not Article.objects.exclude(status=Status.PRINT_CHECK).exists()


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def press(client, article: Article, code: str, choice: str, **typed):
    """Press a button of the open remark with this code, on the form as it stands."""
    remark = article.remarks.get(code=code, settled_at=None)
    return fill_in(client, change(article), FORM, _settle=f"{remark.pk}:{choice}", **typed)


class TestSourcePanel:
    def test_shows_the_lines_of_the_piece_with_the_remarks_at_their_places(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        import_page(client)
        article = Article.objects.get(page_order=1)
        source = client.get(change(article)).context["source"]
        own = [line.text for line in source.lines if line.is_own]
        assert own[0].startswith("本报讯 4月 3日")
        assert own[-1] == "记者 罗启明 文/图"
        noted = {one.remark.code: line.text for line in source.lines for one in line.remarks}
        assert noted["unknown_name"] == "记者 罗启明 文/图"
        assert noted["headline_missing"].startswith("本报讯 4月 3日")

    def test_has_no_buttons_for_who_may_not_write_and_is_not_there_for_a_typed_piece(self, cast: Cast) -> None:
        import_page(logged_in(cast.wang))
        page = logged_in(cast.qian).get(change(Article.objects.first())).content.decode()
        assert "source-panel" in page
        assert "_settle" not in page
        assert 'id="source-panel"' not in logged_in(cast.li).get(change(makers.make_draft())).content.decode()

    def test_a_button_saves_what_was_typed_and_settles_the_remark(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        import_page(client)
        article = Article.objects.get(page_order=1)
        response = press(client, article, "unknown_name", "confirm", headline="青禾区部署防汛")
        assert response.status_code == 302
        article.refresh_from_db()
        assert article.headline == "青禾区部署防汛"
        assert Reporter.objects.get(name="罗启明").is_confirmed
        settled = article.remarks.get(code="unknown_name")
        assert settled.settled_by == cast.wang
        assert not article.remarks.filter(code="headline_missing", settled_at=None).exists()

    def test_a_proposed_headline_is_taken_with_one_click_and_never_by_itself(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        import_page(client)
        article = Article.objects.get(page_order=2)
        assert article.headline == ""
        source = client.get(change(article)).context["source"]
        offered = {one.remark.code: one.choices for line in source.lines for one in line.remarks}["headline_missing"]
        proposed = [choice.value for choice in offered if choice.value != "ok"]
        assert 1 <= len(proposed) <= 3
        press(client, article, "headline_missing", proposed[0])
        article.refresh_from_db()
        assert article.headline == proposed[0]

    def test_a_forged_choice_changes_nothing(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        import_page(client)
        article = Article.objects.get(page_order=2)
        press(client, article, "headline_missing", "编造的标题")
        article.refresh_from_db()
        assert article.headline == ""
        fill_in(client, change(article), FORM, _settle="99999:ok")
        assert Remark.objects.filter(settled_at__isnull=False).count() == 0

    def test_open_remarks_are_counted_and_can_be_filtered(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        import_page(client)
        draft = makers.make_draft()
        everything = client.get("/admin/articles/article/").context["cl"].result_list
        assert {article.pk: article.open_remarks > 0 for article in everything}[draft.pk] is False
        found = client.get("/admin/articles/article/?remarks=open").context["cl"].result_list
        assert len(found) == 2
        assert all(article.open_remarks >= 2 for article in found)

    def test_a_likely_duplicate_is_shown_with_its_likeness_and_a_link(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        import_page(client)
        import_page(client, PAGE.replace("自习室", "报告厅"), name="另一版.txt")
        copy = Article.objects.get(import_ref__contains="另一版.txt#2")
        remark = copy.remarks.get(code="likely_duplicate")
        first = Article.objects.get(import_ref__contains="A01.txt#2")
        assert remark.params["number"] == first.pk
        assert 80 <= remark.params["percent"] < 100
        page = client.get(change(copy)).content.decode()
        assert f'href="{change(first)}"' in page
        assert f"{remark.params['percent']}%" in page

    def test_a_typed_piece_that_is_in_the_house_is_pointed_out_when_it_is_saved(self, cast: Cast) -> None:
        client = logged_in(cast.wang)
        import_page(client)
        first = Article.objects.get(page_order=2)
        response = fill_in(client, "/admin/articles/article/add/", FORM, headline="图书馆开馆", body=first.body)
        assert response.status_code == 302
        typed = Article.objects.latest("pk")
        assert typed.remarks.get().params["number"] == first.pk
        assert "100%" in client.get(change(typed)).content.decode()


def test_reports_are_kept_with_the_import_as_json(cast: Cast) -> None:
    batch = import_page(logged_in(cast.wang))
    assert batch.report["unaccounted"] == []
    assert [piece["outcome"] for piece in batch.report["pieces"]] == ["created", "created"]
    assert json.loads(json.dumps(batch.report)) == batch.report
    assert len(bodies.blocks(Article.objects.get(page_order=1).body)) == 3
    assert io.StringIO(batch.text).readline().startswith(" 本报讯")


def test_a_typed_piece_without_a_headline_is_offered_some_in_its_form(cast: Cast) -> None:
    draft = makers.make_draft(headline="")
    page = logged_in(cast.li).get(change(draft))
    proposed = page.context["proposed_headlines"]
    assert 1 <= len(proposed) <= 3
    assert all(part in bodies.plain_text(draft.body) for headline in proposed for part in headline.split())
    draft.refresh_from_db()
    assert draft.headline == ""
    assert "proposed_headlines" not in logged_in(cast.li).get(change(makers.make_draft())).context
