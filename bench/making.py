"""What bench.papers does in the process of a paper: python -m bench.making begin | enliven PIECES."""

import sys
from hashlib import sha256

import django

django.setup()

from django.db import connection  # noqa: E402

from articles.models.published import PublishedArticle, PublishedPhoto  # noqa: E402
from articles.models.shared import Section, SiteSettings  # noqa: E402
from articles.publishing import children  # noqa: E402
from bench import corpus  # noqa: E402
from staff.models import Reporter  # noqa: E402
from tests.cast import hire  # noqa: E402

WIDTH, HEIGHT = 1600, 1067  # pixels of every picture
AT_ONCE = 1000  # rows


def begin() -> None:
    """The newsroom, the sections and the paper's facts."""
    hire()
    SiteSettings.objects.create(
        pk=1, name="长椿报", slogan="一城一报", description="长椿区的报纸。", publisher="长椿报社",
        address="长椿路 1 号",
        telephone="0000-0000000", email="desk@example.cn", icp_number="示例备 00000000 号",
    )  # fmt: skip
    for place, name in enumerate(corpus.SECTIONS):
        Section.objects.create(name=name, slug=f"section-{place}" if place else "news", position=place)


def enliven(count: int) -> None:
    """Let the pieces be what comes out day by day, and show pictures; then let the database know its tables."""
    PublishedArticle.objects.update(is_archive=False)
    Reporter.objects.update(is_confirmed=True)
    numbers = iter(PublishedArticle.objects.order_by("pk").values_list("pk", "headline"))
    rows: list[PublishedArticle] = []
    for piece, (number, headline) in zip(corpus.pieces(count), numbers, strict=True):
        assert piece.headline == headline, "the pieces did not come in in their order"
        if piece.caption:
            rows.append(PublishedArticle(pk=number, photos=[_photo(piece)]))
        if len(rows) == AT_ONCE or (rows and piece.number == count):
            PublishedArticle.objects.bulk_update(rows, ["photos"], batch_size=200)
            PublishedPhoto.objects.bulk_create(
                picture for row in rows for kind in children(row) for picture in kind if type(picture) is PublishedPhoto
            )
            rows = []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _photo(piece: corpus.Piece) -> dict:
    """A picture as a public row has it; its files do not exist, and no page asks for them."""
    return {
        "sha256": sha256(str(piece.number).encode()).hexdigest(), "width": WIDTH, "height": HEIGHT,
        "focal": [0.5, 0.5], "caption": piece.caption, "alt": piece.caption, "credit": piece.reporters[0],
        "place": piece.number % 3,
    }  # fmt: skip


if __name__ == "__main__":
    begin() if sys.argv[1] == "begin" else enliven(int(sys.argv[2]))
