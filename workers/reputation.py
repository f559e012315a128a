"""The watch over our name: where too much bounces, or too many complain, commercial mail stops for everybody."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from models.alarms import raise_alarm
from models.database import begin, look
from models.doors import COMMERCIAL, shut, shut_doors
from models.holding import tell_held
from models.reputation import Figures, figures, last_cleared, newest_grief
from workers.boot import App
from workers.clocks import machine_time, steady_time

log = logging.getLogger("tenure.reputation")

ALARM = "reputation"  # the kind of alarm
LATELY = timedelta(days=7)
SECONDS = 5.0  # between two looks
# Providers close accounts above these. A share of very few proves nothing: one of three is no bad list.
BOUNCES, LEAST_BOUNCES = 0.05, 5
COMPLAINTS, LEAST_COMPLAINTS = 0.001, 3
WORST = 3  # journeys that are named


@dataclass(slots=True)
class Reputation:
    """Looks whenever a bounce or a complaint was told of, every five seconds at most."""

    seen: int = 0
    steady: float = -SECONDS

    def watch(self, app: App) -> bool:
        """If there is news, judge it, and stop commercial mail if it is bad; answer whether it was stopped now."""
        if steady_time() - self.steady < SECONDS:
            return False
        self.steady = steady_time()
        now, machine = app.now(), machine_time()
        with look(app.engine) as connection:
            newest = newest_grief(connection, self.seen)
            if newest == self.seen or COMMERCIAL in shut_doors(connection, machine):
                return False
            # What a person has seen to is not held against anybody again.
            found = figures(connection, now - LATELY, last_cleared(connection, ALARM))
        self.seen = newest
        because = trouble(found)
        if because:
            log.error("commercial mail is stopped: %s", because)
            with begin(app.engine) as connection:
                shut(connection, COMMERCIAL, because, machine, None)
                raise_alarm(connection, now, ALARM, COMMERCIAL, because)
                tell_held(connection, now, f"commercial mail is stopped: {because}", "reputation", mails_only=True)
        return bool(because)


def trouble(found: Sequence[Figures]) -> str:
    """Answer in words why nobody may go on mailing like this, with the worst journeys; nothing: they may."""
    return "; ".join(filter(None, (_bounces(found), _complaints(found))))


def _bounces(found: Sequence[Figures]) -> str:
    number, of = sum(one.bounced for one in found), sum(one.accepted for one in found)
    if number < LEAST_BOUNCES or number <= BOUNCES * of:
        return ""
    said = f"{number:,} of {of:,} mails of the last {LATELY.days} days bounced for good, more than {BOUNCES:.0%}"
    return f"{said}: {', '.join(_worst([(one.bounced, one) for one in found]))}"


def _complaints(found: Sequence[Figures]) -> str:
    number, of = sum(one.complained for one in found), sum(one.accepted for one in found)
    if number < LEAST_COMPLAINTS or number <= COMPLAINTS * of:
        return ""
    said = f"of {of:,} mails of the last {LATELY.days} days {number:,} were called spam, more than {COMPLAINTS:.1%}"
    return f"{said}: {', '.join(_worst([(one.complained, one) for one in found]))}"


def _worst(counted: Sequence[tuple[int, Figures]]) -> Iterator[str]:
    for number, one in sorted(counted, key=lambda pair: (-pair[0], pair[1].journey))[:WORST]:
        if number:
            yield f"{one.journey} {number:,} of {one.accepted:,}"
