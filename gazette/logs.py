"""How log records are written: one line an event, with what was given as extra={…} as key=value behind the words.

Within a request its id comes last: ``request=`` and 32 digits. grep it, and everything that was said of it is there.
"""

import json
import logging

from gazette import request_ids

# What every record carries anyway. Django adds the request and the socket, which say nothing that can be read.
ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "server_time", "taskName"}


class LineFormatter(logging.Formatter):
    """``2023-04-07T09:30:00+0800 INFO articles.editing published article=12 revision=3 by=7``."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%S%z")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the name is logging's)
        extra = {name: value for name, value in vars(record).items() if name not in ORDINARY}
        words = "".join(letter if letter.isprintable() else " " for letter in super().formatMessage(record))
        if request_id := request_ids.current():
            extra["request"] = request_id
        return " ".join([words, *(f"{name}={shown(value)}" for name, value in extra.items())])

    def formatException(self, ei) -> str:  # noqa: N802 (likewise)
        """Every line set in: what an exception quotes begins no line that could be taken for a record."""
        return "\n".join(f"    {escaped(line)}" for line in super().formatException(ei).splitlines())


def shown(value: object) -> str:
    """Return the value as one word: quoted like JSON where it is not a plain word, so that no line can be forged."""
    word = str(value)
    is_plain = word and word.isprintable() and not set(word) & set(' "=')
    return word if is_plain else escaped(json.dumps(word, ensure_ascii=False))


def escaped(text: str) -> str:
    """Return the text without what ends a line somewhere (U+0085, U+2028), steers a terminal or turns the writing."""
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text)
