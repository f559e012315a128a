"""The actors: each takes a hint, looks at the rows, and may run twice without doing anything twice."""

import threading
from collections.abc import Iterable, Iterator
from datetime import date

import dramatiq

from models.agenda import leave_to_the_clock, urgent_among
from models.database import begin, look
from workers.advance import advance_accounts
from workers.assess import assess_accounts
from workers.boot import App, app
from workers.broker import HINT_AGE
from workers.calls import deliver_calls
from workers.compare import compare_peers
from workers.deliver import deliver_mails
from workers.heartbeat import beat
from workers.pacing import is_paced
from workers.prompt_ends import look_after
from workers.tell_operators import tell_operators

MAILS = 20  # mails per message: small, so that threads share a burst and none waits long behind a slow provider

ASSESSED = 50  # accounts per message: small, so that a thread is soon free for what cannot wait until the morning
FIRST = -10  # what is not commercial comes before everything else that a process has in hand, from a queue of its own
LAST = 10  # of what a process has in hand, assessments come behind everything else

# Looking at accounts is all thinking: more than one thread of a process at it would only wait for each other.
AT_A_TIME = threading.Lock()
ONE_AT_NIGHT = threading.Lock()


@dramatiq.actor(queue_name="advance", max_retries=0, time_limit=120_000, max_age=HINT_AGE)
def advance(ids: list[int]) -> None:
    """Look at these accounts; what they are now due to be told is hinted at once."""
    beat(app(), "worker")
    with AT_A_TIME:
        mails = advance_accounts(app(), ids)
    if mails:
        hint_planned(app(), mails)


@dramatiq.actor(queue_name="deliver", max_retries=0, time_limit=900_000, max_age=HINT_AGE)
def deliver(ids: list[int]) -> None:
    """Send these mails, and tell other systems, if that is still to be done."""
    beat(app(), "worker")
    deliver_mails(app(), ids)
    deliver_calls(app(), ids)


@dramatiq.actor(queue_name="urgent", max_retries=0, time_limit=900_000, max_age=HINT_AGE, priority=FIRST)
def deliver_first(ids: list[int]) -> None:
    """Send these mails before all others."""
    beat(app(), "worker")
    deliver_mails(app(), ids)


@dramatiq.actor(queue_name="deliver", max_retries=0, time_limit=300_000, max_age=HINT_AGE)
def tell(ids: list[int]) -> None:
    """Tell the operators of these alarms, if nobody has."""
    tell_operators(app(), ids)


@dramatiq.actor(queue_name="assess", max_retries=0, time_limit=120_000, max_age=HINT_AGE, priority=LAST)
def assess(ids: list[int]) -> None:
    """Assess these accounts, if nobody has today."""
    beat(app(), "worker")
    with ONE_AT_NIGHT:
        assess_accounts(app(), ids)


@dramatiq.actor(queue_name="assess", max_retries=0, time_limit=120_000, max_age=HINT_AGE, priority=LAST)
def await_viewers(ids: list[int]) -> None:
    """Look after these messages inside the product, if their time has come."""
    with ONE_AT_NIGHT:
        look_after(app(), ids)


@dramatiq.actor(queue_name="deliver", max_retries=0, time_limit=60_000, max_age=HINT_AGE)
def report() -> None:
    """Say that a worker is at work, though there is nothing to do."""
    beat(app(), "worker")


@dramatiq.actor(queue_name="assess", max_retries=0, time_limit=600_000, max_age=HINT_AGE, priority=LAST)
def compare(day: str) -> None:
    """Compare the peers of that day, if nobody has."""
    compare_peers(app(), date.fromisoformat(day))


def hint_mails(ids: Iterable[int]) -> int:
    """Say that these mails are due, a few per message; answer how many messages it took."""
    return len([deliver.send(part) for part in _parts(sorted(ids), MAILS)])


def hint_urgent(ids: Iterable[int]) -> int:
    """Say that these mails are due and come before others; answer how many messages it took."""
    return len([deliver_first.send(part) for part in _parts(sorted(ids), MAILS)])


def hint_planned(app: App, ids: list[int]) -> None:
    """Say at once what was just planned; where mails wait for room, commercial ones take their place in the line."""
    with look(app.engine) as connection:
        urgent = urgent_among(connection, ids)
        edition = app.editions.current(connection)
    if edition is not None and is_paced(app, edition):
        with begin(app.engine) as connection:
            leave_to_the_clock(connection, ids)
        return
    hint_urgent(urgent)
    hint_mails(mail for mail in ids if mail not in urgent)


def hint_accounts(ids: Iterable[int], size: int) -> int:
    """Say that these accounts are due, `size` per message; answer how many messages it took."""
    return len([advance.send(part) for part in _parts(sorted(ids), size)])


def hint_assessments(ids: Iterable[int]) -> int:
    """Say that these accounts are to be assessed, a few per message; answer how many messages it took."""
    return len([assess.send(part) for part in _parts(sorted(ids), ASSESSED)])


def hint_prompts(ids: Iterable[int]) -> int:
    """Say that somebody has to look after these messages, a few per message; answer how many messages it took."""
    return len([await_viewers.send(part) for part in _parts(sorted(ids), ASSESSED)])


def hint_alarms(ids: Iterable[int]) -> int:
    """Say that somebody is to be told of these alarms; answer how many messages it took."""
    return len([tell.send([alarm]) for alarm in ids])


def _parts(ids: list[int], size: int) -> Iterator[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
