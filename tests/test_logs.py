"""A log line says what happened and to what, in words and key=value, and cannot be forged."""

import logging
import sys

import pytest

from gazette.logs import LineFormatter


def line(message: str, *arguments: object, **extra: object) -> str:
    record = logging.getLogger("articles.editing").makeRecord(
        "articles.editing", logging.INFO, "editing.py", 1, message, arguments, None, extra=extra
    )
    return LineFormatter().format(record)


def test_what_was_given_as_extra_stands_behind_the_words():
    written = line("published", article=12, revision=3, by=7)

    assert written.endswith("INFO articles.editing published article=12 revision=3 by=7")


def test_a_line_begins_with_its_time_and_zone():
    assert line("published")[:4].isdigit()
    assert line("published").split()[0][-5] in "+-"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("A02", "A02"),
        ("防汛", "防汛"),
        ("", '""'),
        ("two words", '"two words"'),
        ("a=b", '"a=b"'),
        ('say "so"', '"say \\"so\\""'),
        ("a\nERROR forged", '"a\\nERROR forged"'),
        ("\x1b[2J", '"\\u001b[2J"'),
        ("\x9b2J", '"\\u009b2J"'),
        ("a\x85ERROR forged", '"a\\u0085ERROR forged"'),
        ("a\u2028ERROR forged", '"a\\u2028ERROR forged"'),
        ("\u202egpj.exe", '"\\u202egpj.exe"'),
        ("\udc80", '"\\udc80"'),
    ],
)
def test_a_value_that_is_no_plain_word_is_quoted(value, written):
    assert line("imported", page=value).endswith(f" imported page={written}")


def test_no_message_begins_a_line_of_its_own():
    assert "\n" not in line("opened %s", "page.txt\n2023-04-07T09:30:00+0800 ERROR articles forged")


@pytest.mark.parametrize("end", ["\n", "\r", "\x85", "\u2028"])
def test_nothing_that_an_exception_quotes_begins_a_line_of_its_own(end):
    record = logging.getLogger("articles").makeRecord("articles", logging.ERROR, "", 1, "failed", (), None)
    try:
        raise ValueError(f"page.txt{end}2023-04-07T09:30:00+0800 INFO articles published article=1")
    except ValueError:
        record.exc_info = sys.exc_info()

    first, *others = LineFormatter().format(record).splitlines()

    assert first.endswith("ERROR articles failed")
    assert "ValueError" in others[-1] + others[-2]
    assert all(line.startswith("    ") for line in others)


def test_djangos_request_objects_are_left_out():
    assert line("Not Found", request=object(), status_code=404).endswith("Not Found status_code=404")
