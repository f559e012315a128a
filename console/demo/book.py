"""The book: invented customers and everything they will do, the same for the same seed on every machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from console.demo.archetypes import Archetype, deck
from console.demo.customer import Customer
from console.demo.days import Life, live
from console.demo.dice import dice
from console.demo.people import people_of
from console.demo.places import INDUSTRIES, PLACES, TRADES, Place
from console.demo.words import Words

# A Monday. Europe leaves summer time 27 days later, North America a week after that; South Australia enters it.
FIRST_DAY = datetime(2026, 9, 28, tzinfo=UTC)
SIGN_UP_DAYS = 14
MARKUP = "[Free <b>Prizes</b>](http://evil.example) & {{ Sons }}"
_PLANS = ((5, "starter", 18_000), (20, "team", 30_000), (50, "business", 42_000), (10**6, "enterprise", 60_000))


@dataclass(frozen=True, slots=True)
class Book:
    """All customers of one seed, by key, between `starts` and `ends`; `feeds` are the program's, never silent."""

    seed: int
    starts: datetime
    ends: datetime
    customers: tuple[Customer, ...]
    feeds: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Answer what it is about, in one line."""
        zones = len({customer.timezone for customer in self.customers})
        span = f"{self.starts:%d %b} – {self.ends:%d %b %Y}"
        return f"{len(self.customers)} accounts in {zones} time zones, {(self.ends - self.starts).days} days: {span}"


def write_book(words: Words, seed: int = 1, accounts: int = 300, days: int = 45) -> Book:
    """Answer the book of a seed, `days` long."""
    ends = FIRST_DAY + timedelta(days=days)
    kinds = deck(accounts)
    dice(seed, "deck").shuffle(kinds)
    firms = _firms(dice(seed, "firms"))
    customers = (_customer(dice(seed, n), n, kind, *next(firms), ends, words) for n, kind in enumerate(kinds, start=1))
    return Book(seed, FIRST_DAY, ends, tuple(customers), tuple(feed.name for feed in words.feeds))


def _firms(random: Random) -> Iterator[tuple[Place, str]]:
    taken: set[str] = set()
    while True:
        place = random.choice(PLACES)
        name = " ".join(filter(None, (random.choice(place.firms), random.choice(TRADES), place.ending)))
        if name not in taken:
            taken.add(name)
            yield place, name


def _customer(
    random: Random, number: int, kind: Archetype, place: Place, firm: str, ends: datetime, words: Words
) -> Customer:
    key = f"acct-{number:04}"
    seats = random.randint(*kind.seats)
    plan, price = next((plan, price) for most, plan, price in _PLANS if seats <= most)
    zone = ZoneInfo(place.timezone)
    born = _sign_up(random, zone)
    gone = _end(random, kind, born)
    people = people_of(random, key, kind, place, firm, seats)
    life = Life(key, kind, zone, born, min(gone or ends, ends), seats, tuple(person.key for person in people))
    return Customer(
        key=key,
        name=MARKUP if kind.people == "markup" else firm,
        archetype=kind.name,
        country=place.country,
        timezone=place.timezone,
        industry=random.choice(INDUSTRIES),
        plan=plan,
        seats=seats,
        arr_cents=seats * price,
        signed_up_at=born,
        churned_at=gone,
        people=people,
        happenings=live(random, life, words),
    )


def _sign_up(random: Random, zone: ZoneInfo) -> datetime:
    day = FIRST_DAY.date() + timedelta(days=random.randrange(SIGN_UP_DAYS))
    local = datetime.combine(day, time(8), zone) + timedelta(minutes=random.randrange(11 * 60))
    return max(local.astimezone(UTC), FIRST_DAY)


def _end(random: Random, kind: Archetype, born: datetime) -> datetime | None:
    return born + timedelta(days=random.randint(*kind.leaves), hours=5) if kind.leaves else None
