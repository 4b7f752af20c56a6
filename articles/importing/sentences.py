"""What an import has to say, in the language of whoever reads it: of a file, of a piece, of what came of it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.importing import remarks
from articles.importing.records import Remark as ParsedRemark
from articles.importing.records import UnreadablePage
from articles.importing.reports import CREATED, KEPT, UNCHANGED, UPDATED
from articles.models.imports import Remark
from articles.models.newsroom import Article, ArticleByline, ArticlePhoto

OUTCOMES = {
    CREATED: gettext_lazy("created"),
    UPDATED: gettext_lazy("updated"),
    UNCHANGED: gettext_lazy("unchanged"),
    KEPT: gettext_lazy("edited since, left alone"),
}


def of_error(error: UnreadablePage) -> str:
    """Why a file or a piece cannot come in."""
    template = remarks.ERRORS.get(error.code)
    return _(template) % error.params if template else str(error)


def of_remark(remark: ParsedRemark | Remark) -> str:
    """What a remark says."""
    template, params = remarks.REMARKS.get(remark.code), dict(remark.params)
    if not template:
        return remark.code
    if "field" in params:
        params["field"] = _label_of(params["field"])
    return _(template) % params


def with_its_line(remark: ParsedRemark) -> str:
    """What a remark says, and the line that it is about."""
    said = of_remark(remark)
    return _("Line %(line)d: %(sentence)s") % {"line": remark.lines[0], "sentence": said} if remark.lines else said


def _label_of(field: str) -> str:
    """What the form calls a column of a piece, of its credits or of its photos."""
    for model in (Article, ArticleByline, ArticlePhoto):
        if any(one.name == field for one in model._meta.get_fields()):
            return str(model._meta.get_field(field).verbose_name)
    return field
