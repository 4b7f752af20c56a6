"""In a paper's process: its newest article, its section, and COUNT articles: python -m bench.addresses [COUNT]."""

import json
import sys

import django

django.setup()

from articles.models.published import PublishedArticle  # noqa: E402

count = int(sys.argv[1]) if len(sys.argv) > 1 else 1
newest = PublishedArticle.objects.select_related("section").latest()[0]
articles = PublishedArticle.objects.only("number", "public_date").order_by("-pk")[:count]
told = {
    "article": newest.get_absolute_url(),
    "section": f"/sections/{newest.section.slug}/",
    "articles": [article.get_absolute_url() for article in articles],
}
print(json.dumps(told))
