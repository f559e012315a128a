"""The pen: draws from top to bottom, on as much room as there is."""

from dataclasses import dataclass, field

from console.journeys.measure import lines
from console.journeys.shapes import Shape, Words

LETTER, SMALL, LEADING, PAD = 14.0, 12.5, 20.0, 14.0
BOLD = 15.5  # as wide as ordinary letters of that size

SIZES = {"small soft": SMALL, "name": BOLD}


@dataclass(frozen=True, slots=True)
class Format:
    """How wide a drawing is: `axis` is where the days run, `card` where the steps begin."""

    name: str
    wide: float
    axis: float
    card: float

    @property
    def left(self) -> float:
        """Where what stands in a card begins."""
        return self.card + PAD

    @property
    def right(self) -> float:
        """Where what stands in a card ends."""
        return self.wide - PAD - 1

    @property
    def roomy(self) -> bool:
        """Whether a case and what is done then stand side by side, and the days beside the axis."""
        return self.wide > 600


DESK, PHONE = Format("desk", 1000, 128, 158), Format("phone", 358, 11, 30)


@dataclass(slots=True)
class Pen:
    """Draws downwards; `y` is how far it has come."""

    format: Format
    y: float = 0.0
    shapes: list[Shape] = field(default_factory=list)

    def write(self, x: float, room: float, words: str, style: str, lead: str = "", hint: str = "") -> None:
        """Write words in as many lines as they need, the first of which begins with the lead."""
        for number, line in enumerate(broken(lead, words, room, SIZES.get(style, LETTER))):
            first = lead if number == 0 else ""
            self.shapes.append(Words(x, self.y + 14, line[len(first) :].strip(), style, first, hint))
            self.y += LEADING


def broken(lead: str, words: str, room: float, size: float = LETTER) -> list[str]:
    """Answer the lead and the words in lines; the lead is never broken."""
    tied = lead.replace(" ", "\N{NO-BREAK SPACE}")
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines(f"{tied} {words}", size, room)]
