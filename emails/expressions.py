"""Reads the expressions of a mail ahead of time: which fields they use, and whether what is done with them can work."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jinja2 import nodes

from emails.fields import Kind, instead_of
from emails.filters import NUMERIC, SAFE_ADDRESS, Filter
from emails.page import Page, suggest
from emails.syntax import WAYS_OUT, construct, dotted, ensured, noun

ANYTHING = Kind("anything")  # after a mistake: what follows from it is not reported again
LOOP = {"first": Kind("flag"), "last": Kind("flag"), "index": Kind("number")}


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known at one place of a mail: the items of the loop around it, and what an `if` has made sure of."""

    items: Mapping[str, Mapping[str, Kind]] = field(default_factory=dict)
    sure: frozenset[str] = frozenset()

    def knowing(self, names: frozenset[str]) -> "Scope":
        """Answer this place, with these fields known to be there."""
        return replace(self, sure=self.sure | names)


class Expressions:
    """Finds the kind of every expression on a page, and reports what is not allowed or cannot work."""

    def __init__(self, page: Page, fields: Mapping[str, Kind], filters: Mapping[str, Filter]) -> None:
        self._page = page
        self._fields = fields
        self._filters = filters
        self.used: set[str] = set()

    def report(self, message: str, node: nodes.Node, near: str = "") -> None:
        """Note a mistake at the node's place on the page."""
        self._page.report(message, node.lineno or 1, near)

    def kind(self, node: nodes.Node, scope: Scope) -> Kind:
        """Answer what kind of value the expression has; `ANYTHING` after a mistake."""
        match node:
            case nodes.Const():
                return _constant(node.value)
            case nodes.Name() | nodes.Getattr():
                return self._field(node, scope)
            case nodes.Filter():
                return self._filtered(node, scope)
            case nodes.Getitem(arg=nodes.Slice()):
                return self._slice(node, scope)
            case nodes.And() | nodes.Or() | nodes.Not() | nodes.Compare():
                return self._question(node, scope)
            case nodes.Test(name="known", args=None | [], kwargs=None | []):
                self.kind(node.node, scope)
                return Kind("flag")
            case nodes.Add() | nodes.Sub():
                return self._sum(node, scope)
        return self._unusable(node)

    def present(self, node: nodes.Node, scope: Scope) -> Kind:
        """Answer the kind of an expression that must have a value here."""
        kind = self.kind(node, scope)
        if kind.optional:
            name = dotted(node)
            instead = {"text": '"…"', "link": '"https://…"', "number": "0"}.get(kind.type)
            default = f"write {{{{ {name} | default({instead}) }}}} or " if instead else ""
            self.report(f'"{name}" can be missing: {default}put it inside {{% if {name} %}}', node, name)
        return kind

    def _unusable(self, node: nodes.Node) -> Kind:
        self.report(f"{construct(node)} cannot be used in a mail: there are only fields, filters, if and for", node)
        return ANYTHING

    def _field(self, node: nodes.Name | nodes.Getattr, scope: Scope) -> Kind:
        name = dotted(node)
        if not name:
            if isinstance(node, nodes.Getattr) and self.kind(node.node, scope) is not ANYTHING:
                self.report(
                    "a dot stands between the words of a field, as in contact.first_name, and nowhere else", node
                )
            return ANYTHING
        first, _, rest = name.partition(".")
        known = LOOP if first == "loop" and scope.items else scope.items.get(first)
        if known is not None:
            return self._certain(self._lookup(name, rest, known, node), name, scope)
        kind = self._lookup(name, name, self._fields, node)
        if kind is not ANYTHING:
            self.used.add(name)
        return self._certain(kind, name, scope)

    def _lookup(self, name: str, key: str, known: Mapping[str, Kind], node: nodes.Node) -> Kind:
        if key in known:
            return known[key]
        members = sorted(other for other in known if other.startswith(key + ".") or not key)
        if members:
            self.report(f'"{name}" is not one value: choose one of its fields, such as {members[0]}', node, name)
        else:
            self.report(f'there is no field "{name}"{instead_of(key, known)}', node, name)
        return ANYTHING

    def _certain(self, kind: Kind, name: str, scope: Scope) -> Kind:
        return replace(kind, optional=False) if kind.optional and name in scope.sure else kind

    def _filtered(self, node: nodes.Filter, scope: Scope) -> Kind:
        known = self._filters.get(node.name)
        if known is None or node.node is None:
            hint = suggest(node.name, self._filters) or f": there are {', '.join(sorted(self._filters))}"
            self.report(f'there is no filter "{node.name}"{hint}', node, node.name)
            return ANYTHING
        if known.unfit:
            self.report(known.unfit, node, node.name)
            return ANYTHING
        self._arguments(node, known)
        if node.name == "default":
            return self._default(node, self.kind(node.node, scope))
        kind = self.present(node.node, scope)
        if kind is not ANYTHING and kind.type not in known.takes:
            takes = " or ".join(noun(taken) for taken in sorted(known.takes))
            written = WAYS_OUT.get(kind.type, "leave the filter out").format(_shown(node.node))
            message = f'"{node.name}" is for {takes}; {_shown(node.node)} is {noun(kind.type)}: {written}'
            self.report(message, node, node.name)
        return Kind("text" if node.name != "share" else "number")

    def _default(self, node: nodes.Filter, kind: Kind) -> Kind:
        told = _constant(node.args[0].value) if node.args and isinstance(node.args[0], nodes.Const) else ANYTHING
        if "anything" not in (kind.type, told.type) and _family(kind.type) != _family(told.type):
            message = f"{_shown(node.node)} is {noun(kind.type)}, and so must be its default"
            way_out = f", or put it inside {{% if {dotted(node.node)} %}}"
            self.report(message + way_out, node, dotted(node.node))
        elif (kind.type, told.type) == ("link", "text") and not SAFE_ADDRESS.fullmatch(str(node.args[0].as_const())):
            self.report("the default of a link has to be an address that begins with https://", node, dotted(node.node))
        return replace(kind, optional=False)

    def _arguments(self, node: nodes.Filter, known: Filter) -> None:
        constant = all(isinstance(argument, nodes.Const) for argument in node.args)
        if (
            node.kwargs
            or node.dyn_args
            or node.dyn_kwargs
            or not constant
            or not known.fewest <= len(node.args) <= known.most
        ):
            self.report(f'"{node.name}" is written {{{{ … | {known.example} }}}}', node, node.name)

    def _slice(self, node: nodes.Getitem, scope: Scope) -> Kind:
        ends = [end for end in node.arg.iter_child_nodes() if not _is_count(end)]
        kind = self.present(node.node, scope)
        if ends or kind.type not in ("list", "anything"):
            self.report("[…] takes the first of a list, {% for item in usage.unused_features[:3] %}", node)
        return kind

    def _question(self, node: nodes.Node, scope: Scope) -> Kind:
        if isinstance(node, nodes.Compare):
            self._comparison(node, scope)
        elif isinstance(node, nodes.And):
            self.kind(node.left, scope)
            self.kind(node.right, scope.knowing(ensured(node.left)))
        else:
            for part in node.iter_child_nodes():
                self.kind(part, scope)
        return Kind("flag")

    def _comparison(self, node: nodes.Compare, scope: Scope) -> None:
        equality = all(operand.op in ("eq", "ne") for operand in node.ops)
        read = self.kind if equality else self.present
        kinds = [read(part, scope) for part in (node.expr, *(operand.expr for operand in node.ops))]
        families = {_family(kind.type) for kind in kinds} - {"anything"}
        if len(families) > 1 or not families <= {"number", "text", "flag"} or {"in", "notin"} & _signs(node):
            self.report(f"cannot compare {' with '.join(noun(kind.type) for kind in kinds)}", node, _shown(node.expr))

    def _sum(self, node: nodes.Add | nodes.Sub, scope: Scope) -> Kind:
        kinds = [self.present(part, scope) for part in (node.left, node.right)]
        if any(kind.type not in {*NUMERIC, "anything"} for kind in kinds):
            self.report("only numbers can be added or subtracted", node)
        return replace(kinds[0], optional=False)


def _constant(value: object) -> Kind:
    if isinstance(value, bool):
        return Kind("flag")
    if isinstance(value, int | float):
        return Kind("number")
    return Kind("text") if isinstance(value, str) else ANYTHING


def _family(kind: str) -> str:
    return "number" if kind in NUMERIC else "text" if kind == "link" else kind


def _signs(node: nodes.Compare) -> set[str]:
    return {operand.op for operand in node.ops}


def _is_count(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, int)


def _shown(node: nodes.Node | None) -> str:
    return dotted(node) or "the value"
