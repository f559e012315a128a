"""The small program of the harness: one mail a day, which nothing but a fault can keep from anybody."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.first_month import first_month

JOURNEY, WITNESS = "daily", "witness"
EVERYBODY, WITNESSES = 10, 1  # seats: who is in which of the two journeys
ONBOARDING = ("journeys/definitions/onboarding.yaml", "emails/templates/onboarding/", "journeys/playbooks/")
LATE = 30  # days that a mail in doubt may be late: time passes faster here than events come
OPERATORS = re.compile(r"^operators:.*\n", re.MULTILINE)  # whom nobody has to tell here that no feed is heard
SEND = re.compile(r"^send:\n(?:  .*\n)+", re.MULTILINE)
ALWAYS = """send:
  from: 0:00
  until: 23:59
  weekdays: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]
  gap: {gap} hours
  caps: {caps}
  budget: 1000000
"""
MAIL = """---
subject: "Mail number {number}"
preheader: It comes on its day, and once
topic: onboarding
---
# Mail number {number}

Hello {{{{ contact.first_name | default("you") }}}}.
"""
HEAD = """title: One mail a day
for: account.seats > 1
kind: {kind}
starts: account.signed_up_at
occurrence: once
priority: 60
to: admins
late: {{within: {late} days, otherwise: skip}}
steps:
"""
SEEN = """title: One mail, to see whether mails arrive
for: account.seats == 1
kind: service
starts: account.signed_up_at
occurrence: once
priority: 90
to: admins
late: {within: 30 days, otherwise: skip}
steps:
  - {id: seen, day: 0, email: chaos/day-0}
"""
STEP = "  - {{id: day-{number}, day: {day}, {unless}email: chaos/day-{number}}}\n"


def steps_of(number: int) -> list[str]:
    """Answer the names of the first so many steps."""
    return [f"day-{day}" for day in range(number)]


def daily(
    days: int,
    *,
    kind: str = "service",
    late: int = 2,
    gap: int = 0,
    caps: str = "off",
    unless: str = "",
    order: tuple[int, ...] = (),
) -> Mapping[str, str]:
    """Answer the files of a program with `days` daily steps; `unless` is a condition that spares somebody a step.

    `order` puts the steps into another order, each on the day of its place.
    """
    condition = f"unless: {unless}, " if unless else ""
    steps = [
        STEP.format(number=number, day=day, unless=condition) for day, number in enumerate(order or tuple(range(days)))
    ]
    files = {path: text for path, text in first_month().items() if not path.startswith(ONBOARDING)}
    program = "journeys/program.yaml"
    files[program] = OPERATORS.sub("", SEND.sub(ALWAYS.format(gap=gap, caps=caps), files[program]))
    files[f"journeys/definitions/{JOURNEY}.yaml"] = HEAD.format(kind=kind, late=late) + "".join(steps)
    files[f"journeys/definitions/{WITNESS}.yaml"] = SEEN
    mails = {f"emails/templates/chaos/day-{number}.md": MAIL.format(number=number) for number in range(days)}
    return files | mails


def opens_at(signed_up: datetime, day: int) -> datetime:
    """Answer when the step of that day may be said to an account in UTC: from its midnight on, or its sign-up."""
    midnight = (signed_up + timedelta(days=day)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(signed_up, midnight)
