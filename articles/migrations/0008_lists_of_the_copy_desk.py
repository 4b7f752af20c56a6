from django.db import migrations, models
from django.db.models import F, Q


def words_into_rows(apps, schema_editor) -> None:
    """What stood in the settings of the paper, one on a line, becomes a list with exceptions."""
    settings = apps.get_model("articles", "SiteSettings")
    words = apps.get_model("articles", "ForbiddenWord")
    lines = [line.strip() for row in settings.objects.all() for line in row.forbidden_words.splitlines()]
    words.objects.bulk_create([words(word=line[:60]) for line in dict.fromkeys(lines) if line])


def rows_into_words(apps, schema_editor) -> None:
    words = apps.get_model("articles", "ForbiddenWord").objects.order_by("word").values_list("word", flat=True)
    apps.get_model("articles", "SiteSettings").objects.update(forbidden_words="\n".join(words))


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_credits_and_tags_know_their_date")]

    operations = [
        migrations.CreateModel(
            name="ForbiddenWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, unique=True, verbose_name="forbidden word")),
                (
                    "exceptions",
                    models.TextField(
                        blank=True,
                        help_text="Phrases in which the word may stand, one on a line.",
                        verbose_name="exceptions",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="Why, and on whose instruction.", max_length=200, verbose_name="note"
                    ),
                ),
            ],
            options={
                "verbose_name": "forbidden word",
                "verbose_name_plural": "forbidden words",
                "ordering": ["word"],
                "constraints": [models.CheckConstraint(condition=~Q(word=""), name="a_forbidden_word_is_a_word")],
            },
        ),
        migrations.CreateModel(
            name="Official",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=30, verbose_name="name")),
                ("title", models.CharField(max_length=60, verbose_name="title")),
                (
                    "short_titles",
                    models.CharField(
                        blank=True,
                        help_text="As the paper prints it too, parted by 、: 党工委书记、书记.",
                        max_length=120,
                        verbose_name="other forms of the title",
                    ),
                ),
                (
                    "rank",
                    models.PositiveIntegerField(
                        help_text="Who stands first has the lowest number.", verbose_name="rank"
                    ),
                ),
                ("since", models.DateField(verbose_name="in office from")),
                (
                    "until",
                    models.DateField(
                        blank=True, help_text="Empty: still in office.", null=True, verbose_name="in office until"
                    ),
                ),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True,
                        help_text="After thirty days a row is no longer relied on: what it finds is only doubtful.",
                        null=True,
                        verbose_name="confirmed on",
                    ),
                ),
            ],
            options={
                "verbose_name": "official",
                "verbose_name_plural": "officials",
                "ordering": ["rank", "name", "since"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["name", "title", "since"], name="an_official_takes_an_office_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=~Q(name="") & ~Q(title=""), name="an_official_has_a_name_and_a_title"
                    ),
                    models.CheckConstraint(
                        condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                        name="an_office_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WrongWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wrong", models.CharField(max_length=20, unique=True, verbose_name="wrong")),
                ("right", models.CharField(max_length=20, verbose_name="right")),
                (
                    "exceptions",
                    models.TextField(
                        blank=True,
                        help_text="Phrases in which the same characters are right, one on a line: 按装修标准 for 按装.",
                        verbose_name="exceptions",
                    ),
                ),
                (
                    "is_certain",
                    models.BooleanField(
                        default=True,
                        help_text="Without the tick the word is only pointed out as doubtful.",
                        verbose_name="certain",
                    ),
                ),
            ],
            options={
                "verbose_name": "wrong word",
                "verbose_name_plural": "wrong words",
                "ordering": ["wrong"],
                "constraints": [
                    models.CheckConstraint(condition=~Q(wrong="") & ~Q(right=""), name="a_wrong_word_has_a_right_one"),
                    models.CheckConstraint(
                        condition=~Q(wrong=F("right")), name="a_wrong_word_differs_from_the_right_one"
                    ),
                ],
            },
        ),
        migrations.RunPython(words_into_rows, rows_into_words),
        migrations.RemoveField(model_name="sitesettings", name="forbidden_words"),
    ]
