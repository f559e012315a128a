"""The parts of a mail's body, in order: prose, control lines (if and for), and components."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from emails.markdown import is_one_list
from emails.tokens import Tokens

_CONTROL = re.compile(r"(zq\d+qz\s*)+")
_WORD = re.compile(r"zq\d+qz")
_USE = re.compile(r":{3,}\s*([^\s\[:]*)\s*(.*)")
_END = re.compile(r"\s*:{3,}\s*")


@dataclass(frozen=True, slots=True)
class Prose:
    """Some Markdown, and where it begins; `around` are the tags of a loop over the items of its only list."""

    text: str
    line: int
    around: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Control:
    """A line of nothing but statements: what it governs are whole parts."""

    tags: str
    line: int


@dataclass(frozen=True, slots=True)
class Use:
    """A component, what follows its name on the line, and the lines up to the closing `:::` (none: it has no body)."""

    name: str
    argument: str
    line: int
    inside: tuple[str, ...] | None = None


Part = Prose | Control | Use


def parts(text: str, first_line: int, tokens: Tokens, with_body: frozenset[str]) -> list[Part]:
    """Answer the parts of a body whose tags are hidden; components in `with_body` reach to a line `:::`."""
    return _joined(list(_split(text.split("\n"), first_line, tokens, with_body)), tokens)


def _split(lines: list[str], first_line: int, tokens: Tokens, with_body: frozenset[str]) -> Iterator[Part]:
    prose: list[str] = []
    at = 0
    while at < len(lines):
        part = _special(lines, at, first_line, tokens, with_body)
        if part is None:
            prose.append(lines[at])
            at += 1
            continue
        yield from _prose(prose, at + first_line)
        prose = []
        yield part
        at += _height(part)
    yield from _prose(prose, at + first_line)


def _special(lines: list[str], at: int, first_line: int, tokens: Tokens, with_body: frozenset[str]) -> Part | None:
    line = lines[at]
    use = _USE.fullmatch(line.strip())
    if use:
        below = lines[at + 1 :]
        inside = _inside(below, with_body) if use[1] in with_body else _surplus(below)
        return Use(use[1], use[2].strip(), at + first_line, inside)
    if _CONTROL.fullmatch(line.strip()) and all(tokens[word].startswith("{%") for word in _WORD.findall(line)):
        return Control(" ".join(_WORD.findall(line)), at + first_line)
    return None


def _inside(lines: list[str], with_body: frozenset[str]) -> tuple[str, ...] | None:
    """Answer the lines up to the `:::` that closes the component, whatever components stand between."""
    depth = 1
    for number, line in enumerate(lines):
        use = _USE.fullmatch(line.strip())
        if use:
            depth += (use[1] in with_body) - bool(_END.fullmatch(line))
        if depth == 0:
            return tuple(lines[:number])
    return None


def _surplus(lines: list[str]) -> tuple[str, ...] | None:
    """Answer the lines up to a `:::` that closes nothing else: somebody thought that the component has a body."""
    found = next((number for number, line in enumerate(lines) if _USE.fullmatch(line.strip())), None)
    return tuple(lines[:found]) if found is not None and _END.fullmatch(lines[found]) else None


def _height(part: Part) -> int:
    return len(part.inside) + 2 if isinstance(part, Use) and part.inside is not None else 1


def _prose(lines: list[str], after: int) -> Iterator[Prose]:
    blank = next((number for number, line in enumerate(lines) if line.strip()), None)
    if blank is not None:
        yield Prose("\n".join(lines[blank:]).rstrip(), after - len(lines) + blank)


def _joined(found: list[Part], tokens: Tokens) -> list[Part]:
    """Let a loop around a single list repeat the list's items, not the list."""
    joined: list[Part] = []
    for part in found:
        joined.append(part)
        match joined[-3:]:
            case [Control() as start, Prose() as prose, Control() as end] if _loops(start, end, tokens):
                if is_one_list(prose.text):
                    joined[-3:] = [replace(prose, around=(start.tags, end.tags))]
    return joined


def _loops(start: Control, end: Control, tokens: Tokens) -> bool:
    opens, closes = tokens[start.tags], tokens[end.tags]
    return opens.strip("{%- ").startswith("for ") and closes.strip("{%- ").startswith("endfor")
