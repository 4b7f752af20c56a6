import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import staff.years

#: Table and name of each moment that may be left empty, what it is called, and what it means then.
MOMENTS = (
    ("frontslot", "begins_at", "from", "Empty: at once."),
    ("frontslot", "ends_at", "until", "Empty: until it is taken off."),
    ("sitesettings", "grey_from", "grey from", "Empty: at once."),
    ("sitesettings", "grey_until", "grey until", "Empty: until it is switched off."),
)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0015_group_chats"),
    ]

    operations = [
        *(
            migrations.AlterField(
                model_name=table,
                name=name,
                field=models.DateTimeField(
                    blank=True,
                    help_text=empty,
                    null=True,
                    validators=[staff.years.plausible_year],
                    verbose_name=label,
                ),
            )
            for table, name, label, empty in MOMENTS
        ),
        migrations.AlterField(
            model_name="printedpage",
            name="issue_date",
            field=models.DateField(validators=[staff.years.plausible_year], verbose_name="issue date"),
        ),
        migrations.CreateModel(
            name="HeadlineLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "page_label",
                    models.CharField(
                        blank=True,
                        help_text="As the pieces have it, for example A01. Empty: every page.",
                        max_length=10,
                        verbose_name="page",
                    ),
                ),
                (
                    "longest",
                    models.PositiveSmallIntegerField(
                        help_text="Blanks are not counted. A longer headline is pointed out as doubtful.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="characters at the most",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: every section.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.section",
                        verbose_name="section",
                    ),
                ),
            ],
            options={
                "verbose_name": "length of headlines",
                "verbose_name_plural": "lengths of headlines",
                "ordering": ["page_label", "section"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("section__isnull", False)),
                        fields=("section", "page_label"),
                        name="a_page_of_a_section_has_one_limit",
                        violation_error_message="There is a limit for this section and page already: change that one.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("section__isnull", True)),
                        fields=("page_label",),
                        name="a_page_has_one_limit",
                        violation_error_message="There is a limit for this section and page already: change that one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("longest__gt", 0)), name="a_headline_may_have_a_character"
                    ),
                ],
            },
        ),
    ]
