"""What a company says about its product: the parts of the program."""

from dataclasses import dataclass
from datetime import time, timedelta


@dataclass(frozen=True, slots=True)
class Product:
    """The product, the company that makes it, and the currency of its revenue (ISO 4217)."""

    name: str
    company: str
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who mails come from, where answers go, and the postal address the law asks for."""

    email: str
    name: str
    reply_to: str
    postal_address: str


@dataclass(frozen=True, slots=True)
class Feature:
    """A core feature: in use when one of its `events` happened lately."""

    name: str
    title: str
    events: tuple[str, ...]
    benefit: str
    link: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """Reached when `event` has happened at least `times` times; `meaning` says it in words."""

    name: str
    meaning: str
    event: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """A getting-started item, done when `event` has happened; `setup`: part of a complete setup."""

    id: str
    title: str
    event: str
    link: str
    setup: bool = False


@dataclass(frozen=True, slots=True)
class Metric:
    """A count that mails may name: of `event`, ever or in the last `days` days."""

    name: str
    event: str
    days: int | None = None
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """Where events come from, by name or by prefix (`invoice *`), and how long it may be silent before we worry."""

    name: str
    events: tuple[str, ...]
    silent_after: timedelta

    def brings(self, event: str) -> bool:
        """Answer whether this feed tells of `event`."""
        return any(event == known or (known.endswith("*") and event.startswith(known[:-1])) for known in self.events)


@dataclass(frozen=True, slots=True)
class SendWindow:
    """When mails may leave, in the recipient's own time: hours of the day, and weekdays (Monday is 0)."""

    opens: time
    closes: time
    weekdays: frozenset[int]
