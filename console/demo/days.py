"""What a customer does, day by day: an archetype turned into happenings."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from console.demo.archetypes import Archetype
from console.demo.customer import Happening
from console.demo.dice import dice
from console.demo.life import Life
from console.demo.words import RELEASE, Words

WEEKEND = 5
WEEKEND_PRESENCE = 0.03
FEATURE_EVERY_DAYS = 4
WORK = 3 * 60  # the minutes of the morning in which they do it
WANTED = "premium feature attempted"
WANTS = 0.02  # on a day of work
NEW, LOOKS = "timeline viewed", 0.05
WANTING = ("grows", "praises")


def live(random: Random, life: Life, words: Words) -> tuple[Happening, ...]:
    """Answer everything the customer does, oldest first."""
    firsts, last = sorted(_firsts(random, life.kind, words)), dict[str, int]()
    found = [happening for day in _days(life) for happening in _day(random, life, words, day, firsts, last)]
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
    random: Random, life: Life, words: Words, day: tuple[int, datetime], firsts: list[tuple[int, str]],
    last: dict[str, int],
) -> Iterator[Happening]:  # fmt: skip
    number, at = day
    new = [name for first, name in firsts if first == number]
    known = {name for first, name in firsts if first < number} & set(words.features)
    people = _present(random, life, at, number)
    if not life.is_there(at) or not (new or people):
        return
    used = life.habits.uses(random, last, known, number)
    last |= dict.fromkeys((*new, *used), number)
    people = people or life.staff(number)[:1]
    did = [(words.presence, 1, person) for person in people]
    did += [
        (name, amount, random.choice(people)) for name, amount in _work(random, life, words, at, new, used) if people
    ]
    for place, (name, amount, by) in enumerate(did):
        moment = at + timedelta(seconds=place)
        yield Happening(f"{life.key}:{number:02}-{place}", words.feed_of(name), name, moment, amount, by)


def _work(
    random: Random, life: Life, words: Words, at: datetime, new: list[str], used: list[str]
) -> list[tuple[str, int]]:
    """What is done on a day of work, and how often: what is `new`, features `used`, and tasks."""
    counts = dict.fromkeys(new, 1)
    for name in used:
        event = random.choice(words.uses.get(name, (name,)))
        counts[event] = counts.get(event, 0) + 1
    counts[words.task] = counts.get(words.task, 0) + random.randint(*life.kind.tasks)
    if life.kind.fate in WANTING and words.knows(WANTED) and random.random() < WANTS:
        counts[WANTED] = 1
    if at > RELEASE and words.knows(NEW) and random.random() < LOOKS:
        counts[NEW] = 1
    return sorted((name, amount) for name, amount in counts.items() if amount)


def _present(random: Random, life: Life, at: datetime, number: int) -> list[str]:
    """Who is at work on that day."""
    weekend = at.astimezone(life.zone).weekday() >= WEEKEND
    presence = min(WEEKEND_PRESENCE, life.kind.presence) if weekend else life.kind.presence
    share = presence * life.habits.level(number)
    return [person for person in life.staff(number) if random.random() < share]
