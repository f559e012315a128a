"""The kinds of customers a book holds: how fast they set up, how much they use, and what is awkward about them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Archetype:
    """How a customer behaves, in days since sign-up and chances per working day.

    `share` is their part of the book in percent (0: `least` of them and no more). `setup` are the first and last day
    on which checklist items are done, `setup_share` how many of them ever are; `features` how many core features they
    take up over their first weeks.
    """

    name: str
    share: int
    least: int = 1
    setup: tuple[int, int] = (0, 0)
    setup_share: float = 0.0
    first_value_day: int | None = None
    features: int = 0
    presence: float = 0.0
    tasks: tuple[int, int] = (0, 0)
    leaves: tuple[int, int] | None = None
    seats: tuple[int, int] = (3, 30)
    people: str = "ordinary"


STEADY = Archetype("steady", 27, 2, (1, 12), 0.8, None, 3, 0.6, (0, 3))

ARCHETYPES = (
    Archetype("thriving", 18, 2, (0, 5), 1.0, 6, 6, 0.9, (3, 12)),
    STEADY,
    Archetype("slow", 15, 2, (8, 26), 0.8, None, 2, 0.35, (0, 3)),
    Archetype("stalled", 12, 2, (0, 4), 0.4, None, 1, 0.15, (0, 1)),
    Archetype("silent", 14, 2),
    Archetype("churned", 9, 2, (1, 8), 0.6, None, 1, 0.3, (0, 2), leaves=(9, 27)),
    Archetype("mid-market", 3, 1, (1, 12), 1.0, 20, 4, 0.6, (2, 9), seats=(60, 180)),
    Archetype("enterprise", 2, 1, (1, 14), 1.0, 20, 5, 0.8, (5, 20), seats=(520, 2400)),
    Archetype("nobody to write to", 0, 1, people="none"),
    Archetype("only contact unsubscribed", 0, 1, (1, 9), 0.6, None, 1, 0.3, (0, 2), people="unsubscribed"),
    Archetype("contact without an address", 0, 1, (1, 9), 0.6, None, 2, 0.4, (0, 3), people="unaddressed"),
    Archetype("markup in the name", 0, 1, (2, 9), 1.0, None, 2, 0.5, (1, 4), people="markup"),
)


def deck(accounts: int) -> list[Archetype]:
    """Answer `accounts` archetypes in their shares, the awkward ones first; steady ones fill what is left."""
    cards: list[Archetype] = []
    for archetype in sorted(ARCHETYPES, key=lambda kind: (kind.share, kind.name)):
        cards += [archetype] * max(archetype.least, accounts * archetype.share // 100)
    return (cards + [STEADY] * accounts)[:accounts]
