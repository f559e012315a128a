"""Places: where in a file somebody wrote something, so that a mistake can be pointed at."""

import re
from dataclasses import dataclass, field

ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: file, line and column (both from 1) and the lines of the file.

    `style` is how YAML quotes it: `'`, `"`, `|`, `>` or nothing.
    """

    path: str
    line: int = 1
    column: int = 1
    lines: tuple[str, ...] = field(default=("",), repr=False)
    style: str = ""

    @property
    def source(self) -> str:
        """The line of the file it stands on."""
        return self.lines[self.line - 1] if self.line <= len(self.lines) else ""

    def mistake(self, message: str) -> SyntaxError:
        """Answer the mistake that `message` describes, as Python's own error."""
        return SyntaxError(message, (self.path, self.line, self.column, self.source))

    def at(self, text: str, offset: int) -> "Place":
        """Answer the place of the character `offset` of the `text` that stands here.

        Follows quotes, escapes and folded lines; where it loses the trail, the start is the answer.
        """
        spots = _spots(self, text)
        line, column = spots[min(offset, len(spots) - 1)]
        return Place(self.path, line, column, self.lines)


def _spots(place: Place, text: str) -> list[tuple[int, int]]:
    """Answer line and column of every character of `text`, and of its end."""
    source = "\n".join(place.lines[place.line - 1 :])
    here = _first(place, source)
    spots: list[int] = []
    for character in text:
        here = _meet(source, here, character)
        if here < 0:
            break
        spots.append(here)
        here += _width(source, here, place.style)
    else:
        spots.append(here)
    return [_line_and_column(place, source, spot) for spot in spots] or [(place.line, place.column)]


def _first(place: Place, source: str) -> int:
    """Answer where the text begins: behind its opening quote, or below the header of a block."""
    start = place.column - 1
    if place.style in ("|", ">"):
        return source.find("\n", start) + 1
    return start + len(place.style)


def _meet(source: str, here: int, character: str) -> int:
    """Answer where `character` stands, skipping the line breaks and indents that YAML folds away; -1 if nowhere."""
    if character.isspace():
        return here
    while here < len(source) and source[here].isspace():
        here += 1
    if here < len(source) and (source[here] in (character, "\\")):
        return here
    return -1


def _width(source: str, here: int, style: str) -> int:
    """Answer how many characters of the file make the one character that stands at `here`."""
    if style == "'" and source.startswith("''", here):
        return 2
    escape = ESCAPE.match(source, here) if style == '"' else None
    return len(escape[0]) if escape else 1


def _line_and_column(place: Place, source: str, spot: int) -> tuple[int, int]:
    """Answer the line and column in the file of the character `spot` of `source`."""
    before = source[:spot]
    return place.line + before.count("\n"), spot - (before.rfind("\n") + 1) + 1
