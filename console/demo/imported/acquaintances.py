"""Invented people: whom one writes to at accounts of which a book names nobody."""

from collections.abc import Sequence

from console.demo.archetypes import STEADY
from console.demo.dice import dice
from console.demo.people import people_of, plain
from console.demo.places import PLACES
from models.facts import AccountFacts, ContactFacts

TOLD = ("email", "first_name", "last_name", "role")


def invent(account: AccountFacts) -> Sequence[ContactFacts]:
    """Answer people of an account, the same ones every time; their addresses end in .example, where no mail arrives."""
    random, columns = dice(account.key, "people"), account.columns
    places = [place for place in PLACES if place.country == columns.get("country")] or PLACES
    seats = columns.get("seats")
    firm = plain(account.key) or "customer"
    people = people_of(random, account.key, STEADY, random.choice(places), firm, seats if isinstance(seats, int) else 1)
    return [ContactFacts(person.key, account.key, {name: getattr(person, name) for name in TOLD}) for person in people]
