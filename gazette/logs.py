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


def shown(value: object) -> str:
    """Return the value as one word: quoted like JSON where it is not a plain word, so that no line can be forged."""
    word = str(value)
    return word if word and word.isprintable() and not set(word) & set(' "=') else json.dumps(word, ensure_ascii=False)
