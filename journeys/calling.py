"""Calling: the arguments of a function in a condition, checked before anything runs."""

import ast
from collections.abc import Callable

from journeys.field import Field
from journeys.function import Argument, Function
from journeys.mistakes import did_you_mean
from journeys.part import Part
from journeys.words import Words

LONGEST_WINDOW = 366  # days
WANTED = {
    "event": "an event in quotes",
    "window": 'perhaps a window such as "7 days" without the quotes',
    "period": 'a window such as "7 days" without the quotes',
    "share": "a share such as 40%",
    "field": "a field",
    "template": "a template in quotes",
}

Complain = Callable[[ast.AST, str], None]
Compile = Callable[[ast.expr], Part]


def arguments(
    function: Function, node: ast.Call, words: Words, compiled: Compile, complain: Complain
) -> list[Argument] | None:
    """Answer the arguments as `function` takes them; nothing if there was something to complain of."""
    for keyword in node.keywords:
        complain(keyword.value, f"arguments have no names here: {function.example}")
    required = sum(parameter != "window" for parameter in function.parameters)
    if not required <= len(node.args) <= len(function.parameters):
        complain(node, f"{function.name} needs {_wanted(function)}: {function.example}")
        return None
    checked = [
        CHECK[kind](argument, words, compiled, complain)
        for kind, argument in zip(function.parameters, node.args, strict=False)
    ]
    found = [one for one in checked if one is not None]
    return found if len(found) == len(checked) and not node.keywords else None


def _wanted(function: Function) -> str:
    return " and ".join(WANTED[kind] for kind in function.parameters)


def _event(node: ast.expr, words: Words, compiled: Compile, complain: Complain) -> Argument | None:
    part = compiled(node)
    if part.kind == "any":
        return None
    if part.kind != "text" or not part.is_constant:
        complain(node, 'name an event in quotes, such as "project created"')
        return None
    if not words.is_event(part.constant):
        hint = did_you_mean(part.constant, words.events) or ": every event stands under its feed in program.yaml"
        complain(node, f'no feed brings an event "{part.constant}"{hint}')
        return None
    return str(part.constant)


def _window(node: ast.expr, _: Words, compiled: Compile, complain: Complain) -> Argument | None:
    part = compiled(node)
    if part.kind == "any":
        return None
    days = part.constant if part.is_constant and part.kind == "number" else 0
    if part.unit != "days" or days != int(days):
        complain(node, "a window counts whole days, today included: write 7 days or 2 weeks")
    elif not 1 <= days <= LONGEST_WINDOW:
        complain(node, f"a window has 1 to {LONGEST_WINDOW} days")
    else:
        return int(days)
    return None


def _field(node: ast.expr, _: Words, compiled: Compile, complain: Complain) -> Field | None:
    part = compiled(node)
    if part.kind == "any":
        return None
    if part.field is None:
        complain(node, "name a field, such as known(account.renewal_on)")
    return part.field


def _template(node: ast.expr, _: Words, compiled: Compile, complain: Complain) -> Argument | None:
    part = compiled(node)
    if part.kind == "any":
        return None
    if part.kind == "text" and part.is_constant:
        return str(part.constant)
    complain(node, 'name a template in quotes, such as "onboarding/welcome"')
    return None


def _share(node: ast.expr, _: Words, compiled: Compile, complain: Complain) -> Argument | None:
    part = compiled(node)
    if part.kind == "any":
        return None
    if part.is_constant and part.unit == "share" and 0 < part.constant <= 1:
        return float(part.constant)
    complain(node, "write a share above 0% and up to 100%, such as 40%")
    return None


CHECK = {
    "event": _event, "window": _window, "period": _window, "share": _share, "field": _field, "template": _template,
}  # fmt: skip
