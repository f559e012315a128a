"""Jinja's syntax in the words of somebody who writes mails."""

import ast
import re
from collections.abc import Mapping
from types import MappingProxyType

from jinja2 import TemplateSyntaxError, nodes

# What each kind of value is called, and how it gets into a mail when not by itself.
NOUNS: Mapping[str, str] = MappingProxyType(
    {"share": "a share", "money": "an amount of money", "moment": "a moment", "flag": "a yes or no", "text": "text"},
)
WAYS_OUT: Mapping[str, str] = MappingProxyType(
    {
        "share": "write {{{{ {0} | percent }}}}",
        "money": "write {{{{ {0} | money }}}}",
        "date": "write {{{{ {0} | date }}}}",
        "moment": "write {{{{ {0} | date }}}}",
        "flag": "ask for it with {{% if {0} %}}",
        "list": "go through it with {{% for item in {0} %}}",
        "link": "put words in front of it, [words]({{{{ {0} }}}})",
    },
)
_CONSTRUCTS: Mapping[str, str] = MappingProxyType(
    {
        "Call": "a call, name(…),",
        "Getitem": "[…]",
        "Concat": "~",
        "Mul": "*",
        "Div": "/",
        "CondExpr": "an if inside {{ }}",
        "Test": '"is"',
        "Assign": "{% set %}",
        "AssignBlock": "{% set %}",
        "CallBlock": "{% call %}",
        "FilterBlock": "{% filter %}",
        "FromImport": "{% from %}",
    },
)


_BLOCK = re.compile(r"\{%[-+]?\s*(end)?(if|for)\b")


def noun(kind: str) -> str:
    """Answer what a kind of value is called: a number, an amount of money."""
    return NOUNS.get(kind, f"a {kind}")


def construct(node: nodes.Node) -> str:
    """Answer what a part of the syntax is called that mails do without."""
    name = type(node).__name__
    return _CONSTRUCTS.get(name, f"{{% {name.lower()} %}}" if isinstance(node, nodes.Stmt) else f'"{name.lower()}"')


def dotted(node: nodes.Node | None) -> str:
    """Answer a field as it is written, `contact.first_name`; nothing if the expression is not just a field."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            group = dotted(node.node)
            return f"{group}.{node.attr}" if group else ""
        case nodes.Filter(name="default"):
            return dotted(node.node)
    return ""


def ensured(test: nodes.Node) -> frozenset[str]:
    """Answer the fields that certainly have a value where this test has said yes."""
    match test:
        case nodes.Name() | nodes.Getattr():
            return frozenset({dotted(test)})
        case nodes.Test(name="known"):
            return frozenset({dotted(test.node)})
        case nodes.And():
            return ensured(test.left) | ensured(test.right)
    return frozenset()


def explained(mistake: TemplateSyntaxError) -> tuple[str, str]:
    """Answer what is wrong with a template that Jinja cannot read, and the way out; and the words to point at."""
    message = mistake.message or ""
    if odd := re.search(r"unexpected char ('(?:.|\\.+)') at", message):
        return _odd(ast.literal_eval(odd[1]))
    if surplus := re.search(
        r"expected token 'end of (print statement|statement block)', got '(?!end of)(.*)'", message
    ):
        return _surplus(surplus[2], "}}" if surplus[1] == "print statement" else "%}"), surplus[2]
    if message == "unexpected '}'":
        return "a brace is missing: fields stand between two, {{ and }}", "}"
    if message == "expected token ':', got '}'":
        return "a brace is too many: fields stand between two, {{ and }}", "{{{"
    if odd := re.fullmatch(r"unexpected '(.+)'", message):
        return _odd(odd[1])
    return _explained(mistake), ""


def _odd(sign: str) -> tuple[str, str]:
    if not sign.isprintable():
        return "a character that nobody sees stands in this tag: delete the tag and type it anew", sign
    way_out = "quotes are written as \" or '" if sign in "“”„«»‘’‚" else "it means nothing between braces"
    return f"{sign} cannot stand here: {way_out}", sign


def unclosed(text: str, first_line: int) -> tuple[int, str] | None:
    """Answer the line on which an if or for begins that is closed nowhere, and its tag."""
    open_tags: list[tuple[int, str, str]] = []
    for tag in _BLOCK.finditer(text):
        if not tag[1]:
            open_tags.append((first_line + text.count("\n", 0, tag.start()), tag[2], tag[0]))
        elif open_tags and open_tags[-1][1] == tag[2]:
            open_tags.pop()
        else:
            break
    return (open_tags[-1][0], open_tags[-1][2]) if open_tags else None


def _surplus(word: str, end: str) -> str:
    if word == "=":
        return "write == to compare, >= for at least, <= for at most"
    if word == "if" and end == "%}":
        return "another condition is written {% elif … %}"
    if word == ":" and end == "}}":
        return 'a colon cannot stand here: what a filter needs stands in parentheses, {{ … | default("there") }}'
    return f'"{word}" does not fit here: is {end} missing before it, or an "and"?'


ENDS = {
    "end of comment": "{# is never closed: add #}",
    "end of raw": "{% raw %} cannot be used in a mail: there are only if and for",
    "end of template": "{{ or {% is never closed: add }} or %}",
}


def _explained(mistake: TemplateSyntaxError) -> str:
    message = (mistake.message or "this cannot be read").rstrip(".")
    if open_block := re.search(r"innermost block that needs to be closed is '(\w+)'", message):
        return f"{{% {open_block[1]} %}} is never closed: add {{% end{open_block[1]} %}}"
    if unknown := re.search(r"unknown tag '(end\w+|else|elif)'", message):
        return f"{{% {unknown[1]} %}} closes or continues nothing: there is no open if or for before it"
    if unknown := re.search(r"unknown tag '(\w+)'", message):
        return f"{{% {unknown[1]} %}} cannot be used in a mail: there are only if and for"
    if "expected token 'in'" in message:
        return "a loop is written {% for item in list %}"
    if message == "tag name expected":
        return "{% has to be followed by if or for"
    for sign, words in ENDS.items():
        if sign in message:
            return words
    return message[:1].lower() + message[1:]
