"""The kinds of customers a book holds: how fast they set up, how much they use, and what is awkward about them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Archetype:
    """How a customer behaves, in days since sign-up and chances per working day.

    `share` is their part of the book in percent (0: `least` of them and no more). `setup` are the first and last day
    on which checklist items are done, `setup_share` how many of them ever are; `features` how many core features they
    take up over their first weeks. Of their `seats`, so many have somebody who works with it: `filled`, and each of
    these is at work on so many of the working days: `presence`. `leaves` are the first and last day on which they ask
    to leave, `fades` those from which they come less and less, some of them for good. `wavers`: how likely it is that
    in a year a feature lies idle for some weeks, and as likely that all of them do little for a month. `pleased` is how
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
    seats: tuple[int, int] = (3, 8)
    filled: float = 0.7
    people: str = "ordinary"
    fades: tuple[int, int] | None = None
    wavers: float = 0.0
    pleased: float = 0.8
    tickets: float = 1.5
    fate: str = ""


STEADY = Archetype("steady", 28, 1, (1, 12), 0.8, 18, 4, 0.75, (1, 4), filled=0.75, wavers=0.06)

ARCHETYPES = (
    Archetype(
        "thriving", 15, 1, (0, 5), 1.0, 6, 6, 0.93, (3, 9), seats=(4, 11), filled=0.8, pleased=0.95, fate="praises"
    ),
    Archetype("growing", 9, 1, (0, 6), 1.0, 6, 5, 0.85, (3, 9), seats=(5, 8), filled=1, pleased=0.9, fate="grows"),
    STEADY,
    Archetype("slow", 7, 1, (8, 26), 0.8, 24, 3, 0.6, (1, 3), wavers=0.2, pleased=0.7),
    Archetype(
        "too many seats", 2, 1, (1, 12), 0.8, 18, 4, 0.75, (1, 4), seats=(9, 13), filled=0.22, fate="shrinks"
    ),
    Archetype("late starter", 2, 1, (37, 45), 1.0, 43, 3, 0.5, (1, 3), pleased=0.75),
    Archetype("one of a team", 2, 1, (1, 9), 0.8, 15, 4, 0.75, (1, 4), seats=(4, 6), filled=0.8, fate="gathers"),
    Archetype("stalled", 4, 1, (0, 4), 0.4, None, 1, 0.2, (0, 1), (80, 170), filled=0.4, pleased=0.4),
    Archetype("silent", 3, 1, leaves=(60, 130), pleased=0.3, tickets=0),
    Archetype("churned", 4, 1, (1, 8), 0.6, None, 1, 0.4, (0, 2), (9, 27), pleased=0.2, tickets=4),
    Archetype(
        "drifting", 6, 1, (1, 9), 0.8, 15, 4, 0.75, (1, 4), (150, 330),
        fades=(75, 150), pleased=0.5, tickets=3, fate="drifts",
    ),
    Archetype("coming back", 2, 1, (1, 9), 0.8, 12, 3, 0.75, (1, 4), (60, 130), fate="returns"),
    Archetype("trying", 6, 1, (0, 9), 0.8, 9, 4, 0.75, (1, 4), wavers=0.1, fate="tries"),
    Archetype("only looking", 3, 1, (0, 3), 0.2, None, 0, 0.15, (0, 0), filled=0.4, pleased=0.5, fate="tries"),
    Archetype("mid-market", 3, 1, (1, 12), 1.0, 20, 5, 0.75, (2, 9), seats=(22, 30), wavers=0.1, tickets=4),
    Archetype("enterprise", 1, 1, (1, 14), 1.0, 20, 6, 0.8, (5, 20), seats=(72, 82), filled=0.5, tickets=6),
    Archetype("nobody to write to", 0, 1, people="none"),
    Archetype("only contact unsubscribed", 0, 1, (1, 9), 0.6, 25, 2, 0.6, (0, 2), seats=(1, 1), people="unsubscribed"),
    Archetype("contact without an address", 0, 1, (1, 9), 0.6, 25, 2, 0.6, (0, 3), seats=(1, 1), people="unaddressed"),
    Archetype("markup in the name", 0, 1, (2, 9), 1.0, 20, 3, 0.7, (1, 4), people="markup"),
)  # fmt: skip


def deck(accounts: int) -> list[Archetype]:
    """Answer `accounts` archetypes in their shares, the awkward ones first; steady ones fill what is left."""
    cards: list[Archetype] = []
    for archetype in sorted(ARCHETYPES, key=lambda kind: (kind.share, kind.name)):
        cards += [archetype] * max(archetype.least, accounts * archetype.share // 100)
    return (cards + [STEADY] * accounts)[:accounts]
