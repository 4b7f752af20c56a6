"""The printed issue for readers: its pages and pieces, and the pictures and PDFs that the desk uploads in the admin."""

import io
from datetime import date

import pytest
from django.test import Client

from articles import generation
from articles.models.placing import PrintedPage
from tests.cast import logged_in
from tests.makers import advance, make_published, picture_file

pytestmark = pytest.mark.django_db

FRIDAY = date(2023, 4, 7)
ISSUE = "/issues/2023-04-07/"
ADD = "/admin/articles/printedpage/add/"


@pytest.fixture
def issue(cast):
    """An issue of two pages, entered in another order than it was printed."""
    for headline, label, order in (("二版二", "A02", 2), ("头版头条", "A01", 1), ("二版一", "A02", 1)):
        make_published(headline, issue_date=FRIDAY, page_label=label, page_order=order)


def upload(user, *, label: str = "A01", day: date = FRIDAY, **fields):
    """Upload a page in the admin as somebody does it there."""
    return logged_in(user).post(ADD, {"issue_date": day.isoformat(), "label": label, "name": "要闻", **fields})


def pdf(content: bytes = b"%PDF-1.7 a page") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = "A01.pdf"
    return file


def test_pieces_stand_under_their_pages_in_the_printed_order(client: Client, issue):
    text = client.get(ISSUE).content.decode()

    places = [text.index(f">{headline}</a>") for headline in ("头版头条", "二版一", "二版二")]
    assert places == sorted(places)
    assert text.index('id="a01"') < text.index('id="a02"')


def test_the_page_names_the_issues_before_and_after_and_skips_days_without_one(client, issue):
    make_published("早的", issue_date=date(2023, 3, 31), page_label="A01")
    make_published("晚的", issue_date=date(2023, 4, 14), page_label="A01")

    text = client.get(ISSUE).content.decode()

    assert '<a rel="prev" href="/issues/2023-03-31/">' in text
    assert '<a rel="next" href="/issues/2023-04-14/">' in text
    assert 'rel="prev" href="/issues' not in client.get("/issues/2023-03-31/").content.decode()


@pytest.mark.parametrize("address", ["/issues/2023-04-08/", "/issues/2023-02-30/", "/issues/2023-4-7/"])
def test_a_day_without_an_issue_has_no_page(client, issue, address):
    assert client.get(address).status_code == 404


def test_an_issue_costs_the_same_statements_however_many_pages_it_has(client, issue, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get(ISSUE)


def test_an_editor_uploads_a_page_and_readers_see_its_name_picture_and_pdf(client, cast, issue):
    before = generation.current().number

    assert upload(cast.wang, picture_file=picture_file(900, 1300), pdf_file=pdf()).status_code == 302

    page = PrintedPage.objects.get()
    assert generation.current().number > before
    text = client.get(ISSUE).content.decode()
    assert "要闻" in text
    assert f'href="/pages/{page.pk}/{page.pdf}.pdf"' in text
    picture = text.partition('class="sheet"')[2].partition('href="')[2].partition('"')[0]
    answer = client.get(picture)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    file = client.get(f"/pages/{page.pk}/{page.pdf}.pdf")
    assert file["Content-Type"] == "application/pdf"
    assert b"".join(file.streaming_content) == b"%PDF-1.7 a page"


def test_a_page_of_tomorrow_is_not_fetched_before_a_piece_of_it_is_public(client, cast, issue):
    tomorrow = date(2023, 4, 14)
    upload(cast.wang, day=tomorrow, pdf_file=pdf())
    page = PrintedPage.objects.get(issue_date=tomorrow)
    address = f"/pages/{page.pk}/{page.pdf}.pdf"

    assert client.get(address).status_code == 404
    assert client.get("/issues/2023-04-14/").status_code == 404

    make_published("明天的", issue_date=tomorrow, page_label="A01")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("step", ["withdraw", "take_down"])
def test_the_files_of_an_issue_are_held_back_once_a_piece_of_it_is_gone_until_they_are_uploaded_again(
    client, cast, issue, step
):
    gone = make_published("要撤的稿", issue_date=FRIDAY, page_label="A01", page_order=2)
    upload(cast.wang, picture_file=picture_file(), pdf_file=pdf())
    page = PrintedPage.objects.get()
    address = f"/pages/{page.pk}/{page.pdf}.pdf"
    assert client.get(address).status_code == 200

    advance(gone, step, by=cast.zhao, note="失实。")

    assert client.get(address).status_code == 404
    text = client.get(ISSUE).content.decode()
    assert "/pages/" not in text
    assert "要闻" in text

    change = f"/admin/articles/printedpage/{page.pk}/change/"
    form = {"issue_date": "2023-04-07", "label": "A01", "name": "要闻", "pdf_file": pdf(b"%PDF-1.7 without it")}
    assert logged_in(cast.wang).post(change, form).status_code == 302
    page.refresh_from_db()
    assert client.get(f"/pages/{page.pk}/{page.pdf}.pdf").status_code == 200
    assert client.get(address).status_code == 404


def test_what_is_no_picture_and_no_pdf_is_refused_with_a_sentence(cast, issue):
    wrong = pdf(b"PK this is a zip")
    text = upload(cast.wang, pdf_file=wrong, picture_file=pdf()).content.decode()

    assert "这不是 PDF 文件" in text
    assert not PrintedPage.objects.exists()


def test_a_writer_cannot_upload_pages(cast, issue):
    assert upload(cast.li, pdf_file=pdf()).status_code == 403
    assert not PrintedPage.objects.exists()


def test_a_page_stands_once_in_an_issue_however_its_label_is_typed(cast, issue):
    upload(cast.wang)

    assert upload(cast.wang, label=" a01 ").status_code == 200
    assert PrintedPage.objects.count() == 1
