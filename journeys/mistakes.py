"""Mistakes: all that is wrong in a file, collected, so that a person hears of everything at once."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from journeys.place import Place


@dataclass(slots=True)
class Mistakes:
    """What was found wrong so far."""

    found: list[SyntaxError] = field(default_factory=list)

    def add(self, place: Place, message: str) -> None:
        """Remember a mistake at `place`; the same one twice is one."""
        mistake = place.mistake(message)
        if mistake.args not in [one.args for one in self.found]:
            self.found.append(mistake)

    def include(self, group: BaseExceptionGroup[Exception]) -> None:
        """Take over the mistakes somebody else collected."""
        self.found.extend(error for error in group.exceptions if isinstance(error, SyntaxError))

    def stop_if_any(self, summary: str) -> None:
        """Raise everything found as one group, in the order of the file; do nothing if all is well."""
        if self.found:
            raise ExceptionGroup(summary, sorted(self.found, key=_position))


def _position(error: SyntaxError) -> tuple[str, int, int]:
    return error.filename or "", error.lineno or 0, error.offset or 0


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Answer `; did you mean "x"?` for the nearest of `known`, or nothing."""
    near = nearest(word, known)
    return f'; did you mean "{near}"?' if near else ""


def nearest(word: str, known: Collection[str]) -> str | None:
    """Answer the one of `known` that `word` was probably meant to be; the last part of a name or path decides."""
    tails: dict[str, list[str]] = {}
    for name in known:
        tails.setdefault(_tail(name), []).append(name)
    close = get_close_matches(_tail(word), tails, n=1, cutoff=0.6)
    return get_close_matches(word, tails[close[0]], n=1, cutoff=0)[0] if close else None


def is_slip(word: str, known: Collection[str]) -> bool:
    """Answer whether `word` is none of `known`, and was probably meant to be one: it is told as that."""
    return word not in known and nearest(word, known) is not None


def _tail(name: str) -> str:
    return re.split(r"[./]", name.lower().removesuffix(".md"))[-1]


def one_of(known: Iterable[str]) -> str:
    """Answer the choices as a person would list them."""
    return ", ".join(known)
