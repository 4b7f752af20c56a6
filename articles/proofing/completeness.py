"""What a piece lacks: a credit, the words of its pictures; and a headline that does not fit its page."""

from collections.abc import Iterator

from articles.proofing.records import Finding, Lists, Place, ProofText, Severity


def find(piece: ProofText, lists: Lists) -> Iterator[Finding]:
    if not piece.has_credit:
        yield Finding(Place("printed_byline"), Severity.ERROR, "missing.credit")
    for picture in piece.pictures:
        if not picture.caption.strip():
            yield Finding(Place(f"{picture.name}-caption"), Severity.ERROR, "missing.caption")
        if not picture.alt_text.strip():
            yield Finding(Place(f"{picture.name}-alt_text"), Severity.ERROR, "missing.alt_text")
        if not picture.credit.strip() and not piece.credits_pictures:
            yield Finding(Place(f"{picture.name}-credit"), Severity.ERROR, "missing.photo_credit")
    headline, longest = piece.field("headline"), lists.longest_headline(piece)
    for number, text in headline.numbered() if headline else ():
        length = sum(not character.isspace() for character in text)
        if length > longest:
            yield headline.found(
                number,
                0,
                len(text),
                "length.headline",
                Severity.DOUBT,
                length=str(length),
                longest=str(longest),
            )
