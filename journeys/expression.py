"""The expression language: a condition's text becomes a function of a view, or a list of what is wrong with it."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from journeys.arithmetic import computation, opposite
from journeys.calling import arguments
from journeys.comparing import COMPARE, against, comparison, membership
from journeys.field import Field
from journeys.fitting import as_date, impossible_choice, literal, misfit
from journeys.logic import all_of, any_of, negation
from journeys.mistakes import Mistakes, did_you_mean
from journeys.needs import Need
from journeys.part import Part, Run, fixed, mistaken
from journeys.place import Place
from journeys.scanner import Scan, scan
from journeys.view import Reader, View
from journeys.words import Words

DEEPEST = 40
SIGNS: dict[type[ast.AST], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
    ast.NotIn: "not in", ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
}  # fmt: skip
TRUTH = {"true": True, "false": False, "True": True, "False": False}


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled condition: `run` answers True, False or an Unknown, and writes down what it looked at."""

    run: Run
    needs: frozenset[Need]


def compile_expression(text: str, words: Words, at: Place) -> Expression:
    """Compile `text`, which stands `at` that place. Raises an ExceptionGroup of SyntaxErrors: all its mistakes."""
    mistakes = Mistakes()
    scanned = scan(text)
    compiler = _Compiler(scanned, words, lambda offset, message: mistakes.add(at.at(text, offset), message))
    for offset, message in scanned.mistakes:
        compiler.report(offset, message)
    whole = compiler.whole()
    mistakes.stop_if_any("this condition cannot be read")
    return Expression(whole.run, frozenset(compiler.needs))


class _Compiler:
    """Walks the syntax tree; every kind of node that is not in `VISIT` is refused."""

    def __init__(self, scanned: Scan, words: Words, report: Callable[[int, str], None]) -> None:
        self.scan, self.words, self.report = scanned, words, report
        self.lead = len(scanned.code) - len(scanned.code.lstrip())  # Python's parser takes no indented expression
        self.depth = 0
        self.needs: set[Need] = set()

    def whole(self) -> Part:
        """Answer the whole condition as a part that is true, false or unknown."""
        tree = self._parse()
        return mistaken(self.scan.text, 0) if tree is None else self._truth(tree)

    def _parse(self) -> ast.expr | None:
        if not self.scan.sound:
            return None
        if not self.scan.code.strip():
            self.report(0, "a condition is missing here")
            return None
        try:
            return ast.parse(self.scan.code.strip(), mode="eval").body
        except SyntaxError as error:
            self._misread(error)
        except (ValueError, MemoryError, RecursionError):
            self.report(0, "this is too deeply nested: split the condition")
        return None

    def _misread(self, error: SyntaxError) -> None:
        """Say in words what Python's parser stumbled over."""
        if self.scan.mistakes:
            return  # what was complained of already is the likely cause
        offset = self.lead + error.offset - 1 if error.offset else len(self.scan.code)  # 0: behind the end
        while offset < len(self.scan.code) and self.scan.code[offset] == " " and offset + 1 not in self.scan.literals:
            offset += 1
        if offset >= len(self.scan.code.rstrip()):
            self.report(self.scan.spot(offset), "the condition ends too early: something is missing here")
        elif "never closed" in error.msg or "unmatched" in error.msg or "does not match" in error.msg:
            self.report(self.scan.spot(offset), error.msg.replace("parenthesis ", ""))
        else:
            self.report(
                self.scan.spot(offset), "this does not fit here: is there an and, an or or a comparison missing?"
            )

    def _offset(self, node: ast.AST) -> int:
        return self.scan.spot(self.lead + getattr(node, "col_offset", 0))

    def _written(self, node: ast.expr) -> str:
        start = self.lead + node.col_offset
        if start in self.scan.literals:
            start, end = start - 1, start + 2
            return self.scan.text[self.scan.spot(start) : self.scan.origin[end - 1]].strip()
        return self.scan.written(start, self.lead + (node.end_col_offset or 0))

    def complain(self, node: ast.AST, message: str) -> None:
        """Report a mistake at the node."""
        self.report(self._offset(node), message)

    def part(self, node: ast.expr) -> Part:
        """Compile one node; a mistake is reported, and a stand-in answered."""
        visit = VISIT.get(type(node))
        if visit is None:
            self.complain(node, "this is not part of the language of conditions")
            return self._mistaken(node)
        if self.depth > DEEPEST:
            self.complain(node, "this is too deeply nested: split the condition")
            return self._mistaken(node)
        self.depth += 1
        part = visit(self, node)
        self.depth -= 1
        return part

    def _mistaken(self, node: ast.expr) -> Part:
        return mistaken(self._written(node), self._offset(node))

    def _truth(self, node: ast.expr) -> Part:
        """Compile a node that must be true or false."""
        part = self.part(node)
        if part.kind not in ("flag", "any"):
            self.complain(node, f"{part.written} is {part.is_a}: a condition must say what to compare it with")
        return part

    def _amount(self, node: ast.expr) -> Part:
        """Compile a node that must be a number."""
        part = self.part(node)
        if part.kind not in ("number", "any"):
            self.complain(node, f"{part.written} is {part.is_a}: only numbers can be calculated with")
            return self._mistaken(node)
        return part

    def connective(self, node: ast.BoolOp) -> Part:
        """Compile `and` and `or`."""
        runs = [self._truth(value).run for value in node.values]
        run = all_of(runs) if isinstance(node.op, ast.And) else any_of(runs)
        return Part("flag", run, self._written(node), self._offset(node))

    def unary(self, node: ast.UnaryOp) -> Part:
        """Compile `not` and the minus sign."""
        if isinstance(node.op, ast.Not):
            return Part("flag", negation(self._truth(node.operand).run), self._written(node), self._offset(node))
        number = self._amount(node.operand)
        if isinstance(node.op, ast.UAdd) or number.kind == "any":
            return number
        if number.is_constant:
            return fixed(-number.constant, "number", self._written(node), self._offset(node), number.unit)
        return Part("number", opposite(number.run), self._written(node), self._offset(node), number.unit)

    def calculation(self, node: ast.BinOp) -> Part:
        """Compile + - * /."""
        left, right = self._amount(node.left), self._amount(node.right)
        sign = SIGNS.get(type(node.op))
        if sign is None or "any" in (left.kind, right.kind):
            return self._mistaken(node)
        unit = left.unit if left.unit == right.unit and sign in "+-" else ""
        return Part("number", computation(sign, left.run, right.run), self._written(node), self._offset(node), unit)

    def comparison(self, node: ast.Compare) -> Part:
        """Compile a comparison; a chain such as `2 < x < 5` is all of its links."""
        parts = [self.part(each) for each in (node.left, *node.comparators)]
        links = [
            self._link(left, sign, right, where)
            for left, sign, right, where in zip(parts, node.ops, parts[1:], node.comparators, strict=False)
        ]
        run = links[0] if len(links) == 1 else all_of(links)
        return Part("flag", run, self._written(node), self._offset(node))

    def _link(self, left: Part, operator: ast.cmpop, right: Part, where: ast.expr) -> Run:
        sign = SIGNS.get(type(operator), "is")
        if sign == "is":
            self.complain(where, 'write "==" instead of "is"')
        elif sign in ("in", "not in"):
            return self._membership(left, right, within=sign == "in")
        else:
            left, right = self._as_date_beside(left, right), self._as_date_beside(right, left)
            if wrong := misfit(left, sign, right):
                self.report(left.offset if left.is_constant else right.offset, wrong)
        if sign not in COMPARE:
            return left.run
        return against(sign, left.run, right.constant) if right.is_constant else comparison(sign, left.run, right.run)

    def _as_date_beside(self, part: Part, other: Part) -> Part:
        if other.kind != "date" or part.kind != "text" or not part.is_constant:
            return part
        found = as_date(part)
        if found is None:
            self.report(part.offset, f'{other.written} is a date: write one such as "2027-03-01"')
        return found or mistaken(part.written, part.offset)

    def _membership(self, left: Part, right: Part, *, within: bool) -> Run:
        if right.kind != "list":
            if right.kind != "any":
                self.report(right.offset, 'behind "in" stands a list, such as ["admin", "sponsor"]')
            return left.run
        members = [self._as_date_beside(member, left) for member in right.constant]
        for member in members:
            wrong = misfit(left, "==", member)
            if wrong:
                self.report(member.offset, wrong)
        return membership(left.run, [member.constant for member in members], within=within)

    def listing(self, node: ast.List | ast.Tuple) -> Part:
        """Compile a list of literals; its constant is the list of their parts."""
        members = [self.part(element) for element in node.elts]
        for member, element in zip(members, node.elts, strict=True):
            if not member.is_constant and member.kind != "any":
                self.complain(element, "a list holds texts and numbers only")
        if not members:
            self.complain(node, "this list is empty")
        return fixed(members, "list", self._written(node), self._offset(node))

    def constant(self, node: ast.Constant) -> Part:
        """Compile a literal, or one of Python's own words."""
        start, written = self.lead + node.col_offset, self._written(node)
        if start in self.scan.literals:
            return literal(self.scan.literals[start], written, self._offset(node))
        if isinstance(node.value, bool):
            return fixed(node.value, "flag", written, self._offset(node))
        self.complain(node, f"there is no {written} here: ask known(account.plan) whether something is known")
        return self._mistaken(node)

    def name(self, node: ast.Name | ast.Attribute) -> Part:
        """Compile a dotted name: a field."""
        name = _dotted(node)
        if name in TRUTH:
            return fixed(TRUTH[name], "flag", name, self._offset(node))
        found = self.words.fields.get(name) if name else None
        if found is not None and found.in_conditions:
            return self._look_at(found, node)
        self.complain(node, self._no_such_field(name or self._written(node), found))
        return self._mistaken(node)

    def _look_at(self, found: Field, node: ast.expr) -> Part:
        self.needs |= found.needs
        written = self._written(node)
        kind, read = ("date", _day_of(found.read)) if found.type == "moment" else (found.type, found.read)
        run = _looking(written, read)
        return Part(kind, run, written, self._offset(node), found.unit, found.choices, name=found.name)

    def _no_such_field(self, name: str, found: Field | None) -> str:
        if found is not None:
            return f"{name} is for mails only: a condition cannot look at it"
        if name in self.words.functions:
            return f"{name} is a function: {self.words.functions[name].example}"
        if name in ("None", "none", "null"):
            return "there is no null here: ask known(account.plan) whether something is known"
        known = [field.name for field in self.words.fields.values() if field.in_conditions]
        return f'there is no field "{name}"{did_you_mean(name, known)}'

    def call(self, node: ast.Call) -> Part:
        """Compile a function with its arguments."""
        name = _dotted(node.func)
        function = self.words.functions.get(name) if name else None
        if function is None:
            written = name or self._written(node.func)
            self.complain(node, f'there is no function "{written}"{did_you_mean(written, self.words.functions)}')
            return self._mistaken(node)
        found = arguments(function, node, self.words, self.part, self.complain)
        if found is None:
            return self._mistaken(node)
        self.needs |= function.needs(*found)
        written = self._written(node)
        return Part(
            function.type, _looking(written, function.build(*found)), written, self._offset(node), function.unit
        )


def _dotted(node: ast.expr) -> str:
    """Answer the dotted name that the node is; nothing if it is something else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        front = _dotted(node.value)
        return f"{front}.{node.attr}" if front else ""
    return ""


def _looking(written: str, read: Reader) -> Run:
    def run(view: View, evidence: dict[str, object]) -> object:
        value = evidence[written] = read(view)
        return value

    return run


def _day_of(read: Reader) -> Reader:
    """Answer a moment as the day it was at the account: conditions compare days."""

    def day(view: View) -> object:
        moment = read(view)
        return view.day_of(moment) if isinstance(moment, datetime) else moment

    return day


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
