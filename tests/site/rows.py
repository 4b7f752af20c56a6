"""Public rows in bulk, for tests that want many; single pieces come from `tests.makers`, through the newsroom."""

from datetime import UTC, date, datetime, timedelta

from articles.models.published import PublishedArticle, PublishedByline, PublishedTag
from articles.models.shared import Section, Tag
from staff.models import Reporter

FIRST_DAY = date(2020, 1, 1)


def make_public_rows(
    count: int, *, section: Section, reporter: Reporter, tag: Tag, days: int = 10, first: int = 10_000
) -> list[PublishedArticle]:
    """So many public pieces spread over so many days, each with this reporter, tag and a picture."""
    rows = []
    for number in range(first, first + count):
        day = FIRST_DAY + timedelta(days=number % days)
        at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC) + timedelta(seconds=number)
        rows.append(
            PublishedArticle(
                number=number,
                headline=f"第{number}篇",
                body="<p>一段正文。</p>",
                section=section,
                public_date=day,
                issue_date=day,
                page_label="A01",
                page_order=number % 7,
                first_published_at=at,
                published_at=at,
                credits=[
                    {"reporter": reporter.pk, "name": reporter.name, "standing": "记者", "role": "", "organisation": ""}
                ],
                tags=[{"tag": tag.pk, "name": tag.name}],
                photos=[
                    {
                        "photo": 1,
                        "sha256": f"{number:064x}",
                        "width": 1600,
                        "height": 900,
                        "focal": [0.5, 0.5],
                        "caption": "图说",
                        "alt": "一张图",
                        "credit": "",
                        "place": 0,
                    }
                ],
            )
        )
    PublishedArticle.objects.bulk_create(rows)
    PublishedByline.objects.bulk_create(
        PublishedByline(
            article=row, reporter=reporter, position=0, printed_name=reporter.name, public_date=row.public_date
        )
        for row in rows
    )
    PublishedTag.objects.bulk_create(
        PublishedTag(content_object=row, tag=tag, public_date=row.public_date) for row in rows
    )
    return rows
