"""In a paper's process: the addresses of its newest article and of that article's section, as a line of JSON."""

import json

import django

django.setup()

from articles.models.published import PublishedArticle  # noqa: E402

piece = PublishedArticle.objects.select_related("section").latest().first()
print(json.dumps({"article": piece.get_absolute_url(), "section": f"/sections/{piece.section.slug}/"}))
