"""Parts of a page that are the same on thousands of pages: rendered once for the values that they show."""

from functools import lru_cache
from operator import attrgetter

from django import template
from django.db.models import Model
from django.template.base import FilterExpression, Parser, Token
from django.utils import translation
from django.utils.safestring import SafeString

register = template.Library()

MOST_KEPT = 1000  # texts of one tag: a page of a section has its own navigation, and there are two or three papers


class KeptNode(template.Node):
    """Writes what it wrote the last time these values were the same."""

    def __init__(self, values: list[FilterExpression], nodelist: template.NodeList) -> None:
        self.values, self.nodelist = values, nodelist
        self.kept: dict[tuple, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        values = (told(value.resolve(context, ignore_failures=True)) for value in self.values)
        key = (translation.get_language(), *values)
        text = self.kept.get(key)
        if text is None:
            text = self.nodelist.render(context)
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[key] = text
        return text


def told(value: object) -> object:
    """What a value says: a model all its columns, since another row may have taken its place."""
    return _columns(type(value))(value) if isinstance(value, Model) else value


@lru_cache
def _columns(model: type[Model]) -> attrgetter:
    return attrgetter(*(field.attname for field in model._meta.concrete_fields))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Render once for the values that are named, of which alone the inside may make use.

    {% kept by paper %}…{% endkept %}: the paper's facts stand on every page and are hardly ever changed.
    """
    _name, by, *values = token.split_contents()
    if by != "by" or not values:
        raise template.TemplateSyntaxError("kept wants to know by which values: {% kept by paper %}")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode([parser.compile_filter(value) for value in values], nodelist)
