"""One look at one step of one enrollment: what every question about it needs, worked out once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from journeys.behavior import Behavior, Contact
from journeys.decisions import Evidence, Hold, Reason
from journeys.definition import EXPECTED, Journey, Step
from journeys.recipient import first_present, first_reachable
from journeys.schedule import date_begins, day_begins, zone_of
from journeys.starter import NOBODY, starters_of
from journeys.window import Window


@dataclass(frozen=True, slots=True)
class Look:
    """`begins` is when the step's day begins, `opens` the first moment it may happen, both in UTC.

    What waits for something may happen once the time for that is out: `speaks`.

    `contact` is the person it would mail now (None: nobody can be reached, or the step mails nobody); their zone, or
    else the account's, is the one that days and windows are counted in. `window` is the journey's, in their country.
    """

    now: datetime
    journey: Journey
    step: Step
    behavior: Behavior
    contact: Contact | None
    zone: ZoneInfo
    begins: datetime
    opens: datetime
    speaks: datetime
    window: Window
    starters: frozenset[int] = NOBODY

    @property
    def roles(self) -> Sequence[str]:
        """The chain of roles that the step speaks to."""
        return self.journey.recipients.get(self.step.to, ())

    @property
    def recipient(self) -> Contact | None:
        """Whom it would speak to: whoever can be mailed or, if it mails nobody, is there."""
        return self.contact if self.step.mails else self.present

    @property
    def present(self) -> Contact | None:
        """Whom it would show something in the product."""
        return first_present(self.roles, self.behavior.contacts, self.starters)

    @property
    def deadline(self) -> datetime | None:
        """From when on it is too late; None: never. Elapsed time, so that a change of the clocks adds nothing."""
        late = self.step.late
        return None if late.otherwise == "send" else self.opens + late.within

    @property
    def is_late(self) -> bool:
        """Whether the step's time has passed."""
        return self.deadline is not None and self.now >= self.deadline

    def before_deadline(self, moment: datetime) -> datetime:
        """This moment, but never one beyond the deadline: then something has to be decided."""
        return moment if self.deadline is None else min(moment, self.deadline)

    def hold(self, because: str, pause: timedelta, evidence: Evidence, reason: Reason) -> Hold:
        """Not now: look again after the pause, or when the step becomes late if that is sooner."""
        return Hold(self.step.id, self.before_deadline(self.now + pause), because, evidence, reason)

    def says(self, moment: datetime) -> str:
        """A moment as people in the recipient's zone read it."""
        return f"{moment.astimezone(self.zone):%A, %-d %b %Y %H:%M} ({self.zone.key})"


def look_at(now: datetime, journey: Journey, step: Step, started_at: datetime, behavior: Behavior) -> Look:
    """See a step as it stands at this instant."""
    starters = starters_of(journey, step, started_at, behavior)
    roles = journey.recipients.get(step.to, ())
    expected = journey.kind in EXPECTED
    contact = first_reachable(roles, behavior.contacts, starters, expected=expected) if step.mails else None
    zone = zone_of(contact.timezone if contact else None, behavior.timezone)
    begins = _begins(journey, step.day, started_at, zone, zone_of(behavior.timezone))
    window = journey.window.in_country(behavior.account.get("country"))
    speaks = begins + step.awaited.within if step.awaited else begins
    opens = window.next_opening(speaks, zone) if step.mails else speaks
    return Look(now, journey, step, behavior, contact, zone, begins, opens, speaks, window, starters)


def _begins(journey: Journey, day: int, started_at: datetime, zone: ZoneInfo, home: ZoneInfo) -> datetime:
    """When the day of a step begins: of a date, the same date for everybody, wherever they are."""
    if journey.starts.dated:
        return date_begins(started_at.astimezone(home).date() + timedelta(days=day), zone)
    return max(started_at, day_begins(started_at, day, zone))
