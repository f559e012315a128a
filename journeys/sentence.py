"""Sentences: a condition's text as a syntax tree, whose nodes still know how and where they were written."""

import ast
from collections.abc import Callable
from threading import Lock

from journeys.scanner import Literal, scan

# Python 3.11 counts how deep a tree is for all threads together, and gives up where two of them grow one at a time
# (python/cpython#106905): the console reads programs for several people at once.
ALONE = Lock()

Report = Callable[[int, str], None]  # takes an offset in the text, and what is wrong there


class Sentence:
    """A condition's text and its `tree`; none if it cannot be read, and then `report` has been told why."""

    def __init__(self, text: str, report: Report) -> None:
        """Read `text`, telling `report` what is wrong with it."""
        self.report, self.scan = report, scan(text)
        code = self.scan.code
        self.lead = len(code) - len(code.lstrip())  # Python's parser takes no indented expression
        for offset, message in self.scan.mistakes:
            report(offset, message)
        self.tree = self._parse(code.strip()) if self.scan.sound else None

    def _parse(self, code: str) -> ast.expr | None:
        if not code:
            self.report(0, "a condition is missing here")
            return None
        try:
            with ALONE:
                return ast.parse(code, mode="eval").body
        except SyntaxError as error:
            self._misread(error)
        except (ValueError, MemoryError, RecursionError):
            self.report(0, "this is too deeply nested: split the condition")
        return None

    def _misread(self, error: SyntaxError) -> None:
        """Say in words what Python's parser stumbled over."""
        if self.scan.mistakes:
            return  # what was complained of already is the likely cause
        code = self.scan.code.rstrip()
        offset = self.lead + error.offset - 1 if error.offset else len(code)  # 0: behind the end
        if offset >= len(code):
            self.report(self.scan.spot(len(code)), "the condition ends too early: something is missing here")
        elif "never closed" in error.msg or "unmatched" in error.msg or "does not match" in error.msg:
            self.report(self.scan.spot(offset), error.msg.replace("parenthesis ", ""))
        else:
            offset += len(code) - offset - len(code[offset:].lstrip())
            self.report(self.scan.spot(offset), "this does not fit here: is an and, an or or a comparison missing?")

    def offset(self, node: ast.AST) -> int:
        """Answer where in the text the node begins."""
        return self.scan.spot(self.lead + getattr(node, "col_offset", 0))

    def literal(self, node: ast.expr) -> Literal | None:
        """Answer the literal that the node stands for, if it stands for one."""
        return self.scan.literals.get(self.lead + node.col_offset)

    def written(self, node: ast.expr) -> str:
        """Answer the node as it was written, on one line."""
        start, end = self.lead + node.col_offset, self.lead + (node.end_col_offset or 0)
        if end - 1 in self.scan.literals:
            end += 1  # a literal reaches to the end of its stand-in
        return self.scan.written(start, end)


def dotted(node: ast.expr) -> str:
    """Answer the dotted name that the node is; nothing if it is something else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        front = dotted(node.value)
        return f"{front}.{node.attr}" if front else ""
    return ""
