"""Surveys: a few questions that a mail leads to, and the event that the answers become."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Scale:
    """Answered by a whole number from `least` to `most`; `low` and `high` say what the ends mean."""

    least: int
    most: int
    low: str = ""
    high: str = ""

    @property
    def numbers(self) -> range:
        """Answer what can be chosen."""
        return range(self.least, self.most + 1)


@dataclass(frozen=True, slots=True)
class Choice:
    """Answered by one of `words`: what is kept, and how it reads on the page. `several`: by any of them, as a list.

    `other` lets people write one of their own; it is what the field for that is called.
    """

    words: Mapping[str, str]
    several: bool = False
    other: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """Answered by a text of one line (`short`) or more, or by a day of the calendar (`date`)."""

    kind: Literal["short", "long", "date"]

    @property
    def longest(self) -> int:
        """Answer how many characters it may have."""
        return {"short": 200, "long": 2000, "date": 10}[self.kind]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; its answer is the property `id` of the event."""

    id: str
    ask: str
    form: Scale | Choice | Writing
    hint: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """A page with questions. Its answers become `event`, which `feed` brings.

    `carries` are properties that the event takes over from the one with which the journey began: of which ticket.
    """

    name: str
    title: str
    event: str
    feed: str
    questions: tuple[Question, ...]
    thanks: str
    intro: str = ""
    carries: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """Answer how mails name the link to it, without the group."""
        return plain(self.name)

    @property
    def links(self) -> Mapping[str, Mapping[str, str]]:
        """Answer every link that mails can name, and what each has chosen already: an answer to the first question."""
        first = self.questions[0]
        found: dict[str, Mapping[str, str]] = {self.field: {}}
        for value in _one_click(first.form):
            found[f"{self.field}_{plain(value)}"] = {first.id: value}
        return found


def _one_click(form: Scale | Choice | Writing) -> tuple[str, ...]:
    match form:
        case Scale():
            return tuple(f"{number}" for number in form.numbers)
        case Choice(several=False):
            return tuple(form.words)
    return ()


def plain(text: str) -> str:
    """Answer a text as a part of a field's name: `too expensive` is `too_expensive`."""
    return PLAIN.sub("_", text.lower()).strip("_")
