"""The book: invented customers and everything they will do, the same for the same seed on every machine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from console.demo.archetypes import Archetype, deck
from console.demo.chronicle import Chronicle
from console.demo.customer import Customer
from console.demo.days import live
from console.demo.dice import dice
from console.demo.fate import draw
from console.demo.habits import draw_fading, draw_habits
from console.demo.life import Life
from console.demo.people import people_of
from console.demo.places import INDUSTRIES, PLACES, TRADES, Place
from console.demo.words import Words

# A Monday. Europe leaves summer time 27 days later, North America a week after that; South Australia enters it.
FIRST_DAY = datetime(2026, 9, 28, tzinfo=UTC)
GRID = timedelta(hours=6)  # finer than any send window is long
SHORT_DAYS = 60  # a longer play is looked at once a day, at a moment at which all of its customers are at work
LOOK = timedelta(hours=14)
SIGN_UP_DAYS = (
    14  # the first customers; of a long play, the others come until two weeks before its end, ever more a month
)
FIRST_SHARE = 0.05
GROWTH = 0.4  # the less, the more of them come late
MARKUP = "[Free <b>Prizes</b>](http://evil.example) & {{ Sons }}"
# The most seats of a plan, and what one costs in a year: small customers pay 2,000 to 17,000, large ones over 100,000.
_PLANS = ((4, "starter", 60_000), (20, "team", 120_000), (50, "business", 132_000), (10**6, "enterprise", 144_000))


@dataclass(frozen=True, slots=True)
class Book:
    """All customers of one seed, by key, between `starts` and `ends`; `feeds` are the program's, never silent.

    `grid`: how far apart the moments are at which it is looked at.
    """

    seed: int
    starts: datetime
    ends: datetime
    customers: tuple[Customer, ...]
    feeds: tuple[str, ...] = ()
    grid: timedelta = GRID

    def __str__(self) -> str:
        """Answer what it is about, in one line."""
        zones = len({customer.timezone for customer in self.customers})
        span = f"{self.starts:%d %b %Y} – {self.ends:%d %b %Y}"
        days = (self.ends.date() - self.starts.date()).days
        return f"{len(self.customers)} accounts in {zones} time zones, {days} days: {span}"


def write_book(words: Words, seed: int = 1, accounts: int = 300, days: int = 425) -> Book:
    """Answer the book of a seed, `days` long."""
    ends = FIRST_DAY + timedelta(days=days)
    kinds = deck(accounts)
    dice(seed, "deck").shuffle(kinds)
    long = days > SHORT_DAYS
    firms = _firms(dice(seed, "firms"), tuple(place for place in PLACES if not long or _is_at_work(place)))
    customers = (_customer(dice(seed, n), n, kind, *next(firms), ends, words) for n, kind in enumerate(kinds, start=1))
    feeds = tuple(feed.name for feed in words.feeds)
    starts, grid = (FIRST_DAY + LOOK, timedelta(days=1)) if long else (FIRST_DAY, GRID)
    return Book(seed, starts, ends, tuple(customers), feeds, grid)


def _is_at_work(place: Place) -> bool:
    """Whether mails may leave there whenever a long play is looked at, in summer and in winter."""
    moments = (FIRST_DAY.replace(month=month) + LOOK for month in (1, 7))
    return all(9 <= moment.astimezone(ZoneInfo(place.timezone)).hour < 17 for moment in moments)


def _firms(random: Random, places: Sequence[Place]) -> Iterator[tuple[Place, str]]:
    taken: set[str] = set()
    while True:
        place = random.choice(places)
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
    born = _sign_up(random, zone, (ends - FIRST_DAY).days)
    people = people_of(random, key, kind, place, firm, seats)
    fades = draw_fading(random, kind)
    fate = draw(Chronicle(key, kind, zone, born, ends, people, seats, price, dice(key, random.random()), fades))
    away = (fate.gone, fate.back) if fate.gone and fate.back else None
    last = ends if away else min(fate.gone or ends, ends)
    habits = draw_habits(dice(key, "habits"), kind, (last - born).days, fades)
    life = Life(key, kind, zone, born, last, people, habits, away, fate.absent)
    happenings = (*live(random, life, words), *fate.happenings)
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
        churned_at=None if away else fate.gone,
        people=people,
        happenings=tuple(sorted(happenings, key=lambda happening: (happening.at, happening.key))),
        changes=fate.changes,
        terms=fate.terms,
    )


def _sign_up(random: Random, zone: ZoneInfo, days: int) -> datetime:
    last = SIGN_UP_DAYS if days <= SHORT_DAYS or random.random() < FIRST_SHARE else days - SIGN_UP_DAYS
    grown = random.random() if last == SIGN_UP_DAYS else random.random() ** GROWTH
    day = FIRST_DAY.date() + timedelta(days=int(last * grown))
    local = datetime.combine(day, time(8), zone) + timedelta(minutes=random.randrange(11 * 60))
    return max(local.astimezone(UTC), FIRST_DAY)
