"""`tenure pause` and `tenure resume`: stop everything within seconds, and go on."""

from typing import Annotated

import typer
from sqlalchemy import delete

from console.installation import open_database
from models.agenda import wake_sleepers
from models.alarms import clear_alarm
from models.database import begin
from models.doors import PAUSED, PROVIDER
from models.tables import CLOSURE
from models.upsert import insert_or_update
from workers.breaker import ALARM, SUBJECT
from workers.clocks import clock, machine_time
from workers.settings import Settings


def pause(
    because: Annotated[str, typer.Option(help="Why, for those who find it paused.")] = "a person paused it",
) -> None:
    """Stop looking, deciding and sending; what is being sent at this moment is finished. Events still come in."""
    row = {"name": PAUSED, "because": because, "since": machine_time(), "until": None}
    with begin(open_database(Settings.read())) as connection:
        insert_or_update(connection, CLOSURE, [row], key=("name",))
    typer.echo("paused; `tenure resume` goes on, and what has grown too late meanwhile follows each step's own policy")


def resume() -> None:
    """Open every door that is shut: a pause, the fuse, a provider that refused our key.

    An import that is running shuts its own again with the next rows.
    """
    settings = Settings.read()
    with begin(open_database(settings)) as connection:
        names = connection.execute(delete(CLOSURE).returning(CLOSURE.c.name)).scalars().all()
        now = clock(settings.clock)()
        if PROVIDER in names:
            clear_alarm(connection, now, ALARM, SUBJECT)  # if it is still in trouble, that is news
        woken = wake_sleepers(connection, now)
    opened = sorted({name.partition(" ")[0] for name in names})
    typer.echo(f"open again: {', '.join(opened) or 'nothing was shut'}")
    if woken:
        typer.echo(f"{woken} accounts that would have slept through a step are woken")
