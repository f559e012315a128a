"""Mails that may or may not have left, what is told of them, and the clock that looks into them."""

from dataclasses import replace
from datetime import timedelta

from emails.outcomes import Unknown
from models.database import begin
from tests.meanwhile import Meanwhile, deliver, planned
from tests.sendgrid import event, public, read
from tests.world import World
from workers.clocks import machine_time
from workers.mail_events import take_events
from workers.reconcile import reconcile

PATIENCE = timedelta(minutes=30)
SILENT = Unknown("no answer within 20 seconds")


def hearing(world: World) -> World:
    """Answer the world once SendGrid tells it what becomes of mails."""
    world.app = replace(world.app, settings=world.app.settings.model_copy(update={"given_webhook_keys": public()}))
    return world


def tell(world: World, name: str, key: str, number: int = 1, **more: str) -> None:
    """Let the provider tell of a mail."""
    with begin(world.engine) as connection:
        edition = world.app.editions.current(connection)
        take_events(connection, edition, read(event(name, key, number, **more)), world.now, machine_time())


def doubtful(world: World, *accounts: str) -> list[str]:
    """Answer the send keys of mails that may or may not have left."""
    ids = planned(world, *accounts)
    deliver(world, ids, Meanwhile(answer=SILENT))
    return [mail.key for mail in world.mails() if mail.id in ids]


def tick(world: World, minutes: float = 0) -> None:
    """Let the clock look into doubts, that many minutes from now by the machine's own time."""
    with begin(world.engine) as connection:
        edition = world.app.editions.current(connection)
        assert edition is not None
        machine = machine_time() + timedelta(minutes=minutes)
        reconcile(connection, edition, world.now, machine, world.app.settings.event_patience)


def prove(world: World, account: str = "zenith", name: str = "processed") -> None:
    """Let another mail be taken, and told of."""
    ids = planned(world, account)
    deliver(world, ids, Meanwhile())
    tell(world, name, next(mail.key for mail in world.mails() if mail.id in ids))


def states(world: World) -> list[str]:
    return [mail.state for mail in world.mails()]


def reasons(world: World) -> list[tuple[str, str]]:
    return [(task.reason, task.state) for task in world.tasks()]
