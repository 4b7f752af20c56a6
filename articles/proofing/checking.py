"""All checks on one piece."""

from datetime import date

from articles.proofing import (
    completeness,
    dates,
    officials,
    pairs,
    punctuation,
    repeats,
    spaces,
    units,
    widths,
    words,
)
from articles.proofing.records import Finding, Kind, Lists, ProofText, Severity

#: The classes that look at one field at a time.
OF_A_FIELD = (punctuation.find, spaces.find, widths.find, pairs.find, repeats.find, units.find)
#: A byline is names and marks between them: there only these say something.
OF_A_BYLINE = (punctuation.find, widths.find, pairs.find)


def check(piece: ProofText, *, lists: Lists, today: date) -> tuple[Finding, ...]:
    """Every finding of every class, in the order of the fields and of the text."""
    found: list[Finding] = []
    for field in piece.fields:
        for find in OF_A_BYLINE if field.kind == Kind.BYLINE else OF_A_FIELD:
            found += find(field)
        found += words.find_wrong(field, lists.wrong_words)
    found += words.find_forbidden(piece, lists.forbidden_words)
    found += dates.find(piece, today=today)
    found += officials.find(piece, lists.officials, today=today)
    found += completeness.find(piece, lists)
    order = {field.name: place for place, field in enumerate(piece.fields)}
    return tuple(
        sorted(found, key=lambda one: (order.get(one.place.field, len(order)), one.place.paragraph, one.place.start))
    )


def doubts(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that somebody has to look at before a piece passes its final review."""
    return tuple(one for one in findings if one.severity == Severity.DOUBT)
