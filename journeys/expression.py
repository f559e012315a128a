"""The expression language: a condition's text becomes a function of a view, or a list of what is wrong with it."""

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from journeys.arithmetic import computation, opposite
from journeys.calling import arguments
from journeys.fitting import literal
from journeys.linking import link
from journeys.logic import all_of, any_of, negation
from journeys.mistakes import Mistakes
from journeys.naming import NO_NULL, no_such_field, no_such_function
from journeys.needs import Need
from journeys.part import Part, Run, fixed, mistaken
from journeys.place import Place
from journeys.reading import concluding, day_of, looking
from journeys.sentence import Report, Sentence, dotted
from journeys.words import Words

DEEPEST = 40
SIGNS: dict[type[ast.AST], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
    ast.NotIn: "not in", ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
}  # fmt: skip
TRUTH = {"true": True, "false": False, "True": True, "False": False}


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled condition: `run` answers True, False or an Unknown, and writes down what it looked at.

    `of_recipient`: it looks at the person whom a step would speak to.
    """

    run: Run
    needs: frozenset[Need]
    of_recipient: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A compiled number: `part` answers it, an Unknown or a Between, and writes down what it looked at."""

    part: Part
    needs: frozenset[Need]


def compile_expression(text: str, words: Words, at: Place, *, of_step: bool = False) -> Expression:
    """Compile `text`, which stands `at` that place. Raises an ExceptionGroup of SyntaxErrors: all its mistakes.

    Only one `of_step` may look at the recipient.
    """
    part, compiler = _compile(text, words, at, _Compiler.truth, of_step=of_step)
    return Expression(part.run, frozenset(compiler.needs), compiler.of_recipient)


def compile_amount(text: str, words: Words, at: Place) -> Amount:
    """Compile `text`, which says a number. Raises an ExceptionGroup of SyntaxErrors: all its mistakes."""
    part, compiler = _compile(text, words, at, _Compiler.amount)
    return Amount(part, frozenset(compiler.needs))


def _compile(
    text: str, words: Words, at: Place, wanted: "Callable[[_Compiler, ast.expr], Part]", *, of_step: bool = False
) -> "tuple[Part, _Compiler]":
    mistakes = Mistakes()
    sentence = Sentence(text, lambda offset, message: mistakes.add(at.at(text, offset), message))
    compiler = _Compiler(sentence, words, sentence.report, of_step=of_step)
    part = wanted(compiler, sentence.tree) if sentence.tree else mistaken(text, 0)
    mistakes.stop_if_any("this cannot be read")
    return part, compiler


class _Compiler:
    """Walks the syntax tree; every kind of node that is not in `VISIT` is refused."""

    def __init__(self, sentence: Sentence, words: Words, report: Report, *, of_step: bool) -> None:
        self.sentence, self.words, self.report = sentence, words, report
        self.of_step, self.of_recipient = of_step, False
        self.depth = 0
        self.needs: set[Need] = set()

    def complain(self, node: ast.AST, message: str) -> None:
        """Report a mistake at the node."""
        self.report(self.sentence.offset(node), message)

    def part(self, node: ast.expr) -> Part:
        """Compile one node; a mistake is reported, and a stand-in answered."""
        visit = VISIT.get(type(node))
        if visit is None:
            return self._refused(node, "this is not part of the language of conditions")
        if self.depth > DEEPEST:
            return self._refused(node, "this is too deeply nested: split the condition")
        self.depth += 1
        part = visit(self, node)
        self.depth -= 1
        return part

    def _made(self, kind: str, run: Run, node: ast.expr, unit: str = "") -> Part:
        return Part(kind, run, self.sentence.written(node), self.sentence.offset(node), unit)

    def _fixed(self, value: object, kind: str, node: ast.expr, unit: str = "") -> Part:
        return fixed(value, kind, self.sentence.written(node), self.sentence.offset(node), unit)

    def _refused(self, node: ast.expr, message: str) -> Part:
        self.complain(node, message)
        return self._mistaken(node)

    def _mistaken(self, node: ast.expr) -> Part:
        return mistaken(self.sentence.written(node), self.sentence.offset(node))

    def truth(self, node: ast.expr) -> Part:
        """Compile a node that must be true or false."""
        part = self.part(node)
        if part.kind not in ("flag", "any"):
            self.complain(node, f"{part.written} is {part.is_a}: a condition must say what to compare it with")
        return part

    def amount(self, node: ast.expr) -> Part:
        """Compile a node that must be a number."""
        part = self.part(node)
        if part.kind not in ("number", "any"):
            return self._refused(node, f"{part.written} is {part.is_a}: only numbers can be calculated with")
        return part

    def connective(self, node: ast.BoolOp) -> Part:
        """Compile `and` and `or`."""
        runs = [self.truth(value).run for value in node.values]
        run = all_of(runs) if isinstance(node.op, ast.And) else any_of(runs)
        return self._made("flag", run, node)

    def unary(self, node: ast.UnaryOp) -> Part:
        """Compile `not` and the minus sign."""
        if isinstance(node.op, ast.Not):
            return self._made("flag", negation(self.truth(node.operand).run), node)
        number = self.amount(node.operand)
        if isinstance(node.op, ast.UAdd) or number.kind == "any":
            return number
        if number.is_constant:
            return self._fixed(-number.constant, "number", node, number.unit)
        return self._made("number", opposite(number.run), node, number.unit)

    def calculation(self, node: ast.BinOp) -> Part:
        """Compile + - * /."""
        left, right = self.amount(node.left), self.amount(node.right)
        sign = SIGNS.get(type(node.op))
        if sign is None or "any" in (left.kind, right.kind):
            return self._mistaken(node)
        unit = left.unit if left.unit == right.unit and sign in "+-" else ""
        return self._made("number", computation(sign, left.run, right.run), node, unit)

    def comparison(self, node: ast.Compare) -> Part:
        """Compile a comparison; a chain such as `2 < x < 5` is all of its links."""
        parts = [self.part(each) for each in (node.left, *node.comparators)]
        signs = [SIGNS.get(type(each), "is") for each in node.ops]
        links = [link(*triple, self.sentence.report) for triple in zip(parts, signs, parts[1:], strict=False)]
        return self._made("flag", links[0] if len(links) == 1 else all_of(links), node)

    def listing(self, node: ast.List | ast.Tuple) -> Part:
        """Compile a list of literals; its constant is the list of their parts."""
        members = [self.part(element) for element in node.elts]
        for member, element in zip(members, node.elts, strict=True):
            if not member.is_constant and member.kind != "any":
                self.complain(element, "a list holds texts and numbers only")
        if not members:
            self.complain(node, "this list is empty")
        return self._fixed(members, "list", node)

    def constant(self, node: ast.Constant) -> Part:
        """Compile a literal, or one of Python's own words."""
        found = self.sentence.literal(node)
        if found is not None:
            return literal(found, self.sentence.written(node), self.sentence.offset(node))
        if isinstance(node.value, bool):
            return self._fixed(node.value, "flag", node)
        return self._refused(node, NO_NULL)

    def name(self, node: ast.Name | ast.Attribute) -> Part:
        """Compile a dotted name: a field."""
        name = dotted(node)
        if name in TRUTH:
            return self._fixed(TRUTH[name], "flag", node)
        found = self.words.fields.get(name)
        of_recipient = found is not None and found.of_recipient
        if found is None or not (found.in_conditions or (of_recipient and self.of_step)):
            return self._refused(node, no_such_field(name or self.sentence.written(node), self.words))
        self.needs |= found.needs
        self.of_recipient |= of_recipient
        kind, read = ("date", day_of(found.read)) if found.type == "moment" else (found.type, found.read)
        written = self.sentence.written(node)
        run = concluding(written, read, found.rule) if found.rule else looking(written, read)
        part = self._made(kind, run, node, found.unit)
        return replace(part, choices=found.choices, field=found)

    def call(self, node: ast.Call) -> Part:
        """Compile a function with its arguments."""
        name = dotted(node.func)
        function = self.words.functions.get(name)
        if function is None:
            return self._refused(node, no_such_function(name or self.sentence.written(node.func), self.words))
        found = arguments(function, node, self.words, self.part, self.complain)
        if found is None:
            return self._mistaken(node)
        self.needs |= function.needs(*found)
        run = looking(self.sentence.written(node), function.build(*found))
        return self._made(function.type, run, node, function.unit)


VISIT: dict[type[ast.expr], Callable[[_Compiler, Any], Part]] = {
    ast.BoolOp: _Compiler.connective,
    ast.UnaryOp: _Compiler.unary,
    ast.BinOp: _Compiler.calculation,
    ast.Compare: _Compiler.comparison,
    ast.List: _Compiler.listing,
    ast.Tuple: _Compiler.listing,
    ast.Constant: _Compiler.constant,
    ast.Name: _Compiler.name,
    ast.Attribute: _Compiler.name,
    ast.Call: _Compiler.call,
}
