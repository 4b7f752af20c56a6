from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def copy_dates(apps, schema_editor):
    for name, key in (("PublishedByline", "article"), ("PublishedTag", "content_object")):
        pieces = apps.get_model("articles", "PublishedArticle").objects.filter(pk=OuterRef(key))
        apps.get_model("articles", name).objects.update(public_date=Subquery(pieces.values("public_date")))


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_printed_pages_and_front_page")]

    operations = [
        migrations.RunPython(copy_dates, migrations.RunPython.noop),
        migrations.AlterField("publishedbyline", "public_date", models.DateField()),
        migrations.AlterField("publishedtag", "public_date", models.DateField()),
    ]
