"""The language of a mail, a small part of Jinja: whatever is not listed here is a mistake, found before it can run."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes

from emails.bounds import TOO_DEEP, too_deep
from emails.expressions import ANYTHING, Expressions, Scope
from emails.fields import Kind
from emails.filters import Filter
from emails.page import Page
from emails.sandbox import TEXT
from emails.syntax import WAYS_OUT, construct, dotted, ensured, explained, noun, unclosed
from emails.tokens import PLACEHOLDER

NOTHING: Mapping[str, Mapping[str, Kind]] = {}
_RAW = re.compile(r"\{%[-+]?\s*raw\b")


@dataclass(frozen=True, slots=True)
class Language:
    """What mails and themes may speak of: the fields there are and the filters that fit them."""

    fields: Mapping[str, Kind]
    filters: Mapping[str, Filter]

    @property
    def instead(self) -> Mapping[str, object]:
        """Answer what stands where a field is missing that can be: None, unless that is told."""
        known = self.fields.items()
        return {name: kind.default for name, kind in known if kind.optional or kind.default is not None}

    def read(self, page: Page, text: str, first_line: int = 1) -> frozenset[str]:
        """Answer the fields that a part of the page uses; every mistake in it is reported to the page."""
        try:
            tree = TEXT.parse("\n" * (first_line - 1) + text)
        except TemplateSyntaxError as mistake:
            message, near = explained(mistake)
            begun = unclosed(text, first_line) if "add {% end" in message else None
            page.report(message, *(begun or (mistake.lineno, near)))
            return frozenset()
        except ValueError:  # Python reads no number of thousands of digits
            page.report("a number here is too long to be one", first_line)
            return frozenset()
        except RecursionError:
            page.report(TOO_DEEP, first_line)
            return frozenset()
        if deep := too_deep(tree):
            page.report(TOO_DEEP, deep.lineno)
            return frozenset()
        self._words(page, text, first_line)
        reader = _Reader(Expressions(page, self.fields, self.filters))
        reader.read(tree.body, Scope())
        return frozenset(reader.expressions.used)

    def _words(self, page: Page, text: str, first_line: int) -> None:
        """Report what the syntax tree does not show."""
        for number, line in enumerate(text.split("\n"), first_line):
            if _RAW.search(line):
                page.report("{% raw %} cannot be used in a mail: there are only if and for", number, "{%")
            if found := PLACEHOLDER.search(line):
                page.report(
                    f'"{found[0]}" is a word that Tenure needs for itself: write it differently', number, found[0]
                )

    def kind(self, expression: str, items: Mapping[str, Mapping[str, Kind]] = NOTHING) -> Kind:
        """Answer the kind of an expression that was found to be in order; `items` are those of the loop around it."""
        output = TEXT.parse("{{" + expression + "}}").body[0]
        quiet = Expressions(Page("", ""), self.fields, self.filters)
        return quiet.kind(next(output.iter_child_nodes()), Scope(items))


class _Reader:
    """Goes through the statements: output, if and for."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions

    def read(self, statements: Iterable[nodes.Node], scope: Scope) -> None:
        for statement in statements:
            match statement:
                case nodes.Output():
                    self._output(statement, scope)
                case nodes.If():
                    self._if(statement, scope)
                case nodes.For():
                    self._for(statement, scope)
                case _:
                    message = f"{construct(statement)} cannot be used in a mail: there are only if and for"
                    self.expressions.report(message, statement, "{%")

    def _output(self, output: nodes.Output, scope: Scope) -> None:
        before = ""
        for part in output.nodes:
            if isinstance(part, nodes.TemplateData):
                before = part.data
                continue
            self._shown(part, self.expressions.present(part, scope), in_link=before.endswith("]("))
            before = ""

    def _shown(self, part: nodes.Node, kind: Kind, *, in_link: bool) -> None:
        name = dotted(part) or "…"
        if in_link and kind.type not in ("link", "text", "anything"):
            self.expressions.report(f'"{name}" is {noun(kind.type)}, not an address', part, name)
        elif kind.type in WAYS_OUT and not in_link:
            message = f'"{name}" is {noun(kind.type)}: {WAYS_OUT[kind.type].format(name)}'
            self.expressions.report(message, part, name)

    def _if(self, statement: nodes.If, scope: Scope) -> None:
        self.expressions.kind(statement.test, scope)
        self.read(statement.body, scope.knowing(ensured(statement.test)))
        for other in statement.elif_:
            self._if(other, scope)
        self.read(statement.else_, scope)

    def _for(self, loop: nodes.For, scope: Scope) -> None:
        kind = self.expressions.present(loop.iter, scope)
        if kind.type not in ("list", "anything"):
            self.expressions.report(f'"{dotted(loop.iter)}" is {noun(kind.type)}, not a list', loop, dotted(loop.iter))
        if scope.items or loop.recursive or not isinstance(loop.target, nodes.Name):
            self.expressions.report("a loop is written {% for item in list %}, and not inside another loop", loop)
            return
        inner = Scope({loop.target.name: kind.items if kind is not ANYTHING else _Unknown()}, scope.sure)
        if loop.test is not None:
            self.expressions.kind(loop.test, inner)
        self.read(loop.body, inner)
        self.read(loop.else_, scope)


class _Unknown(dict[str, Kind]):
    """The items of a list that does not exist: whatever is said of them is not reported again."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> Kind:
        return ANYTHING
