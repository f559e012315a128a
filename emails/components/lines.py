"""The lines in the body of a component, each with the statements (if and for) that stand around it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from emails.body import Use
from emails.components.component import Desk, MiswrittenError
from emails.tokens import Tokens

_WORD = re.compile(r"zq\d+qz")
_CONTROL = re.compile(r"(zq\d+qz\s*)+")
_ROW = re.compile(r"[-*+]\s*(.+?)\s*:(?:\s+|(?=zq))(.+)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, where it stands, and the statements before and after it."""

    text: str
    at: int
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()

    @property
    def around(self) -> Mapping[str, str]:
        """The statements as slots: `start` and `finish` for markup, `opens` and `closes` for text."""
        return {
            "start": _comments(self.opens),
            "finish": _comments(self.closes),
            "opens": "".join(self.opens),
            "closes": "".join(self.closes),
        }


def lines(desk: Desk, use: Use) -> list[Line]:
    """Answer the lines that are more than statements."""
    found: list[Line] = []
    waiting: tuple[str, ...] = ()
    for at, text in _written(use):
        if not is_control(text, desk.tokens):
            found.append(Line(text, at, waiting))
            waiting = ()
            continue
        for word in _WORD.findall(text):
            if found and not waiting and not opens(word, desk.tokens):
                found[-1] = replace(found[-1], closes=(*found[-1].closes, word))
            else:
                waiting += (word,)
    if waiting:
        raise MiswrittenError(f"nothing follows {desk.tokens.show(waiting[0])} inside :::{use.name}", use.line)
    return found


def rows(desk: Desk, use: Use) -> list[tuple[Line, str, str]]:
    """Answer the lines of the form `- label: value` with their labels and values."""
    found = [(line, _ROW.fullmatch(line.text)) for line in lines(desk, use)]
    for line, row in found:
        if row is None:
            shown = desk.tokens.show(line.text)
            raise MiswrittenError(f'every line inside :::{use.name} is written - label: value, not "{shown}"', line.at)
    return [(line, desk.markdown.words(row[1]), desk.markdown.words(row[2])) for line, row in found if row]


def is_control(text: str, tokens: Tokens) -> bool:
    """Answer whether the line holds statements and nothing else."""
    return bool(_CONTROL.fullmatch(text)) and all(tokens[word].startswith("{%") for word in _WORD.findall(text))


def opens(word: str, tokens: Tokens) -> bool:
    """Answer whether the hidden statement is an if or a for."""
    return tokens[word].strip("{%-+ ").startswith(("if ", "for "))


def _written(use: Use) -> Iterator[tuple[int, str]]:
    for number, text in enumerate(use.inside or (), use.line + 1):
        if text.strip():
            yield number, text.strip()


def _comments(words: tuple[str, ...]) -> Markup:
    return Markup("").join(Markup("<!--{}-->").format(word) for word in words)
