"""How much two pieces say the same, and which pieces of the house a text is like.

A text is the set of its runs of five letters, punctuation and spaces aside; the likeness of two texts is the share that
their sets have in common (Dice: 1.0 the same, 0.5 half of it). Among 100,000 pieces nobody compares with each: 24
minimum hashes of the set (one permutation, 24 bins), two by two, make twelve numbers a piece in a table of their own
(`LikenessBand`). Pieces that share such a number are compared in full. Two texts with 67 per cent in common share one
in 97 of 100 cases, with 80 per cent practically always; two unrelated ones in 1 of 3,000.
"""

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from articles import body as bodies
from articles.models.newsroom import Article, LikenessBand

RUN = 5  # letters: shorter runs are common to all news, longer ones break with every second word that is changed
BANDS, HASHES = 12, 2
BINS = BANDS * HASHES
#: Texts of fewer runs say too little to be compared.
FEWEST_RUNS = 30
#: Candidates that are compared in full, those first that share most numbers.
MOST_COMPARED = 25
PORTION = 200  # pieces that are remembered at a time
OPENING = 16  # letters of a text that stand for a headline
NOT_A_LETTER = re.compile(r"[\W_]+")
# Without these, which no letter comes of, most texts have their normal form already.
PUNCTUATION = re.compile("[，。、：；？！（）“”《》\u3000]+")
MIX = 0x9E3779B97F4A7C15  # an odd number without pattern: spreads CRC's 32 bits over 64
MASK = (1 << 64) - 1
#: For each byte whether a character of UTF-8 begins with it.
BEGINS = bytes(byte & 0xC0 != 0x80 for byte in range(256))


@dataclass(frozen=True)
class Alike:
    """Another piece (its opening words, where it has no headline yet), and the share in common, from 0 to 1."""

    number: int
    headline: str
    share: float

    @property
    def percent(self) -> int:
        return round(self.share * 100)


def runs_of(text: str) -> frozenset[int]:
    """The hashes of all runs of letters of a text."""
    letters = NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", PUNCTUATION.sub("", text)).casefold())
    data, crc32 = letters.encode(), zlib.crc32
    places = [*compress(range(len(data)), data.translate(BEGINS)), len(data)]
    return frozenset([crc32(data[begin:end]) * MIX & MASK for begin, end in zip(places, places[RUN:], strict=False)])


def share(one: frozenset[int], other: frozenset[int]) -> float:
    """What two texts have in common, from 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def bands(runs: frozenset[int]) -> tuple[int, ...]:
    """The twelve numbers of a text (signed, 64 bits); none for a text that is too short to be compared."""
    if len(runs) < FEWEST_RUNS:
        return ()
    bins: list[list[int]] = [[] for _ in range(BINS)]
    for run in runs:
        bins[run % BINS].append(run)
    least = [min(found) // BINS if found else MASK for found in bins]
    # An empty bin takes the next one's value, marked as moved (densified one-permutation hashing).
    filled = [
        next(
            (least[(place + step) % BINS] + step for step in range(BINS) if least[(place + step) % BINS] != MASK),
            0,
        )
        for place in range(BINS)
    ]
    return tuple(
        int.from_bytes(
            hashlib.blake2b(repr((band, *filled[band * HASHES :][:HASHES])).encode(), digest_size=8).digest(),
            "big",
            signed=True,
        )
        for band in range(BANDS)
    )


def remember(article: Article) -> None:
    """Let the piece be found by its present text. Costs two statements and some milliseconds."""
    LikenessBand.objects.filter(article=article.pk).delete()
    numbers = bands(runs_of(bodies.plain_text(article.body)))
    LikenessBand.objects.bulk_create(
        LikenessBand(value=value, article_id=article.pk) for value in dict.fromkeys(numbers)
    )


def fill() -> Iterator[tuple[int, int]]:
    """Remember the pieces that are not yet, portion by portion; yields how many of how many it has looked at.

    Those are pieces of before there was this table, and short texts, which have no numbers. It may be broken off.
    """
    is_remembered = Exists(LikenessBand.objects.filter(article=OuterRef("pk")))
    numbers = list(Article.objects.filter(~is_remembered).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), PORTION):
        portion = numbers[start : start + PORTION]
        with transaction.atomic():
            pieces = Article.objects.select_for_update().filter(pk__in=portion).values_list("pk", "body")
            rows = [
                LikenessBand(value=value, article_id=number)
                for number, body in pieces
                for value in dict.fromkeys(bands(runs_of(bodies.plain_text(body))))
            ]
            LikenessBand.objects.bulk_create(rows, ignore_conflicts=True)
        yield start + len(portion), len(numbers)


def most_alike(article: Article, *, least: float) -> Alike | None:
    """The piece that has most in common with this one, at least this share; None where there is none."""
    runs = runs_of(bodies.plain_text(article.body))
    numbers = bands(runs)
    if not numbers:
        return None
    candidates = (
        LikenessBand.objects.filter(value__in=numbers)
        .exclude(article=article.pk)
        .values("article")
        .annotate(shared=Count("value"))
        .order_by("-shared", "article")
        .values_list("article", flat=True)[:MOST_COMPARED]
    )
    rows = Article.objects.filter(pk__in=list(candidates)).values_list("number", "headline", "body")
    found = []
    for number, headline, body in rows:
        text = bodies.plain_text(body)
        found.append(Alike(number, headline or f"{text[:OPENING]}…", share(runs, runs_of(text))))
    return max((one for one in found if one.share >= least), key=lambda one: (one.share, -one.number), default=None)
