"""What a company says about its product: the parts of the program."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from journeys.caps import NO_CAPS, Caps
from journeys.health_model import Models
from journeys.needs import Need
from journeys.send_pace import SendPace
from journeys.signal import Signal
from journeys.survey import Survey
from journeys.taste import Rule
from journeys.view import View
from journeys.window import Window


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
    """Reached when `event` has happened at least `times` times; `meaning` says what it is."""

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
class Saving:
    """What one use is worth: each time that `event` happens, so many `minutes` are saved."""

    name: str
    title: str
    event: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Feed:
    """Where events come from, by name or by prefix (`invoice *`), and how long it may be silent before we worry.

    `silent_after` None: it has no rhythm, so its silence means that nothing happened. `settles_in`: how long after a
    silence what was missed may still come. `since`: the operator's word that it tells of everything since that day.
    """

    name: str
    events: tuple[str, ...]
    silent_after: timedelta | None
    settles_in: timedelta = timedelta(hours=1)
    since: date | None = None

    def brings(self, event: str) -> bool:
        """Answer whether this feed tells of `event`."""
        return any(event == known or (known.endswith("*") and event.startswith(known[:-1])) for known in self.events)


@dataclass(frozen=True, slots=True)
class Trait:
    """A trait of accounts that only this company has; without a `default`, it is unknown until somebody tells us."""

    name: str
    type: Literal["text", "number", "flag", "date"]
    meaning: str
    default: object = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A kind of account; `fits` answers True, False or an Unknown, `rule` is how that was written."""

    name: str
    rule: str
    fits: Callable[[View], object] = field(compare=False)
    needs: frozenset[Need] = frozenset()


@dataclass(frozen=True, slots=True)
class InProduct:
    """Where messages inside the product may be shown (`https://app.example.com`), and how long one waits to be."""

    origins: tuple[str, ...] = ()
    keep: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Program:
    """Everything program.yaml says.

    `recipients` are chains: a name, and the roles to try in order. `window` is when mails may leave. `activity` are
    the events that make a day an active one, `logins` those that are somebody signing in. `segments` are in the order
    in which they are tried. `states` may look at `signals`, and signals at everything else. `operators` are the
    addresses that are told when Tenure or a feed needs somebody. `health` says which model judges whom; it may look at
    all but signals. `webhooks` are other systems' addresses by name. `taste` may look at everything. `gap`: for how
    long an account is left alone after a commercial mail; `caps`: how many of them a person and an account get; `pace`:
    how many mails may leave a minute and a day; `budget`: how many commercial ones a journey may send in a
    day, whatever it sent before (None: it goes by the number of accounts).
    """

    product: Product
    sender: Sender
    window: Window
    features: tuple[Feature, ...]
    milestones: tuple[Milestone, ...] = ()
    checklist: tuple[Item, ...] = ()
    metrics: tuple[Metric, ...] = ()
    savings: tuple[Saving, ...] = ()
    activity: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    traits: tuple[Trait, ...] = ()
    segments: tuple[Segment, ...] = ()
    health: Models | None = None
    signals: tuple[Signal, ...] = ()
    states: tuple[Signal, ...] = ()
    recipients: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    feeds: tuple[Feed, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    operators: tuple[str, ...] = ()
    webhooks: Mapping[str, str] = field(default_factory=dict)
    taste: tuple[Rule, ...] = ()
    gap: timedelta = timedelta(0)
    caps: Caps = NO_CAPS
    pace: SendPace = SendPace()  # noqa: RUF009  (frozen)
    budget: int | None = None
    in_app: InProduct = InProduct()
    surveys: tuple[Survey, ...] = ()

    @property
    def events(self) -> frozenset[str]:
        """The events that are known by their whole name."""
        listed = (event for feed in self.feeds for event in feed.events if not event.endswith("*"))
        proving = (event for feature in self.features for event in feature.events)
        reached = (one.event for one in self.milestones)
        done = (one.event for one in self.checklist)
        counted = (one.event for one in self.metrics)
        saving = (one.event for one in self.savings)
        return frozenset((*listed, *proving, *reached, *done, *counted, *saving, *self.activity, *self.logins))
