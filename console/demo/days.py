"""What a customer does, day by day: an archetype turned into happenings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from console.demo.archetypes import Archetype
from console.demo.customer import Happening
from console.demo.dice import dice
from console.demo.words import Words

WEEKEND = 5
WEEKEND_PRESENCE = 0.05
FEATURE_EVERY_DAYS = 4
AT_A_TIME = 2  # features on one day of work
FADED = 0.15  # of the presence they had
WORK = 3 * 60  # the minutes of the morning in which they do it
WANTED = "premium feature attempted"
WANTS = 0.03  # on a day of work
WANTING = ("grows", "praises")


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when a customer is there, where, and who does things.

    `away` is when they had left for a while; `fades` the day from which they hardly come, by `idle` nobody any more.
    """

    key: str
    kind: Archetype
    zone: ZoneInfo
    born: datetime
    ends: datetime
    seats: int
    people: tuple[str, ...]
    away: tuple[datetime, datetime] | None = None
    fades: int | None = None
    idle: tuple[str, int] | None = None

    def is_there(self, at: datetime) -> bool:
        """Answer whether they are customers at that moment."""
        return at < self.ends and not (self.away and self.away[0] <= at < self.away[1])

    def at_work(self, number: int) -> tuple[str, ...]:
        """Answer who works with it on that day."""
        name, since = self.idle or ("", number + 1)
        return tuple(person for person in self.people if person != name or number < since)


def live(random: Random, life: Life, words: Words) -> tuple[Happening, ...]:
    """Answer everything the customer does, oldest first."""
    firsts = sorted(_firsts(random, life.kind, words))
    found = [happening for day in _days(life) for happening in _day(random, life, words, day, firsts)]
    return tuple(sorted(found, key=lambda happening: (happening.at, happening.key)))


def _firsts(random: Random, kind: Archetype, words: Words) -> Iterator[tuple[int, str]]:
    """What happens for the first time on which day since sign-up: checklist, first value, features taken up."""
    done = words.checklist[: round(len(words.checklist) * kind.setup_share)]
    yield from ((random.randint(*kind.setup), name) for name in done)
    if kind.first_value_day is not None:
        yield kind.first_value_day + random.randint(0, 3), words.first_value
    for place, name in enumerate(random.sample(words.features, min(kind.features, len(words.features)))):
        yield kind.setup[0] + place * FEATURE_EVERY_DAYS + random.randint(0, 2), name


def _days(life: Life) -> Iterator[tuple[int, datetime]]:
    """Every day of the customer's calendar, and the moment of work on it that day (the first: just after sign-up)."""
    first = life.born.astimezone(life.zone).date()
    for number in range((life.ends - life.born).days + 1):
        yield number, _at_work(life, first + timedelta(days=number), number)


def _at_work(life: Life, day: date, number: int) -> datetime:
    if number == 0:
        return life.born + timedelta(minutes=20)
    minute = dice(life.key, day).randrange(WORK)
    return datetime.combine(day, time(9), life.zone).astimezone(UTC) + timedelta(minutes=minute)


def _day(
    random: Random, life: Life, words: Words, day: tuple[int, datetime], firsts: list[tuple[int, str]]
) -> Iterator[Happening]:
    number, at = day
    new = [name for first, name in firsts if first == number]
    known = sorted({name for first, name in firsts if first < number} & set(words.features))
    if not life.is_there(at) or not (new or _present(random, life, at, number)):
        return
    counts = dict.fromkeys([words.presence, *new], 1)
    counts[words.presence] = random.randint(1, max(1, life.seats // 3))
    used = random.sample(known, min(len(known), AT_A_TIME))
    counts |= {name: random.randint(1, 3) for name in used if random.random() < life.kind.presence}
    counts[words.task] = counts.get(words.task, 0) + random.randint(*life.kind.tasks)
    if life.kind.fate in WANTING and words.knows(WANTED) and random.random() < WANTS:
        counts[WANTED] = 1
    people = life.at_work(number)
    for place, (name, amount) in enumerate(sorted(counts.items())):
        if amount:
            by = random.choice(people) if people else None
            moment = at + timedelta(seconds=place)
            yield Happening(f"{life.key}:{number:02}-{place}", words.feed_of(name), name, moment, amount, by)


def _present(random: Random, life: Life, at: datetime, number: int) -> bool:
    weekend = at.astimezone(life.zone).weekday() >= WEEKEND
    faded = life.fades is not None and number >= life.fades
    presence = life.kind.presence * (FADED if faded else 1)
    return random.random() < (min(WEEKEND_PRESENCE, presence) if weekend else presence)
