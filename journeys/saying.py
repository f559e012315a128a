"""Saying: a condition in the words of the catalog, as one person would tell it to another."""

import ast
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from journeys.catalog import Catalog
from journeys.conditions import Condition
from journeys.durations import in_words
from journeys.expression import SIGNS, TRUTH
from journeys.saying_questions import ASKED, SIGN_WORDS, times
from journeys.scanner import Literal, Percent
from journeys.sentence import Sentence, dotted
from journeys.telling import percent

DENIALS = {"it is ": "it is not ", "it has ": "it has not "}
KNOWN = " is known"
DATE = re.compile(r"\d{4}-\d\d-\d\d")
YES, NO = {("==", "true"), ("!=", "false")}, {("==", "false"), ("!=", "true")}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
DATED = {"<": "is before", "<=": "is not after", ">": "is after", ">=": "is not before"}
SPOKEN = {"account", "usage", "milestones", "signals", "states", "metrics", "engagement"}  # need not be named
NAMES = {
    "account.arr": "annual revenue", "account.renewal_on": "renewal date", "feedback.nps": "NPS",
    "feedback.nps_lowest": "lowest NPS", "support.csat": "CSAT", "tasks.open": "number of open tasks",
    "signals.risks": "number of risk signals",
}  # fmt: skip


def said(condition: Condition, catalog: Catalog) -> str:
    """Answer the condition in words; as it is written where there are none for a part of it."""
    return said_of(condition.text, catalog)


def said_of(text: str, catalog: Catalog) -> str:
    """Answer the text of a condition in words."""
    sentence = Sentence(text, lambda _offset, _message: None)
    return _Speaker(sentence, catalog).say(sentence.tree) if sentence.tree else " ".join(text.split())


class _Speaker:
    """Walks the syntax tree of a condition that was compiled before, so that everything in it is known."""

    def __init__(self, sentence: Sentence, catalog: Catalog) -> None:
        self.sentence, self.catalog = sentence, catalog

    def say(self, node: ast.expr) -> str:
        speak = SPEAK.get(type(node))
        return speak(self, node) if speak else self.sentence.written(node)

    def connective(self, node: ast.BoolOp) -> str:
        word = "and" if isinstance(node.op, ast.And) else "or"
        parts = [f"({self.say(one)})" if isinstance(one, ast.BoolOp) else self.say(one) for one in node.values]
        stop = ";" if any("," in part and part[0] != "(" for part in parts) else ""
        return f"{stop} {word} ".join(parts)

    def unary(self, node: ast.UnaryOp) -> str:
        if isinstance(node.op, ast.Not):
            return _denied(self.say(node.operand), compound=isinstance(node.operand, ast.BoolOp))
        return self.sentence.written(node)

    def calculation(self, node: ast.BinOp) -> str:
        sign = SIGN_WORDS[SIGNS[type(node.op)]]
        return f"{self.say(node.left)} {sign} {self.say(node.right)}"

    def comparison(self, node: ast.Compare) -> str:
        parts, signs = [node.left, *node.comparators], [SIGNS[type(each)] for each in node.ops]
        first, last = signs[0], signs[-1]
        if len(parts) == 3 and first in TURNED and last in TURNED:  # 10 <= account.seats < 50
            low = f"{SIGN_WORDS[TURNED[first]]} {self.say(parts[0])}"
            return f"{self.say(parts[1])} {low} and {SIGN_WORDS[last].removeprefix('is ')} {self.say(parts[2])}"
        links = zip(parts, signs, parts[1:], strict=False)
        return " and ".join(self._link(*link) for link in links)

    def _link(self, left: ast.expr, sign: str, right: ast.expr) -> str:
        if isinstance(left, ast.Constant) and sign in TURNED:
            left, sign, right = right, TURNED[sign], left
        if isinstance(left, ast.Call) and dotted(left.func) == "usage.count":
            return times(sign, self.say(right), *map(self._argument, left.args))
        kind = self._type(left)
        if kind == "flag" and (sign, dotted(right).lower()) in YES | NO:
            return self.say(left) if (sign, dotted(right).lower()) in YES else _denied(self.say(left))
        words = DATED if kind in ("date", "moment") else {}
        return f"{self.say(left)} {words.get(sign, SIGN_WORDS[sign])} {self.say(right)}"

    def _type(self, node: ast.expr) -> str:
        field = self.catalog.fields.get(dotted(node))
        return field.type if field else ""

    def listing(self, node: ast.List | ast.Tuple) -> str:
        return ", ".join(self.say(element) for element in node.elts)

    def constant(self, node: ast.Constant) -> str:
        found = self.sentence.literal(node)
        said = _literal(found) if found is not None else self.sentence.written(node)
        return f"“{said}”" if isinstance(found, str) and not DATE.fullmatch(found) else said

    def name(self, node: ast.Name | ast.Attribute) -> str:
        name = dotted(node)
        if name in TRUTH:
            return "yes" if TRUTH[name] else "no"
        field = self.catalog.fields.get(name)
        if field is not None and field.type == "flag":
            return _claim(field.formula)
        return _called(name)

    def call(self, node: ast.Call) -> str:
        speak = ASKED.get(dotted(node.func))
        return speak(*map(self._argument, node.args)) if speak else self.sentence.written(node)

    def _argument(self, node: ast.expr) -> str:
        return self.say(node).strip("“”") if isinstance(node, ast.Constant) else _called(dotted(node))


def _literal(found: Literal) -> str:
    match found:
        case Percent(share):
            return percent(share)
        case timedelta():
            return in_words(found)
        case _:
            return str(found)


def _denied(claim: str, *, compound: bool = False) -> str:
    """Answer that a claim does not hold: within it, where its verb is known."""
    if not compound and "," not in claim:
        for said, denied in DENIALS.items():
            if claim.startswith(said):
                return claim.replace(said, denied, 1)
        if claim.endswith(KNOWN):
            return f"{claim.removesuffix(KNOWN)} is not known"
    return f"not: ({claim})" if compound or "," in claim else f"not: {claim}"


def _claim(formula: str) -> str:
    """Answer what a flag says if it is on: `Whether every item is done; …` is `every item is done`."""
    asked = formula.startswith("Whether ")
    claim = formula.removeprefix("Whether ").partition(";" if asked else ": ")[0].partition(" (")[0].strip()
    return claim if claim[1:2].isupper() else claim[:1].lower() + claim[1:]


def _called(name: str) -> str:
    """Answer a field's name as people say it: `usage.feature_adoption` is `feature adoption`."""
    group, _, rest = name.partition(".")
    words = rest.replace("_", " ")
    return NAMES.get(name) or (words if group in SPOKEN or not rest else f"{group} {words}")


SPEAK: dict[type[ast.expr], Callable[[_Speaker, Any], str]] = {
    ast.BoolOp: _Speaker.connective,
    ast.UnaryOp: _Speaker.unary,
    ast.BinOp: _Speaker.calculation,
    ast.Compare: _Speaker.comparison,
    ast.List: _Speaker.listing,
    ast.Tuple: _Speaker.listing,
    ast.Constant: _Speaker.constant,
    ast.Name: _Speaker.name,
    ast.Attribute: _Speaker.name,
    ast.Call: _Speaker.call,
}
