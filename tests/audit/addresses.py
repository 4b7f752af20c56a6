"""One address of each kind of page of a paper, as JSON: ``python -m tests.audit.addresses`` in its environment."""

import json
from urllib.parse import quote

import django

django.setup()

from django.db.models import Count  # noqa: E402 (models can be imported only now)
from django.urls import reverse  # noqa: E402

from articles import body as bodies  # noqa: E402
from articles.models.newsroom import Article  # noqa: E402
from articles.models.published import Notice, PublishedArticle, Withdrawal  # noqa: E402
from articles.models.shared import Section, Tag  # noqa: E402
from articles.workflow import Status  # noqa: E402
from staff.models import Reporter  # noqa: E402


def most(model):
    """The row that most public pieces have."""
    return model.objects.annotate(pieces=Count("articles")).order_by("-pieces", "pk").first()


def of_a_notice(kind: Notice) -> str:
    gone = Withdrawal.objects.filter(kind=kind).first()
    day = gone.public_date
    return reverse("site:article", args=[f"{day:%Y}", f"{day:%m}", f"{day:%d}", gone.pk])


def pages() -> dict[str, str]:
    """One page of each kind that readers get, by its name."""
    public = PublishedArticle.objects.order_by("-public_date", "number")
    pictured = public.exclude(photos=[]).first()
    day = pictured.public_date
    issue = public.exclude(issue_date=None).first().issue_date
    section = most(Section)
    return {
        "home": reverse("site:home"),
        "section": reverse("site:section", args=[section.slug]),
        "tag": reverse("site:tag", args=[most(Tag).slug]),
        "reporter": reverse("site:reporter", args=[most(Reporter).pk]),
        "article with photo": pictured.get_absolute_url(),
        "article without photo": public.filter(photos=[], genre="news").first().get_absolute_url(),
        "corrected article": public.exclude(corrections=[]).first().get_absolute_url(),
        "issue": reverse("site:issue", args=[issue.year, issue.month, issue.day]),
        "home in large type": f"{reverse('site:home')}?size=large",
        "article in the largest type": f"{pictured.get_absolute_url()}?size=largest",
        "day": reverse("site:day", args=[day.year, day.month, day.day]),
        "month": reverse("site:month", args=[day.year, day.month]),
        "year": reverse("site:year", args=[day.year]),
        "corrections": reverse("site:corrections"),
        "about": reverse("site:about"),
        "search": f"{reverse('site:search')}?q={quote(section.name)}",
        "search without a hit": f"{reverse('site:search')}?q=qqqqqqqq",
        "404": "/nowhere/",
        "410": of_a_notice(Notice.WITHDRAWN),
        "503": of_a_notice(Notice.CHECKING),
    }


def desk() -> dict[str, str]:
    """The pages on which the newsroom spends its day."""

    def step(status: Status, name: str) -> str:
        return reverse("admin:articles_article_step", args=[Article.objects.filter(status=status).first().pk, name])

    draft = Article.objects.filter(status=Status.DRAFT).order_by("-photos", "pk").first()
    public = PublishedArticle.objects.exclude(photos=[]).first()
    return {
        "my tasks": reverse("admin:index"),
        "list": reverse("admin:articles_article_changelist"),
        "new piece": reverse("admin:articles_article_add"),
        "form": reverse("admin:articles_article_change", args=[draft.pk]),
        "form of a public piece": reverse("admin:articles_article_change", args=[public.pk]),
        "step: first review": step(Status.FIRST_REVIEW, "first_review"),
        "step: release": step(Status.READY, "release"),
        "step: withdraw": reverse("admin:articles_article_step", args=[public.pk, "withdraw"]),
        "history": reverse("admin:articles_article_history", args=[public.pk]),
        "preview": reverse("admin:articles_article_preview", args=[public.pk]),
        "photos": reverse("admin:articles_photo_changelist"),
        "imports": reverse("admin:articles_importbatch_changelist"),
        "account": reverse("admin:account"),
        "second factor": reverse("admin:second_factor_set_up"),
        "lost second factor": reverse("admin:second_factor_resets"),
    }


def texts() -> dict[str, int]:
    """The address of each public piece with the number of its characters."""
    return {piece.get_absolute_url(): len(bodies.plain_text(piece.body)) for piece in PublishedArticle.objects.all()}


print(json.dumps({"pages": pages(), "desk": desk(), "texts": texts()}))  # noqa: T201 (the test that asks reads it)
