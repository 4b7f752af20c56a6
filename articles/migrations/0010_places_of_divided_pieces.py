import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_rounds_and_revisions")]

    operations = [
        migrations.AddField(
            model_name="heldimport",
            name="claimed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="ImportAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=330, unique=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_aliases",
                        to="articles.article",
                    ),
                ),
            ],
        ),
    ]
