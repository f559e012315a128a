"""A small program whose journeys are stopped and go on, and the `tenure` that does it."""

from collections.abc import Callable

from typer.testing import Result

from console.program_files import read_program
from models.database import begin
from tests.first_month import PLAYBOOK, first_month
from tests.uncapped import uncapped
from tests.world import World
from workers.clocks import machine_time
from workers.stopping import pause_journey

ABOUT_OTHERS = ("journeys/definitions/", "journeys/playbooks/", "emails/templates/")
MAIL = "---\nsubject: A board\npreheader: Two minutes\ntopic: onboarding\n{}---\n# Hello\n\nA board is waiting.\n"
TOUR = """\
title: The tour
kind: onboarding
starts: account.signed_up_at
priority: 60
to: admins
late: {within: 2 days, otherwise: skip}
steps:
  - {id: first, day: 0, email: first}
  - {id: shown, day: 1, in_app: shown}
  - {id: second, day: 2, email: second}
  - {id: third, day: 3, email: third, late: {within: 30 days, otherwise: skip}}
  - {id: fourth, day: 4, email: fourth, late: {within: 30 days, otherwise: skip}}
  - {id: call, day: 9, handoff: low-adoption, late: {within: 30 days, otherwise: skip}}
"""
OTHER = """\
title: Something else
kind: adoption
starts: account.signed_up_at
priority: 20
to: admins
late: {within: 9 days, otherwise: skip}
steps:
  - {id: speak, day: 1, email: other}
"""
BILL = """\
title: A bill
kind: payment
starts: account.signed_up_at
priority: 90
to: admins
late: {within: 9 days, otherwise: skip}
steps:
  - {id: bill, day: 0, email: bill}
"""

WHY = "paused by dana: the boards are down"

Tenure = Callable[..., Result]


def program(**journeys: str) -> dict[str, str]:
    """Answer its files: the tour and something else, unless `journeys` says of other ones what they are."""
    files = {path: text for path, text in uncapped(read_program()).items() if not path.startswith(ABOUT_OTHERS)}
    files |= {
        f"emails/templates/{name}.md": MAIL.format("")
        for name in ("first", "second", "third", "fourth", "other", "bill")
    }
    files["emails/templates/shown.md"] = MAIL.format("channel: in_app\n").replace("preheader: Two minutes\n", "")
    files[PLAYBOOK] = first_month()[PLAYBOOK]
    told = journeys or {"tour": TOUR, "other": OTHER}
    return files | {f"journeys/definitions/{name}.yaml": text for name, text in told.items()}


def paused(world: World, journey: str = "tour") -> None:
    """Pause a journey."""
    with begin(world.engine) as connection:
        pause_journey(connection, world.now, machine_time(), journey, WHY)


def sent(world: World) -> list[str]:
    """Answer the mails that were sent, by their templates."""
    return [row.template for row in world.mails() if row.state == "accepted"]
