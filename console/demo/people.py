"""The people at a customer: names, roles and addresses to be."""

import unicodedata
from random import Random

from console.demo.archetypes import Archetype
from console.demo.customer import Person
from console.demo.places import Place

ROLES = ("admin", "champion", "billing", "user", "sponsor", "user")
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ı": "i", "ø": "o"})


def people_of(random: Random, key: str, kind: Archetype, place: Place, firm: str, seats: int) -> tuple[Person, ...]:
    """Answer the contacts of a customer: an admin first, and more roles the more seats there are."""
    if kind.people == "none":
        return ()
    several = 1 + min(len(ROLES) - 1, random.randint(0, 1 + seats // 8))
    count = {"unsubscribed": 1, "unaddressed": 1, "team": len(ROLES) - 1}.get(kind.people, several)
    given = random.sample(place.given, count)
    return tuple(_person(random, f"{key}-p{n}", kind, place, firm, given[n], ROLES[n]) for n in range(count))


def plain(text: str) -> str:
    """Answer `text` in the letters and digits that an address is made of: `João Gonçalves` is `joao-goncalves`."""
    bare = unicodedata.normalize("NFKD", text.translate(_PLAIN)).encode("ascii", "ignore").decode().lower()
    words = "".join(letter if letter.isalnum() else " " for letter in bare.replace("'", "")).split()
    return "-".join(words)


def _person(random: Random, key: str, kind: Archetype, place: Place, firm: str, given: str, role: str) -> Person:
    family = random.choice(place.family)
    address = f"{plain(given)}.{plain(family)}@{plain(firm.removesuffix(place.ending))}.example"
    return Person(
        key=key,
        first_name=given,
        last_name=family,
        role=role,
        email=None if kind.people == "unaddressed" else address,
        unsubscribed=kind.people == "unsubscribed",
    )
