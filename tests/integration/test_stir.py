"""Stirring: what is learned about an account while somebody looks at it is looked at, too."""

import threading
from datetime import timedelta

from sqlalchemy import Connection, Engine, select, text, update

from models.agenda import lease_due_accounts
from models.database import begin, look
from models.facts import ContactFacts
from models.intake import record_contacts
from models.tables import ACCOUNT
from tests.world import World
from workers.clocks import machine_time


def wait_for_a_waiter(engine: Engine, thread: threading.Thread) -> None:
    """Return when somebody waits for a lock; on SQLite nobody can be seen waiting, and there is one writer anyway."""
    if engine.dialect.name == "sqlite":
        return
    waiting = text("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
    while thread.is_alive():
        with look(engine) as connection:
            if connection.execute(waiting).scalar_one():
                return


def a_look_in_progress(connection: Connection) -> None:
    connection.execute(select(ACCOUNT).with_for_update(skip_locked=True)).all()


def test_what_is_told_of_a_person_during_a_look_is_looked_at_afterwards(world: World) -> None:
    world.account()

    def tell() -> None:
        with begin(world.engine) as connection:
            record_contacts(connection, world.now, [ContactFacts("acme-ada", None, {"email": "new@acme.example"})])

    with begin(world.engine) as connection:
        a_look_in_progress(connection)
        thread = threading.Thread(target=tell)
        thread.start()
        wait_for_a_waiter(world.engine, thread)
        connection.execute(update(ACCOUNT).values(wake_at=world.now + timedelta(days=3)))
    thread.join()

    assert world.rows(ACCOUNT)[0].wake_at == world.now


def test_a_look_that_passed_over_a_locked_account_is_made_up_for_at_once_and_not_when_its_lease_is_over(
    world: World,
) -> None:
    world.account()
    with begin(world.engine) as connection:  # the clock leased it, and whoever got the hint passed over it
        connection.execute(update(ACCOUNT).values(wake_at=world.now, leased_until=machine_time() + timedelta(hours=1)))

    world.event("acme", "signed in")

    with begin(world.engine) as connection:
        found = lease_due_accounts(connection, world.now, machine_time(), timedelta(seconds=30), 10)
    assert found == [world.rows(ACCOUNT)[0].id]
