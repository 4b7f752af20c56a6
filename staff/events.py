"""The record of accounts: logins, locks, second factors, sessions, roles. Written here, never changed, kept.

Whoever writes to it is named, the account that it is about too, and from which address it came. A typed password
belongs in no record: of a login that failed, the name is kept only where an account has it.
"""

from django.http import HttpRequest
from django.utils import timezone

from staff.addresses import client_address
from staff.models import AccountEvent, User

#: Characters of what is said about an event at most: a browser may call itself anything.
LONGEST_DETAIL = 500


def record(
    kind: AccountEvent.Kind,
    *,
    about: User | None,
    by: User | None = None,
    request: HttpRequest | None = None,
    detail: str = "",
) -> AccountEvent:
    """Keep that this happened to the account `about` now. Without a request it was done on the server itself."""
    return AccountEvent.objects.create(
        kind=kind,
        about=about,
        by=by,
        at=timezone.now(),
        address=client_address(request) if request is not None else None,
        detail=" ".join(detail.split())[:LONGEST_DETAIL],
    )
