"""kill -9 of an archive's import at random moments: nothing is lost, nothing is half, and the next run goes on."""

import os
import random
import subprocess
import sys
import time
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from articles import invariants, public_pictures
from articles.importing import archive
from articles.models.newsroom import Article
from articles.models.published import PublishedArticle
from articles.models.record import Publication
from tests.archive.rows import chief, jsonl, row

pytestmark = pytest.mark.django_db(transaction=True)

PIECES = 4 * archive.CHUNK + 70  # so that a run has five transactions
KILLS = 3
SECONDS = 300  # of a run that nobody kills, on a busy machine


def database_address() -> str:
    """The test's own database, as another process names it."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}"))


def start(file) -> subprocess.Popen:
    """The command, which reads a file of this size with helpers in processes of their own."""
    assert file.stat().st_size > archive.WORTH_HELPERS
    said = {
        "DJANGO_SETTINGS_MODULE": "gazette.settings",
        "DATABASE_URL": database_address(),
        "GAZETTE_HOME": str(settings.HOME),
        "SECRET_KEY": settings.SECRET_KEY,
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    command = [sys.executable, "manage.py", "import_articles", "--archive", str(file), "--signed-by", "laozhao"]
    return subprocess.Popen(command, env={**os.environ, **said}, cwd=settings.BASE_DIR, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)  # fmt: skip


def finish(process: subprocess.Popen) -> str:
    said = process.communicate(timeout=SECONDS)[0]
    assert process.returncode == 0, said
    return said


def test_an_import_that_is_killed_is_whole_and_goes_on(tmp_path):
    chief()
    public_pictures.sweep()  # what tests before this one have left in the folder of public photos
    seed = int(os.environ.get("KILL_SEED", time.time()))
    print(f"KILL_SEED={seed}")  # noqa: T201 - a failed test shows it
    dice = random.Random(seed)
    long = "<p>" + "天不亮，社员们就下了地。" * 70 + "</p>"
    file = jsonl(tmp_path / "旧报.jsonl", *(
        row(f"第{number}条", id=str(number), body=f"<p>第{number}条。</p>{long}", tags=["春耕", f"第{number % 40}队"],
            byline=f"社员{number % 60:02d}号") for number in range(PIECES)))  # fmt: skip
    before, partly = 0, 0
    for _kill in range(KILLS):
        process = start(file)
        enough = before + dice.choice((0, 1)) if before else 1  # pieces after which each moment may be its last
        while Article.objects.count() < enough and process.poll() is None:
            time.sleep(0.01)
        # The first kill comes at once: on a quick machine the whole file could be in before a later one.
        time.sleep(dice.uniform(0, 0.6) if partly else 0)
        process.kill()  # SIGKILL: the process that writes; its helpers have to see to themselves
        process.communicate(timeout=SECONDS)  # ends when no helper holds the other end any more
        there = Article.objects.count()
        assert there >= before, "what was committed is gone"
        assert there == PublishedArticle.objects.count() == Publication.objects.count()
        assert there % archive.CHUNK == 0 or there == PIECES
        partly += 0 < there < PIECES
        before = there
    said = finish(start(file))

    assert partly, said
    numbers = PublishedArticle.objects.order_by("number").values_list("headline", flat=True)
    assert list(numbers) == [f"第{number}条" for number in range(PIECES)]
    assert invariants.breaches() == []
    assert f"此前已有 {PIECES} 篇" in finish(start(file))
