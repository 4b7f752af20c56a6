"""Where a piece can be, in the newsroom and for readers, and on which ways it gets from one place to the next."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, pgettext_lazy


class Status(TextChoices):
    """Where the newsroom has a piece."""

    DRAFT = "draft", gettext_lazy("Draft")
    FIRST_REVIEW = "first_review", gettext_lazy("Awaiting first review")
    SECOND_REVIEW = "second_review", gettext_lazy("Awaiting second review")
    FINAL_REVIEW = "final_review", gettext_lazy("Awaiting final review")
    PROOF = "proof", gettext_lazy("Awaiting proofreading")
    READY = "ready", gettext_lazy("Awaiting release")
    PRINT_CHECK = "print_check", gettext_lazy("Awaiting check against print")
    SCHEDULED = "scheduled", pgettext_lazy("status", "Scheduled")
    PUBLISHED = "published", pgettext_lazy("status", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("status", "Withdrawn")
    REJECTED = "rejected", gettext_lazy("Not used")


class PublicState(TextChoices):
    """What the address of a piece answers to readers."""

    NEVER = "never", gettext_lazy("Not public yet")  # 404
    LIVE = "live", gettext_lazy("Public")  # 200
    DOWN = "down", gettext_lazy("Taken down")  # 503
    WITHDRAWN = "withdrawn", pgettext_lazy("public state", "Withdrawn")  # 410


class Round(TextChoices):
    """What the work in hand is for."""

    FIRST = "first", gettext_lazy("First publication")
    CORRECTION = "correction", gettext_lazy("Correction of a public piece")
    AMENDMENT = "amendment", gettext_lazy("Amendment of wording")
    REINSTATEMENT = "reinstatement", gettext_lazy("Reinstatement of a withdrawn piece")


class ReturnReason(TextChoices):
    """Why a piece is sent back, beside the sentence that says it: what a newsroom counts."""

    FACTS = "facts", gettext_lazy("Facts to be checked")
    POLITICS = "politics", gettext_lazy("Political wording")
    HEADLINE = "headline", gettext_lazy("Headline")
    LANGUAGE = "language", gettext_lazy("Errors in the text")
    PICTURES = "pictures", gettext_lazy("Pictures")
    RIGHTS = "rights", gettext_lazy("Rights and sources")
    CREDITS = "credits", gettext_lazy("Credits")
    OTHER = "other", gettext_lazy("Other reasons")


REVIEWS = frozenset({Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW})
UNDER_WAY = REVIEWS | {Status.PROOF, Status.READY}
IN_HAND = UNDER_WAY | {Status.DRAFT}
ANY_STATUS = frozenset(Status)

ONCE_PUBLIC = frozenset({PublicState.LIVE, PublicState.DOWN})
NOT_PUBLIC = frozenset({PublicState.NEVER, PublicState.WITHDRAWN})
ANY_STATE = frozenset(PublicState)

ROUTE = (Status.DRAFT, Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW, Status.PROOF, Status.READY)
PRINTED_ROUTE = (Status.DRAFT, Status.PRINT_CHECK, Status.READY)
AMENDMENT_ROUTE = (Status.PROOF, Status.READY)

#: How far a piece is, whatever its route: a signature stands after a sending back if its place lies before the target.
PLACE = {status: place for place, status in enumerate(ROUTE)} | {Status.PRINT_CHECK: ROUTE.index(Status.FINAL_REVIEW)}
