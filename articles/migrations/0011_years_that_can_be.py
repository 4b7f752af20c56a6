import datetime

from django.conf import settings
from django.db import migrations, models

import staff.years

#: The days of a piece, in each of the three tables that have its columns.
DAYS = {"event_date": "date of the event", "filed_date": "date of filing", "issue_date": "issue date"}
TABLES = ("article", "publishedarticle", "revision")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0010_places_of_divided_pieces"),
        ("staff", "0002_accounts_and_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(
            migrations.AlterField(
                model_name=table,
                name=day,
                field=models.DateField(
                    blank=True, null=True, validators=[staff.years.plausible_year], verbose_name=label
                ),
            )
            for table in TABLES
            for day, label in DAYS.items()
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("issue_date__isnull", True),
                    models.Q(
                        ("issue_date__gte", datetime.date(1900, 1, 1)), ("issue_date__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="a_piece_appeared_in_a_year_that_can_be",
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedarticle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("public_date__isnull", True),
                    models.Q(
                        ("public_date__gte", datetime.date(1900, 1, 1)),
                        ("public_date__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="a_public_piece_has_a_year_that_can_be",
            ),
        ),
    ]
