"""The kinds of customers a book holds: how fast they set up, how much they use, and what is awkward about them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Archetype:
    """How a customer behaves, in days since sign-up and chances per working day.

    `share` is their part of the book in percent (0: `least` of them and no more). `setup` are the first and last day
    on which checklist items are done, `setup_share` how many of them ever are; `features` how many core features they
    take up over their first weeks. `leaves` are the
    first and last day on which they ask to leave, `fades` those from which they hardly come any more. `pleased` is how
    satisfied they are, from 0 to 1, `tickets` how many they open in a year, `fate` what else is in store for them.
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
    fades: tuple[int, int] | None = None
    pleased: float = 0.7
    tickets: float = 1.5
    fate: str = ""


STEADY = Archetype("steady", 20, 1, (1, 12), 0.8, 18, 3, 0.5, (0, 3))

ARCHETYPES = (
    Archetype("thriving", 13, 2, (0, 5), 1.0, 6, 6, 0.75, (3, 9), pleased=0.95, tickets=1, fate="praises"),
    Archetype("growing", 8, 1, (0, 6), 1.0, 6, 5, 0.75, (3, 9), seats=(4, 6), people="team", pleased=0.9, fate="grows"),
    STEADY,
    Archetype("slow", 12, 1, (8, 26), 0.8, 45, 2, 0.3, (0, 3), pleased=0.6),
    Archetype("stalled", 9, 2, (0, 4), 0.4, None, 1, 0.15, (0, 1), pleased=0.4),
    Archetype("silent", 8, 2, pleased=0.3, tickets=0),
    Archetype("churned", 7, 2, (1, 8), 0.6, None, 1, 0.3, (0, 2), (9, 27), pleased=0.2, tickets=4),
    Archetype(
        "drifting",
        8,
        1,
        (1, 9),
        0.8,
        15,
        3,
        0.6,
        (1, 4),
        (150, 330),
        fades=(75, 150),
        pleased=0.4,
        tickets=5,
        fate="drifts",
    ),
    Archetype("coming back", 3, 1, (1, 9), 0.8, 12, 3, 0.5, (1, 4), (60, 130), fate="returns"),
    Archetype("trying", 7, 1, (0, 12), 0.6, 9, 2, 0.5, (0, 4), fate="tries"),
    Archetype("mid-market", 3, 1, (1, 12), 1.0, 20, 4, 0.6, (2, 9), seats=(60, 180), tickets=6),
    Archetype("enterprise", 2, 1, (1, 14), 1.0, 20, 5, 0.8, (5, 20), seats=(520, 2400), tickets=9),
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
