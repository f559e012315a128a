"""The language of a theme's `[[ … ]]` and `[% … %]`, which are filled in once: as closed as that of a mail."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateRuntimeError, nodes, pass_eval_context
from jinja2.exceptions import SecurityError
from jinja2.filters import do_replace
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from emails.bounds import TOO_DEEP, too_deep
from emails.syntax import construct

LARGEST = 300_000  # letters that one file of a theme may become
LONGEST = 1_000  # letters that a text may become by being repeated
FILTERS = ("default", "first", "join", "last", "length", "lower", "upper")
SLIPS = (TypeError, ValueError, ArithmeticError, LookupError, RecursionError, IndentationError)
STATEMENTS = (nodes.Output, nodes.If, nodes.For, nodes.Assign)
REFUSED = (nodes.Call, nodes.Pow, nodes.Mod, nodes.FilterBlock)
_MARKS: Mapping[str, Any] = {
    "variable_start_string": "[[",
    "variable_end_string": "]]",
    "block_start_string": "[%",
    "block_end_string": "%]",
    "comment_start_string": "[#",
    "comment_end_string": "#]",
    "undefined": StrictUndefined,
}


class Slots(ImmutableSandboxedEnvironment):
    """Jinja without globals, calls or attributes, in which nothing grows without end."""

    intercepted_binops = frozenset({"*"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**_MARKS, **options)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS} | {"batch": batch, "replace": replace}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Answer what a mapping holds under the name; never an attribute of the object."""
        if isinstance(obj, LoopContext):
            return super().getattr(obj, attribute)
        return obj[attribute] if isinstance(obj, Mapping) and attribute in obj else self.undefined(name=attribute)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Answer the product, unless it is a text of more than a thousand letters."""
        for text, times in ((left, right), (right, left)):
            if not isinstance(text, int | float) and isinstance(times, int) and len(text) * times > LONGEST:
                raise SecurityError(f"a text cannot be repeated to more than {LONGEST:,} letters")
        return super().call_binop(context, operator, left, right)


def batch(rows: Sequence[object], size: int) -> list[Sequence[object]]:
    """Answer the rows in groups of so many: themes that were published with it are to be read for ever."""
    return [rows[at : at + size] for at in range(0, len(rows), max(size, 1))]


@pass_eval_context
def replace(context: nodes.EvalContext, text: str, old: str, new: str) -> str:
    """Answer the text with other words, unless that makes it endless."""
    if str(text).count(old) * len(new) > LARGEST:
        raise SecurityError(f"it becomes longer than {LARGEST:,} letters")
    return do_replace(context, text, old, new)


_MARKUP = Slots(autoescape=True)
_PLAIN = Slots(autoescape=False, trim_blocks=True, lstrip_blocks=True)


def fill(text: str, slots: Mapping[str, object], *, plain: bool) -> str:
    """Answer the text with its slots filled. Raises TemplateError."""
    written: list[str] = []
    length = 0
    try:
        for piece in _compiled(text, plain=plain).generate(slots):
            written.append(piece)
            length += len(piece)
            if length > LARGEST:
                raise SecurityError(f"it becomes longer than {LARGEST:,} letters")
    except SLIPS as slip:
        raise TemplateRuntimeError(str(slip)) from slip
    return "".join(written)


def strange(text: str) -> Iterator[tuple[str, int]]:
    """Go through what a theme cannot use: a message and its line. Raises TemplateError for what cannot be read."""
    try:
        tree = _PLAIN.parse(text)
    except SLIPS:
        yield TOO_DEEP, 1
        return
    if deep := too_deep(tree):
        yield TOO_DEEP, deep.lineno
    for node in tree.find_all(nodes.Node):
        odd = (isinstance(node, nodes.Stmt) and not isinstance(node, STATEMENTS)) or isinstance(node, REFUSED)
        if odd or (isinstance(node, nodes.Assign) and not _is_small(node.node)):
            shown = construct(node).replace("{%", "[%").replace("%}", "%]")
            yield f"{shown} cannot be used in a theme", node.lineno
    for loop in tree.find_all(nodes.For):
        if any(len(list(inner.find_all(nodes.For))) for inner in loop.find_all(nodes.For)):
            yield "a loop cannot stand inside more than one other", loop.lineno


def _is_small(value: nodes.Node) -> bool:
    """Answer whether setting a name to this, however often, makes nothing grow."""
    parts = value.items if isinstance(value, nodes.Tuple) else [value]
    return all(isinstance(part, nodes.Const | nodes.Getattr) for part in parts)


@lru_cache(maxsize=256)
def _compiled(text: str, *, plain: bool) -> Template:
    return (_PLAIN if plain else _MARKUP).from_string(text)
