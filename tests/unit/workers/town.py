"""A town: two accounts that share a person, in journeys that all want to mail, with a postman who comes when he likes.

Pure: the engine decides and looks once more, and what a database would keep is kept in lists.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from random import Random
from types import SimpleNamespace
from typing import Any

from journeys.behavior import Behavior, Contact, Said
from journeys.caps import Cap, Caps
from journeys.decisions import Decision, Hold, Send, Skip
from journeys.definition import Journey
from tests.unit.journeys.stage import HEAD, MONDAY, account, book, journey
from tests.unit.workers.standings import library, standing
from workers.gather_said import not_yet, ranked
from workers.recheck import Later, Never, Say, recheck
from workers.rounds import decide_round

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BUSY = 20 * DAY  # for so long the dice decide when somebody comes by; then everybody comes in time
MAILS = ("onboarding/welcome", "onboarding/create-your-first-project")
PEOPLE = {
    "acme": (Contact(1, "ann@x.example", "Ann", role="admin"), Contact(2, "bo@acme.example", "Bo", role="billing")),
    "bolt": (Contact(3, "ann@x.example", "Ann", role="admin"), Contact(4, "cy@bolt.example", "Cy", role="billing")),
}
LEFT = ("accepted", "unknown")
CAPS = (
    Caps(Cap(2, 7 * DAY)), Caps(Cap(1, 3 * DAY), Cap(2, 7 * DAY)), Caps(None, Cap(2, 5 * DAY)), Caps(Cap(3, 4 * DAY)),
)  # fmt: skip
LATE = (
    "{within: 1 days, otherwise: skip}", "{within: 9 days, otherwise: skip}", "{within: 1 days, otherwise: send}",
)  # fmt: skip


@cache
def plan(name: str, kind: str, priority: int, to: str, late: str, days: tuple[int, ...]) -> Journey:
    """A journey that mails on these days."""
    head = HEAD.replace("kind: onboarding", f"kind: {kind}").replace("priority: 50", f"priority: {priority}")
    head = head.replace("to: admins", f"to: {to}").replace("{within: 4 days, otherwise: skip}", late)
    steps = [f"- {{id: s{number}, day: {day}, email: {MAILS[number % 2]}}}" for number, day in enumerate(days)]
    return journey("\n".join(steps), head, name)


@dataclass
class Town:
    """What the dice decide is told by `seed`; `log` is everything that was decided, by account, in order."""

    seed: int
    now: datetime = MONDAY
    rows: dict[tuple[str, str], Any] = field(default_factory=dict)
    mails: list[Any] = field(default_factory=list)
    yielded: int = 0
    log: list[tuple[datetime, str, str, Decision | Later | Never]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Throw the dice for what there is."""
        self.dice = dice = Random(self.seed)
        self.gap = dice.choice((20 * HOUR, 20 * HOUR, 2 * DAY, None))
        self.caps = dice.choice(CAPS)
        self.journeys = {one.name: one for one in self._journeys()}

    def _journeys(self) -> Iterator[Journey]:
        choice = self.dice.choice
        for number in range(self.dice.randint(2, 6)):
            days = tuple(sorted(self.dice.randint(0, 9) for _ in range(self.dice.randint(1, 3))))
            kind, priority = choice(("onboarding", "adoption", "renewal", "payment")), choice((20, 50, 50, 80))
            found = plan(f"j{number}", kind, priority, choice(("admins", "billing")), choice(LATE), days)
            yield found if kind == "payment" else replace(found, gap=self.gap, caps=self.caps)

    def play(self) -> "Town":
        """Let time pass until everything is said or will not be."""
        while not self.is_over():
            busy = self.now < MONDAY + BUSY
            for name in PEOPLE:
                if not busy or self.dice.random() < 0.7:
                    self._look(name)
            for mail in self._due():
                if not busy or self.dice.random() < 0.4:
                    self._deliver(mail)
            self.now += self.dice.choice((HOUR / 6, HOUR, 3 * HOUR, DAY)) if busy else HOUR
            assert self.now < MONDAY + 200 * DAY, "it never ends"
        return self

    def is_over(self) -> bool:
        """Answer whether every run is over and no mail is planned."""
        ended = [row for row in self.rows.values() if row.state in ("finished", "declined")]
        return len(ended) == 2 * len(self.journeys) and all(mail.state != "planned" for mail in self.mails)

    def outranks(self, one: Any, other: Any) -> bool:
        """Answer which of two planned mails goes first."""
        return bool(self._rank(one) < self._rank(other))

    def _planned(self, name: str) -> list[Any]:
        return [mail for mail in self.mails if mail.account == name and mail.state == "planned" and mail.commercial]

    def waiting(self, name: str) -> list[Any]:
        """Answer the commercial mails of an account that are planned and due."""
        return [mail for mail in self._due() if mail.account == name and mail.commercial]

    def _rank(self, mail: Any) -> tuple[int, int]:
        return -self.journeys[mail.journey].priority, mail.id

    def _due(self) -> list[Any]:
        due = [mail for mail in self.mails if mail.state == "planned" and mail.due_at <= self.now]
        self.dice.shuffle(due)
        return due

    def _look(self, name: str) -> None:
        behavior = self._behavior(name)
        stands = self._standing(name, replace(behavior, said=not_yet(behavior.said)))
        numbers = dict.fromkeys(self.journeys, 1)
        for stride in decide_round(
            self.now, stands, self.journeys, numbers, lambda row: (self.journeys[row.journey], row.step)
        ):
            place = (name, stride.journey)
            row = self.rows.setdefault(place, SimpleNamespace(id=len(self.rows) + 1, lapsed_at=None, ended_at=None))
            row.journey, row.occurrence, row.publication_id = stride.journey, stride.occurrence, 1
            row.state, row.step, row.wake_at = stride.state, stride.step, stride.wake_at
            row.started_at, row.standing = stride.started_at, stride.standing
            for decision in stride.decisions:
                self.log.append((self.now, name, stride.journey, decision))  # type: ignore[arg-type]
                if isinstance(decision, Send):
                    self._plan(name, stride.journey, decision)

    def _plan(self, name: str, said_by: str, send: Send) -> None:
        contact = next(one for one in PEOPLE[name] if one.id == send.contact)
        self.mails.append(SimpleNamespace(
            id=len(self.mails) + 1, account=name, journey=said_by, occurrence="once", step=send.step, because="",
            variant="",
            contact_id=contact.id, email=contact.email, template=send.template, commercial=send.commercial,
            state="planned", due_at=self.now, created_at=self.now, opened_at=None, fence=0,
        ))  # fmt: skip

    def _deliver(self, mail: Any) -> None:
        """Look once more, and send it; now and then the provider is away, or nobody knows what became of it."""
        if self.dice.random() < 0.2 and self.now < MONDAY + BUSY:
            return
        mail.fence += 1
        stands = self._standing(mail.account, self._behavior(mail.account))
        match recheck(self.now, mail, stands, self.journeys[mail.journey], book().catalog, library()):
            case Say():
                outranking = [other for other in self.waiting(mail.account) if self.outranks(other, mail)]
                assert not (mail.commercial and self.gap and outranking)
                if self.dice.random() < 0.2 and self.now < MONDAY + BUSY:
                    self.now += DAY  # the postman slept, and news came meanwhile
                    self._look(mail.account)
                if self._yields(mail):
                    return  # it is given back, and looked at once more
                mail.state, mail.opened_at = self.dice.choice(LEFT), self.now
            case Later() as later:
                assert later.until > self.now
                assert later.reason != "outranked" or any(
                    self.outranks(one, mail) for one in self._planned(mail.account)
                )
                mail.due_at = later.until
                self.log.append((self.now, mail.account, mail.journey, later))
            case Never() as never:
                mail.state = "skipped"
                self.log.append((self.now, mail.account, mail.journey, never))

    def _yields(self, mail: Any) -> bool:
        """As transaction A asks it: whether more important mails that are due would leave no room after this one."""
        mine = self.journeys[mail.journey].priority
        first = [one for one in self.waiting(mail.account) if self.journeys[one.journey].priority > mine]
        if not mail.commercial or not first:
            return False
        self.yielded += 1
        caps = self.caps
        of_account = [one for one in self.mails if one.account == mail.account]
        of_person = [one for one in self.mails if one.email == mail.email]
        return bool(
            self.gap
            or (caps.account and self._left(of_account, caps.account) + len(first) >= caps.account.most)
            or (caps.contact and self._left(of_person, caps.contact) + len(first) >= caps.contact.most)
        )

    def _left(self, mails: Sequence[Any], cap: Cap) -> int:
        left = [one for one in mails if one.commercial and one.state in LEFT]
        return sum(one.opened_at > self.now - cap.within for one in left)

    def _standing(self, name: str, behavior: Behavior) -> Any:
        said = ranked(behavior.said, self.journeys)
        return standing(replace(behavior, said=said), *(row for (mine, _), row in self.rows.items() if mine == name))

    def _behavior(self, name: str) -> Behavior:
        told = sorted(
            (self._said(mail) for mail in self.mails if mail.account == name and mail.state != "skipped"), key=_at
        )
        emails = {one.email for one in PEOPLE[name]}
        elsewhere = [
            replace(self._said(mail), contact=0)
            for mail in self.mails
            if mail.account != name and mail.commercial and mail.state in LEFT and mail.email in emails
        ]
        known = account(self.now, {"signed in": 1}, contacts=PEOPLE[name])
        return replace(known, said=tuple(told), said_elsewhere=tuple(elsewhere))

    def _said(self, mail: Any) -> Said:
        """As it is gathered."""
        planned = mail.state == "planned"
        at = self.now if planned and mail.due_at <= self.now else mail.opened_at or mail.created_at
        held = mail.created_at if planned and mail.fence else None
        return Said(
            mail.template,
            at,
            mail.journey,
            mail.step,
            mail.commercial,
            mail.id,
            planned,
            held,
            mail.contact_id,
            mail.email,
        )


def _at(said: Said) -> tuple[datetime, int]:
    return said.at, said.touchpoint


def held_back(town: Town) -> Mapping[tuple[str, str], list[str]]:
    """Answer why what was held back or left unsaid was, by account and journey, in the words of the ledger."""
    found: dict[tuple[str, str], list[str]] = {}
    for _, name, said_by, one in town.log:
        if isinstance(one, Hold | Skip | Later | Never):
            found.setdefault((name, said_by), []).append(one.reason)
    return found
