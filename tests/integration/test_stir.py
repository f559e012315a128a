"""Stirring: what is learned about an account while somebody looks at it is looked at, too."""

import threading
from datetime import timedelta

from sqlalchemy import Connection, Engine, select, text, update

from models.database import begin, look
from models.facts import ContactFacts
from models.intake import record_contacts
from models.tables import ACCOUNT
from tests.world import World


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
