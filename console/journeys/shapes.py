"""Shapes: what a drawing is made of, placed; the page turns them into SVG."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; `style` is a class of the style sheet, `hint` what is shown when one points at it."""

    x: float
    y: float
    words: str
    style: str
    lead: str = ""
    hint: str = ""
    shape: str = "words"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with round corners."""

    x: float
    y: float
    wide: float
    high: float
    style: str
    round: float = 10
    shape: str = "box"


@dataclass(frozen=True, slots=True)
class Line:
    """A path."""

    path: str
    style: str
    shape: str = "line"


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle."""

    x: float
    y: float
    radius: float
    style: str
    shape: str = "dot"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done, in a box of its own: how (`channel`), what it is called, and where one can look at it."""

    x: float
    y: float
    wide: float
    high: float
    channel: str
    names: tuple[str, ...]
    label: str
    url: str = ""
    shape: str = "deed"


Shape = Words | Box | Line | Dot | Deed


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that was drawn, and how large it is."""

    name: str
    wide: float
    high: float
    shapes: tuple[Shape, ...]
