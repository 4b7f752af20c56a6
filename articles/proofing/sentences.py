"""What a finding says to the editor, as plain English sentences by code, and the names of classes and severities.

The marker `_` does nothing here; it lets makemessages find the sentences, so that a Django layer can show
`gettext(SENTENCES[finding.code]) % dict(finding.params)`.
"""

from articles.proofing.records import ErrorClass, Severity


def _(text: str) -> str:
    return text


SENTENCES = {
    "forbidden.word": _("“%(word)s” is on the list of forbidden words."),
    "officials.name": _("The list has %(name)s here (%(title)s): one character differs."),
    "officials.title": _("The list has %(name)s as %(title)s."),
    "officials.order": _("By rank %(first)s stands before %(second)s."),
    "wrong_words.word": _("A wrong word."),
    "dates.weekday": _("%(day)s is %(weekday)s."),
    "dates.impossible": _("There is no such day."),
    "dates.clock": _("There is no such time."),
    "dates.future": _("This day is yet to come: today is %(today)s."),
    "pairs.not_opened": _("“%(mark)s” has no “%(partner)s” before it."),
    "pairs.not_closed": _("“%(mark)s” is not closed with “%(partner)s”."),
    "pairs.same_inside": _("“%(mark)s” inside the same mark has another shape."),
    "pairs.crossed": _("“%(mark)s” is closed after what it stands in: the marks cross."),
    "punctuation.half_width": _("Half-width punctuation in Chinese."),
    "punctuation.straight_quote": _("A straight quotation mark in Chinese."),
    "punctuation.dots": _("An ellipsis is six dots: ……"),
    "punctuation.dash": _("A dash takes two characters: ——"),
    "punctuation.doubled": _("One mark too many."),
    "punctuation.dot": _("The dot between the parts of a name is ·"),
    "spaces.digit": _("A stray blank between Chinese and digits."),
    "spaces.latin": _("A blank between Chinese and letters."),
    "spaces.chinese": _("A blank between two Chinese characters."),
    "spaces.mark": _("A stray blank beside a punctuation mark."),
    "widths.full_width": _("Full-width digits, letters or signs."),
    "repeats.words": _("The same words twice."),
    "repeats.characters": _("The same character twice."),
    "units.form": _("The unit is written otherwise."),
    "missing.credit": _("There is neither a credit nor a source."),
    "missing.caption": _("The picture has no caption."),
    "missing.alt_text": _("The picture has no alternative text."),
    "missing.photo_credit": _("The picture says not who took it."),
    "length.headline": _("The headline has %(length)s characters; %(longest)s fit the page."),
}

CLASSES = {
    ErrorClass.FORBIDDEN: _("Forbidden words"),
    ErrorClass.OFFICIALS: _("Names, titles and order of officials"),
    ErrorClass.WRONG_WORDS: _("Misspelt words"),
    ErrorClass.DATES: _("Dates"),
    ErrorClass.PAIRS: _("Quotation marks and brackets"),
    ErrorClass.PUNCTUATION: _("Punctuation marks"),
    ErrorClass.SPACES: _("Blanks"),
    ErrorClass.WIDTHS: _("Full-width digits"),
    ErrorClass.REPEATS: _("Repetitions"),
    ErrorClass.UNITS: _("Units"),
    ErrorClass.MISSING: _("What is missing"),
    ErrorClass.LENGTH: _("Length of the headline"),
}

#: The one character by which newsrooms call a severity.
SEVERITIES = {
    Severity.FORBIDDEN: _("[severity] forbidden"),
    Severity.ERROR: _("[severity] wrong"),
    Severity.DOUBT: _("[severity] doubtful"),
}
