"""Archives for the tests: rows as JSON lines or tables, and the command that publishes them."""

import io
import json
from dataclasses import dataclass
from pathlib import Path

from django.core.management import CommandError, call_command

from staff import roles
from staff.models import User
from tests.cast import account
from tests.makers import make_section

BODY = "春耕时节，长椿路大队的社员们天不亮就下了地。\n到中午，三十亩麦田全部浇完。"


def row(headline: str = "长椿路大队春浇忙", **columns) -> dict:
    """A row of an archive, whole unless `columns` says otherwise."""
    return {
        "headline": headline,
        "body": BODY,
        "issue_date": "1978-03-02",
        "page": "01",
        "section": "要闻",
        "byline": "本报记者 罗启明",
        **columns,
    }


def jsonl(path: Path, *rows: dict | str) -> Path:
    """A file of JSON lines; a text stands in it as it is."""
    lines = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def chief() -> User:
    """老赵, whose role may sign archives; and there is the section of the rows."""
    make_section("要闻", "news")
    return account("老赵", roles.CHIEF, username="laozhao")


@dataclass(frozen=True)
class Outcome:
    """What a run of the command said, and its exit status."""

    status: int
    said: str
    complaints: str
    error: str = ""


def publish(*paths: Path, **options) -> Outcome:
    """Run import_articles --archive on 老赵's signature, unless `signed_by` says otherwise."""
    chief()
    out, errors = io.StringIO(), io.StringIO()
    options = {"signed_by": "laozhao", **options}
    try:
        call_command("import_articles", *map(str, paths), archive=True, stdout=out, stderr=errors, **options)
    except CommandError as error:
        return Outcome(error.returncode, out.getvalue(), errors.getvalue(), str(error))
    return Outcome(0, out.getvalue(), errors.getvalue())
