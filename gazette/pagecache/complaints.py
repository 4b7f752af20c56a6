"""Errors that may come with every request or five times a second are logged once a minute."""

import logging
from time import monotonic
from typing import Any

SECONDS_BETWEEN_COMPLAINTS = 60.0


class Complaints:
    """Logs errors; the same message at most once a minute."""

    def __init__(self, logger: logging.Logger) -> None:
        self.logger = logger
        self.said_at: dict[str, float] = {}

    def say(self, message: str, error: Exception | str, **extra: Any) -> None:
        """Log the message with the error beside it, unless that was done a short while ago."""
        now = monotonic()
        if now - self.said_at.get(message, -SECONDS_BETWEEN_COMPLAINTS) >= SECONDS_BETWEEN_COMPLAINTS:
            self.said_at[message] = now
            shown = error if isinstance(error, str) else repr(error)
            self.logger.error(message, extra={"error": shown, **extra})
