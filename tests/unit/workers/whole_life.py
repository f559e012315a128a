"""A whole life: one account in all journeys that ship, for most of a year, without a database."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from journeys.behavior import Behavior, Contact, Happening, Said
from journeys.decisions import Call, HandOver, Send, Skip
from journeys.engine import after
from journeys.reserved import RESERVED
from journeys.schedule import zone_of
from tests.unit.journeys.stage import book
from tests.unit.workers.history import History
from tests.unit.workers.standings import standing
from workers.past_runs import AWAY, lapsed_runs
from workers.rounds import decide_round

DAY = timedelta(days=1)
BORN = datetime(2025, 1, 6, 10, tzinfo=UTC)
ROLES = ("admin", "champion", "billing", "sponsor", "user")
PROPERTIES: dict[str, dict[str, object]] = {
    "payment failed": {"decline_reason": "expired_card"},
    "cancellation requested": {},
    "goals stated": {"goals": "Ship on time"},
    "advocacy offered": {"way": "quote"},
    "cancellation answered": {"reason": "too expensive"},
}
USED = (
    "signed in", "project created", "task created", "task completed", "teammate invited", "board viewed",
    "automation ran", "report viewed", "integration synced", "premium feature attempted",
)  # fmt: skip
Step = tuple[str, str, str]  # journey, run, step


class Deed(NamedTuple):
    """What was decided for a step, when."""

    at: datetime
    step: Step
    decision: Send | Call | HandOver | Skip


@dataclass
class WholeLife:
    """A life that the dice decide; `away` are the times during which nothing of ours runs, in order.

    Some of its people are in a zone of their own, `elsewhere`.
    """

    seed: int
    zone: str = "UTC"
    days: int = 230
    away: Sequence[tuple[datetime, datetime]] = ()
    elsewhere: str | None = None
    rows: dict[tuple[str, str], Any] = field(default_factory=dict)
    said: tuple[Said, ...] = ()
    tasks: dict[str, datetime] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)
    left: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Throw the dice, for all of its days at once."""
        dice = Random(self.seed)
        self.ends = BORN + self.days * DAY
        self.eager = dice.choice((0.05, 0.2, 0.45))
        self.traits: dict[str, object] = {
            "name": "Acme", "plan": dice.choice(("team", "business")), "signed_up_at": BORN, "key": "acme",
            "arr": dice.choice((3000, 9000, 20000, 40000, 150000)), "seats": dice.choice((3, 5, 30)),
            "timeline_released": True,
            "billing_frequency": dice.choice(("annual", "annual", "monthly")), "api_calls": 95, "api_call_limit": 100,
        }  # fmt: skip
        renewal = dice.randint(70, 200)
        self.renewals = [
            (0, renewal),
            (max(0, renewal - 60), renewal + dice.choice((0, -30, 45))),
            (renewal, renewal + 365),
        ]
        self.trial_until = dice.choice((0, 0, 28))
        self.gone = dice.choice((999, 999, 60, 120))
        self.back = self.gone + dice.choice((20, 60, 999))
        self.fades = dice.choice((999, 90))
        self.grows = dice.choice((999, 999, 45))
        self.silent, self.unheard = dice.choice(("", "product", "billing", "survey")), range(20, dice.choice((30, 60)))
        self.history = History(tuple(self._events(dice)))

    def play(self) -> "WholeLife":
        """Look from the first day to the last whenever somebody wants to be looked at, and each morning."""
        now = self._awake(BORN)
        while now < self.ends:
            wakes = self.look(now)
            morning = now + DAY
            now = self._awake(max(now + timedelta(minutes=1), min(wakes, morning)))
        return self

    def _awake(self, now: datetime) -> datetime:
        for begins, until in self.away:
            now = until if begins <= now < until else now
        return now

    def look(self, now: datetime) -> datetime:
        """Decide a round of all journeys and keep it; answer when to look again."""
        journeys = book().journeys
        behavior = self.known(now)
        stands = standing(behavior, *self.rows.values())
        numbers = dict.fromkeys(journeys, 1)
        strides = decide_round(now, stands, journeys, numbers, lambda row: (journeys[row.journey], row.step))
        lapsed = set(lapsed_runs(now, stands, journeys))
        for row in self.rows.values():
            row.lapsed_at = now if row.id in lapsed else row.lapsed_at
        for stride in strides:
            self._keep(now, stride, behavior)
        assert all(row.wake_at and row.wake_at > now for row in self.rows.values() if row.state == "open")
        return min((stride.wake_at for stride in strides if stride.wake_at), default=self.ends)

    def zone_of(self, contact: int) -> ZoneInfo:
        """Answer the zone in which a person reads the clock."""
        return zone_of(self.elsewhere if contact % 2 else None, self.zone)

    def known(self, now: datetime) -> Behavior:
        """What is known of the account at that moment."""
        number, zone = (now - BORN).days, zone_of(self.zone)
        renews = next(day for since, day in reversed(self.renewals) if number >= since)
        churned = self.gone <= number < self.back
        traits = self.traits | {
            "trial": number < self.trial_until, "renewal_on": (BORN + renews * DAY).date(), "churned": churned,
            "trial_ends_on": (BORN + self.trial_until * DAY).date(),
        }  # fmt: skip
        if number >= self.grows:
            traits["arr"] = 60000
        if churned:
            traits["churned_at"] = BORN + self.gone * DAY
        contacts = tuple(
            Contact(place, f"p{place}@acme.example", f"P{place}", role=role, team=f"team {place % 3}",
                    timezone=self.elsewhere if place % 2 else None,
                    left_at=BORN + 130 * DAY if role == "champion" and number >= 130 and self.seed % 3 == 0 else None)
            for place, role in enumerate(ROLES, start=1)
        )  # fmt: skip
        told = self.history.heard(self.history.number(now), zone)
        return Behavior(
            traits, self.zone, contacts, told.usage, self._feeds(now, number),
            frozenset(name for name, since in self.tasks.items() if since + 4 * DAY > now),
            happenings=told.happenings, crowd=told.crowd, said=self.said, key="acme",
        )  # fmt: skip

    def _feeds(self, now: datetime, number: int) -> dict[str, datetime]:
        heard = {feed.name: now for feed in book().program.feeds}
        since = BORN + self.unheard.start * DAY
        return heard | {self.silent: since} if self.silent and number in self.unheard else heard

    def _events(self, dice: Random) -> list[Happening]:
        found = [
            Happening(name, BORN + day * DAY + timedelta(hours=dice.randint(0, 9)), dice.randint(1, 5))
            for day in range(self.days)
            for name in USED
            if dice.random() < self.eager * (0.1 if day > self.fades else 1) * (0.05 if "premium" in name else 0.7)
        ]
        for name, reserved in RESERVED.items():
            if reserved.feed != "tenure":
                found += [
                    self._one(dice, name)
                    for _ in range(dice.choice((0, 1, 2, 6)) if "cancel" not in name else dice.choice((0, 0, 1)))
                ]
        return found

    def _one(self, dice: Random, name: str) -> Happening:
        told = {key: self._value(dice, rule) for key, rule in RESERVED[name].properties.items() if rule.required}
        at = BORN + dice.random() * self.days * DAY
        return Happening(name, at, dice.randint(1, 5), told | PROPERTIES.get(name, {}))

    def _value(self, dice: Random, rule: Any) -> object:
        if rule.kind == "number":
            return dice.randint(int(rule.least), int(min(rule.most, 10)))
        return dice.choice(rule.choices) if rule.choices else f"x{dice.randint(1, 3)}"

    def _keep(self, now: datetime, stride: Any, behavior: Behavior) -> None:
        place = stride.journey, stride.occurrence
        if stride.is_quiet:
            return
        row = self.rows.setdefault(place, SimpleNamespace(id=len(self.rows) + 1, lapsed_at=None))
        row.journey, row.occurrence, row.publication_id = *place, 1
        row.state, row.step, row.started_at, row.wake_at = stride.state, stride.step, stride.started_at, stride.wake_at
        row.standing, row.ended_at = stride.standing, now if stride.state in {"finished", "left", AWAY} else None
        if stride.state == "left":
            self.left.setdefault(place, now)
        heard = replace(behavior, said=self.said)
        for decision in stride.decisions:
            heard = after(now, stride.journey, heard, decision)
            if isinstance(decision, HandOver):
                self.tasks[decision.playbook] = now
            if isinstance(decision, Send | Call | HandOver | Skip):
                self.deeds.append(Deed(now, (*place, decision.step), decision))
        self.said = tuple(replace(one, planned=False) for one in heard.said)  # and delivered
