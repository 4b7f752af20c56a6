"""A real browser opens a piece that holds every vector, as a reader and at the desk: no script of theirs runs."""

import pytest

from articles.models.published import PublishedArticle
from tests import makers
from tests.cast import PASSWORD, hire
from tests.hostile.test_scripts import ALL, VECTORS

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_vector_runs_on_the_readers_page_or_at_the_desk(new_page, paper_server):
    script = '"><script>window.hit=1</script><img src=x onerror=window.hit=1>'
    article = makers.make_draft(
        f"食堂{script}", by=hire().li, body="".join(f"<p>{one}</p>" for one in VECTORS) + ALL, kicker=script,
        subheading=script, summary=script, source=script[:60], printed_byline=f"记者 周明远{script}",
        pictures=[makers.make_photo(caption=script, alt_text=script, credit=script)],
    )  # fmt: skip
    makers.take_to("published", article)
    page, dialogs = new_page(), []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    page.goto(PublishedArticle.objects.get().get_absolute_url())
    assert page.locator("h1").inner_text().startswith("食堂")
    assert page.evaluate("window.hit") is None

    page.goto("/admin/login/")
    page.fill("[name=username]", "laozhao")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    for place in ("change", "preview", "history"):
        page.goto(f"/admin/articles/article/{article.pk}/{place}/")
        assert page.evaluate("window.hit") is None
        assert page.evaluate("[...document.querySelectorAll('iframe')].every(one => !one.contentWindow.hit)")
    assert not dialogs  # new_page itself fails where the console reports a broken policy
