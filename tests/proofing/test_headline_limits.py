"""How long a headline may be: by page and section, as the newsroom keeps it in the admin."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import findings
from articles.models.desk_lists import HeadlineLimit
from articles.proofing.records import LONGEST_HEADLINE, Lists, ProofText, Severity
from articles.proofing.records import HeadlineLimit as Limit
from tests.cast import Cast, logged_in
from tests.makers import make_draft, make_section

pytestmark = pytest.mark.django_db

LIMITS = Lists(headline_limits=(Limit("", None, 26), Limit("", 7, 22), Limit("A01", None, 14), Limit("A01", 7, 12)))


@pytest.mark.parametrize(
    ("page", "section", "longest"),
    [("A01", 7, 12), ("A01", 8, 14), ("A02", 7, 22), ("A02", 8, 26), ("", None, 26)],
)
def test_what_is_said_of_the_page_counts_before_the_section(page, section, longest):
    assert LIMITS.longest_headline(ProofText(page=page, section=section)) == longest
    assert Lists().longest_headline(ProofText(page=page, section=section)) == LONGEST_HEADLINE


def test_a_headline_that_is_too_long_for_its_page_is_doubtful_and_fits_another(cast: Cast):
    limit = HeadlineLimit.objects.create(page_label="A01", longest=8)
    article = make_draft("长椿路社区食堂今天开张", page_label="A01", section=make_section())
    found = [one for one in findings.of(article, today=timezone.localdate()) if one.code == "length.headline"]
    assert [(one.severity, dict(one.params)) for one in found] == [
        (Severity.DOUBT, {"length": "11", "longest": str(limit.longest)})
    ]
    article.page_label = "A02"
    assert not [one for one in findings.of(article, today=timezone.localdate()) if one.code == "length.headline"]


@pytest.mark.parametrize(("who", "may"), [("li", False), ("wang", False), ("chen", True), ("zhou", True)])
def test_heads_of_desks_keep_the_limits_in_the_admin(cast: Cast, who, may):
    client, posted = logged_in(getattr(cast, who)), {"page_label": "A01", "section": "", "longest": "14"}
    answer = client.post(reverse("admin:articles_headlinelimit_add"), posted)
    assert (answer.status_code == 302) == may
    assert HeadlineLimit.objects.count() == may
    if may:
        again = client.post(reverse("admin:articles_headlinelimit_add"), posted)
        assert "已有上限" in again.content.decode()
