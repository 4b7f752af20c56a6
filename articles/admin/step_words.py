"""What the pages of steps say: what each does, what happens at a minute, where a piece goes back to."""

from django.utils.translation import gettext_lazy, gettext_noop

from articles.workflow import Status

#: What each step does, before it is taken.
EXPLANATIONS = {
    "submit": gettext_lazy("Hands the piece to first review. You cannot change it until it comes back."),
    "recall": gettext_lazy("Takes the piece back into your drafts, as long as nobody has acted on it."),
    "first_review": gettext_lazy("Signs this revision for first review and hands it to second review."),
    "second_review": gettext_lazy("Signs this revision for second review and hands it to final review."),
    "final_review": gettext_lazy("Signs this revision for final review and hands it to proofreading."),
    "proofread": gettext_lazy("Signs this revision as proofread and hands it to release."),
    "print_check": gettext_lazy(
        "Confirms that this revision says what the printed page says, and hands it to release."
    ),
    "release": gettext_lazy("Publishes exactly this revision, at once or at the minute that you name."),
    "express": gettext_lazy("Publishes this revision at once. The reviews left out are owed within 24 hours."),
    "send_back": gettext_lazy("Gives the piece back with your reason. Signatures before that step stand."),
    "reject": gettext_lazy("The piece will not be used. It can be taken up again later."),
    "restore": gettext_lazy("Takes the piece up again, as a draft."),
    "correct": gettext_lazy(
        "Opens the public text for correction, with a public note and all reviews. Readers see the old text meanwhile."
    ),
    "amend": gettext_lazy(
        "Opens the public text to mend its wording only: no fact, name, number or headline. "
        "A second person proofreads it."
    ),
    "abandon": gettext_lazy("Drops the work in hand: the text becomes again what readers see."),
    "unschedule": gettext_lazy("Cancels the scheduled release; the piece awaits release again."),
    "take_down": gettext_lazy(
        "Takes the piece off the site while it is checked. Its address says so; one step puts it back."
    ),
    "put_back": gettext_lazy("Shows the piece to readers again, exactly as it was."),
    "withdraw": gettext_lazy(
        "Takes the piece off the site for good, with its pictures. Its address says that it was withdrawn."
    ),
    "reinstate": gettext_lazy("Takes the withdrawn piece up again, at final review."),
    "embargo": gettext_lazy("Holds the piece back until a minute that somebody outside has asked for (禁发至)."),
    "lift_embargo": gettext_lazy("The piece can be released at once again."),
    "set_expiry": gettext_lazy(
        "Names the minute at which the piece leaves the site by itself: for a notice that runs out."
    ),
    "clear_expiry": gettext_lazy("The piece stays on the site: no minute is named any more."),
    "owed_first_review": gettext_lazy("Makes up the first review of the revision that the express lane published."),
    "owed_second_review": gettext_lazy("Makes up the second review of the revision that the express lane published."),
    "owed_final_review": gettext_lazy("Makes up the final review of the revision that the express lane published."),
    "owed_proofread": gettext_lazy("Makes up the proofreading of the revision that the express lane published."),
}
#: What happens at the minute that a step names.
WHAT_HAPPENS = {
    "embargo": gettext_noop("Until then nobody can release the piece, and a scheduled release must come after it."),
    "set_expiry": gettext_noop("Then the piece leaves the site by itself, and its address says that its time is over."),
}
#: Proposed as the source of an instruction; the first is meant where nothing is said.
INSTRUCTIONS = (
    gettext_lazy("Decision of the newsroom"),
    gettext_lazy("Order of a superior office"),
    gettext_lazy("Decision of a court"),
    gettext_lazy("Request of somebody concerned"),
)
#: Where a sending back leads.
TARGETS = {
    Status.DRAFT: gettext_lazy("The writer (draft)"),
    Status.FIRST_REVIEW: gettext_lazy("First review"),
    Status.SECOND_REVIEW: gettext_lazy("Second review"),
    Status.FINAL_REVIEW: gettext_lazy("Final review"),
    Status.PROOF: gettext_lazy("Proofreading"),
    Status.PRINT_CHECK: gettext_lazy("Check against print"),
}
