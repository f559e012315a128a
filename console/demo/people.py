"""The people at a customer: names, roles, teams and addresses to be."""

import unicodedata
from itertools import product
from random import Random

from console.demo.archetypes import Archetype
from console.demo.customer import Person
from console.demo.places import Place

ROLES = ("admin", "champion", "billing", "user", "sponsor", "user")
TEAMS = ("Design", "Delivery", "Sales")
SEVERAL = 6  # people: so many are of different teams
LATER = {"grows": (95, 180), "gathers": (24, 45)}  # days after which others join, where somebody does
MOST_LATE = 2  # people, of a company that grows
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ı": "i", "ø": "o"})


def people_of(random: Random, key: str, kind: Archetype, place: Place, firm: str, seats: int) -> tuple[Person, ...]:
    """Answer the contacts of a customer: an admin first, more roles the more seats are filled, and who joins later."""
    if kind.people == "none":
        return ()
    pairs = [*product(place.given, place.family)]
    count = min(max(1, round(seats * kind.filled)), len(pairs) - MOST_LATE)
    late = random.randint(1, MOST_LATE) if kind.fate == "grows" else count - 1 if kind.fate == "gathers" else 0
    first = count if kind.fate == "grows" else count - late
    since = random.randint(*LATER.get(kind.fate, (0, 0)))
    names = random.sample(pairs, first + late)
    return tuple(
        _person(f"{key}-p{n}", kind, place, firm, name, n, 0 if n < first else since, teams=count >= SEVERAL)
        for n, name in enumerate(names)
    )


def plain(text: str) -> str:
    """Answer `text` in the letters and digits that an address is made of: `João Gonçalves` is `joao-goncalves`."""
    bare = unicodedata.normalize("NFKD", text.translate(_PLAIN)).encode("ascii", "ignore").decode().lower()
    words = "".join(letter if letter.isalnum() else " " for letter in bare.replace("'", "")).split()
    return "-".join(words)


def _person(
    key: str, kind: Archetype, place: Place, firm: str, name: tuple[str, str], number: int, since: int, *, teams: bool
) -> Person:
    given, family = name
    address = f"{plain(given)}.{plain(family)}@{plain(firm.removesuffix(place.ending))}.example"
    return Person(
        key=key,
        first_name=given,
        last_name=family,
        role=ROLES[number] if number < len(ROLES) else "user",
        email=None if kind.people == "unaddressed" else address,
        unsubscribed=kind.people == "unsubscribed",
        team=TEAMS[number % len(TEAMS)] if teams else None,
        since=since,
    )
