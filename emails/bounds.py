"""How long and how deep a mail may be: what goes beyond is a mistake like any other, and breaks nothing."""

import re
from collections.abc import Sequence

from jinja2 import nodes
from markdown_it.token import Token

LONGEST = 50_000  # letters in a file; Gmail shows no more than about 100,000 of the page that is made from it
DEEPEST = 20  # statements, lists and emphasis inside each other
LONGEST_CHAIN = 50  # parts of one expression, or branches of one if
TOO_LONG = f"this file is longer than {LONGEST:,} letters, and nobody reads a mail like that: shorten it"
# Controls, and what turns the reading direction around; marks of languages that are written from the right may stay.
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]")
TOO_DEEP = "this is nested too deeply: say it more simply"


def unseen(character: str) -> str:
    """Answer what is said of a character that nobody sees."""
    return f"an invisible character (U+{ord(character):04X}) cannot be used: take it out"


def too_deep(tree: nodes.Node) -> nodes.Node | None:
    """Answer the part of a template that is nested too deeply or goes on for too long, if there is one."""
    rest: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while rest:
        node, statements, chain = rest.pop()
        if statements > DEEPEST or chain > LONGEST_CHAIN:
            return node
        if isinstance(node, nodes.If) and len(node.elif_) > LONGEST_CHAIN:
            return node
        deeper = (statements + 1, 0) if isinstance(node, nodes.Stmt) else (statements, chain + 1)
        rest += [(child, *deeper) for child in node.iter_child_nodes()]
    return None


def is_too_deep(parsed: Sequence[Token]) -> bool:
    """Answer whether Markdown is nested so deeply that the parsers after it would give up."""
    return any(token.level > DEEPEST for block in parsed for token in (block, *(block.children or ())))
