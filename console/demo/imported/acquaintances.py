"""Invented people: whom one writes to at accounts of which a book names nobody."""

from collections.abc import Iterator

from console.demo.dice import dice
from console.demo.people import plain
from console.demo.places import PLACES
from models.facts import AccountFacts, ContactFacts

ROLES = ("admin", "champion", "billing", "user")


def invent(account: AccountFacts) -> Iterator[ContactFacts]:
    """Answer people of an account, the same ones every time; their addresses end in .example, where no mail arrives."""
    random, country = dice(account.key, "people"), account.columns.get("country")
    place = random.choice([place for place in PLACES if place.country == country] or PLACES)
    given, family = random.sample(place.given, len(ROLES)), random.sample(place.family, len(ROLES))
    firm = plain(account.key) or "customer"
    for number, role in enumerate(ROLES):
        name = {"first_name": given[number], "last_name": family[number]}
        address = f"{plain(given[number])}.{plain(family[number])}@{firm}.example"
        yield ContactFacts(f"{account.key}-p{number}", account.key, {**name, "email": address, "role": role})
