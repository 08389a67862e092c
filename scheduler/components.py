"""Template tags around a part of a template: components with slots, and parts that are kept.

They are built in, so templates need no `{% load %}`.
"""

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# How many renderings of one part of a template are cached.
MOST_CACHED = 500


class KeptNode(Node):
    """A part of a template that depends only on the language and a few values: rendered once for each, then cached."""

    def __init__(self, values: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.values = values
        self.nodelist = nodelist
        self.cached: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Return the cached text. The part gets only its values, so it can contain nothing about a visitor.

        Its values are escaped, even if the page has marked them as safe, since the cached text is shown to everybody.
        """
        # A slice of a safe text is a plain one.
        values = {name: str(value.resolve(context))[:] for name, value in self.values.items()}
        key = (get_language(), *values.values())
        if key not in self.cached:
            if len(self.cached) >= MOST_CACHED:
                self.cached.clear()
            self.cached[key] = self.nodelist.render(context.new(values))
        return self.cached[key]


@register.tag("kept")
def compile_kept(parser: Parser, token: Token) -> KeptNode:
    """Compile `{% kept value=... %}content{% endkept %}`, around words, icons and addresses of files."""
    _, *bits = token.split_contents()
    values = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"`kept` takes values by name: {token.contents}")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(values, nodelist)


class Fill(Node):
    """The content of a slot of the enclosing component. It is not called `slot`, because allauth has such a tag."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Raise TemplateSyntaxError: a component renders its direct fills, so this one is somewhere else."""
        raise template.TemplateSyntaxError(f"The fill {self.name!r} has to stand directly in a component.")


class ComponentNode(Node):
    """A fragment that is rendered with values and slots. Whatever is in no slot is its `content`."""

    def __init__(self, name: str, values: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.name = name
        self.values = values
        self.nodelist = nodelist
        self.slots = {node.name: node.nodelist for node in nodelist if isinstance(node, Fill)}
        self.slots["content"] = NodeList(node for node in nodelist if not isinstance(node, Fill))

    def render(self, context: Context) -> SafeString:
        """Render the slots as part of the page. The component sees nothing of the page but what it is given."""
        values = {name: value.resolve(context) for name, value in self.values.items()}
        values |= {name: SafeString(nodelist.render(context).strip()) for name, nodelist in self.slots.items()}
        fragment = context.template.engine.get_template(f"components/{self.name}.html")  # type: ignore[union-attr]
        return fragment.render(context.new(values))


@register.tag("component")
def compile_component(parser: Parser, token: Token) -> ComponentNode:
    """Compile `{% component "name" value=... %}content{% fill slot %}...{% endfill %}{% endcomponent %}`.

    It renders `templates/components/name.html`.
    """
    _, name, *bits = token.split_contents()
    values = token_kwargs(bits, parser)
    if bits or name[0] not in "\"'":
        raise template.TemplateSyntaxError(f"A component is its quoted name and values by name: {token.contents}")
    nodelist = parser.parse(("endcomponent",))
    parser.delete_first_token()
    return ComponentNode(name[1:-1], values, nodelist)


@register.tag("fill")
def compile_fill(parser: Parser, token: Token) -> Fill:
    """Compile `{% fill slot %}...{% endfill %}`, which stands directly in a component."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endfill",))
    parser.delete_first_token()
    return Fill(name, nodelist)
