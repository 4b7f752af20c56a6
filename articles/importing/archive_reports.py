"""What an archive's import says of each of its files, while it is on its way and at the end."""

from collections import Counter
from dataclasses import dataclass, field, replace

from articles.importing import sentences
from articles.importing.prepared import Prepared, Refused
from articles.importing.sources import Source

#: Refusals that a report keeps, with their sentences; all are counted and told.
MOST_KEPT = 500
#: Pages whose pieces are counted at a time; an archive comes more or less in the order of its days.
MOST_PAGES = 5000
MOST_PLACES = 32_767  # on a page, as the column holds them


@dataclass(frozen=True)
class Report:
    """What came of one file. `there` are pieces that came in before, `differing` those of them that say otherwise."""

    file: str
    encoding: str = ""
    sha256: str = ""
    batch: int | None = None
    published: int = 0
    there: int = 0
    differing: int = 0
    refused_pieces: int = 0
    refusals: tuple[str, ...] = ()  # the first ones, as sentences
    reporters_made: int = 0
    pictures: int = 0  # that came in with their pieces
    pictures_refused: int = 0
    refused_pictures: tuple[str, ...] = ()  # the first ones, as sentences
    set_aside: tuple[str, ...] = ()  # columns that are not known
    remarks_by_code: dict[str, int] = field(default_factory=dict)
    is_finished: bool = False
    error: str = ""

    def as_json(self) -> dict:
        """As JSON's own types, in the shape that the page of an import shows."""
        kept = {name: getattr(self, name) for name in self.__dataclass_fields__}
        kept |= {name: list(kept[name]) for name in ("refusals", "refused_pictures", "set_aside")}
        return kept


@dataclass(frozen=True)
class Progress:
    """How far a run has come."""

    bytes_read: int
    bytes_of_all: int
    pieces: int


class File:
    """A source on its way: what its batch will say, and what came of it so far."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.report = Report(file=source.name)
        self.text, self.issue_date, self.page_label = "", None, ""
        self.pieces_on_page: Counter = Counter()

    def refuse(self, refused: Refused) -> str:
        """Count a piece that does not come in; gives the sentence that says so."""
        sentence = f"{self.source.address}:{refused.lines[0]}: {sentences.of_error(refused.error)}"
        if refused.headline:
            sentence += f"（{refused.headline}）"
        kept = self.report.refusals
        if len(kept) < MOST_KEPT:
            kept = (*kept, sentence)
        self.report = replace(self.report, refused_pieces=self.report.refused_pieces + 1, refusals=kept)
        return sentence

    def refuse_picture(self, piece: Prepared, why: str) -> str:
        """Count a picture that its piece came in without; gives the sentence that says so."""
        sentence = f"{self.source.address}:{piece.lines[0]}: {why}"
        kept = self.report.refused_pictures
        if len(kept) < MOST_KEPT:
            kept = (*kept, sentence)
        counted = self.report.pictures_refused + 1
        self.report = replace(self.report, pictures_refused=counted, refused_pictures=kept)
        return sentence

    def order(self, piece: Prepared) -> int | None:
        """The piece's order on its page; one that states none stands there as in the file."""
        page = piece.columns["issue_date"], piece.columns["page_label"]
        if len(self.pieces_on_page) > MOST_PAGES:
            self.pieces_on_page.clear()
        self.pieces_on_page[page] += 1
        order = piece.page_order or self.pieces_on_page[page]
        return order if order <= MOST_PLACES else None


class Told:
    """What a chunk changes in the reports of its files: it counts when the transaction has committed."""

    def __init__(self) -> None:
        self.files: dict[File, Counter] = {}
        self.batches: dict[File, int] = {}
        self.refused: list[tuple[File, Refused]] = []

    def count(self, file: File, **more: int) -> None:
        self.files.setdefault(file, Counter()).update(more)

    def report(self, file: File) -> Report:
        """What the file's report is then."""
        counts = {name: getattr(file.report, name) + by for name, by in self.files[file].items()}
        return replace(file.report, batch=self.batches.get(file, file.report.batch), **counts)
