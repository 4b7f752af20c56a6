"""The readers' templates, made ready once: Django's own language and its own nodes, with less to do for each page.

Nine parts in ten of what a page's template does are the same for every page. When a template is loaded,

* what it extends and includes is put in its place,
* what can't change while the process runs is written out: {% url "site:home" %}, {% static "…" %}, {% translate "…" %},
* variables are looked up on the short way first, and on Django's own where that doesn't do.

An article's template takes a quarter to a third of the time so, a list's three fifths; loops and conditions were made
quick as well once, which brought a tenth of that for a quarter of the code. tests/site/test_quick_templates.py holds
both ways to the same words. Templates of the newsroom are left as they are: its people choose their language.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from html import escape

from django.conf import settings
from django.template import Context, Template
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    TextNode,
    Variable,
    VariableDoesNotExist,
    VariableNode,
)
from django.template.defaulttags import (
    CommentNode,
    LoadNode,
    URLNode,
    WithNode,
)
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import cached
from django.template.smartif import TokenBase
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.utils import translation
from django.utils.safestring import SafeString

PREFIX = "site/"
BESIDES = ("base.html", "404.html", "410.html", "503.html")
INSIDE = ("nodelist", "nodelist_loop", "nodelist_empty")  # where nodes keep the nodes within them

Blocks = Mapping[str, BlockNode]


class Loader(cached.Loader):
    """Django's cached loader, which makes the readers' templates ready as well."""

    def __init__(self, engine, loaders: list) -> None:
        super().__init__(engine, loaders)
        self._ready: dict[str, Template] = {}

    def get_template(self, template_name: str, skip: list | None = None) -> Template:
        # A template of the newsroom that extends one of these asks for it with `skip`, and wants its blocks.
        if skip or not (template_name.startswith(PREFIX) or template_name in BESIDES):
            return super().get_template(template_name, skip)
        if template_name not in self._ready:
            template = super().get_template(template_name)
            ready = copy(template)
            with translation.override(settings.LANGUAGE_CODE):
                ready.nodelist = QuickNodes(self._joined(self._unfolded(template, {})))
            self._ready[template_name] = ready
        return self._ready[template_name]

    def reset(self) -> None:
        super().reset()
        self._ready.clear()

    def _unfolded(self, template: Template, blocks: Blocks) -> Iterable[Node]:
        """The nodes of a template with its parents, whose blocks are replaced by these."""
        for node in template.nodelist:
            if isinstance(node, ExtendsNode):
                parent = super().get_template(literal(node.parent_name))
                return self._unfolded(parent, {**node.blocks, **blocks})
        return self._nodes(template.nodelist, blocks)

    def _nodes(self, nodes: Iterable[Node], blocks: Blocks) -> Iterable[Node]:
        for node in nodes:
            if isinstance(node, BlockNode):
                yield from self._nodes(blocks.get(node.name, node).nodelist, blocks)
            elif isinstance(node, IncludeNode) and is_literal(node.template) and not node.isolated_context:
                included = self._unfolded(super().get_template(literal(node.template)), {})
                if node.extra_context:
                    included = [self._within(WithNode(None, None, QuickNodes(included), node.extra_context), {})]
                yield from included
            elif is_constant(node):
                yield TextNode(self._constant(node))
            elif type(node) is VariableNode:
                quicken(node.filter_expression)
                yield QuickVariableNode(node.filter_expression)
            else:
                yield self._within(node, blocks)

    def _within(self, node: Node, blocks: Blocks) -> Node:
        """A copy of the node whose inner nodes are made ready."""
        node = copy(node)
        for name, value in vars(node).items():
            if name in INSIDE:
                setattr(node, name, self._ready_nodes(value, blocks))
            elif name == "conditions_nodelists":
                quicken([condition for condition, _inside in value])
                node.conditions_nodelists = [
                    (condition, self._ready_nodes(inside, blocks)) for condition, inside in value
                ]
            else:
                quicken(value)
        return node

    def _ready_nodes(self, nodes: Iterable[Node], blocks: Blocks) -> "QuickNodes":
        return QuickNodes(self._joined(self._nodes(nodes, blocks)))

    def _constant(self, node: Node) -> str:
        context = Context()
        with context.bind_template(Template("", engine=self.engine)):
            return node.render(context)

    def _joined(self, nodes: Iterable[Node]) -> Iterable[Node]:
        """The nodes with neighbouring text in one piece."""
        text: list[str] = []
        for node in nodes:
            if isinstance(node, TextNode):
                text.append(node.s)
                continue
            if text:
                yield TextNode("".join(text))
                text = []
            yield node
        if text:
            yield TextNode("".join(text))


def is_literal(expression: FilterExpression) -> bool:
    """Tell whether this is a plain word in quotation marks or a number."""
    var = expression.var
    return not expression.filters and (not isinstance(var, Variable) or var.literal is not None)


def literal(expression: FilterExpression) -> str:
    """The word."""
    return expression.resolve(Context())


def is_constant(node: Node) -> bool:
    """Tell whether the node writes the same on every page, whatever its context is."""
    if isinstance(node, URLNode):
        return not node.asvar and not node.kwargs and all(map(is_literal, [node.view_name, *node.args]))
    if isinstance(node, StaticNode):
        return not node.varname and is_literal(node.path)
    if isinstance(node, TranslateNode):
        return not (node.asvar or node.noop or node.message_context) and is_literal(node.filter_expression)
    return isinstance(node, (TextNode, LoadNode, CommentNode))


def quicken(value: object) -> None:
    """Let the variables in an attribute of a node be looked up on the short way."""
    if isinstance(value, FilterExpression):
        variable = value.var
        if type(variable) is Variable and variable.lookups is not None and not variable.translate:
            value.var = QuickVariable(variable.var)
    elif isinstance(value, TokenBase):
        for part in (getattr(value, name, None) for name in ("value", "first", "second")):
            quicken(part)
    elif isinstance(value, Mapping):
        for part in value.values():
            quicken(part)
    elif type(value) in (list, tuple):
        for part in value:
            quicken(part)


def is_plain(expression: FilterExpression) -> bool:
    """Tell whether this is a variable and no more."""
    return type(expression.var) is QuickVariable and not expression.filters


class QuickVariable(Variable):
    """A variable that tries keys of dicts and attributes of everything else, and then what Django tries."""

    __slots__ = ("first", "rest")

    def __init__(self, var: str) -> None:
        super().__init__(var)
        self.first, *self.rest = self.lookups

    def resolve(self, context: Context) -> object:
        try:
            for names in reversed(context.dicts):
                if self.first in names:
                    value = names[self.first]
                    break
            else:
                raise VariableDoesNotExist("There is no %s.", (self.first,))
            for name in self.rest:
                value = value[name] if type(value) is dict else getattr(value, name)
        except VariableDoesNotExist:
            raise
        except Exception:
            return super().resolve(context)
        return super().resolve(context) if callable(value) else value


class QuickNodes(NodeList):
    """Nodes one after another; where one fails, the error doesn't say in which line of which template."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        super().__init__(nodes)
        self.renders = [node.render for node in self]

    def render(self, context: Context) -> SafeString:
        return SafeString("".join([render(context) for render in self.renders]))


class QuickVariableNode(VariableNode):
    """A variable that is written out; text and whole numbers, which is nearly all there is, without asking further."""

    def __init__(self, filter_expression: FilterExpression) -> None:
        super().__init__(filter_expression)
        self.resolve = filter_expression.var.resolve if is_plain(filter_expression) else filter_expression.resolve

    def render(self, context: Context) -> str:
        try:
            value = self.resolve(context)
        except VariableDoesNotExist:
            return super().render(context)
        kind = type(value)
        if kind is SafeString:
            return value
        if kind is str and context.autoescape:
            return escape(value)
        if kind is int and not settings.USE_THOUSAND_SEPARATOR:
            return str(value)
        return super().render(context)
