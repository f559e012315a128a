"""What changed from one text to another: line by line, and within a line word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

AROUND = 3  # lines without a change that are shown before and after one
ALIKE = 0.4  # two lines that share less than this are not one line changed, but two lines
# Beyond these, like things are no longer told apart from each other: that would take minutes, and nobody would read it.
MOST_WORDS, MOST_PAIRS = 400, 1_000_000
WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line that stayed, went, or came, with its numbers before and after (0: there is none); or a gap."""

    kind: Literal["same", "gone", "new", "gap"]
    pieces: tuple[Piece, ...]
    before: int = 0
    after: int = 0


def difference(before: str, after: str) -> tuple[Line, ...]:
    """Answer what changed, with some lines around it; nothing if the texts are the same."""
    old, new = before.split("\n"), after.split("\n")
    if old == new:
        return ()
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > MOST_PAIRS)
    lines: list[Line] = []
    reached = 0
    for group in matcher.get_grouped_opcodes(AROUND):
        lines += _gap(group[0][1] - reached)
        for _, i, i_end, j, j_end in group:
            lines += _lines(old[i:i_end], new[j:j_end], i, j)
        reached = group[-1][2]
    return (*lines, *_gap(len(old) - reached))


def _gap(count: int) -> Iterator[Line]:
    if count:
        yield Line("gap", (Piece(f"{count} line{'' if count == 1 else 's'} without a change"),))


def _lines(old: Sequence[str], new: Sequence[str], before: int, after: int) -> Iterator[Line]:
    if old == new:
        for number, text in enumerate(old, 1):
            yield Line("same", (Piece(text),), before + number, after + number)
        return
    pairs = [_words(*pair) for pair in zip_longest(old, new)]
    for number, (gone, _) in enumerate(pairs[: len(old)], 1):
        yield Line("gone", gone, before=before + number)
    for number, (_, came) in enumerate(pairs[: len(new)], 1):
        yield Line("new", came, after=after + number)


def _words(old: str | None, new: str | None) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Answer the pieces of both lines; those of two lines that have little in common are not told apart."""
    gone, came = WORDS.findall(old or ""), WORDS.findall(new or "")
    matcher = SequenceMatcher(None, gone, came, autojunk=False)
    if old is None or new is None or max(len(gone), len(came)) > MOST_WORDS or matcher.ratio() < ALIKE:
        return (Piece(old or ""),), (Piece(new or ""),)
    steps = matcher.get_opcodes()
    return (
        tuple(Piece("".join(gone[i:i_end]), step != "equal") for step, i, i_end, _, _ in steps if i < i_end),
        tuple(Piece("".join(came[j:j_end]), step != "equal") for step, _, _, j, j_end in steps if j < j_end),
    )
