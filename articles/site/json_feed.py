"""JSON Feed 1.1 (jsonfeed.org/version/1.1) behind the interface that Django's feed generators have."""

import json
from datetime import datetime

from django.utils import timezone

VERSION = "https://jsonfeed.org/version/1.1"


class FullJson:
    """A JSON Feed with the text of each piece besides its summary."""

    content_type = "application/feed+json; charset=utf-8"

    def __init__(self, *, title: str, link: str, description: str, language: str, feed_url: str, author_name: str,
                 **unused: str | None) -> None:  # fmt: skip
        self.head = {
            "version": VERSION,
            "title": title,
            "home_page_url": link,
            "feed_url": feed_url,
            "description": description,
            "language": language,
            "authors": [{"name": author_name}],
        }
        self.items: list[dict] = []

    def add_item(self, *, title: str, link: str, unique_id: str, description: str, text: str, pubdate: datetime,
                 updateddate: datetime, author_name: str | None = None, categories: list[str] = (),
                 **unused: object) -> None:  # fmt: skip
        item = {
            "id": unique_id,
            "url": link,
            "title": title,
            "content_html": text,
            "summary": description,
            "date_published": _moment(pubdate),
            "date_modified": _moment(updateddate),
            "tags": list(categories),
        }
        authors = [{"name": name} for name in (author_name or "").split("、") if name]
        self.items.append(item | ({"authors": authors} if authors else {}))

    def writeString(self, encoding: str) -> str:  # noqa: N802 - as Django's generators name it
        return json.dumps({**self.head, "items": self.items}, ensure_ascii=False, separators=(",", ":"))


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
