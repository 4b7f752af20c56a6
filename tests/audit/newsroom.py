"""People at work in a paper of its own: ``python -m tests.audit.newsroom prepare|publish|hammer|report …``.

prepare COUNT            a staff, and this many pieces with pictures that wait for first review
once_a_second COUNT      publishes, corrects and withdraws so many pieces, a step a second; a line with its times each
publish SEED             publishes, takes down, corrects and withdraws for ever; a line for each step that is done
hammer SEED DEEDS        eight people at once on the same six pieces, this many deeds each; prints what came of them
report [--as-it-is]      what a restarted server finds: swept files, breaches, the record; with --as-it-is it sweeps
                         nothing itself
"""

import io
import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 (models can be imported only now)
from django.utils import timezone  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402

from articles import editing, invariants, photos, public_pictures  # noqa: E402
from articles.models.imports import ImportBatch  # noqa: E402
from articles.models.newsroom import Article  # noqa: E402
from articles.models.published import PublishedArticle  # noqa: E402
from articles.models.record import Review  # noqa: E402
from articles.models.shared import Photo, Section  # noqa: E402
from articles.workflow import SIGNING, STEPS, PublicState, Status  # noqa: E402
from staff import roles  # noqa: E402
from staff.models import User  # noqa: E402
from tests.cast import account, hire  # noqa: E402
from tests.makers import advance, make_draft, make_published, make_section, make_tag, take_to  # noqa: E402

NOTE = "考验编辑部用的理由，不少于十个字。"
REFUSED = (editing.StepClosed, editing.SomeoneWasFirst)  # what people are told; everything else is an error
ONWARDS = {*SIGNING, "submit", "express", "restore", "reinstate", "put_back"}  # without them all would soon lie still
SHARED_PIECES = 6
PICTURES = 4


def say(**what: object) -> None:
    print(json.dumps(what, ensure_ascii=False), flush=True)  # noqa: T201 (the test that started this reads it)


def pictures() -> list[Photo]:
    """Some photos of the library; pieces share them, so that one's withdrawal meets another's release."""
    found = []
    for number in range(PICTURES):
        image = Image.new("RGB", (900, 600), "steelblue")
        ImageDraw.Draw(image).text((40, 40), str(number))
        file = io.BytesIO()
        image.save(file, "JPEG")
        read = photos.read_upload(file)
        name = photos.keep_original(read)
        columns = {"file": name, "width": read.width, "height": read.height}
        photo, _created = Photo.objects.get_or_create(sha256=read.sha256, defaults=columns)
        with photo.file.open() as original:
            photos.make_renditions(original, photo.sha256)
        found.append(photo)
    return found


def prepare(count: int) -> None:
    hire()
    account("副手", roles.CHIEF, username="fushou")
    account("代编", roles.EDITOR, username="daibian")
    make_section("民生", "life")
    library = pictures()
    for number in range(count):
        shown = random.sample(library, number % 3)
        take_to(Status.FIRST_REVIEW, make_draft(f"第{number}篇", pictures=shown, tags="民生"))


def rewrite(article: Article, by: User, seen: int | None, **columns: object) -> None:
    """Save the piece as the form does: held, compared with what this person saw, kept as a revision."""
    with transaction.atomic():
        mine = editing.lock(article.number, seen=seen)
        for name, value in columns.items():
            setattr(mine, name, value)
        mine.save(update_fields=list(columns))
        editing.keep_revision(mine, by=by)


def change(article: Article, by: User, seen: int | None, dice: random.Random) -> None:
    """Some other words; where a correction is in hand, its note as well."""
    columns = {"body": f"<p>昨天上午有{dice.randrange(1000)}位老人来吃午饭。</p><p>一份两荤一素，十元。</p>"}
    if article.round == "correction":
        columns |= {"correction_kind": "correction", "correction_note": f"应为{dice.randrange(1000)}位。"}
    rewrite(article, by, seen, **columns)


# --- publishing for ever ---------------------------------------------------------------------------------------------


def life_of_a_piece(cast, number: int, dice: random.Random) -> Iterator[tuple[Article, str, User, dict]]:
    """Every step that changes what readers see, again and again."""
    article = make_draft(f"不停地发{number}", pictures=dice.sample(list(Photo.objects.all()), 2), tags="民生，食堂")
    yield article, "submit", cast.li, {}
    yield article, "express", cast.zhao, {"note": NOTE}
    yield article, "take_down", cast.zhao, {"note": NOTE}
    yield article, "put_back", cast.zhao, {}
    yield article, "correct", cast.wang, {}
    yield article, "edit", cast.wang, {}
    yield article, "submit", cast.wang, {}
    yield article, "express", cast.zhao, {"note": NOTE}
    if number % 2:
        yield article, "withdraw", cast.zhao, {"note": NOTE}


def publish(seed: int) -> None:
    dice, cast = random.Random(seed), hire()
    public_pictures.sweep()  # as a server does when it starts
    say(ready=True)
    number = 0
    while True:
        number += 1
        for article, step, by, options in life_of_a_piece(cast, number, dice):
            article.refresh_from_db()
            if step == "edit":
                change(article, by, article.current_revision_id, dice)
                continue
            review = editing.advance(article, step, by=by, seen=article.current_revision_id, **options)
            say(article=article.number, step=step, position=review.position)


# --- a step a second -------------------------------------------------------------------------------------------------


def once_a_second(count: int) -> None:
    """Publish, correct and withdraw one piece after another; tells when each step began, and when it had committed."""
    cast = hire()
    say(ready=True)
    due = time.monotonic()
    for number in range(1, count + 1):
        article = make_draft(f"第{number}号食堂开张")
        for step in ("publish", "correct", "withdraw"):
            due += 1
            if step == "correct":
                advance(article, "correct", by=cast.wang)
                note = {"correction_kind": "correction", "correction_note": f"第{number}号应为一百位。"}
                rewrite(
                    article, cast.wang, article.current_revision_id, body="<p>更正过的正文，一百位老人。</p>", **note
                )
            if step != "withdraw":
                advance(article, "submit", by=article.created_by if step == "publish" else cast.wang)
            time.sleep(max(0.0, due - time.monotonic()))
            began = time.time()
            advance(article, "withdraw" if step == "withdraw" else "express", by=cast.zhao, note=NOTE)
            path = PublishedArticle(number=article.number, public_date=article.public_date).get_absolute_url()
            say(step=step, number=number, path=path, began=began, done=time.time())


# --- hammering -------------------------------------------------------------------------------------------------------


class Person:
    """Does things to pieces at random, on what he saw a moment ago."""

    def __init__(self, user: User, pieces: list[int], seed: int) -> None:
        self.user, self.pieces, self.dice = user, pieces, random.Random(seed)
        self.counts: Counter[str] = Counter()
        self.errors: list[str] = []

    def work(self, deeds: int) -> None:
        try:
            for _deed in range(deeds):
                self.do_something()
        finally:
            connection.close()

    def do_something(self) -> None:
        article = Article.objects.get(pk=self.dice.choice(self.pieces))
        name, deed = self.dice.choice(list(self.deeds(article)))
        try:
            deed()
        except REFUSED as refusal:
            self.counts[type(refusal).__name__] += 1
        except Exception as error:
            self.errors.append(f"{name}: {type(error).__name__}: {error}")
        else:
            self.counts[name] += 1

    def deeds(self, article: Article) -> Iterator[tuple[str, Callable[[], object]]]:
        """What this person may try now: open steps above all, now and then one that is not open."""
        seen, dice = article.current_revision_id, self.dice
        is_open = [choice.step.name for choice in editing.choices(article, self.user) if not choice.reason]
        onwards = [step for step in is_open if step in ONWARDS]
        for step in [*is_open, *onwards, *onwards, dice.choice(list(STEPS))]:
            options = {"note": NOTE, "acknowledged": True, "code": "other"}
            if step == "send_back":
                options["to"] = dice.choice([Status.DRAFT, Status.FIRST_REVIEW, Status.PROOF])
            if step in STEPS and STEPS[step].wants_minute:
                options["at"] = timezone.now() + timedelta(seconds=1 + dice.random())
            if step == "release" and dice.random() < 0.3:
                options["at"] = timezone.now() + timedelta(seconds=dice.random())
            yield (
                step,
                lambda step=step, options=options: editing.advance(article, step, by=self.user, seen=seen, **options),
            )
        yield "edit", lambda: change(article, self.user, seen, dice)
        yield "due", editing.release_due
        if article.status == Status.PUBLISHED:
            tags = [make_tag(dice.choice(["民生", "食堂"]))]
            section = dice.choice(list(Section.objects.all()))
            yield (
                "place",
                lambda: editing.place(article, section=section, tags=tags, page_order=dice.randrange(9), by=self.user),
            )
        if dice.random() < 0.1:
            yield "rename", lambda: self.rename(dice)

    def rename(self, dice: random.Random) -> None:
        section = Section.objects.get(slug="life")
        section.name = f"民生{dice.randrange(100)}"
        section.save()


def hammer(seed: int, deeds: int) -> None:
    cast = hire()
    staff = [cast.li, cast.wang, cast.chen, cast.zhao, cast.qian]
    staff += [account("副手", roles.CHIEF), account("代编", roles.EDITOR), account("代主任", roles.DESK_HEAD)]
    library = list(Photo.objects.all())
    pieces = [make_published(f"大家的稿{n}", pictures=library[: n % 3], tags="民生") for n in range(SHARED_PIECES // 2)]
    pieces += [make_draft(f"大家的稿{n}", pictures=library[: n % 3]) for n in range(SHARED_PIECES // 2, SHARED_PIECES)]
    numbers = [piece.number for piece in pieces]
    people = [Person(user, numbers, seed + place) for place, user in enumerate(staff)]
    threads = [threading.Thread(target=person.work, args=(deeds,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    editing.release_due(timezone.now() + timedelta(seconds=2))
    counts = sum((person.counts for person in people), Counter())
    say(counts=counts, errors=[error for person in people for error in person.errors], **found(is_sweeping=False))


# --- looking ---------------------------------------------------------------------------------------------------------


def found(*, is_sweeping: bool) -> dict:
    return {
        "swept": len(public_pictures.sweep()) if is_sweeping else 0,
        "breaches": [f"{breach.where}: {breach.what}" for breach in invariants.breaches()],
        "record": list(Review.objects.order_by("position").values_list("article", "step", "position")),
        "public": Article.objects.filter(public_state=PublicState.LIVE).count(),
        "pieces": Article.objects.count(),
        "imported": [[len(one.report.get("pieces", ())), one.articles.count()] for one in ImportBatch.objects.all()],
    }


def main(name: str, *arguments: str) -> None:
    match name:
        case "prepare":
            prepare(int(arguments[0]))
        case "once_a_second":
            once_a_second(int(arguments[0]))
        case "publish":
            publish(int(arguments[0]))
        case "hammer":
            hammer(int(arguments[0]), int(arguments[1]))
        case "report":
            say(**found(is_sweeping="--as-it-is" not in arguments))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
