"""Loads the sample paper through the product itself: import of page texts, editors, the workflow, release.

Everything happens at the hours of the sample's own issues, in their order, in one transaction: all of the sample comes
in or nothing. It has a database of its own and never mixes with a paper in earnest.
"""

import io
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from html import escape

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import editing, photos
from articles.importing import drafts
from articles.models.content import BylinePlace
from articles.models.desk_lists import ForbiddenWord
from articles.models.imports import Remark
from articles.models.newsroom import Article, ArticleByline, ArticlePhoto
from articles.models.published import CorrectionKind, PublishedArticle
from articles.models.shared import Photo, Section, SiteSettings
from articles.proofing import lists
from articles.sample.journeys import Deed, cast_of, journey
from articles.sample.paper import Page, Person, Picture, Piece, paper
from articles.sample.pictures import draw
from articles.workflow import ReturnReason
from staff.models import DutyRoster, Reporter, User
from staff.roles import CHIEF, DEPUTY_CHIEF

#: Letters and digits that nobody confuses when he types them from paper.
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 (an alphabet)
PASSWORD_GROUPS, PASSWORD_GROUP_LENGTH = 4, 4  # 31 ** 16: 79 bits

IMPORT_HOUR = -14  # pages come in on the afternoon before the issue day
EDIT_HOUR = -13  # headlines, pictures and tags are given an hour later
SCHEDULED_AFTER = timedelta(days=7)  # from the real now, so that the piece is still scheduled when somebody looks
SCHEDULED_HOUR = time(6)
DUTY = timedelta(days=30)


class NoPlace(Exception):
    """The sample cannot come into this database; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """A sample account with the password that is shown once."""

    person: Person
    password: str


@dataclass(frozen=True)
class Loaded:
    """What came of the loading."""

    accounts: tuple[Account, ...]
    pieces: int
    public: int


@dataclass(frozen=True)
class Task:
    """Something that happens at an hour of the sample's weeks."""

    at: datetime
    do: Callable[[datetime], None]


def why_not() -> str:
    """Why the sample cannot come into this database, or ""."""
    if settings.GAZETTE_REVIEW_PROFILE != "small":
        return _("The sample staff works by the small review profile: load it with GAZETTE_REVIEW_PROFILE=small.")
    holds = [model for model in (Article, User, Section, Reporter, SiteSettings) if model.objects.exists()]
    if not holds:
        return ""
    return _(
        "This database is not empty (it holds: %(what)s). The sample paper never mixes with another: give it a"
        " database of its own, for example with GAZETTE_HOME=var/sample."
    ) % {"what": "、".join(str(model._meta.verbose_name_plural) for model in holds)}


def load(*, now: datetime | None = None, say: Callable[[str], None] = lambda line: None) -> Loaded:
    """Load the sample into an empty database. Raises NoPlace. `say` is told how it goes on; takes some 30 s."""
    now = now or timezone.now()
    if reason := why_not():
        raise NoPlace(reason)
    pictures = {picture.drawing: picture for page in paper().pages for one in page.pieces for picture in one.pictures}
    kept = {}
    for name, picture in pictures.items():
        say(_("drawing %(name)s") % {"name": name})
        kept[name] = _keep_picture(picture)
    with transaction.atomic():
        accounts = _set_up(now)
        _Newsroom(kept, now=now).work(say)
    return Loaded(accounts, pieces=Article.objects.count(), public=PublishedArticle.objects.count())


def _keep_picture(picture: Picture) -> photos.Picture:
    """Draw a picture and put it into the private storage with its renditions, as an upload would be."""
    read = photos.read_upload(io.BytesIO(draw(picture.drawing)))
    photos.keep_original(read)
    photos.make_renditions(io.BytesIO(read.data), read.sha256, picture.focal)
    return read


def _password() -> str:
    groups = (
        "".join(secrets.choice(PASSWORD_ALPHABET) for _letter in range(PASSWORD_GROUP_LENGTH))
        for _group in range(PASSWORD_GROUPS)
    )
    return "-".join(groups)


def _set_up(now: datetime) -> tuple[Account, ...]:
    """The paper's own facts, its sections, the people."""
    SiteSettings.objects.create(pk=1, is_sample=True, **paper().settings)
    lists.add_starter_words()
    ForbiddenWord.objects.bulk_create(ForbiddenWord(word=word) for word in paper().forbidden_words)
    for position, section in enumerate(paper().sections, start=1):
        Section.objects.create(name=section.name, slug=section.slug, position=position)
    for reporter in paper().reporters:
        Reporter.objects.create(name=reporter.name, biography=reporter.biography)
    accounts = tuple(Account(person, _password()) for person in paper().people)
    for account in accounts:
        person = account.person
        user = User.objects.create_user(
            person.login,
            password=account.password,
            name=person.name,
            is_staff=True,
            reporter=Reporter.objects.filter(name=person.name).first(),
        )
        user.groups.set(Group.objects.filter(name__in=person.roles))
        if DEPUTY_CHIEF in person.roles:
            DutyRoster.objects.create(user=user, starts_at=now, ends_at=now + DUTY)
    return accounts


class _Newsroom:
    """The sample's staff at work."""

    def __init__(self, pictures: dict[str, photos.Picture], *, now: datetime) -> None:
        self.pictures, self.now = pictures, now
        self.staff = {user.username: user for user in User.objects.all()}
        self.sections = {section.slug: section for section in Section.objects.all()}
        self.chief = next(person for person in paper().people if CHIEF in person.roles)
        self.articles: dict[tuple[str, int], Article] = {}

    def work(self, say: Callable[[str], None]) -> None:
        """Do everything in the order of its hours."""
        tasks = sorted((task for page in paper().pages for task in self.tasks(page)), key=lambda task: task.at)
        for number, task in enumerate(tasks, start=1):
            task.do(task.at)
            if number % 100 == 0:
                say(_("%(done)d of %(all)d deeds of the newsroom") % {"done": number, "all": len(tasks)})

    def tasks(self, page: Page) -> list[Task]:
        """All that is done with a page and its pieces."""
        midnight = timezone.make_aware(datetime.combine(page.issue, time()))
        place = timedelta(minutes=int(page.label[1:]))  # page after page, piece after piece
        tasks = [Task(midnight + timedelta(hours=IMPORT_HOUR) + place, lambda at: self.bring_in(page, now=at))]
        for order, piece in enumerate(page.pieces):
            minute = place + timedelta(minutes=order * 2)
            key = (page.name, order)
            if piece.fate != "draft":
                at = midnight + timedelta(hours=EDIT_HOUR) + minute
                tasks.append(Task(at, lambda at, key=key, piece=piece: self.give_headline(key, piece, now=at)))
            for deed in journey(page, piece):
                at = midnight + timedelta(hours=deed.hours) + minute
                tasks.append(
                    Task(at, lambda at, key=key, piece=piece, deed=deed: self.carry_out(key, piece, deed, now=at))
                )
        return tasks

    # --- what is done ------------------------------------------------------------------------------------------------

    def bring_in(self, page: Page, *, now: datetime) -> None:
        """Import the page text, then type in what does not stand in it."""
        first = page.pieces[0]
        options = drafts.Options(
            issue_date=page.issue,
            page_label=page.label,
            section=self.sections[first.section],
            is_printed=page.printed,
            print_released_by=self.chief.name if page.printed else "",
            print_released_on=page.issue if page.printed else None,
            by=self.staff[cast_of(first, 0)["desk"]],
        )
        report = drafts.take_in(page.path.name, page.path.read_bytes(), options, now=now)
        if report.error or len(report.pieces) != len(page.set_pieces):
            raise ValueError(f"{page.path.name}: {report.error or f'{len(report.pieces)} pieces were found'}")
        numbers = iter(piece.number for piece in report.pieces)
        for order, piece in enumerate(page.pieces):
            number = None if piece.typed_in else next(numbers)
            self.articles[page.name, order] = (
                Article.objects.get(pk=number) if number else self.type_in(page, piece, now=now)
            )
        for order in range(len(page.pieces)):  # typed pieces stand among the imported ones
            article = self.articles[page.name, order]
            article.page_order = order + 1
            article.save(update_fields=["page_order"])

    def type_in(self, page: Page, piece: Piece, *, now: datetime) -> Article:
        """A poem, line by line, as the editor enters it in the form."""
        desk = self.staff[cast_of(piece, 0)["desk"]]
        name = piece.byline.removeprefix("□ ")
        stanzas = ("<br>".join(escape(line) for line in stanza.split("\n")) for stanza in piece.paragraphs)
        article = Article.objects.create(
            body=bodies.sanitise("".join(f"<p>{stanza}</p>" for stanza in stanzas)),
            headline=piece.headline,
            section=self.sections[piece.section],
            printed_byline=name,
            printed_byline_place=BylinePlace.HEAD,
            issue_date=page.issue,
            page_label=page.label,
            created_by=desk,
        )
        ArticleByline.objects.create(
            article=article, printed_name=name, reporter=Reporter.objects.filter(name=name).first()
        )
        editing.keep_revision(article, by=desk, now=now)
        return article

    def give_headline(self, key: tuple[str, int], piece: Piece, *, now: datetime) -> None:
        """What an editor adds to an imported text: headlines, section, tags, pictures; its doubts are settled."""
        article, desk = self.fresh(key), self.staff[cast_of(piece, 0)["desk"]]
        article.genre, article.section = piece.genre, self.sections[piece.section]
        article.kicker, article.headline, article.subheading = piece.kicker, piece.headline, piece.subheading
        article.summary, article.source = piece.summary, piece.source
        article.save()
        article.tags.set(piece.tags)
        for position, picture in enumerate(piece.pictures):
            ArticlePhoto.objects.create(
                article=article,
                photo=self.photo(picture, by=desk),
                position=position,
                caption=picture.caption,
                alt_text=picture.alt,
                credit=picture.credit,
            )
        Remark.objects.filter(article=article, settled_at__isnull=True).update(settled_at=now, settled_by=desk)
        editing.keep_revision(article, by=desk, now=now)

    def photo(self, picture: Picture, *, by: User) -> Photo:
        read = self.pictures[picture.drawing]
        return Photo.objects.create(
            file=read.name,
            sha256=read.sha256,
            width=read.width,
            height=read.height,
            focal_x=picture.focal[0],
            focal_y=picture.focal[1],
            caption=picture.caption,
            alt_text=picture.alt,
            credit=picture.credit,
            rights="随软件附送的插图",
            uploaded_by=by,
        )

    def carry_out(self, key: tuple[str, int], piece: Piece, deed: Deed, *, now: datetime) -> None:
        """One deed of a piece's journey."""
        by = self.staff[cast_of(piece, key[1])[deed.who]]
        article = self.fresh(key)
        if deed.step == "edit":
            self.edit(article, piece, by=by, now=now)
            return
        editing.advance(
            article,
            deed.step,
            by=by,
            seen=article.current_revision_id,
            note=deed.note or (piece.reason if deed.step in {"express", "reject", "take_down", "withdraw"} else ""),
            to=deed.to,
            at=self.scheduled_minute() if piece.fate == "scheduled" and deed.step == "release" else None,
            acknowledged=deed.step == "final_review",
            code=ReturnReason.FACTS if deed.step == "send_back" else "",
            details=_details(deed.step, piece),
            now=now,
        )

    def edit(self, article: Article, piece: Piece, *, by: User, now: datetime) -> None:
        """Mend the words of a public piece; a correction brings its note along."""
        is_correction = bool(piece.correction)
        old, new = (
            (piece.corrected_from, piece.corrected_to) if is_correction else (piece.amended_from, piece.amended_to)
        )
        if old not in article.body:
            raise ValueError(f"“{old}” does not stand in № {article.number}")
        article.body = article.body.replace(old, new)
        if is_correction:
            article.correction_kind, article.correction_note = CorrectionKind.CORRECTION, piece.correction
        article.save()
        editing.keep_revision(article, by=by, now=now)

    def fresh(self, key: tuple[str, int]) -> Article:
        """The piece as it is now."""
        article = self.articles[key]
        article.refresh_from_db()
        return article

    def scheduled_minute(self) -> datetime:
        """A morning that is still to come, however late the sample is loaded."""
        day = timezone.localdate(self.now + SCHEDULED_AFTER)
        return timezone.make_aware(datetime.combine(day, SCHEDULED_HOUR))


def _details(step: str, piece: Piece) -> dict:
    """What the form of a step would say beside its note."""
    match step:
        case "proofread":
            return {"errors": {"words": len(piece.text) % 3, "punctuation": len(piece.text) % 2}}
        case "print_check":
            return {"compared": True}
        case "withdraw":
            return {"instruction_source": piece.instruction_source}
        case _:
            return {}
