"""The end of whatever an account has open: when its password changes, when somebody leaves, when a factor is reset."""

from staff.models import User
from staff.signing_in import devices, sessions


def end_everything(user: User, *, keep: str | None = None) -> None:
    """End the logins of this account, but for the one with the key `keep`, and forget its remembered devices."""
    sessions.end(user, keep=keep)
    devices.forget(user)
