"""A parsed page in the plain form that scoring scripts and other programs read: a list of dictionaries.

One object a piece: title, dateline, date (`YYYY-MM-DD`, `--MM-DD` without a year, or null), paragraphs, bylines with
one of the role words text, photo, text_photo, correspondent, intern, editor, supplier.
"""

from __future__ import annotations

import re

from .records import Credit, Page, ParsedArticle

EDITS = re.compile(
    "编辑|责编|整理|编译|校对|审核|审校|终审|复审|初审|监制|主编|统筹|策划|制图|版式|美编|组版|签发|译|审读|出品|执行|值班|视觉|指导|辅导|综合"
)
SUPPLIES = re.compile("供图|供稿|提供|来源|^发$")
PHOTOGRAPHS = re.compile("摄|图|照片|拍|漫画|插画|书法|篆刻")
WRITES = re.compile("文|报道|采写|撰")


def predicted(page: Page) -> list[dict[str, object]]:
    """The pieces of a page in order."""
    return [_article(article) for article in page.articles]


def _article(article: ParsedArticle) -> dict[str, object]:
    heads = [head for head in (article.kicker, article.headline, article.subheading) if head]
    credits = [*article.credits, *(credit for caption in article.captions for credit in caption.credits)]
    rows: dict[str, str] = {}
    for credit in credits:
        rows.setdefault(credit.name, role_word(credit))
    # A day that only 昨日 or a bare number gave is a proposal, not a printed date.
    days = [day for day in (article.filed_date, article.event_date) if day and not day.month_is_proposed]
    paragraphs = [paragraph.text for paragraph in article.paragraphs]
    if paragraphs and article.dateline_at == "head":
        # As readers see it: the dateline runs in at the head of the first paragraph.
        paragraphs[0] = article.dateline + paragraphs[0]
    return {
        "title": "".join(heads) or None,
        "dateline": article.dateline.strip("：:") or None,
        "date": days[0].iso if days else None,
        "paragraphs": paragraphs,
        "bylines": [{"name": name, "role": role} for name, role in rows.items()],
    }


def role_word(credit: Credit) -> str:
    """The one word for a credit's standing and role."""
    role = credit.role
    photographs, writes = bool(PHOTOGRAPHS.search(role)), bool(WRITES.search(role))
    if SUPPLIES.search(role):
        return "supplier"
    if EDITS.search(role):
        return "editor"
    if photographs and not writes:
        return "photo"
    if "通讯员" in credit.standing or "通联" in credit.standing or "报道员" in credit.standing:
        return "correspondent"
    if "实习生" in credit.standing:
        return "intern"
    return "text_photo" if photographs else "text"
