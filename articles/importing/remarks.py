"""What the import has to say to the editor, as plain English sentences by code.

The marker `_` does nothing here; it lets makemessages find the sentences, so that a Django layer can show
`gettext(REMARKS[remark.code]) % dict(remark.params)`.
"""

from __future__ import annotations

from .records import Remark


def _(text: str) -> str:
    return text


REMARKS = {
    "names_divided_by_guess": _("The names were printed without a clear division: check how they were split."),
    "column_or_paragraph": _("A sentence ends at the full width of the column here: paragraph, or only a new column?"),
    "agency_lost": _("The dateline has lost the name of its agency."),
    "headline_missing": _("The piece has no headline yet."),
    "head_or_subhead": _("This line may be the headline of another piece or a subhead of this one."),
    "byline_for_which_piece": _("This byline stands between two pieces; it was given to the one before it."),
    "head_without_text": _("A headline without text stood here; it was set aside."),
    "page_without_pieces": _("No piece was found on this page."),
    "shared_role": _("The role at the end of the byline was given to all of its names."),
    "year_proposed": _("The year was not printed; %(year)s was concluded from the issue date."),
    "unknown_name": _("%(name)s is not on the roster yet: an unconfirmed reporter was made."),
    "namesakes": _("Several reporters are called %(name)s: choose the right one."),
    "year_unknown": _("The year of %(month)s-%(day)s is not known: no date was set."),
    "caption_without_picture": _("This caption has no picture yet: %(caption)s"),
    "loose_text": _("These lines stand between pieces and belong to none that was recognised."),
}

ERRORS = {
    "empty": _("The file is empty."),
    "binary": _("The file is binary, not text."),
    "undecodable": _(
        "The file is neither UTF-8, UTF-16 nor GB18030 (first bad byte at %(offset)s): name its encoding."
    ),
    "unknown_encoding": _("There is no encoding called “%(encoding)s”."),
    "not_found": _("There is no such file."),
    "unreadable": _("The file cannot be read: %(why)s."),
    "too_large": _("The file is larger than 16 MB."),
    "folder_without_texts": _("There is no text file in this folder."),
    "no_piece": _("No piece was found in it."),
    "not_in_encoding": _("The file is not in %(encoding)s (first bad byte at %(offset)s)."),
}


def sentence(remark: Remark) -> str:
    """The remark in English."""
    return REMARKS[remark.code] % dict(remark.params)
