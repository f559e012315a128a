"""TechCorp of the playbook: the product with twenty core features that it uses, and how it behaves, by hand."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from journeys.behavior import Behavior, Contact, Crowd, Happening, Usage
from tests.first_month import first_month

PROGRAM = "journeys/program.yaml"
FEATURES = [f"module {number:02}" for number in range(20)]
FEATURE = "  {name}:\n    {{title: {title}, events: [{event}], benefit: It helps, link: app}}\n"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def twenty_features() -> dict[str, str]:
    """The program that ships, of a product with twenty core features."""
    files = dict(first_month())
    features = "".join(
        FEATURE.format(name=name.replace(" ", "_"), title=name.title(), event=f"{name} used") for name in FEATURES
    )
    text = re.sub(r"(?m)^features:\n(?:^[ #].*\n|^\n)+", f"features:\n{features}\n", files[PROGRAM])
    files[PROGRAM] = text.replace("      - signed in\n", "      - signed in\n      - module *\n")
    return files


@dataclass(frozen=True)
class Customer:
    """TechCorp as the playbook tells of it; every part can be told otherwise.

    `tickets` are how many days ago each was opened (all are solved), with its score; `arr` a year ago and now.
    """

    active: int = 13
    features: int = 11
    roles: tuple[str, ...] = ("champion", "admin")
    engagement: tuple[str, ...] = ("qbr attended", "training completed", "outreach made", "reply received")
    tickets: tuple[tuple[int, float | None], ...] = ((50, None), (45, 4), (40, 4), (20, 4), (10, 4), (5, 5))
    escalated: bool = False
    nps: float | None = 8
    arr: tuple[float, float] = (20000, 20000)
    late: bool = False
    traits: Mapping[str, object] = field(default_factory=dict)
    without: frozenset[str] = frozenset()

    def but(self, **changes: object) -> "Customer":
        """Answer the same customer, otherwise in this."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def behavior(self) -> Behavior:
        """Answer what is known of it; feeds that it is `without` were never heard."""
        at, told = NOW - 3 * DAY, dict[str, tuple[Happening, ...]]()
        for one in self._happenings():
            told[one.name] = (*told.get(one.name, ()), one)
        known = {"name": "TechCorp", "seats": 20, "arr": 20000.0, "signed_up_at": NOW - 400 * DAY, **self.traits}
        days = tuple(((NOW - ago * DAY).date(), self.active) for ago in range(60, -1, -1))
        feeds = {"product", "billing", "support", "survey", "success"} - self.without
        done = dict.fromkeys([*(f"{name} used" for name in FEATURES[: self.features]), "signed in"], 70)
        return Behavior(
            known,
            contacts=tuple(Contact(number, role=role) for number, role in enumerate(self.roles)),
            usage={event: Usage(n, at, at, tuple((day, n) for day, _ in days)) for event, n in done.items()},
            feeds=dict.fromkeys(feeds, NOW),
            happenings=told,
            crowd=Crowd(days, dict.fromkeys(range(self.active), NOW.date())),
        )

    def _happenings(self) -> Iterable[Happening]:
        yield from (Happening(name, NOW - (12 - n) * DAY) for n, name in enumerate(self.engagement))
        for ago, csat in self.tickets:
            ticket = {"ticket": f"k{ago}"}
            yield Happening("ticket opened", NOW - ago * DAY, properties=ticket)
            if not (self.escalated and ago == self.tickets[-1][0]):
                scored = ticket | ({} if csat is None else {"csat": csat})
                yield Happening("ticket solved", NOW - (ago - 1) * DAY, properties=scored)
            else:
                yield Happening("ticket escalated", NOW - DAY, properties=ticket)
        if self.nps is not None:
            yield Happening("nps answered", NOW - 30 * DAY, properties={"score": self.nps})
        for ago, name, arr in ((400, "subscription created", self.arr[0]), (20, "subscription updated", self.arr[1])):
            plan = {"subscription": "s1", "status": "active", "arr": arr}
            yield Happening(name, NOW - ago * DAY, properties=plan)
        yield Happening("payment succeeded", NOW - 30 * DAY, properties={"invoice": "i1"})
        if self.late:
            yield Happening("payment failed", NOW - 6 * DAY, properties={"invoice": "i2"})


TECHCORP = Customer()
