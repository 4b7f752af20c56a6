"""Whether the machine's clock can be believed: what comes out by the clock must not come out because it jumped.

A clock that was set forward makes all scheduled pieces due at once, and what has come out is not called back. So after
such a jump nothing comes out by the clock until a time server vouches for it, until it is set back, or until the
technician had ten minutes to see to it. A clock that is set back only makes pieces wait.
"""

import logging
import time
from collections.abc import Callable

from gazette.operations.doctor.installation import is_synchronised

logger = logging.getLogger(__name__)

JUMP = 60.0  # seconds by which a clock is not set forward while it is merely kept right
PATIENCE = 600.0  # seconds after which a clock that nobody has set back is believed
#: Counts on while the machine sleeps: waking up is no jump.
STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def steady() -> float:
    """Seconds of a clock that nobody can set."""
    return time.clock_gettime(STEADY)


class Clock:
    """Compares the clock of the machine, at each look, with one that nobody can set."""

    def __init__(
        self,
        *,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = steady,
        is_kept: Callable[[], bool | None] = is_synchronised,
    ) -> None:
        self._wall, self._steady, self._is_kept = wall, steady, is_kept
        self._ahead = wall() - steady()
        self._jumped_at: float | None = None

    def is_believed(self) -> bool:
        """Whether what is due by the clock may come out now."""
        now = self._steady()
        ahead = self._wall() - now
        if ahead < self._ahead + JUMP:  # as ever, or set back
            self._ahead, self._jumped_at = ahead, None
            return True
        if self._jumped_at is None:
            self._jumped_at = now
            logger.error("the clock was set forward", extra={"seconds": round(ahead - self._ahead)})
        if now - self._jumped_at > PATIENCE or self._is_kept():
            logger.warning("the clock is believed again", extra={"seconds": round(now - self._jumped_at)})
            self._ahead, self._jumped_at = ahead, None
        return self._jumped_at is None
