"""Tables for Excel, as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.http import content_disposition_header

#: What a spreadsheet would run as a formula (OWASP, CSV Injection), also in the wide letters of Chinese input methods.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(heads: Sequence[str], rows: Iterable[Sequence], name: str) -> HttpResponse:
    """The table as the file `name`.csv: with a byte order mark, without which Excel takes UTF-8 for GBK."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(heads)
    writer.writerows([[harmless(value) for value in row] for row in rows])
    response = HttpResponse(file.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.csv")
    return response


def harmless(value: object) -> object:
    """The value as a cell: a text that would be a formula begins with an apostrophe. Numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
