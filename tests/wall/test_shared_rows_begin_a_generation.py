import pytest

from articles import generation
from articles.models.shared import Photo, Section, SiteSettings, Tag
from staff.models import Reporter
from tests.makers import make_draft, make_photo, make_published

pytestmark = pytest.mark.django_db


def test_what_a_public_page_shows_begins_a_generation_when_it_changes_or_goes(cast):
    section, tag = Section.objects.create(name="民生", slug="life"), Tag.objects.create(name="养老")
    reporter, settings = Reporter.objects.create(name="周明"), SiteSettings.objects.create(pk=1, name="报")
    for row in (section, tag, reporter, settings):
        before = generation.current().number
        row.save()
        assert generation.current().number == before + 1, row
        row.delete()
        assert generation.current().number == before + 2, row


def test_creating_a_shared_row_uploading_a_photo_and_writing_a_draft_begin_none(cast):
    before = generation.current().number
    make_draft(tags="养老，社区", pictures=[make_photo()])
    photo = Photo.objects.get()
    photo.caption = "改过的图说"
    photo.save()
    assert generation.current().number == before


def test_a_publication_begins_exactly_one(cast):
    article = make_published()
    assert article.publications.count() == 1
    before = generation.current().number
    make_published("又一篇")
    assert generation.current().number == before + 1
