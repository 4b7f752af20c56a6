"""Each index is built while readers read on; publications wait for it, some seconds at 100,000 pieces."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_years_that_can_be")]

    operations = [
        migrations.AddIndex("publishedarticle", models.Index("public_date", "published_at", name="published_changes")),
        migrations.AddIndex(
            "publishedarticle",
            models.Index(
                "section", "public_date", "number", condition=Q(is_archive=False), name="published_news_of_section"
            ),
        ),
        migrations.AddIndex(
            "publishedbyline",
            models.Index("reporter", "role", "public_date", "article", name="credits_by_role"),
        ),
    ]
